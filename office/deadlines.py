"""Days by which things must be done: 20 working days for a release, reply clocks, re-review. Never a default consent.

Working days come from `pipeline.workdays`; beyond the years that it knows there is no date, and that is said.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from office import policy
from office.entry import instant
from office.register import CaseRow
from pipeline import workdays
from pipeline.errors import UsageError

OFFICE_TIME = dt.timezone(dt.timedelta(hours=8))
"""中国标准时间."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a case: what it is, the day it runs from, its last day (None beyond the known calendar), its articles.

    `of` is the local set that it belongs to, empty for the law's own; `is_review` tells a limit for the decision from
    one for the publication.
    """

    label: str
    due_on: dt.date | None
    basis: tuple[str, ...] = ()
    of: str = ""
    since: dt.date | None = None
    is_review: bool = False


def add_months(day: dt.date, months: int) -> dt.date:
    """The corresponding day `months` later; the last day of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def working_days_after(
    day: dt.date, count: int, days: workdays.Calendar | None = None
) -> dt.date | None:
    """The last day of a limit of `count` working days that begins after `day`; None beyond the known calendar."""
    try:
        return workdays.add_working_days(day, count, days)
    except workdays.UncountedYear:
        return None


def limits(
    review: Mapping[str, Any],
    on: dt.date,
    chosen: Sequence[str] = (),
    days: workdays.Calendar | None = None,
) -> tuple[Limit, ...]:
    """Every limit that applies to a reviewed draft, the statutory one first (第二十六条 and the sets chosen).

    `made` counts from the making of the draft; one that bears a secrecy mark, or no date, is counted from the day of
    the review: its formalities come first. Raises UsageError for a set that is not in the policy.
    """
    rows = policy.limits()
    unknown = set(chosen) - {row["set"] for row in rows if "set" in row}
    if unknown:
        raise UsageError(f"没有“{min(unknown)}”的期限规定。", "请核对本单位设置中的 limits。")
    written = review.get("metadata", {}).get("written_on")
    made = on
    if written and not review.get("markings"):
        made = min(dt.date.fromisoformat(written), on)
    return tuple(
        Limit(
            row["label"],
            working_days_after(made if row["since"] == "made" else on, row["workdays"], days),
            tuple(row["basis"]),
            row.get("set", ""),
            made if row["since"] == "made" else on,
            row["since"] == "opened",
        )
        for row in rows
        if ("set" not in row or row["set"] in chosen) and _is_for(row, review)
    )


def _is_for(row: Mapping[str, Any], review: Mapping[str, Any]) -> bool:
    """True when a limit is for this document type: a word of its title, or of its 发文字号."""
    if "titles" not in row and "numbers" not in row:
        return True
    metadata = review.get("metadata", {})
    title = str(metadata.get("title") or "").split("（")[0]
    number = str(metadata.get("document_number") or "")
    return any(title.endswith(word) for word in row.get("titles", ())) or any(
        word in number for word in row.get("numbers", ())
    )


def due_on(
    review: Mapping[str, Any],
    on: dt.date,
    chosen: Sequence[str] = (),
    days: workdays.Calendar | None = None,
) -> dt.date | None:
    """The shortest of the limits that apply."""
    known = [
        limit.due_on for limit in limits(review, on, chosen, days) if limit.due_on is not None
    ]
    return min(known, default=None)


def office_day(stamped: str) -> dt.date:
    """The day, in the office's time, of an instant as the ledger writes it."""
    return instant(stamped).astimezone(OFFICE_TIME).date()


def working_days_taken(
    start: dt.date, stop: dt.date, days: workdays.Calendar | None = None
) -> int | None:
    """Working days after `start` up to and including `stop`; None beyond the known calendar."""
    try:
        return workdays.working_days_between(start, stop, days)
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
