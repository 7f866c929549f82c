"""Which lines of a table without rules make one row.

A cell of several lines makes a row of several lines. Its lines stand nearer to each other than rows do, or the first
column stays empty beside them, or half a line higher and lower than the other cells where those are centred.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from pipeline.readers.pdf_bands import Bands
from pipeline.readers.pdf_cells import LONG, MAX_HEADS, Joint, joint, texts
from pipeline.readers.pdf_lines import Line
from pipeline.readers.pdf_tables import Slot, Table

BESIDE = 0.9
"""Lines nearer than this many font sizes stand beside each other: one of them is centred between the others."""
TIGHT = 1.8
"""Lines of one cell stand so many font sizes apart at most, where nothing else tells."""
LOOSE = 1.2
"""A step so many times that of the lines of a cell leads to a new row."""
NUMBER = 7
"""A number broken by its column has so many characters before the break."""

Placed = dict[int, Line]


@dataclass(slots=True)
class _Row:
    """Lines of one row: the parts of each column from the top."""

    parts: dict[int, list[Line]] = field(default_factory=dict)
    bottom: float = 0.0

    def texts(self) -> dict[int, str]:
        """The text of each column without blanks."""
        return {c: "".join("".join(part.text for part in parts).split()) for c, parts in self.parts.items()}

    def add(self, line: Line, placed: Placed) -> None:
        for column, part in placed.items():
            self.parts.setdefault(column, []).append(part)
        self.bottom = line.v


class Rows:
    """Makes rows of the lines of a run; `before` is the table of the page before that they go on with."""

    def __init__(self, bands: Bands, before: Table | None) -> None:
        self.bands = bands
        self.placed = bands.placed_by(bands.whites)
        self.widths: dict[int, float] = dict(before.widths()) if before is not None else {}
        for placed in self.placed:
            for column, part in placed.items():
                self.widths[column] = max(self.widths.get(column, 0.0), part.u1 - part.u0)
        first = [placed[0].text for placed in self.placed if 0 in placed]
        self.counted = len(first) > 2 and sum(len(t) < 5 and t.isdecimal() for t in first) >= 0.6 * len(first)
        self.heads = [texts(row) for row in before.rows(MAX_HEADS)] if before is not None else []
        self.units = self._units()
        self.pitch = self._pitch() or (before.pitch if before is not None else 0.0)

    def table(self) -> Table:
        """The rows as a table."""
        if len(self.units) < len(self.bands.lines) and not self._tells():
            return self._made([self._row(numbers) for numbers in self._centred()])
        rows: list[_Row] = []
        for unit in self.units:
            if not rows or (self.heads and rows[-1].texts() in self.heads) or not self._same(rows[-1], unit):
                rows.append(_Row())
            for number in unit:
                rows[-1].add(self.bands.lines[number], self.placed[number])
        return self._made(rows)

    def _row(self, numbers: list[int]) -> _Row:
        row = _Row()
        for number in numbers:
            row.add(self.bands.lines[number], self.placed[number])
        return row

    def _units(self) -> list[list[int]]:
        """Lines that stand beside each other, by number."""
        units: list[list[int]] = []
        for number, line in enumerate(self.bands.lines):
            if units and line.v - self.bands.lines[number - 1].v < BESIDE * line.size:
                units[-1].append(number)
            else:
                units.append([number])
        return units

    def _pitch(self) -> float:
        """The step between lines of one cell, as far as lines tell: 0 where none does."""
        lines, steps = self.bands.lines, []
        for unit in self.units:
            last: dict[int, float] = {}
            for number in unit:
                for column in self.placed[number]:
                    if column in last:
                        steps.append(lines[number].v - last[column])
                    last[column] = lines[number].v
        for (*_, a), (b, *_) in itertools.pairwise(self.units):
            above, below = self.placed[a], self.placed[b]
            if 0 not in below and any(self._joint(c, above[c], below[c]) is Joint.ON for c in below if c in above):
                steps.append(lines[b].v - lines[a].v)
        return min(steps, default=0.0)

    def _joint(self, column: int, above: Line, part: Line) -> Joint:
        width = self.widths[column]
        return joint(above, part, width - (above.u1 - above.u0), width)

    def _same(self, row: _Row, unit: list[int]) -> bool:
        """True when the lines of a unit go on with the row above."""
        first: Placed = {}
        for number in unit:
            for column, part in self.placed[number].items():
                first.setdefault(column, part)
        if self.pitch and self.bands.lines[unit[0]].v - row.bottom > LOOSE * self.pitch:
            return False
        if 0 not in row.parts and 0 in first:
            return self._tells()
        joined = [(row.parts[c][-1], part, self._joint(c, row.parts[c][-1], part)) for c, part in first.items() if c in row.parts]
        on = [how is Joint.ON for _, _, how in joined]
        strong = any(how is Joint.ON and len(above.text) >= LONG for above, _, how in joined)
        apart = any(how is Joint.APART for _, _, how in joined)
        inside = first.keys() <= row.parts.keys()
        if 0 in first:
            number = any(how is Joint.ON and _is_number(above.text[-NUMBER:]) for above, _, how in joined)
            shorter = all(part.u1 - part.u0 < above.u1 - above.u0 for above, part, _ in joined)
            return inside and all(on) and (len(first) < len(row.parts) or self._tells() or (number and shorter))
        if self.counted:
            return strong or not apart or len(first) + 1 < len(row.parts)
        if apart:
            return False
        return len(first) == 1 or (strong and (all(on) or inside))

    def _centred(self) -> list[list[int]]:
        """The lines of each row where cells are centred: as far below the middle of the row as above it."""
        lines, middles = self.bands.lines, self._middles()
        rows: list[list[int]] = []
        at = 0
        for number, own in enumerate(middles):
            middle = (lines[own[0]].v + lines[own[-1]].v) / 2
            reach = max(middle - lines[at].v, lines[own[-1]].v - middle) + 0.4 * lines[at].size
            limit = middles[number + 1][0] if number + 1 < len(middles) else len(lines)
            stop = own[-1] + 1
            while stop < limit and lines[stop].v <= middle + reach:
                stop += 1
            rows.append(list(range(at, stop)))
            at = stop
        rows[-1].extend(range(at, len(lines)))
        return rows

    def _middles(self) -> list[list[int]]:
        """The lines of the cells of one column that fills every row and breaks its cells the least."""
        found = [self._cells(column) for column in range(len(self.bands.spans))]
        most = max(len(cells) for cells in found)
        full = [cells for cells in found if len(cells) >= 0.9 * most]
        return min(full, key=lambda cells: sum(len(own) - 1 for own in cells))

    def _cells(self, column: int) -> list[list[int]]:
        """The lines of a column, by number, those of one broken word together."""
        cells: list[list[int]] = []
        for number, placed in enumerate(self.placed):
            if column not in placed:
                continue
            if cells and self._is_one_cell(column, cells[-1][-1], number):
                cells[-1].append(number)
            else:
                cells.append([number])
        return cells

    def _is_one_cell(self, column: int, first: int, second: int) -> bool:
        lines = self.bands.lines
        if all(lines[n + 1].v - lines[n].v < BESIDE * lines[n].size for n in range(first, second)):
            return True
        above, part = self.placed[first][column], self.placed[second][column]
        near = part.v - above.v <= LOOSE * (self.pitch or TIGHT * above.size / LOOSE)
        return near and len(above.text) >= LONG and self._joint(column, above, part) is Joint.ON

    def _tells(self) -> bool:
        """True when rows stand farther from each other than the lines of a cell."""
        return self.pitch > 0 and any(
            self.bands.lines[b].v - self.bands.lines[a].v > LOOSE * self.pitch
            for (*_, a), (b, *_) in itertools.pairwise(self.units)
        )

    def _made(self, rows: list[_Row]) -> Table:
        lines, whites = self.bands.lines, self.bands.whites
        cuts = [(a + b) / 2 for a, b in whites]
        spans = self.bands.spans
        edges = [min((a for a, b in spans if b > a), default=0.0), *cuts, max(b for _, b in spans)]
        slots = []
        for number, row in enumerate(rows):
            own = [line for parts in row.parts.values() for line in parts]
            top, bottom = min(line.top for line in own), max(line.bottom for line in own)
            for column in range(len(spans)):
                a, b = spans[column] if spans[column][1] > spans[column][0] else (edges[column], edges[column])
                box = (a, top, b, bottom)
                slots.append(Slot(box, number, column, 1, 1, lines[0].page, row.parts.get(column, [])))
        box = (edges[0], lines[0].top, edges[-1], max(line.bottom for line in lines))
        xs = tuple(a if b > a else edges[column] for column, (a, b) in enumerate(spans))
        return Table(box, slots, xs, ruled=False, last_page=lines[-1].page, whites=tuple(whites), pitch=self.pitch)


def _is_number(text: str) -> bool:
    return len(text) == NUMBER and text.isascii() and text.isalnum()
