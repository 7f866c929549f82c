"""The arithmetic of one mark: its last day, and its state on a day, each step with its article.

Rules: the term runs from 制发日 (实施条例 2024 第十九条); the first day is not counted, the last is the corresponding
day or the month's end (民法典 201, 202); the matter is still secret through that day (design, the cautious reading);
no term written is assumed to be the cap (保密法 2024 第二十条), and said to be assumed; a written term above the cap
keeps its date. Extension counts only when it was determined before the term ended (保密法 2024 第二十四条).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple, assert_never

import corpora
from pipeline.dates import add, shown
from pipeline.evidence import Declassification, Evidence, Extension
from pipeline.secrecy import (
    BadTerm,
    Conditional,
    Duration,
    Level,
    LongTerm,
    MarkingState,
    MarkReading,
    NoTerm,
    Term,
    Until,
)

SOON_DAYS = 180
_FILE = "secrecy/terms.toml"


class Reason(NamedTuple):
    """One step of the arithmetic in Chinese, with its article or None where it is design."""

    text: str
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A mark judged on a day. `notes` are remarks for the record, `steps` the arithmetic in order."""

    state: MarkingState
    expires_on: dt.date | None
    steps: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def basis(self) -> tuple[str, ...]:
        """The articles that bound, each once, in order of use."""
        return tuple(dict.fromkeys(step.basis for step in self.steps if step.basis))


@dataclass(frozen=True, slots=True)
class _Run:
    """What a judgement is made from, and the steps so far."""

    mark: MarkReading
    issued_on: dt.date | None
    on: dt.date
    soon_days: int
    steps: list[Reason] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def step(self, name: str, article: str | None = None, **values: object) -> None:
        self.steps.append(Reason(text(name, **values), basis(article) if article else None))

    def note(self, name: str, **values: object) -> None:
        self.notes.append(text(name, **values))

    def done(self, state: MarkingState, expires_on: dt.date | None) -> Judged:
        return Judged(state, expires_on, tuple(self.steps), tuple(self.notes))


def last_day(term: Term, issued_on: dt.date | None) -> dt.date | None:
    """The last day on which the matter is still secret; None where no day can be computed."""
    match term:
        case Until(day):
            return day
        case Duration(years, months, days):
            return add(issued_on, years, months, days) if issued_on else None
        case LongTerm() | Conditional() | NoTerm() | BadTerm():
            return None
        case _:
            assert_never(term)


def judge_mark(
    mark: MarkReading,
    issued_on: dt.date | None,
    on: dt.date,
    *,
    soon_days: int = SOON_DAYS,
    evidence: Iterable[Evidence] = (),
) -> Judged:
    """State and last day of one mark on `on`. Unclear is never `expired`: the cautious reading holds."""
    run = _Run(mark, issued_on, on, soon_days)
    if mark.portion:
        run.note("portion")
    lifted = _lifted(run, evidence)
    if lifted is not None:
        return lifted
    if mark.contradictory:
        run.note("contradictory")
        run.step("contradictory", "marking")
        return run.done(MarkingState.ANOMALOUS, last_day(mark.term, issued_on))
    if issued_on is not None and issued_on > on:
        run.note("future")
        run.step("future")
        return run.done(MarkingState.ANOMALOUS, last_day(mark.term, issued_on))
    return _running(run, evidence)


def _lifted(run: _Run, evidence: Iterable[Evidence]) -> Judged | None:
    """Declassified by its own stamp or by a decision; None while neither holds on the day."""
    mark = run.mark
    if mark.lifted:
        if mark.lifted_on is None or mark.lifted_on <= run.on:
            name = "lifted_on" if mark.lifted_on else "lifted"
            day = shown(mark.lifted_on) if mark.lifted_on else ""
            run.step(name, "change", day=day)
            run.note(name, day=day)
            return run.done(MarkingState.DECLASSIFIED, mark.lifted_on)
        run.note("lifted_later", day=shown(mark.lifted_on))
    elif mark.struck:
        run.note("struck")
    for fact in evidence:
        if isinstance(fact, Declassification) and _applies(fact, mark) and fact.on <= run.on:
            run.step("declassified", "change", day=shown(fact.on))
            run.note("declassified", day=shown(fact.on))
            return run.done(MarkingState.DECLASSIFIED, fact.on)
    return None


def _applies(fact: Evidence, mark: MarkReading) -> bool:
    return fact.level is None or fact.level == mark.level


