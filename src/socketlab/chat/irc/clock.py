"""Milliseconds since the epoch, as people and IRCv3 "server-time" write them."""

import re
from functools import lru_cache


def write_date(seconds: int) -> str:
    """Give `YYYY-MM-DDThh:mm:ss` in UTC, in the proleptic Gregorian calendar.

    After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
    civil_from_days: years begin in March, so that a leap day is the last of its
    year, and 400 of them have 146097 days.
    """
    days, rest = divmod(seconds, 86400)
    era, day_of_era = divmod(days + 719468, 146097)
    year = (
        day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096
    ) // 365
    day_of_year = day_of_era - (365 * year + year // 4 - year // 100)
    month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month + 2) // 5 + 1
    month, later = (month + 3, 0) if month < 10 else (month - 9, 1)  # noqa: PLR2004
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return f"{year + era * 400 + later:04}-{month:02}-{day:02}T{clock}"


_write_date = lru_cache(maxsize=64)(write_date)  # many entries share a second


def write_time(milliseconds: int) -> str:
    """Give the value of the tag `time`: `YYYY-MM-DDThh:mm:ss.sssZ`.

    https://ircv3.net/specs/extensions/server-time
    """
    seconds, rest = divmod(milliseconds, 1000)
    return f"{_write_date(seconds)}.{rest:03}Z"


_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z", re.ASCII)


def read_time(text: str) -> int | None:
    """Read what `write_time` writes; None: it is no such time.

    After days_from_civil of the same source.
    """
    found = _TIME.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second, rest = map(int, found.groups())
    if month <= 2:  # noqa: PLR2004 January and February end the year before
        year, later = year - 1, month + 9
    else:
        later = month - 3
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * later + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    days = era * 146097 + day_of_era - 719468
    seconds = days * 86400 + hour * 3600 + minute * 60 + second
    # The thirteenth month, the 30th of February and the like are written otherwise.
    time = seconds * 1000 + rest
    return time if write_time(time) == text else None
