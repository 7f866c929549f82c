"""Tables: ruled ones from lines by pdfplumber's geometry, unruled ones from columns that stand under each other."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field

from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

from pipeline.readers.pdf_lines import Line, segments
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
    """Cells in reading order; `xs` are the column borders, by which a table goes on over pages."""

    box: Box
    slots: list[Slot]
    xs: tuple[float, ...]
    ruled: bool = True
    last_page: int = 0


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


def unruled(lines: list[Line]) -> list[Table | Line]:
    """The lines with runs of aligned columns made tables; everything else as it came."""
    out: list[Table | Line] = []
    at = 0
    split = [segments(line) for line in lines]
    while at < len(lines):
        stop = _run(lines, split, at)
        if stop - at >= 2 and sum(len(s) >= 2 for s in split[at:stop]) >= 2:
            out.append(_columns(lines[at:stop], split[at:stop]))
            at = stop
        else:
            out.append(lines[at])
            at += 1
    return out


def _run(lines: list[Line], split: list[list[Line]], at: int) -> int:
    """Where the run of rows that starts at line `at` ends; `at` itself when it is no row."""
    if len(split[at]) < 2:
        return at
    bands = _bands(split[at])
    stop = at + 1
    while stop < len(lines):
        previous, line = lines[stop - 1], lines[stop]
        if line.top - previous.bottom > 2.2 * line.size or line.page != previous.page:
            break
        parts = split[stop]
        if not _fits(parts, bands) or (len(parts) == 1 and len(bands) > 1 and not _continues(split, stop, bands)):
            break
        bands = _widen(bands, parts)
        stop += 1
    while stop > at + 1 and len(split[stop - 1]) < 2 and not _continues(split, stop - 1, bands):
        stop -= 1
    return stop


def _bands(parts: list[Line]) -> list[tuple[float, float]]:
    return [(part.u0, part.u1) for part in parts]


def _band(part: Line, bands: list[tuple[float, float]]) -> int | None:
    """The column a part belongs to: the one it overlaps; None when it crosses two."""
    hits = [i for i, (a, b) in enumerate(bands) if part.u0 < b + 1 and a < part.u1 + 1]
    if len(hits) == 1:
        return hits[0]
    return None


def _fits(parts: list[Line], bands: list[tuple[float, float]]) -> bool:
    if len(parts) > 1:
        placed = [_band(part, bands) for part in parts]
        return (None not in placed and len(set(placed)) == len(placed)) or _finer(parts, bands)
    return _band(parts[0], bands) is not None


def _finer(parts: list[Line], bands: list[tuple[float, float]]) -> bool:
    """A row with more columns than known so far, the known ones among them."""
    spans = [(p.u0, p.u1) for p in parts]
    return len(parts) > len(bands) and all(
        sum(1 for a, b in spans if a < y + 1 and x < b + 1) <= 1 for x, y in bands
    )


def _continues(split: list[list[Line]], at: int, bands: list[tuple[float, float]]) -> bool:
    """A lone part in a column other than the first: a wrapped cell of the row above."""
    part = split[at][0]
    column = _band(part, bands)
    return column is not None and column > 0


def _widen(bands: list[tuple[float, float]], parts: list[Line]) -> list[tuple[float, float]]:
    made = list(bands)
    for part in parts:
        column = _band(part, made)
        if column is None:
            made.append((part.u0, part.u1))
        else:
            made[column] = (min(made[column][0], part.u0), max(made[column][1], part.u1))
        made.sort()
    return made


def _columns(lines: list[Line], split: list[list[Line]]) -> Table:
    bands: list[tuple[float, float]] = []
    for parts in split:
        bands = _widen(bands, parts)
    slots: dict[tuple[int, int], Slot] = {}
    row = -1
    for line, parts in zip(lines, split, strict=True):
        if len(parts) > 1 or row < 0 or _band(parts[0], bands) == 0:
            row += 1
        for part in parts:
            column = _band(part, bands) or 0
            box = (bands[column][0], line.top, bands[column][1], line.bottom)
            slots.setdefault((row, column), Slot(box, row, column, 1, 1, line.page)).lines.append(part)
    box = (bands[0][0], lines[0].top, bands[-1][1], lines[-1].bottom)
    for r in range(row + 1):
        for c in range(len(bands)):
            slots.setdefault((r, c), Slot(box, r, c, 1, 1, lines[0].page))
    ordered = [slots[key] for key in sorted(slots)]
    return Table(box, ordered, tuple(band[0] for band in bands), ruled=False, last_page=lines[-1].page)


def single_row(parts: list[Line], before: Table) -> Table | None:
    """One line as a further row of a table without rules; None when it does not fit the columns."""
    if len(parts) < 2:
        return None
    edges = [*before.xs, float("inf")]
    columns = [max(0, bisect.bisect_right(edges, part.u0 + 6) - 1) for part in parts]
    if len(set(columns)) != len(columns) or any(
        abs(part.u0 - before.xs[column]) > 40 for part, column in zip(parts, columns, strict=True)
    ):
        return None
    page = parts[0].page
    by_column = dict(zip(columns, parts, strict=True))
    slots = []
    for column, x in enumerate(before.xs):
        part = by_column.get(column)
        right = part.u1 if part else x
        slots.append(Slot((x, parts[0].top, right, parts[0].bottom), 0, column, 1, 1, page, [part] if part else []))
    return Table((before.xs[0], parts[0].top, parts[-1].u1, parts[0].bottom), slots, before.xs, False, page)
