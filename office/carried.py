"""What was asked and answered about the same bytes in earlier cases: a new case begins with it.

An officer does not argue twice: an order of declassification, a consent, a refusal, a question still open stand in
the new case as they were recorded, with the case, the person and the instant. Nothing gets looser by it: what barred
goes on barring, and a decision of this office over a refusal or a silence (`settle`) is not carried, it is made anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from office import acts, policy
from office.dossier import Dossier
from office.ledger import Book
from office.paths import Inquiry, after_act, evidence_of, inquiry_key
from office.tables import CASE
from office.values import Answer
from pipeline.evidence import Evidence, consistent


@dataclass(frozen=True, slots=True)
class Carried:
    """One question as it stood in an earlier case: who recorded its last step, and when."""

    inquiry: Inquiry
    case: str
    by: str
    at: str


def latest(cases: Iterable[Dossier]) -> tuple[Carried, ...]:
    """The newest state of every question in these cases, none of them settled."""
    found: dict[str, Carried] = {}
    for case in cases:
        for each in _of(case):
            before = found.get(each.inquiry.key)
            if before is None or before.at < each.at:
                found[each.inquiry.key] = each
    return tuple(found[key] for key in sorted(found))


def _of(case: Dossier) -> Iterable[Carried]:
    stood: dict[str, Inquiry] = {}
    told: dict[str, Carried] = {}
    for act in case.acts:
        if act.kind == "carried":
            told.update((each.inquiry.key, each) for each in carried_in(act.payload))
            stood.update((key, each.inquiry) for key, each in told.items())
        elif act.kind == "path":
            stood = after_act(stood, act.payload)
            key = inquiry_key(act.payload["path"], act.payload["party"])
            inquiry = replace(stood[key], settled=None)
            told[key] = Carried(inquiry, case.id, act.actor or "", act.at)
    return told.values()


def evidence_in(carried: Iterable[Carried]) -> tuple[Evidence, ...]:
    """What the answers say about the term of a mark."""
    return consistent(evidence_of(each.inquiry for each in carried))


def carry(book: Book, case: Dossier, kept: Sequence[Carried]) -> None:
    """The first act of a new case whose bytes were asked about before; in the transaction that opens it."""
    if kept:
        acts.record(
            book, case.id, 1, "carried", None, _payload(case, kept), state="drafted", round=1
        )
        book.connection.execute(sa.update(CASE).where(CASE.c.id == case.id).values(acts=1))


def _payload(case: Dossier, kept: Sequence[Carried]) -> dict[str, Any]:
    """Each question, and the open items that its answer closes."""
    inquiries = [each.inquiry for each in kept]
    return {
        "carried": [
            {
                "path": i.path, "party": i.party, "sent_on": i.sent_on.isoformat(), "due_on": _text(i.due_on),
                "until": _text(i.until), "answer": i.answer, "answered_on": _text(i.answered_on),
                "document": i.number, "from": each.case, "by": each.by, "at": each.at,
                "items": _closed(i, inquiries, case),
            }
            for each, i in zip(kept, inquiries, strict=True)
        ]
    }  # fmt: skip


def _closed(inquiry: Inquiry, inquiries: Iterable[Inquiry], case: Dossier) -> list[str]:
    same = [other for other in inquiries if other.path == inquiry.path]
    if any(other.why_not_release(None, has_cuts=True) for other in same):
        return []
    steps = policy.paths()[inquiry.path]["steps"]
    return [item.id for item in case.open_items if item.reason in steps]


def carried_in(payload: Mapping[str, Any]) -> tuple[Carried, ...]:
    """The questions of an act `carried`."""
    return tuple(
        Carried(
            Inquiry(
                row["path"], row["party"], dt.date.fromisoformat(row["sent_on"]), _day(row["due_on"]),
                _day(row["until"]), row["answer"], _day(row["answered_on"]), row["document"],
            ),
            row["from"], row["by"], row["at"],
        )
        for row in payload["carried"]
    )  # fmt: skip


def answers_in(payload: Mapping[str, Any]) -> dict[str, Answer]:
    """The items that an act `carried` answers: by whom and when it was recorded, and in which case."""
    return {
        item: Answer(item, row["by"], row["at"], f"沿用案卷{row['from']}的登记")
        for row in payload["carried"]
        for item in row["items"]
    }


def _text(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
