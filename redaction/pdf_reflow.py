"""Hides the length of a cut in running text: the rest of its line moves, so that the mark has a constant width.

Only where that really hides it: upright text of the page's own stream, in the last line of its paragraph, with room
for the mark, and nothing else (a rule, a link, a picture, hidden text) that keeps the old width. A line that is full
tells by its very end how much was cut from it; there the place stays exact and the proof says so. What is decided
here depends on what stays and on the ends of lines alone, and the proof decides it anew from the original.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf

import corpora
from pipeline.readers.pdf_content import Glyph, PageContent
from pipeline.readers.pdf_lines import CELL_GAP
from pipeline.readers.pdf_objects import array, instructions_of, numbers
from pipeline.readers.pdf_paths import Box, transformed_box
from pipeline.readers.pdf_tables import ruled
from redaction.pdf_cuts import MARK_WIDTH, Run
from redaction.pdf_wrap import text_width

SLACK = 4.0
"""A line that ends so many font sizes before the column does ends its paragraph."""
INDENT = 2.3
"""A line that starts further in than this is centred or set right, and its start tells its length."""
_FIXED = frozenset("0123456789*Xx＊")
_INSIDE = frozenset(("Tf", "Tc", "Tw", "Tz", "TL", "Ts", "Tr", "Td", "TD", "Tm", "T*", "Tj", "TJ", "'", '"', "BMC", "BDC", "EMC", "g", "rg", "k", "G", "RG", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "gs"))


@dataclass(slots=True)
class Reflow:
    """What moves on one page: glyph → points to the right, and the areas of the lines it happens on."""

    moves: dict[int, float] = field(default_factory=dict)
    areas: list[Box] = field(default_factory=list)
    ops: set[int] = field(default_factory=set)
    """Operators whose text object is written anew, each part at a place of its own."""


def hides(mark: str) -> bool:
    """False for the mask of a number of fixed length, whose width says nothing."""
    return not (any(character.isdigit() for character in mark) and set(mark) <= _FIXED)


def mark_width(mark: str) -> float:
    """Width of a mark in running text, in font sizes: of its own text alone."""
    if not mark or mark.startswith("【"):
        return MARK_WIDTH
    return text_width(mark)


def reflow(page: pikepdf.Page, content: PageContent, cut: set[int], marks: Sequence[Run]) -> Reflow:
    """Plan the page; the runs whose length is hidden by it are moved, widened and no longer `exact`."""
    made = Reflow()
    if corpora.table("policy/masks.toml")["pdf"]["running_text"] != "reflow":
        return made
    counts: dict[int, int] = {}
    for run in marks:
        for number in (run.excision, *run.joined):
            counts[number] = counts.get(number, 0) + 1
    wanted = [r for r in marks if _is_wanted(r, content) and all(counts[n] == 1 for n in (r.excision, *r.joined))]
    if not wanted and all(run.exact for run in marks):
        return made
    planner = _Planner(page, content, cut, marks)
    done: set[int] = set()
    for run in sorted(wanted, key=lambda r: (r.v, r.u0)):
        if id(run) not in done:
            line = [r for r in marks if r.angle == 0 and r.box is None and abs(r.v - run.v) < 0.6 * run.size and planner.cell(r) == planner.cell(run)]
            done |= {id(r) for r in line}
            planner.line(sorted(line, key=lambda r: r.u0), [r for r in line if r in wanted], made)
    for run in marks:
        run.exact = run.exact or not planner.leaves_nothing(run, made)
    return made


def _is_wanted(run: Run, content: PageContent) -> bool:
    return run.angle == 0 and run.exact and run.box is None and bool(run.glyphs) and hides(run.text) and content.starts is not None


class _Planner:
    """Looks at one page line by line."""

    def __init__(self, page: pikepdf.Page, content: PageContent, cut: set[int], marks: Sequence[Run]) -> None:
        self.content, self.cut, self.marks = content, cut, marks
        self.slots = [slot.box for table in ruled(content.edges)[0] for slot in table.slots]
        self.objects = _text_objects(page)
        rects = (numbers(annotation.get("/Rect"), 4) for annotation in array(page.obj.get("/Annots")) if isinstance(annotation, pikepdf.Dictionary))
        self.notes = [transformed_box(content.base, *rect) for rect in rects if rect is not None]
        loose = [g for g in content.glyphs if not g.hidden and (g.text or "x").strip() and self._slot(g) is None]
        self.left = min((g.box[0] for g in loose), default=0.0)
        self.right = max([content.width - max(self.left, 20.0), *(g.box[2] for g in loose)])

    def _slot(self, glyph: Glyph) -> Box | None:
        return self._at((glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2)

    def _at(self, x: float, y: float) -> Box | None:
        hits = [s for s in self.slots if s[0] <= x <= s[2] and s[1] <= y <= s[3]]
        return min(hits, key=lambda s: (s[2] - s[0]) * (s[3] - s[1]), default=None)

    def cell(self, run: Run) -> Box | None:
        """The ruled cell in which a run stands."""
        return self._at((run.u0 + run.u1) / 2, run.v)

    def leaves_nothing(self, run: Run, made: Reflow) -> bool:
        """Have the operators that drew the cut written anew; False where their number would stay to be counted."""
        ops = {g.op for g in run.glyphs}
        plain = all(not g.path and g.op in self.objects and self.content.starts is not None for g in run.glyphs)
        if not plain or len({self.objects[op][1] for op in ops}) > 1:
            return False
        made.ops |= ops
        return True

    def line(self, runs: list[Run], wanted: list[Run], made: Reflow) -> None:
        """Plan one line: all of its hidden cuts, or none."""
        size, v, cell = runs[0].size, runs[0].v, self.cell(runs[0])
        band = [
            g for g in self.content.glyphs
            if g.box[3] > v - 0.6 * size and g.box[1] < v + 0.6 * size and self._slot(g) == cell and (g.text or "x").strip()
        ]
        first = min(run.u0 for run in wanted)
        end = max([run.u1 for run in runs] + [g.box[2] for g in band])
        if not self._is_plain(band, size, v) or not self._is_last(band, cell, size, v, end):
            return
        if not self._is_free((min(g.box[0] for g in band), first, end), size, v, cell):
            return
        limit = cell[2] - 2 if cell else self.right
        for scale in (1.0, 0.75):
            widths = {id(r): mark_width(r.text) * r.size * scale for r in wanted}
            grown = end + sum(widths[id(r)] - (r.u1 - r.u0) for r in wanted)
            if grown <= limit + 0.01:
                break
        else:
            return
        self._move(band, runs, widths, made)
        made.areas.append((first - 2, min(g.box[1] for g in band) - 2, max(end, grown) + 2, max(g.box[3] for g in band) + 2))

    def _move(self, band: list[Glyph], runs: list[Run], widths: dict[int, float], made: Reflow) -> None:
        steps: list[tuple[float, float]] = []
        total = 0.0
        for run in runs:
            width = widths.get(id(run), run.u1 - run.u0)
            old = run.u1
            total, start = total + width - (run.u1 - run.u0), run.u0 + total
            if id(run) in widths:
                run.exact, run.fitted = False, True
            run.u0, run.u1 = start, start + width
            steps.append((old - 0.3 * run.size, total))
        for glyph in band:
            shift = next((amount for edge, amount in reversed(steps) if glyph.x >= edge), None)
            made.ops.add(glyph.op)
            if shift is not None and glyph.ordinal not in self.cut:
                made.moves[glyph.ordinal] = shift

    def _is_plain(self, band: list[Glyph], size: float, v: float) -> bool:
        """Upright text of one column, drawn by operators whose places can be written anew."""
        ends: float | None = None
        for glyph in sorted(band, key=lambda g: g.box[0]):
            upright = abs(glyph.dx - 1) < 0.001 and not glyph.vertical
            if glyph.path or glyph.hidden or not upright or glyph.size <= 0 or glyph.op not in self.objects:
                return False
            if abs(glyph.y - 0.375 * glyph.size - v) > 0.35 * size:
                return False
            if ends is not None and glyph.box[0] - ends > CELL_GAP * size:
                return False
            ends = max(ends or glyph.box[2], glyph.box[2])
        tagged = {self.objects[g.op][1] for g in band if g.ordinal in self.cut}
        return len(tagged) == 1

    def _is_last(self, band: list[Glyph], cell: Box | None, size: float, v: float, end: float) -> bool:
        """The line starts where lines start and ends its paragraph well before the column does."""
        start = min(g.box[0] for g in band)
        left, right = (cell[0], cell[2]) if cell else (self.left, self.right)
        inset = start - left
        centred = inset > (0.9 * size if cell else 0.3 * size) and abs(inset - (right - end)) < 1.2 * size
        if inset > (1.5 if cell else INDENT) * size or centred:
            return False
        if cell is not None:
            return not any(self._slot(g) == cell and g.box[1] > v + 0.6 * size - 1 for g in self.content.glyphs if (g.text or "x").strip() and g not in band)
        return end <= right - SLACK * size

    def _is_free(self, place: tuple[float, float, float], size: float, v: float, cell: Box | None) -> bool:
        """Nothing else on the line keeps the old width."""
        start, first, end = place
        top, bottom = v - 0.75 * size, v + 0.85 * size
        for x0, y0, x1, y1 in self.notes:
            if x1 > start and x0 < end + size and y1 > top and y0 < bottom:
                return False
        for edge in self.content.edges:
            of_cell = cell is not None and (min(abs(edge.y0 - cell[1]), abs(edge.y0 - cell[3])) < 2 if edge.y0 == edge.y1 else min(abs(edge.x0 - cell[0]), abs(edge.x0 - cell[2])) < 2)
            if not of_cell and edge.x1 > first - size and edge.x0 < end + size and edge.y1 > top and edge.y0 < bottom:
                return False
        for paint in self.content.paints:
            x0, y0, x1, y1 = paint.box
            meets = x1 > first - 1 and x0 < end + 1 and y1 > top and y0 < bottom
            wide = x0 <= start and x1 >= (cell[2] - 3 if cell else self.right) and paint.kind != "image"
            thin = cell is not None and (x1 - x0 < 2 or y1 - y0 < 2) and (x1 <= cell[0] + 2 or x0 >= cell[2] - 2 or y1 <= cell[1] + 2 or y0 >= cell[3] - 2)
            if meets and not wide and not thin:
                return False
        return True


def _text_objects(page: pikepdf.Page) -> dict[int, tuple[int, int]]:
    """Show operator → (its text object, how many marks of tagged content stand before it); only plain objects."""
    found: dict[int, tuple[int, int]] = {}
    inside: dict[int, tuple[int, int]] | None = None
    plain, tags = True, 0
    instructions: list[Any] = instructions_of(page)[0]
    for op, instruction in enumerate(instructions):
        name = str(instruction.operator)
        tags += name in ("BDC", "BMC", "EMC")
        if name == "BT":
            inside, plain = {}, True
        elif name == "ET":
            found.update(inside if inside is not None and plain else {})
            inside = None
        elif inside is not None:
            plain = plain and name in _INSIDE
            if name in ("Tj", "TJ", "'", '"'):
                inside[op] = (len(found), tags)
    return {op: (serial, count) for op, (serial, count) in found.items()}
