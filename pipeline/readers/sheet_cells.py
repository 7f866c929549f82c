"""The cells of one worksheet: their position, their shown text, and whether the row or column is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.document import Cell
from pipeline.readers.sheet_values import Formats, shown
from pipeline.texts import Texts

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})", re.ASCII)
_WIDEST, _TALLEST = 16_384, 1_048_576


def local(element: etree._Element) -> str:
    """The name without its namespace."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def position(reference: str) -> tuple[int, int] | None:
    """Row and column from 0 of a reference such as `B3`; None when it is none or lies outside a sheet."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row - 1, column - 1) if 0 < row <= _TALLEST and column <= _WIDEST else None


def string_text(item: etree._Element) -> list[etree._Element]:
    """The text elements of a shared or inline string, without phonetic readings."""
    return [
        element
        for element in item.iter("*")
        if local(element) == "t"
        and not any(local(above) == "rPh" for above in element.iterancestors())
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell with something in it. `string` is the shared string it uses, if any."""

    row: int
    column: int
    text: str = field(repr=False)
    is_hidden: bool
    element: etree._Element = field(repr=False)
    string: int | None = None


@dataclass(slots=True)
class Sheet:
    """A worksheet being read."""

    root: etree._Element
    strings: Texts | list[str]
    formats: Formats
    since_1904: bool = False
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for element in self.root.iter("*"):
            if local(element) == "col" and _is_hidden(element, "width"):
                low, high = element.get("min", "0"), element.get("max", "0")
                if low.isdecimal() and high.isdecimal():
                    self.hidden_columns.append((int(low) - 1, int(high) - 1))
            elif local(element) == "sheetData":
                break

    def _elements(self) -> Iterable[etree._Element]:
        data = next((e for e in self.root.iter("*") if local(e) == "sheetData"), None)
        return data if data is not None else ()

    def rows(self, elements: Iterable[etree._Element] | None = None) -> Iterator[list[Shown]]:
        """The rows that have a cell with something in it; `elements` are those of a sheet without its tree."""
        number = -1
        for row in self._elements() if elements is None else elements:
            if local(row) != "row":
                continue
            stated = row.get("r", "")
            number = int(stated) - 1 if stated.isdecimal() and len(stated) < 8 else number + 1
            cells = list(self._cells(row, number))
            if cells:
                yield cells

    def _cells(self, row: etree._Element, number: int) -> Iterator[Shown]:
        hidden_row = _is_hidden(row, "ht")
        column = -1
        for element in row:
            if local(element) != "c":
                continue
            place = position(element.get("r", ""))
            column = place[1] if place else column + 1
            text, string = self.value(element)
            _form, invisible = self.formats.of(element.get("s"))
            if text:
                hidden = (
                    hidden_row
                    or invisible
                    or any(a <= column <= b for a, b in self.hidden_columns)
                )
                yield Shown(place[0] if place else number, column, text, hidden, element, string)

    def value(self, cell: etree._Element) -> tuple[str, int | None]:
        """What a cell shows, and the shared string it uses."""
        kind = cell.get("t", "n")
        stored = next((e for e in cell if local(e) == "v"), None)
        raw = (stored.text or "") if stored is not None else ""
        if kind == "inlineStr":
            inside = next((e for e in cell if local(e) == "is"), None)
            return (
                "".join(e.text or "" for e in string_text(inside)) if inside is not None else raw
            ), None
        if kind == "s":
            index = int(raw) if raw.strip().isdecimal() and len(raw) < 10 else -1
            return (self.strings[index], index) if 0 <= index < len(self.strings) else (raw, None)
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(raw, raw), None
        if kind == "n" and raw:
            return shown(raw, self.formats.of(cell.get("s"))[0], since_1904=self.since_1904), None
        return raw, None

    def merges(self) -> dict[tuple[int, int], tuple[int, int]]:
        """First cell of each merged range → its rows and columns."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for element in self.root.iter("*"):
            if local(element) == "mergeCell":
                first, _, last = element.get("ref", "").partition(":")
                start, stop = position(first), position(last)
                if start and stop:
                    found[start] = (stop[0] - start[0] + 1, stop[1] - start[1] + 1)
        return found


def cell_of(table: int, cell: Shown, merges: dict[tuple[int, int], tuple[int, int]]) -> Cell:
    """The position of a cell with the reach of its merge."""
    rows, columns = merges.get((cell.row, cell.column), (1, 1))
    return Cell(table, cell.row, cell.column, max(1, rows), max(1, columns))


def _is_hidden(element: etree._Element, size: str) -> bool:
    if element.get("hidden") in ("1", "true"):
        return True
    stated = element.get(size)
    return stated is not None and stated.strip("0.") == "" and stated.strip() != ""
