"""A review's proposals, gaps, steps and markings as rows, with what people decided about them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import corpora
from pipeline.document import digest_id
from records import labels
from records.articles import cite_all
from records.chinese import clean, long_date, short_date
from records.procedure import AddedCut, Decision, GapAnswer, Procedure
from records.rows import BarRow, CutRow, GapRow, MarkRow, NoteRow, StepRow

Review = Mapping[str, Any]
"""A parsed `review.json` (contract §5)."""


def code_basis(code: str | None) -> tuple[str, ...]:
    """The articles of one of the eight reason codes, where a person chose the code."""
    bases = corpora.table("policy/procedure.toml")["reason_basis"]
    return tuple(bases.get(code, ())) if code is not None else ()


def decided_basis(proposal: Mapping[str, Any], decision: Decision | None) -> tuple[str, ...]:
    """The articles that count: those of the code that a person chose before the proposed ones."""
    code, proposed = decided_code(proposal, decision), proposal.get("reason_code")
    return tuple(proposal["basis"]) if code == proposed else code_basis(code)


def decided_code(proposal: Mapping[str, Any], decision: Decision | None) -> str | None:
    """The reason code that counts: a person's choice before the proposed one."""
    chosen = decision.reason_code if decision is not None else None
    proposed: str | None = proposal.get("reason_code")
    return chosen or proposed


def mark(marking: Mapping[str, Any]) -> MarkRow:
    """One marking as printed."""
    return MarkRow(
        level=labels.level(marking["level"]),
        term=clean(marking.get("term")) or labels.NOT_STATED,
        issued=long_date(marking.get("issued_on")) or "不明",
        last_day=long_date(marking.get("expires_on")) or "—",
        state=labels.marking_state(marking["state"]),
        notes="；".join(clean(note) for note in marking.get("notes", ())),
    )


def _decision_words(decision: Decision | None) -> str:
    if decision is None:
        return ""
    words = labels.VERDICTS.get(decision.verdict, decision.verdict)
    return _said(words, decision.grounds, decision.name, decision.decided_on)


def _said(words: str, grounds: str, name: str, on: dt.date | None) -> str:
    """不采纳：系办公电话　王五　2026.11.23. What, why, who and when, with places to break a narrow column."""
    told = "：".join(word for word in (words, clean(grounds)) if word)
    return "　".join(word for word in (told, clean(name), short_date(on)) if word)


def cuts(review: Review, acts: Procedure) -> tuple[CutRow, ...]:
    """Every cut in the order of the text, proposed ones and those that people added."""
    findings = {finding["id"]: finding for finding in review["findings"]}
    decisions = {decision.proposal: decision for decision in acts.decisions}
    rows: list[tuple[int, CutRow]] = []
    for proposal in review["proposals"]:
        decision = decisions.get(proposal["id"])
        own = [findings[name] for name in proposal["findings"] if name in findings]
        spans = [(cut["start"], cut["stop"]) for cut in proposal.get("cuts", ())]
        if decision is not None and decision.verdict == "amend":
            spans = list(decision.cuts)
        code = decided_code(proposal, decision)
        for start, stop in spans:
            place, kind = _where(own, start, stop)
            row = CutRow(
                "",
                place,
                kind,
                labels.action(proposal["action"]),
                labels.reason(code),
                cite_all(decided_basis(proposal, decision)),
                _decision_words(decision),
                code,
                decision is None or decision.verdict != "reject",
            )
            rows.append((start, row))
    rows.extend((added.start, _added(added)) for added in acts.added)
    rows.sort(key=lambda pair: pair[0])
    return tuple(_numbered((*(row for _, row in rows), *_removed(review, acts))))


def removals(review: Review, acts: Procedure) -> Iterable[tuple[Mapping[str, Any], GapAnswer]]:
    """The gaps whose pictures and objects are taken out whole, with who decided it."""
    decided = {answer.item: answer for answer in acts.gap_answers if answer.reason_code}
    for gap in review["gaps"]:
        answer = decided.get(digest_id("gap", gap["reason"], gap["place"]))
        if answer is not None:
            yield gap, answer


def _removed(review: Review, acts: Procedure) -> Iterable[CutRow]:
    for gap, answer in removals(review, acts):
        code = answer.reason_code
        yield CutRow(
            "",
            clean(gap["place"]),
            labels.gap_reason(gap["reason"]),
            labels.REMOVED,
            labels.reason(code),
            cite_all(code_basis(code)),
            _said(labels.REMOVED, answer.grounds, answer.name, answer.answered_on),
            code,
            is_whole=True,
        )


def _where(findings: Sequence[Mapping[str, Any]], start: int, stop: int) -> tuple[str, str]:
    """Place and kinds of the findings that a cut covers; of all of the proposal's where none overlaps."""
    covered = [f for f in findings if f["start"] < stop and start < f["stop"]] or list(findings)
    places = dict.fromkeys(_place(finding) for finding in covered)
    kinds = dict.fromkeys(labels.kind(finding["kind"]) for finding in covered)
    return "、".join(places) or "全文", "、".join(kinds) or "其他"


