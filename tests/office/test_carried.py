"""What was asked and answered about the same bytes stands in a new case: nobody argues twice, and nothing gets looser."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from office import ActRefused, Dossier, Office, State
from office.cases import FOLDER
from pipeline.evidence import Declassification, Extension
from tests.office.making import ON, actor, open_case
from tests.office.test_ledger import tamper
from tests.office.test_procedure import codes

SENT = dt.date(2026, 10, 9)
STEPS = tuple(
    {"kind": kind, "grounds": "须办理", "basis": [], "due_on": None}
    for kind in ("third_party", "co_issuer", "confirm_expiry", "declassify")
)
DECLASSIFIED = {"answer": "declassified", "number": "某办解〔2026〕3号"}


def opened(office: Office, rules: str = "ab", **more: Any) -> str:
    """A case of the same bytes under other rules, as a later review opens it."""
    return open_case(office, b"same", outcome="refer", steps=STEPS, rules=rules * 32, **more).id


def take(
    office: Office, case: str, path: str, stage: str, on: dt.date = ON, **more: Any
) -> Dossier:
    """A step on a path by the handler."""
    return office.matters.take(case, actor(office, "wang"), path, stage, on, **more)


def asked(office: Office, path: str, **more: Any) -> str:
    """A case with one question sent and, with `answer`, answered."""
    case = opened(office)
    take(office, case, path, "send", SENT, party="某局")
    if more:
        take(office, case, path, "answer", party="某局", **more)
    return case


@pytest.mark.parametrize(
    ("path", "more", "closed"),
    [
        ("third_party", {"answer": "consent"}, {"third_party"}),
        ("co_issuer", {"answer": "consent"}, {"co_issuer"}),
        ("declassify", DECLASSIFIED, {"declassify", "confirm_expiry"}),
    ],
)
def test_an_answer_is_there_in_the_next_case(
    office: Office, path: str, more: dict[str, Any], closed: set[str]
) -> None:
    """Its steps are answered, by the person who recorded it and on that day; the others stay open."""
    first = asked(office, path, **more)
    case = office.case(opened(office, "cd"))
    assert case.acts[0].kind == "carried"
    assert {item.id for item in case.items} - {item.id for item in case.open_items} == closed
    answer = case.answers[min(closed)]
    assert (answer.actor, answer.at) == ("wang", office.case(first).acts[-1].at)
    assert first in answer.grounds
    inquiry = case.inquiries[f"{path}/某局"]
    assert inquiry.answer == more["answer"]
    assert inquiry.number == more.get("number", "")
    assert office.audit().stands


def test_what_barred_goes_on_barring(office: Office) -> None:
    """A refusal and a question without an answer keep the next case from release, and its steps open."""
    asked(office, "third_party", answer="refuse", grounds="涉及报价")
    take(office, "2026-000001", "co_issuer", "send", SENT, party="乙局")
    case = opened(office, "cd")
    office.set_status(case, actor(office, "wang"), "全文公开", "主动公开")
    office.answer_gap(case, actor(office, "wang"), "已核")
    with pytest.raises(ActRefused) as refusal:
        office.sign(case, actor(office, "wang"), "可以公开。")
    assert codes(refusal) == {"open_path"}
    assert len(refusal.value.because) == 2


def test_a_decision_over_a_refusal_is_made_anew(office: Office) -> None:
    """`settle` is this office's own judgement of one case: the refusal is carried, the judgement is not."""
    first = asked(office, "third_party", answer="refuse", grounds="涉及报价")
    take(
        office,
        first,
        "third_party",
        "settle",
        party="某局",
        answer="override",
        grounds="重大公共利益",
    )
    case = office.case(opened(office, "cd"))
    assert case.inquiries["third_party/某局"].settled is None
    assert "third_party" in {item.id for item in case.open_items}


def test_the_newest_state_counts_wherever_it_was_recorded(office: Office) -> None:
    """An answer that came to the older case after the newer one was opened is the one that is carried on."""
    first = asked(office, "third_party")
    second = opened(office, "cd")
    assert office.case(second).inquiries["third_party/某局"].is_waiting
    take(office, first, "third_party", "answer", party="某局", answer="consent")
    third = office.case(opened(office, "ef"))
    assert third.inquiries["third_party/某局"].answer == "consent"


def test_decisions_on_a_mark_are_evidence_for_these_bytes_only(office: Office) -> None:
    """An order is evidence for every later review of the same bytes; with an extension beside it, the extension alone."""
    case = asked(office, "declassify", **DECLASSIFIED)
    sha256 = office.case(case).facts.sha256
    assert office.evidence(sha256) == (Declassification(ON),)
    assert office.evidence("0" * 64) == ()
    until = dt.date(2030, 1, 5)
    take(office, case, "declassify", "send", SENT, party="乙局")
    take(
        office,
        case,
        "declassify",
        "answer",
        party="乙局",
        answer="extended",
        number="1号",
        until=until,
    )
    assert office.evidence(sha256) == (Extension(until, ON),)


def test_a_review_that_knew_more_is_another_review(office: Office) -> None:
    """The same bytes, rules and day with a decision known is a new case; asked again it is found."""
    case = asked(office, "declassify", **DECLASSIFIED)
    facts = office.case(case).facts
    known = office.evidence(facts.sha256)
    assert office.find_case(facts.sha256, facts.corpora, ON, known) is None
    again = opened(office, evidence=known)
    assert again != case
    found = office.find_case(facts.sha256, facts.corpora, ON, known)
    assert found is not None
    assert found.id == again
    assert office.evidence(facts.sha256) == known


def test_a_case_that_was_changed_carries_nothing(office: Office) -> None:
    """Only what stands against the ledger is carried on."""
    asked(office, "third_party", answer="consent")
    tamper(office, "UPDATE act SET payload = replace(payload, 'consent', 'silent_')")
    assert office.case(opened(office, "cd")).inquiries == {}


def test_a_carried_act_cannot_be_changed_either(office: Office) -> None:
    """It is bound to its ledger entry like every act."""
    asked(office, "third_party", answer="refuse", grounds="涉及报价")
    opened(office, "cd")
    carried = (
        "UPDATE act SET payload = replace(payload, 'refuse', 'consent') WHERE kind = 'carried'"
    )
    tamper(office, carried)
    assert "act" in {problem.code for problem in office.audit().problems}


def test_a_halted_document_carries_nothing(office: Office) -> None:
    """Of a halted one the name and the digest are kept, and no act."""
    asked(office, "third_party", answer="consent")
    made = open_case(
        office, b"same", outcome="halt", markings=({"level": "JIMI"},), rules="cd" * 32
    )
    assert office.case(made.id).acts == ()
    assert office.case(made.id).state is State.HALTED
    assert not (office.settings.home / FOLDER / made.id).exists()
