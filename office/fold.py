"""How acts make a case: one pure function, from the acts in order to the case they leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from office.acts import Act
from office.carried import answers_in, carried_in
from office.dossier import Dossier
from office.paths import after_act
from office.policy import State
from office.values import (
    UNDECIDED,
    WITHHELD,
    AddedCut,
    Answer,
    Decision,
    Facts,
    Signature,
    Status,
)


def history(facts: Facts, review: Mapping[str, Any], acts: Iterable[Act]) -> Iterator[Dossier]:
    """The case after each of its acts."""
    dossier = Dossier(
        facts, review, state=State.HALTED if facts.outcome == "halt" else State.DRAFTED
    )
    for act in acts:
        dossier = replace(_after(dossier, act), acts=(*dossier.acts, act))
        yield dossier


def fold(facts: Facts, review: Mapping[str, Any], acts: Iterable[Act]) -> Dossier:
    """The case that these acts make. Acts are taken as they stand; whether each was allowed, `procedure` asked."""
    dossier = Dossier(
        facts, review, state=State.HALTED if facts.outcome == "halt" else State.DRAFTED
    )
    for later in history(facts, review, acts):
        dossier = later
    return dossier


def _after(dossier: Dossier, act: Act) -> Dossier:
    payload, actor = act.payload, act.actor or ""
    match act.kind:
        case "decided":
            made = {
                name: Decision(
                    name, payload["verdict"], actor, act.at, payload["grounds"],
                    payload["codes"].get(name), tuple((a, b) for a, b in payload["cuts"]),
                )
                for name in payload["proposals"]
            }  # fmt: skip
            removed = set(payload.get("uncut", ()))
            kept = {name: cut for name, cut in dossier.added.items() if name not in removed}
            return replace(dossier, decisions={**dossier.decisions, **made}, added=kept)
        case "cut":
            cut = AddedCut(
                payload["id"], payload["start"], payload["stop"], payload["cut_kind"], payload["reason_code"],
                payload["grounds"], actor, act.at,
            )  # fmt: skip
            return replace(dossier, added={**dossier.added, cut.id: cut})
        case "gap":
            code = payload.get("reason_code")
            given = {
                i: Answer(i, actor, act.at, payload["grounds"], code) for i in payload["items"]
            }
            answered = replace(dossier, answers={**dossier.answers, **given})
            return _reopened(answered) if dossier.state is State.REFERRED else answered
        case "path":
            given = {i: Answer(i, actor, act.at, payload["grounds"]) for i in payload["items"]}
            asked = replace(
                dossier,
                inquiries=after_act(dossier.inquiries, payload),
                answers={**dossier.answers, **given},
            )
            came = payload["stage"] != "send" and dossier.state is State.REFERRED
            return _reopened(asked) if came else asked
        case "carried":
            return replace(
                dossier,
                inquiries={each.inquiry.key: each.inquiry for each in carried_in(payload)},
                answers=answers_in(payload),
            )
        case "status":
            status = Status(
                payload["release_status"], payload["release_mode"], payload["reason_code"], actor, act.at,
                payload["grounds"],
            )  # fmt: skip
            return replace(dossier, status=status)
        case "signed":
            return _signed(dossier, act)
        case "returned":
            return _reopened(dossier)
        case "withdrawn":
            return replace(dossier, state=State.WITHDRAWN)
        case "released":
            return replace(dossier, state=State.RELEASED, release=dict(payload))
        case _:
            return dossier


def _reopened(dossier: Dossier) -> Dossier:
    return replace(
        dossier,
        state=State.RETURNED,
        round=dossier.round + 1,
        signatures=(),
        past_signatures=(*dossier.past_signatures, *dossier.signatures),
    )


def _signed(dossier: Dossier, act: Act) -> Dossier:
    payload = act.payload
    signature = Signature(
        payload["step"], payload["label"], payload["role"], act.actor or "", payload["display"], act.at,
        payload["opinion"], payload["content"], dossier.round,
    )  # fmt: skip
    signatures = (*dossier.signatures, signature)
    step = dossier.steps[len(dossier.signatures)]
    state = step.after
    if len(signatures) == len(dossier.steps):
        status = dossier.status.release_status if dossier.status else UNDECIDED
        state = {WITHHELD: State.WITHHELD, UNDECIDED: State.REFERRED}.get(status, State.APPROVED)
    return replace(dossier, signatures=signatures, state=state)
