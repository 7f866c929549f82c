"""Merkle tree over the ledger's entries (RFC 6962): one root for all, a short proof for one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf(data: bytes) -> bytes:
    """The tree's digest of one entry."""
    return hashlib.sha256(b"\x00" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The digest of two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The tree from the leaves up; an odd last node moves up unchanged, which is RFC 6962's tree."""
    level = [leaf(data) for data in leaves]
    rows = [level]
    while len(level) > 1:
        above = [node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            above.append(level[-1])
        rows.append(above)
        level = above
    return rows


def root(leaves: Sequence[bytes]) -> bytes:
    """The root; of nothing, the digest of nothing."""
    return levels(leaves)[-1][0] if leaves else hashlib.sha256(b"").digest()


def path(leaves: Sequence[bytes], index: int) -> list[tuple[str, bytes]]:
    """What lies beside the way from a leaf to the root, each with its side (`left` or `right`)."""
    beside = []
    for row in levels(leaves)[:-1]:
        other = index ^ 1
        if other < len(row):
            beside.append(("right" if other > index else "left", row[other]))
        index //= 2
    return beside


def climb(data: bytes, beside: Sequence[tuple[str, bytes]]) -> bytes:
    """The root to which an entry leads by this way."""
    at = leaf(data)
    for side, other in beside:
        at = node(other, at) if side == "left" else node(at, other)
    return at
