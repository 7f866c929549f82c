"""Accounts of the office.

Three kinds of keepers are kept apart: the 系统管理员 adds accounts and sees no case, the 安全管理员 unlocks accounts
and gives out service tokens, the 审计员 reads and changes nothing. Every refusal leaves a ledger entry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa

from office.authentication import (
    Actor,
    Authentication,
    AuthenticationFailed,
    Person,
    person_of,
    person_row,
    raise_if,
    refuse,
)
from office.entry import stamp
from office.errors import Reason
from office.ledger import Book
from office.policy import Role
from office.tables import PERSON
from pipeline.errors import UsageError

__all__ = ["Actor", "AuthenticationFailed", "People", "Person", "raise_if", "refuse"]

_ACCOUNT = re.compile(r"[A-Za-z0-9_.\-\u3400-\u9fff]{1,32}")
_DISPLAY = re.compile(r"[^\x00-\x1f\x7f]{1,64}")


@dataclass(frozen=True, slots=True)
class People(Authentication):
    """The accounts of one home."""

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
        if person_row(book.connection, name) is not None:
            reasons.append(Reason("taken", "该账号已存在。"))
        if reasons:
            refuse(book, "person.add", reasons, by.name if by else None)
        return reasons

    def all(self) -> list[Person]:
        """Every account, by name."""
        with self.ledger.storage.reading() as connection:
            return [
                person_of(row)
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

    def may_read(self, actor: Actor | None) -> None:
        """Nothing for the program itself; raises ActRefused for a person whose role sees no case."""
        reasons = [] if actor is None else self.why_not(actor, "read")
        if actor is not None and reasons:
            with self.ledger.writing() as book:
                codes = sorted({reason.code for reason in reasons})
                book.append("read.refused", actor=actor.name, codes=codes)
        raise_if("无权查看案卷。", reasons)

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
