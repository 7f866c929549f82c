"""Many people at once, each trying every act on the same cases: no lost update, no double signature, no deadlock."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from office import CaseRef, Office, Role
from office.backup import restore
from office.disk import Disk
from office.entry import KINDS
from office.people import Actor
from pipeline.errors import Refused, UsageError
from tests.office.making import (
    ON,
    PASSWORD,
    actor,
    approve,
    open_case,
    open_office,
    proof,
    proposal,
    staff,
)

DRAFTED, APPROVED, RELEASED = range(3)
"""How the cases stand when the crowd comes in: new, waiting to be released, waiting to be withdrawn."""
ROUNDS = 5 if os.environ.get("XIANSHEN_SLOW") else 1
GAP = {"reason": "picture_not_read", "place": "第2页"}
ALONE = {
    "home.opened": "a home is founded once, before anybody is in it",
    "home.restored": "a restore goes into an empty home",
    "clock.refused": "one machine's clock is wrong, not a person",
    "login.locked": "would keep the others out",
    "case.carried": "begins a second case of the same bytes, in the transaction that opens it",
    "case.erased": "comes ten years later; the refusal is tried here",
    "session.refused": "the answer to a secret that nobody has",
    "token.refused": "the answer to a secret that nobody has",
    "read.refused": "changes nothing",
    "case.halted": "is not opened twice and has no acts",
}
"""Kinds of entries that no crowd can make, and why; every other kind is tried by everybody."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person at one desk, trying every act on one case."""

    office: Office
    name: str
    number: int
    case: str
    folder: Path = field(repr=False)
    secrets: list[str] = field(default_factory=list, repr=False)

    @property
    def me(self) -> Actor:
        """Authenticated anew."""
        return actor(self.office, self.name)

    def by(self, name: str) -> Actor:
        """Somebody else, who acts at many desks at once."""
        return actor(self.office, name)

    @property
    def output(self) -> bytes:
        """What would be released of this case."""
        return b"out" + text(self.number)


Attempt = Callable[[Visitor], object]
ATTEMPTS: tuple[tuple[str, Attempt], ...] = (
    ("case.decided", lambda v: v.office.decide(v.case, v.me, "accept", proposals=["prop0001"])),
    ("case.cut", lambda v: v.office.add_cut(v.case, v.me, (50, 60), "pi.name", "4", f"由{v.name}")),
    ("case.gap", lambda v: v.office.answer_gap(v.case, v.me, f"由{v.name}", items=[v.office.case(v.case).items[0].id])),
    ("case.path", lambda v: v.office.matters.take(v.case, v.me, "third_party", "send", ON, party=v.name)),
    ("case.path", lambda v: v.office.matters.take(
        v.case, v.me, "third_party", "answer", ON, party=v.name, answer="consent")),
    ("case.clock", lambda v: v.office.matters.tick(v.case, v.me, "start", ON)),
    ("case.status", lambda v: v.office.set_status(v.case, v.me, "删减后公开", "主动公开")),
    ("case.signed", lambda v: v.office.sign(v.case, v.me, "同意。")),
    ("case.released", lambda v: v.office.release(v.case, v.me, v.output, proof(text(v.number), v.output))),
    ("gate.allowed", lambda v: v.office.gate(v.output)),
    ("gate.refused", lambda v: v.office.gate(v.name.encode())),
    ("case.returned", lambda v: v.number == DRAFTED and v.office.return_case(v.case, v.me, "补充")),
    ("case.withdrawn", lambda v: v.number == RELEASED and v.office.withdraw(v.case, v.me, "遗漏")),
    ("act.refused", lambda v: v.office.erasures.erase(v.case, v.me, "尚未届满")),
    ("login.refused", lambda v: v.office.authenticate("nobody", "wrong")),
    ("session.opened", lambda v: v.secrets.append(v.office.sessions.open(v.me)) or True),  # type: ignore[func-returns-value]
    ("session.closed", lambda v: v.office.sessions.close(v.secrets.pop()) is None),
    ("person.added", lambda v: v.office.add_person(f"new-{v.number}", "auditor", PASSWORD, by=v.by("root"))),
    ("person.password", lambda v: v.office.people.set_password("qian", PASSWORD, v.by("root")) is None),
    ("person.role", lambda v: v.office.people.set_role("sun", Role.AUDITOR, v.by("root")) is None),
    ("person.disabled", lambda v: v.office.people.disable("zhao", v.by("root")) is None),
    ("person.enabled", lambda v: v.office.people.disable("zhao", v.by("root"), disabled=False) is None),
    ("person.unlocked", lambda v: v.office.people.unlock("zhao", v.by("qian")) is None),
    ("token.added", lambda v: v.office.tokens.add(f"网站{v.name}", v.by("qian"))),
    ("token.revoked", lambda v: v.office.tokens.revoke(f"网站{v.name}", v.by("qian")) is None),
    ("ledger.checkpoint", lambda v: v.office.checkpoints.sign(v.office.key(), v.by("sun"))),
    ("backup.made", lambda v: v.number == DRAFTED and v.name.endswith(("0", "5")) and v.office.backups.make(
        v.folder / f"{v.name}.tar", v.by("root"), v.office.key())),
)  # fmt: skip
"""What everybody tries on every case, with the kind of entry that it leaves when it is done (not where it gives False)."""
REFUSALS = {"act.refused", "login.refused", "gate.allowed", "gate.refused"}
"""Kinds that other attempts leave as well."""


