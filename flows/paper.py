"""From a case of the office to what a record prints: who decided, signed and answered, by the names people show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from flows.history import deadlines_of, events_of, path_answers
from office import Office
from office.dossier import Dossier
from office.limits import Kept, re_review_on
from office.policy import reason_basis
from office.statistics import handler_of, sections_of
from records import labels
from records.procedure import AddedCut, Decision, GapAnswer, Procedure, Signature

_OFFICE_TIME = dt.timezone(dt.timedelta(hours=8))
_WITHHELD = "不予公开"


def procedure_of(
    case: Dossier,
    names: Mapping[str, str] | None = None,
    *,
    limits: Iterable[Kept] = (),
    on: dt.date | None = None,
    department: str = "",
    text_sha256: str = "",
    ledger_entry: str = "",
) -> Procedure:
    """Everything that people did in a case. `names` maps accounts to the names that are printed.

    `limits` are those of the case, as they stand on the day `on`.
    """
    shown = names or {}
    status, came = case.status, path_answers(case)

    def name(actor: str) -> str:
        return shown.get(actor, actor)

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
            GapAnswer(
                a.item,
                name(a.actor),
                "。".join(word for word in (came.get(a.item, ""), a.grounds) if word),
                _day(a.at),
                a.reason_code,
            )
            for a in case.answers.values()
        ),
        deadlines=deadlines_of(limits, on or case.facts.on),
        events=events_of(case, name),
        due_on=case.facts.due_on,
        re_review_on=re_review_on(case),
        released_on=_released_on(case),
        department=department,
        text_sha256=text_sha256,
        output_sha256=case.output_sha256 or "",
        ledger_entry=ledger_entry,
    )


def told_of(
    office: Office, case: Dossier, *, text_sha256: str = "", ledger_entry: str = ""
) -> Procedure:
    """The same, with what the office knows: names, the handler's section, the limits that apply here."""
    names = {person.name: person.display or person.name for person in office.people.all()}
    return procedure_of(
        case,
        names,
        limits=office.matters.limits(case),
        on=office.settings.on,
        department=sections_of(office.settings.home).get(handler_of(case), ""),
        text_sha256=text_sha256,
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
