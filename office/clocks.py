"""The clock of a reply to a request (政府信息公开条例 第三十至三十四条): a pure function of what happened and when.

20 working days from receipt, 20 more with approval (33). The time that a third party (32) or another organ (34) needs
is not counted, for 15 working days at most: a pause that nobody ends runs out by itself. A request that must be
corrected (30) starts the clock again on the day on which the corrected one came. What runs out is overdue, no more:
no clock ever decides anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from office import policy
from office.errors import Reason
from pipeline import workdays
from pipeline.workdays import Calendar

EVENTS = ("start", "suspend", "resume", "extend", "stop")
PAUSES = ("third_party", "organ", "correction")


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing that happened to the clock: `what` says why it was suspended."""

    event: str
    on: dt.date
    what: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that are not counted: after `since` through `until` (None: still asked)."""

    what: str
    since: dt.date
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ReplyClock:
    """A clock as its ticks make it."""

    received_on: dt.date
    pauses: tuple[Pause, ...] = ()
    corrected: bool = False
    extended: bool = False
    stopped_on: dt.date | None = None

    @property
    def pause(self) -> Pause | None:
        """The pause that nobody ended."""
        return self.pauses[-1] if self.pauses and self.pauses[-1].until is None else None

    def due_on(self, days: Calendar | None = None) -> dt.date | None:
        """The last day for the reply; None while the applicant corrects, and beyond the known calendar."""
        if self.pause is not None and self.pause.what == "correction":
            return None
        rows, known = policy.reply(), days or workdays.calendar()
        left = rows["workdays"] + (rows["extension"] if self.extended else 0)
        day = self.received_on
        try:
            off = [(pause.since, _end(pause, known)) for pause in self.pauses]
            while left:
                day += dt.timedelta(days=1)
                if known.is_workday(day) and not any(a < day <= b for a, b in off):
                    left -= 1
        except workdays.UncountedYear:
            return None
        return day

    def answer_due_on(self, days: Calendar | None = None) -> dt.date | None:
        """The day by which whoever is asked must answer; None for an applicant who corrects."""
        if self.pause is None or self.pause.what == "correction":
            return None
        try:
            return _limit(self.pause, days or workdays.calendar())
        except workdays.UncountedYear:
            return None


def _limit(pause: Pause, days: Calendar) -> dt.date:
    return workdays.add_working_days(pause.since, policy.reply()[pause.what], days)


def _end(pause: Pause, days: Calendar) -> dt.date:
    """A pause ends with the answer, and no later than its own limit."""
    limit = _limit(pause, days)
    return limit if pause.until is None else min(limit, pause.until)


def clock_of(ticks: Iterable[Tick]) -> ReplyClock | None:
    """The clock that these ticks make, in order; None before it starts."""
    clock: ReplyClock | None = None
    for tick in ticks:
        if clock is None or tick.event == "start":
            clock = ReplyClock(tick.on)
            continue
        match tick.event:
            case "suspend":
                clock = replace(clock, pauses=(*clock.pauses, Pause(tick.what, tick.on)))
            case "resume":
                clock = _resumed(clock, tick.on)
            case "extend":
                clock = replace(clock, extended=True)
            case _:
                clock = replace(clock, stopped_on=tick.on)
    return clock


def _resumed(clock: ReplyClock, on: dt.date) -> ReplyClock:
    *before, last = clock.pauses
    if last.what == "correction":
        return ReplyClock(on, corrected=True)
    return replace(clock, pauses=(*before, replace(last, until=on)))


def why_not_tick(
    clock: ReplyClock | None, tick: Tick, days: Calendar | None = None
) -> list[Reason]:
    """What is wrong with a tick; empty when it may be recorded."""
    if tick.event not in EVENTS:
        return [Reason("clock", "答复计时只能是 start、suspend、resume、extend 或 stop。")]
    if clock is None:
        return (
            [] if tick.event == "start" else [Reason("clock", "尚未登记收到申请的日期（start）。")]
        )
    if tick.event == "start":
        return [Reason("clock", "收到申请的日期已经登记。")]
    if clock.stopped_on is not None:
        return [Reason("clock", "答复已经作出，计时已经结束。")]
    since = clock.pause.since if clock.pause else clock.received_on
    reasons = [Reason("clock_day", "日期早于前一项登记。")] if tick.on < since else []
    due = clock.due_on(days)
    match tick.event:
        case "suspend":
            reasons += _why_not_suspend(clock, tick, days)
        case "resume" if clock.pause is None:
            reasons.append(Reason("clock", "计时没有中止，无须恢复。"))
        case "extend" if clock.extended:
            reasons.append(Reason("clock", "答复期限只能延长一次。"))
        case "extend" if due is not None and tick.on > due:
            reasons.append(Reason("clock", f"答复期限已于{due.isoformat()}届满，不能再延长。"))
        case "stop" if clock.pause is not None and clock.pause.what == "correction":
            reasons.append(Reason("clock", "申请正在补正，尚不能答复。"))
        case _:
            pass
    return reasons


def _why_not_suspend(clock: ReplyClock, tick: Tick, days: Calendar | None) -> list[Reason]:
    if tick.what not in PAUSES:
        return [Reason("clock", "中止事由只能是 third_party、organ 或 correction。")]
    reasons = []
    if clock.pause is not None:
        reasons.append(Reason("clock", "计时已经中止。"))
    if tick.what == "correction":
        if clock.corrected:
            reasons.append(Reason("clock", "补正只能告知一次。"))
        known = days or workdays.calendar()
        try:
            last = workdays.add_working_days(
                clock.received_on, policy.reply()["correction"], known
            )
        except workdays.UncountedYear:
            last = tick.on
        if tick.on > last:
            reasons.append(Reason("clock", f"告知补正的期限已于{last.isoformat()}届满。"))
    return reasons
