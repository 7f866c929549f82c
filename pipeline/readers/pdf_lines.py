"""From glyphs to lines: same direction, same height, left to right; doubled glyphs are one character."""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from pipeline.readers.pdf_content import Glyph

SAME_LINE = 0.38
"""Centres closer than this many font sizes stand on one line."""
DOUBLED = 0.16
"""The same character closer than this many font sizes is drawn twice (fake bold, shadow)."""
SAME_PLACE = 0.05
"""The same for characters of one string, which stand beside each other."""
WORD_GAP = 0.22
HAN_GAP = 0.9
CELL_GAP = 1.7
FINE_GAP = 0.45
"""Gaps in font sizes: a space between Latin words, one between Han characters, a new column, one beside a full cell."""


MIN_OVERLAPS = 2
"""Letters over letters that make two texts of one line; one alone is chance."""

Placed = tuple[tuple[float, float, float], Glyph]
"""Start and end along the line, centre across it, and the glyph."""


@dataclass(slots=True)
class Char:
    """One character of a line; `ordinal` -1 is a space that the reader put in."""

    text: str
    ordinal: int
    u0: float
    u1: float


@dataclass(slots=True)
class Line:
    """Characters on one line, in the turned space where text runs to the right and lines go down."""

    chars: list[Char]
    u0: float
    u1: float
    v: float
    """Height of the centre of the line."""
    size: float
    artifact: str = ""
    page: int = 0
    bold: bool = field(default=False)

    @property
    def text(self) -> str:
        """The characters as one string."""
        return "".join(char.text for char in self.chars)

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.v - self.size / 2

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.v + self.size / 2


