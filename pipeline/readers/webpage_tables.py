"""Tables of a page: where each cell stands, with row and column spans, and how cells are set apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.document import Cell, Layer
from pipeline.readers.webpage_tokens import Sort, Token, tokens
from pipeline.readers.word_gather import Passage

_WIDEST = 1_000
_DEEPEST = 50
_LARGEST = 10_000


@dataclass(slots=True)
class _Table:
    """An open table."""

    number: int
    row: int = -1
    column: int = 0
    taken: dict[int, set[int]] = field(default_factory=dict)
    """Row → the columns that cells of rows above, or before, reach into."""
    cell: Cell | None = None
    filled: bool = False
    cells: int = 0
    holds_table: bool = False
    is_plain: bool = False


@dataclass(slots=True)
class Tables:
    """The open tables, innermost last, and the passages read so far."""

    open: list[_Table] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    beyond: int = 0
    """Open tables deeper than any page has; their text belongs to the cell around them."""
    plain: frozenset[int] = frozenset()
    """Where tables begin that are known to hold no other."""

    @property
    def cell(self) -> Cell | None:
        """The cell being read."""
        return self.open[-1].cell if self.open else None

    @property
    def is_open(self) -> bool:
        """True inside a table."""
        return bool(self.open)

    @property
    def is_settled(self) -> bool:
        """True when what was read so far stays as it is: the one open table is certainly one to a reader."""
        return len(self.open) == 1 and self.open[0].is_plain and self.open[0].cells > 1

    def add(self, passage: Passage) -> None:
        """A block of the page, in a cell or not."""
        self.passages.append(passage)
        if self.open and self.open[-1].cell is not None:
            self.open[-1].filled = True

    def finished(self) -> list[Passage]:
        """The passages so far; they are handed out once."""
        done, self.passages = self.passages, []
        return done

    def opened(self, name: str, token: Token, number: Callable[[], int]) -> None:
        """An element was opened."""
        if name == "table" and len(self.open) >= _DEEPEST:
            self.beyond += 1
        elif self.beyond:
            return
        elif name == "table":
            for outer in self.open:
                outer.holds_table = True
            self.open.append(_Table(number(), is_plain=token.start in self.plain))
        elif not self.open:
            return
        elif name == "tr":
            self._end_row()
            self.open[-1].taken.pop(self.open[-1].row, None)
            self.open[-1].row += 1
            self.open[-1].column = 0
        elif name in ("td", "th"):
            self._end_cell()
            self._start_cell(token)

    def closed(self, name: str) -> None:
        """An element was closed."""
        if not self.open:
            return
        if self.beyond:
            self.beyond -= name == "table"
        elif name in ("td", "th"):
            self._end_cell()
        elif name == "tr":
            self._end_row()
        elif name == "table":
            self._end_row()
            table = self.open.pop()
            if table.holds_table or table.cells < 2:
                self._unwrap(table.number)

    def _start_cell(self, token: Token) -> None:
        table = self.open[-1]
        table.row = max(table.row, 0)
        taken = table.taken.setdefault(table.row, set())
        while table.column in taken:
            table.column += 1
        rows, columns = _span(token.get("rowspan")), _span(token.get("colspan"))
        table.cell = Cell(table.number, table.row, table.column, rows, columns)
        table.filled = False
        reach = rows if rows * columns <= _LARGEST else 1
        for row in range(table.row, table.row + reach):
            table.taken.setdefault(row, set()).update(
                range(table.column, table.column + columns)
            )

    def _unwrap(self, number: int) -> None:
        """A table that only arranges the page (it holds tables, or one cell) is no table to a reader."""
        kept: list[Passage] = []
        for passage in self.passages:
            if passage.cell is not None and passage.cell.table == number:
                if not passage.fragments:
                    continue
                passage.cell, passage.end = None, "\n"
                passage.layer = Layer.BODY
            kept.append(passage)
        self.passages = kept

    def _end_cell(self) -> None:
        table = self.open[-1]
        cell = table.cell
        if cell is None:
            return
        table.cells += table.filled
        if table.filled and self.passages and self.passages[-1].cell == cell:
            self.passages[-1].end = "\t"
        else:
            self.passages.append(Passage(Layer.TABLE, "", [], cell, "\t"))
        table.column += cell.columns
        table.cell = None

    def _end_row(self) -> None:
        self._end_cell()
        table = self.open[-1]
        if self.passages and (last := self.passages[-1]).cell and last.cell.table == table.number:
            last.end = "\n"


def plain_tables(source: str) -> frozenset[int]:
    """Where the tables of a page begin that end before another one begins."""
    found: list[int] = []
    begun: int | None = None
    for token in tokens(source):
        if token.name == "table" and token.sort in (Sort.OPEN, Sort.CLOSE):
            if token.sort is Sort.CLOSE and begun is not None:
                found.append(begun)
            begun = token.start if token.sort is Sort.OPEN else None
    return frozenset(found)


def _span(stated: str | None) -> int:
    stated = (stated or "").strip()
    return (
        max(1, min(int(stated), _WIDEST))
        if stated.isascii() and stated.isdecimal() and len(stated) < 6
        else 1
    )
