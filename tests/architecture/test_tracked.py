"""What may lie in the repository."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
LARGEST = 1_000_000

# A path of somebody's machine, a registry other than the public one.
PRIVATE = re.compile(
    rb"(?:/home/|/root/|/Users/|--?(?:extra-)?index-url|pypi\.[a-z]+/simple)"
)


def tracked(checkout: Path) -> list[Path]:
    """Give the files that git keeps; none where there is no git."""
    if not (git := shutil.which("git")):
        return []
    listing = subprocess.run(
        [git, "-c", f"safe.directory={checkout}", "ls-files", "-z"],
        cwd=checkout,
        capture_output=True,
        check=False,
    )
    paths = [checkout / name for name in listing.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def strangers(files: list[Path]) -> list[str]:
    """Give a sentence for every file that does not belong into the repository."""
    sentences = []
    for file in files:
        content = file.read_bytes()
        if b"\0" in content:
            if len(content) > LARGEST:
                sentences.append(f"{file.name} is binary, over {LARGEST} bytes.")
        elif file != Path(__file__) and (found := PRIVATE.search(content)):
            sentences.append(f"{file.name} speaks of {found[0].decode()}.")
    return sentences


def test_the_repository_is_the_same_for_everybody() -> None:
    """No tracked file holds a path or a registry of one machine, or a big binary."""
    files = tracked(CHECKOUT)
    if not files:
        pytest.skip("this copy has no git history, or git is not installed")

    broken = strangers(files)

    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"see /home/ann/notes", "it speaks of /home/."),
        (b"pip install --index-url x", "it speaks of --index-url."),
        (b"\0" * (LARGEST + 1), "it is binary, over 1000000 bytes."),
    ],
)
def test_a_stranger_is_found(tmp_path: Path, content: bytes, sentence: str) -> None:
    """A private path, a registry or a big binary is named."""
    file = tmp_path / "it"
    file.write_bytes(content)

    assert [sentence] == strangers([file])
