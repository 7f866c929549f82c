"""From a case of the office to what a record prints: who decided, signed and answered, by the names people show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from office.dossier import Dossier
from office.policy import reason_basis
from records import labels
from records.procedure import (
    AddedCut,
    Deadline,
    Decision,
    Event,
    GapAnswer,
    Procedure,
    Signature,
)

EVENTS: dict[str, str] = {
    "returned": "退回",
    "withdrawn": "撤回公开",
    "released": "公开",
    "referred": "报请确定",
}
"""Acts that stand in the record as lines of history."""
_OFFICE_TIME = dt.timezone(dt.timedelta(hours=8))
_WITHHELD = "不予公开"


def procedure_of(
    case: Dossier,
    names: Mapping[str, str] | None = None,
    *,
    re_review_on: dt.date | None = None,
    text_sha256: str = "",
    ledger_entry: str = "",
) -> Procedure:
    """Everything that people did in a case. `names` maps accounts to the names that are printed."""
    shown = names or {}
    status, released = case.status, _released_on(case)

    def name(actor: str) -> str:
        return shown.get(actor, actor)

    deadlines: tuple[Deadline, ...] = ()
    if case.facts.due_on is not None:
        deadlines = (
            Deadline("公开期限", case.facts.due_on, released, ("政府信息公开条例-2019/26",)),
        )
    return Procedure(
        case=case.id,
        release_status=status.release_status if status else "",
        release_mode=(status.release_mode or "") if status else "",
        reason_code=case.reason_code if status and status.release_status == _WITHHELD else None,
        signatures=_signatures(case),
        decisions=tuple(
            Decision(
                d.proposal, d.verdict, name(d.actor), _day(d.at), d.grounds, d.reason_code, d.cuts
            )
            for d in case.decisions.values()
        ),
        added=tuple(
            AddedCut(
                c.start,
                c.stop,
                c.kind,
                c.reason_code,
                c.grounds,
                name(c.actor),
                basis=reason_basis(c.reason_code),
                decided_on=_day(c.at),
            )
            for c in case.added.values()
        ),
        gap_answers=tuple(
            GapAnswer(a.item, name(a.actor), a.grounds, _day(a.at), a.reason_code)
            for a in case.answers.values()
        ),
        deadlines=deadlines,
        events=tuple(
            Event(
                _day(act.at),
                EVENTS[act.kind],
                name(act.actor or ""),
                str(act.payload.get("grounds") or ""),
            )
            for act in case.acts
            if act.kind in EVENTS
        ),
        re_review_on=re_review_on,
        released_on=released,
        text_sha256=text_sha256,
        output_sha256=case.output_sha256 or "",
        ledger_entry=ledger_entry,
    )


def _signatures(case: Dossier) -> tuple[Signature, ...]:
    """The steps of the case's procedure: signed ones with name and day, the others open."""
    status = case.status.release_status if case.status else ""
    mode = (case.status.release_mode or "") if case.status else ""
    last = len(case.steps) - 1
    given = []
    for number, signed in enumerate(case.signatures):
        verb = labels.OPINION_VERBS[0 if number == 0 else 2 if number == last else 1]
        stock = labels.opinion(status, mode, verb)
        words = "" if signed.opinion.strip() == stock else signed.opinion
        name = signed.display or signed.actor
        given.append(Signature(signed.label, name, _day(signed.at), stock, words))
    return (*given, *(Signature(step.label) for step in case.steps[len(given) :]))


def _day(at: str) -> dt.date:
    """The day of an instant in the office's time (UTC+8)."""
    return dt.datetime.fromisoformat(at).astimezone(_OFFICE_TIME).date()


def _released_on(case: Dossier) -> dt.date | None:
    days = [_day(act.at) for act in case.acts if act.kind == "released"]
    return days[-1] if days else None
