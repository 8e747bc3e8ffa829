"""Find the messages where they are written.

`_("...")`, a step of a page, a `Sentence`, the docstring of a page, the labels of a
concurrency model, the caveats of a collector: what users read, in English.
"""

import ast
import importlib.util
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

# One message, or its singular and its plural.
Text: TypeAlias = str | tuple[str, str]

# The first argument of these is a message, or a name to which one is given.
CALLS = {"_", "gettext", "Sentence", "PageError"}
CALLS |= {"step", "variant", "chart", "point"}  # words of a page
# And these arguments by name; a claim's page and verdict are no messages.
KEYWORDS = {"Claim": {"statement", "source", "condition"}, "chart": {"x", "y"}}
# The strings in the values of names that end so are messages.
TABLES = ("CAVEATS",)
PARAGRAPHS = ("Hypothesis:", "Refuted:")
CLICK = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")


def extract(checkout: Path) -> dict[Text, list[str]]:
    """Give every message of a checkout and the files that it stands in."""
    found: dict[Text, list[str]] = defaultdict(list)
    for path in [checkout / "bootstrap.py", *sorted(checkout.glob("src/**/*.py"))]:
        tree = ast.parse(path.read_text())
        name = path.relative_to(checkout).as_posix()
        for text in in_file(path, tree):
            if text and name not in found[text]:
                found[text].append(name)
    return found


def in_file(path: Path, tree: ast.Module) -> Iterator[Text]:
    """Give the messages of one file."""
    yield from in_calls(tree)
    yield from in_tables(tree)
    docstring = ast.get_docstring(tree) or ""
    if "experiments" in path.parts and defines(tree, "run"):
        yield from in_page(docstring)
        yield from in_names(tree)
    if path.name == "__init__.py" and path.parent.parent.name == "experiments":
        yield " ".join(docstring.split())  # the title of a chapter
    if "tcp_servers" in path.parts and defines(tree, "serve"):
        yield from in_labels(docstring)


def in_calls(tree: ast.Module) -> Iterator[Text]:
    """Give the first arguments of the calls that take a message."""
    given: dict[str, list[ast.expr]] = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            given[node.targets[0].id].append(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from in_keywords(node)
        if not isinstance(node, ast.Call) or not node.args:
            continue
        first = node.args[0]
        if called(node) == "ngettext":
            singular, plural = (next(strings(argument)) for argument in node.args[:2])
            yield singular, plural
        elif called(node) in CALLS:
            values = given[first.id] if isinstance(first, ast.Name) else [first]
            for value in values:
                if isinstance(value, ast.Constant | ast.IfExp):
                    yield from strings(value)


def in_keywords(call: ast.Call) -> Iterator[str]:
    """Give the messages that a call names: what a claim says, a chart's axes."""
    named = KEYWORDS.get(called(call), set())
    for keyword in call.keywords:
        if keyword.arg in named:
            yield from strings(keyword.value)


def in_tables(tree: ast.Module) -> Iterator[str]:
    """Give the strings in the tables of messages."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            if any(name.endswith(TABLES) for name in names):
                yield from strings(node.value)


def in_page(docstring: str) -> Iterator[str]:
    """Give the question and what follows the words that open a paragraph."""
    question, *paragraphs = (" ".join(part.split()) for part in docstring.split("\n\n"))
    yield question
    for paragraph in paragraphs:
        for opening in PARAGRAPHS:
            if paragraph.startswith(opening):
                yield paragraph.removeprefix(opening).strip()


def in_names(tree: ast.Module) -> Iterator[str]:
    """Give the names of a page's hosts and programs."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) == "hosts":
            yield from (name for part in node.args for name in strings(part))
        elif isinstance(node, ast.Call) and called(node) == "server" and node.args:
            yield from strings(node.args[1])
        elif isinstance(node, ast.Call) and called(node) == "run" and node.args:
            yield from strings(node.args[0])
        elif isinstance(node, ast.Call) and called(node) == "serve" and node.args:
            first = node.args[0]
            yield from strings(first) if isinstance(first, ast.Constant) else ()


def in_labels(docstring: str) -> Iterator[str]:
    """Give the summary of a model, and the text of each of its labels."""
    summary, _, labels = docstring.partition("\n\n")
    yield summary
    text = ""
    for line in labels.splitlines():
        label, colon, rest = line.partition(":")
        if (colon and label.istitle()) or label in {"Stopped by", "Breaks when"}:
            yield text
            text = rest.strip()
        else:
            text = f"{text} {line.strip()}".strip()
    yield text


def in_click() -> Iterator[Text]:
    """Give the messages of the installed click that its users can meet."""
    package = importlib.util.find_spec("click")
    assert package is not None and package.origin is not None  # noqa: S101, PT018
    for name in CLICK:
        text = Path(package.origin).with_name(f"{name}.py").read_text()
        yield from in_calls(ast.parse(text))


def called(call: ast.Call) -> str:
    """Give the last name of what is called."""
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def strings(expression: ast.expr) -> Iterator[str]:
    """Give the strings in an expression."""
    for node in ast.walk(expression):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def defines(tree: ast.Module, name: str) -> bool:
    """Whether a file defines this function."""
    return any(isinstance(n, ast.FunctionDef) and n.name == name for n in tree.body)
