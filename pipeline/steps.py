"""The steps that people must take, with their articles and the day they are due.

A step is a row of `corpora/policy/steps.toml`. Limits count from the day of the review; a limit that runs into a year
without holiday data has no day and a note that names the year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import corpora
from pipeline import basis
from pipeline.errors import CorpusError
from pipeline.proposal import Step, StepKind
from pipeline.workdays import Calendar, UncountedYear, add_working_days

ORDER = (
    StepKind.HALT_REPORT,
    StepKind.CONFIRM_EXPIRY,
    StepKind.DECLASSIFY,
    StepKind.REFER,
    StepKind.THIRD_PARTY,
    StepKind.CO_ISSUER,
    StepKind.REASON_CODE,
    StepKind.IMPACT_ASSESSMENT,
    StepKind.OCR_CHECK,
)
"""The order in which steps are shown."""


def steps_of(
    names: Iterable[str], *, on: dt.date, days: Calendar
) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """The named steps, each once, in order; and remarks about limits that could not be counted."""
    found: list[Step] = []
    notes: list[str] = []
    for name in dict.fromkeys(names):
        row = _row(name)
        due_on, remark = _due(row, on, days)
        refs = [ref for topic in row["basis"] for ref in corpora.table("policy/bases.toml")[topic]]
        found.append(Step(_kind(name), row["grounds"], basis.on_day(refs, on), due_on))
        notes.extend(remark)
    found.sort(key=lambda step: ORDER.index(step.kind))
    return tuple(found), tuple(dict.fromkeys(notes))


def is_known(name: str) -> bool:
    """True for a step that the table has."""
    return name in corpora.table("policy/steps.toml")


def _row(name: str) -> dict[str, Any]:
    if not is_known(name):
        raise CorpusError(f"没有步骤“{name}”。")
    row: dict[str, Any] = corpora.table("policy/steps.toml")[name]
    return row


def _kind(name: str) -> StepKind:
    return StepKind(name.partition(":")[0])


def _due(row: dict[str, Any], on: dt.date, days: Calendar) -> tuple[dt.date | None, list[str]]:
    if "days" in row:
        return on + dt.timedelta(days=row["days"]), []
    if "workdays" not in row:
        return None, []
    try:
        return add_working_days(on, row["workdays"], days), []
    except UncountedYear as error:
        return None, [f"{error.what}有关步骤的{row['workdays']}个工作日期限须人工推算。"]
