"""Days by which things must be done: 20 working days for a release, reply clocks, re-review. Never a default consent.

Working days come from `pipeline.workdays`; beyond the years that it knows there is no date, and that is said.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import Any

from office.entry import instant
from office.register import CaseRow
from pipeline import workdays

OFFICE_TIME = dt.timezone(dt.timedelta(hours=8))
"""中国标准时间."""

PROACTIVE_WORKING_DAYS = 20
"""政府信息公开条例 2019 第二十六条."""


def add_months(day: dt.date, months: int) -> dt.date:
    """The corresponding day `months` later; the last day of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def working_days_after(day: dt.date, count: int) -> dt.date | None:
    """The last day of a limit of `count` working days that begins after `day`; None beyond the known calendar."""
    try:
        return workdays.add_working_days(day, count)
    except workdays.UncountedYear:
        return None


def due_on(review: Mapping[str, Any], on: dt.date) -> dt.date | None:
    """When a reviewed draft must be public: 20 working days from its making (第二十六条).

    A draft that bears a secrecy mark, or no date, is counted from the day of the review: its formalities come first.
    """
    written = review.get("metadata", {}).get("written_on")
    start = on
    if written and not review.get("markings"):
        start = min(dt.date.fromisoformat(written), on)
    return working_days_after(start, PROACTIVE_WORKING_DAYS)


def office_day(stamped: str) -> dt.date:
    """The day, in the office's time, of an instant as the ledger writes it."""
    return instant(stamped).astimezone(OFFICE_TIME).date()


def working_days_taken(start: dt.date, stop: dt.date) -> int | None:
    """Working days after `start` up to and including `stop`; None beyond the known calendar."""
    try:
        return workdays.working_days_between(start, stop)
    except workdays.UncountedYear:
        return None


def is_overdue(row: CaseRow, on: dt.date) -> bool:
    """True for a case that is neither closed nor halted and whose day has passed."""
    return (
        row.closed_at is None
        and row.state != "halted"
        and row.due_on is not None
        and row.due_on < on
    )
