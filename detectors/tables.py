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

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from detectors.once import once
from detectors.tables_cells import Table, TableCell
from detectors.tables_columns import settled
from detectors.tables_content import by_content, looks_like_name, names_persons
from detectors.tables_heads import head_roles, person_roles
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
    merged = _merged_heads(rows, width)
    for number in sorted(rows):
        row = rows[number]
        match (
            "head" if number in merged else _row_shape(row, width, grid if not heads.texts else ())
        ):
            case "title":
                cells.extend(_cell(raw) for raw in row)
            case "head":
                if not stacked or started:
                    stacked = []
                stacked = [*stacked[1 - _HEAD_ROWS :], row]
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
    return Table(tuple(cells), inferred, roles), heads if heads.roles or heads.texts else None


def _merged_heads(rows: dict[int, list[RawCell]], width: int) -> range:
    """The rows of a head that is merged both ways: as far down as its tallest cell goes, past a title."""
    for number in sorted(rows)[:3]:
        row = rows[number]
        if _is_title([raw for raw in row if raw.text], width):
            continue
        wide = any(1 < raw.cell.columns < width for raw in row)
        high = max(raw.cell.rows for raw in row)
        found = (
            range(number, min(number + high, number + _HEAD_ROWS))
            if wide and high > 1
            else range(0)
        )
        inside = [raw for at in found for raw in rows.get(at, ()) if raw.text]
        known = sum(bool(head_roles(raw.text)) for raw in inside)
        spoilt = any(_NUMBER.search(raw.text) for raw in inside)
        return found if known >= 2 and not spoilt else range(0)
    return range(0)


def _is_title(filled: Sequence[RawCell], width: int) -> bool:
    if len(filled) != 1 or width <= 2:
        return False
    first = filled[0].cell
    return first.columns >= width - 1 and first.column == 0


def _row_shape(row: Sequence[RawCell], width: int, grid: Sequence[RawCell]) -> str:
    """Whether a row is a title, heads, a form line or data.

    `grid`: the table while it has no heads yet; then a head that means persons by its last word alone counts, too.
    """
    filled = [raw for raw in row if raw.text]
    if not filled:
        return "data"
    if _is_title(filled, width):
        return "title"
    known = [bool(raw.text) and bool(head_roles(raw.text)) for raw in row]
    values = (raw.text for raw, is_head in zip(row, known, strict=True) if not is_head)
    if any(_NUMBER.search(value) for value in values):
        alone = any(known) and (_alternates(row, known) or known[row.index(filled[0])])
        return "form" if alone else "data"
    named = known
    if grid and not _alternates(row, known):
        named = [bool(head_roles(raw.text) or person_roles(raw.text)) for raw in row]
    heads = sum(named)
    if not heads:
        return "data"
    if _alternates(row, named) and (any(known) or _tells_person(row, named)):
        return "head" if heads > 1 and _over_data(row, named, grid) else "form"
    if heads >= 2 and heads * 2 >= len(filled):
        return "head"
    if heads == len(filled) and (width <= 2 or len(filled) == 1):
        return "head" if len(filled) == width else "data"
    return "head" if not any(known) and _over_persons(row, named, grid) else "data"


def _tells_person(row: Sequence[RawCell], named: Sequence[bool]) -> bool:
    """来访人 | 张三: what stands right of the label looks like a name."""
    values = (
        raw.text for raw, is_head in zip(row, named, strict=True) if not is_head and raw.text
    )
    return all(map(looks_like_name, values))


def _over_data(row: Sequence[RawCell], named: Sequence[bool], grid: Sequence[RawCell]) -> bool:
    """案号 | 受援人情况 | 电话 is no form when nothing in the next row is a label and nothing in this one a value."""
    below = [raw for raw in grid if raw.cell.row == row[0].cell.row + 1]
    values = [raw.text for raw, is_head in zip(row, named, strict=True) if not is_head]
    return (
        len(below) >= len(row)
        and not any(head_roles(raw.text) or person_roles(raw.text) for raw in below)
        and all(1 < len(value) <= _SHORT for value in values)
        and sum(map(looks_like_name, values)) * 2 <= len(values)
    )


def _over_persons(row: Sequence[RawCell], named: Sequence[bool], grid: Sequence[RawCell]) -> bool:
    """来访人 | 来访事由: the first row, short, and below its word for persons stand names."""
    if row[0].cell.row != grid[0].cell.row or any(len(raw.text) > _SHORT for raw in row):
        return False
    column = next(raw.cell.column for raw, is_head in zip(row, named, strict=True) if is_head)
    below = [
        raw.text for raw in grid if raw.cell.column == column and raw.cell.row > row[0].cell.row
    ]
    others = (raw.text for raw, is_head in zip(row, named, strict=True) if not is_head)
    return names_persons(below) and not any(map(looks_like_name, others))


_SHORT = 8
"""Characters of a head beside one for persons."""
_NUMBER = re.compile(r"\d{5}")


def _alternates(row: Sequence[RawCell], named: Sequence[bool]) -> bool:
    """Label, value, label, value: every label has something that is no label, or nothing, to its right.

    A cell before the first label may name the group of them (申请户主信息 | 姓名 | … | 性别 | …).
    """
    grouped = not named[0] and named[1:2] == [True] and sum(named) > 1
    if not (named[0] or grouped) or any(a and b for a, b in itertools.pairwise(named)):
        return False
    return any(raw.text and not is_head for raw, is_head in zip(row, named, strict=True))


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
_HEAD_ROWS = 8
"""Head rows that add up: the last ones."""


def _form(row: Sequence[RawCell]) -> Iterable[TableCell]:
    label: RawCell | None = None
    before: RawCell | None = None
    for raw in row:
        roles = head_roles(raw.text) if raw.text else ()
        if not roles and (label is None or label is not before):
            roles = person_roles(raw.text)
        before = raw
        if roles and not _NUMBER.search(raw.text):
            label = raw
            yield _cell(raw, roles, is_head=True)
        elif label is not None:
            yield _cell(raw, head_roles(label.text), label.text)
        else:
            yield _cell(raw)


def _under(raw: RawCell, heads: _Heads) -> TableCell:
    column = raw.cell.column
    return _cell(raw, heads.roles.get(column, ()), heads.texts.get(column, ""))


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
