"""The form of the concurrency models: it keeps the files alike for years."""

import ast
import inspect
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from socketlab.echo import tcp_servers
from socketlab.echo.tcp_servers import models
from socketlab.echo.tcp_servers.models import (
    DEFAULT,
    LABELS,
    MODELS,
    Model,
    describe,
    read_labels,
    serve_of,
    table,
)

FOLDER = Path(str(tcp_servers.__file__)).parent
# What a model leaves to what it shares with its family.
NOT_A_MODELS_BUSINESS = {"errno", "logging", "argparse", "click", "signal", "select"}


def module_of(name: str) -> ModuleType:
    """Import a model's module."""
    return import_module(f"socketlab.echo.tcp_servers.{MODELS[name]}")


def test_every_model_is_listed_once() -> None:
    """Each file with a `serve` stands in `MODELS` once, under its own name."""
    files = {
        ".".join(path.relative_to(FOLDER).with_suffix("").parts)
        for path in FOLDER.rglob("*.py")
        if "\ndef serve(" in path.read_text()
    }

    assert files == set(MODELS.values())
    assert len(MODELS) == len(set(MODELS.values()))
    assert list(MODELS) == [module.rpartition(".")[2] for module in MODELS.values()]
    assert DEFAULT in MODELS


@pytest.mark.parametrize("name", MODELS)
def test_a_docstring_is_a_summary_and_the_labels_in_order(name: str) -> None:
    """The comparison table is computed from it, so each label has its sentence."""
    docstring = inspect.getdoc(module_of(name)) or ""
    summary, empty, *labels = docstring.splitlines()

    assert summary.endswith(".")
    assert empty == ""
    assert list(LABELS) == [line.partition(":")[0] for line in labels if line[0] != " "]
    assert all(text.endswith(".") for text in read_labels(docstring).values())


@pytest.mark.parametrize("name", MODELS)
def test_a_model_points_at_another_model(name: str) -> None:
    """`See` begins with the name of a model that exists."""
    seen = describe(name).see.replace(",", " ").split()[0]

    assert seen in MODELS
    assert seen != name


@pytest.mark.parametrize("name", MODELS)
def test_a_model_has_one_public_function(name: str) -> None:
    """`serve(listener, service)` and nothing else is its own."""
    module = module_of(name)
    own = [
        node.name
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]

    assert ["serve"] == [name for name in own if not name.startswith("_")]
    assert ["listener", "service"] == list(inspect.signature(module.serve).parameters)
    assert module.serve.__doc__


@pytest.mark.parametrize("name", MODELS)
def test_a_model_holds_only_the_model(name: str) -> None:
    """No errno, no logging, no arguments: that is shared, or the caller's."""
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(ast.parse(inspect.getsource(module_of(name))))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }

    assert not imported & NOT_A_MODELS_BUSINESS


def test_a_sentence_may_take_several_lines() -> None:
    """Line breaks are undone; a colon inside a sentence is no label."""
    sentences = read_labels("Title.\n\nCost: one: two\n    three.\nSee:  four.\n")

    assert "one: two three." == sentences["Cost"]
    assert "four." == sentences["See"]
    assert "" == sentences["Waiting"]


def test_the_table_has_a_row_for_each_model() -> None:
    """Rows come in the order of `MODELS`, and say what the docstring says."""
    rows = table()

    assert list(MODELS) == [row.name for row in rows]
    assert all(row.available and row.transport == "tcp" for row in rows)
    assert "one process, one connection at a time." == rows[0].cost
    assert serve_of("iterative") is module_of("iterative").serve


def test_a_model_whose_library_is_missing_is_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is in the table, and said not to be available."""
    monkeypatch.setitem(models.MODELS, "ghost", "blocking.ghost")

    assert Model("ghost", "tcp") == describe("ghost")
    assert not describe("ghost").available
