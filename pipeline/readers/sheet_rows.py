"""Rows of a worksheet as passages, and the cells that lie under merged ones."""

from __future__ import annotations

import re

from pipeline.document import Cell, CellAnchor, Layer, NodeAnchor
from pipeline.readers.sheet_cells import Shown, cell_of
from pipeline.readers.word_gather import Fragment, Passage, flat

_HEADER_CODES = re.compile(
    r'&(?:"[^"]*"|K[0-9A-F]{6}|K[0-9]{2}[+-][0-9]{3}|[0-9]{1,3}|[LCRPNDTZFAGBIUSXYEOH+])'
)
_FILLED_COLUMNS = 64
_LARGEST = 100_000
"""Cells of one merged range that are looked at one by one."""


def covered_cells(merges: dict[tuple[int, int], tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """The cells under merged ones: their text is kept and never shown. Ranges beyond all measure are left out."""
    found: set[tuple[int, int]] = set()
    for (row, column), (rows, columns) in merges.items():
        if rows * columns > _LARGEST or len(found) > _LARGEST * 10:
            continue
        found.update(
            (r, c) for r in range(row, row + rows) for c in range(column, column + columns)
        )
        found.discard((row, column))
    return frozenset(found)


def row_passages(
    part: str,
    number: int,
    cells: list[Shown],
    merges: dict[tuple[int, int], tuple[int, int]],
    layer: Layer,
) -> list[Passage]:
    """The passages of one row; a cell of several lines is several blocks of one position."""
    found: list[Passage] = []
    column = 0
    for index, cell in enumerate(cells):
        place = cell_of(number - 1, cell, merges)
        if cell.column - column <= _FILLED_COLUMNS:
            found += [
                Passage(layer, "", [], Cell(number - 1, cell.row, missing), "\t")
                for missing in range(column, cell.column)
            ]
        column = cell.column + 1
        words = f"工作表{number}第{cell.row + 1}行第{cell.column + 1}列"
        at = 0
        lines = cell.text.split("\n")
        for line_number, line in enumerate(lines):
            last = line_number == len(lines) - 1
            end = "\n" if not last or index == len(cells) - 1 else "\t"
            if line or last:
                anchor = CellAnchor(part, cell.row, cell.column, at)
                found.append(
                    Passage(
                        layer, words, [Fragment(flat(line), anchor)] if line else [], place, end
                    )
                )
            at += len(line) + 1
    return found


def header_passages(text: str, anchor: NodeAnchor, layer: Layer, place: str) -> list[Passage]:
    """The left, middle and right part of a header or footer, without its layout codes."""
    found: list[Passage] = []
    fragments: list[Fragment] = []
    at = 0
    for code in (*_HEADER_CODES.finditer(text), None):
        stop = code.start() if code else len(text)
        if stop > at:
            fragments.append(Fragment(flat(text[at:stop]), anchor.shifted(at)))
        at = code.end() if code else stop
        if (code is None or code[0] in ("&L", "&C", "&R")) and fragments:
            found.append(Passage(layer, place, fragments))
            fragments = []
    return found
