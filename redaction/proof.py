"""Proof of a cut: the saved bytes are read back, and what was cut is looked for everywhere.

A proof is a list of named checks; it holds only when there is at least one and every one holds. A check that
could not be run is a check that failed. The proof never quotes what was cut: places, counts and names only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.contracts import Excision, Redacted
from pipeline.document import Document, Gap


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked. `name` and `detail` are Chinese; `detail` says what was found, never the text."""

    name: str
    holds: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """All checks of one output file. `cuts` has one entry an excision: whether its length can still be told;
    `removed` are the pictures and objects that were taken out whole.
    """

    original_sha256: str
    output_sha256: str
    checks: tuple[Check, ...]
    length_hidden: tuple[bool, ...] = ()
    notes: tuple[str, ...] = ()
    removed: tuple[Gap, ...] = ()
    rastered: tuple[int, ...] = ()
    """Pages, from 0, that were made pictures because they could not be cut exactly."""

    @property
    def holds(self) -> bool:
        """True when there are checks and none failed."""
        return bool(self.checks) and all(check.holds for check in self.checks)

    def to_json(self) -> dict[str, Any]:
        """The content of `proof.json`."""
        return {
            "schema": "xianshen/proof/1",
            "original_sha256": self.original_sha256,
            "output_sha256": self.output_sha256,
            "holds": self.holds,
            "checks": [
                {"name": check.name, "holds": check.holds, "detail": check.detail} for check in self.checks
            ],
            "cuts": [{"number": i + 1, "length_hidden": hidden} for i, hidden in enumerate(self.length_hidden)],
            "removed": [{"place": gap.place, "reason": gap.reason.value} for gap in self.removed],
            "rastered": [f"第{page + 1}页" for page in self.rastered],
            "notes": list(self.notes),
        }


class Prover(Protocol):
    """Proves the output of one family of formats."""

    @property
    def formats(self) -> Sequence[str]:
        """The formats of the contract's list that this one takes."""
        ...

    def prove(
        self, original: bytes, redacted: Redacted, document: Document, excisions: Sequence[Excision]
    ) -> Iterable[Check]:
        """The checks of this format; `redacted.data` are the saved bytes."""
        ...


def cut_texts(document: Document, excisions: Sequence[Excision]) -> tuple[str, ...]:
    """The distinct texts that must be gone: longest first, held in memory only."""
    texts = {document.text[e.span.start : e.span.stop] for e in excisions if not e.may_recur}
    return tuple(sorted((t for t in texts if t.strip()), key=lambda t: (-len(t), t)))


def encodings(text: str) -> tuple[bytes, ...]:
    """The byte strings by which `text` could stand in a file: UTF-8, UTF-16 either way, GB18030, and as hex."""
    plain = {
        text.encode("utf-8", "surrogatepass"),
        text.encode("utf-16-be", "surrogatepass"),
        text.encode("utf-16-le", "surrogatepass"),
        text.encode("gb18030", "replace"),
    }
    hexed = {form for data in plain for form in (data.hex().encode(), data.hex().upper().encode())}
    return tuple(sorted(plain | hexed))
