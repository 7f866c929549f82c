"""Tables in plain text: lines that tabs, bars, commas or aligned spaces split into the same number of fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from detectors.tables_heads import head_roles, names_a_head
from pipeline.contracts import Reading
from pipeline.document import Cell, Span


class RawCell(NamedTuple):
    """A cell before its meaning is known: printed span, folded text, place."""

    span: Span
    text: str
    cell: Cell


_SPLITS = (
    re.compile(r"[^\t\n]*"),
    re.compile(r"[^|｜│┃\n]*"),
    re.compile(r"[^,，\n]*"),
    re.compile(r"[^\s\u3000](?:[^\n\u3000 ]| (?! ))*"),
    re.compile(r"[^\s\u3000]+"),
)
_MARKS = ("\t", "|｜│┃", ",，", ("  ", "\u3000"), (" ", "\u3000"))
_ALIGNED = 3
"""From this split on fields are told by blanks, and an empty field cannot be seen."""
_DIGIT = re.compile(r"[0-9０-９]")
_LONGEST_LINE = 400
_LONGEST_FIELD = 60
_FIRST_TABLE = 1_000_000
"""Text tables are numbered from here, so that they never meet a reader's own numbers."""


def text_tables(reading: Reading) -> Iterator[list[RawCell]]:
    """Runs of lines outside readers' tables that split the same way; a run needs two lines or a known head."""
    number = _FIRST_TABLE
    lines = list(_lines(reading))
    text = reading.document.text
    index = 0
    while index < len(lines):
        how, width = _how(text, lines[index], lines[index + 1] if index + 1 < len(lines) else None)
        if how is None:
            index += 1
            continue
        stop = index
        grid: list[RawCell] = []
        while stop < len(lines):
            fields = _fields(text, lines[stop], how, width)
            if fields is None:
                resumed = _resumes(text, lines, stop, how, width)
                if resumed is None:
                    break
                stop = resumed
                continue
            grid.extend(_cells(reading, fields, number, stop - index))
            stop += 1
        if stop - index >= 2:
            number += 1
            yield grid
        index = max(stop, index + 1)


def _resumes(text: str, lines: list[Span], at: int, how: int, width: int) -> int | None:
    """The next row of a table that a page foot or a stray line interrupts: full width, within three lines."""
    for ahead in range(at + 1, min(at + 4, len(lines))):
        fields = _fields(text, lines[ahead], how, width)
        if fields is not None and len(fields) == width and width > 2:
            return ahead
    return None


def _lines(reading: Reading) -> Iterator[Span]:
    """Printed lines outside cells that could be rows."""
    text = reading.document.text
    blocks = reading.document.blocks
    taken = [(blocks.starts[index], blocks.stops[index]) for index, _ in blocks.cells()]
    at = 0
    for match in re.finditer(r"[^\n]+", text):
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if at < len(taken) and taken[at][0] < match.end():
            continue
        if match.end() - match.start() <= _LONGEST_LINE:
            yield Span(match.start(), match.end())


def _how(text: str, line: Span, below: Span | None) -> tuple[int | None, int]:
    """Which split reads this line as a head row, and into how many fields. Only a head starts a text table."""
    words = text[line.start : line.stop]
    if "。" in words or not names_a_head(words):
        return None, 0
    for how, marks in enumerate(_MARKS):
        if not any(mark in words for mark in marks):
            continue
        spans = _split(text, line, how)
        first = (text[s.start : s.stop] for s in spans[:2])
        if len(spans) < 2 or not any(head_roles(word) for word in first):
            continue
        fields = [text[s.start : s.stop] for s in spans]
        named = sum(1 for word in fields if head_roles(word))
        if len(fields) >= 2 and named >= 2 and named * 3 >= len(fields) * 2:
            return how, len(fields)
        if how < _ALIGNED and below is not None and _is_over(text, spans, _split(text, below, how)):
            return how, len(fields)
    return None, 0


def _is_over(text: str, heads: list[Span], values: list[Span]) -> bool:
    """True when words without figures stand over as many values, one of which is a figure."""
    words = [text[s.start : s.stop] for s in heads]
    under = [text[s.start : s.stop] for s in values]
    return (
        len(words) == len(under)
        and all(words)
        and not any(_DIGIT.search(word) for word in words)
        and any(_DIGIT.search(word) for word in under)
        and not any(head_roles(word) for word in under)
    )


def _fields(text: str, line: Span, how: int, width: int) -> list[tuple[int, Span]] | None:
    """Column and span of the filled fields of a line, None when it is no row of this table.

    Single characters of a name that was spaced out join up again.
    """
    found = _split(text, line, how)
    while how >= _ALIGNED and len(found) > width:
        joined = next((i for i in range(len(found) - 1) if _spaced(text, found[i : i + 2])), None)
        if joined is None:
            break
        found[joined : joined + 2] = [Span(found[joined].start, found[joined + 1].stop)]
    few = max(2, width - 2) if how >= _ALIGNED else max(2, width - 1)
    if not few <= len(found) <= width + 1 or any(s.stop - s.start > _LONGEST_FIELD for s in found):
        return None
    return [(column, span) for column, span in enumerate(found) if span.stop > span.start]


def _split(text: str, line: Span, how: int) -> list[Span]:
    found = []
    last = -1
    for match in _SPLITS[how].finditer(text, line.start, line.stop):
        if match.start() == last and match.end() == match.start():
            continue  # the empty match after a field's end
        last = match.end()
        words = match[0]
        start = match.start() + len(words) - len(words.lstrip())
        found.append(Span(start, max(start, match.end() - (len(words) - len(words.rstrip())))))
    if how == 1 and found and found[0].start >= found[0].stop:
        found = found[1:]  # the bar at the left edge
    if how == 1 and found and found[-1].start >= found[-1].stop:
        found = found[:-1]
    return found


def _spaced(text: str, pair: list[Span]) -> bool:
    return all(s.stop - s.start == 1 and "\u4e00" <= text[s.start] <= "\u9fff" for s in pair)


def _cells(
    reading: Reading, fields: list[tuple[int, Span]], table: int, row: int
) -> Iterator[RawCell]:
    at = reading.folded
    for column, span in fields:
        folded = at.text[at.position(span.start) : at.position(span.stop)]
        yield RawCell(span, folded.strip("\t\n "), Cell(table, row, column))
