"""The three protocols of the straight line, and what passes between its stations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pipeline.document import Document, Gap, Located, Source, Span
from pipeline.finding import Finding
from pipeline.fold import Fold, fold_document
from pipeline.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader may spend on one file. A limit that is hit is the gap `limit`."""

    file_bytes: int = 200 * 2**20
    text_characters: int = 20_000_000
    pages: int = 3_000
    members: int = 10_000
    expanded_bytes: int = 1_000 * 2**20
    expansion_ratio: int = 200
    pixels: int = 80_000_000
    depth: int = 5
    seconds: int = 300


class Reader(Protocol):
    """Reads one family of formats."""

    @property
    def formats(self) -> Sequence[str]:
        """The formats of the contract's list that this one takes."""
        ...

    def read(self, data: bytes, source: Source, limits: Limits) -> Document:
        """The document in `data`; what cannot be read becomes gaps. Raises UnreadableSource for a lost file."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """A document ready for detectors: the text as printed, and its folded reading copy with the way back."""

    document: Document
    folded: Fold = field(repr=False)
    metadata: Metadata = Metadata()

    @classmethod
    def of(cls, document: Document, metadata: Metadata = Metadata()) -> Reading:  # noqa: B008 - frozen
        """The reading of a document."""
        return cls(document, fold_document(document), metadata)


class Detector(Protocol):
    """Sees one subject. Yields findings, decides nothing, never raises on odd text."""

    name: str

    def find(self, reading: Reading) -> Iterable[Finding]:
        """The findings, in text order; spans refer to the text as printed."""
        ...


@dataclass(frozen=True, slots=True)
class Excision:
    """A cut as a redactor gets it: where, and what stands there afterwards. It cannot know the reason.

    `may_recur` is set for a common word (an illness, a people): it is cut here and may stand elsewhere by right,
    so that only its place is proven. Never for a name or a number.
    """

    span: Span
    replacement: str
    located: tuple[Located, ...]
    may_recur: bool = False


@dataclass(frozen=True, slots=True)
class Redacted:
    """What a redactor made: the new bytes, and remarks in Chinese for the proof (signature void, page rastered …).

    `length_hidden[i]` says whether the length of excision i can no longer be told from the output; `removed` are
    the gaps whose pictures and objects were taken out whole.
    """

    data: bytes = field(repr=False)
    notes: tuple[str, ...] = ()
    length_hidden: tuple[bool, ...] = ()
    removed: tuple[Gap, ...] = ()
    rastered: tuple[int, ...] = ()
    """Pages, from 0, that could not be cut exactly and were made pictures."""


class Redactor(Protocol):
    """Cuts one family of formats. Removes and scrubs, or raises RedactionRefused; never half."""

    @property
    def formats(self) -> Sequence[str]:
        """The formats of the contract's list that this one takes."""
        ...

    def redact(self, data: bytes, document: Document, excisions: Sequence[Excision]) -> Redacted:
        """The bytes with every excision made and every hidden carrier cleaned."""
        ...


class Remover(Protocol):
    """Takes pictures and objects that nobody read out of one family of formats, whole, with all their copies."""

    @property
    def formats(self) -> Sequence[str]:
        """The formats of the contract's list that this one takes."""
        ...

    def remove(self, data: bytes, document: Document, gaps: Sequence[Gap]) -> Redacted:
        """`data`, the file of `document` after its cuts, without what these gaps stand for.

        Raises RedactionRefused when one of them cannot be taken out.
        """
        ...
