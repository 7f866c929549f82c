"""The attacks of docs/threats.md on time, on special paths, on erasure and on what leaves the office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from office import ActRefused, Allowed, AuthenticationFailed, Office
from office.cases import FOLDER
from office.certificate import why_not_offline
from office.errors import CaseErased
from office.keys import is_signed_by, public_key
from office.sm2 import Sm2PrivateKey
from pipeline.errors import UsageError
from tests.office.making import (
    ON,
    PASSWORD,
    HandClock,
    actor,
    approve,
    open_case,
    released,
)
from tests.office.test_ledger import tamper
from tests.office.test_threats import last, reasons

SENT = dt.date(2026, 10, 9)
STEPS = tuple(
    {"kind": kind, "grounds": "须办理", "basis": [], "due_on": None}
    for kind in ("third_party", "co_issuer", "refer", "declassify")
)


def asked(office: Office, path: str) -> str:
    """A case of which one question was sent."""
    case = open_case(office, outcome="refer", steps=STEPS).id
    office.matters.take(case, actor(office, "wang"), path, "send", SENT, party="某局")
    return case


def refused(office: Office, act: Callable[[], object], code: str) -> None:
    """The act is refused, and the ledger says so."""
    with pytest.raises(ActRefused):
        act()
    kind, codes = last(office)
    assert kind == "act.refused"
    assert code in codes


# ---- time and paths ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["root", "qian", "sun"])
def test_t26_keepers_and_auditors_touch_neither_clock_nor_path(office: Office, name: str) -> None:
    """Administrator, security administrator and auditor record no time, no question and no answer, and erase nothing."""
    case = asked(office, "third_party")
    done = len(office.case(case).acts)
    matters, by = office.matters, lambda: actor(office, name)
    for act in (
        lambda: matters.tick(case, by(), "start", ON),
        lambda: matters.tick(case, by(), "extend", ON, grounds="x"),
        lambda: matters.take(case, by(), "third_party", "send", ON, party="乙"),
        lambda: matters.take(
            case, by(), "third_party", "answer", ON, party="某局", answer="consent"
        ),
        lambda: office.erasures.erase(case, by(), "x"),
    ):
        refused(office, act, "role")
    assert len(office.case(case).acts) == done


def test_t27_a_handler_lengthens_the_time_for_himself(office: Office) -> None:
    """An extension is the leader's or the office's, once, before the end, with grounds; a pause has a reason of the law."""
    case, matters = open_case(office).id, office.matters
    matters.tick(case, actor(office, "wang"), "start", SENT)
    refused(
        office,
        lambda: matters.tick(case, actor(office, "wang"), "extend", SENT, grounds="忙"),
        "role",
    )
    refused(office, lambda: matters.tick(case, actor(office, "li"), "extend", SENT), "grounds")
    refused(
        office,
        lambda: matters.tick(case, actor(office, "li"), "extend", ON, grounds="忙"),
        "clock",
    )
    refused(
        office,
        lambda: matters.tick(
            case, actor(office, "wang"), "suspend", ON, what="holiday", grounds="x"
        ),
        "clock",
    )
    matters.tick(case, actor(office, "li"), "extend", SENT, grounds="案情复杂")
    refused(
        office,
        lambda: matters.tick(case, actor(office, "chen"), "extend", SENT, grounds="忙"),
        "clock",
    )


def test_t28_a_day_that_did_not_come_or_is_out_of_order(office: Office) -> None:
    """Neither the clock nor a path takes a day after today, or one before what it follows."""
    case, matters = asked(office, "third_party"), office.matters
    tomorrow, before = ON + dt.timedelta(days=1), SENT - dt.timedelta(days=1)
    refused(office, lambda: matters.tick(case, actor(office, "wang"), "start", tomorrow), "day")
    matters.tick(case, actor(office, "wang"), "start", SENT)
    refused(office, lambda: matters.tick(case, actor(office, "wang"), "stop", before), "clock_day")
    more = {"party": "某局", "answer": "consent"}
    for day in (tomorrow, before):
        refused(
            office,
            lambda d=day: matters.take(
                case, actor(office, "wang"), "third_party", "answer", d, **more
            ),
            "day",
        )


@pytest.mark.parametrize("path", ["third_party", "co_issuer"])
def test_t29_a_silence_that_is_none_yet(office: Office, path: str) -> None:
    """Silence is of a day after the limit; on the last day it is none, whatever today is."""
    case = asked(office, path)
    due = office.case(case).inquiries[f"{path}/某局"].due_on
    assert due is not None
    for day in (SENT, due):
        act = lambda d=day: office.matters.take(  # noqa: E731
            case, actor(office, "wang"), path, "answer", d, party="某局", answer="silent"
        )
        refused(office, act, "path")
    office.set_status(case, actor(office, "wang"), "全文公开", "主动公开")
    office.answer_gap(case, actor(office, "wang"), "对方没有意见")
    refused(office, lambda: office.sign(case, actor(office, "wang"), "可以公开。"), "open_path")


def test_t30_the_office_answers_for_another(office: Office) -> None:
    """What only another may decide is not settled here; an answer of a decision names its document."""
    matters = office.matters
    for path in ("co_issuer", "refer", "declassify"):
        case = asked(office, path)
        act = lambda c=case, p=path: matters.take(  # noqa: E731
            c,
            actor(office, "wang"),
            p,
            "settle",
            ON,
            party="某局",
            answer="override",
            grounds="须公开",
        )
        refused(office, act, "path")
    more = {"party": "某局", "answer": "declassified"}
    refused(
        office,
        lambda: matters.take(case, actor(office, "wang"), "declassify", "answer", ON, **more),
        "path",
    )


def test_t31_an_answer_changed_after_the_first_signature(office: Office) -> None:
    """What was signed stands still: no new question, answer or decision without a return."""
    case, matters = asked(office, "third_party"), office.matters
    matters.take(
        case, actor(office, "wang"), "third_party", "answer", ON, party="某局", answer="consent"
    )
    office.set_status(case, actor(office, "wang"), "全文公开", "主动公开")
    office.answer_gap(case, actor(office, "wang"), "已核")
    office.sign(case, actor(office, "wang"), "可以公开。")
    refused(
        office,
        lambda: matters.take(case, actor(office, "wang"), "third_party", "send", ON, party="乙"),
        "signed",
    )


def test_t32_a_refusal_left_behind_in_the_old_case(office: Office) -> None:
    """A second review of the same bytes begins with the refusal of the first, and cannot be signed for release."""
    first = asked(office, "third_party")
    more = {"party": "某局", "answer": "refuse", "grounds": "涉及报价"}
    office.matters.take(first, actor(office, "wang"), "third_party", "answer", ON, **more)
    office.withdraw(first, actor(office, "wang"), "重新立案")
    case = open_case(office, outcome="release", rules="cd" * 32).id
    office.set_status(case, actor(office, "wang"), "全文公开", "主动公开")
    refused(office, lambda: office.sign(case, actor(office, "wang"), "可以公开。"), "open_path")


# ---- erasure -----------------------------------------------------------------------------------------------


def test_t33_evidence_erased_before_its_time(office: Office, clock: HandClock) -> None:
    """Not while the case is open, not within the period, not without grounds, not by the handler."""
    case, open_one = released(office), open_case(office, b"open").id
    erase = office.erasures.erase
    refused(office, lambda: erase(case, actor(office, "chen"), "已鉴定"), "retention")
    clock.now += dt.timedelta(days=366 * 11)
    refused(office, lambda: erase(open_one, actor(office, "chen"), "已鉴定"), "state")
    refused(office, lambda: erase(case, actor(office, "wang"), "已鉴定"), "role")
    refused(office, lambda: erase(case, actor(office, "chen"), ""), "grounds")
    assert office.source_bytes(case) == b"draft"


def test_t34_a_case_hidden_as_erased_and_one_put_back(office: Office, clock: HandClock) -> None:
    """A row that says erased hides nothing; files that come back are no case: the gate stays shut, the audit tells."""
    case = released(office)
    tamper(office, "UPDATE review_case SET state = 'erased'")
    assert office.case(case).output_sha256 is not None
    assert "row" in {problem.code for problem in office.audit().problems}
    tamper(office, "UPDATE review_case SET state = 'released'")
    folder = office.settings.home / FOLDER / case
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    clock.now += dt.timedelta(days=366 * 11)
    office.erasures.erase(case, actor(office, "chen"), "已鉴定")
    folder.mkdir()
    for name, data in kept.items():
        (folder / name).write_bytes(data)
    with pytest.raises(CaseErased):
        office.case(case)
    assert "erased" in reasons(office)
    assert "erased" in {problem.code for problem in office.audit().problems}


# ---- what leaves the office ----------------------------------------------------------------------------------


def test_t35_a_certificate_after_the_withdrawal(office: Office) -> None:
    """The office's gate refuses what was withdrawn, whatever certificate is shown; offline nobody can know."""
    case = released(office)
    certificate = dict(office.case(case).release["certificate"])
    office.withdraw(case, actor(office, "chen"), "公开后发现差错")
    assert "withdrawn" in reasons(office)
    assert why_not_offline(b"output", certificate, office.key().public_pem) == []


