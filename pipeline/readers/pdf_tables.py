"""Tables and their cells, and the tables that lines rule, by pdfplumber's geometry."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field

from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

from pipeline.readers.pdf_lines import Line
from pipeline.readers.pdf_paths import Box, Edge

MAX_EDGES = 3_000
MAX_INTERSECTIONS = 6_000
SNAP = 3.0


@dataclass(slots=True)
class Slot:
    """A cell: its box, position and spans, and the lines in it."""

    box: Box
    row: int
    column: int
    rows: int
    columns: int
    page: int = 0
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """Cells in reading order; `xs` are the column borders, by which a table goes on over pages.

    Without rules, `whites` are the strips between the columns and `pitch` is the step from one line of a cell to the
    next, 0 where no cell told. `last` is the last row by column: what the first row of the next page may go on with.
    `height` is the number of rows, `wide` what `widths` has found.
    """

    box: Box
    slots: list[Slot]
    xs: tuple[float, ...]
    ruled: bool = True
    last_page: int = 0
    whites: tuple[tuple[float, float], ...] = ()
    pitch: float = 0.0
    last: dict[int, Slot] = field(default_factory=dict)
    height: int = 0
    wide: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look at the cells once: tables grow by a page at a time, and may have hundreds."""
        self.height = max((slot.row + slot.rows for slot in self.slots), default=0)

    def rows(self, count: int) -> list[dict[int, Slot]]:
        """The cells of the first rows, by the row in which they begin and by column."""
        found: dict[int, dict[int, Slot]] = {}
        for slot in self.slots:
            if slot.row >= count:
                break
            found.setdefault(slot.row, {})[slot.column] = slot
        return list(found.values())

    def bottom(self) -> dict[int, Slot]:
        """The cells that end in the last row, by column."""
        return {slot.column: slot for slot in self.slots if slot.row + slot.rows == self.height}

    def widths(self) -> dict[int, float]:
        """The widest line of each column, among the cells of one column."""
        if not self.wide:
            for slot in self.slots:
                if slot.columns == 1:
                    for line in slot.lines:
                        self.wide[slot.column] = max(self.wide.get(slot.column, 0.0), line.u1 - line.u0)
        return self.wide


def ruled(edges: list[Edge]) -> tuple[list[Table], bool]:
    """The tables that lines rule, from the top; the flag is False when there were too many lines to look at."""
    if len(edges) < 4:
        return [], True
    if len(edges) > MAX_EDGES:
        return [], False
    plain = [
        {
            "x0": e.x0, "x1": e.x1, "top": e.y0, "bottom": e.y1, "width": e.x1 - e.x0, "height": e.y1 - e.y0,
            "orientation": "h" if e.y0 == e.y1 else "v", "object_type": "line",
        }
        for e in dict.fromkeys(edges)
    ]
    merged = merge_edges(plain, SNAP, SNAP, SNAP, SNAP)
    crossings = edges_to_intersections(merged, SNAP, SNAP)
    if len(crossings) > MAX_INTERSECTIONS:
        return [], False
    found = []
    for cells in cells_to_tables(intersections_to_cells(crossings)):
        cells = [c for c in cells if c[2] - c[0] > 4 and c[3] - c[1] > 4]
        if len(cells) > 1:
            found.append(_grid(cells))
    return sorted(found, key=lambda table: (table.box[1], table.box[0])), True


def _grid(cells: list[Box]) -> Table:
    xs = _borders([c[0] for c in cells] + [c[2] for c in cells])
    ys = _borders([c[1] for c in cells] + [c[3] for c in cells])
    slots = []
    for box in sorted(cells, key=lambda c: (c[1], c[0])):
        column, right = _nearest(xs, box[0]), _nearest(xs, box[2])
        row, low = _nearest(ys, box[1]), _nearest(ys, box[3])
        slots.append(Slot(box, row, column, max(1, low - row), max(1, right - column)))
    slots.sort(key=lambda slot: (slot.row, slot.column))
    return Table((xs[0], ys[0], xs[-1], ys[-1]), slots, tuple(xs))


def _borders(values: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > SNAP:
            found.append(value)
    return found


def _nearest(borders: list[float], value: float) -> int:
    at = bisect.bisect_left(borders, value)
    options = [i for i in (at - 1, at) if 0 <= i < len(borders)]
    return min(options, key=lambda i: abs(borders[i] - value))
