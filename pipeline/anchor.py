"""Where a character stands in its file: anchors by geometry, not by format.

A reader gives every run of the flat text an anchor; the redactor of the same format finds the place by it.
Anchors hold for identical bytes only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class TextAnchor:
    """A character of a plain text file: index into the decoded text with `\\n` line ends."""

    start: int

    def shifted(self, by: int) -> TextAnchor:
        """The anchor `by` characters further on."""
        return TextAnchor(self.start + by)


@dataclass(frozen=True, slots=True)
class NodeAnchor:
    """A character inside an XML part of a package (OOXML, ODF, OFD) or a markup page.

    `node` counts the elements of the part in document order from 0; it holds only for identical bytes.
    `slot` is `"text"`, `"tail"` or `"@{namespace}name"` for an attribute; `start` indexes that string.
    """

    part: str
    node: int
    slot: str
    start: int

    def shifted(self, by: int) -> NodeAnchor:
        """The anchor `by` characters further on in the same string."""
        return replace(self, start=self.start + by)


@dataclass(frozen=True, slots=True)
class GlyphAnchor:
    """A glyph on a PDF page: `page` from 0; `glyph` counts what the page draws, in drawing order, from 0."""

    page: int
    glyph: int

    def shifted(self, by: int) -> GlyphAnchor:
        """The glyph drawn `by` glyphs later."""
        return GlyphAnchor(self.page, self.glyph + by)


@dataclass(frozen=True, slots=True)
class BoxAnchor:
    """Text read from a picture: a box in points (pages) or pixels (pictures), origin top left."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    def shifted(self, by: int) -> BoxAnchor:
        """The same box: a reading of pixels is cut as a whole."""
        return self


@dataclass(frozen=True, slots=True)
class ObjectAnchor:
    """A string inside a file's object graph that is not page text: outline title, form value, Info entry.

    `path` names the carrier (`outline/3`, `info/Title`, `page/0/annot/2/Contents`); the format's own
    reader and redactor agree on it.
    """

    path: str
    start: int

    def shifted(self, by: int) -> ObjectAnchor:
        """The anchor `by` characters further on in the same string."""
        return ObjectAnchor(self.path, self.start + by)


@dataclass(frozen=True, slots=True)
class CellAnchor:
    """A character of a spreadsheet cell's shown value; `row` and `column` from 0."""

    sheet: str
    row: int
    column: int
    start: int

    def shifted(self, by: int) -> CellAnchor:
        """The anchor `by` characters further on in the same cell."""
        return replace(self, start=self.start + by)


Anchor = TextAnchor | NodeAnchor | GlyphAnchor | BoxAnchor | ObjectAnchor | CellAnchor