def test_t36_a_certificate_under_a_key_of_another_kind(office: Office) -> None:
    """A signature with another algorithm, a key named that did not sign, a signature left out: all refused."""
    certificate = dict(office.case(released(office)).release["certificate"])
    bare = {k: v for k, v in certificate.items() if k not in ("key", "signature")}
    stranger = Sm2PrivateKey.generate()
    foreign = type(office.key())(stranger)
    resigned = foreign.sign(bare)
    pem = office.key().public_pem
    for forged in (
        resigned,
        {**resigned, "key": certificate["key"]},
        {**certificate, "algorithm": "none"},
        {**certificate, "signature": ""},
        bare,
    ):
        assert [r.code for r in why_not_offline(b"output", forged, pem)] == ["signature"]
    assert is_signed_by(resigned, stranger.public_key())
    assert not is_signed_by(certificate, stranger.public_key())
    assert public_key(pem) == public_key(office.key().public_pem)


def test_t37_a_token_guessed_or_given_out_without_leave(office: Office) -> None:
    """Only the security administrator gives and takes tokens; an unknown one is refused and written down."""
    for name in ("root", "wang", "li", "chen", "sun"):
        refused(office, lambda n=name: office.tokens.add("网站", actor(office, n)), "role")
    token = office.tokens.add("网站", actor(office, "qian"))
    refused(office, lambda: office.tokens.revoke("网站", actor(office, "wang")), "role")
    for guess in ("", "Bearer", token[:-1], token + "A", token.swapcase()):
        with pytest.raises(AuthenticationFailed):
            office.tokens.check(guess)
        assert last(office) == ("token.refused", ("unknown",))
    with pytest.raises(AuthenticationFailed):
        office.authenticate("网站", token)
    assert office.tokens.check(token) == "网站"


def test_t38_a_checkpoint_that_nobody_may_sign(office: Office) -> None:
    """The auditor signs checkpoints; who acts in cases or keeps the system does not."""
    approve(office, open_case(office).id)
    for name in ("wang", "li", "chen", "root", "qian"):
        refused(
            office, lambda n=name: office.checkpoints.sign(office.key(), actor(office, n)), "role"
        )
    assert office.checkpoints.sign(office.key(), actor(office, "sun"))["count"] > 0


def test_t39_a_backup_of_another_making(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Only the administrator makes a backup; the file is the office's own and is checked when it is opened."""
    target = tmp_path_factory.mktemp("backup") / "b.tar"
    released(office)
    for name in ("wang", "li", "chen", "sun", "qian"):
        refused(
            office,
            lambda n=name: office.backups.make(target, actor(office, n), office.key()),
            "role",
        )
    assert not target.exists()
    assert isinstance(office.gate(b"output"), Allowed)
    with pytest.raises(UsageError):
        office.add_person("x", "no-such-role", PASSWORD, by=actor(office, "root"))