def text(number: int) -> bytes:
    """The draft of a case."""
    return f"draft {number}".encode()


def opened(office: Office, number: int) -> CaseRef:
    """The case of that number, opened by whoever comes first."""
    return open_case(office, text(number), outcome="partial_release", proposals=(proposal(1),), gaps=(GAP,))


def wall() -> Callable[[], dt.datetime]:
    """A clock that several threads may read."""
    start = dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)
    began = time.monotonic()
    return lambda: start + dt.timedelta(seconds=time.monotonic() - began)


def crowd(top: Path, database: str | None, people: int, offices: int) -> None:
    """`people` threads over `offices` openings of one home do everything to the same cases."""
    clock = wall()
    desks = [open_office(top / "home", clock=clock, database=database) for _ in range(offices)]
    staff(desks[0])
    roles = ("handler", "handler", "reviewer", "approver")
    for number in range(people):
        desks[0].add_person(f"p{number:02d}", roles[number % 4], PASSWORD, by=actor(desks[0], "root"))
    prepare(desks[0])
    before = Counter(entry.kind for entry in desks[0].ledger.entries())
    start = threading.Barrier(people)
    with ThreadPoolExecutor(people) as pool:
        work = [pool.submit(visit, desks[n % offices], f"p{n:02d}", start, top) for n in range(people)]
        done = Counter(act for future in work for act in future.result(timeout=270 * ROUNDS))
    check(desks[0], before, done)
    restored(min(top.glob("*.tar")), top, clock)
    for desk in desks:
        desk.close()


def prepare(office: Office) -> None:
    """One case waits to be released, one to be withdrawn."""
    for number in (APPROVED, RELEASED):
        approve(office, opened(office, number).id, "删减后公开")
    office.release(opened(office, RELEASED).id, actor(office, "li"), b"out" + text(RELEASED),
                   proof(text(RELEASED), b"out" + text(RELEASED)))  # fmt: skip


def visit(office: Office, name: str, start: threading.Barrier, folder: Path) -> list[str]:
    """One person tries everything on every case; what was refused is no act."""
    start.wait()
    done = []
    for number in (DRAFTED, APPROVED, RELEASED) * ROUNDS:
        ref = opened(office, number)
        done += ["case.opened"] if ref.is_new else []
        visitor = Visitor(office, name, number, ref.id, folder)
        for kind, attempt in ATTEMPTS:
            with contextlib.suppress(Refused, UsageError):
                done += [kind] if attempt(visitor) else []
    return done


def check(office: Office, before: Counter[str], done: Counter[str]) -> None:
    """Every act that returned is there once, every signature is of another person, everything stands."""
    audited = office.audit()
    assert audited.stands, audited.problems
    made = Counter(entry.kind for entry in office.ledger.entries()) - before
    for kind in {kind for kind, _ in ATTEMPTS} - REFUSALS:
        assert made[kind] == done[kind], kind
    assert (done["case.opened"], done["person.added"]) == (1, 3)
    cases = [office.case(row.id) for row in office.cases()]
    kinds = {case.facts.sha256: Counter(act.kind for act in case.acts) for case in cases}
    assert kinds[hashlib.sha256(text(APPROVED)).hexdigest()]["released"] == 1
    assert kinds[hashlib.sha256(text(RELEASED)).hexdigest()]["withdrawn"] == 1
    for case in cases:
        assert [act.number for act in case.acts] == list(range(1, len(case.acts) + 1))
        given = Counter((signed.round, signed.step) for signed in (*case.past_signatures, *case.signatures))
        assert max(given.values()) == 1
        assert [s.step for s in case.signatures] == [s.step for s in case.steps][: len(case.signatures)]
        assert len({signed.actor for signed in case.signatures}) == len(case.signatures)
        assert sum(act.kind == "released" for act in case.acts) <= 1


def restored(backup: Path, top: Path, clock: Callable[[], dt.datetime]) -> None:
    """A backup that was made in the crowd is of one moment: what it restores stands."""
    restore(backup, top / "restored", None, Disk())
    with open_office(top / "restored", clock=clock) as office:
        audited = office.audit()
        assert audited.stands, audited.problems


def test_everybody_tries_every_act() -> None:
    """Every kind of ledger entry is tried by the crowd, or it says why it cannot be."""
    tried = {kind for kind, _ in ATTEMPTS} | {"case.opened"}
    assert tried | set(ALONE) == set(KINDS)
    assert not tried & set(ALONE)


@pytest.mark.timeout(290 * ROUNDS)
def test_eight_people_at_once_on_sqlite(tmp_path: Path) -> None:
    """Eight people at four openings of one SQLite home."""
    crowd(tmp_path, None, people=8, offices=4)


@pytest.mark.timeout(290 * ROUNDS)
def test_fifty_people_at_once_on_postgresql(tmp_path: Path, pg: str) -> None:
    """Fifty people at five openings of one home on PostgreSQL."""
    crowd(tmp_path, pg, people=50, offices=5)
