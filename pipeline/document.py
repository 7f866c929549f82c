"""What a reader gives: one flat text, and the way back from every character to the place it came from.

`Document.text` is what `xianshen text FILE` prints and what every offset in the project counts: Unicode
characters, half-open, line ends as `\\n`, no byte-order mark. The visible page comes first; headers, notes,
comments, revisions, properties and every other layer follow, each as blocks of its own.
"""

from __future__ import annotations

import bisect
import builtins
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from pipeline.anchor import (
    Anchor,
    BoxAnchor,
    CellAnchor,
    GlyphAnchor,
    NodeAnchor,
    ObjectAnchor,
    TextAnchor,
)
from pipeline.block import Block, Cell, Layer, Located, Piece, Span, StyledSpan, Trait
from pipeline.block_columns import Blocks
from pipeline.columns import Pieces, Styles
from pipeline.cover import Cover

__all__ = [
    "REMOVABLE",
    "REMOVABLE_FORMATS",
    "Anchor",
    "Block",
    "Blocks",
    "BoxAnchor",
    "Cell",
    "CellAnchor",
    "Document",
    "Gap",
    "GapReason",
    "GlyphAnchor",
    "Layer",
    "Located",
    "NodeAnchor",
    "ObjectAnchor",
    "Piece",
    "Pieces",
    "Source",
    "Span",
    "StyledSpan",
    "Styles",
    "TextAnchor",
    "Trait",
    "Unread",
    "digest_id",
]


class GapReason(StrEnum):
    """Why something was not examined. A gap blocks release, whatever its reason."""

    UNREADABLE_TEXT = "unreadable_text"
    GARBLED_TEXT = "garbled_text"
    PICTURE_NOT_READ = "picture_not_read"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED_FORMAT = "unsupported_format"
    EMBEDDED_OBJECT = "embedded_object"
    LIMIT = "limit"
    DETECTOR_FAILED = "detector_failed"
    CONVERTER_MISSING = "converter_missing"
    HIDDEN_LAYER = "hidden_layer"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was not examined: the reason, and the place in Chinese (第2页, 附件1 …).

    `place` names positions only and never quotes the document.
    """

    reason: GapReason
    place: str

    @property
    def id(self) -> str:
        """Digest of content, so that the same gap keeps its name from run to run."""
        return digest_id("gap", self.reason.value, self.place)


REMOVABLE = (GapReason.PICTURE_NOT_READ, GapReason.EMBEDDED_OBJECT)
"""What a person may decide to have taken out whole instead of answering for it unread."""
REMOVABLE_FORMATS = ("docx", "xlsx", "html")
"""The formats from which it can be taken out."""


class Unread(NamedTuple):
    """Where something stands that nobody read and that can be taken out whole: the gap that it is, and its carrier.

    `target` is a member of the package, the address of an outer picture or object, or the n-th tag of a page
    (`tag:N`); the reader and the remover of a format agree on it. One gap may have several.
    """

    gap: Gap
    target: str


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read. `name` is what is shown; `sha256` and `bytes` are of the exact input."""

    name: str
    format: str
    sha256: str
    bytes: int

    @classmethod
    def of(cls, name: str, format: str, data: builtins.bytes) -> Source:  # noqa: A002 - the contract's word
        """The source for these bytes."""
        return cls(name, format, hashlib.sha256(data).hexdigest(), len(data))


@dataclass(frozen=True)
class Document:
    """A file as read: text, blocks in text order, pieces that tile the text, gaps, and notes in Chinese.

    `repaired` holds readings of damaged text: the span of the text as printed, and what it probably says;
    detectors may read it, findings in it carry the printed span.
    """

    source: Source
    text: str = field(repr=False)
    blocks: Blocks = field(repr=False, default_factory=Blocks)
    pieces: Pieces = field(repr=False, default_factory=Pieces)
    gaps: tuple[Gap, ...] = ()
    unread: tuple[Unread, ...] = field(repr=False, default=())
    styles: Styles = field(repr=False, default_factory=Styles)
    notes: tuple[str, ...] = ()
    repaired: tuple[tuple[Span, str], ...] = field(repr=False, default=())

    def __post_init__(self) -> None:
        """Whatever blocks, pieces and looks are handed over in, they are kept in columns."""
        for name, columns in (("blocks", Blocks), ("pieces", Pieces), ("styles", Styles)):
            object.__setattr__(self, name, columns.of(getattr(self, name)))

    @property
    def text_digest(self) -> str:
        """SHA-256 of the flat text in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def block_at(self, position: int) -> Block | None:
        """The block that holds character `position`; between blocks, the one before; None if there is none."""
        index = bisect.bisect_right(self.blocks.starts, position) - 1
        return self.blocks[index] if index >= 0 else None

    def blocks_in(self, span: Span) -> tuple[Block, ...]:
        """The blocks that share a character with `span`, in text order."""
        first = max(0, bisect.bisect_right(self.blocks.starts, span.start) - 1)
        last = bisect.bisect_left(self.blocks.starts, span.stop)
        return tuple(block for block in self.blocks[first:last] if block.span.overlaps(span))

    def traits(self, span: Span) -> frozenset[Trait]:
        """The traits that touch `span`."""
        return frozenset(trait for trait, cover in self._looks.items() if cover.touches(span))

    @cached_property
    def _looks(self) -> dict[Trait, Cover]:
        spans: dict[Trait, list[tuple[int, int]]] = {}
        for span, trait in zip(self.styles.spans(), self.styles.traits(), strict=True):
            spans.setdefault(trait, []).append(span)
        return {trait: Cover.of(found) for trait, found in spans.items()}

    def locate(self, span: Span) -> tuple[Located, ...]:
        """Where the characters of `span` stand in the file, in text order, whatever runs or cells they cross.

        Raises ValueError when the span lies outside the text.
        """
        if not 0 <= span.start <= span.stop <= len(self.text):
            raise ValueError(f"span {span} lies outside a text of {len(self.text)} characters")
        first = bisect.bisect_right(self.pieces.starts, span.start) - 1
        last = bisect.bisect_left(self.pieces.starts, span.stop)
        found: list[Located] = []
        for piece in self.pieces[max(0, first) : last]:
            if piece.anchor is None or not piece.span.overlaps(span):
                continue
            if piece.width is not None:
                found.append(Located(piece.anchor, piece.width, piece.span))
                continue
            part = Span(max(piece.span.start, span.start), min(piece.span.stop, span.stop))
            anchor = piece.anchor.shifted(part.start - piece.span.start)
            found.append(Located(anchor, part.stop - part.start, part))
        return tuple(found)


def digest_id(*parts: str) -> str:
    """Sixteen hex digits naming an object by its content; never fed document text."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
