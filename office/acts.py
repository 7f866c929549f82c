"""Acts: what people did in a case, one row each, never changed. Each is bound to one ledger entry by its digest.

The payload (grounds, opinions, offsets) stays in the case; the ledger has its digest only. A random number in the
payload keeps short grounds from being guessed from the digest.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from office.canonical import canonical
from office.entry import Entry, stamp
from office.ledger import Book
from office.tables import ACT


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `entry` is the number of its ledger entry, `digest` the SHA-256 of the stored payload."""

    case: str
    number: int
    kind: str
    actor: str | None
    at: str
    payload: Mapping[str, Any] = field(repr=False)
    digest: str
    entry: int

    @property
    def is_as_written(self) -> bool:
        """True when the payload still has the digest and names the case, kind and actor of its row."""
        stated = tuple(self.payload.get(key) for key in ("case", "number", "kind", "actor", "at"))
        named = (self.case, self.number, self.kind, self.actor, self.at)
        return (
            stated == named
            and hashlib.sha256(canonical(dict(self.payload))).hexdigest() == self.digest
        )


def record(
    book: Book,
    case: str,
    number: int,
    kind: str,
    actor: str | None,
    payload: Mapping[str, Any],
    **data: Any,
) -> tuple[Act, Entry]:
    """Write one act and its ledger entry (`case.<kind>`) in the transaction of `book`."""
    at = stamp(book.now)
    own = {
        "case": case, "number": number, "kind": kind, "actor": actor, "at": at,
        "nonce": secrets.token_hex(16),
    }  # fmt: skip
    if own.keys() & payload.keys():
        raise ValueError("a payload must not hold what the act itself states")
    full = {**payload, **own}
    body = canonical(full)
    digest = hashlib.sha256(body).hexdigest()
    entry = book.append(f"case.{kind}", actor=actor, case=case, act=digest, number=number, **data)
    book.connection.execute(
        sa.insert(ACT).values(
            case_id=case,
            number=number,
            kind=kind,
            actor=actor,
            at=at,
            payload=body.decode(),
            digest=digest,
            entry=entry.n,
        )
    )
    return Act(case, number, kind, actor, at, full, digest, entry.n), entry


def acts_of(connection: sa.Connection, case: str) -> tuple[Act, ...]:
    """The acts of a case in order."""
    rows = connection.execute(sa.select(ACT).where(ACT.c.case_id == case).order_by(ACT.c.number))
    return tuple(
        Act(
            row.case_id,
            row.number,
            row.kind,
            row.actor,
            row.at,
            json.loads(row.payload),
            row.digest,
            row.entry,
        )
        for row in rows
    )