def _place(finding: Mapping[str, Any]) -> str:
    place = clean(finding.get("place")) or "全文"
    layer = labels.layer(finding.get("layer", "body"))
    plain = layer in ("正文", "表格") or layer in place
    return place if plain else f"{layer} {place}"


def _added(added: AddedCut) -> CutRow:
    by = _said(labels.VERDICTS["added"], added.grounds, added.name, added.decided_on)
    place = clean(added.place) or f"第{added.start}至{added.stop}字"
    return CutRow(
        "",
        place,
        labels.kind(added.kind),
        "删除",
        labels.reason(added.reason_code),
        cite_all(added.basis or code_basis(added.reason_code)),
        by,
        added.reason_code,
    )


def _numbered(rows: Iterable[CutRow]) -> Iterable[CutRow]:
    for number, row in enumerate(rows, 1):
        yield replace(row, number=str(number))


def bars(review: Review, acts: Procedure) -> tuple[BarRow, ...]:
    """Proposals that bar the whole document or that a person must answer."""
    findings = {finding["id"]: finding for finding in review["findings"]}
    decisions = {decision.proposal: decision for decision in acts.decisions}
    given = _answered(acts.gap_answers)
    rows: list[BarRow] = []
    for proposal in review["proposals"]:
        if proposal["action"] not in ("withhold", "ask"):
            continue
        own = [findings[name] for name in proposal["findings"] if name in findings]
        decision = decisions.get(proposal["id"])
        code = decided_code(proposal, decision)
        places = dict.fromkeys(_place(finding) for finding in own)
        kinds = dict.fromkeys(labels.kind(finding["kind"]) for finding in own)
        rows.append(
            BarRow(
                str(len(rows) + 1),
                _shortened(list(places)) or "全文",
                "、".join(kinds) or "其他",
                labels.action(proposal["action"]),
                labels.reason(code),
                cite_all(decided_basis(proposal, decision)),
                clean(proposal.get("grounds")),
                "；".join(w for w in (_decision_words(decision), given.get(proposal["id"])) if w),
            )
        )
    return tuple(rows)


def _shortened(places: Sequence[str], limit: int = 6) -> str:
    shown = "、".join(places[:limit])
    return f"{shown}等{len(places)}处" if len(places) > limit else shown


SILENT = {"secrecy.mention", "person.official", "org.identifier", "handling.release_note"}
"""Kinds that are information only: what is kept or noted of them fills no record."""


def notes(review: Review) -> tuple[NoteRow, ...]:
    """What stays by an exception of the law, and what the officer should know; like rows are one."""
    findings = {finding["id"]: finding for finding in review["findings"]}
    places: dict[tuple[str, ...], dict[str, None]] = {}
    for proposal in review["proposals"]:
        own = [findings[name] for name in proposal["findings"] if name in findings]
        kinds = dict.fromkeys(finding["kind"] for finding in own)
        personal = any(kind.startswith("pi.") for kind in kinds)
        kept = proposal["action"] == "keep" and personal
        noted = proposal["action"] == "note" and not SILENT.issuperset(kinds)
        if kept or noted:
            kind = "、".join(map(labels.kind, kinds)) or "其他"
            words = clean(proposal.get("grounds"))
            row = (kind, labels.action(proposal["action"]), words, cite_all(proposal["basis"]))
            places.setdefault(row, {}).update(dict.fromkeys(map(_place, own)))
    return tuple(
        NoteRow(str(number), _shortened(list(where)) or "全文", *row)
        for number, (row, where) in enumerate(places.items(), 1)
    )


def gaps(review: Review, answers: Sequence[GapAnswer]) -> tuple[GapRow, ...]:
    """What was not examined, and who answers for it."""
    given = _answered(answers)
    return tuple(
        GapRow(
            str(number),
            clean(gap["place"]),
            labels.gap_reason(gap["reason"]),
            labels.gap_advice(gap["reason"]),
            given.get(digest_id("gap", gap["reason"], gap["place"]), ""),
        )
        for number, gap in enumerate(review["gaps"], 1)
    )


def steps(review: Review, answers: Sequence[GapAnswer]) -> tuple[StepRow, ...]:
    """What must be done before the case can end, and how it was done."""
    given = _answered(answers)
    rows = []
    seen: Counter[str] = Counter()
    for number, step in enumerate(review.get("steps", ()), 1):
        kind = step["kind"]
        seen[kind] += 1
        item = kind if seen[kind] == 1 else f"{kind}-{seen[kind]}"
        rows.append(
            StepRow(
                str(number),
                labels.step_kind(kind),
                clean(step.get("grounds")),
                cite_all(step.get("basis", ())),
                long_date(step.get("due_on")),
                given.get(item, ""),
            )
        )
    return tuple(rows)


def _answered(answers: Sequence[GapAnswer]) -> dict[str, str]:
    """Item → who answered what, on which day."""
    return {a.item: _said("", a.grounds, a.name, a.answered_on) for a in answers}
