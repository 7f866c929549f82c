"""From findings to proposals, outcome and steps. The rules are data (`pipeline.policy`); this is the order of work.

The outcome is the strictest of all rows that bind, a gap is at least REFER, and no finding or gap ever loosens it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline import basis
from pipeline.document import Document, Layer
from pipeline.facts import Facts, facts_of, note_sense
from pipeline.finding import Finding, Kind
from pipeline.grouping import Judged, Unit, proposal, proposals_of, units
from pipeline.metadata import Metadata
from pipeline.policy_rows import NATION, Binding, Policy
from pipeline.proposal import Action, Outcome, Proposal, ReleaseMode, Step
from pipeline.secrecy import Level, Marking
from pipeline.steps import steps_of

ON_REQUEST_GENRES = frozenset({"请示", "报告", "函", "议案", "纪要"})
"""Genres addressed to another organ: without a note they are proposed for disclosure on request."""
FILE_NAME = "文件名"
"""The place of a finding in the file's name; its span only marks the beginning of the text."""
_JOINT = "、"
_REF = re.compile(r"（[^（）]+-\d{4}/[^（）]+）")
"""An article in a remark: the proposal's basis names it already."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen in one document, as the judge gets it."""

    document: Document = field(repr=False)
    metadata: Metadata = field(repr=False)
    findings: tuple[Finding, ...]
    markings: tuple[Marking, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is proposed. Every finding is in exactly one proposal; only REMOVE and MASK have cuts."""

    proposals: tuple[Proposal, ...]
    outcome: Outcome
    release_mode: ReleaseMode
    steps: tuple[Step, ...]
    notes: tuple[str, ...]


def judge(observation: Observation, *, on: dt.date, cleared: Level, policy: Policy) -> Judgement:
    """Judge one document on a day, for an installation cleared up to a level.

    (1) every finding meets its row; (2) a live mark bars the whole, and nothing of the content is itemised; (3) else
    overlapping cuts become one and like findings one proposal; (4) the document as a whole adds its own questions;
    (5) a gap refers; (6) steps get their day.
    """
    document, findings = observation.document, observation.findings
    facts = facts_of(
        document, observation.metadata, findings, observation.markings, on=on, cleared=cleared
    )
    judged = tuple(_bind(policy, facts, finding) for finding in findings)  # (1)
    whole, wanted = _whole(observation, judged, policy, on)  # (4)
    if any(_is_barred(entry) for entry in judged):
        itemised = _barred(judged, on)  # (2)
    else:
        itemised = proposals_of(document, units(document, judged), on)  # (3)
    proposals = (*itemised, *whole)
    outcome = max((entry.outcome for entry in proposals), default=Outcome.RELEASE)
    if document.gaps:
        outcome = max(outcome, Outcome.REFER)  # (5)
    wanted = (*(name for entry in judged for name in entry.binding.row.steps), *wanted)
    if outcome is Outcome.HALT:
        wanted = ("halt_report",)
    steps, remarks = steps_of(wanted, on=on, days=policy.days)  # (6)
    mode = _mode(observation.metadata)
    notes = (*_notes(observation, judged, outcome, policy, on), *remarks)
    return Judgement(proposals, outcome, mode, steps, notes)


def _bind(policy: Policy, facts: Facts, finding: Finding) -> Judged:
    binding = policy.bind(finding.kind, finding.certainty, facts.of(finding))
    if finding.place == FILE_NAME or finding.span.start == finding.span.stop:
        binding = _uncut(binding)
    marking = facts.marks.get(finding.id)
    if marking is None:
        return Judged(finding, binding)
    return Judged(finding, binding, _reckoning(marking), marking.basis)


def _uncut(binding: Binding) -> Binding:
    """What stands in the file's name cannot be cut from its text: a person renames the file."""
    row = binding.row
    if row.action not in (Action.REMOVE, Action.MASK):
        return binding
    outcome = max(row.outcome, Outcome.REFER)
    words = f"{row.grounds}此处不在正文中，无法由本机删除，请更改文件名。"
    asked = replace(row, action=Action.ASK, mask=None, outcome=outcome, grounds=words)
    return replace(binding, row=asked)


def _reckoning(marking: Marking) -> tuple[str, ...]:
    """What an officer must know of a term: its last day, and the remarks made when it was reckoned."""
    notes = tuple(_REF.sub("", note) for note in marking.notes)
    last = marking.expires_on
    if last is None:
        return notes
    day = f"{last.year}年{last.month}月{last.day}日"
    return notes if any(day in note for note in notes) else (f"最后一日为{day}", *notes)


# ---- a live mark -------------------------------------------------------------------------------------


def _is_barred(entry: Judged) -> bool:
    is_mark = entry.finding.kind is Kind.SECRECY_MARKING
    return is_mark and entry.binding.row.outcome >= Outcome.WITHHOLD


def _barred(judged: Sequence[Judged], on: dt.date) -> tuple[Proposal, ...]:
    """Marks that bar, then everything else as one note a rule: no cut and nothing that shows the content."""
    bars: dict[str, list[Unit]] = {}
    rest: list[Unit] = []
    for entry in judged:
        if _is_barred(entry):
            bars.setdefault(entry.binding.row.grounds, []).append(Unit((entry,)))
        else:
            rest.append(Unit((entry,)))
    made = [proposal(group, on) for group in bars.values()]
    made.sort(key=lambda entry: -entry.outcome)
    if rest:
        refs = made[0].basis
        made.append(
            Proposal.of(
                tuple(unit.head.finding.id for unit in rest),
                Action.NOTE,
                max(unit.head.binding.row.outcome for unit in rest),
                reason_code=None,
                basis=refs,
                grounds=f"因国家秘密标志整体不予公开，其余{len(rest)}处发现不再逐项提出处理建议。",
            )
        )
    return tuple(made)


# ---- the document as a whole -------------------------------------------------------------------------


def _whole(
    observation: Observation, judged: Sequence[Judged], policy: Policy, on: dt.date
) -> tuple[tuple[Proposal, ...], tuple[str, ...]]:
    """Questions that no single finding asks: genre, note, joint issuers, what was read from pictures."""
    metadata, found, wanted = observation.metadata, list[Proposal](), list[str]()
    for topic, facts in _topics(metadata):
        binding = policy.whole(topic, facts)
        if binding is None or _is_said(topic, binding.row.outcome, judged):
            continue
        row = binding.row
        refs = basis.on_day(binding.basis, on)
        layers = dict.fromkeys(each.layer for each in (row, *binding.beside))
        words = row.grounds
        if tuple(layers) != (NATION,):
            words += f"适用层级：{'、'.join(layers)}。"
        found.append(
            Proposal.of(
                (), row.action, row.outcome, reason_code=row.reason_code, basis=refs, grounds=words
            )
        )
        wanted.extend(step for each in (row, *binding.beside) for step in each.steps)
    if _is_joint(metadata) and _mode(metadata) is ReleaseMode.ON_REQUEST:
        wanted.append("co_issuer:request")
    if observation.document.blocks.has(Layer.PICTURE):
        wanted.append("ocr_check")
    return tuple(found), tuple(wanted)


def _topics(metadata: Metadata) -> Iterable[tuple[str, dict[str, str]]]:
    """What rows may say about the document, with the facts they may ask."""
    genre = metadata.genre.value if metadata.genre else ""
    yield "document.genre", {"genre": genre}
    if metadata.release_note is None:
        yield "document.no_note", {"genre": genre}
    else:
        yield "document.note", {"note": note_sense(metadata.release_note.value)}
    if _is_joint(metadata):
        yield "document.joint", {"genre": genre}


_SAME = {"document.genre": Kind.DELIBERATIVE, "document.note": Kind.HANDLING_RELEASE_NOTE}


def _is_said(topic: str, outcome: Outcome, judged: Sequence[Judged]) -> bool:
    """True when a finding already says as much: the officer is asked once."""
    kind = _SAME.get(topic)
    return any(e.finding.kind is kind and e.binding.row.outcome >= outcome for e in judged)


def _is_joint(metadata: Metadata) -> bool:
    return metadata.issuer is not None and _JOINT in metadata.issuer.value


def _mode(metadata: Metadata) -> ReleaseMode:
    """公开方式: from the note, else from the genre, else 主动公开 (条例 13, 19)."""
    if metadata.release_note is not None:
        match note_sense(metadata.release_note.value):
            case "on_request":
                return ReleaseMode.ON_REQUEST
            case "public":
                return ReleaseMode.PROACTIVE
            case _:
                pass
    genre = metadata.genre.value if metadata.genre else ""
    return ReleaseMode.ON_REQUEST if genre in ON_REQUEST_GENRES else ReleaseMode.PROACTIVE


# ---- remarks -----------------------------------------------------------------------------------------


def _notes(
    observation: Observation,
    judged: Sequence[Judged],
    outcome: Outcome,
    policy: Policy,
    on: dt.date,
) -> tuple[str, ...]:
    bound = dict.fromkeys(
        layer
        for entry in judged
        for layer in (entry.binding.row.layer, *(row.layer for row in entry.binding.beside))
    )
    notes = [f"规则层级：{'、'.join(policy.layers)}；本件适用：{'、'.join(bound) or NATION}。"]
    if count := len(observation.document.gaps):
        notes.append(f"有{count}处内容未能审查，逐处查明或者由人负责说明之前不得公开。")
    title = observation.metadata.title.value if observation.metadata.title else ""
    if "转发" in title:
        notes.append("转发类公文的公开属性不得宽于被转发的原件，请核对原件的公开属性。")
    if Outcome.REFER <= outcome <= Outcome.WITHHOLD:
        notes.append(_re_review(observation.markings, outcome, on))
    return tuple(notes)


def _re_review(markings: Sequence[Marking], outcome: Outcome, on: dt.date) -> str:
    """When a refusal is looked at again: each year, and at once when a term ends."""
    again = on.replace(year=on.year + 1, day=28 if (on.month, on.day) == (2, 29) else on.day)
    ends = [
        m.expires_on + dt.timedelta(days=1)
        for m in markings
        if m.expires_on and m.expires_on >= on
    ]
    if ends and outcome is Outcome.WITHHOLD:
        again = min(again, *ends)
    refs = ["政府信息公开条例-2019/18"]
    if any(marking.state.is_live for marking in markings):
        refs.append("保守国家秘密法-2024/24")
    cited = "、".join(basis.cite(ref, on) for ref in basis.on_day(refs, on))
    words = f"（{cited}）" if cited else ""
    return f"决定不予公开的，应当定期评估审查{words}，下次复查不迟于{again.isoformat()}。"
