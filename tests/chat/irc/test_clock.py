"""Times in the form of IRCv3 "server-time", against the standard library."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.irc.clock import read_time, write_date, write_time

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def test_the_example_of_the_specification() -> None:
    """Wed, 19 Oct 2011 16:40:51.620 UTC is 2011-10-19T16:40:51.620Z."""
    assert "2011-10-19T16:40:51.620Z" == write_time(1319042451620)


@given(st.integers(0, 253_402_300_799))
def test_every_second_until_the_year_9999_has_its_date(seconds: int) -> None:
    """The standard library writes the same date."""
    expected = (EPOCH + timedelta(seconds=seconds)).isoformat().removesuffix("+00:00")

    assert expected == write_date(seconds)


@pytest.mark.parametrize(
    ("seconds", "date"),
    [
        (0, "1970-01-01T00:00:00"),
        (951_782_399, "2000-02-28T23:59:59"),
        (951_782_400, "2000-02-29T00:00:00"),
        (951_868_800, "2000-03-01T00:00:00"),
        (4_107_542_400, "2100-03-01T00:00:00"),
    ],
)
def test_leap_days_are_where_they_are(seconds: int, date: str) -> None:
    """2000 has a 29th of February, 2100 has none."""
    assert date == write_date(seconds)


@given(st.integers(-62_167_219_200_000, 253_402_300_799_999))
def test_every_time_is_read_as_it_was_written(milliseconds: int) -> None:
    """From the year 0 to the year 9999."""
    assert milliseconds == read_time(write_time(milliseconds))


@pytest.mark.parametrize(
    "text",
    [
        *("", "2011-10-19", "2011-10-19T16:40:51Z", "2011-10-19T16:40:51.620"),
        *("2011-02-29T00:00:00.000Z", "2011-13-01T00:00:00.000Z"),
        *("2011-00-01T00:00:00.000Z", "2011-10-00T00:00:00.000Z"),
        *("2011-10-19T24:00:00.000Z", "2011-10-19T16:60:51.620Z"),
        *("2016-12-31T23:59:60.000Z", "2011-10-19T16:40:51.620Z "),
        "\u0662011-10-19T16:40:51.620Z",
    ],
)
def test_what_is_no_time_is_not_read(text: str) -> None:
    """A day that there is not, a leap second, another form."""
    assert read_time(text) is None
