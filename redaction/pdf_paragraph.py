"""The lines of a page that can be set anew, and where each of their glyphs stands then.

A paragraph is set anew from the first line with a hidden cut to its end, with a mark of constant width in the
place of the cut, so that nothing depends on how long it was. That holds only when the paragraph would have had as
many lines with a shorter or a longer text there: the number of lines is all that is left to tell.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from pipeline.document import Trait
from pipeline.readers.pdf_cells import cell_parts
from pipeline.readers.pdf_columns import Column, columns
from pipeline.readers.pdf_content import Glyph, PageContent
from pipeline.readers.pdf_flow import Margins, Paragraph, look, margins, paragraphs
from pipeline.readers.pdf_lines import Char, Line, deduplicated, is_wide, lines_of
from pipeline.readers.pdf_paths import Box
from pipeline.readers.pdf_tables import Slot
from redaction.pdf_cuts import Run
from redaction.pdf_linebreak import Item, broken, stretched

SHORTEST, LONGEST = 2.0, 4.0
"""How short and how long, in font sizes, a text may be that the mark stands for; a longer one counts as it is."""
SLACK = 1.0
"""The last line of a paragraph ends so many font sizes before its column does; the last of a page four times that."""
STEP = 18.0
"""Where lines end as they come, the right edge is known to so many points only: the longest line would tell."""
INDENT = 2.3
"""A line that starts further in than this is centred or set right, and its start tells its length."""
FLUSH = 0.8
"""A line that ends so near the right edge, in font sizes, and starts far in is set right."""
WIDE = 0.62
"""A column that ends before this part of the page may be no column, but short lines."""
SPACE = 0.25
"""Width of a space between words, and between Han and Latin where the page sets one, in font sizes."""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that make one paragraph, or one of a cell, and the place that they may fill."""

    lines: tuple[Line, ...]
    left: float
    right: float
    side: str
    """left, centre, right, or odd: nobody can say how it would stand with a longer or shorter text."""
    slack: float
    flush: bool
    """True when full lines end at the right edge; else they end as they come."""
    cell: Box | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """Glyphs in reading order with their new places, and the marks with theirs (start, end, height)."""

    glyphs: tuple[tuple[int, float, float], ...]
    marks: tuple[tuple[Run, float, float, float], ...]


def parts_of(
    content: PageContent, glyphs: Sequence[Glyph], cut: set[int], slot_at: Callable[[Glyph], Box | None]
) -> Iterator[Part]:
    """The upright text of a page: paragraphs of its columns, then those of its cells."""
    cells: dict[Box | None, list[Glyph]] = {}
    for glyph in deduplicated(glyphs):
        cells.setdefault(slot_at(glyph), []).append(glyph)
    for box, inside in cells.items():
        lines = lines_of(inside, 0, 0)
        if box is not None:
            yield from _of_cell(box, lines)
            continue
        for group in columns(lines):
            area = _area(group, content.width)
            found = paragraphs(group, area)
            ends = [line.u1 for paragraph in found for line in paragraph.lines[:-1]]
            flush = sum(area.right - end < 0.15 * area.size for end in ends) > 0.8 * len(ends)
            right = _right(found, area, content.width, cut, flush=flush)
            for number, paragraph in enumerate(found):
                side = _side(paragraph.lines, area)
                slack = SLACK if number + 1 < len(found) else 4 * SLACK
                yield Part(tuple(paragraph.lines), area.left, right, side, slack, flush)


def _right(found: Sequence[Paragraph], area: Margins, width: float, cut: set[int], *, flush: bool) -> float:
    """How far lines go: by the full lines that no cut changes; where there are none, as far as the margins tell."""
    ends: list[float] = []
    for paragraph in found:
        for line in paragraph.lines[:-1]:
            if any(char.ordinal in cut for char in line.chars):
                break
            ends.append(line.u1)
    if flush:
        return round(2 * (median(ends) if ends else area.right)) / 2
    longest = max(ends, default=max(area.right, width - max(area.left, 20.0)))
    return min(STEP * math.ceil(longest / STEP), width - 10)


