"""The machine form of `lab run --json`."""

import json

import pytest
from msgspec.structs import replace

from socketlab.lab.record import Finding, Lane, Life, Record, Sentence, Story
from socketlab.report.summary import Written, summary, visited
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.states import State
from tests.report.stored.stories import paired, sweep

SERVER = Endpoint("192.0.2.1", 7)
NEAR = End(Endpoint("192.0.2.2", 40_000), SERVER)
WRITTEN = Written(("out/a.svg", "out/a.png"), "out/a.json", "out/a.pcapng")


def life(*states: State, end: End = NEAR) -> Life:
    """Give a life of these states, one after the other."""
    lanes = (Lane(one, at, at + 1, True, ()) for at, one in enumerate(states))  # noqa: FBT003 it is observed
    return Life(end, "client", tuple(lanes))


def first(form: dict[str, object]) -> dict[str, object]:
    """Give the first experiment."""
    experiments = form["experiments"]
    assert isinstance(experiments, list)
    return dict(experiments[0])


def test_a_run_is_told_with_its_version_and_surroundings(close_order: Record) -> None:
    """The environment is that of the first record, as a plain object."""
    form = summary("0.1.0", [close_order], [Written()])

    assert ["socketlab", "environment", "experiments"] == list(form)
    assert "0.1.0" == form["socketlab"]
    environment = form["environment"]
    assert isinstance(environment, dict)
    assert close_order.environment.kernel == environment["kernel"]
    assert form == json.loads(json.dumps(form))


def test_no_run_is_told_too() -> None:
    """Without a record there is no environment and no experiment."""
    assert {"socketlab": "1", "environment": {}, "experiments": []} == (
        summary("1", [], [])
    )


def test_an_experiment_is_told_with_its_files(close_order: Record) -> None:
    """What was asked, with which parameters, the verdict, and where the report is."""
    record = replace(close_order, began=0, ended=3_456_789)
    told = first(summary("1", [record], [WRITTEN]))

    expected = {
        "name": close_order.name,
        "question": close_order.question,
        "hypothesis": close_order.hypothesis,
        "parameters": close_order.parameters,
        "settings": {},
        "slow": False,
        "charts": [],
        "verdict": "agrees",
        "sources": close_order.sources,
        "figures": ["out/a.svg", "out/a.png"],
        "record": "out/a.json",
        "capture": "out/a.pcapng",
        "seconds": 0.003,
    }
    assert told == told | expected


def test_each_record_has_its_own_files(close_order: Record) -> None:
    """Records and files belong together one by one, and none may be missing."""
    form = summary("1", [close_order, close_order], [WRITTEN, Written()])

    experiments = form["experiments"]
    assert isinstance(experiments, list)
    assert ["out/a.json", ""] == [one["record"] for one in experiments]
    with pytest.raises(ValueError, match="shorter"):
        summary("1", [close_order], [])


def test_an_expectation_is_told_in_english_with_its_place(close_order: Record) -> None:
    """The step's sentence, what was expected, what each source saw, file and line."""
    step = replace(
        close_order.steps[1], sentence=Sentence("{n} clients connect.", {"n": 2})
    )
    found = Finding(
        step=2,
        sentence=Sentence(
            "The {host} sends {flags}.", {"host": "client", "flags": "SYN"}
        ),
        outcome="disagrees",
        expected="SYN",
        observed={"packets": "SYN x0"},
        source="packets",
        file="page.py",
        line=7,
        host="client",
        began=1,
        until=2,
    )
    record = replace(
        close_order,
        steps=(close_order.steps[0], step, *close_order.steps[2:]),
        findings=(found,),
    )

    assert [
        {
            "step": "2 clients connect.",
            "variant": "",
            "expectation": "The client sends SYN.",
            "outcome": "disagrees",
            "expected": "SYN",
            "observed": {"packets": "SYN x0"},
            "source": "packets",
            "reason": "",
            "file": "page.py",
            "line": 7,
        }
    ] == first(summary("1", [record], [Written()]))["expectations"]


def test_the_way_of_a_connection_is_told_from_closed_on(close_order: Record) -> None:
    """All ends' states stand once, and the arrows that lead from one to the next."""
    told = visited(close_order)

    assert ["CLOSED", "LISTEN"] == told["states"][:2]  # type: ignore[index]
    assert [
        ["CLOSED", "LISTEN"],
        ["CLOSED", "SYN_SENT"],
        ["SYN_SENT", "ESTABLISHED"],
        ["ESTABLISHED", "FIN_WAIT_1"],
        ["FIN_WAIT_1", "FIN_WAIT_2"],
        ["FIN_WAIT_2", "TIME_WAIT"],
        ["SYN_RECEIVED", "ESTABLISHED"],
        ["ESTABLISHED", "CLOSE_WAIT"],
        ["CLOSE_WAIT", "LAST_ACK"],
        ["LAST_ACK", "CLOSED"],
    ] == told["arrows"]


def test_a_server_that_listened_took_the_arrow_from_listen(
    close_order: Record,
) -> None:
    """LISTEN at the head of the server's life leads to SYN-RECEIVED."""
    server = life(State.LISTEN, State.SYN_RECEIVED, end=NEAR.peer)
    record = replace(close_order, listeners=(), stories=(Story(life(), server, ()),))

    assert {
        "states": ["CLOSED", "LISTEN", "SYN_RECEIVED"],
        "arrows": [["CLOSED", "LISTEN"], ["LISTEN", "SYN_RECEIVED"]],
    } == visited(record)


def test_what_is_no_arrow_of_the_rfc_is_none(close_order: Record) -> None:
    """A state that sources missed, took back or told twice makes no arrow up."""
    missed = life(State.ESTABLISHED, State.TIME_WAIT)
    taken_back = life(State.ESTABLISHED, State.SYN_RECEIVED, State.SYN_RECEIVED)
    record = replace(
        close_order, listeners=(), stories=(Story(missed, taken_back, ()),)
    )

    assert {
        "states": ["ESTABLISHED", "TIME_WAIT", "SYN_RECEIVED"],
        "arrows": [],
    } == visited(record)


def test_variants_and_reasons_are_told() -> None:
    """Each expectation knows its variant, and why nobody looked."""
    expectations = first(summary("1", [paired()], [Written()]))["expectations"]
    assert isinstance(expectations, list)

    assert ["", *["without SO_REUSEADDR"] * 2, *["with"] * 3] == [
        one["variant"] for one in expectations
    ]
    assert "It takes 60 s; --slow waits." == expectations[-1]["reason"]


def test_what_was_measured_is_told() -> None:
    """What nobody could see is null, not a number."""
    told = first(summary("1", [sweep()], [Written()]))
    charts = told["charts"]
    assert isinstance(charts, list)

    assert ({"net.core.somaxconn": "2"}, True) == (told["settings"], told["slow"])
    assert "Connections against clients, backlog 2" == charts[0]["title"]
    assert {
        "name": "in the accept queue",
        "points": [[0, 0], [2, None], [4, 2], [8, 3]],
    } == charts[0]["series"][2]
