"""Reading order of a page, and tables that go on over a page break."""

from __future__ import annotations

from pipeline.readers.pdf_cells import heads, row_goes_on
from pipeline.readers.pdf_columns import Column, columns
from pipeline.readers.pdf_lines import Line
from pipeline.readers.pdf_runs import unruled
from pipeline.readers.pdf_tables import Table


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
    for item in unruled(lines, before):
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
    """Put the rows of `following` behind those of `table`; a row broken by the page becomes one again.

    A head that comes again on the new page stands before the row that was broken: the rest of it follows the head.
    """
    table.last = table.last or table.bottom()
    table.widths()
    again = heads(table, following)
    row = {slot.column: slot for slot in following.slots if slot.row == again}
    broken = row_goes_on(table, row)
    base, bottom = table.height, following.bottom()
    for slot in following.slots:
        if broken and slot.row == again:
            above = table.last.get(slot.column)
            if above is not None:
                above.lines.extend(slot.lines)
                above.rows += slot.rows - 1
            continue
        slot.row += base - (broken and slot.row > again)
        table.slots.append(slot)
    if following.height > again + broken:
        table.last = bottom
    table.height += following.height - broken
    for column, width in following.widths().items():
        table.wide[column] = max(table.wide.get(column, 0.0), width)
    table.last_page = following.last_page
