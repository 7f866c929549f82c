"""The mutable objects of reading: they collect text, blocks and pieces in order; the document is frozen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pipeline.document import (
    Anchor,
    Blocks,
    Cell,
    Document,
    Gap,
    GapReason,
    Layer,
    Pieces,
    Source,
    Span,
    Styles,
    Trait,
    Unread,
)

_TOGETHER = 4_096
"""Strings that are joined together: one long string is smaller than many short ones."""


class Section:
    """A stretch of a document to be. Every character added gets exactly one piece, so pieces tile the text."""

    def __init__(self) -> None:
        self._joined: list[str] = []
        self._parts: list[str] = []
        self._length = 0
        self._blocks = Blocks()
        self._pieces = Pieces()
        self._styles = Styles()

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
            self._put(text)
            self._pieces.put(*span, anchor, width)
            for trait in traits:
                self._styles.put(*span, trait)
        return span

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        if len(self._parts) >= _TOGETHER:
            self._joined.append("".join(self._parts))
            self._parts.clear()

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
        self.close(start, layer, place, cell, page, end)

    def close(
        self, start: int, layer: Layer, place: str, cell: Cell | None, page: int | None, end: str
    ) -> None:
        """End a block that began at `start`: what `block` does, for whoever has a hundred thousand."""
        if self._length > start:
            self._blocks.put(start, self._length, layer, place, cell, page)
            self.add(end, None)
        elif cell is not None:
            self.add(end, None)  # an empty cell keeps its place in the row

    def style(self, span: Span, trait: Trait) -> None:
        """Record how `span` looks."""
        if span.stop > span.start:
            self._styles.put(*span, trait)

    def join(self, other: Section) -> None:
        """Append a section, which must not be used any more."""
        if not self._length:
            self._joined, self._parts, self._length = other._joined, other._parts, other._length
            self._blocks, self._pieces, self._styles = other._blocks, other._pieces, other._styles
            return
        by = self._length
        for text in (*other._joined, *other._parts):
            self._put(text)
        for (start, stop), layer, place, cell, page in other._blocks:
            self._blocks.put(start + by, stop + by, layer, place, cell, page)
        for (start, stop), anchor, width in other._pieces:
            self._pieces.put(start + by, stop + by, anchor, width)
        for (start, stop), trait in other._styles:
            self._styles.put(start + by, stop + by, trait)


class DocumentBuilder(Section):
    """Collects a document part by part."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source
        self._gaps: dict[Gap, None] = {}
        self._unread: dict[Unread, None] = {}
        self._notes: dict[str, None] = {}
        self._repaired: list[tuple[Span, str]] = []

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

    def build(self) -> Document:
        """The frozen document."""
        return Document(
            source=self.source,
            text="".join((*self._joined, *self._parts)),
            blocks=self._blocks.ordered(),
            pieces=self._pieces,
            gaps=tuple(self._gaps),
            unread=tuple(self._unread),
            styles=self._styles,
            notes=tuple(self._notes),
            repaired=tuple(self._repaired),
        )
