"""The grid of a table: where each cell stands and how far a merged one reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.readers.word_names import child, kind, value

_WRAPPERS = (
    "w:sdt",
    "w:sdtContent",
    "w:customXml",
    "w:ins",
    "w:del",
    "w:smartTag",
    "w:moveTo",
    "w:moveFrom",
)
_WIDEST = 1_000


@dataclass(slots=True)
class Slot:
    """A cell in the grid, all from 0. `is_merged`: it is covered by the cell above it."""

    element: etree._Element
    row: int
    column: int
    columns: int
    rows: int = 1
    is_merged: bool = False


def grid(table: etree._Element) -> list[list[Slot]]:
    """The rows of `table` with their cells; vertical merges are counted in the cell that starts them."""
    rows: list[list[Slot]] = []
    above: dict[int, Slot] = {}
    for number, element in enumerate(rows_in(table)):
        row = list(_cells(element, number))
        above = _settle(row, above)
        rows.append(row)
    return rows


def rows_in(children: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """The rows among these children of a table, and in what wraps them."""
    return _inside(children, "w:tr")


def _settle(row: list[Slot], above: dict[int, Slot]) -> dict[int, Slot]:
    """Count the cells of `row` that go on with one above; the cells that the next row may go on with, by column."""
    current: dict[int, Slot] = {}
    for slot in row:
        start = above.get(slot.column)
        if slot.is_merged and start is not None:
            start.rows += 1
            current[slot.column] = start
        else:
            slot.is_merged = False
            if _merge(slot.element) == "restart":
                current[slot.column] = slot
    return current


class Merges:
    """The grid of a table whose rows come one by one, twice: `add` learns how far cells reach, `row` tells it."""

    def __init__(self) -> None:
        self._above: dict[int, Slot] = {}
        self._reach: dict[tuple[int, int], int] = {}
        self._covered: set[tuple[int, int]] = set()
        self._added = self._given = 0

    def add(self, element: etree._Element) -> None:
        """The next row, seen for the first time."""
        number, self._added = self._added, self._added + 1
        if next(element.iter("{*}vMerge"), None) is None:
            self._above = {}
            return
        row = list(_cells(element, number))
        self._above = _settle(row, self._above)
        self._covered.update((number, slot.column) for slot in row if slot.is_merged)
        self._reach.update(((s.row, s.column), s.rows) for s in self._above.values() if s.rows > 1)

    def row(self, element: etree._Element) -> list[Slot]:
        """The cells of the next row, seen for the second time."""
        number, self._given = self._given, self._given + 1
        row = list(_cells(element, number))
        for slot in row:
            slot.rows = self._reach.get((number, slot.column), 1)
            slot.is_merged = (number, slot.column) in self._covered
        return row


def _cells(row: etree._Element, number: int) -> Iterator[Slot]:
    column = 0
    properties = child(row, "w:trPr")
    before = child(properties, "w:gridBefore") if properties is not None else None
    if before is not None:
        column = _count(before)
    for element in _inside(row, "w:tc"):
        cell_properties = child(element, "w:tcPr")
        span = child(cell_properties, "w:gridSpan") if cell_properties is not None else None
        width = max(1, _count(span)) if span is not None else 1
        yield Slot(element, number, column, width, is_merged=_merge(element) == "continue")
        column += width


def _merge(cell: etree._Element) -> str:
    properties = child(cell, "w:tcPr")
    merge = child(properties, "w:vMerge") if properties is not None else None
    if merge is None:
        return ""
    return "restart" if value(merge) == "restart" else "continue"


def _count(element: etree._Element) -> int:
    stated = value(element)
    return (
        min(int(stated), _WIDEST)
        if stated.isascii() and stated.isdecimal() and len(stated) < 9
        else 0
    )


def _inside(container: Iterable[etree._Element], name: str) -> Iterator[etree._Element]:
    for element in container:
        found = kind(element)
        if found == name:
            yield element
        elif found in _WRAPPERS:
            yield from _inside(element, name)
