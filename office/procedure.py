"""The procedure: 经办人员 → 办公室 → 主管领导 (第十二条). Who may do what when, and the writing of each act.

Decisions are made before the first signature and stand still after it: whoever signs later signs the same content,
and whoever disagrees returns the case with grounds. A request is refused with every reason at once, and each refusal
leaves a ledger entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from office import acts
from office.cases import Cases
from office.dossier import Dossier
from office.entry import Entry
from office.errors import Reason
from office.fold import fold
from office.ledger import Book, Ledger
from office.limits import re_review_on
from office.objections import why_not_return, why_not_sign, why_not_withdraw
from office.path_requests import TakePath, TickClock
from office.people import Actor, People, raise_if, refuse
from office.policy import State
from office.requests import Edit, grounds_fit
from office.tables import CASE

_WHAT = {
    "decided": "不能处理该建议。",
    "cut": "不能增加删减。",
    "gap": "不能答复。",
    "status": "不能确定公开属性。",
    "clock": "不能登记答复计时。",
    "path": "不能登记该事项。",
    "signed": "不能签署。",
    "returned": "不能退回。",
    "withdrawn": "不能撤回。",
    "released": "不能公开。",
}


@dataclass(frozen=True, slots=True)
class Procedure:
    """The acts of one home's cases."""

    ledger: Ledger = field(repr=False)
    cases: Cases = field(repr=False)
    people: People = field(repr=False)

    def edit(self, case: str, actor: Actor, request: Edit | TickClock | TakePath) -> Dossier:
        """Decide, cut, answer or set the status. Raises ActRefused with every reason; what changes nothing is no act."""
        before = self.cases.dossier(case)
        refused = self.people.why_not(actor, request.power)
        with self.ledger.writing() as book:
            now = _fresh(book, before)
            refused += request.why_not(now)
            after = now
            if refused:
                refuse(book, request.kind, refused, actor.name, case)
            elif not request.is_idle(now):
                payload = request.payload(now)
                after = _write(book, now, request.kind, actor, payload, **_told(payload))
        raise_if(_WHAT[request.kind], refused)
        return after

    def sign(self, case: str, actor: Actor, opinion: str, *, step: str | None = None) -> Dossier:
        """Sign the step that is due. The proof of identity is used up, whatever comes of it."""
        before = self.cases.dossier(case)
        if before.facts.review_digest is not None:
            self.cases.source(before.facts)
        refused = self.people.why_not(actor, "sign", spend=True)
        with self.ledger.writing() as book:
            now = _fresh(book, before)
            refused += [*why_not_sign(now, actor, step), *grounds_fit(opinion)]
            if not opinion.strip():
                refused.append(Reason("opinion", "签署须写明意见（--opinion）。"))
            after = now
            if refused:
                refuse(book, "signed", refused, actor.name, case)
            else:
                after = _sign(book, now, actor, opinion)
        raise_if(_WHAT["signed"], refused)
        return after

    def give_back(self, case: str, actor: Actor, grounds: str) -> Dossier:
        """Return a case to the handler with grounds. Its history stays; its signatures no longer count."""
        return self._turn(case, actor, "returned", "return", grounds, why_not_return)

    def withdraw(self, case: str, actor: Actor, grounds: str) -> Dossier:
        """Take back a case, or what it released: the gate refuses those bytes from now on."""
        return self._turn(case, actor, "withdrawn", "withdraw", grounds, why_not_withdraw)

    def _turn(
        self, case: str, actor: Actor, kind: str, power: str, grounds: str, check: Any
    ) -> Dossier:
        before = self.cases.dossier(case)
        refused = self.people.why_not(actor, None)
        with self.ledger.writing() as book:
            now = _fresh(book, before)
            refused += [*check(now, actor, power), *grounds_fit(grounds, needed=True)]
            after = now
            if refused:
                refuse(book, kind, refused, actor.name, case)
            else:
                after = _write(book, now, kind, actor, {"grounds": grounds})
        raise_if(_WHAT[kind], refused)
        return after


# ---- writing -------------------------------------------------------------------------------------------


def _fresh(book: Book, before: Dossier) -> Dossier:
    """The case as it stands inside the transaction: acts are read again under the lock."""
    return fold(before.facts, before.review, acts.acts_of(book.connection, before.id))


def _told(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What the ledger may say of a step on a path or of the clock: codes and days."""
    if "stage" in payload:
        return {
            "step": payload["path"],
            "what": payload["answer"] or payload["stage"],
            "on": payload["on"],
        }
    if payload.get("reason_code") and "items" in payload:
        return {"what": "removed", "count": len(payload["items"])}
    if "event" in payload:
        return {"step": payload["event"], "what": payload["what"] or None, "on": payload["on"]}
    return {}


def _sign(book: Book, case: Dossier, actor: Actor, opinion: str) -> Dossier:
    due = case.due_step
    if due is None:
        raise AssertionError("signed without a due step")
    payload = {
        "step": due.step, "label": due.label, "role": actor.role.value, "display": actor.display,
        "opinion": opinion, "content": case.content(), "round": case.round,
    }  # fmt: skip
    return _write(book, case, "signed", actor, payload, step=due.step, content=payload["content"])


def _write(
    book: Book, case: Dossier, kind: str, actor: Actor, payload: Mapping[str, Any], **data: Any
) -> Dossier:
    """Write one act, its entry and the summary row; returns the case after it."""
    after, _ = write_act(book, case, kind, actor.name, payload, **data)
    return after


def write_act(
    book: Book, case: Dossier, kind: str, actor: str, payload: Mapping[str, Any], **data: Any
) -> tuple[Dossier, Entry]:
    """The same, with the ledger entry."""
    number = len(case.acts) + 1
    status = payload if kind in ("status", "gap") else {}
    foreseen = _foreseen(case, kind, actor, payload, number)
    act, entry = acts.record(
        book, case.id, number, kind, actor, payload, state=foreseen.state.value, round=foreseen.round,
        status=status.get("release_status"), mode=status.get("release_mode"),
        reason_code=status.get("reason_code"), **data,
    )  # fmt: skip
    after = fold(case.facts, case.review, (*case.acts, act))
    book.connection.execute(sa.update(CASE).where(CASE.c.id == case.id).values(**_summary(after)))
    return after, entry


def _foreseen(
    case: Dossier, kind: str, actor: str, payload: Mapping[str, Any], number: int
) -> Dossier:
    """The case as it will be after this act, for the entry's `state`."""
    act = acts.Act(case.id, number, kind, actor, "", payload, "", 0)
    return fold(case.facts, case.review, (*case.acts, act))


def _summary(case: Dossier) -> dict[str, Any]:
    """The columns of the row that lists show."""
    status = case.status
    closed = case.state in (State.RELEASED, State.WITHHELD, State.WITHDRAWN)
    again = re_review_on(case)
    return {
        "state": case.state.value, "round": case.round, "step": len(case.signatures), "acts": len(case.acts),
        "release_status": status.release_status if status else None,
        "release_mode": status.release_mode if status else None,
        "reason_code": case.reason_code,
        "closed_at": case.acts[-1].at if closed else None,
        "re_review_on": again.isoformat() if again else None,
        "output_sha256": case.output_sha256,
    }  # fmt: skip
