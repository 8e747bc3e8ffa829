"""What other programs rely on is what the schemas in docs/reference say."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

SCHEMAS = Path(__file__).parents[2] / "docs/reference/schemas"


def schema(name: str) -> dict[str, Any]:
    """Read a schema."""
    text = (SCHEMAS / f"{name}.schema.json").read_text()
    return dict(json.loads(text))


def printed(arguments: list[str], folder: Path) -> Any:  # noqa: ANN401 it is JSON
    """Run socketlab and read the JSON that it prints, in another language."""
    done = subprocess.run(
        [sys.executable, "-m", "socketlab", "--lang", "zh", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", [path.name for path in sorted(SCHEMAS.iterdir())])
def test_a_schema_is_one(name: str) -> None:
    """Each schema keeps to the rules of JSON Schema."""
    Draft202012Validator.check_schema(schema(name.removesuffix(".schema.json")))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("lab-run", ["lab", "run", "close_order", "--json"]),
        ("lab-run", ["--json", "lab", "run", "close_order", "--without", "packets"]),
        ("lab-list", ["lab", "list", "--json"]),
        ("lab-claims", ["lab", "claims", "--json"]),
        ("echo-models", ["echo", "models", "--json"]),
        (
            "bench-chat",
            [
                *("bench", "chat", "--members", "3", "--senders", "1"),
                *("--seconds", "0.2", "--rounds", "1", "--json"),
            ],
        ),
    ],
)
def test_the_output_has_its_form(
    tmp_path: Path, name: str, arguments: list[str]
) -> None:
    """What is printed has every key of its schema, and no other."""
    form = printed(arguments, tmp_path)

    assert [] == [
        f"{error.json_path}: {error.message}"
        for error in Draft202012Validator(schema(name)).iter_errors(form)
    ]


def test_sentences_are_english_in_every_language(tmp_path: Path) -> None:
    """Whatever language is spoken, a program reads the same words, reasons aside."""
    form = printed(["lab", "run", "close_order", "--json"], tmp_path)
    del form["experiments"][0]["sources"]

    assert json.dumps(form, ensure_ascii=False).isascii()


def test_another_form_is_refused() -> None:
    """A key too many, and a state that does not exist, are found."""
    model = dict.fromkeys(schema("echo-models")["items"]["required"], "")
    wrong = [model | {"transport": "tcp", "available": True, "colour": "red"}]
    errors = Draft202012Validator(schema("echo-models")).iter_errors(wrong)

    assert ["$[0]"] == [error.json_path for error in errors]
