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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from detectors.once import once
from detectors.tables_content import by_content
from detectors.tables_first import heads_a_list
from detectors.tables_heads import head_roles
from detectors.tables_text import RawCell, text_tables
from pipeline.contracts import Reading
from pipeline.document import Cell, Span


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: printed span, place in the table (from 0), folded text, roles from its head or label.

    `head` is the folded text of the heads or label that gave the roles; `is_head` marks heads and labels.
    """

    span: Span
    row: int
    column: int
    text: str = field(repr=False)
    roles: tuple[str, ...] = ()
    head: str = field(default="", repr=False)
    is_head: bool = False
    rows: int = 1
    columns: int = 1

    @property
    def role(self) -> str | None:
        """The first role; None when nothing is known."""
        return self.roles[0] if self.roles else None


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one table in row order. `inferred` says that a role was told by content, not by a head."""

    cells: tuple[TableCell, ...] = field(repr=False)
    inferred: bool = False
    roles: frozenset[str] = frozenset()
    """Every role that some cell has."""

    def rows(self) -> tuple[tuple[TableCell, ...], ...]:
        """Cells grouped by row, heads included."""
        grouped: dict[int, list[TableCell]] = {}
        for cell in self.cells:
            grouped.setdefault(cell.row, []).append(cell)
        return tuple(tuple(grouped[row]) for row in sorted(grouped))

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
        table, before = _understand(grid, before)
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


def _understand(grid: Sequence[RawCell], before: _Heads | None) -> tuple[Table, _Heads | None]:
    rows: dict[int, list[RawCell]] = {}
    for raw in grid:
        rows.setdefault(raw.cell.row, []).append(raw)
    width = max(raw.cell.column + raw.cell.columns for raw in grid)
    heads = _Heads({}, {}, width)
    inferred = False
    stacked: list[list[RawCell]] = []
    cells: list[TableCell] = []
    started = False
    for number in sorted(rows):
        row = rows[number]
        shape = _row_shape(row, width)
        if not cells and shape in ("form", "data"):
            below = [rows[later] for later in sorted(rows) if later > number]
            shape = "head" if heads_a_list(row, below) else shape
        match shape:
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
                if not started and not heads.roles and not stacked:
                    heads, inferred = _without_head(grid, before, width)
                started = True
                cells.extend(_under(raw, heads) for raw in row)
    roles = frozenset(role for cell in cells for role in cell.roles)
    return Table(tuple(cells), inferred, roles), heads if heads.roles else None


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


def _form(row: Sequence[RawCell]) -> Iterable[TableCell]:
    label: RawCell | None = None
    for raw in row:
        roles = head_roles(raw.text) if raw.text else ()
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
