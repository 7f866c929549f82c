"""The straight line from a document to its review.

Nothing here knows a format or a rule: readers came before, detectors are handed in, the policy decides.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.contracts import Detector, Reading
from pipeline.document import (
    Block,
    Blocks,
    Document,
    Gap,
    GapReason,
    Layer,
    Piece,
    Pieces,
    Source,
    Span,
)
from pipeline.evidence import Evidence
from pipeline.finding import Finding, Kind
from pipeline.finding import finding as make_finding
from pipeline.judge import Judgement, Observation, judge
from pipeline.metadata import ELEMENTS, Metadata, Stated
from pipeline.policy import Policy
from pipeline.proposal import Action, Outcome, Proposal
from pipeline.secrecy import Level, Marking
from pipeline.shelf import Shelf
from pipeline.term import markings as judge_markings

MetadataReader = Callable[[Reading], Metadata]
Linker = Callable[[Reading, Sequence[Finding]], tuple[Finding, ...]]
"""Sees all findings of one document together: whose they are, and what they tell when joined."""


def unlinked(_: Reading, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The linker of a document that nobody looked at: nothing to join."""
    return tuple(findings)


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything a review needs beside the document: who looks, who judges, the day and the clearance."""

    detectors: Sequence[Detector] = field(repr=False)
    read_metadata: MetadataReader = field(repr=False)
    policy: Policy = field(repr=False)
    on: dt.date
    link: Linker = field(repr=False, default=unlinked)
    cleared: Level = Level.NONE
    expires_soon_days: int = 180
    evidence: tuple[Evidence, ...] = ()
    """Written decisions about the document's marks, as an office recorded them."""


@dataclass(frozen=True, slots=True)
class Review:
    """What was seen in one document and what is proposed: the content of `review.json`."""

    source: Source
    metadata: Metadata = field(repr=False)
    markings: tuple[Marking, ...]
    gaps: tuple[Gap, ...]
    findings: Sequence[Finding]
    judgement: Judgement
    on: dt.date


def review(document: Document, rules: Rules) -> Review:
    """Review one document.

    (1) the document says what it is; (2) every detector looks at it, and one that fails leaves a gap;
    (3) restored readings of damaged lines are looked at as well; (4) what belongs to one person is joined;
    (5) markings get their term and state; (6) the policy judges. No text leaves: the result holds offsets and reasons.
    """
    metadata, everything, gaps = _seen(replace(document), rules)
    gaps = tuple(dict.fromkeys((*document.gaps, *gaps)))
    marks = judge_markings(
        everything,
        metadata,
        rules.on,
        soon_days=rules.expires_soon_days,
        evidence=rules.evidence,
    )
    seen = Observation(replace(document, gaps=gaps), metadata, everything, marks)
    judgement = judge(seen, on=rules.on, cleared=rules.cleared, policy=rules.policy)
    judgement = _with_notes(judgement, (*document.notes, *metadata.notes, *_guessed(metadata)))
    findings = Shelf(document.blocks, everything, named=True)
    return Review(document.source, metadata, marks, gaps, findings, judgement, rules.on)


def _seen(
    twin: Document, rules: Rules
) -> tuple[Metadata, tuple[Finding, ...], tuple[Gap, ...]]:
    """What the document says it is, all findings, joined, and the gaps that detectors left.

    `twin` is the document once more, for this alone: what detectors keep as long as their document lives (its tables,
    its people) goes with it, before anything is judged.
    """
    reading = Reading.of(twin)
    metadata, failed = _metadata(reading, rules)
    reading = replace(reading, metadata=metadata)
    findings, crashed = _look(reading, rules.detectors)
    restored, more = _look_at_restored(twin, rules.detectors)
    ordered = _ordered(itertools.chain(findings, restored))
    del findings, restored
    linked, unjoined = _link(reading, ordered, rules.link)
    del ordered
    return metadata, _ordered(linked), (*failed, *crashed, *more, *unjoined)


def _guessed(metadata: Metadata) -> tuple[str, ...]:
    """Elements that the document does not state and that are proposed only (索引号, 主题分类 …)."""
    return tuple(
        f"{label}系根据内容提出的建议，文件本身没有标明，请核对。"
        for name, label in ELEMENTS.items()
        if isinstance(stated := getattr(metadata, name), Stated) and stated.proposed
    )


def _with_notes(judgement: Judgement, remarks: Iterable[str]) -> Judgement:
    """Remarks of the reader and of the judge (an assumed term, a wrong suffix, a day that cannot be counted) stand
    in the review as notes without a finding, so that the record keeps them."""
    notes = tuple(dict.fromkeys((*remarks, *judgement.notes)))
    added = tuple(
        Proposal.of((), Action.NOTE, Outcome.RELEASE, reason_code=None, basis=(), grounds=note)
        for note in notes
    )
    return replace(judgement, proposals=(*judgement.proposals, *added), notes=notes)


def _metadata(reading: Reading, rules: Rules) -> tuple[Metadata, tuple[Gap, ...]]:
    try:
        return rules.read_metadata(reading), ()
    except Exception as error:  # noqa: BLE001 - a reader of elements that crashes is a gap, whatever it raised
        return Metadata(), (_crashed("metadata", error),)


def _look(reading: Reading, detectors: Iterable[Detector]) -> tuple[Shelf, list[Gap]]:
    """Run every detector; one that crashes becomes a gap, and only the type of its error is kept."""
    findings = Shelf(reading.document.blocks)
    gaps: list[Gap] = []
    for detector in detectors:
        try:
            findings.extend(detector.find(reading))
        except Exception as error:  # noqa: BLE001 - the one place where a detector may fail in any way
            gaps.append(_crashed(detector.name, error))
    return findings, gaps


def _link(
    reading: Reading, findings: tuple[Finding, ...], link: Linker
) -> tuple[tuple[Finding, ...], tuple[Gap, ...]]:
    try:
        return link(reading, findings), ()
    except Exception as error:  # noqa: BLE001 - a crash here must not lose what was found
        return findings, (_crashed("aggregate", error),)


def _crashed(name: str, error: Exception) -> Gap:
    return Gap(GapReason.DETECTOR_FAILED, f"检测器 {name}（{type(error).__name__}）")


def _look_at_restored(
    document: Document, detectors: Sequence[Detector]
) -> tuple[list[Finding], list[Gap]]:
    """Findings in the restored reading of a damaged line stand on the whole printed line.

    Titles, notes and marks that a restored line merely mentions say nothing about the case, so only what
    would be cut or bar release is taken over.
    """
    findings: list[Finding] = []
    gaps: list[Gap] = []
    for span, text in document.repaired:
        line = Document(
            document.source,
            text,
            blocks=Blocks.of((Block(Span(0, len(text)), Layer.BODY, "修复文本"),)),
            pieces=Pieces.of((Piece(Span(0, len(text)), None),)),
        )
        seen, more = _look(Reading.of(line), detectors)
        gaps.extend(more)
        findings.extend(
            replace(
                make_finding(document, found.kind, span, found.certainty, found.detector),
                why=f"{found.why}（据乱码修复后的文字）",
                mark=found.mark,
            )
            for found in seen
            if found.kind.is_personal or found.kind is Kind.SECRECY_MARKING
        )
    return findings, gaps


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In text order; the same kind at the same span once, the surer one kept."""
    rank = {"sure": 0, "likely": 1, "possible": 2}
    best: dict[str, Finding] = {}
    for found in findings:
        before = best.get(found.id)
        if before is None or rank[found.certainty] < rank[before.certainty]:
            best[found.id] = found
    return tuple(sorted(best.values(), key=lambda f: (f.span, f.kind.value)))
