"""Sessions of people at the workbench, and tokens of services at the gate. Only digests are kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass, field

import sqlalchemy as sa

from office import policy
from office.entry import instant, stamp
from office.ledger import Ledger
from office.people import Actor, AuthenticationFailed, People
from office.tables import SESSION, TOKEN
from pipeline.errors import UsageError


@dataclass(frozen=True, slots=True)
class Sessions:
    """Sessions: opened with a password, ended by idleness, by age or by leaving. They never sign."""

    ledger: Ledger = field(repr=False)
    people: People = field(repr=False)

    def open(self, actor: Actor) -> str:
        """A new session for someone who has just authenticated; gives the secret for their cookie."""
        self.people.require(actor, None)
        secret = secrets.token_urlsafe(32)
        rules = policy.sessions()
        with self.ledger.writing() as book:
            ends = book.now + dt.timedelta(hours=rules["longest_hours"])
            values = {
                "digest": _digest(secret),
                "person": actor.name,
                "opened_at": stamp(book.now),
                "seen_at": stamp(book.now),
                "expires_at": stamp(ends),
            }
            book.connection.execute(sa.insert(SESSION).values(**values))
            book.append("session.opened", actor=actor.name)
        return secret

    def resume(self, secret: str) -> Actor:
        """The person of a live session, for acts other than signing. Raises AuthenticationFailed."""
        key = _digest(secret)
        now = self.ledger.clock().astimezone(dt.UTC)
        with self.ledger.storage.reading() as connection:
            row = connection.execute(sa.select(SESSION).where(SESSION.c.digest == key)).first()
        idle = dt.timedelta(minutes=policy.sessions()["idle_minutes"])
        if row is None or now >= instant(row.expires_at) or now - instant(row.seen_at) > idle:
            with self.ledger.writing() as book:
                book.connection.execute(sa.delete(SESSION).where(SESSION.c.digest == key))
                book.append("session.refused", person=row.person if row else None)
            raise AuthenticationFailed("登录已失效，请重新登录。", ("登录已失效。",))
        if now - instant(row.seen_at) > dt.timedelta(minutes=1):
            with self.ledger.storage.writing() as connection:
                query = sa.update(SESSION).where(SESSION.c.digest == key)
                connection.execute(query.values(seen_at=stamp(now)))
        return self.people.proven(row.person, by_session=True)

    def close(self, secret: str) -> None:
        """End a session; one that is not there is left alone."""
        key = _digest(secret)
        with self.ledger.writing() as book:
            person = book.connection.execute(
                sa.select(SESSION.c.person).where(SESSION.c.digest == key)
            ).scalar()
            if person is not None:
                book.connection.execute(sa.delete(SESSION).where(SESSION.c.digest == key))
                book.append("session.closed", actor=person)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens with which a publishing system asks the gate, given out by the security administrator."""

    ledger: Ledger = field(repr=False)
    people: People = field(repr=False)

    def add(self, label: str, actor: Actor) -> str:
        """A new token, shown once."""
        self.people.require(actor, "token")
        if not label.isidentifier() or len(label) > 64:
            raise UsageError("令牌名称只能用汉字、字母、数字和下划线。", "请换一个名称。")
        secret = secrets.token_urlsafe(32)
        with self.ledger.writing() as book:
            values = {"digest": _digest(secret), "label": label, "added_by": actor.name}
            book.connection.execute(sa.insert(TOKEN).values(added_at=stamp(book.now), **values))
            book.append("token.added", actor=actor.name, label=label)
        return secret

    def revoke(self, label: str, actor: Actor) -> None:
        """Make every token of this name worthless."""
        self.people.require(actor, "token")
        with self.ledger.writing() as book:
            query = sa.update(TOKEN).where(TOKEN.c.label == label, TOKEN.c.revoked_at.is_(None))
            book.connection.execute(query.values(revoked_at=stamp(book.now)))
            book.append("token.revoked", actor=actor.name, label=label)

    def all(self) -> list[tuple[str, str, bool]]:
        """Label, day of issue and whether it is revoked, of each token."""
        with self.ledger.storage.reading() as connection:
            rows = connection.execute(sa.select(TOKEN).order_by(TOKEN.c.added_at)).all()
        return [(row.label, row.added_at, row.revoked_at is not None) for row in rows]

    def check(self, secret: str) -> str:
        """The label of a token that is good. Raises AuthenticationFailed and leaves an entry otherwise."""
        with self.ledger.storage.reading() as connection:
            row = connection.execute(
                sa.select(TOKEN).where(TOKEN.c.digest == _digest(secret))
            ).first()
        if row is None or row.revoked_at is not None:
            with self.ledger.writing() as book:
                label = row.label if row else None
                book.append("token.refused", label=label, codes=["revoked" if row else "unknown"])
            raise AuthenticationFailed("服务令牌无效或已撤销。", ("服务令牌无效或已撤销。",))
        return str(row.label)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
