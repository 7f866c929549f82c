"""People of the office: accounts, roles, authentication, lock-out.

Three kinds of keepers are kept apart: the 系统管理员 adds accounts and sees no case, the 安全管理员 unlocks accounts
and gives out service tokens, the 审计员 reads and changes nothing. Every refusal leaves a ledger entry.
"""

from __future__ import annotations

import datetime as dt
import re
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

_ACCOUNT = re.compile(r"[A-Za-z0-9_.\-\u3400-\u9fff]{1,32}")
_DISPLAY = re.compile(r"[^\x00-\x1f\x7f]{1,64}")


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
class People:
    """The accounts of one home. Proofs of authentication live in memory only."""

    ledger: Ledger = field(repr=False)
    passwords: Passwords = field(repr=False)
    _proofs: dict[str, tuple[str, dt.datetime]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    # ---- accounts ------------------------------------------------------------------------------------

    def add(
        self, name: str, role: Role, password: str, *, display: str = "", by: Actor | None = None
    ) -> Person:
        """A new account. The first of an empty home needs nobody's leave and is an admin."""
        if not _ACCOUNT.fullmatch(name):
            raise UsageError(
                "账号只能用汉字、字母、数字、点、横线和下划线，不超过32个字符。", "请换一个账号。"
            )
        if not _DISPLAY.fullmatch(display or name):
            raise UsageError("显示姓名无效。", "请填写不超过64个字符的姓名。")
        hashed = self.passwords.hashed(password, name)
        if by is not None:
            self.require(by, "people")
        with self.ledger.writing() as book:
            first = (
                book.connection.execute(
                    sa.select(sa.func.count()).select_from(PERSON)
                ).scalar_one()
                == 0
            )
            refused = self._adding(book, name, role, by, first=first)
            if not refused:
                at = stamp(book.now)
                book.connection.execute(
                    sa.insert(PERSON).values(
                        name=name,
                        display=display or name,
                        role=role.value,
                        password=hashed,
                        disabled=0,
                        failures=0,
                        added_at=at,
                        changed_at=at,
                    )
                )
                book.append(
                    "person.added", actor=by.name if by else None, person=name, role=role.value
                )
        raise_if(f"不能添加账号“{name}”。", refused)
        return self.get(name)

    def _adding(
        self, book: Book, name: str, role: Role, by: Actor | None, *, first: bool
    ) -> list[Reason]:
        reasons = []
        if first and role is not Role.ADMIN:
            reasons.append(Reason("first_is_admin", "首个账号必须是系统管理员（--role admin）。"))
        if not first and by is None:
            reasons.append(Reason("authentication", "须由系统管理员添加（--as 系统管理员账号）。"))
        if _row(book.connection, name) is not None:
            reasons.append(Reason("taken", "该账号已存在。"))
        if reasons:
            refuse(book, "person.add", reasons, by.name if by else None)
        return reasons

    def get(self, name: str) -> Person:
        """One account. Raises UsageError when there is none."""
        with self.ledger.storage.reading() as connection:
            row = _row(connection, name)
        if row is None:
            raise UsageError("没有这个账号。", "请用 xianshen user list 查看。")
        return _person(row)

    def all(self) -> list[Person]:
        """Every account, by name."""
        with self.ledger.storage.reading() as connection:
            return [
                _person(row)
                for row in connection.execute(sa.select(PERSON).order_by(PERSON.c.name))
            ]

    def is_empty(self) -> bool:
        """True while nobody has an account."""
        with self.ledger.storage.reading() as connection:
            return (
                connection.execute(sa.select(sa.func.count()).select_from(PERSON)).scalar_one()
                == 0
            )

    def disable(self, name: str, by: Actor, *, disabled: bool = True) -> None:
        """Close an account, or open it again. It is never removed: its acts stand."""
        self.require(by, "people")
        self._admins_remain(name, by, disabled=disabled)
        self._change(
            name, "person.disabled" if disabled else "person.enabled", by, disabled=int(disabled)
        )

    def set_password(self, name: str, password: str, by: Actor) -> None:
        """Give a new password: one's own, or an admin another's."""
        if by.name != name:
            self.require(by, "people")
        else:
            self.require(by, None)
        hashed = self.passwords.hashed(password, name)
        self._change(name, "person.password", by, password=hashed, failures=0)

    def set_role(self, name: str, role: Role, by: Actor) -> None:
        """Give another role."""
        self.require(by, "people")
        self._admins_remain(name, by, disabled=role is not Role.ADMIN)
        self._change(name, "person.role", by, role=role.value)

    def unlock(self, name: str, by: Actor) -> None:
        """End a lock-out before its time."""
        self.require(by, "unlock")
        self._change(name, "person.unlocked", by, failures=0, locked_until=None)

    def _change(self, name: str, kind: str, by: Actor, **values: object) -> None:
        person = self.get(name)
        with self.ledger.writing() as book:
            values["changed_at"] = stamp(book.now)
            book.connection.execute(
                sa.update(PERSON).where(PERSON.c.name == name).values(**values)
            )
            role = values.get("role", person.role.value)
            book.append(kind, actor=by.name, person=name, role=role)

    def _admins_remain(self, name: str, by: Actor, *, disabled: bool) -> None:
        others = [
            p for p in self.all() if p.role is Role.ADMIN and not p.disabled and p.name != name
        ]
        if disabled and not others and self.get(name).role is Role.ADMIN:
            with self.ledger.writing() as book:
                reasons = [Reason("last_admin", "这是最后一个可用的系统管理员账号。")]
                refuse(book, "person.disable", reasons, by.name)
            raise_if("不能停用该账号。", reasons)

    # ---- authentication ------------------------------------------------------------------------------

    def authenticate(self, name: str, password: str) -> Actor:
        """The person, for one act. Raises AuthenticationFailed; wrong passwords in a row lock the account."""
        with self.ledger.storage.reading() as connection:
            row = _row(connection, name)
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

    def proven(self, name: str) -> Actor:
        """An actor for someone whose identity has just been established. Only sign-on code calls this."""
        person = self.get(name)
        now = self.ledger.clock()
        limit = dt.timedelta(seconds=policy.sessions()["signing_seconds"])
        proof = secrets.token_hex(16)
        with self._lock:
            for old in [p for p, (_, at) in self._proofs.items() if now - at > limit]:
                del self._proofs[old]
            self._proofs[proof] = (name, now)
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
        """Reasons why this actor may not do `act`; the proof is used up when `spend`."""
        now = self.ledger.clock()
        with self._lock:
            known = self._proofs.pop(actor.proof, None) if spend else self._proofs.get(actor.proof)
        limit = dt.timedelta(seconds=policy.sessions()["signing_seconds"])
        if (
            known is None
            or known[0] != actor.name
            or not dt.timedelta(0) <= now - known[1] <= limit
        ):
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


def _row(connection: sa.Connection, name: str) -> sa.Row[tuple[object, ...]] | None:
    return connection.execute(sa.select(PERSON).where(PERSON.c.name == name)).first()


def _person(row: sa.Row[tuple[object, ...]]) -> Person:
    locked = instant(row.locked_until) if row.locked_until else None
    return Person(
        row.name, row.display, Role(row.role), bool(row.disabled), locked, instant(row.added_at)
    )
