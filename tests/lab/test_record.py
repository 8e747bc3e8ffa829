"""A record survives its JSON form, whatever was found."""

import json
from collections.abc import Mapping
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socketlab.lab.record import Record, Sentence, from_json, to_json

PLAIN: dict[object, st.SearchStrategy[Any]] = {
    str: st.text(max_size=5),
    int: st.integers(-(1 << 63), (1 << 63) - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    bytes: st.binary(max_size=5),
    NoneType: st.none(),
}

SMALLEST = {
    "form": 1,
    "socketlab": "0.1.0",
    "name": "close_order",
    "question": "Who?",
    "hypothesis": "You.",
    "parameters": {"first": "client", "backlog": 3, "share": 0.5, "fast": True},
    "environment": {
        "kernel": "Linux 6.18",
        "python": "3.11.2",
        "machine": "x86_64",
        "processors": 2,
        "privilege": "user",
        "started": "2025-11-22T10:40:00+00:00",
    },
    "hosts": [],
    "steps": [],
    "findings": [],
    "verdict": "not observed",
    "stories": [],
    "observations": [],
    "sources": {},
    "caveats": {},
    "began": 1_000_000_000,
    "ended": 3_500_000_000,
    "realtime": 0,
}


def anything(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 any type
    """Give a strategy for a type that a record is made of."""
    origin, arguments = get_origin(kind) or kind, get_args(kind)
    made: st.SearchStrategy[Any]
    if kind in PLAIN:
        made = PLAIN[kind]
    elif origin is Literal:
        made = st.sampled_from(arguments)
    elif origin in {Union, UnionType}:
        made = st.one_of([anything(one) for one in arguments])
    elif origin is tuple and arguments[-1] is ...:
        made = st.lists(anything(arguments[0]), max_size=2).map(tuple)
    elif origin is tuple:
        made = st.tuples(*map(anything, arguments))
    elif issubclass(origin, Mapping):
        made = st.dictionaries(*map(anything, arguments), max_size=2)
    elif issubclass(origin, Enum):
        made = st.sampled_from(origin)
    else:
        hints = get_type_hints(origin)
        fields = {name: anything(hints[name]) for name in origin.__struct_fields__}
        made = st.builds(origin, **fields)
    return made


RECORDS: st.SearchStrategy[Record] = anything(Record)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(RECORDS)
def test_a_record_is_the_same_after_its_json(record: Record) -> None:
    """Nothing is lost and nothing added, and the same record gives the same bytes."""
    text = to_json(record)

    again = from_json(text)

    assert record == again
    assert text == to_json(again)


def test_a_record_of_the_first_form_can_be_read() -> None:
    """The smallest record that was ever written still is one, with its defaults."""
    record = from_json(json.dumps(SMALLEST).encode())

    assert {"first": "client", "backlog": 3, "share": 0.5, "fast": True} == (
        record.parameters
    )
    assert ((), (), (), False, "") == (
        record.listeners,
        record.conflicts,
        record.stories,
        record.kept,
        record.refutation,
    )


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        json.dumps(SMALLEST | {"form": 2}).encode(),
        json.dumps(SMALLEST | {"verdict": "perhaps"}).encode(),
        json.dumps(SMALLEST | {"observations": [{"type": "guess"}]}).encode(),
    ],
)
def test_what_is_no_record_is_refused(text: bytes) -> None:
    """Other JSON, no JSON and a record of another form are not read as a record."""
    with pytest.raises(msgspec.DecodeError):
        from_json(text)


def test_a_record_is_written_for_people_too() -> None:
    """The JSON stands on many lines, and every kind of observation says its kind."""
    text = to_json(from_json(json.dumps(SMALLEST).encode()))

    assert b'\n "name": "close_order",\n' in text


def test_a_run_took_from_its_begin_to_its_end() -> None:
    """The time of a run is told in seconds."""
    assert 2.5 == from_json(json.dumps(SMALLEST).encode()).seconds


def test_a_sentence_is_its_template_with_its_values() -> None:
    """Values go in by name; what looks like a template in them stays as it is."""
    sentence = Sentence(
        "{clients} clients connect to {name}.", {"clients": 2, "name": "{x}"}
    )

    assert "2 clients connect to {x}." == str(sentence)
    assert "Nobody accepts." == str(Sentence("Nobody accepts."))
