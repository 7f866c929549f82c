"""`review.json`: the review as the contract spells it (§5). The only place that knows the field names.

Document text is written on one condition: `reveal`, for a person who asked. Titles and other elements that
hold a cut are written with the cut.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import corpora
from pipeline.document import Document, Span
from pipeline.finding import Kind
from pipeline.json_parts import parts
from pipeline.metadata import JSON_FIELDS, Metadata, Stated, StatedDate
from pipeline.policy import Policy
from pipeline.proposal import Cut, Outcome
from pipeline.review import Review
from pipeline.settings import SOFTWARE
from pipeline.term import marking_json

SCHEMA = "xianshen/review/1"
CUT_MARK = "【已删减】"


def to_json(
    review: Review, document: Document, *, rules: str, office: str = "", reveal: bool = False
) -> dict[str, Any]:
    """The object of §5, in the order of the contract. Deterministic: same input, same object.

    `rules` is the digest of the rules used (`rules_digest`).
    """
    halted = review.judgement.outcome is Outcome.HALT
    text = document.text if reveal and not halted else None
    return {
        "schema": SCHEMA,
        "source": {
            "name": review.source.name,
            "format": review.source.format,
            "sha256": review.source.sha256,
            "bytes": review.source.bytes,
        },
        "metadata": _metadata(Metadata() if halted else review.metadata, review, document),
        "markings": [marking_json(marking) for marking in review.markings],
        "gaps": [{"reason": gap.reason.value, "place": gap.place} for gap in review.gaps],
        "findings": [
            {
                "id": found.id,
                "kind": found.kind.value,
                "start": found.span.start,
                "stop": found.span.stop,
                "layer": found.layer.value,
                "place": found.place,
                "certainty": found.certainty.value,
                "detector": found.detector,
                **_text(text, found.span),
            }
            for found in review.findings
        ],
        "proposals": [
            {
                "id": proposal.id,
                "findings": list(proposal.findings),
                "action": proposal.action.value,
                "outcome": proposal.outcome.code,
                "reason_code": proposal.reason_code,
                "basis": list(proposal.basis),
                "grounds": proposal.grounds,
                "cuts": [
                    {"start": cut.span.start, "stop": cut.span.stop, **_text(text, cut.span)}
                    for cut in proposal.cuts
                ],
            }
            for proposal in review.judgement.proposals
        ],
        "outcome": review.judgement.outcome.code,
        "release_status": review.judgement.outcome.release_status,
        "release_mode": review.judgement.release_mode.value,
        "steps": [
            {
                "kind": step.kind.value,
                "grounds": step.grounds,
                "basis": list(step.basis),
                "due_on": _day(step.due_on),
            }
            for step in review.judgement.steps
        ],
        "on": review.on.isoformat(),
        "office": office,
        "software": SOFTWARE,
        "corpora": rules,
    }


def kept(made: dict[str, Any]) -> dict[str, Any]:
    """The review as it may be written down. Of a halted document that is its marks alone (rule 8): where names and
    numbers stand, and how many, is part of what the document says and has no use here."""
    if made["outcome"] != Outcome.HALT.code:
        return made
    marks = [found for found in made["findings"] if found["kind"] == Kind.SECRECY_MARKING]
    named = {found["id"] for found in marks}
    proposals = [
        {**one, "findings": [name for name in one["findings"] if name in named]}
        for one in made["proposals"]
    ]
    return {**made, "findings": marks, "proposals": [one for one in proposals if one["findings"]]}


def rules_digest(policy: Policy, stated: bytes = b"") -> str:
    """SHA-256 of the rules used: the corpora, and what an office changed in its own policy.

    `stated` is the office's own settings file: places, region, model for names.
    """
    if not policy.local and not policy.office and not stated:
        return corpora.digest()
    return hashlib.sha256(f"{corpora.digest()}{policy.digest}".encode() + stated).hexdigest()


def dumps(value: dict[str, Any], *, indent: int | None = None) -> str:
    """JSON as written to disk and to stdout: UTF-8, keys in the order of the contract."""
    return "".join(parts(value, indent=indent))


def encoded(value: Mapping[str, Any]) -> bytearray:
    """The same as a file holds it, indented, with a line end; made without a second copy."""
    data = bytearray()
    for part in parts(dict(value), indent=1):
        data += part.encode()
    data += b"\n"
    return data


def cuts_of(review: Review) -> tuple[Cut, ...]:
    """Every cut of every proposal, in text order."""
    return tuple(
        sorted({c for p in review.judgement.proposals for c in p.cuts}, key=lambda c: c.span)
    )


def _text(text: str | None, span: Span) -> dict[str, str]:
    return {} if text is None else {"text": text[span.start : span.stop]}


def _day(day: object) -> str | None:
    return day.isoformat() if day is not None and hasattr(day, "isoformat") else None


def _metadata(metadata: Metadata, review: Review, document: Document) -> dict[str, Any]:
    cut_texts = sorted(
        {document.text[c.span.start : c.span.stop].strip() for c in cuts_of(review)},
        key=len,
        reverse=True,
    )
    values: dict[str, Any] = {}
    for name in JSON_FIELDS:
        stated = getattr(metadata, name)
        match stated:
            case StatedDate(day, _):
                values[name] = day.isoformat()
            case Stated(value, _, _):
                values[name] = _without(value, cut_texts)
            case tuple():
                values[name] = [_without(item.value, cut_texts) for item in stated]
            case _:
                values[name] = None
    return values


def _without(value: str, cut_texts: Sequence[str]) -> str:
    for text in cut_texts:
        if len(text) >= 2:
            value = value.replace(text, CUT_MARK)
    return value
