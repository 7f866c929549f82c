"""Working days: 民法典 201 (the day itself is not counted) and the yearly holiday notices, region by region.

Beyond the years that are loaded nothing is guessed: `UncountedYear` names the year whose notice is missing.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import corpora
from pipeline.errors import MissingPart

FOLDER = "holidays"
_DAY = dt.timedelta(days=1)


class UncountedYear(MissingPart):
    """The holiday notice of a year is not loaded."""

    advice = "请在该年放假安排公布后导入节假日数据，再行推算。"

    def __init__(self, year: int) -> None:
        super().__init__(f"{year}年的节假日安排尚未载入，不能推算工作日。")
        self.year = year


@cache
def loaded_years() -> frozenset[int]:
    """The years that can be counted."""
    return frozenset(int(table["year"]) for table in _tables())


def is_workday(day: dt.date, region: str = "") -> bool:
    """True for a day on which offices of `region` work. Raises UncountedYear for a year without data."""
    if day.year not in loaded_years():
        raise UncountedYear(day.year)
    off, worked = _days(region)
    if day in off:
        return False
    return day in worked or day.weekday() < 5


def after(start: dt.date, count: int, region: str = "") -> dt.date:
    """The `count`th working day after `start`; `start` itself is not counted.

    Raises UncountedYear when the count runs into a year without data.
    """
    if count < 1:
        raise ValueError("count must be at least one working day")
    day, left = start, count
    while left:
        day += _DAY
        left -= is_workday(day, region)
    return day


def between(start: dt.date, stop: dt.date, region: str = "") -> int:
    """How many working days lie after `start` up to and including `stop`; 0 when `stop` is not later."""
    days = (start + _DAY * offset for offset in range(1, (stop - start).days + 1))
    return sum(is_workday(day, region) for day in days)


def next_workday(day: dt.date, region: str = "") -> dt.date:
    """`day` itself when it is worked, else the next day that is (民法典 203)."""
    while not is_workday(day, region):
        day += _DAY
    return day


@cache
def _tables() -> tuple[dict[str, object], ...]:
    return tuple(corpora.table(path) for path in corpora.listing(FOLDER, ".toml") if path[9:13].isdigit())


@cache
def _days(region: str) -> tuple[frozenset[dt.date], frozenset[dt.date]]:
    """Days off and days worked, the nation's with the region's on top."""
    off: set[dt.date] = set()
    worked: set[dt.date] = set()
    for table in _tables():
        off |= set(table["off"])  # type: ignore[call-overload]
        worked |= set(table["worked"])  # type: ignore[call-overload]
    for path in corpora.listing(FOLDER, ".toml"):
        table = corpora.table(path)
        if region and table.get("region") == region:
            off |= set(table["off"])
            worked = (worked - set(table["off"])) | set(table.get("worked", ()))
            off -= set(table.get("worked", ()))
    return frozenset(off), frozenset(worked)
