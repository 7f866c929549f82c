"""Reading order of a page, tables that go on over a page break, and the paragraphs of a cell."""

from __future__ import annotations

from pipeline.readers.pdf_columns import Column, columns
from pipeline.readers.pdf_flow import is_full
from pipeline.readers.pdf_lines import Line, segments
from pipeline.readers.pdf_tables import Slot, Table, single_row, unruled

ROOM = 0.5
"""Font sizes that a cell's line may stay short of the next word and still be broken by it."""


def ordered(lines: list[Line], tables: list[Table], before: Table | None) -> list[Table | list[Line]]:
    """Tables and the groups of lines between them, from the top; unruled tables are found in the groups.

    `before` is a table that ends the page before: one row at the top that fits its columns goes on with it.
    """
    groups: list[Table | list[Line]] = []
    rest = list(lines)
    for table in tables:
        above = [line for line in rest if line.v < table.box[1]]
        rest = [line for line in rest if line.v >= table.box[1]]
        groups.extend((above, table))
    groups.append(rest)
    found: list[Table | list[Line]] = []
    for number, group in enumerate(groups):
        if isinstance(group, Table):
            found.append(group)
            continue
        first = before if number == 0 and before is not None and not before.ruled else None
        for part in columns(group):
            if isinstance(part, Column):
                found.append(part)
            else:
                found.extend(_group(part, first))
            first = None
    return [item for item in found if not isinstance(item, list) or item]


def _group(lines: list[Line], before: Table | None) -> list[Table | list[Line]]:
    found: list[Table | list[Line]] = []
    run: list[Line] = []
    for item in unruled(lines):
        if before is not None and not found and not run and isinstance(item, Line):
            row = single_row(segments(item), before)
            if row is not None:
                found.append(row)
                continue
        before = None
        if isinstance(item, Table):
            found.extend((run, item))
            run = []
        else:
            run.append(item)
    found.append(run)
    return found


def continues(table: Table, following: Table) -> bool:
    """True when both have the same columns."""
    if table.ruled != following.ruled or len(table.xs) != len(following.xs):
        return False
    near = 4.0 if table.ruled else 40.0
    return all(abs(a - b) < near for a, b in zip(table.xs, following.xs, strict=True))


def append(table: Table, following: Table) -> None:
    """Put the rows of `following` behind those of `table`; a row broken by the page becomes one again."""
    base = max(slot.row + slot.rows for slot in table.slots)
    last = {slot.column: slot for slot in table.slots if slot.row + slot.rows == base}
    first = [slot for slot in following.slots if slot.row == 0]
    broken = (
        table.ruled
        and any(not slot.lines for slot in first)
        and any(slot.lines for slot in first)
        and all(_goes_on(last.get(slot.column), slot) for slot in first if slot.lines)
    )
    if broken:
        for slot in first:
            if slot.lines:
                last[slot.column].lines.extend(slot.lines)
        base -= 1
    for slot in following.slots:
        if not (broken and slot.row == 0):
            slot.row += base
            table.slots.append(slot)
    table.last_page = following.last_page


def _goes_on(above: Slot | None, slot: Slot) -> bool:
    return above is not None and bool(above.lines) and _breaks(above, above.lines[-1], slot.lines[0], True)


def cell_parts(slot: Slot, is_ruled: bool) -> list[list[Line]]:
    """The paragraphs of a cell: a line that leaves room for the next word ends one."""
    if not slot.lines:
        return []
    parts = [[slot.lines[0]]]
    for before, line in zip(slot.lines, slot.lines[1:], strict=False):
        if _breaks(slot, before, line, is_ruled):
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts


def _breaks(slot: Slot, before: Line, line: Line, is_ruled: bool) -> bool:
    """True when `line` goes on with `before` because its first word had no room there."""
    if not is_ruled:
        return is_full(before, line, max(slot.box[2], *(other.u1 for other in slot.lines)))
    left = before.u0 - slot.box[0]
    padding = min(max(2.0, left), 8.0)
    centred = abs(left - (slot.box[2] - before.u1)) < 0.5 * line.size
    right = slot.box[2] - padding
    if centred:
        right = before.u1 + max(0.0, (slot.box[2] - slot.box[0]) - (before.u1 - before.u0) - 12.0)
    return is_full(before, line, right)
