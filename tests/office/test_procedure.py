"""The three steps, and everything that keeps a case from being signed."""

from __future__ import annotations

import pytest

from office import ActRefused, Office, State
from tests.office.making import actor, approve, handle, open_case, proof, proposal


def codes(refusal: pytest.ExceptionInfo[ActRefused]) -> set[str]:
    """Codes of the reasons of a refusal."""
    return {reason.code for reason in refusal.value.because}


def test_three_persons_take_a_clean_draft_to_release(office: Office) -> None:
    """drafted → handled → reviewed → approved → released, and the gate lets the source itself pass."""
    ref = open_case(office)
    assert office.case(ref.id).state is State.DRAFTED
    assert handle(office, ref.id).state is State.HANDLED
    assert office.sign(ref.id, actor(office, "li"), "同意。").state is State.REVIEWED
    assert office.sign(ref.id, actor(office, "chen"), "批准。").state is State.APPROVED
    assert office.why_not_release(ref.id) == ()
    released = office.release(ref.id, actor(office, "chen"), b"draft")
    assert office.case(ref.id).state is State.RELEASED
    assert released.record == ref.id
    assert office.gate(b"draft").record == ref.id
    assert office.ledger.verify().stands


def test_partial_release_needs_a_proof_for_exactly_these_bytes(office: Office) -> None:
    """A cut output goes out with its proof; without, with a failed one or with another's it does not."""
    ref = open_case(office, outcome="partial_release", proposals=(proposal(1),))
    approve(office, ref.id, "删减后公开")
    for bad in (
        None,
        proof(b"draft", b"out", holds=False),
        proof(b"draft", b"other"),
        proof(b"x", b"out"),
    ):
        with pytest.raises(ActRefused):
            office.release(ref.id, actor(office, "li"), b"out", bad)
    office.release(ref.id, actor(office, "li"), b"out", proof(b"draft", b"out"))
    assert office.gate(b"out").record == ref.id
    assert not hasattr(office.gate(b"out "), "released_at")


def test_nothing_is_signed_while_something_is_open(office: Office) -> None:
    """Every open matter is named at once."""
    ref = open_case(
        office,
        outcome="refer",
        proposals=(proposal(1), proposal(2, "withhold", reason_code=None)),
        gaps=({"reason": "garbled_text", "place": "第2页"},),
        steps=({"kind": "declassify", "grounds": "须解密审核", "basis": [], "due_on": None},),
    )
    with pytest.raises(ActRefused) as refusal:
        office.sign(ref.id, actor(office, "wang"), "可以公开。")
    assert codes(refusal) == {"undecided", "open_gap", "open_step", "status"}
    assert len(refusal.value.reasons) == 4
    office.decide(ref.id, actor(office, "wang"), "accept")
    with pytest.raises(ActRefused) as refusal:
        office.sign(ref.id, actor(office, "wang"), "可以公开。")
    assert "reason_code" in codes(refusal)
    assert [e.kind for e in office.ledger.entries(case=ref.id)][-1] == "act.refused"


def test_a_document_that_was_to_be_withheld_cannot_be_released(office: Office) -> None:
    """An accepted 不予公开 proposal and 全文公开 do not go together; 不予公开 ends the case."""
    ref = open_case(
        office, outcome="withhold", proposals=(proposal(1, "withhold", reason_code=None),)
    )
    office.decide(ref.id, actor(office, "wang"), "accept", reason_code="5")
    office.set_status(ref.id, actor(office, "wang"), "全文公开", "主动公开")
    with pytest.raises(ActRefused) as refusal:
        office.sign(ref.id, actor(office, "wang"), "可以。")
    assert codes(refusal) == {"withheld"}
    case = approve(office, ref.id, "不予公开", None)
    assert case.state is State.WITHHELD
    assert office.why_not_release(ref.id)
    assert office.cases(state="withheld")[0].re_review_on is not None


def test_refusal_without_a_reason_is_not_printed(office: Office) -> None:
    """不予公开 without a code is refused (不予印发)."""
    ref = open_case(office)
    with pytest.raises(ActRefused) as refusal:
        office.set_status(ref.id, actor(office, "wang"), "不予公开")
    assert codes(refusal) == {"reason_code"}


def test_the_office_cannot_sign_before_the_handler(office: Office) -> None:
    """Steps go in order, each by its role; nobody signs for another."""
    ref = open_case(office)
    for name in ("li", "chen", "root", "sun", "qian"):
        with pytest.raises(ActRefused) as refusal:
            office.sign(ref.id, actor(office, name), "同意。")
        assert "role" in codes(refusal)
    handle(office, ref.id)
    for name in ("wang", "zhao", "chen"):
        with pytest.raises(ActRefused):
            office.sign(ref.id, actor(office, name), "同意。")


