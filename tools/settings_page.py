"""Write docs/reference/chat-settings.md from what can be configured.

python tools/settings_page.py

The defaults are those of the classes, the bounds those that a file is read with,
the reasons the comments beside the fields.
"""

import ast
import dataclasses
import sys
from pathlib import Path

from socketlab.chat.settings import values
from socketlab.chat.settings.reading import BOUNDS, LARGEST

CHECKOUT = Path(__file__).resolve().parents[1]
PAGE = "docs/reference/chat-settings.md"

TABLES = {
    "Settings": "",
    "Operator": "operators",
    "Limits": "limits",
    "Times": "times",
    "History": "history",
}

FIRST = "\n## At the top\n"  # what stands before it is written by hand


def refreshed(text: str) -> str:
    """Give the page's text with its tables as they are now."""
    source = Path(values.__file__).read_text()
    classes = {
        node.name: node
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef)
    }
    sections = [
        section(name, table, classes[name], source.splitlines())
        for name, table in TABLES.items()
    ]
    return text.partition(FIRST)[0] + "".join(sections)


def section(name: str, table: str, node: ast.ClassDef, source: list[str]) -> str:
    """Give one table of the file: its keys, defaults, bounds and reasons."""
    title = {"": "At the top", "operators": "`[[operators]]`"}.get(
        table, f"`[{table}]`"
    )
    lines = [f"\n## {title}\n\n{ast.get_docstring(node)}\n"]
    lines.append("| key | default | bounds | what it is, and why |")
    lines.append("| --- | --- | --- | --- |")
    fields = {each.name: each for each in dataclasses.fields(getattr(values, name))}
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign):
            key = ast.unparse(statement.target)
            reason = source[(statement.end_lineno or 0) - 1].partition("  # ")[2]
            if reason:
                default = spell(fields[key].default)
                bounds = spell_bounds(f"{table}.{key}", fields[key])
                lines.append(f"| `{key}` | {default} | {bounds} | {reason} |")
    return "\n".join(lines) + "\n"


def spell(default: object) -> str:
    """Spell a default as the file does."""
    if default is dataclasses.MISSING:
        return "none"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, int | float):
        return f"`{default:g}`" if isinstance(default, float) else f"`{default}`"
    if isinstance(default, tuple):
        return f'`"{default[0]}:{default[1]}"`' if default else "`[]`"
    return f'`"{default}"`'


def spell_bounds(key: str, field: "dataclasses.Field[object]") -> str:
    """Spell the bounds of a number."""
    if field.type not in {int, float}:
        return ""
    least, most = BOUNDS.get(key, (0, LARGEST))
    return f"{least:g}" if most == LARGEST else f"{least:g} to {most:g}"


if __name__ == "__main__":
    path = CHECKOUT / PAGE
    path.write_text(refreshed(path.read_text()))
    print(f"Wrote {PAGE}.", file=sys.stderr)