def deduplicated(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs without those that repeat one at the same place."""
    seen: dict[str | None, dict[tuple[int, int], list[Glyph]]] = {}
    kept = []
    for glyph in glyphs:
        cell = max(glyph.size, 1.0)
        kx, ky = math.floor(glyph.x / cell), math.floor(glyph.y / cell)
        cells = seen.setdefault(glyph.text, {})
        if cells and _is_repeated(glyph, cells, kx, ky):
            continue
        cells.setdefault((kx, ky), []).append(glyph)
        kept.append(glyph)
    return kept


def _is_repeated(
    glyph: Glyph, cells: dict[tuple[int, int], list[Glyph]], kx: int, ky: int
) -> bool:
    for i in (kx - 1, kx, kx + 1):
        for j in (ky - 1, ky, ky + 1):
            near = cells.get((i, j))
            if near is not None and any(is_double(glyph, other) for other in near):
                return True
    return False


def is_double(glyph: Glyph, other: Glyph) -> bool:
    """The same character drawn twice at one place and size, and not the next one of a narrow word or number."""
    size = max(glyph.size, other.size, 1.0)
    across = DOUBLED * size
    along = SAME_PLACE * size if (glyph.op, glyph.path) == (other.op, other.path) else across
    if glyph.width > 0:
        along = min(along, 0.6 * glyph.width)
    x, y = other.x - glyph.x, other.y - glyph.y
    near = abs(x * glyph.dx + y * glyph.dy) < along and abs(y * glyph.dx - x * glyph.dy) < across
    return near and glyph.text == other.text and abs(glyph.size - other.size) <= 0.1 * size


def turned(glyphs: Iterable[Glyph]) -> list[tuple[int, list[Glyph]]]:
    """The glyphs by direction in whole degrees: upright text first, then by angle."""
    groups: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        groups[round(math.degrees(math.atan2(glyph.dy, glyph.dx))) % 360].append(glyph)
    for angle in list(groups):
        if angle % 90 in (1, 89) and angle in groups:
            straight = round(angle / 90) * 90 % 360
            groups[straight] = groups.get(straight, []) + groups.pop(angle)
    return sorted(groups.items())


@cache
def _turn(angle: int) -> tuple[float, float]:
    return math.cos(math.radians(angle)), math.sin(math.radians(angle))


def place(glyph: Glyph, angle: int) -> tuple[float, float, float]:
    """(u0, u1, v): start and end along the line, centre across it."""
    cos, sin = _turn(angle)
    u = glyph.x * cos + glyph.y * sin
    v = -glyph.x * sin + glyph.y * cos
    if glyph.vertical:
        return u, u + glyph.width, v
    return u, u + glyph.width, v - 0.375 * glyph.size


def lines_of(glyphs: list[Glyph], angle: int, page: int) -> list[Line]:
    """The lines of glyphs of one direction, from top to bottom."""
    placed = sorted(((place(g, angle), g) for g in glyphs), key=lambda item: (item[0][2], item[0][0]))
    rows: list[list[Placed]] = []
    centre, tall = 0.0, 0.0
    for item in placed:
        v, size = item[0][2], item[1].size
        if rows and abs(v - centre) < SAME_LINE * max(min(size, tall), 0.6 * max(size, tall)):
            row = rows[-1]
            row.append(item)
            if size > tall:
                centre, tall = v, size
        else:
            rows.append([item])
            centre, tall = v, size
    return [
        line for row in rows for strand in _strands(row) if (line := _line(strand, page)) is not None
    ]


def _strands(row: list[Placed]) -> list[list[Placed]]:
    """The texts that were written over each other on one line, each by itself, in the order of drawing.

    Read from left to right they would mix, and no number in either could be found. Accents and marks stay.
    """
    row.sort(key=lambda item: (item[0][0], item[1].ordinal))
    if sum(_overlap(a, b) for a, b in itertools.pairwise(row)) < MIN_OVERLAPS:
        return [row]
    strands: list[list[Placed]] = []
    for run in _runs(row):
        for strand in strands:
            joined = sorted((*strand, *run), key=lambda item: item[0][0])
            if sum(_overlap(x, y) for x, y in itertools.pairwise(joined)) < MIN_OVERLAPS:
                strand[:] = joined
                break
        else:
            strands.append(run)
    return strands


def _runs(row: list[Placed]) -> list[list[Placed]]:
    """The glyphs of a line in the order of drawing, cut where the pen went back to the left."""
    runs: list[list[Placed]] = []
    for item in sorted(row, key=lambda item: item[1].ordinal):
        if runs and item[0][0] >= runs[-1][-1][0][0]:
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def _overlap(a: Placed, b: Placed) -> bool:
    """Two letters, digits or untold characters, one over the other by more than half of the narrower."""
    shared = min(a[0][1], b[0][1]) - max(a[0][0], b[0][0])
    narrow = min(a[0][1] - a[0][0], b[0][1] - b[0][0])
    return shared > 0.5 * narrow > 0 and all(glyph.text is None or glyph.text[:1].isalnum() for glyph in (a[1], b[1]))


def _line(row: list[Placed], page: int) -> Line | None:
    row.sort(key=lambda item: (item[0][0], item[1].ordinal))
    chars: list[Char] = []
    for (u0, u1, _), glyph in row:
        text = glyph.text if glyph.text is not None else "\ufffd"
        if chars:
            gap = u0 - chars[-1].u1
            if text != " " and chars[-1].text[-1:] not in (" ", "\u3000") and _spaced(chars[-1].text, text, gap / max(glyph.size, 0.1)):
                chars.append(Char(" ", -1, chars[-1].u1, u0))
        chars.append(Char(text, glyph.ordinal, u0, u1))
    inked = [char for char in chars if char.text.strip()]
    if not inked:
        return None
    sizes = sorted(glyph.size for _, glyph in row)
    size = sizes[len(sizes) // 2]
    middle = sorted(v for (_, _, v), _ in row)[len(row) // 2]
    first = next(i for i, char in enumerate(chars) if char.text.strip())
    last = max(i for i, char in enumerate(chars) if char.text.strip())
    artifact = row[0][1].artifact
    return Line(chars[first : last + 1], inked[0].u0, inked[-1].u1, middle, size, artifact, page)


def _spaced(before: str, after: str, gap: float) -> bool:
    """Whether a gap of so many font sizes is a space."""
    if is_wide(before[-1:]) or is_wide(after[:1]):
        return gap > HAN_GAP
    return gap > WORD_GAP


def is_wide(character: str) -> bool:
    """Full-width: Han, kana, full-width forms and their punctuation."""
    return bool(character) and unicodedata.east_asian_width(character) in ("W", "F")


def segments(line: Line) -> list[Line]:
    """The parts of a line between gaps as wide as a column's."""
    return _parted(line, CELL_GAP, CELL_GAP)


def words(line: Line) -> list[Line]:
    """The parts of a line between which a column may begin: parted by a column's gap, or by less without a blank in it."""
    return _parted(line, CELL_GAP, FINE_GAP)


def _parted(line: Line, gap: float, bare: float) -> list[Line]:
    parts: list[list[Char]] = [[]]
    inked = drawn = line.u0
    for char in line.chars:
        if char.text.strip():
            if char.u0 - inked > gap * line.size or char.u0 - drawn > bare * line.size:
                parts.append([])
            inked = char.u1
        if char.ordinal >= 0:
            drawn = char.u1
        parts[-1].append(char)
    return [found for part in parts if (found := part_of(line, part)) is not None]


def part_of(line: Line, chars: list[Char]) -> Line | None:
    """The line that these characters of `line` make; None when they are blank."""
    inked = [i for i, char in enumerate(chars) if char.text.strip()]
    if not inked:
        return None
    kept = chars[inked[0] : inked[-1] + 1]
    return Line(kept, kept[0].u0, kept[-1].u1, line.v, line.size, line.artifact, line.page, line.bold)
