"""Every attack of docs/threats.md: each ends in a refusal, and where someone acted, in a ledger entry.

Length: one test a threat of docs/threats.md, in its order.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from office import ActRefused, Allowed, AuthenticationFailed, Barred, CaseDamaged, Office, Role
from office.canonical import canonical
from office.certificate import why_not_offline
from office.keys import OfficeKey, is_signed_by
from pipeline.errors import UsageError
from tests.office.making import (
    PASSWORD,
    HandClock,
    actor,
    approve,
    handle,
    open_case,
    open_office,
    proof,
    proposal,
    released,
)
from tests.office.test_ledger import INSERT, tamper

ROOT = Path(__file__).parent.parent.parent


def last(office: Office) -> tuple[str, tuple[str, ...]]:
    """Kind and codes of the newest entry."""
    entry = list(office.ledger.entries())[-1]
    return entry.kind, tuple(entry.data.get("codes", ()))


def reasons(office: Office, data: bytes = b"output") -> set[str]:
    """Codes of a refusal at the gate; it is in the ledger."""
    answer = office.gate(data)
    assert isinstance(answer, Barred)
    assert last(office)[0] == "gate.refused"
    return set(answer.codes)


# ---- T1 to T4: files ---------------------------------------------------------------------------------------


def test_t01_a_swapped_output_file(office: Office) -> None:
    """One bit more or less, and it is another file."""
    released(office)
    assert isinstance(office.gate(b"output"), Allowed)
    for other in (b"Output", b"output\n", b"", b"draft"):
        assert "bytes" in reasons(office, other)


@pytest.mark.parametrize("name", ["source.txt", "review.json"])
def test_t02_a_file_of_the_case_was_changed(office: Office, name: str) -> None:
    """Source and review are checked against the ledger when they are opened."""
    case = released(office)
    path = office.settings.home / "cases" / case / name
    path.write_bytes(path.read_bytes() + b" ")
    assert "files" in reasons(office)
    assert not office.audit().stands


def test_t03_a_review_was_changed_together_with_its_row(office: Office) -> None:
    """A new digest in the row does not help: the opening entry names the old one."""
    case = released(office)
    path = office.settings.home / "cases" / case / "review.json"
    forged = canonical({**json.loads(path.read_bytes()), "proposals": []})
    path.write_bytes(forged)
    change = "UPDATE review_case SET review_digest = :d WHERE id = :c"
    tamper(office, (change, {"d": sha256(forged).hexdigest(), "c": case}))
    assert "opened" in reasons(office)


def test_t04_a_source_swapped_before_signing(office: Office) -> None:
    """Nobody signs a case whose source is not the one that was reviewed."""
    ref = open_case(office)
    (office.settings.home / "cases" / ref.id / "source.txt").write_bytes(b"another")
    with pytest.raises(CaseDamaged):
        office.sign(ref.id, actor(office, "wang"), "可以公开。")


# ---- T5 to T9: records in the database ---------------------------------------------------------------------


def test_t05_an_edited_decision(office: Office) -> None:
    """A decision changed in the database no longer has the digest that the ledger holds."""
    released(office)
    tamper(
        office,
        "UPDATE act SET payload = replace(payload, 'accept', 'reject') WHERE kind = 'decided'",
    )
    assert "act" in reasons(office)
    assert not office.audit().stands


def test_t06_a_deleted_act(office: Office) -> None:
    """An act that is gone is missed."""
    released(office)
    tamper(office, "DELETE FROM act WHERE kind = 'decided'")
    assert "acts" in reasons(office)


def test_t07_a_forged_release(office: Office) -> None:
    """Rows that say `released` without acts, certificate and entries do not open the gate."""
    ref = open_case(office, b"secret plan")
    forged = "UPDATE review_case SET state = 'released', output_sha256 = :d WHERE id = :c"
    tamper(office, (forged, {"d": sha256(b"secret plan").hexdigest(), "c": ref.id}))
    assert {"bytes", "unsigned"} <= reasons(office, b"secret plan")
    assert not office.audit().stands


def test_t08_a_forged_release_with_acts_and_entries(office: Office, tmp_path: Path) -> None:
    """Someone who writes acts, entries and head as the software would still cannot sign the certificate."""
    with open_office(tmp_path / "forger") as forger:
        stolen = OfficeKey.open(forger.settings.home, forger._disk)
    case = released(office)
    certificate = office.case(case).release["certificate"]
    assert is_signed_by(certificate, office.key().public)
    keys = office.settings.home / "keys"
    (keys / "office.pem").unlink()
    assert "certificate" in reasons(office)
    assert stolen.fingerprint != certificate["key"]


def test_t09_a_forged_entry_at_the_end(office: Office) -> None:
    """An entry that the software did not write breaks the chain."""
    case = released(office)
    n, head = office.ledger.newest()
    body = canonical(
        {"n": n + 1, "at": list(office.ledger.entries())[-1].at, "kind": "case.released", "actor": "chen", "case": case,
         "data": {"act": "0" * 64}, "prev": head}
    ).decode()  # fmt: skip
    tamper(
        office,
        (INSERT, {"n": n + 1, "c": case, "b": body, "h": sha256(body.encode()).hexdigest()}),
    )
    assert "acts" in reasons(office)


# ---- T10 to T16: persons -----------------------------------------------------------------------------------


def test_t10_a_handler_signs_as_approver(office: Office) -> None:
    """Each step is signed by its role; the refusal is in the ledger."""
    ref = open_case(office)
    handle(office, ref.id)
    office.sign(ref.id, actor(office, "li"), "同意。")
    with pytest.raises(ActRefused):
        office.sign(ref.id, actor(office, "zhao"), "批准。")
    assert last(office) == ("act.refused", ("role",))


def test_t11_one_person_in_two_roles(office: Office) -> None:
    """A handler who is made reviewer in between does not sign a second step of the same case."""
    ref = open_case(office)
    handle(office, ref.id)
    office.people.set_role("wang", Role.REVIEWER, actor(office, "root"))
    with pytest.raises(ActRefused):
        office.sign(ref.id, actor(office, "wang"), "同意。")
    assert last(office) == ("act.refused", ("same_person",))


def test_t12_an_actor_made_by_hand_and_one_used_twice(office: Office) -> None:
    """Without a proof of identity, with another's, or with one that signed before: refused."""
    ref = open_case(office)
    office.set_status(ref.id, actor(office, "wang"), "全文公开", "主动公开")
    genuine = actor(office, "wang")
    for forged in (replace(genuine, proof="0" * 32), replace(genuine, name="zhao")):
        with pytest.raises(ActRefused):
            office.sign(ref.id, forged, "可以。")
        assert last(office) == ("act.refused", ("authentication",))
        genuine = actor(office, "wang")
    office.sign(ref.id, genuine, "可以。")
    with pytest.raises(ActRefused):
        office.sign(ref.id, genuine, "可以。")


