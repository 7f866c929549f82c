"""Special paths: sent, answered, settled; silence lets nothing out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from office import ActRefused, Dossier, Office, State
from office.paths import evidence_of
from pipeline.evidence import Declassification, Extension
from tests.office.making import ON, actor, open_case, proposal
from tests.office.test_procedure import codes

SENT = dt.date(2026, 10, 9)
STEPS: dict[str, tuple[str, ...]] = {
    "third_party": ("third_party",),
    "co_issuer": ("co_issuer",),
    "refer": ("refer",),
    "declassify": ("confirm_expiry", "declassify"),
    "defer": (),
}


def asked(office: Office, path: str, *, mode: str = "主动公开", **more: Any) -> str:
    """A case with the steps of a path, its question sent, ready to be signed but for the answer."""
    steps = tuple(
        {"kind": kind, "grounds": "须办理", "basis": [], "due_on": None} for kind in STEPS[path]
    )
    ref = open_case(office, path.encode() + mode.encode(), outcome="refer", steps=steps)
    office.set_status(ref.id, actor(office, "wang"), "全文公开", mode)
    take(office, ref.id, path, "send", SENT, **more)
    return ref.id


def take(office: Office, case: str, path: str, stage: str, on: dt.date, **more: Any) -> Dossier:
    """A step on a path by the handler."""
    return office.matters.take(case, actor(office, "wang"), path, stage, on, **more)


def barred(office: Office, case: str) -> set[str]:
    """Codes that keep the handler from signing for release."""
    with pytest.raises(ActRefused) as refusal:
        office.sign(case, actor(office, "wang"), "可以公开。")
    return codes(refusal)


def signs(office: Office, case: str) -> bool:
    """The handler signs."""
    return office.sign(case, actor(office, "wang"), "可以公开。").state is State.HANDLED


@pytest.mark.parametrize(
    ("path", "answer", "more"),
    [
        ("third_party", "consent", {}),
        ("co_issuer", "consent", {}),
        ("refer", "consent", {}),
        ("declassify", "declassified", {"number": "某办解〔2026〕3号"}),
        ("defer", "ended", {"grounds": "已办结"}),
    ],
)
def test_an_answer_that_lets_go(
    office: Office, path: str, answer: str, more: dict[str, Any]
) -> None:
    """Nothing is signed before it, not even where a person answered the step in general words."""
    extra = {"until": dt.date(2026, 12, 1), "grounds": "待核实"} if path == "defer" else {}
    case = asked(office, path, **extra)
    office.answer_gap(case, actor(office, "wang"), "已办理")
    assert "open_path" in barred(office, case)
    take(office, case, path, "answer", ON, answer=answer, **more)
    assert signs(office, case)
    assert office.audit().stands


def test_an_answer_answers_the_steps(office: Office) -> None:
    """The open steps of a path are closed by it, with the last of several parties only."""
    case = asked(office, "third_party", party="甲公司")
    take(office, case, "third_party", "send", SENT, party="乙公司")
    take(office, case, "third_party", "answer", ON, party="甲公司", answer="consent")
    assert barred(office, case) == {"open_step", "open_path"}
    take(office, case, "third_party", "answer", ON, party="乙公司", answer="consent")
    assert signs(office, case)


@pytest.mark.parametrize("answer", ["refuse", "silent"])
def test_a_third_party_that_refuses_or_is_silent(office: Office, answer: str) -> None:
    """The office decides, in words; a cut that is claimed must be there (条例 第三十二条、第三十七条)."""
    case = asked(office, "third_party")
    take(office, case, "third_party", "answer", ON, answer=answer, grounds="涉及报价")
    assert "open_path" in barred(office, case)
    with pytest.raises(ActRefused):
        take(office, case, "third_party", "settle", ON, answer="unfounded")
    take(office, case, "third_party", "settle", ON, answer="severed", grounds="报价已删")
    assert "open_path" in barred(office, case)
    take(office, case, "third_party", "settle", ON, answer="override", grounds="重大公共利益")
    assert signs(office, case)


def test_silence_before_the_limit_is_none(office: Office) -> None:
    """15 working days from delivery, to the day."""
    case = asked(office, "third_party")
    assert office.case(case).inquiries["third_party"].due_on == dt.date(2026, 10, 29)
    take(office, case, "third_party", "answer", ON, answer="silent")
    late = asked(office, "third_party", mode="依申请公开")
    take(office, late, "third_party", "answer", ON, answer="consent")
    take(office, late, "third_party", "send", dt.date(2026, 11, 2))
    with pytest.raises(ActRefused):
        take(office, late, "third_party", "answer", ON, answer="silent")


@pytest.mark.parametrize(("mode", "free"), [("依申请公开", True), ("主动公开", False)])
def test_another_organ_that_is_silent(office: Office, mode: str, free: bool) -> None:
    """Silence is consent over a request only (条例 第三十四条); nobody can settle it otherwise."""
    case = asked(office, "co_issuer", mode=mode)
    take(office, case, "co_issuer", "answer", ON, answer="silent")
    if free:
        assert signs(office, case)
    else:
        assert "open_path" in barred(office, case)
        with pytest.raises(ActRefused):
            take(office, case, "co_issuer", "settle", ON, answer="override", grounds="须公开")


def test_a_referral_comes_back_with_its_answer(office: Office) -> None:
    """Referred, sent, refused: the case is open again, cannot be released and can be withheld."""
    ref = open_case(office, outcome="refer", proposals=(proposal(1, "ask"),))
    office.decide(ref.id, actor(office, "wang"), "accept")
    office.set_status(ref.id, actor(office, "wang"), "待确定")
    for name in ("wang", "li", "chen"):
        office.sign(ref.id, actor(office, name), "报请确定。")
    take(office, ref.id, "refer", "send", SENT, party="某某厅")
    assert office.case(ref.id).state is State.REFERRED
    more = {"answer": "refuse", "grounds": "不宜公开", "party": "某某厅"}
    assert take(office, ref.id, "refer", "answer", ON, **more).state is State.RETURNED
    office.set_status(ref.id, actor(office, "wang"), "全文公开", "主动公开")
    assert "open_path" in barred(office, ref.id)
    office.set_status(ref.id, actor(office, "wang"), "不予公开", reason_code="1")
    assert signs(office, ref.id)


def test_decisions_on_the_term_become_evidence(office: Office) -> None:
    """解密 and 延长 with number and day; an extension keeps the case from release."""
    case = asked(office, "declassify")
    with pytest.raises(ActRefused):
        take(office, case, "declassify", "answer", ON, answer="declassified")
    day, until = dt.date(2026, 1, 5), dt.date(2030, 1, 5)
    take(office, case, "declassify", "answer", day, answer="extended", number="1号", until=until)
    assert "open_path" in barred(office, case)
    found = tuple(evidence_of(office.case(case).inquiries.values()))
    assert found == (Extension(until, day),)
    take(office, case, "declassify", "send", ON)
    take(office, case, "declassify", "answer", ON, answer="declassified", number="2号")
    found = tuple(evidence_of(office.case(case).inquiries.values()))
    assert found == (Declassification(ON),)


def test_the_number_of_a_decision_is_kept(office: Office) -> None:
    """文号 comes back as it was written, with the day, also after the act was read from the database."""
    case = asked(office, "declassify", party="某局")
    take(
        office,
        case,
        "declassify",
        "answer",
        ON,
        party="某局",
        answer="declassified",
        number="某办解〔2026〕3号",
    )
    inquiry = office.case(case).inquiries["declassify/某局"]
    assert (inquiry.number, inquiry.answered_on) == ("某办解〔2026〕3号", ON)


def test_a_silence_is_of_a_day_after_the_limit(office: Office) -> None:
    """Neither on the last day nor before it, though the limit has passed by now."""
    case = asked(office, "third_party")
    due = office.case(case).inquiries["third_party"].due_on
    assert due is not None
    with pytest.raises(ActRefused):
        take(office, case, "third_party", "answer", due, answer="silent")
    take(office, case, "third_party", "answer", due + dt.timedelta(days=1), answer="silent")


@pytest.mark.parametrize(
    ("path", "stage", "more"),
    [
        ("nothing", "send", {}),
        ("refer", "perhaps", {}),
        ("refer", "answer", {"answer": "consent"}),
        ("defer", "send", {}),
        ("refer", "send", {"party": "x" * 300}),
    ],
)
def test_steps_that_make_no_sense(
    office: Office, path: str, stage: str, more: dict[str, Any]
) -> None:
    """Refused, and the ledger says so; auditors and admins may not at all."""
    ref = open_case(office)
    with pytest.raises(ActRefused):
        take(office, ref.id, path, stage, ON, **more)
    for name in ("sun", "root", "chen"):
        with pytest.raises(ActRefused):
            office.matters.take(ref.id, actor(office, name), "refer", "send", ON)
    assert [e.kind for e in office.ledger.entries(case=ref.id)].count("act.refused") == 4


def test_the_question_is_part_of_what_is_signed(office: Office) -> None:
    """After the first signature nothing can be sent; the signatures cover what was."""
    case = asked(office, "third_party")
    take(office, case, "third_party", "answer", ON, answer="consent")
    assert signs(office, case)
    with pytest.raises(ActRefused) as refusal:
        take(office, case, "third_party", "send", ON, party="丙公司")
    assert codes(refusal) == {"signed"}
