"""A page as text: its question, its hypothesis, its parameters."""

from collections.abc import Iterable, Mapping
from inspect import signature
from math import isfinite, nan
from types import FunctionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from msgspec import Struct

from socketlab.lab.experiment import Between, Lab, OneOf
from socketlab.lab.record import Value

HYPOTHESIS = "Hypothesis:"
REFUTED = "Refuted:"

SWITCH = {"yes": True, "no": False, "true": True, "false": False}
"""How a parameter is written that is either on or off."""

RECORDED = Between(-(1 << 63), (1 << 63) - 1)
"""The whole numbers that a record can hold."""


class PageError(Exception):
    """A page, or what was asked of it, is not as a page must be.

    `template` and `values` make the sentence, so that it can be translated.
    """

    def __init__(self, template: str, **values: Value) -> None:
        """Take the sentence apart from its values."""
        super().__init__(template.format(**values))
        self.template = template
        self.values = values


class Page(Struct, frozen=True):
    """What can be told of a page without running it.

    Attributes:
        name: what `lab run` calls it.
        place: the dotted module, or the path of a file.
        question: ends with a question mark.
        hypothesis: with its source.
        refutation: what is true instead, where the hypothesis is kept although
            it is wrong; else empty.
        defaults: the parameters and their default values.
        ranges: the limits of those that have any.
        server: a server of the user may take the part of the page's.

    """

    name: str
    place: str
    question: str
    hypothesis: str
    refutation: str
    defaults: dict[str, Value]
    ranges: dict[str, Between | OneOf]
    server: bool = False


def read(name: str, place: str, module: object) -> Page:
    """Read the page off its module.

    Raises:
        PageError: it has no question, no hypothesis or no `run(lab, ...)`.

    """
    paragraphs = [
        " ".join(paragraph.split())
        for paragraph in (getattr(module, "__doc__", None) or "").split("\n\n")
    ]
    question = paragraphs[0]
    if not question.endswith("?"):
        raise PageError(
            "The page {name} must begin with a docstring whose first sentence is a "
            "question that ends with a question mark.",
            name=name,
        )
    hypothesis, refutation = "", ""
    for paragraph in paragraphs[1:]:
        if paragraph.startswith(HYPOTHESIS):
            hypothesis = paragraph.removeprefix(HYPOTHESIS).strip()
        if paragraph.startswith(REFUTED):
            refutation = paragraph.removeprefix(REFUTED).strip()
    if not hypothesis:
        raise PageError(
            "The docstring of the page {name} must have a paragraph that begins "
            "with 'Hypothesis:'.",
            name=name,
        )
    run = getattr(module, "run", None)
    if not callable(run) or not signature(run).parameters:
        raise PageError("The page {name} must define run(lab).", name=name)
    defaults, ranges = parameters_of(name, run)
    return Page(
        name,
        place,
        question,
        hypothesis,
        refutation,
        defaults,
        ranges,
        server=has_server(module),
    )


def has_server(module: object) -> bool:
    """Whether a function of the page says `lab.server(...)`."""
    return "server" not in vars(module) and any(
        "server" in function.__code__.co_names
        for function in vars(module).values()
        if isinstance(function, FunctionType)
        and function.__module__ == getattr(module, "__name__", "")
    )


def parameters_of(
    name: str,
    run: Any,  # noqa: ANN401 any callable
) -> tuple[dict[str, Value], dict[str, Between | OneOf]]:
    """The parameters of `run` after `lab`, with defaults and limits."""
    try:
        # A page may import Lab for type checkers only.
        hints = get_type_hints(run, localns={"Lab": Lab}, include_extras=True)
    except NameError as error:
        raise PageError(
            "The page {name} cannot be read: {error}.",
            name=name,
            error=f"{type(error).__name__}: {error}",
        ) from None
    defaults: dict[str, Value] = {}
    ranges: dict[str, Between | OneOf] = {}
    for parameter in list(signature(run).parameters.values())[1:]:
        if not isinstance(parameter.default, (str, int, float)):
            raise PageError(
                "The parameter {parameter} of the page {name} needs a default value.",
                parameter=parameter.name,
                name=name,
            )
        defaults[parameter.name] = parameter.default
        hint = hints.get(parameter.name)
        if get_origin(hint) is Annotated:
            for note in get_args(hint)[1:]:
                if isinstance(note, (Between, OneOf)):
                    ranges[parameter.name] = note
    return defaults, ranges


def choose(page: Page, wanted: Mapping[str, Value]) -> dict[str, Value]:
    """The parameters of a run: the defaults, and what the user set.

    Text is converted to the type of the default.

    Raises:
        PageError: an unknown parameter, or a value out of range.

    """
    chosen = dict(page.defaults)
    for name, value in wanted.items():
        if not page.defaults:
            raise PageError(
                "The experiment {page} has no parameter {name}; it has none.",
                page=page.name,
                name=name,
            )
        if name not in page.defaults:
            raise PageError(
                "The experiment {page} has no parameter {name}; it has: {known}.",
                page=page.name,
                name=name,
                known=", ".join(page.defaults),
            )
        chosen[name] = within(
            name, convert(name, value, page.defaults[name]), page.ranges.get(name)
        )
    return chosen


def check_server(pages: Iterable[Page]) -> None:
    """Refuse a server of the user if no page has a part for it.

    Raises:
        PageError: none has.

    """
    names = []
    for page in pages:
        if page.server:
            return
        names.append(page.name)
    raise PageError(
        "The experiment {pages} has no part for a server of yours; "
        "'socketlab lab list' marks those that have one.",
        pages=", ".join(names),
    )


def convert(name: str, value: Value, default: Value) -> Value:
    """A value, perhaps given as text, as the type of the default."""
    text = str(value)
    if isinstance(default, str):
        return text
    if isinstance(default, bool):
        if text.lower() not in SWITCH:
            return within(name, text, OneOf(("yes", "no")))
        return SWITCH[text.lower()]
    try:
        # int() reads every script's digits; a command line in ASCII is never misread.
        number = type(default)(text) if text.isascii() else nan
    except ValueError:
        number = nan
    if isinstance(number, float) and not isfinite(number):
        raise PageError(
            "The parameter {name} must be a number, not {value}.",
            name=name,
            value=value,
        )
    return number


def within(name: str, value: Value, limits: Between | OneOf | None) -> Value:
    """The value, if the limits allow it."""
    if limits is None and isinstance(value, int):
        limits = RECORDED
    if isinstance(limits, Between) and not (
        isinstance(value, (int, float)) and limits.low <= value <= limits.high
    ):
        raise PageError(
            "The parameter {name} must be from {low} to {high}, not {value}.",
            name=name,
            low=limits.low,
            high=limits.high,
            value=value,
        )
    if isinstance(limits, OneOf) and value not in limits.choices:
        raise PageError(
            'The parameter {name} must be one of {choices}, not "{value}".',
            name=name,
            choices=", ".join(limits.choices),
            value=value,
        )
    return value
