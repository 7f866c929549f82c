"""Who someone is: passwords with lock-out, proofs of identity that live for one act, and what a role may do.

Every refusal leaves a ledger entry; an account that does not exist takes as long to refuse as one that does.
"""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from dataclasses import dataclass, field

import sqlalchemy as sa

from office import policy
from office.entry import instant, stamp
from office.errors import ActRefused, Reason
from office.ledger import Book, Ledger
from office.passwords import Passwords
from office.policy import Role
from office.tables import PERSON
from pipeline.errors import Refused, UsageError


@dataclass(frozen=True, slots=True)
class Person:
    """An account as it may be shown."""

    name: str
    display: str
    role: Role
    disabled: bool
    locked_until: dt.datetime | None
    added_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who has just shown who they are. `proof` is good for one act, for a short time."""

    name: str
    display: str
    role: Role
    proof: str = field(repr=False)


class AuthenticationFailed(Refused):
    """Account or password is wrong, or the account is locked or disabled."""


@dataclass(frozen=True, slots=True)
class Authentication:
    """Proofs of identity of one home. They live in memory only."""

    ledger: Ledger = field(repr=False)
    passwords: Passwords = field(repr=False)
    _proofs: dict[str, tuple[str, dt.datetime, bool]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def get(self, name: str) -> Person:
        """One account. Raises UsageError when there is none."""
        with self.ledger.storage.reading() as connection:
            row = person_row(connection, name)
        if row is None:
            raise UsageError("没有这个账号。", "请用 xianshen user list 查看。")
        return person_of(row)

    def authenticate(self, name: str, password: str) -> Actor:
        """The person, for one act. Raises AuthenticationFailed; wrong passwords in a row lock the account."""
        with self.ledger.storage.reading() as connection:
            row = person_row(connection, name)
        now = self.ledger.clock().astimezone(dt.UTC)
        matches = self.passwords.matches(row.password if row else None, password)
        if row is None:
            self._failed(None)
        elif row.disabled:
            self._refused(name, "disabled", "账号已停用。")
        elif row.locked_until and now < instant(row.locked_until):
            self._refused(
                name, "locked", "账号因多次输错口令被锁定，请稍后再试或请安全管理员解锁。"
            )
        elif not matches:
            self._failed(name)
        elif row.failures:
            with self.ledger.writing() as book:
                book.connection.execute(
                    sa.update(PERSON)
                    .where(PERSON.c.name == name)
                    .values(failures=0, locked_until=None)
                )
        return self.proven(name)

    def proven(self, name: str, *, by_session: bool = False) -> Actor:
        """An actor for someone whose identity was just established. Only sign-on code calls this.

        `by_session`: known from a session, not from a password given for this act; cannot sign.
        """
        person = self.get(name)
        now = self.ledger.clock()
        limit = dt.timedelta(seconds=policy.sessions()["act_seconds"])
        proof = secrets.token_hex(16)
        with self._lock:
            for old in [p for p, (_, at, _) in self._proofs.items() if now - at > limit]:
                del self._proofs[old]
            self._proofs[proof] = (name, now, by_session)
        return Actor(person.name, person.display, person.role, proof)

    def _failed(self, name: str | None) -> None:
        rules = policy.passwords()
        with self.ledger.writing() as book:
            if name is not None:
                failures = (
                    book.connection.execute(
                        sa.select(PERSON.c.failures).where(PERSON.c.name == name)
                    ).scalar_one()
                    + 1
                )
                values: dict[str, object] = {"failures": failures}
                if failures >= rules["failures"]:
                    until = book.now + dt.timedelta(minutes=rules["locked_minutes"])
                    values = {"failures": 0, "locked_until": stamp(until)}
                book.connection.execute(
                    sa.update(PERSON).where(PERSON.c.name == name).values(**values)
                )
                if "locked_until" in values:
                    book.append("login.locked", person=name)
            book.append("login.refused", person=name, codes=["password" if name else "unknown"])
        raise AuthenticationFailed("账号或口令不正确。", ("账号或口令不正确。",))

    def _refused(self, name: str, code: str, text: str) -> None:
        with self.ledger.writing() as book:
            book.append("login.refused", person=name, codes=[code])
        raise AuthenticationFailed(text, (text,))

    # ---- what a person may do --------------------------------------------------------------------------

    def why_not(self, actor: Actor, act: str | None, *, spend: bool = False) -> list[Reason]:
        """Reasons why this actor may not do `act`; with `spend` the proof is used up, and must be a password's."""
        now = self.ledger.clock()
        with self._lock:
            known = self._proofs.pop(actor.proof, None) if spend else self._proofs.get(actor.proof)
        seconds = policy.sessions()["signing_seconds" if spend else "act_seconds"]
        limit = dt.timedelta(seconds=seconds)
        in_time = known is not None and dt.timedelta(0) <= now - known[1] <= limit
        if known is None or known[0] != actor.name or not in_time or (spend and known[2]):
            return [Reason("authentication", "身份验证已失效或已使用，请重新验证身份。")]
        person = self.get(actor.name)
        if person.disabled:
            return [Reason("disabled", "账号已停用。")]
        if act is not None and not person.role.may(act):
            return [Reason("role", f"{person.role.label}无权办理此事。")]
        return []

    def require(self, actor: Actor, act: str | None) -> None:
        """Raise ActRefused, with an entry in the ledger, unless this actor may do `act`."""
        reasons = self.why_not(actor, act)
        if reasons:
            with self.ledger.writing() as book:
                refuse(book, act or "self", reasons, actor.name)
        raise_if("无权办理。", reasons)


def refuse(
    book: Book, what: str, reasons: list[Reason], actor: str | None, case: str | None = None
) -> None:
    """Leave an entry of a refusal."""
    codes = sorted({reason.code for reason in reasons})
    book.append("act.refused", actor=actor, case=case, what=what, codes=codes)


def raise_if(what: str, reasons: list[Reason]) -> None:
    """Raise ActRefused when there are reasons."""
    if reasons:
        raise ActRefused(what, tuple(reasons))


def person_row(connection: sa.Connection, name: str) -> sa.Row[tuple[object, ...]] | None:
    """The row of an account, None when there is no such account."""
    return connection.execute(sa.select(PERSON).where(PERSON.c.name == name)).first()


def person_of(row: sa.Row[tuple[object, ...]]) -> Person:
    """The person of a row. Raises Refused when the row was tampered with."""
    if row.role not in {role.value for role in Role}:
        raise Refused(f"账号“{row.name}”的资料已损坏。", ("账号资料已损坏。",), "请由审计员核查。")
    locked = instant(row.locked_until) if row.locked_until else None
    return Person(
        row.name, row.display, Role(row.role), bool(row.disabled), locked, instant(row.added_at)
    )
