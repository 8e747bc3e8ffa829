"""What a Chinese reader reads is Chinese."""

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

# Four words in a row; names of states, calls and sources never make that many.
ENGLISH = re.compile(r"(?:\b[A-Za-z][a-z']+ +){3,}[a-z]+")


def read_by_people(page: str) -> str:
    """Give the text of an HTML page."""
    without_code = re.sub(r"(?s)<(style|script).*?</\1>", "", page)
    return html.unescape(re.sub(r"<[^>]+>", "\n", without_code))


def said(folder: Path, *arguments: str) -> str:
    """Run socketlab in Chinese; give all that it says."""
    done = subprocess.run(
        [sys.executable, "-m", "socketlab", "--lang", "zh", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize(
    "command",
    [
        "--help",
        "lab --help",
        "lab list",
        "lab run --help",
        "lab show --help",
        "lab run close_order --without packets",
        "lab run no_such_page",
        "lab run close_order --set first=nobody",
        "lab claims --help",
        "lab observe --help",
        "lab observe -- ./no_such_program",
        "lab observe --port 7 --reach 0 -- false",
        "lab observe --seconds 0.1 -- sleep 9",
        "echo --help",
        "echo models",
        "echo server --help",
        "echo server --model no_such_model",
        "echo client --help",
        "echo client -a 127.0.0.1 -p 1",
    ],
)
def test_the_terminal_speaks_chinese(tmp_path: Path, command: str) -> None:
    """No command answers with an English sentence."""
    text = said(tmp_path, *command.split())

    assert re.search("[\u4e00-\u9fff]", text)
    assert ENGLISH.findall(text) == []


def test_the_report_speaks_chinese(tmp_path: Path) -> None:
    """Neither the page, nor its figures, nor the Markdown has an English sentence."""
    said(tmp_path, "lab", "run", "close_order", "--without", "packets")
    suffixes = {".html", ".md", ".svg"}
    written = [path for path in tmp_path.glob("*/*") if path.suffix in suffixes]
    texts = {path.name: read_by_people(path.read_text("utf-8")) for path in written}

    assert suffixes == {path.suffix for path in written}
    assert {} == {
        name: found for name, text in texts.items() if (found := ENGLISH.findall(text))
    }


def test_an_english_sentence_would_be_found() -> None:
    """An English sentence between Chinese ones is seen, names of states are not."""
    assert ENGLISH.findall("端：The end is in FIN-WAIT-2。") == ["The end is in"]
    assert ENGLISH.findall("SYN ACK PSH FIN ACK；tracepoint, packets") == []