def test_what_was_signed_stands_still(office: Office) -> None:
    """After the first signature nothing can be changed but by returning the case."""
    ref = open_case(office, proposals=(proposal(1),), outcome="partial_release")
    handle(office, ref.id, "删减后公开")
    with pytest.raises(ActRefused) as refusal:
        office.decide(
            ref.id, actor(office, "zhao"), "reject", proposals=["prop0001"], grounds="不必"
        )
    assert codes(refusal) == {"signed"}
    back = office.return_case(ref.id, actor(office, "li"), "请复核第3段")
    assert (back.state, back.round, len(back.past_signatures)) == (State.RETURNED, 2, 1)
    office.decide(
        ref.id, actor(office, "zhao"), "reject", proposals=["prop0001"], grounds="法定公开内容"
    )
    office.set_status(ref.id, actor(office, "zhao"), "全文公开", "主动公开")
    assert office.sign(ref.id, actor(office, "zhao"), "已改。").state is State.HANDLED
    assert len(office.case(ref.id).acts) == 7


def test_a_question_is_answered_or_referred(office: Office) -> None:
    """An accepted question must be answered before a release; 待确定 ends in a referral, the reply reopens it."""
    ref = open_case(office, outcome="refer", proposals=(proposal(1, "ask"),))
    office.decide(ref.id, actor(office, "wang"), "accept")
    office.set_status(ref.id, actor(office, "wang"), "全文公开", "主动公开")
    with pytest.raises(ActRefused) as refusal:
        office.sign(ref.id, actor(office, "wang"), "可以。")
    assert codes(refusal) == {"open_ask"}
    office.set_status(ref.id, actor(office, "wang"), "待确定")
    office.sign(ref.id, actor(office, "wang"), "拟报请确定。")
    office.sign(ref.id, actor(office, "li"), "同意报请。")
    assert office.sign(ref.id, actor(office, "chen"), "同意报请。").state is State.REFERRED
    assert office.why_not_release(ref.id)
    back = office.answer_gap(ref.id, actor(office, "wang"), "保密局复函：不属于国家秘密")
    assert (back.state, back.open_items) == (State.RETURNED, ())
    office.set_status(ref.id, actor(office, "wang"), "全文公开", "主动公开")
    assert office.sign(ref.id, actor(office, "wang"), "可以公开。").state is State.HANDLED


def test_people_add_cuts_amend_and_take_back(office: Office) -> None:
    """Final cuts are the accepted, the amended and the added, each with its code, article and person."""
    ref = open_case(
        office, outcome="partial_release", proposals=(proposal(1), proposal(2), proposal(3))
    )
    office.decide(ref.id, actor(office, "wang"), "accept", proposals=["prop0001"])
    office.decide(ref.id, actor(office, "wang"), "amend", proposals=["prop0002"], spans=[(18, 26)])
    office.decide(
        ref.id, actor(office, "wang"), "reject", proposals=["prop0003"], grounds="公职人员"
    )
    case = office.add_cut(ref.id, actor(office, "zhao"), (50, 60), "trade_secret", "4", "报价")
    cuts = office.final_cuts(ref.id)
    assert [(c.start, c.stop, c.decided_by) for c in cuts] == [
        (10, 14, "wang"),
        (18, 26, "wang"),
        (50, 60, "zhao"),
    ]
    assert all(c.basis and c.reason_code == "4" for c in cuts)
    (added,) = case.added
    office.decide(
        ref.id, actor(office, "wang"), "reject", proposals=[added], grounds="不属商业秘密"
    )
    assert len(office.final_cuts(ref.id)) == 2


@pytest.mark.parametrize(
    ("verdict", "more", "code"),
    [
        ("reject", {"proposals": ["prop0001"]}, "grounds"),
        ("amend", {"proposals": ["prop0001"]}, "spans"),
        ("amend", {"proposals": ["prop0001"], "spans": [(5, 5)]}, "spans"),
        ("amend", {"proposals": ["prop0001"], "spans": [(5, 5000)]}, "spans"),
        ("accept", {"proposals": ["nothere"]}, "unknown"),
        ("accept", {"reason_code": "9"}, "reason_code"),
        ("perhaps", {}, "verdict"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(
    office: Office, verdict: str, more: dict[str, object], code: str
) -> None:
    """Grounds for a rejection, spans inside the text, known names, known codes."""
    ref = open_case(office, proposals=(proposal(1),), outcome="partial_release")
    with pytest.raises(ActRefused) as refusal:
        office.decide(ref.id, actor(office, "wang"), verdict, **more)  # type: ignore[arg-type]
    assert code in codes(refusal)
    assert not office.case(ref.id).decisions


def test_withdrawn_bytes_do_not_pass(office: Office) -> None:
    """What was released can be withdrawn by the office, not by the handler; then the gate refuses."""
    ref = open_case(office)
    approve(office, ref.id)
    office.release(ref.id, actor(office, "li"), b"draft")
    with pytest.raises(ActRefused):
        office.withdraw(ref.id, actor(office, "wang"), "有误")
    office.withdraw(ref.id, actor(office, "chen"), "发现遗漏")
    answer = office.gate(b"draft")
    assert not hasattr(answer, "released_at")
    assert "该信息的公开已被撤回。" in answer.reasons
