"""Looking again at what was decided: terms that ran out, re-reviews that are due, rules that changed, leaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows import bounded
from flows.examine import examine, replacements, rules_used
from flows.rescan import left_to_cut
from office import CaseDamaged, Dossier, Office, State
from office.paths import evidence_of
from pipeline.document import Gap, GapReason, Span
from pipeline.errors import Refused
from pipeline.evidence import Evidence, consistent
from pipeline.proposal import Cut
from pipeline.readers import read
from pipeline.secrecy import Level, MarkingState
from pipeline.settings import Settings
from pipeline.term import explain
from redaction import apply

_LIVE = ("in_term", "expires_soon")
_CLOSED = frozenset({State.WITHDRAWN, State.HALTED, State.ERASED})


@dataclass(slots=True)
class Rechecked:
    """One Chinese line a finding; `leaks` counts what must not wait: released outputs in which today's rules would
    cut, and cases that were changed.
    """

    lines: list[str] = field(default_factory=list)
    leaks: int = 0


def recheck(settings: Settings, clock: Callable[[], dt.datetime]) -> Rechecked:
    """Recheck every case of the home on a day. Reads only; decides nothing."""
    found = Rechecked()
    with Office.open(settings, clock) as office:
        rows = office.cases()
        newest = {row.sha256: row.id for row in rows if State(row.state) is not State.ERASED}
        for row in rows:
            if State(row.state) in _CLOSED:
                continue
            try:
                case = office.case(row.id)
            except CaseDamaged as damaged:
                found.lines.append(f"{row.id}：{damaged}")
                found.leaks += 1
                continue
            if newest[row.sha256] != row.id and case.due_step is not None:
                words = f"同一文件已另案审查（{newest[row.sha256]}），请在新案办理，本案可以撤回。"
                found.lines.append(f"{row.id}：{words}")
                continue
            found.lines += _terms(case, settings.on)
            if row.re_review_on is not None and row.re_review_on <= settings.on:
                found.lines.append(f"{row.id}：不予公开满评估期（{row.re_review_on}），应当重新审查（条例第十八条）。")
            if State(row.state) is State.RELEASED:
                _rescan(office, case, settings, found)
            elif case.facts.corpora != rules_used(settings):
                found.lines.append(f"{row.id}：审查之后规则已有变动，应当重新审查。")
            late = office.matters.lateness(case)
            found.lines += [f"{row.id}：{what}（{due}）已过，尚未办结；逾期不视为同意公开。" for what, due in late]
    return found


def overdue_of(office: Office, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a list in which something is overdue, each with `overdue`: what and when."""
    found = []
    for row in rows:
        if State(row["state"]) in (State.HALTED, State.ERASED):
            continue
        late = office.matters.lateness(office.case(row["case"]))
        if late:
            told = [{"what": what, "due_on": due.isoformat()} for what, due in late]
            found.append({**row, "overdue": told})
    return found


def _terms(case: Dossier, on: dt.date) -> list[str]:
    """Marks that ran out since the review, and those that an answer of 解密审核 lifted or extended."""
    evidence = consistent(evidence_of(case.inquiries.values()))
    lines = []
    for marking in case.review.get("markings", ()):
        last = marking["expires_on"]
        if evidence and (told := _by_evidence(marking, evidence, on)):
            lines.append(f"{case.id}：{told}")
        elif last is not None and dt.date.fromisoformat(last) < on and marking["state"] in _LIVE:
            lines.append(f"{case.id}：密级标志的保密期限已于 {last} 届满，可办理解密审核后重新审查。")
    return lines


def _by_evidence(marking: Mapping[str, Any], evidence: Sequence[Evidence], on: dt.date) -> str:
    """What the recorded decision makes of one mark; empty when it changes nothing."""
    issued = marking["issued_on"]
    written = f"{Level[marking['level']].label}★{marking['term'] or ''}"
    made = explain(written, dt.date.fromisoformat(issued) if issued else None, on, evidence=evidence).marking
    if made.state is MarkingState.DECLASSIFIED:
        return "密级标志已有解密决定，应当重新审查是否公开（解密不等于公开）。"
    if made.expires_on is not None and made.expires_on.isoformat() != marking["expires_on"]:
        return f"保密期限已延长至 {made.expires_on}，期内不得公开。"
    return ""


def _rescan(office: Office, case: Dossier, settings: Settings, found: Rechecked) -> None:
    """Make the released output again and look at it with today's rules."""
    data = office.source_bytes(case.id)
    cuts = tuple(Cut(Span(cut.start, cut.stop), cut.mask) for cut in office.final_cuts(case.id))

    removals = tuple(Gap(GapReason(r.reason), r.place) for r in case.removals)

    def work() -> int | None:
        document = read(data, case.facts.name, settings.limits)
        try:
            output, _ = apply(data, document, replacements(document, cuts), removals=removals)
        except Refused:
            return None
        again = examine(output, case.facts.name, settings)
        return len(left_to_cut(document, again, settings))

    outcome = bounded.run(work, seconds=settings.limits.seconds)
    left = outcome.value if isinstance(outcome, bounded.Answer) else None
    if left is None:
        found.leaks += 1
        found.lines.append(f"{case.id}：已公开文件无法重新扫描，请人工核查。")
    elif left:
        found.leaks += 1
        found.lines.append(f"{case.id}：按现行规则，已公开文件中仍有 {left} 处应删减，请核查，必要时撤回。")
