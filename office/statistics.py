"""Counts for the annual report (the eight reason codes of 第五十条), the quarterly 通报 and the office itself."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from office.cases import Cases
from office.deadlines import is_overdue, office_day, working_days_taken
from office.dossier import Dossier
from office.errors import CaseDamaged, CaseErased
from office.fold import history
from office.policy import State
from office.register import CaseRow
from pipeline.proposal import REASON_CODES

Table = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of the cases opened in a period. Days are working days from opening to close."""

    since: dt.date
    until: dt.date
    total: int
    states: dict[str, int]
    statuses: dict[str, int]
    modes: dict[str, int]
    withheld_by_code: dict[str, int]
    cuts_by_code: dict[str, int]
    referred: int
    returned: int
    overdue: int
    closed: int
    days_median: int | None
    days_longest: int | None
    signatures: dict[str, int]
    unreadable: tuple[str, ...] = ()
    """Cases whose files are damaged: counted by their row only."""

    def to_json(self) -> dict[str, Any]:
        """The same as JSON; dates in ISO form."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return {**plain, "since": self.since.isoformat(), "until": self.until.isoformat(),
                "unreadable": list(self.unreadable)}  # fmt: skip

    def table(self) -> Table:
        """Rows of two columns, in Chinese, as a 通报 prints them."""
        codes = [
            (f"不予公开·{code} {text}", str(self.withheld_by_code.get(code, 0)))
            for code, text in REASON_CODES.items()
        ]
        cuts = [
            (f"删减处数·{code} {text}", str(self.cuts_by_code.get(code, 0)))
            for code, text in REASON_CODES.items()
        ]
        return (
            ("项目", "数量"),
            ("统计期间", f"{self.since.isoformat()} 至 {self.until.isoformat()}"),
            ("审查总数", str(self.total)),
            *(
                (f"现状·{State(state).label}", str(count))
                for state, count in sorted(self.states.items())
            ),
            *(
                (f"公开属性·{status}", str(count))
                for status, count in sorted(self.statuses.items())
            ),
            *((f"公开方式·{mode}", str(count)) for mode, count in sorted(self.modes.items())),
            *codes,
            *cuts,
            ("报请确定", str(self.referred)),
            ("退回次数", str(self.returned)),
            ("超期未办结", str(self.overdue)),
            ("已办结", str(self.closed)),
            ("办结用时（工作日，中位数）", _shown(self.days_median)),
            ("办结用时（工作日，最长）", _shown(self.days_longest)),
            *(
                (f"签署件数·{person}", str(count))
                for person, count in sorted(self.signatures.items())
            ),
        )


def statistics(cases: Cases, since: dt.date, until: dt.date, on: dt.date) -> Statistics:
    """Count the cases opened from `since` through `until`."""
    rows = [row for row in cases.rows() if since <= office_day(row.opened_at) <= until]
    cuts: Counter[str] = Counter()
    signatures: Counter[str] = Counter()
    returned = referred = 0
    damaged = []
    for row in rows:
        try:
            case = cases.dossier(row.id)
        except CaseErased:
            continue
        except CaseDamaged:
            damaged.append(row.id)
            continue
        if case.state in (State.RELEASED, State.APPROVED):
            cuts.update(cut.reason_code for cut in case.final_cuts if cut.reason_code)
        returned += sum(act.kind == "returned" for act in case.acts)
        referred += _was_referred(case)
        signatures.update(s.actor for s in (*case.past_signatures, *case.signatures))
    days = sorted(d for row in rows if (d := _days(row)) is not None)
    return Statistics(
        since=since,
        until=until,
        total=len(rows),
        states=dict(Counter(row.state for row in rows)),
        statuses=dict(Counter(row.release_status for row in rows if row.release_status)),
        modes=dict(Counter(row.release_mode for row in rows if row.release_mode)),
        withheld_by_code=dict(
            Counter(r.reason_code for r in rows if r.state == "withheld" and r.reason_code)
        ),
        cuts_by_code=dict(cuts),
        referred=referred,
        returned=returned,
        overdue=sum(is_overdue(row, on) for row in rows),
        closed=sum(row.closed_at is not None for row in rows),
        days_median=days[len(days) // 2] if days else None,
        days_longest=days[-1] if days else None,
        signatures=dict(signatures),
        unreadable=tuple(damaged),
    )


def _was_referred(case: Dossier) -> bool:
    """True when it was referred at any time, answered or not."""
    return any(s.state is State.REFERRED for s in history(case.facts, case.review, case.acts))


def _days(row: CaseRow) -> int | None:
    if row.closed_at is None:
        return None
    return working_days_taken(office_day(row.opened_at), office_day(row.closed_at))


def _shown(days: int | None) -> str:
    return "—" if days is None else str(days)
