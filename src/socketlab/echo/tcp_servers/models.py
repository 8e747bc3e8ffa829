"""The concurrency models by name, and what each one's docstring says of it."""

from collections.abc import Callable
from importlib import import_module
from inspect import getdoc
from socket import socket
from typing import NamedTuple

from socketlab.echo.service import Service

# name: module below this package; a model is imported when it is asked for.
MODELS = {
    "iterative": "blocking.iterative",
    "thread_per_client": "blocking.thread_per_client",
    "fork_per_client": "blocking.fork_per_client",
}
DEFAULT = "thread_per_client"
LABELS = ("Waiting", "Cost", "Stopped by", "Breaks when", "See")


class Model(NamedTuple):
    """One row of the table of models; the sentences are those of its docstring."""

    name: str
    transport: str
    waiting: str = ""
    cost: str = ""
    stopped_by: str = ""
    breaks_when: str = ""
    see: str = ""
    available: bool = False


def serve_of(name: str) -> Callable[[socket, Service], None]:
    """Import the model and give its `serve`.

    Raises:
        KeyError: no model has this name.
        ImportError: a library that the model needs is missing.

    """
    module = import_module(f"{__package__}.{MODELS[name]}")
    serve: Callable[[socket, Service], None] = module.serve
    return serve


def describe(name: str) -> Model:
    """Read a model's labels from its docstring."""
    try:
        module = import_module(f"{__package__}.{MODELS[name]}")
    except ImportError:
        return Model(name, "tcp")
    sentences = read_labels(getdoc(module) or "")
    fields = {label.lower().replace(" ", "_"): sentences[label] for label in LABELS}
    return Model(name, "tcp", **fields, available=True)


def read_labels(docstring: str) -> dict[str, str]:
    """Give the sentence behind each of `LABELS`, its line breaks undone."""
    sentences = dict.fromkeys(LABELS, "")
    current = ""
    for line in docstring.splitlines():
        label, colon, text = line.partition(":")
        if colon and label in sentences:
            current = label
            sentences[label] = text.strip()
        elif current and line.strip():
            sentences[current] += " " + line.strip()
    return sentences


def table() -> list[Model]:
    """Describe every model, in the order of `MODELS`."""
    return [describe(name) for name in MODELS]
