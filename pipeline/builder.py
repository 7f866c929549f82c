"""The one mutable object of reading: collects text, blocks and pieces in order, then freezes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pipeline.document import (
    Anchor,
    Block,
    Cell,
    Document,
    Gap,
    GapReason,
    Layer,
    Piece,
    Source,
    Span,
    StyledSpan,
    Trait,
    Unread,
)


class DocumentBuilder:
    """Collects a document part by part. Every character added gets exactly one piece, so pieces tile the text."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._pieces: list[Piece] = []
        self._gaps: dict[Gap, None] = {}
        self._unread: dict[Unread, None] = {}
        self._styles: list[StyledSpan] = []
        self._notes: dict[str, None] = {}
        self._repaired: list[tuple[Span, str]] = []

    @property
    def length(self) -> int:
        """Characters so far: the offset that the next character will have."""
        return self._length

    def add(
        self,
        text: str,
        anchor: Anchor | None,
        traits: Iterable[Trait] = (),
        width: int | None = None,
    ) -> Span:
        """Append `text` standing at `anchor`; None for separators the reader makes up."""
        span = Span(self._length, self._length + len(text))
        if text:
            self._parts.append(text)
            self._length = span.stop
            self._pieces.append(Piece(span, anchor, width))
            self._styles.extend(StyledSpan(span, trait) for trait in traits)
        return span

    @contextmanager
    def block(
        self,
        layer: Layer,
        place: str,
        *,
        cell: Cell | None = None,
        page: int | None = None,
        end: str = "\n",
    ) -> Iterator[None]:
        """A block around what is added inside; an empty one leaves no trace. `end` separates it from the next.

        Cells of one table row end in `\\t`, the last one of the row in `\\n`.
        """
        start = self._length
        yield
        if self._length > start:
            self._blocks.append(Block(Span(start, self._length), layer, place, cell, page))
            self.add(end, None)
        elif cell is not None:
            self.add(end, None)  # an empty cell keeps its place in the row

    def gap(self, reason: GapReason, place: str) -> None:
        """Record something that was not examined; the same gap twice is one."""
        self._gaps[Gap(reason, place)] = None

    def unread(self, unread: Unread) -> None:
        """Record where something stands that can be taken out whole, and its gap."""
        self.gap(unread.gap.reason, unread.gap.place)
        self._unread[unread] = None

    def note(self, text: str) -> None:
        """Record a remark in Chinese for the record; it never quotes the document."""
        self._notes[text] = None

    def repair(self, span: Span, reading: str) -> None:
        """Record what the damaged text at `span` probably says."""
        self._repaired.append((span, reading))

    def style(self, span: Span, trait: Trait) -> None:
        """Record how `span` looks."""
        if span.stop > span.start:
            self._styles.append(StyledSpan(span, trait))

    def build(self) -> Document:
        """The frozen document."""
        return Document(
            source=self.source,
            text="".join(self._parts),
            blocks=tuple(sorted(self._blocks, key=lambda block: block.span)),
            pieces=tuple(self._pieces),
            gaps=tuple(self._gaps),
            unread=tuple(self._unread),
            styles=tuple(self._styles),
            notes=tuple(self._notes),
            repaired=tuple(self._repaired),
        )
