"""What a table is to the detectors: cells with the roles that their heads or labels give them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.document import Span
from pipeline.made import Made


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


_Shared = tuple[tuple[str, ...], str, bool, int, int]


class Cells(Made[TableCell]):
    """The cells of a table in columns of numbers, each made when it is asked for: a list has half a million."""

    __slots__ = ("_columns", "_ends", "_rows", "_shared", "_sorts", "_starts", "_stops", "_texts")

    def __init__(self, cells: Iterable[TableCell]) -> None:
        self._starts, self._stops, self._ends = array("I"), array("I"), array("I", [0])
        self._rows, self._columns, self._sorts = array("i"), array("i"), array("I")
        known: dict[_Shared, int] = {}
        texts = []
        for cell in cells:
            shared = (cell.roles, cell.head, cell.is_head, cell.rows, cell.columns)
            self._sorts.append(known.setdefault(shared, len(known)))
            self._starts.append(cell.span.start)
            self._stops.append(cell.span.stop)
            self._rows.append(cell.row)
            self._columns.append(cell.column)
            self._ends.append(self._ends[-1] + len(cell.text))
            texts.append(cell.text)
        self._shared, self._texts = tuple(known), "".join(texts)

    def _item(self, index: int) -> TableCell:
        return TableCell(
            Span(self._starts[index], self._stops[index]),
            self._rows[index],
            self._columns[index],
            self._texts[self._ends[index] : self._ends[index + 1]],
            *self._shared[self._sorts[index]],
        )

    def __len__(self) -> int:
        return len(self._starts)

    def by_row(self) -> Iterable[tuple[TableCell, ...]]:
        """The cells of every row, heads included, by the number of the row."""
        order = sorted(range(len(self)), key=self._rows.__getitem__)
        for _, row in groupby(order, key=self._rows.__getitem__):
            yield tuple(map(self._item, row))


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one table in row order. `inferred` says that a role was told by content, not by a head."""

    cells: Cells = field(repr=False)
    inferred: bool = False
    roles: frozenset[str] = frozenset()
    """Every role that some cell has."""

    def rows(self) -> Iterable[tuple[TableCell, ...]]:
        """Cells grouped by row, heads included."""
        return self.cells.by_row()

    @property
    def lists_persons(self) -> bool:
        """True for a list or form about private persons: a name beside what identifies or concerns one.

        A directory of people in office (name, post, telephone) is none.
        """
        if "resident_id" in self.roles:
            return True
        personal = PERSONAL - _OF_OFFICE if "post" in self.roles else PERSONAL
        return "name" in self.roles and bool(self.roles & personal)


_OF_OFFICE = frozenset(
    {"mobile", "phone", "home_phone", "gender", "age", "amount", "village", "coordinates"}
)
PERSONAL = frozenset(
    [
        "resident_id",
        "mobile",
        "phone",
        "home_phone",
        "imei",
        "coordinates",
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
