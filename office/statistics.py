"""What an office did in a period: every case as it stood on the last day, and counts over them.

For the annual report (条例 第五十条), the quarterly 通报 and the office itself. A case is folded from its acts up to the
last day of the period, so a report of a past quarter stays the same whatever happens later.
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from office.cases import Cases
from office.deadlines import office_day, working_days_taken
from office.dossier import Dossier
from office.entry import Entry
from office.errors import CaseDamaged, CaseErased
from office.fold import fold, history
from office.ledger import Ledger
from office.limits import lateness
from office.policy import CLOSED, State
from pipeline.errors import UsageError
from pipeline.workdays import Calendar

REQUEST = "依申请公开"
RELEASING, WHOLE = "公开", "立案至决定"
"""The spans of a case that no step of the procedure names: from the last signature to the release, and all steps."""
SECTIONS = "sections.tsv"
_PERIOD = re.compile(r"(\d{4})(?:Q([1-4])|-(\d\d))?")


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` through `until`, in the office's time."""

    since: dt.date
    until: dt.date

    @classmethod
    def of(cls, text: str) -> Period:
        """`2026`, `2026Q4`, `2026-11`, or two days as `2026-01-01:2026-06-30`. Raises UsageError for anything else."""
        first, colon, last = text.partition(":")
        shown = _PERIOD.fullmatch(text)
        made: Period | None
        try:
            if colon:
                made = cls(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
            else:
                made = cls._of(*(int(part or 0) for part in shown.groups())) if shown else None
        except ValueError:
            made = None
        if made is None or made.since > made.until:
            advice = "请写作 2026、2026Q4、2026-11，或 2026-01-01:2026-06-30。"
            raise UsageError("统计期间无法识读。", advice)
        return made

    @classmethod
    def _of(cls, year: int, quarter: int, month: int) -> Period:
        first, last = (quarter * 3 - 2, quarter * 3) if quarter else (month or 1, month or 12)
        day = calendar.monthrange(year, last)[1]
        return cls(dt.date(year, first, 1), dt.date(year, last, day))

    def __contains__(self, day: dt.date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Turn:
    """One step that ended in the period: working days since it was due; None beyond the known calendar."""

    label: str
    actor: str
    days: int | None


@dataclass(frozen=True, slots=True)
class Done:
    """One act of the period: its kind (an ASCII word of the ledger), who, and whose case it was."""

    kind: str
    actor: str
    handler: str


@dataclass(frozen=True, slots=True)
class Line:
    """One case as it stood on the last day of a period. `cuts` (kind, reason code) are those of a release,
    and what it took out whole (reason of the gap, reason code).
    """

    case: str
    issuer: str
    handler: str
    is_request: bool
    is_new: bool
    state: State
    status: str | None
    reason_code: str | None
    is_late: bool
    cuts: tuple[tuple[str, str], ...] = ()
    turns: tuple[Turn, ...] = ()
    done: tuple[Done, ...] = ()

    @property
    def is_closed(self) -> bool:
        """True when nothing more had to be done."""
        return self.state in CLOSED


@dataclass(frozen=True, slots=True)
class Statistics:
    """The cases of a period and what was refused in it. `unread` are cases that could not be counted, and why."""

    period: Period
    lines: tuple[Line, ...]
    gate_allowed: int = 0
    gate_refused: Counter[str] = field(default_factory=Counter)
    acts_refused: Counter[str] = field(default_factory=Counter)
    unread: tuple[tuple[str, str], ...] = ()
    count: int = 0
    head: str = ""


def statistics_of(
    cases: Cases,
    period: Period,
    on: dt.date,
    days: Calendar | None = None,
    advance: Callable[[int], None] = lambda _total: None,
) -> Statistics:
    """Count a period; `on` is the day of the count, `advance` is called once a case with the number of all."""
    rows, lines, unread = cases.rows(), [], []
    for row in rows:
        advance(len(rows))
        closed_on = office_day(row.closed_at) if row.closed_at else None
        if office_day(row.opened_at) > period.until or (closed_on and closed_on < period.since):
            continue
        try:
            lines.append(_line(cases.dossier(row.id), period, on, days))
        except CaseErased:
            unread.append((row.id, "已销毁"))
        except CaseDamaged:
            unread.append((row.id, "与台账不符或文件已损坏"))
    told = list(_entries(cases.ledger, period))
    refused = [entry for entry in told if entry.kind == "gate.refused"]
    count, head = cases.ledger.newest()
    return Statistics(
        period,
        tuple(line for line in lines if line is not None),
        sum(entry.kind == "gate.allowed" for entry in told),
        Counter(code for entry in refused for code in entry.data.get("codes", ())),
        Counter(entry.actor for entry in told if entry.kind == "act.refused" and entry.actor),
        tuple(unread),
        count,
        head,
    )


def _line(whole: Dossier, period: Period, on: dt.date, days: Calendar | None) -> Line | None:
    """The case on the last day; None for one that was closed before the period and stayed so."""
    acts = [act for act in whole.acts if office_day(act.at) <= period.until]
    case = fold(whole.facts, whole.review, acts)
    opened_on = office_day(case.facts.opened_at)
    ended_on = (office_day(acts[-1].at) if acts else opened_on) if case.state in CLOSED else None
    if ended_on is not None and ended_on < period.since:
        return None
    handler = handler_of(case)
    status = case.status.release_status if case.status else None
    mode = case.status.release_mode if case.status else None
    due, last = case.facts.due_on, min(period.until, on)
    late = bool(due and ended_on > due) if ended_on else bool(lateness(case, last, days))
    out = [(cut.kind, cut.reason_code or "") for cut in case.final_cuts]
    out += [(gone.reason, gone.reason_code) for gone in case.removals]
    return Line(
        case.id,
        str(case.review.get("metadata", {}).get("issuer") or ""),
        handler,
        mode == REQUEST or any(act.kind == "clock" for act in acts),
        opened_on in period,
        case.state,
        status,
        case.reason_code if case.state is State.WITHHELD else None,
        late,
        tuple(out) if case.state is State.RELEASED else (),
        tuple(_turns(case, period, days)),
        tuple(Done(a.kind, a.actor or "", handler) for a in acts if office_day(a.at) in period),
    )


def handler_of(case: Dossier) -> str:
    """Who signed the first step last, or else did the first act; empty while nobody did anything."""
    signed = (*case.past_signatures, *case.signatures)
    by_step = (s.actor for s in reversed(signed) if s.step == case.steps[0].step)
    return next(iter((*by_step, *(act.actor for act in case.acts if act.actor))), "")


def _turns(case: Dossier, period: Period, days: Calendar | None) -> Iterator[Turn]:
    """The steps that ended in the period, each counted from the end of the one before it, or from the return."""
    since, round_ = case.facts.opened_at, 1
    for after in history(case.facts, case.review, case.acts):
        act = after.acts[-1]
        label = {"signed": act.payload.get("label", ""), "released": RELEASING}.get(act.kind)
        ended = label is not None and office_day(act.at) in period
        if label is not None and ended:
            yield Turn(label, act.actor or "", _days(since, act.at, days))
        if act.kind == "signed" and ended and len(after.signatures) == len(after.steps):
            yield Turn(WHOLE, "", _days(case.facts.opened_at, act.at, days))
        if label is not None or after.round > round_:
            since, round_ = act.at, after.round


def _days(since: str, until: str, days: Calendar | None) -> int | None:
    return working_days_taken(office_day(since), office_day(until), days)


def _entries(ledger: Ledger, period: Period) -> Iterator[Entry]:
    """The refusals and gate questions of the period; the ledger's time never runs back, so its start is found by halves."""
    low, high = 0, ledger.newest()[0]
    while low < high:
        middle = (low + high) // 2
        found = next(ledger.entries(after=middle, limit=1), None)
        if found is not None and office_day(found.at) < period.since:
            low = middle + 1
        else:
            high = middle
    for entry in ledger.entries(after=low):
        if office_day(entry.at) > period.until:
            return
        if entry.kind in ("gate.allowed", "gate.refused", "act.refused"):
            yield entry


def middle_and_worst(turns: Iterable[Turn]) -> tuple[int | None, int | None]:
    """Median (the upper of the two in the middle) and longest of the days that are known; None without any."""
    known = [turn.days for turn in turns if turn.days is not None]
    return (statistics.median_high(known), max(known)) if known else (None, None)


def sections_of(home: Path) -> dict[str, str]:
    """The section of each account: `HOME/policy/sections.tsv`, two columns, 账号 and 科室. Raises UsageError."""
    path = home / "policy" / SECTIONS
    if not path.exists():
        return {}
    try:
        lines = path.read_text("utf-8-sig").splitlines()
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise UsageError(
            f"无法读取科室名单：{path.name}。", "请存为 UTF-8 编码的制表符分隔文本。"
        ) from None
    rows = [row for row in rows if row and not row[0].startswith("#")]
    if any(len(row) != 2 for row in rows) or (rows and rows[0] != ["账号", "科室"]):
        raise UsageError(
            f"科室名单有误：{path.name}。", "首行为“账号<制表符>科室”，以下每行一个账号。"
        )
    return {account.strip(): section.strip() for account, section in rows[1:]}
