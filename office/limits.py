"""Every limit of a case with the day on which it was kept: the statutory one beside those of the place, the reply,
what others were asked, a deferral. A limit that is missed is shown, and decides nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from office import policy
from office.clocks import ReplyClock, Tick, clock_of
from office.deadlines import add_months, limits, office_day
from office.dossier import Dossier
from office.paths import Inquiry
from office.policy import State
from pipeline.workdays import Calendar

STATUTORY = "法定"


@dataclass(frozen=True, slots=True)
class Kept:
    """One limit: whose rule it is (法定, or the name of a local set), from when, its last day (None beyond the known
    calendar, or while it does not run), the day on which it was met.
    """

    label: str
    of: str
    since: dt.date | None
    due_on: dt.date | None
    met_on: dt.date | None
    basis: tuple[str, ...]
    answer: str | None = None
    theirs: bool = False
    """A limit of the side that was asked, and what came of it."""

    def is_late(self, on: dt.date) -> bool:
        """True when it was missed, or is open and over on a day."""
        return self.due_on is not None and (self.met_on or on) > self.due_on


def clock_in(case: Dossier) -> ReplyClock | None:
    """The reply clock of a case, from its acts."""
    return clock_of(
        Tick(a.payload["event"], dt.date.fromisoformat(a.payload["on"]), a.payload["what"])
        for a in case.acts
        if a.kind == "clock"
    )


def decided_on(case: Dossier) -> dt.date | None:
    """The day on which the last step was signed; None while one is due."""
    if case.due_step is not None or not case.signatures:
        return None
    return office_day(case.signatures[-1].at)


def ended_on(case: Dossier) -> dt.date | None:
    """The day on which the case was released, refused or withdrawn; what was withdrawn later was released first."""
    days = {act.kind: office_day(act.at) for act in reversed(case.acts)}
    match case.state:
        case State.RELEASED | State.WITHDRAWN:
            return days.get("released") or days.get("withdrawn")
        case State.WITHHELD:
            return decided_on(case)
        case _:
            return None


def re_review_on(case: Dossier) -> dt.date | None:
    """The day by which what is withheld is assessed again (条例 第十八条)."""
    day = decided_on(case)
    if case.state is not State.WITHHELD or day is None:
        return None
    return add_months(day, policy.retention()["re_review_months"])


def limits_of(
    case: Dossier, chosen: Sequence[str] = (), days: Calendar | None = None
) -> tuple[Kept, ...]:
    """Every limit of a case, those for its release first. `chosen` are the local sets of the office."""
    if case.facts.review_digest is None:
        return ()
    ended, decided = ended_on(case), decided_on(case)
    release = (
        Kept(
            limit.label, limit.of or STATUTORY, limit.since, limit.due_on,
            decided if limit.is_review else ended, limit.basis,
        )
        for limit in limits(case.review, case.facts.on, chosen, days)
    )  # fmt: skip
    return (*release, *_beside(case, days))


def lateness(
    case: Dossier, on: dt.date, days: Calendar | None = None
) -> list[tuple[str, dt.date]]:
    """What of an open case is overdue on a day: the release, the reply, answers of others, a deferral that ended."""
    if case.state in policy.CLOSED:
        return []
    registered = Kept("公开期限", "", None, case.facts.due_on, None, ())
    open_ones = [k for k in (registered, *_beside(case, days)) if k.met_on is None]
    return [(k.label, k.due_on) for k in open_ones if k.due_on is not None and k.is_late(on)]


def _beside(case: Dossier, days: Calendar | None) -> Iterator[Kept]:
    clock = clock_in(case)
    if clock is not None:
        yield Kept(
            "答复申请期限", STATUTORY, clock.received_on, clock.due_on(days), clock.stopped_on,
            tuple(policy.clock_basis("start")),
        )  # fmt: skip
    for asked in case.inquiries.values():
        yield from _asked(asked)


def _asked(asked: Inquiry) -> Iterable[Kept]:
    basis = tuple(policy.paths()[asked.path]["basis"])
    made = Kept(
        f"{asked.label}的答复期限", STATUTORY, asked.sent_on, asked.due_on, asked.answered_on, basis,
        asked.answer, theirs=True,
    )  # fmt: skip
    if asked.due_on is not None:
        yield made
    if asked.path == "defer" and asked.until is not None:
        label = f"{asked.label}的截止日"
        yield replace(made, label=label, of="本机关", due_on=asked.until, theirs=False)
