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

from office import acts, policy
from office.cases import OFFICE_TIME, Cases
from office.deadlines import add_months
from office.dossier import Dossier
from office.entry import Entry
from office.errors import Reason
from office.fold import fold
from office.ledger import Book, Ledger
from office.people import Actor, People, raise_if, refuse
from office.policy import State
from office.requests import Edit, grounds_fit
from office.tables import CASE
from office.values import RELEASING, UNDECIDED, WITHHELD

_WHAT = {
    "decided": "不能处理该建议。",
    "cut": "不能增加删减。",
    "gap": "不能答复。",
    "status": "不能确定公开属性。",
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

    def edit(self, case: str, actor: Actor, request: Edit) -> Dossier:
        """Decide, cut, answer or set the status. Raises ActRefused with every reason."""
        before = self.cases.dossier(case)
        refused = self.people.why_not(actor, request.power)
        with self.ledger.writing() as book:
            now = _fresh(book, before)
            refused += request.why_not(now)
            after = now
            if refused:
                refuse(book, request.kind, refused, actor.name, case)
            else:
                after = _write(book, now, request.kind, actor, request.payload(now))
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


# ---- why not -------------------------------------------------------------------------------------------


def why_not_sign(case: Dossier, actor: Actor, step: str | None = None) -> list[Reason]:
    """Reasons against this person's signature; empty means that it may be given.

    (1) a step is due and it is this person's; (2) nobody signs two steps of one case; (3) every proposal is
    decided, every gap, step and question answered, every code chosen; (4) 公开属性 and 公开方式 are set and agree
    with the decisions; (5) what was signed before is what is signed now.
    """
    due = case.due_step
    if due is None:
        return [Reason("state", f"案卷现为“{case.state.label}”，没有待签署的环节。")]
    reasons = []
    if step is not None and step != due.step:
        reasons.append(Reason("step", f"现在待签署的是“{due.label}”。"))
    if actor.role is not due.role:
        reasons.append(Reason("role", f"“{due.label}”环节须由{due.role.label}签署，不得代签。"))
    earlier = {s.step for s in (*case.past_signatures, *case.signatures) if s.actor == actor.name}
    if earlier - {due.step}:
        reasons.append(Reason("same_person", "同一案卷的各环节须由不同的人签署。"))
    return [*reasons, *open_matters(case), *_contradictions(case), *_moved(case)]


def open_matters(case: Dossier) -> list[Reason]:
    """What nobody has decided or answered yet."""
    reasons = []
    if case.undecided:
        reasons.append(
            Reason(
                "undecided",
                f"有{len(case.undecided)}条处理建议未作决定：{_some(case.undecided)}。",
            )
        )
    if case.codeless:
        reasons.append(
            Reason(
                "reason_code",
                f"有{len(case.codeless)}条决定未选择理由代码：{_some(case.codeless)}。",
            )
        )
    status = case.status.release_status if case.status else None
    for kind, word in (
        ("gap", "处未能审查的内容未答复"),
        ("step", "个须办事项未办理"),
        ("ask", "个待确定事项未答复"),
    ):
        names = tuple(item.id for item in case.open_items if item.kind == kind)
        if names and not (kind in ("step", "ask") and status in (WITHHELD, UNDECIDED)):
            reasons.append(
                Reason(f"open_{kind}", f"有{len(names)}{word}：{_some(names)}（case gap）。")
            )
    if status is None:
        reasons.append(Reason("status", "未确定公开属性和公开方式，不予印发（case status）。"))
    return reasons


def _contradictions(case: Dossier) -> list[Reason]:
    """Where 公开属性 does not follow from the decisions."""
    status = case.status
    if status is None:
        return []
    reasons = []
    if status.release_status in RELEASING:
        if case.withheld_by:
            reasons.append(
                Reason(
                    "withheld",
                    f"已采纳不予公开的处理建议：{_some(case.withheld_by)}，不能定为{status.release_status}。",
                )
            )
        if status.release_mode is None:
            reasons.append(Reason("mode", "未确定公开方式。"))
    if status.release_status == "全文公开" and case.final_cuts:
        reasons.append(Reason("cuts", f"有{len(case.final_cuts)}处删减，公开属性应为删减后公开。"))
    if status.release_status == "删减后公开" and not case.final_cuts:
        reasons.append(Reason("no_cuts", "没有任何删减，不能定为删减后公开。"))
    if status.release_status == WITHHELD and not case.reason_code:
        reasons.append(Reason("reason_code", "不予公开须说明理由代码和依据，否则不予印发。"))
    return reasons


def _moved(case: Dossier) -> list[Reason]:
    if any(signature.content != case.content() for signature in case.signatures):
        return [Reason("content", "案卷内容与前一环节签署时不一致。")]
    return []


def why_not_return(case: Dossier, actor: Actor, power: str) -> list[Reason]:
    """A later step returns the case; an approved, withheld or referred one may be taken up again as well."""
    reasons = []
    due = case.due_step
    own_step = due is not None and case.signatures and actor.role is due.role
    if not (actor.role.may(power) or own_step):
        reasons.append(Reason("role", f"{actor.role.label}无权退回案卷。"))
    if case.state not in (
        State.HANDLED,
        State.REVIEWED,
        State.APPROVED,
        State.WITHHELD,
        State.REFERRED,
    ):
        reasons.append(Reason("state", f"案卷现为“{case.state.label}”，不能退回。"))
    return reasons


def why_not_withdraw(case: Dossier, actor: Actor, power: str) -> list[Reason]:
    """Before release anyone of the three may withdraw; what was released, the office or the leader."""
    reasons = []
    if not actor.role.may(power):
        reasons.append(Reason("role", f"{actor.role.label}无权撤回案卷。"))
    elif case.state is State.RELEASED and actor.role is policy.Role.HANDLER:
        reasons.append(Reason("role", "已公开的信息须由办公室或主管领导决定撤回。"))
    if case.state in (State.WITHDRAWN, State.HALTED):
        reasons.append(Reason("state", f"案卷现为“{case.state.label}”，不能撤回。"))
    return reasons


def _some(names: tuple[str, ...]) -> str:
    return "、".join(names[:5]) + ("等" if len(names) > 5 else "")


# ---- writing -------------------------------------------------------------------------------------------


def _fresh(book: Book, before: Dossier) -> Dossier:
    """The case as it stands inside the transaction: acts are read again under the lock."""
    return fold(before.facts, before.review, acts.acts_of(book.connection, before.id))


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
    status = payload if kind == "status" else {}
    foreseen = _foreseen(case, kind, actor, payload, number)
    act, entry = acts.record(
        book, case.id, number, kind, actor, payload, state=foreseen.state.value, round=foreseen.round,
        status=status.get("release_status"), mode=status.get("release_mode"),
        reason_code=status.get("reason_code"), **data,
    )  # fmt: skip
    after = fold(case.facts, case.review, (*case.acts, act))
    book.connection.execute(
        sa.update(CASE).where(CASE.c.id == case.id).values(**_summary(book, after))
    )
    return after, entry


def _foreseen(
    case: Dossier, kind: str, actor: str, payload: Mapping[str, Any], number: int
) -> Dossier:
    """The case as it will be after this act, for the entry's `state`."""
    act = acts.Act(case.id, number, kind, actor, "", payload, "", 0)
    return fold(case.facts, case.review, (*case.acts, act))


def _summary(book: Book, case: Dossier) -> dict[str, Any]:
    """The columns of the row that lists show."""
    status = case.status
    closed = case.state in (State.RELEASED, State.WITHHELD, State.WITHDRAWN)
    today = book.now.astimezone(OFFICE_TIME).date()
    again = (
        add_months(today, policy.retention()["re_review_months"])
        if case.state is State.WITHHELD
        else None
    )
    return {
        "state": case.state.value, "round": case.round, "step": len(case.signatures), "acts": len(case.acts),
        "release_status": status.release_status if status else None,
        "release_mode": status.release_mode if status else None,
        "reason_code": case.reason_code,
        "closed_at": case.acts[-1].at if closed else None,
        "re_review_on": again.isoformat() if again else None,
        "output_sha256": case.output_sha256,
    }  # fmt: skip
