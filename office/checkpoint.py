"""Signed checkpoints: the ledger's state in five lines that an office prints and files away from the machine.

Whoever holds the database can rewrite all of it, digests included. They cannot sign, and they cannot change the
sheet in the drawer: `disagreements` compares a checkpoint with the ledger, `inclusion` proves one entry against it,
and `why_not_included` checks such a proof with the public key alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from office import merkle
from office.algorithms import Algorithms
from office.canonical import canonical
from office.entry import GENESIS, stamp
from office.errors import Reason
from office.keys import OfficeKey, PublicKey, is_signed_by, public_key
from office.ledger import Ledger, Problem
from office.people import Actor, People
from office.tables import CHECKPOINT
from pipeline.errors import UsageError

SCHEMA = "xianshen/checkpoint/1"
INCLUSION = "xianshen/inclusion/1"


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """The checkpoints of one home."""

    ledger: Ledger = field(repr=False)
    people: People = field(repr=False)
    office: str = ""

    def sign(self, key: OfficeKey, actor: Actor) -> dict[str, Any]:
        """Sign the ledger as it stands; the checkpoint is kept and is an act itself."""
        self.people.require(actor, "checkpoint")
        with self.ledger.writing() as book:
            count = book.newest.n if book.newest else 0
            chain = Algorithms.of_ledger(book.connection)
            stated = {} if chain is Algorithms.DEFAULT else {"algorithms": chain.value}
            made = key.sign(
                {
                    **stated,
                    "schema": SCHEMA,
                    "office": self.office,
                    "count": count,
                    "head": book.newest.hash if book.newest else GENESIS,
                    "root": merkle.root(self.ledger.hashes(count)).hex(),
                    "at": stamp(book.now),
                }
            )
            book.connection.execute(
                sa.insert(CHECKPOINT).values(count=count, body=canonical(made).decode())
            )
            book.append("ledger.checkpoint", actor=actor.name, count=count, root=made["root"])
        return made

    def all(self) -> list[dict[str, Any]]:
        """Every kept checkpoint, the oldest first."""
        query = sa.select(CHECKPOINT.c.body).order_by(CHECKPOINT.c.count)
        with self.ledger.storage.reading() as connection:
            return [json.loads(row.body) for row in connection.execute(query)]

    def disagreements(self, value: Mapping[str, Any], key: PublicKey) -> list[Problem]:
        """Where the ledger is not what a checkpoint (kept here, or typed in from a sheet) says it was."""
        count = int(value.get("count", 0))
        if value.get("schema") != SCHEMA or not is_signed_by(value, key):
            return [Problem(count, "checkpoint", "台账检查点的签名不成立。")]
        hashes = self.ledger.hashes(count)
        if len(hashes) < count:
            return [Problem(count, "truncated", f"检查点时台账有{count}条，现不足此数。")]
        head = hashes[-1].hex() if hashes else GENESIS
        if head != value.get("head") or merkle.root(hashes).hex() != value.get("root"):
            return [Problem(count, "rewritten", f"前{count}条与检查点不符，台账曾被整体改写。")]
        return []

    def inclusion(self, n: int) -> dict[str, Any]:
        """A proof that entry `n` stands under the newest checkpoint. Raises UsageError where none covers it."""
        covering = [value for value in self.all() if value["count"] >= n > 0]
        if not covering:
            raise UsageError(f"第{n}条之后还没有签署检查点。", "请先签署检查点。")
        last = covering[-1]
        entry = next(self.ledger.entries(after=n - 1, limit=1))
        beside = merkle.path(self.ledger.hashes(last["count"]), n - 1)
        return {
            "schema": INCLUSION,
            "n": n,
            "entry": entry.body,
            "path": [[side, digest.hex()] for side, digest in beside],
            "checkpoint": last,
        }


def why_not_included(value: Mapping[str, Any], pem: bytes) -> list[Reason]:
    """Reasons why an inclusion proof does not hold; empty means that the entry stood in the ledger as it is.

    Needs no ledger: (1) the checkpoint is signed; (2) the entry states its own number; (3) it leads to the root.
    """
    checkpoint = value.get("checkpoint")
    if value.get("schema") != INCLUSION or not isinstance(checkpoint, Mapping):
        return [Reason("schema", "这不是台账条目证明，或版本不符。")]
    if not is_signed_by(checkpoint, public_key(pem)):
        return [Reason("signature", "检查点的签名不成立。")]
    try:
        body = str(value["entry"])
        number = json.loads(body)["n"]
        chain = Algorithms(checkpoint.get("algorithms", Algorithms.DEFAULT.value))
        hashed = bytes.fromhex(chain.hashed(body.encode()))
        beside = [(str(side), bytes.fromhex(digest)) for side, digest in value["path"]]
    except (KeyError, ValueError, TypeError):
        return [Reason("schema", "台账条目证明无法识读。")]
    reasons = []
    if number != value.get("n"):
        reasons.append(Reason("number", "条目编号与证明不符。"))
    if merkle.climb(hashed, beside).hex() != checkpoint.get("root"):
        reasons.append(Reason("root", "条目不在该检查点之下：被改动，或不属于这本台账。"))
    return reasons
