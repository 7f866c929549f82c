"""The cells of a table, before and after their meaning is known, in columns of numbers: a list has half a million."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from detectors.tables_text import RawCell
from pipeline.contracts import Reading
from pipeline.document import Cell, Span
from pipeline.fold import Fold
from pipeline.made import Made

_BLANK = "\t\n "
_NOWHERE = Cell(0, 0, 0)


class TableCell(NamedTuple):
    """A cell: printed span, place in the table (from 0), folded text, roles from its head or label.

    `head` is the folded text of the heads or label that gave the roles; `is_head` marks heads and labels.
    """

    span: Span
    row: int
    column: int
    text: str
    roles: tuple[str, ...] = ()
    head: str = ""
    is_head: bool = False
    rows: int = 1
    columns: int = 1

    @property
    def role(self) -> str | None:
        """The first role; None when nothing is known."""
        return self.roles[0] if self.roles else None

    def __repr__(self) -> str:
        return f"TableCell(span={self.span}, row={self.row}, column={self.column}, roles={self.roles})"


_Shared = tuple[tuple[str, ...], str, bool, int, int]


class Cells(Made[TableCell]):
    """The cells of one table in row order; each is made when it is asked for."""

    __slots__ = ("_columns", "_fold", "_known", "_rows", "_shared", "_sorts", "_starts", "_stops")

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self._starts, self._stops = array("I"), array("I")
        self._rows, self._columns = array("i"), array("i")
        self._sorts = array("I")
        self._shared: list[_Shared] = []
        self._known: dict[_Shared, int] = {}

    def put(
        self, raw: RawCell, roles: tuple[str, ...] = (), head: str = "", *, is_head: bool = False
    ) -> None:
        """One more cell."""
        shared = (roles, head, is_head, raw.cell.rows, raw.cell.columns)
        sort = self._known.get(shared)
        if sort is None:
            sort = self._known[shared] = len(self._shared)
            self._shared.append(shared)
        self._starts.append(raw.span.start)
        self._stops.append(raw.span.stop)
        self._rows.append(raw.cell.row)
        self._columns.append(raw.cell.column)
        self._sorts.append(sort)

    @property
    def roles(self) -> frozenset[str]:
        """Every role that some cell has."""
        return frozenset(role for roles, *_ in self._shared for role in roles)

    def _item(self, index: int) -> TableCell:
        span = Span(self._starts[index], self._stops[index])
        text = folded_text(self._fold, *span)
        return TableCell(
            span, self._rows[index], self._columns[index], text, *self._shared[self._sorts[index]]
        )

    def __len__(self) -> int:
        return len(self._starts)

    def having(self, roles: frozenset[str]) -> Iterator[TableCell]:
        """The cells, other than heads and labels, that have one of these roles."""
        wanted = [not is_head and not roles.isdisjoint(own) for own, _, is_head, *_ in self._shared]
        return (self._item(index) for index, sort in enumerate(self._sorts) if wanted[sort])

    def row_spans(self) -> Iterator[Span]:
        """The printed span of every row, heads included, by the number of the row."""
        order = sorted(range(len(self)), key=self._rows.__getitem__)
        for _, row in itertools.groupby(order, key=self._rows.__getitem__):
            indexes = list(row)
            yield Span(
                min(map(self._starts.__getitem__, indexes)),
                max(map(self._stops.__getitem__, indexes)),
            )


class RawGrid(Made[RawCell]):
    """The cells of a table that a reader saw, as the document has them."""

    __slots__ = ("_indexes", "_reading")

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._indexes = array("I")

    def put(self, index: int) -> None:
        """One more cell: the block of this index."""
        self._indexes.append(index)

    def __len__(self) -> int:
        return len(self._indexes)

    def _item(self, index: int) -> RawCell:
        index, blocks = self._indexes[index], self._reading.document.blocks
        span = Span(blocks.starts[index], blocks.stops[index])
        cell = blocks.cell(index) or _NOWHERE
        return RawCell(span, folded_text(self._reading.folded, *span), cell)


def grid_rows(grid: Sequence[RawCell]) -> Iterator[list[RawCell]]:
    """The rows of a table by their number."""
    places = array("i", (grid[index].cell.row for index in range(len(grid))))
    order = sorted(range(len(grid)), key=places.__getitem__)
    for _, row in itertools.groupby(order, key=places.__getitem__):
        yield [grid[index] for index in row]


def folded_text(fold: Fold, start: int, stop: int) -> str:
    """The folded text of a printed span without blanks at its ends."""
    return fold.text[fold.position(start) : fold.position(stop)].strip(_BLANK)


__all__ = ["Cell", "Cells", "RawGrid", "TableCell", "folded_text", "grid_rows"]
