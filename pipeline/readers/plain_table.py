"""Tables in plain text: comma-separated files, tab-separated lines, Markdown rows."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from pipeline.document import Cell, Span

_RULE = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*")


class Row(NamedTuple):
    """A line that is a row of a table. `delimiter` empty: the rule under a head, which has no cells."""

    span: Span
    delimiter: str
    table: int
    number: int

    def cells(self, text: str) -> list[tuple[Span, Cell]]:
        """The cells with their positions."""
        if not self.delimiter:
            return []
        parts = _split(text, self.span, self.delimiter)
        if self.delimiter == "|" and len(parts) > 2:
            parts = parts[1:-1]
        return [(span, Cell(self.table, self.number, column)) for column, span in enumerate(parts)]


def rows_of(text: str, lines: list[tuple[int, Span]], kind: str) -> dict[int, Row]:
    """Line number → row, for the lines that are rows of a table.

    A comma-separated file is one table. Elsewhere two or more neighbouring lines with the same number of
    tabs, or Markdown rows, are a table.
    """
    if kind == "csv":
        delimiter = _delimiter([text[span.start : span.stop] for _, span in lines])
        return {number: Row(span, delimiter, 0, row) for row, (number, span) in enumerate(lines)}
    found: dict[int, Row] = {}
    table = -1
    run: list[tuple[int, Span, str]] = []
    for number, span in [*lines, (0, Span(0, 0))]:
        mark = _row_mark(text[span.start : span.stop]) if number else ""
        if run and (mark != run[0][2] or not mark):
            if len(run) >= 2:
                table += 1
                found.update(_table(text, run, table))
            run = []
        if mark:
            run.append((number, span, mark))
    return found


def _table(text: str, run: list[tuple[int, Span, str]], table: int) -> dict[int, Row]:
    found: dict[int, Row] = {}
    row = 0
    for number, span, mark in run:
        if mark == "|" and _RULE.fullmatch(text[span.start : span.stop]):
            found[number] = Row(span, "", table, row)
            continue
        found[number] = Row(span, "|" if mark == "|" else "\t", table, row)
        row += 1
    return found


def _row_mark(line: str) -> str:
    stripped = line.strip()
    if stripped.startswith("|") and stripped.endswith("|") and stripped.count("|") > 2:
        return "|"
    tabs = line.strip("\n").count("\t")
    return f"\t{tabs}" if tabs and line.strip("\t ").count("\t") else ""


def _delimiter(lines: list[str]) -> str:
    counts = Counter({mark: sum(line.count(mark) for line in lines[:50]) for mark in (",", "\t", ";", "，")})
    return counts.most_common(1)[0][0]


def _split(text: str, line: Span, delimiter: str) -> list[Span]:
    """Cells of one line; quotes shield the delimiter and are left out of the cell."""
    cells: list[Span] = []
    start, quoted = line.start, False
    for at in range(line.start, line.stop + 1):
        character = text[at] if at < line.stop else delimiter
        if character == '"' and at < line.stop:
            quoted = not quoted
        elif character == delimiter and (not quoted or at == line.stop):
            cells.append(_trim(text, start, at))
            start = at + 1
    return cells


def _trim(text: str, start: int, stop: int) -> Span:
    while start < stop and text[start] in ' \u3000"':
        start += 1
    while stop > start and text[stop - 1] in ' \u3000"\r':
        stop -= 1
    return Span(start, stop)
