"""Looking again at what was decided: terms that ran out, re-reviews that are due, rules that changed, leaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from flows import bounded
from flows.examine import examine, replacements, rules_used
from office import CaseRow, Dossier, Office, State
from pipeline.document import Span
from pipeline.errors import Refused
from pipeline.proposal import Cut
from pipeline.readers import read
from pipeline.review_json import cuts_of
from pipeline.settings import Settings
from redaction import apply

_CLOSED = frozenset({State.WITHDRAWN, State.HALTED})


@dataclass(slots=True)
class Rechecked:
    """One Chinese line a finding; `leaks` counts released outputs in which today's rules would cut."""

    lines: list[str] = field(default_factory=list)
    leaks: int = 0


def recheck(settings: Settings, clock: Callable[[], dt.datetime]) -> Rechecked:
    """Recheck every case of the home on a day. Reads only; decides nothing."""
    found = Rechecked()
    with Office.open(settings, clock) as office:
        for row in office.cases():
            if State(row.state) in _CLOSED:
                continue
            case = office.case(row.id)
            found.lines += _terms(case, settings.on)
            if row.re_review_on is not None and row.re_review_on <= settings.on:
                found.lines.append(f"{row.id}：不予公开满评估期（{row.re_review_on}），应当重新审查（条例第十八条）。")
            if State(row.state) is State.RELEASED:
                _rescan(office, case, settings, found)
            elif case.facts.corpora != rules_used(settings):
                found.lines.append(f"{row.id}：审查之后规则已有变动，应当重新审查。")
            found.lines += _overdue(row, settings.on)
    return found


def _overdue(row: CaseRow, on: dt.date) -> list[str]:
    is_open = State(row.state) not in (State.RELEASED, State.WITHHELD)
    if row.due_on is None or row.due_on >= on or not is_open:
        return []
    return [f"{row.id}：已超过公开期限（{row.due_on}），尚未办结；逾期不视为同意公开。"]


def _terms(case: Dossier, on: dt.date) -> list[str]:
    lines = []
    for marking in case.review.get("markings", ()):
        last = marking["expires_on"]
        ran = last is not None and dt.date.fromisoformat(last) < on
        if ran and marking["state"] in ("in_term", "expires_soon"):
            lines.append(f"{case.id}：密级标志的保密期限已于 {last} 届满，可办理解密审核后重新审查。")
    return lines


def _rescan(office: Office, case: Dossier, settings: Settings, found: Rechecked) -> None:
    """Make the released output again and look at it with today's rules."""
    data = office.source_bytes(case.id)
    cuts = tuple(Cut(Span(cut.start, cut.stop), cut.mask) for cut in office.final_cuts(case.id))

    def work() -> int | None:
        document = read(data, case.facts.name, settings.limits)
        try:
            output, _ = apply(data, document, replacements(document, cuts))
        except Refused:
            return None
        return len(cuts_of(examine(output, case.facts.name, settings).review))

    outcome = bounded.run(work, seconds=settings.limits.seconds)
    left = outcome.value if isinstance(outcome, bounded.Answer) else None
    if left is None:
        found.leaks += 1
        found.lines.append(f"{case.id}：已公开文件无法重新扫描，请人工核查。")
    elif left:
        found.leaks += 1
        found.lines.append(f"{case.id}：按现行规则，已公开文件中仍有 {left} 处应删减，请核查，必要时撤回。")
