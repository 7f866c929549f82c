"""How a case stands in the register: what opening needs, the row, the line of a list, the stored review."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from office.canonical import digest
from office.ledger import Book
from office.values import Facts
from pipeline.document import Source
from pipeline.evidence import Evidence, spelled
from pipeline.proposal import Proposal
from pipeline.secrecy import Level


@dataclass(frozen=True, slots=True)
class CaseRef:
    """What opening a case gives back. `is_new` False: the same bytes were reviewed before under the same rules."""

    id: str
    state: str
    outcome: str
    due_on: dt.date | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list of cases."""

    id: str
    state: str
    outcome: str
    name: str
    sha256: str
    due_on: dt.date | None
    on: dt.date
    release_status: str | None
    release_mode: str | None
    reason_code: str | None
    opened_at: str
    closed_at: str | None
    re_review_on: dt.date | None
    output_sha256: str | None

    def to_json(self) -> dict[str, Any]:
        """An object of `case list --json`."""
        return {
            "case": self.id, "state": self.state, "outcome": self.outcome,
            "source": {"name": self.name, "sha256": self.sha256},
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "on": self.on.isoformat(), "release_status": self.release_status, "release_mode": self.release_mode,
            "reason_code": self.reason_code, "opened_at": self.opened_at, "closed_at": self.closed_at,
            "re_review_on": self.re_review_on.isoformat() if self.re_review_on else None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewCase:
    """Everything that opening a case needs. `reading` is the OCR reading of a picture."""

    source: Source
    data: bytes = field(repr=False)
    review: Mapping[str, Any] = field(repr=False)
    cleared: Level = Level.NONE
    procedure: str = "three"
    proposals: Sequence[Proposal] = field(default=(), repr=False)
    reading: bytes | None = field(default=None, repr=False)
    text_length: int | None = None
    due_on: dt.date | None = None
    evidence: Sequence[Evidence] = ()
    """The written decisions that the review knew of."""


def review_key(
    sha256: str,
    corpora: str,
    on: dt.date,
    cleared: Level,
    software: str,
    name: str = "",
    evidence: Sequence[Evidence] = (),
) -> str:
    """What makes two reviews the same: bytes, rules, day, clearance, software and the decisions that were known; of
    empty files, the name too.
    """
    known = [spelled(fact) for fact in evidence]
    return digest(
        [
            sha256,
            corpora,
            on.isoformat(),
            cleared.name,
            software,
            *([plain_name(name)] if name else []),
            *([known] if known else []),
        ]
    )


def stored_review(review: Mapping[str, Any], proposals: Sequence[Proposal] = ()) -> dict[str, Any]:
    """The review as a case keeps it: without its case number, with the mask of each cut where it is known.

    Raises ValueError when it holds document text (`text`, which only `--reveal` writes).
    """
    if _has_text(review):
        raise ValueError("a review that is stored must not hold document text")
    review = _printable(review)
    masks = {
        (proposal.id, cut.span.start, cut.span.stop): cut.mask
        for proposal in proposals
        for cut in proposal.cuts
    }
    kept = {name: value for name, value in review.items() if name != "case"}
    kept["proposals"] = [
        {
            **proposal,
            "cuts": [
                {
                    **cut,
                    "mask": masks.get(
                        (proposal["id"], cut["start"], cut["stop"]), cut.get("mask")
                    ),
                }
                for cut in proposal["cuts"]
            ],
        }
        for proposal in review.get("proposals", ())
    ]
    return kept


def _has_text(value: object) -> bool:
    if isinstance(value, Mapping):
        return "text" in value or any(_has_text(item) for item in value.values())
    return isinstance(value, list | tuple) and any(_has_text(item) for item in value)


def _printable(value: Any) -> Any:
    """The same value with lone surrogates (of file names) replaced: they have no UTF-8 form."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case Mapping():
            return {key: _printable(item) for key, item in value.items()}
        case list() | tuple():
            return [_printable(item) for item in value]
        case _:
            return value


def facts_of_new(case: str, new: NewCase, on: dt.date, review: bytes | None, at: str) -> Facts:
    """The facts of a case that is being opened; `review` None for a halted one."""
    marks = new.review.get("markings", ())
    return Facts(
        id=case,
        sha256=new.source.sha256,
        name=plain_name(new.source.name),
        format=new.source.format,
        bytes=new.source.bytes,
        corpora=new.review["corpora"],
        software=new.review["software"],
        cleared=new.cleared.name,
        on=on,
        outcome=new.review["outcome"],
        level=max((Level[mark["level"]] for mark in marks), default=Level.NONE).name
        if review is None
        else None,
        procedure=new.procedure,
        review_digest=None if review is None else hashlib.sha256(review).hexdigest(),
        reading_digest=hashlib.sha256(new.reading).hexdigest()
        if new.reading is not None and review
        else None,
        text_length=None if review is None else new.text_length,
        due_on=None if review is None else new.due_on,
        opened_at=at,
    )


def plain_name(name: str) -> str:
    """A file name as the ledger takes it: no control characters, no lone surrogates."""
    kept = "".join(c for c in name.encode("utf-8", "replace").decode() if c >= " ")
    return kept[:1024] or "?"


def facts_of(row: sa.Row[Any]) -> Facts:
    """The facts of a case as its row holds them."""
    return Facts(
        row.id, row.sha256, row.name, row.format, row.bytes, row.corpora, row.software, row.cleared,
        dt.date.fromisoformat(row.review_on), row.outcome, row.level, row.procedure, row.review_digest,
        row.reading_digest, row.text_length, day_of(row.due_on), row.opened_at,
    )  # fmt: skip


def case_row(row: sa.Row[Any]) -> CaseRow:
    """One line of a list; a day that cannot be read shows as none, and opening the case says why."""
    return CaseRow(
        row.id, row.state, row.outcome, row.name, row.sha256, _shown(row.due_on), _shown(row.review_on) or dt.date.min,
        row.release_status, row.release_mode, row.reason_code, row.opened_at, row.closed_at,
        _shown(row.re_review_on), row.output_sha256,
    )  # fmt: skip


def _shown(text: str | None) -> dt.date | None:
    try:
        return day_of(text)
    except ValueError:
        return None


def case_number(year: int, last: int) -> str:
    """The number of a case: year, hyphen, six digits or more."""
    return f"{year}-{last:06d}"


def day_of(text: str | None) -> dt.date | None:
    """The day that a column holds, None where it is empty. Raises ValueError for anything else."""
    return dt.date.fromisoformat(text) if text else None


def source_name(file_format: str) -> str:
    """The name under which a case keeps its source: `source` and the format as suffix."""
    suffix = re.sub("[^a-z0-9]", "", file_format.lower())[:8]
    return f"source.{suffix or 'bin'}"


def register(book: Book, facts: Facts) -> None:
    """The ledger entry of an opened or halted case."""
    if facts.review_digest is None:
        level = (facts.level or "none").lower()
        book.append(
            "case.halted",
            case=facts.id,
            source=facts.sha256,
            name=facts.name,
            level=level,
            state="halted",
        )
        return
    book.append(
        "case.opened", case=facts.id, source=facts.sha256, review=facts.review_digest,
        reading=facts.reading_digest, rules=facts.corpora, software=facts.software, outcome=facts.outcome,
        on=facts.on.isoformat(), cleared=facts.cleared.lower(), procedure=facts.procedure,
        due_on=facts.due_on.isoformat() if facts.due_on else None,
    )  # fmt: skip
