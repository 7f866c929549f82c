"""Tables: which cells there are, and what the head of its column or the label beside it says a cell holds.

`tables(reading)` gives every table of a document, whether the reader saw one (cells of docx, PDF, xlsx, html) or
it stands in plain text (tabs, aligned spaces, bars, commas). Roles come from `corpora/lexicons/columns.tsv`, and by
the last word of a head from `head_endings.tsv`:

- a head row names the columns below it until the next head row; several head rows and merged heads add up, the
  lowest word first; a title row above is passed over; a head merged both ways goes down to its tallest cell;
- a table without a head that has as many columns as the one before goes on with its heads (page break), unless
  its cells contradict them; otherwise columns of id numbers, mobiles and names are told by their cells;
- in a form (姓名 | 张三 | 性别 | 男) each label names the cell to its right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from detectors.once import once
from detectors.tables_cells import Cells, Table, TableCell
from detectors.tables_columns import settled
from detectors.tables_content import by_content
from detectors.tables_heads import head_roles, person_roles
from detectors.tables_rows import (
    HEAD_ROWS,
    NUMBER,
    holds_posts,
    is_bare_head,
    merged_heads,
    row_shape,
)
from detectors.tables_text import RawCell, text_tables
from pipeline.contracts import Reading
from pipeline.document import Cell


@once
def tables(reading: Reading) -> tuple[Table, ...]:
    """Every table of the document in text order; worked out once a document."""
    found: list[Table] = []
    before: _Heads | None = None
    for grid in sorted(
        (*_read_grids(reading), *text_tables(reading)), key=lambda cells: cells[0].span
    ):
        table, before = _understand(grid, before, reading.document.text)
        found.append(table)
    return tuple(found)


def _read_grids(reading: Reading) -> list[list[RawCell]]:
    grids: dict[tuple[str, int], list[RawCell]] = {}
    at = reading.folded
    for block in reading.document.blocks:
        if block.cell is not None:
            text = at.text[at.position(block.span.start) : at.position(block.span.stop)]
            key = (block.layer.value, block.cell.table)
            grids.setdefault(key, []).append(RawCell(block.span, text.strip("\t\n "), block.cell))
    return list(grids.values())


class _Heads(NamedTuple):
    """What a table leaves to its continuation: roles and head texts by column, and the width."""

    roles: dict[int, tuple[str, ...]]
    texts: dict[int, str]
    width: int


def _understand(
    grid: Sequence[RawCell], before: _Heads | None, text: str
) -> tuple[Table, _Heads | None]:
    rows: dict[int, list[RawCell]] = {}
    for raw in grid:
        rows.setdefault(raw.cell.row, []).append(raw)
    width = max(raw.cell.column + raw.cell.columns for raw in grid)
    heads = _Heads({}, {}, width)
    inferred = False
    stacked: list[list[RawCell]] = []
    cells: list[TableCell] = []
    started = False
    merged = merged_heads(rows, width)
    for number in sorted(rows):
        row = rows[number]
        shape = "head" if number in merged else row_shape(row, width, grid if not heads.texts else ())
        if shape == "form" and holds_posts(row, heads.roles):
            shape = "data"
        if shape in {"form", "data"} and not started and not heads.roles:
            shape = "head" if is_bare_head(row, rows.get(number + 1, ())) else shape
        match shape:
            case "title":
                cells.extend(_cell(raw) for raw in row)
            case "head":
                if not stacked or started:
                    stacked = []
                stacked = [*stacked[1 - HEAD_ROWS :], row]
                heads = _stack(stacked, width)
                started = False
                cells.extend(_cell(raw, head_roles(raw.text), is_head=True) for raw in row)
            case "form":
                cells.extend(_form(row))
                started = True
            case _:
                if not started and not heads.texts and not stacked:
                    heads, inferred = _without_head(grid, before, width)
                started = True
                cells.extend(_under(raw, heads) for raw in row)
    cells = settled(cells, text)
    roles = frozenset(role for cell in cells for role in cell.roles)
    return Table(Cells(cells), inferred, roles), heads if heads.roles or heads.texts else None


def _stack(stacked: Sequence[Sequence[RawCell]], width: int) -> _Heads:
    parts: dict[int, list[str]] = {}
    for raw in (raw for row in stacked for raw in row if raw.text):
        for column in range(raw.cell.column, min(raw.cell.column + raw.cell.columns, _WIDEST)):
            parts.setdefault(column, []).append(raw.text)
    roles: dict[int, tuple[str, ...]] = {}
    texts: dict[int, str] = {}
    for column, words in sorted(parts.items()):
        texts[column] = "".join(words)
        joined = head_roles(texts[column])
        above = head_roles(words[0])
        if len(words) > 1:
            above = tuple(role for role in above if role not in {"name", "official"})
            texts[column] = words[-1] if person_roles(words[-1]) and not joined else texts[column]
        roles[column] = head_roles(words[-1]) or joined or above
        if set(roles[column]) <= {"name", "matter", "serial"} and joined:
            roles[column] = joined
    return _Heads({c: r for c, r in roles.items() if r}, texts, width)


_WIDEST = 20_000
"""Columns that a merged head can cover; sheets have 16,384."""


def _form(row: Sequence[RawCell]) -> Iterable[TableCell]:
    label: RawCell | None = None
    before: RawCell | None = None
    for raw in row:
        roles = head_roles(raw.text) if raw.text else ()
        if not roles and (label is None or label is not before):
            roles = person_roles(raw.text)
        before = raw
        if roles and not NUMBER.search(raw.text):
            label = raw
            yield _cell(raw, roles, is_head=True)
        elif label is not None:
            yield _cell(raw, _roles_of_value(raw, head_roles(label.text)), label.text)
        else:
            yield _cell(raw)


def _under(raw: RawCell, heads: _Heads) -> TableCell:
    column = raw.cell.column
    roles = _roles_of_value(raw, heads.roles.get(column, ()))
    return _cell(raw, roles, heads.texts.get(column, ""))


def _roles_of_value(raw: RawCell, told: tuple[str, ...]) -> tuple[str, ...]:
    return () if _REMOVED.fullmatch(raw.text) else told


_REMOVED = re.compile(r"[【\[]已删减(?:[:：][^】\]]{0,12})?[】\]]")
"""What a redaction left in a cell: nothing that its head could name is there any more."""


def _cell(
    raw: RawCell, roles: tuple[str, ...] = (), head: str = "", *, is_head: bool = False
) -> TableCell:
    at = raw.cell
    return TableCell(
        raw.span, at.row, at.column, raw.text, roles, head, is_head, at.rows, at.columns
    )


def _without_head(
    grid: Sequence[RawCell], before: _Heads | None, width: int
) -> tuple[_Heads, bool]:
    """Heads for a table that has none: the former table's where they fit, else what the cells show."""
    told = by_content(grid)
    if (
        before is not None
        and before.width == width
        and all(
            role in before.roles.get(column, (role,))
            or (role in {"name", "mobile"} and column in before.roles)
            for column, role in told.items()
        )
    ):
        return before, False
    return _Heads({column: (role,) for column, role in told.items()}, {}, width), bool(told)


__all__ = ["Cell", "Table", "TableCell", "head_roles", "tables"]