def test_t13_an_old_proof(office: Office, clock: HandClock) -> None:
    """Identity is proven for this act, not for the afternoon."""
    ref = open_case(office)
    genuine = actor(office, "wang")
    clock.now += dt.timedelta(minutes=6)
    with pytest.raises(ActRefused):
        office.sign(ref.id, genuine, "可以。")
    clock.now += dt.timedelta(minutes=30)
    with pytest.raises(ActRefused):
        office.set_status(ref.id, genuine, "全文公开", "主动公开")


def test_t14_guessing_a_password(office: Office, clock: HandClock) -> None:
    """Five wrong passwords lock the account, even for the right one; the security administrator unlocks."""
    for _ in range(5):
        with pytest.raises(AuthenticationFailed):
            office.authenticate("wang", "wrong-password-1")
    with pytest.raises(AuthenticationFailed):
        actor(office, "wang")
    assert last(office) == ("login.refused", ("locked",))
    office.people.unlock("wang", actor(office, "qian"))
    actor(office, "wang")
    for _ in range(5):
        with pytest.raises(AuthenticationFailed):
            office.authenticate("wang", "wrong-password-1")
    clock.now += dt.timedelta(minutes=31)
    actor(office, "wang")


@pytest.mark.parametrize("name", ["root", "qian", "sun"])
def test_t15_keepers_and_auditors_act_in_no_case(office: Office, name: str) -> None:
    """Neither administrator nor auditor can decide, cut, answer, set, sign, return, withdraw or release."""
    ref = open_case(office, outcome="partial_release", proposals=(proposal(1),))
    attempts = (
        lambda: office.decide(ref.id, actor(office, name), "accept"),
        lambda: office.add_cut(ref.id, actor(office, name), (1, 2), "pi.name", "4", "x"),
        lambda: office.answer_gap(ref.id, actor(office, name), "x"),
        lambda: office.set_status(ref.id, actor(office, name), "全文公开", "主动公开"),
        lambda: office.sign(ref.id, actor(office, name), "同意"),
        lambda: office.return_case(ref.id, actor(office, name), "x"),
        lambda: office.withdraw(ref.id, actor(office, name), "x"),
        lambda: office.release(ref.id, actor(office, name), b"draft"),
    )
    for attempt in attempts:
        with pytest.raises(ActRefused):
            attempt()
        assert last(office)[0] == "act.refused"
        assert "role" in last(office)[1]
    assert office.case(ref.id).acts == ()


