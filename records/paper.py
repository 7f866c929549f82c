"""Paper as plain values: runs, paragraphs, cells, tables, page set-up in the habit of GB/T 9704.

Sizes are in points; column widths in twentieths of a point (1 cm = 567). `records.word` turns them into .docx.
"""

from __future__ import annotations

from dataclasses import dataclass

TITLE, SONG, FANG, HEI, KAI = "方正小标宋简体", "宋体", "仿宋", "黑体", "楷体"
"""Faces of GB/T 9704; an office without them gets the fall-back of its own machine."""
LATIN = "Times New Roman"
RED, GREY = "C00000", "595959"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one face. A newline in `text` is a line break."""

    text: str
    font: str = FANG
    size: float = 12
    bold: bool = False
    colour: str | None = None
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. `indent` is the first line's, `line` the exact line height in points (None: by face)."""

    runs: tuple[Run, ...]
    align: str = "left"
    before: float = 0
    after: float = 0
    line: float | None = None
    indent: float = 0
    keep_next: bool = False
    page_break: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over `span` grid columns; `merge` is "start" or "go" for vertically merged ones."""

    paras: tuple[Para, ...]
    span: int = 1
    merge: str | None = None
    valign: str = "center"
    shade: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row at least `height` points high. `head` rows repeat on each page."""

    cells: tuple[Cell, ...]
    height: float = 0
    head: bool = False
    splits: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """Thin black lines on a fixed grid. `outer` is the thickness of the frame in eighths of a point."""

    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    outer: int = 8
    inner: int = 4
    borders: bool = True


Flow = Para | Table


@dataclass(frozen=True, slots=True)
class Page:
    """A4 margins in centimetres: top, right, bottom, left."""

    top: float = 2.2
    right: float = 2.2
    bottom: float = 1.8
    left: float = 2.4
    landscape: bool = False

    @property
    def width(self) -> int:
        """Width of the type area."""
        full = 29.7 if self.landscape else 21.0
        return round((full - self.left - self.right) * 567)


def para(
    text: str,
    *,
    font: str = FANG,
    size: float = 12,
    bold: bool = False,
    colour: str | None = None,
    align: str = "left",
    before: float = 0,
    after: float = 0,
    line: float | None = None,
    indent: float = 0,
    keep_next: bool = False,
) -> Para:
    """A paragraph of one run."""
    run = Run(text, font, size, bold, colour)
    return Para((run,), align, before, after, line, indent, keep_next)
