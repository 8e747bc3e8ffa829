"""Records to report on."""

from pathlib import Path

import pytest

from socketlab.lab.record import Record, from_json
from tests.report.stored import stories

STORED = Path(__file__).parent / "stored/records"


@pytest.fixture
def close_order() -> Record:
    """One connection from LISTEN to its last state, with one inferred state."""
    return stories.close_order()


@pytest.fixture
def storm() -> Record:
    """Everything that can go wrong."""
    return stories.storm()


@pytest.fixture(params=["close_order", "accept_queue", "iterative_echo"])
def real(request: pytest.FixtureRequest) -> Record:
    """A record that a real run has left."""
    return from_json((STORED / f"{request.param}.json").read_bytes())
