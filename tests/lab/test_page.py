"""A page as text: its question, its hypothesis, its parameters."""

from types import FunctionType, ModuleType
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.lab.experiment import Between, Lab, OneOf
from socketlab.lab.page import Page, PageError, choose, convert, read, within
from socketlab.lab.page import check_server as check
from socketlab.lab.record import Value

ASKED = """Which end
of a connection remembers it?

Hypothesis: the active closer
(RFC 9293, section 3.6).

More can be said here.
"""


def nothing(lab: Lab) -> None:
    """Do nothing."""
    del lab


def module(doc: str | None = ASKED, run: object = nothing) -> ModuleType:
    """Make a page."""
    made = ModuleType("page", doc)
    if run is not None:
        made.run = run  # type: ignore[attr-defined]
    return made


def refusal(error: pytest.ExceptionInfo[PageError]) -> str:
    """Give the sentence; its template and values make the same one."""
    refused = error.value
    assert str(refused) == refused.template.format(**refused.values)
    return str(refused)


def test_a_page_tells_its_question_and_its_hypothesis() -> None:
    """Lines are joined, other paragraphs are passed over."""
    page = read("closing", "pages.closing", module())

    assert "Which end of a connection remembers it?" == page.question
    assert "the active closer (RFC 9293, section 3.6)." == page.hypothesis
    assert ("closing", "pages.closing", "") == (page.name, page.place, page.refutation)
    assert ({}, {}) == (page.defaults, page.ranges)


def served(lab: Lab) -> None:
    """Run a server that the user may replace."""
    lab.server(lab.hosts("server")[0], "echo server", 7, "echo server 7")


def within_page(function: Any) -> object:  # noqa: ANN401 any function
    """Give a function as if it stood in the page itself."""
    return FunctionType(function.__code__, {"__name__": "page"})


def test_a_page_may_have_a_part_for_a_server_of_the_user() -> None:
    """It has one where its own functions say so, not those that it imports."""
    named_so = module(run=within_page(served))
    named_so.server = served  # type: ignore[attr-defined]

    assert read("a", "a", module(run=within_page(served))).server
    assert not read("b", "b", module(run=served)).server
    assert not read("c", "c", named_so).server


def test_a_server_without_a_part_is_refused() -> None:
    """One page with a part for it is enough."""
    other = read("b", "b", module())

    check([other, read("a", "a", module(run=within_page(served)))])
    with pytest.raises(PageError) as error:
        check([other])

    assert "b has no part for a server of yours" in refusal(error)


def test_a_wrong_hypothesis_may_be_kept() -> None:
    """What is true instead is told beside the hypothesis."""
    page = read("closing", "closing.py", module(ASKED + "\nRefuted: it is\nneither."))

    assert "it is neither." == page.refutation
    assert page.hypothesis.startswith("the active closer")


@pytest.mark.parametrize("doc", [None, "", "No question.\n\nHypothesis: yes."])
def test_a_page_begins_with_a_question(doc: str | None) -> None:
    """Without a question at its head it is no page."""
    with pytest.raises(PageError) as error:
        read("closing", "closing.py", module(doc))

    assert "question mark" in refusal(error)


@pytest.mark.parametrize("doc", ["Why?", "Why?\n\nHypothesis:", "Why?\n\nBecause."])
def test_a_page_has_a_hypothesis(doc: str) -> None:
    """Without a hypothesis, or with an empty one, it is no page."""
    with pytest.raises(PageError) as error:
        read("closing", "closing.py", module(doc))

    assert "Hypothesis:" in refusal(error)


@pytest.mark.parametrize("run", [None, 42, lambda: None])
def test_a_page_can_be_run(run: object) -> None:
    """Without a function that takes a lab it is no page."""
    with pytest.raises(PageError) as error:
        read("closing", "closing.py", module(run=run))

    assert "The page closing must define run(lab)." == refusal(error)


def full_queue(
    lab: Lab,
    backlog: Annotated[int, "how many", Between(0, 50)] = 1,
    first: Annotated[str, OneOf(("client", "server"))] = "client",
    share: float = 0.5,
    *,
    fast: bool = False,
) -> None:
    """Take parameters with and without limits."""
    del lab, backlog, first, share, fast


KNOWN = "backlog, first, share, fast"
PAGE = read("full", "full.py", module(run=full_queue))


def test_parameters_come_from_the_signature() -> None:
    """Each has its default; limits stand in its annotation."""
    assert {"backlog": 1, "first": "client", "share": 0.5, "fast": False} == (
        PAGE.defaults
    )
    assert {
        "backlog": Between(0, 50),
        "first": OneOf(("client", "server")),
    } == PAGE.ranges


def missing(lab: Lab, backlog: int) -> None:
    """Have a parameter without a default."""
    del lab, backlog


