"""What the tools say of the code."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Give the tools a folder to remember in: pytest's own, where it has one."""
    kept = getattr(request.config, "cache", None)
    return Path(kept.mkdir("style")) if kept else tmp_path


def complaints(*command: str | Path) -> str:
    """Run a tool in the checkout; give what it says when it is not content."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr if done.returncode else ""


def test_ruff_has_no_objection(cache: Path) -> None:
    """Every rule of ruff is kept, but for those that pyproject.toml gives up."""
    found = complaints("ruff", "check", "--output-format=concise", "--cache-dir", cache)

    assert not found, found


def test_the_code_is_formatted(cache: Path) -> None:
    """Ruff would format nothing otherwise."""
    found = complaints("ruff", "format", "--check", "--cache-dir", cache)

    assert not found, found


def test_the_types_are_right(cache: Path) -> None:
    """Mypy's strict rules hold for the sources, the tools and the tests."""
    found = complaints("mypy", "--cache-dir", cache)

    assert not found, found
