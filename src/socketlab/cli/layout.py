"""Help texts laid out by the columns that characters take, not by their number.

A Chinese character takes two columns of a terminal; click counts one.
"""

from collections.abc import Iterable

import click

from socketlab.report.lettering import columns, pad, wrap


class Layout(click.HelpFormatter):
    """Aligns and wraps text in every script."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, which empty lines part."""
        indent = " " * self.current_indent
        paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
        self.write("\n\n".join(self.fill(part, indent) for part in paragraphs))
        self.write("\n")

    def write_dl(
        self,
        rows: Iterable[tuple[str, str]],
        col_max: int = 30,
        col_spacing: int = 2,
    ) -> None:
        """Write terms and what they mean in two columns."""
        rows = list(rows)
        widest = max((columns(term) for term, _ in rows), default=0)
        size = min(widest, col_max) + col_spacing
        indent = " " * (self.current_indent + size)
        for term, meaning in rows:
            self.write(" " * self.current_indent)
            if columns(term) > size - col_spacing:
                self.write(f"{term}\n{indent}")
            else:
                self.write(pad(term, size))
            self.write(self.fill(meaning, indent).removeprefix(indent) + "\n")

    def fill(self, text: str, indent: str) -> str:
        """Break a text into indented lines."""
        lines = wrap(text, max(self.width - len(indent), 10))
        return "\n".join(indent + line for line in lines)


class Context(click.Context):
    """The context of every command: its help is laid out here."""

    formatter_class = Layout
