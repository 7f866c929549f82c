"""Which algorithms a home uses: SHA-256, AES-256-GCM and Ed25519, or the national SM3, SM4-GCM and SM2. Chosen once.

A home made with `sm` says so in the first entry of its ledger (`home.opened`); without that entry it is a default
one. SM3 chains the ledger, SM4-GCM seals the files of cases, SM2 signs checkpoints and certificates (`office.sm2`).
Digests that name files (source, output, review, acts) stay SHA-256, for other programs rely on them.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum

import sqlalchemy as sa
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes

from office.tables import LEDGER
from pipeline.errors import MissingPart, UsageError

_FIRST = sa.select(LEDGER.c.body).where(LEDGER.c.n == 1)
_MARK = '"data":{"what":"sm"},"kind":"home.opened","n":1,'


class Algorithms(StrEnum):
    """The set of a home."""

    DEFAULT = "default"
    SM = "sm"

    @classmethod
    def of(cls, stated: str | None) -> Algorithms | None:
        """The set that a setting names; None where it names none. Raises UsageError, MissingPart."""
        if not stated:
            return None
        try:
            chosen = cls(stated)
        except ValueError:
            raise UsageError(
                "算法设置只能是 default 或 sm。", "请检查 XIANSHEN_ALGORITHMS。"
            ) from None
        chosen.hashed(b"")
        return chosen

    @classmethod
    def of_first(cls, body: str | None) -> Algorithms:
        """The set that the first entry of a ledger names."""
        return cls.SM if body is not None and _MARK in body else cls.DEFAULT

    @classmethod
    def of_ledger(cls, connection: sa.Connection) -> Algorithms:
        """The set of the ledger behind a connection."""
        return cls.of_first(connection.execute(_FIRST).scalar())

    def hashed(self, data: bytes) -> str:
        """The digest that chains the ledger, as hex. Raises MissingPart where SM3 is not built in."""
        if self is Algorithms.DEFAULT:
            return hashlib.sha256(data).hexdigest()
        try:
            made = hashes.Hash(hashes.SM3())
        except UnsupportedAlgorithm:
            raise MissingPart(
                "本机的密码库没有 SM3 算法。", "请换用带国密算法的 OpenSSL。"
            ) from None
        made.update(data)
        return made.finalize().hex()
