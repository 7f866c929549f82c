"""Days by which things must be done: 20 working days for a release, reply clocks, re-review. Never a default consent.

Working days come from `pipeline.workdays`; beyond the years that it knows there is no date, and that is said.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import Any

from pipeline import workdays

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
