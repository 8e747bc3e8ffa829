"""The notebooks run, and are kept without what a run left in them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).parents[2]
NOTEBOOKS = sorted(CHECKOUT.glob("docs/**/*.ipynb"))

# A process of its own: what Jupyter warns of is not ours.
EXECUTE = """
import sys
import nbformat
from nbclient import NotebookClient
source, target = sys.argv[1:]
notebook = nbformat.read(source, 4)
NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
nbformat.write(notebook, target)
"""


def named(path: Path) -> str:
    """Give a test the name of its notebook."""
    return path.name


def cells(path: Path) -> list[dict[str, Any]]:
    """Give the cells with code."""
    found = json.loads(path.read_text())["cells"]
    return [cell for cell in found if cell["cell_type"] == "code"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=named)
def test_a_notebook_is_kept_without_outputs(notebook: Path) -> None:
    """What a run leaves is another one on every machine."""
    left = [(cell["execution_count"], cell["outputs"]) for cell in cells(notebook)]

    assert {"(None, [])"} == set(map(str, left))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=named)
def test_a_notebook_runs(notebook: Path, tmp_path: Path) -> None:
    """Every cell runs in Jupyter's own kernel, and a result shows its page."""
    executed = tmp_path / "executed.ipynb"

    done = subprocess.run(
        [sys.executable, "-c", EXECUTE, str(notebook), str(executed)],
        cwd=tmp_path,
        env=os.environ
        | {
            "HOME": str(tmp_path),
            "IPYTHONDIR": str(tmp_path),
            "JUPYTER_RUNTIME_DIR": str(tmp_path),
            "LC_ALL": "C.UTF-8",
        },
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    shown = [
        output["data"]["text/html"]
        for cell in cells(executed)
        for output in cell["outputs"]
        if "text/html" in output.get("data", {})
    ]
    assert any("iframe" in "".join(html) for html in shown)