def of_no_kind(lab: Lab, backlog: int | None = None) -> None:
    """Have a default that cannot be recorded."""
    del lab, backlog


@pytest.mark.parametrize("run", [missing, of_no_kind])
def test_a_parameter_has_a_default_value(run: object) -> None:
    """A default of no kind that can be set or recorded counts as none."""
    with pytest.raises(PageError) as error:
        read("closing", "closing.py", module(run=run))

    assert "The parameter backlog of the page closing needs a default value." == (
        refusal(error)
    )


def annotated(annotation: str) -> object:
    """Make a page's function whose annotations are text."""
    space: dict[str, object] = {}
    source = f"def run(lab: 'Lab', backlog: '{annotation}' = 1): pass"
    exec(source, space)  # noqa: S102 that is how a page is imported
    return space["run"]


def test_a_page_may_import_lab_for_type_checkers_only() -> None:
    """A name that is not there while the page runs does not hide its parameters."""
    page = read("closing", "closing.py", module(run=annotated("int")))

    assert {"backlog": 1} == page.defaults


def test_an_annotation_that_means_nothing_is_refused() -> None:
    """A page with a name that nobody knows cannot be read."""
    with pytest.raises(PageError) as error:
        read("closing", "closing.py", module(run=annotated("Backlog")))

    assert "NameError" in refusal(error)


def test_without_wishes_a_run_has_the_defaults() -> None:
    """Nothing set is everything at its default; the page itself does not change."""
    chosen = choose(PAGE, {})
    chosen["backlog"] = 9

    assert 1 == PAGE.defaults["backlog"]


def test_wishes_replace_defaults() -> None:
    """Text from the command line becomes what the default is."""
    wanted: dict[str, Value] = {
        "backlog": "50",
        "first": "server",
        "share": "1",
        "fast": "Yes",
    }

    assert {"backlog": 50, "first": "server", "share": 1.0, "fast": True} == (
        choose(PAGE, wanted)
    )
    assert isinstance(choose(PAGE, {"share": 1})["share"], float)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "clients",
            "3",
            f"The experiment full has no parameter clients; it has: {KNOWN}.",
        ),
        ("backlog", "51", "The parameter backlog must be from 0 to 50, not 51."),
        ("backlog", -1, "The parameter backlog must be from 0 to 50, not -1."),
        ("backlog", "many", "The parameter backlog must be a number, not many."),
        ("backlog", "1.5", "The parameter backlog must be a number, not 1.5."),
        ("backlog", 1.5, "The parameter backlog must be a number, not 1.5."),
        ("backlog", "\uff13", "The parameter backlog must be a number, not \uff13."),
        ("share", "nan", "The parameter share must be a number, not nan."),
        ("share", "inf", "The parameter share must be a number, not inf."),
        (
            "first",
            "both",
            'The parameter first must be one of client, server, not "both".',
        ),
        ("fast", "often", 'The parameter fast must be one of yes, no, not "often".'),
    ],
)
def test_a_bad_wish_is_refused_in_a_sentence(
    name: str, value: Value, sentence: str
) -> None:
    """The sentence names the parameter, what it may be, and what was wanted."""
    with pytest.raises(PageError) as error:
        choose(PAGE, {name: value})

    assert sentence == refusal(error)


def test_a_page_without_parameters_says_so() -> None:
    """Where nothing can be set there is no list to choose from."""
    page = Page("closing", "closing.py", "Why?", "Because.", "", {}, {})

    with pytest.raises(PageError) as error:
        choose(page, {"backlog": 1})

    assert "has no parameter backlog; it has none." in refusal(error)


@pytest.mark.parametrize("value", [-(1 << 63), (1 << 63) - 1])
def test_a_number_is_one_that_a_record_can_hold(value: int) -> None:
    """Without limits of its own a whole number has 64 bits, and not one more."""
    assert value == within("n", value, None)

    with pytest.raises(PageError) as error:
        within("n", value * 2, None)

    assert "must be from -9223372036854775808 to" in refusal(error)


def test_limits_of_numbers_do_not_allow_text() -> None:
    """Text is not between two numbers."""
    with pytest.raises(PageError):
        within("n", "3", Between(0, 9))


@given(
    st.one_of(
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.booleans(),
        st.text(),
    )
)
def test_a_value_written_out_is_read_back(value: Value) -> None:
    """What is set as text is the same value, of the same type, as set directly."""
    told = convert("n", str(value), value)

    assert (value, type(value)) == (told, type(told))
    assert value == convert("n", value, value)


@given(st.text(), st.sampled_from([0, 0.0, False, ""]))
def test_any_text_is_a_value_or_is_refused(text: str, default: Value) -> None:
    """Whatever is typed: a value of the default's type, or one sentence."""
    try:
        value = convert("n", text, default)
    except PageError as refused:
        assert "The parameter n must be" in str(refused)  # noqa: PT017
    else:
        assert type(value) is type(default)
