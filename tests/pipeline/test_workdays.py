"""Working days: the notices of 2024 to 2026, shifted days, and the refusal to guess."""

from __future__ import annotations

import datetime as dt

import chinese_calendar
import pytest

from pipeline.workdays import (
    Calendar,
    UncountedYear,
    add_working_days,
    calendar,
    next_working_day,
    working_days_between,
)


def test_every_day_agrees_with_the_library_it_was_taken_from() -> None:
    """1,096 days, one by one."""
    day = dt.date(2024, 1, 1)
    while day.year < 2027:
        assert calendar().is_workday(day) == chinese_calendar.is_workday(day), day
        day += dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2026-11-22", 15, "2026-12-11"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-02-13", 1, "2026-02-14"),  # a Saturday that is worked before the Spring Festival
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-09-24", 3, "2026-09-30"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2025-01-26", 2, "2025-02-05"),
        ("2025-09-30", 10, "2025-10-21"),
        ("2025-12-31", 1, "2026-01-04"),  # a notice of one year, a shifted Sunday of the next
        ("2024-02-09", 1, "2024-02-18"),
    ],
)
def test_the_day_itself_is_not_counted(start: str, count: int, last: str) -> None:
    """民法典 201: day 1 is the first working day after the trigger."""
    assert add_working_days(dt.date.fromisoformat(start), count) == dt.date.fromisoformat(last)


def test_counting_forth_and_counting_between_agree() -> None:
    """The last day of n working days has n working days behind it."""
    for offset in range(0, 300, 7):
        start = dt.date(2025, 3, 1) + dt.timedelta(days=offset)
        for count in (1, 5, 20):
            assert working_days_between(start, add_working_days(start, count)) == count


def test_a_year_without_data_is_refused_by_name() -> None:
    """Beyond the loaded year nothing is guessed; the message says which year is missing."""
    with pytest.raises(UncountedYear, match="2027年的节假日安排尚未载入") as caught:
        add_working_days(dt.date(2026, 12, 25), 10)
    assert caught.value.year == 2027
    with pytest.raises(UncountedYear, match="2023年"):
        calendar().is_workday(dt.date(2023, 5, 1))


def test_a_limit_that_ends_within_the_loaded_year_needs_no_later_notice() -> None:
    """The refusal is about days that must be looked at, not about the turn of the year."""
    assert add_working_days(dt.date(2026, 12, 25), 4) == dt.date(2026, 12, 31)


def test_a_region_adds_days_and_can_shift_them() -> None:
    """A local festival is off, its exchange day worked, and the national calendar is untouched."""
    notice = {"off": [dt.date(2026, 7, 15)], "worked": [dt.date(2026, 7, 18)]}
    local = calendar("内蒙古自治区").with_notice(notice)
    assert not local.is_workday(dt.date(2026, 7, 15))
    assert local.is_workday(dt.date(2026, 7, 18))
    assert calendar().is_workday(dt.date(2026, 7, 15))
    assert add_working_days(dt.date(2026, 7, 14), 1, local) == dt.date(2026, 7, 16)


def test_an_imported_notice_makes_a_year_countable() -> None:
    """The notice of 2027, once it is there, is enough."""
    later = calendar().with_notice({"year": 2027, "off": [dt.date(2027, 1, 1)], "worked": []})
    assert add_working_days(dt.date(2026, 12, 31), 1, later) == dt.date(2027, 1, 4)


def test_a_last_day_on_a_holiday_moves_on() -> None:
    """民法典 203."""
    assert next_working_day(dt.date(2026, 10, 3)) == dt.date(2026, 10, 8)
    assert next_working_day(dt.date(2026, 10, 10)) == dt.date(2026, 10, 10)


def test_a_count_below_one_is_a_mistake() -> None:
    """No limit of zero days exists."""
    with pytest.raises(ValueError, match="at least one"):
        add_working_days(dt.date(2026, 1, 5), 0)


def test_an_empty_calendar_counts_nothing() -> None:
    """Without any notice every year is refused."""
    with pytest.raises(UncountedYear):
        add_working_days(dt.date(2026, 1, 5), 1, Calendar(frozenset(), frozenset(), frozenset()))