@pytest.mark.parametrize("name", ["root", "qian"])
def test_t16_an_administrator_reads_no_case(office: Office, name: str) -> None:
    """Cases, sources and readings are closed to those who keep the system; the auditor may read."""
    ref = open_case(office)
    for attempt in (office.case, office.source_bytes, office.ocr_reading):
        with pytest.raises(ActRefused):
            attempt(ref.id, actor=actor(office, name))
        assert last(office) == ("read.refused", ("role",))
    with pytest.raises(ActRefused):
        office.cases(actor=actor(office, name))
    assert office.case(ref.id, actor=actor(office, "sun")).id == ref.id


# ---- T17 to T24: the rest ----------------------------------------------------------------------------------


def test_t17_people_who_may_not_make_people(office: Office) -> None:
    """Only an administrator adds accounts; nobody adds one to a home that has people without leave."""
    with pytest.raises(ActRefused):
        office.add_person("mallory", "approver", PASSWORD)
    for name in ("wang", "chen", "sun", "qian"):
        with pytest.raises(ActRefused):
            office.add_person("mallory", "approver", PASSWORD, by=actor(office, name))
        assert last(office) == ("act.refused", ("role",))
    with pytest.raises(UsageError):
        office.people.get("mallory")


def test_t18_a_role_changed_in_the_database(office: Office) -> None:
    """An account whose role the ledger does not know is found by the audit."""
    tamper(office, "UPDATE person SET role = 'approver' WHERE name = 'wang'")
    assert {p.code for p in office.audit().problems} == {"role"}


def test_t19_the_clock_set_back(office: Office, clock: HandClock) -> None:
    """No act, no login that writes, and no answer at the gate under a clock that runs behind the ledger."""
    released(office)
    clock.now -= dt.timedelta(hours=1)
    answer = office.gate(b"output")
    assert isinstance(answer, Barred)
    assert answer.codes == ("clock",)
    assert last(office)[0] == "clock.refused"


def test_t20_a_token_and_a_session_replayed(office: Office, clock: HandClock) -> None:
    """A revoked token, a closed session, an idle one and an old one open nothing."""
    token = office.tokens.add("网站", actor(office, "qian"))
    assert office.tokens.check(token) == "网站"
    office.tokens.revoke("网站", actor(office, "qian"))
    with pytest.raises(AuthenticationFailed):
        office.tokens.check(token)
    assert last(office)[0] == "token.refused"
    for spoil in ("close", "idle", "old"):
        secret = office.sessions.open(actor(office, "wang"))
        assert office.sessions.resume(secret).name == "wang"
        if spoil == "close":
            office.sessions.close(secret)
        elif spoil == "idle":
            clock.now += dt.timedelta(minutes=31)
        else:
            for _ in range(40):
                clock.now += dt.timedelta(minutes=14)
                office.sessions.resume(secret)
            clock.now += dt.timedelta(minutes=50)
        with pytest.raises(AuthenticationFailed):
            office.sessions.resume(secret)
        assert last(office)[0] == "session.refused"


def test_t21_a_session_does_not_sign(office: Office) -> None:
    """Who signs gives the password again."""
    ref = open_case(office)
    secret = office.sessions.open(actor(office, "wang"))
    office.set_status(ref.id, office.sessions.resume(secret), "全文公开", "主动公开")
    with pytest.raises(ActRefused):
        office.sign(ref.id, office.sessions.resume(secret), "可以。")
    assert last(office) == ("act.refused", ("authentication",))


