"""Which lines of a page stand in columns without rules, and where a table goes on that a page break cut."""

from __future__ import annotations

import itertools

from pipeline.readers.pdf_bands import Bands, bands_of
from pipeline.readers.pdf_cells import SEEN, Joint, joint, row_goes_on
from pipeline.readers.pdf_lines import Line, segments
from pipeline.readers.pdf_rows import BESIDE, LOOSE, TIGHT, Placed, Rows
from pipeline.readers.pdf_tables import Slot, Table

FAR = 2.2
"""A line so many font sizes below the one before is no further row."""


def unruled(lines: list[Line], before: Table | None) -> list[Table | Line]:
    """The lines with runs of aligned columns made tables; everything else as it came.

    `before` is a table without rules that ends the page before: the first lines that fit its columns go on with it.
    """
    out: list[Table | Line] = []
    at = 0
    if before is not None and (more := _further(lines, before)) is not None:
        out.append(more[0])
        at = more[1]
    while at < len(lines):
        bands = _run(lines, at)
        if bands is not None:
            out.append(Rows(bands, None).table())
            at += len(bands.lines)
        else:
            out.append(lines[at])
            at += 1
    return out


def _run(lines: list[Line], at: int) -> Bands | None:
    """The columns of the lines from `at` on; None where no table starts."""
    parts = segments(lines[at])
    if len(parts) < 2:
        return None
    bands = bands_of(lines[at], parts)
    _extend(bands, lines, at + 1)
    return bands if sum(len(placed) > 1 for placed in bands.placed) > 1 else None


def _extend(bands: Bands, lines: list[Line], at: int) -> None:
    """Take in the lines from `at` on that go on with the table."""
    for line in lines[at:]:
        previous = bands.lines[-1]
        if line.top - previous.bottom > FAR * line.size or line.page != previous.page:
            break
        placed = bands.take(line)
        if placed is not None and len(placed) == 1 and 0 in placed and not _wraps(bands, placed[0]):
            bands.drop(1)
            break
        if placed is None:
            break
    bands.drop(sum(1 for _ in itertools.takewhile(lambda placed: len(placed) == 1 and 0 in placed, reversed(bands.placed))))


def _wraps(bands: Bands, part: Line) -> bool:
    """True when a line that has the first column only stands beside others, or goes on with the cell above it."""
    if len(bands.lines) > 1 and part.v - bands.lines[-2].v < BESIDE * part.size:
        return True
    above = next((placed[0] for placed in reversed(bands.placed[:-1]) if 0 in placed), None)
    if above is None or part.v - bands.lines[-2].v > TIGHT * part.size:
        return False
    start, stop = bands.spans[0]
    return joint(above, part, (stop - start) - (above.u1 - above.u0), stop - start) is Joint.ON


def _further(lines: list[Line], before: Table) -> tuple[Table, int] | None:
    """The first lines of a page as further rows of the table that ended the page before, and how many they are."""
    if not lines or not before.whites:
        return None
    bands = Bands(list(before.whites), _spans(before))
    placed = bands.take(lines[0])
    if placed is None or (len(placed) == 1 and not (_completes(before, placed) or _is_tied(lines, before))):
        return None
    _extend(bands, lines, 1)
    if not bands.lines or (len(bands.lines) == 1 and len(placed) == 1 and not _completes(before, placed)):
        return None
    return Rows(bands, before).table(), len(bands.lines)


def _is_tied(lines: list[Line], before: Table) -> bool:
    """True when the second line stands as near below the first as one line of a cell below another."""
    return len(lines) > 1 and lines[1].v - lines[0].v < max(LOOSE * before.pitch, BESIDE * lines[0].size)


def _spans(table: Table) -> list[tuple[float, float]]:
    spans = [(0.0, 0.0)] * (len(table.whites) + 1)
    for column, slot in ((column, slot) for row in table.rows(SEEN) for column, slot in row.items()):
        for line in slot.lines:
            a, b = spans[column]
            spans[column] = (min(a, line.u0), max(b, line.u1)) if b > a else (line.u0, line.u1)
    return spans


def _completes(before: Table, placed: Placed) -> bool:
    """True when the parts go on with the last row of a table."""
    before.last = before.last or before.bottom()
    row = {column: Slot(before.box, 0, column, 1, 1, part.page, [part]) for column, part in placed.items()}
    return row_goes_on(before, row)
