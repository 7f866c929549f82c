"""Working days: 民法典 201 (the day itself is not counted) and the yearly holiday notices, region by region.

Beyond the loaded years nothing is guessed: `UncountedYear` names the year whose notice is missing. Regions add
their own days (全国年节及纪念日放假办法 4); an office can import a notice (`holidays` in its `office.toml`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import corpora
from pipeline.errors import MissingPart

FOLDER = "holidays"
_DAY = dt.timedelta(days=1)


class UncountedYear(MissingPart, ValueError):
    """The holiday notice of a year is not loaded."""

    advice = "请在该年放假安排公布后导入节假日数据，再行推算。"

    def __init__(self, year: int) -> None:
        super().__init__(f"{year}年的节假日安排尚未载入，不能推算工作日。")
        self.year = year


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days off and the shifted working days of the years that can be counted, for one region."""

    years: frozenset[int]
    off: frozenset[dt.date] = field(repr=False)
    worked: frozenset[dt.date] = field(repr=False)

    def is_workday(self, day: dt.date) -> bool:
        """True for a day on which offices work. Raises UncountedYear for a year without data."""
        if day.year not in self.years:
            raise UncountedYear(day.year)
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def with_notice(self, notice: Mapping[str, Any]) -> Calendar:
        """The calendar with one more notice on top (`year`, `off`, `worked`); a region's notice has no year."""
        off, worked = frozenset(notice.get("off", ())), frozenset(notice.get("worked", ()))
        years = self.years | ({int(notice["year"])} if "year" in notice else set())
        return Calendar(years, (self.off - worked) | off, (self.worked - off) | worked)


@cache
def calendar(region: str = "") -> Calendar:
    """The nation's calendar, with the days that `region` adds. An unknown region adds none."""
    found = Calendar(frozenset(), frozenset(), frozenset())
    tables = [corpora.table(path) for path in corpora.listing(FOLDER, ".toml")]
    for table in tables:
        if "region" not in table:
            found = found.with_notice(table)
    for table in tables:
        if region and table.get("region") == region:
            found = found.with_notice(table)
    return found


def regions() -> tuple[str, ...]:
    """The regions that have days of their own in the data."""
    tables = (corpora.table(path) for path in corpora.listing(FOLDER, ".toml"))
    return tuple(sorted({str(table["region"]) for table in tables if "region" in table}))


def add_working_days(start: dt.date, count: int, days: Calendar | None = None) -> dt.date:
    """The `count`th working day after `start`; `start` itself is not counted.

    Raises UncountedYear when the count runs into a year without data, ValueError for a count below one.
    """
    if count < 1:
        raise ValueError("count must be at least one working day")
    known, day, left = days or calendar(), start, count
    while left:
        day += _DAY
        left -= known.is_workday(day)
    return day


def working_days_between(start: dt.date, stop: dt.date, days: Calendar | None = None) -> int:
    """How many working days lie after `start` up to and including `stop`; 0 when `stop` is not later."""
    known = days or calendar()
    passed: Sequence[dt.date] = [start + _DAY * n for n in range(1, (stop - start).days + 1)]
    return sum(known.is_workday(day) for day in passed)


def next_working_day(day: dt.date, days: Calendar | None = None) -> dt.date:
    """`day` itself when it is worked, else the next day that is (民法典 203)."""
    known = days or calendar()
    while not known.is_workday(day):
        day += _DAY
    return day