def _side(lines: Sequence[Line], area: Margins) -> str:
    """How a paragraph is set; `odd` where its start speaks of its length and nothing says how."""
    line = lines[0]
    inset, rest = line.u0 - area.left, area.right - line.u1
    if Trait.CENTRED in look(line, area) or (inset > INDENT * line.size and abs(inset - rest) < 0.5 * line.size):
        return "centre"
    if inset <= INDENT * line.size:
        return "left"
    return "right" if rest < FLUSH * line.size and len(lines) == 1 else "odd"


def _area(lines: list[Line], width: float) -> Margins:
    """The margins of a column; where no two lines reach the right one, it is as far from the edge as the left."""
    area = margins(lines, width)
    filled = sum(area.right - line.u1 < line.size for line in lines)
    if isinstance(lines, Column) or (filled > 1 and area.right > WIDE * width):
        return area
    return Margins(area.left, max(area.right, width - max(area.left, 20.0)), area.size, area.pitch)


def _of_cell(box: Box, lines: list[Line]) -> Iterator[Part]:
    for own in cell_parts(Slot(box, 0, 0, 1, 1, 0, lines), True):
        inset, rest = own[0].u0 - box[0], box[2] - max(line.u1 for line in own)
        size = own[0].size
        if inset > 0.9 * size and abs(inset - rest) < 1.2 * size:
            side = "centre"
        else:
            side = "left" if inset <= 1.5 * size else "right" if rest < size else "odd"
        pad = min(max(2.0, inset), 6.0)
        yield Part(tuple(own), box[0] + pad, box[2] - pad, side, 0.0, False, box)


class Setter:
    """Sets one paragraph anew. `wide` are the runs whose mark gets a width of its own, by identity."""

    def __init__(self, content: PageContent, part: Part, runs: Sequence[Run], widths: dict[int, float], pitch: float) -> None:
        self.content, self.part, self.widths = content, part, widths
        self.by_ordinal = {glyph.ordinal: run for run in runs for glyph in run.glyphs}
        first = min(
            n for n, line in enumerate(part.lines) for char in line.chars
            if id(self.by_ordinal.get(char.ordinal)) in widths
        )
        self.tail = part.lines[first:]
        self.size = self.tail[0].size
        self.alone = len(self.tail) == 1
        self.pitch = pitch
        self.items = tuple(self._items())

    def setting(self) -> Setting | None:
        """The paragraph with its marks; None where its lines would still tell how much was cut."""
        if self.part.side == "odd":
            return None
        given = self._lines(lambda run: self.widths[id(run)])
        if given is None or len(given) != len(self.tail):
            return None
        for bound in (lambda _: SHORTEST * self.size, lambda run: max(LONGEST * self.size, run.u1 - run.u0)):
            made = self._lines(bound)
            if made is None or len(made) != len(given):
                return None
        last = self.part.right - self._start(len(given) - 1) - sum(item.width for item in given[-1])
        if self.part.side == "left" and last < self.part.slack * self.size:
            return None
        return self._placed(given)

    # ---- what is set -------------------------------------------------------------------------------

    def _lines(self, width: Callable[[Run], float]) -> list[list[Item]] | None:
        """The items in lines; None when one is too wide for its line."""
        items = [
            replace(item, width=width(item.run)) if item.run is not None and id(item.run) in self.widths else item
            for item in self.items
        ]
        rooms = [self.part.right - self._start(number) for number in range(len(self.tail))]
        if self.part.side != "left":
            return [items] if self.alone and sum(i.width for i in items) <= self.part.right - self.part.left else None
        return broken(items, rooms, 0.02 * self.size)

    def _start(self, number: int) -> float:
        return self.tail[min(number, len(self.tail) - 1)].u0

    def _items(self) -> Iterator[Item]:
        """All that is set; marks are as wide as what was cut."""
        done: set[int] = set()
        before: Item | None = None
        spaced = autospace(self.tail, self.by_ordinal)
        for line in self.tail:
            for at, char in enumerate(line.chars):
                run = self.by_ordinal.get(char.ordinal)
                if run is not None and id(run) in done:
                    continue
                item = self._item(char, run)
                if run is not None:
                    done.add(id(run))
                gap = 0.0 if before is None else self._between(before, item, spaced, at == 0)
                if gap:
                    yield Item(" " if at == 0 or not spaced else "", gap)
                yield item
                before = item

    def _item(self, char: Char, run: Run | None) -> Item:
        if run is not None:
            return Item("【】", run.u1 - run.u0, -1, run)
        if char.ordinal < 0 or char.text in " \u00a0":
            wide = max(1, round((char.u1 - char.u0) / self.size / SPACE)) if self.alone else 1
            return Item(" ", wide * SPACE * self.size)
        natural = self.content.glyphs[char.ordinal].width
        return Item(char.text, natural + (self.pitch if is_wide(char.text[:1]) else 0.0), char.ordinal)

    def _between(self, before: Item, item: Item, spaced: float, line_start: bool) -> float:
        """The gap between two items: a space where a line ended, so that no space tells where it did."""
        if before.blank or item.blank:
            return 0.0
        first, second = self._edge(before, -1), self._edge(item, 0)
        wide = is_wide(first), is_wide(second)
        if line_start and not any(wide):
            return SPACE * self.size
        if wide[0] != wide[1] and before.run is None and item.run is None:
            return spaced if first.isalnum() and second.isalnum() else 0.0
        return 0.0

    @staticmethod
    def _edge(item: Item, at: int) -> str:
        """The first or last character of an item; of a mark, that of what was cut."""
        return ((item.run.glyphs[at].text if item.run is not None else item.text) or "一")[at:][:1]

    # ---- where it stands ---------------------------------------------------------------------------

    def _placed(self, given: list[list[Item]]) -> Setting:
        glyphs: list[tuple[int, float, float]] = []
        marks: list[tuple[Run, float, float, float]] = []
        for number, items in enumerate(given):
            line = self.tail[number]
            y = median(self.content.glyphs[c.ordinal].y for c in line.chars if c.ordinal >= 0)
            total = sum(item.width for item in items)
            u = self._begin(number, total)
            last = number == len(given) - 1
            gaps = stretched(items, self.part.right - u - total if self.part.flush and not last else 0.0, self.size)
            for item, more in zip(items, gaps, strict=True):
                if item.run is not None:
                    marks.append((item.run, round(u, 2), round(u + item.width, 2), round(y - 0.375 * self.size, 2)))
                elif item.ordinal >= 0:
                    glyphs.append((item.ordinal, u, y))
                u += item.width + more
        return Setting(tuple(glyphs), tuple(marks))

    def _begin(self, number: int, total: float) -> float:
        line = self.tail[number]
        match self.part.side:
            case "centre":
                return round((self.part.left + self.part.right) / 2, 1) - total / 2
            case "right":
                return round(self.part.right, 1) - total
            case _:
                return line.u0