def test_t22_a_certificate_forged_changed_or_of_another_file(
    office: Office, tmp_path: Path
) -> None:
    """Offline, with the public key alone: this file, this certificate, this office."""
    case = released(office)
    certificate = dict(office.case(case).release["certificate"])
    pem = office.key().public_pem
    assert why_not_offline(b"output", certificate, pem) == []
    assert [r.code for r in why_not_offline(b"outpuT", certificate, pem)] == ["bytes"]
    changed = {**certificate, "output": {**certificate["output"], "sha256": "0" * 64}}
    assert [r.code for r in why_not_offline(b"output", changed, pem)] == ["signature"]
    assert [r.code for r in why_not_offline(b"output", {"schema": "x"}, pem)] == ["schema"]
    with open_office(tmp_path / "other") as other:
        foreign = other.key()
        resigned = foreign.sign(
            {k: v for k, v in certificate.items() if k not in ("key", "signature")}
        )
        assert [r.code for r in why_not_offline(b"output", resigned, pem)] == ["signature"]
        assert [r.code for r in why_not_offline(b"output", certificate, foreign.public_pem)] == [
            "signature"
        ]
    with pytest.raises(UsageError):
        why_not_offline(b"output", certificate, b"not a key")


def test_t23_a_proof_of_something_else(office: Office) -> None:
    """A proof that failed, is empty, or is of other bytes releases nothing; an uncut file is not passed off as cut."""
    ref = open_case(office, outcome="partial_release", proposals=(proposal(1),))
    approve(office, ref.id, "删减后公开")
    empty = {**proof(b"draft", b"out"), "checks": []}
    hidden = {**proof(b"draft", b"out", holds=False), "holds": True}
    for output, shown in ((b"out", empty), (b"out", hidden), (b"out", proof(b"draft", b"o")), (b"draft", None),
                          (b"draft", proof(b"draft", b"draft"))):  # fmt: skip
        with pytest.raises(ActRefused):
            office.release(ref.id, actor(office, "li"), output, shown)
        assert last(office)[0] == "act.refused"


def test_t24_a_file_under_review_and_a_withheld_one(office: Office) -> None:
    """What is not released is barred, whatever state its case is in."""
    ref = open_case(office, b"in review")
    assert "state" in reasons(office, b"in review")
    approve(office, ref.id, "不予公开", None, reason_code="5")
    assert "state" in reasons(office, b"in review")
    with pytest.raises(ActRefused):
        office.release(ref.id, actor(office, "chen"), b"in review")


def test_t25_a_halted_document_leaves_nothing(office: Office) -> None:
    """Name, digest, level and state; no folder, no review, no acts, no release."""
    mark: dict[str, Any] = {
        "level": "JIMI",
        "term": "5年",
        "issued_on": None,
        "expires_on": None,
        "state": "undated",
        "findings": [],
    }
    ref = open_case(office, b"JIMI plan", outcome="halt", markings=(mark,), name="计划.txt")
    assert ref.state == "halted"
    assert not (office.settings.home / "cases").exists()
    entry = list(office.ledger.entries(case=ref.id))[-1]
    assert dict(entry.data) == {
        "source": entry.data["source"],
        "name": "计划.txt",
        "level": "jimi",
        "state": "halted",
    }
    assert b"JIMI plan" not in b"".join(
        p.read_bytes() for p in office.settings.home.rglob("*") if p.is_file()
    )
    attempts: tuple[Callable[[], object], ...] = (
        lambda: office.sign(ref.id, actor(office, "wang"), "可以。"),
        lambda: office.set_status(ref.id, actor(office, "wang"), "全文公开", "主动公开"),
        lambda: office.withdraw(ref.id, actor(office, "li"), "x"),
    )
    for attempt in attempts:
        with pytest.raises(ActRefused):
            attempt()
    assert isinstance(office.gate(b"JIMI plan"), Barred)
    assert office.audit().stands


def test_every_threat_has_its_test() -> None:
    """The written list and these files name the same threats."""
    written = {line.split("|")[1].strip() for line in (ROOT / "docs/threats.md").read_text("utf-8").splitlines()
               if line.startswith("| T")}  # fmt: skip
    named = re.compile(r"^def test_t(\d\d)_", re.MULTILINE)
    files = (Path(__file__), Path(__file__).with_name("test_threats_acts.py"))
    tested = {f"T{n}" for file in files for n in named.findall(file.read_text("utf-8"))}
    assert written == tested
