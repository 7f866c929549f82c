"""The written record of a case: docx and html for people, canonical JSON for programs. All three say the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows import bounded
from flows.outputs import write
from flows.paper import told_of
from office import Dossier, Office
from office.acts import Act
from office.canonical import canonical
from pipeline.readers import read
from pipeline.settings import Settings
from records import record_docx, record_html
from records.procedure import Deadline, Event, Procedure


def write_record(office: Office, dossier: Dossier, out: Path, settings: Settings) -> None:
    """Write the record of a case as it stands: docx, html and JSON."""
    out.mkdir(parents=True, exist_ok=True)
    told = told_of(
        office,
        dossier,
        text_sha256=_text_digest(office, dossier, settings),
        ledger_entry=_ledger_entry(office, dossier),
    )
    review = {"case": dossier.id, **dossier.review}
    write(out / "record.html", record_html(review, told).encode())
    write(out / "record.docx", record_docx(review, told))
    write(out / "record.json", canonical(case_json(dossier, told)))


def _ledger_entry(office: Office, dossier: Dossier) -> str:
    """Number and digest of the ledger entry of the last act: whoever holds the paper finds the place in the ledger."""
    if not dossier.acts:
        return ""
    entry = next(office.ledger.entries(after=dossier.acts[-1].entry - 1, limit=1))
    return f"第{entry.n}条 {entry.hash}"


def _text_digest(office: Office, dossier: Dossier, settings: Settings) -> str:
    """SHA-256 of the flat text; empty for a halted case, a picture, and a file that cannot be read any more."""
    facts = dossier.facts
    if facts.review_digest is None or facts.reading_digest is not None:
        return ""
    data = office.source_bytes(dossier.id)

    def work() -> str:
        return read(data, facts.name, settings.limits).text_digest

    match bounded.run(work, seconds=settings.limits.seconds):
        case bounded.Answer(str() as digest):
            return digest
        case _:
            return ""


def case_json(dossier: Dossier, told: Procedure) -> dict[str, Any]:
    """A case as `case show --json` prints it and `record.json` keeps it: the review, and what people did.

    `told` is the same case as the paper tells it.
    """
    status = dossier.status
    due = dossier.due_step
    return {
        "schema": "xianshen/case/1",
        "case": dossier.id,
        "state": dossier.state.value,
        "round": dossier.round,
        "outcome": dossier.facts.outcome,
        "source": {
            "name": dossier.facts.name,
            "sha256": dossier.facts.sha256,
            "bytes": dossier.facts.bytes,
        },
        "opened_at": dossier.facts.opened_at,
        "due_on": dossier.facts.due_on.isoformat() if dossier.facts.due_on else None,
        "due_step": due.step if due else None,
        "release_status": status.release_status if status else None,
        "release_mode": status.release_mode if status else None,
        "reason_code": dossier.reason_code,
        "undecided": list(dossier.undecided),
        "open_items": [
            {
                "id": item.id,
                "kind": item.kind,
                "reason": item.reason,
                "place": item.place,
                "due_on": item.due_on,
            }
            for item in dossier.open_items
        ],
        "decisions": [
            {
                "proposal": d.proposal,
                "verdict": d.verdict,
                "by": d.actor,
                "at": d.at,
                "grounds": d.grounds,
                "reason_code": d.reason_code,
                "cuts": [list(cut) for cut in d.cuts],
            }
            for d in dossier.decisions.values()
        ],
        "added": [
            {
                "id": a.id,
                "start": a.start,
                "stop": a.stop,
                "kind": a.kind,
                "reason_code": a.reason_code,
                "grounds": a.grounds,
                "by": a.actor,
                "at": a.at,
            }
            for a in dossier.added.values()
        ],
        "answers": [
            {
                "item": a.item,
                "by": a.actor,
                "at": a.at,
                "grounds": a.grounds,
                "reason_code": a.reason_code,
            }
            for a in dossier.answers.values()
        ],
        "inquiries": [
            {
                "path": i.path,
                "party": i.party,
                "sent_on": i.sent_on.isoformat(),
                "due_on": i.due_on.isoformat() if i.due_on else None,
                "until": i.until.isoformat() if i.until else None,
                "answer": i.answer,
                "answered_on": i.answered_on.isoformat() if i.answered_on else None,
                "number": i.number,
                "settled": i.settled,
            }
            for i in dossier.inquiries.values()
        ],
        "signatures": [
            {
                "step": s.step,
                "label": s.label,
                "by": s.actor,
                "name": s.display,
                "at": s.at,
                "opinion": s.opinion,
            }
            for s in dossier.signatures
        ],
        "deadlines": [_deadline(limit) for limit in told.deadlines],
        "acts": [_act(a, e) for a, e in zip(dossier.acts, told.events, strict=True)],
        "certificate": dict(dossier.release.get("certificate") or {}) or None,
        "review": dict(dossier.review),
    }


def _deadline(limit: Deadline) -> dict[str, Any]:
    return {
        "label": limit.label,
        "of": limit.of,
        "since": limit.since.isoformat() if limit.since else None,
        "due_on": limit.due_on.isoformat() if limit.due_on else None,
        "met_on": limit.met_on.isoformat() if limit.met_on else None,
        "missed": limit.is_missed,
        "basis": list(limit.basis),
    }


_CODED = ("event", "what", "path", "stage", "party", "answer", "document", "due_on", "until")
"""What the acts of the clock and of a path hold beside their day and grounds."""


def _act(act: Act, event: Event) -> dict[str, Any]:
    coded = {k: act.payload[k] for k in _CODED if act.payload.get(k)}
    return {
        "number": act.number,
        "kind": act.kind,
        "label": event.label,
        "on": event.on.isoformat(),
        "by": act.actor,
        "name": event.name,
        "at": act.at,
        "grounds": event.grounds,
        "basis": list(event.basis),
        **({"detail": coded} if act.kind in ("clock", "path") else {}),
    }
