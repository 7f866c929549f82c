"""From a case to its record: what people did, as the records print it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from office import Dossier
from office.cases import OFFICE_TIME
from records.procedure import AddedCut, Deadline, Decision, Event, GapAnswer, Procedure, Signature

_EVENTS = {
    "returned": "退回",
    "withdrawn": "撤回",
    "released": "公开",
    "signed": "签署",
    "status": "确定公开属性",
}


def procedure_of(case: Dossier, names: dict[str, str]) -> Procedure:
    """What people did in a case. `names` gives the display name of each account."""
    signed = {signature.step: signature for signature in case.signatures}
    status = case.status
    return Procedure(
        case=case.id,
        record_number=case.id if case.release else "",
        release_status=status.release_status if status else "",
        release_mode=(status.release_mode or "") if status else "",
        reason_code=case.reason_code,
        signatures=tuple(
            Signature(
                step.label,
                signed[step.step].display or signed[step.step].actor,
                day_of(signed[step.step].at),
                words=signed[step.step].opinion,
            )
            if step.step in signed
            else Signature(step.label)
            for step in case.steps
        ),
        decisions=tuple(
            Decision(
                d.proposal, d.verdict, names.get(d.actor, d.actor), day_of(d.at), d.grounds, d.reason_code, d.cuts
            )
            for d in case.decisions.values()
        ),
        added=tuple(
            AddedCut(
                a.start, a.stop, a.kind, a.reason_code, a.grounds, names.get(a.actor, a.actor), decided_on=day_of(a.at)
            )
            for a in case.added.values()
        ),
        gap_answers=tuple(
            GapAnswer(a.item, names.get(a.actor, a.actor), a.grounds, day_of(a.at)) for a in case.answers.values()
        ),
        deadlines=_deadlines(case),
        events=tuple(
            Event(day_of(act.at), _EVENTS[act.kind], names.get(act.actor or "", act.actor or ""))
            for act in case.acts
            if act.kind in _EVENTS
        ),
        released_on=_released_on(case),
        output_sha256=case.output_sha256 or "",
    )


def _deadlines(case: Dossier) -> tuple[Deadline, ...]:
    if case.facts.due_on is None:
        return ()
    return (
        Deadline("主动公开期限（二十个工作日）", case.facts.due_on, _released_on(case), ("政府信息公开条例-2019/26",)),
    )


def _released_on(case: Dossier) -> dt.date | None:
    certificate: dict[str, Any] = dict(case.release.get("certificate") or {})
    return day_of(certificate["released_at"]) if certificate else None


def day_of(at: str) -> dt.date:
    """The day of an instant in the office's own time."""
    return dt.datetime.fromisoformat(at).astimezone(OFFICE_TIME).date()