def _running(run: _Run, evidence: Iterable[Evidence]) -> Judged:
    term = run.mark.term
    match term:
        case BadTerm():
            run.step("bad_term", "marking")
            run.note("bad_term")
            return run.done(MarkingState.ANOMALOUS, None)
        case LongTerm():
            run.step("long_term", "caps")
            return run.done(MarkingState.LONG_TERM, None)
        case Conditional():
            run.step("conditional", "start")
            run.note("conditional")
            return run.done(MarkingState.CONDITIONAL, None)
        case NoTerm():
            return _assumed(run, evidence)
        case Until(day):
            run.step("until", "start", last=shown(day))
            _cap(run, day)
            return _on_day(run, day, evidence)
        case Duration():
            return _dated(run, term, evidence)
        case _:
            assert_never(term)


def _dated(run: _Run, term: Duration, evidence: Iterable[Evidence]) -> Judged:
    if run.issued_on is None:
        run.step("undated", "start")
        run.note("undated")
        return run.done(MarkingState.UNDATED, None)
    last = _count(run, term, run.mark.written or "")
    if last is None:
        run.step("bad_term", "marking")
        run.note("bad_term")
        return run.done(MarkingState.ANOMALOUS, None)
    _cap(run, last)
    return _on_day(run, last, evidence)


def _assumed(run: _Run, evidence: Iterable[Evidence]) -> Judged:
    years = row(run.mark.level)["assumed_years"]
    run.step("assumed", "caps", level=run.mark.level.label, years=years)
    run.note("assumed", level=run.mark.level.label, years=years)
    if run.issued_on is None:
        run.step("undated", "start")
        run.note("undated")
        return run.done(MarkingState.TERM_ABSENT, None)
    last = _count(run, Duration(years=years), f"{years}年")
    if last is None:
        return run.done(MarkingState.TERM_ABSENT, None)
    judged = _on_day(run, last, evidence)
    if judged.state in (MarkingState.IN_TERM, MarkingState.EXPIRES_SOON):
        return replace(judged, state=MarkingState.TERM_ABSENT)
    return judged


def _count(run: _Run, term: Duration, written: str) -> dt.date | None:
    """The last day of a duration, with every step of the count."""
    issued = run.issued_on
    last = last_day(term, issued)
    if issued is None or last is None:
        return None
    run.step("start", "start", issued=shown(issued))
    run.step("first_day", "first_day")
    run.step("years", "last_day", term=written, last=shown(last))
    if (term.years or term.months) and not term.days and last.day != issued.day:
        run.step("month_end", "last_day", last=shown(last))
    return last


def _cap(run: _Run, last: dt.date) -> None:
    """A remark when a written term is longer than the level's usual cap; the date stays."""
    if run.issued_on is None:
        return
    years = row(run.mark.level)["cap_years"]
    cap = add(run.issued_on, years=years)
    if cap is not None and last > cap:
        run.step("over_cap", "caps", level=run.mark.level.label, years=years)
        run.note("over_cap", level=run.mark.level.label, years=years)


def _on_day(run: _Run, last: dt.date, evidence: Iterable[Evidence]) -> Judged:
    last = _extended(run, last, evidence)
    following = add(last, days=1)
    if following is not None:
        run.step("through", None, next=shown(following))
    if run.on > last:
        run.step("expired", "expiry")
        run.note("expired")
        return run.done(MarkingState.EXPIRED, last)
    run.step("in_term", "bar")
    left = (last - run.on).days
    if left <= run.soon_days:
        run.step("soon", None, days=left)
        return run.done(MarkingState.EXPIRES_SOON, last)
    return run.done(MarkingState.IN_TERM, last)


def _extended(run: _Run, last: dt.date, evidence: Iterable[Evidence]) -> dt.date:
    for fact in sorted(
        (fact for fact in evidence if isinstance(fact, Extension)), key=lambda fact: fact.determined_on
    ):
        if not _applies(fact, run.mark) or fact.determined_on > run.on:
            continue
        if fact.determined_on > last:
            run.note("extended_late")
        elif fact.until > last:
            last = fact.until
            run.step("extended", "change", last=shown(last))
            run.note("extended", last=shown(last))
    return last


# ---- the data ----------------------------------------------------------------------------------------


def text(name: str, **values: object) -> str:
    """The sentence `name` of the term data, filled with dates and numbers."""
    return str(corpora.table(_FILE)["text"][name]).format(**values)


def basis(name: str) -> str:
    """The article reference that the term data gives for `name`."""
    return str(corpora.table(_FILE)["basis"][name])


def row(level: Level) -> dict[str, int]:
    """Cap and assumed years of a level."""
    for entry in corpora.table(_FILE)["level"]:
        if entry["code"] == level.name:
            return {key: entry[key] for key in ("cap_years", "assumed_years")}
    return {"cap_years": 30, "assumed_years": 30}
