"""The parts of a document: spans of its text, blocks with a place of their own, pieces that lead back into the file."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from pipeline.anchor import Anchor


class Span(NamedTuple):
    """Half-open range of characters of `Document.text`."""

    start: int
    stop: int

    def overlaps(self, other: Span) -> bool:
        """True when the two ranges share at least one character."""
        return self.start < other.stop and other.start < self.stop

    def contains(self, other: Span) -> bool:
        """True when every character of `other` lies in this range."""
        return self.start <= other.start and other.stop <= self.stop


class Layer(StrEnum):
    """Where in a file a text lives; the value is the one shown in JSON."""

    BODY = "body"
    HEADER = "header"
    FOOTER = "footer"
    NOTE = "note"
    COMMENT = "comment"
    REVISION = "revision"
    TEXTBOX = "textbox"
    TABLE = "table"
    HIDDEN = "hidden"
    METADATA = "metadata"
    ANNOTATION = "annotation"
    PICTURE = "picture"
    ATTACHMENT = "attachment"


class Cell(NamedTuple):
    """Position of a block in a table. All from 0; `rows` and `columns` are the spans of a merged cell."""

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


class Trait(StrEnum):
    """How a span looks, where the look carries meaning."""

    BOLD = "bold"
    STRUCK = "struck"
    HIDDEN = "hidden"
    WATERMARK = "watermark"
    HEADING = "heading"
    CENTRED = "centred"
    RIGHT = "right"
    INSERTED = "inserted"
    DELETED = "deleted"


class Block(NamedTuple):
    """A paragraph, cell, header, comment …: the smallest part with a place of its own.

    A `\\n` inside a block is a soft line break (the paragraph goes on); between blocks it is a hard one.
    `place` is shown to people: 第3段, 第2页第4段, 表1第3行第2列, 页眉 ….
    """

    span: Span
    layer: Layer
    place: str
    cell: Cell | None = None
    page: int | None = None


class StyledSpan(NamedTuple):
    """A span and one trait of its look."""

    span: Span
    trait: Trait


class Piece(NamedTuple):
    """A run of the flat text that stands in one place: character `span.start + i` is `anchor.shifted(i)`.

    `width` is the number of source units (characters, glyphs) the run covers when it differs from its
    length (a ligature, a mark drawn as one glyph); such a piece is cut whole. `anchor` None is text that
    the reader put there itself (cell and block separators): nothing to cut.
    """

    span: Span
    anchor: Anchor | None
    width: int | None = None


class Located(NamedTuple):
    """Part of a span in its place: the first anchor, how many source units, and which characters they show."""

    anchor: Anchor
    units: int
    span: Span
