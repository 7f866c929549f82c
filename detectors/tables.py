"""Tables: which cells there are, and what the head of its column or the label beside it says a cell holds.

`tables(reading)` gives every table of a document, whether the reader saw one (cells of docx, PDF, xlsx, html) or
it stands in plain text (tabs, aligned spaces, bars, commas). Roles come from `corpora/lexicons/columns.tsv`:

- a head row names the columns below it until the next head row; several head rows and merged heads add up, the
  lowest word first; a title row above is passed over;
- a table without a head that has as many columns as the one before goes on with its heads (page break), unless
  its cells contradict them; otherwise columns of id numbers, mobiles and names are told by their cells;
- in a form (姓名 | 张三 | 性别 | 男) each label names the cell to its right.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from detectors.once import once
from detectors.tables_cells import Cells, RawGrid, TableCell, grid_rows
from detectors.tables_content import by_content
from detectors.tables_heads import head_roles
from detectors.tables_text import RawCell, text_tables
from pipeline.contracts import Reading
from pipeline.document import Cell, Layer
from pipeline.fold import Fold


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one table in row order. `inferred` says that a role was told by content, not by a head."""

    cells: Cells = field(repr=False)
    inferred: bool = False
    roles: frozenset[str] = frozenset()
    """Every role that some cell has."""

    @property
    def lists_persons(self) -> bool:
        """True for a list or form about private persons: a name beside what identifies or concerns one.

        A directory of people in office (name, post, telephone) is none.
        """
        if "resident_id" in self.roles:
            return True
        personal = _PERSONAL - _OF_OFFICE if "post" in self.roles else _PERSONAL
        return "name" in self.roles and bool(self.roles & personal)


_OF_OFFICE = frozenset({"mobile", "phone", "gender", "age", "amount", "village"})
_PERSONAL = frozenset(
    [
        "resident_id",
        "mobile",
        "phone",
        "address",
        "bank_card",
        "account",
        "disability",
        "disability_id",
        "illness",
        "birth",
        "age",
        "gender",
        "income",
        "relation",
        "student_id",
        "social_card",
        "amount",
        "village",
        "marriage",
        "belief",
    ]
)


@once
def tables(reading: Reading) -> tuple[Table, ...]:
    """Every table of the document in text order; worked out once a document."""
    found: list[Table] = []
    before: _Heads | None = None
    for grid in sorted(
        (*_read_grids(reading), *text_tables(reading)), key=lambda cells: cells[0].span
    ):
        table, before = _understand(reading.folded, grid, before)
        found.append(table)
    return tuple(found)


def _read_grids(reading: Reading) -> list[RawGrid]:
    grids: dict[tuple[Layer, int], RawGrid] = {}
    blocks = reading.document.blocks
    layers = list(blocks.layers())
    for index, cell in blocks.cells():
        key = (layers[index], cell.table)
        grid = grids.get(key)
        if grid is None:
            grid = grids[key] = RawGrid(reading)
        grid.put(index)
    return list(grids.values())


class _Heads(NamedTuple):
    """What a table leaves to its continuation: roles and head texts by column, and the width."""

    roles: dict[int, tuple[str, ...]]
    texts: dict[int, str]
    width: int


def _understand(
    fold: Fold, grid: Sequence[RawCell], before: _Heads | None
) -> tuple[Table, _Heads | None]:
    width = max(raw.cell.column + raw.cell.columns for raw in grid)
    heads = _Heads({}, {}, width)
    inferred = False
    stacked: list[list[RawCell]] = []
    cells = Cells(fold)
    started = False
    for row in grid_rows(grid):
        match _row_shape(row, width):
            case "title":
                for raw in row:
                    cells.put(raw)
            case "head":
                if not stacked or started:
                    stacked = []
                stacked = [*stacked[1 - _HEAD_ROWS :], row]
                heads = _stack(stacked, width)
                started = False
                for raw in row:
                    cells.put(raw, head_roles(raw.text), is_head=True)
            case "form":
                _form(cells, row)
                started = True
            case _:
                if not started and not heads.roles and not stacked:
                    heads, inferred = _without_head(grid, before, width)
                started = True
                for raw in row:
                    column = raw.cell.column
                    cells.put(raw, heads.roles.get(column, ()), heads.texts.get(column, ""))
    return Table(cells, inferred, cells.roles), heads if heads.roles else None


def _row_shape(row: Sequence[RawCell], width: int) -> str:
    """Whether a row is a title, heads, a form line or data."""
    filled = [raw for raw in row if raw.text]
    if not filled:
        return "data"
    first = filled[0].cell
    if len(filled) == 1 and width > 2 and first.columns >= width - 1 and first.column == 0:
        return "title"
    named = [bool(raw.text) and bool(head_roles(raw.text)) for raw in row]
    heads = sum(named)
    if not heads:
        return "data"
    alternates = _alternates(row, named)
    values = (raw.text for raw, is_head in zip(row, named, strict=True) if not is_head)
    if any(_NUMBER.search(value) for value in values):
        return "form" if alternates or named[row.index(filled[0])] else "data"
    if alternates:
        return "form"
    if heads >= 2 and heads * 2 >= len(filled):
        return "head"
    if heads == len(filled) and (width <= 2 or len(filled) == 1):
        return "head" if len(filled) == width else "data"
    return "data"


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
        roles[column] = head_roles(words[-1]) or joined or head_roles(words[0])
        if set(roles[column]) <= {"name", "matter", "serial"} and joined:
            roles[column] = joined
    return _Heads({c: r for c, r in roles.items() if r}, texts, width)


_WIDEST = 20_000
"""Columns that a merged head can cover; sheets have 16,384."""
_HEAD_ROWS = 8
"""Head rows that add up: the last ones."""


def _form(cells: Cells, row: Sequence[RawCell]) -> None:
    label: RawCell | None = None
    for raw in row:
        roles = head_roles(raw.text) if raw.text else ()
        if roles and not _NUMBER.search(raw.text):
            label = raw
            cells.put(raw, roles, is_head=True)
        elif label is not None:
            cells.put(raw, head_roles(label.text), label.text)
        else:
            cells.put(raw)


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