def pitch_of(parts: Sequence[Part], size: float, cut: set[int]) -> float:
    """What the page puts between two Han characters, in points: by last lines without a cut, which nothing stretches."""
    whole = [part for part in parts if not any(char.ordinal in cut for line in part.lines for char in line.chars)]
    lines = [part.lines[-1] for part in whole if abs(part.lines[-1].size - size) < 0.1 * size]
    gaps = [
        b.u0 - a.u1 for line in lines
        for a, b in itertools.pairwise(line.chars) if is_wide(a.text[-1:]) and is_wide(b.text[:1])
    ]
    return round(min(max(median(gaps), 0.0), 0.15 * size), 1) if gaps else 0.0


def autospace(lines: Sequence[Line], cut: dict[int, Run]) -> float:
    """What the paragraph puts between Han and Latin without a space character, in points; 0 for nothing."""
    gaps: list[float] = []
    for line in lines:
        pairs = [(a, b) for a, b in itertools.pairwise(line.chars) if a.ordinal not in cut and b.ordinal not in cut]
        plain = [b.u0 - a.u1 for a, b in pairs if is_wide(a.text[-1:]) and is_wide(b.text[:1])]
        usual = median(plain) if plain else 0.0
        gaps.extend(
            b.u0 - a.u1 - usual for a, b in pairs
            if is_wide(a.text[-1:]) != is_wide(b.text[:1]) and a.text[-1:].isalnum() and b.text[:1].isalnum()
        )
    size = lines[0].size
    return SPACE * size if gaps and median(gaps) > 0.08 * size else 0.0
