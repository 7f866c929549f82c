"""Text set in two columns: a gutter that runs straight through lines of prose.

A gutter is a gap at the same place in at least four lines one under the other, where the left side is filled up
to it in most lines and the right side starts at it; each side holds eight characters a line or more. Cells of a
table do not fill their columns, and so are left to the tables.
"""

from __future__ import annotations

import itertools

from pipeline.readers.pdf_lines import Line, part_of, segments

MIN_LINES = 4
MIN_CHARS = 8
GUTTER = 0.7
"""Smallest gap, in font sizes."""
SHORT = 5
LISTED = 0.4
"""Where so many of the pieces between gaps are shorter than this or numbers, it is a list and no prose."""


class Column(list[Line]):
    """Lines of one column, which have margins of their own."""


def columns(lines: list[Line]) -> list[list[Line]]:
    """The lines in groups: as they are, or a left column followed by its right one."""
    found: list[list[Line]] = [[]]
    at = 0
    while at < len(lines):
        gutter, stop = _gutter(lines, at)
        if gutter is None or stop - at < MIN_LINES or not _is_prose(lines[at:stop], gutter):
            found[-1].append(lines[at])
            at += 1
            continue
        parts = [_split(line, gutter) for line in lines[at:stop]]
        found.append(Column(left for left, _ in parts if left is not None))
        found.append(Column(right for _, right in parts if right is not None))
        found.append([])
        at = stop
    return [group for group in found if group]


def _gaps(line: Line) -> list[tuple[float, float]]:
    inked = [char for char in line.chars if char.text.strip()]
    return [
        (a.u1, b.u0) for a, b in itertools.pairwise(inked) if b.u0 - a.u1 > GUTTER * line.size
    ]


def _gutter(lines: list[Line], at: int) -> tuple[tuple[float, float] | None, int]:
    """The gap common to the lines from `at` on, and where the run ends; the longest run wins."""
    best: tuple[tuple[float, float] | None, int] = (None, at)
    for start, end in _gaps(lines[at]):
        low, high = start, end
        stop = at + 1
        if end - start > 3.5 * lines[at].size:
            continue
        while stop < len(lines):
            line = lines[stop]
            other = abs(line.size - lines[at].size) > 0.1 * line.size
            if other or line.page != lines[at].page or line.v - lines[stop - 1].v > 3 * line.size:
                break
            if line.u1 <= low + 0.3 * line.size:
                stop += 1
                continue
            options = [(max(low, a), min(high, b)) for a, b in _gaps(line) if min(high, b) - max(low, a) > 0.4 * line.size]
            if high - 0.3 * line.size <= line.u0 < high + 2.5 * line.size:
                options.append((low, min(high, line.u0)))
            if not options:
                break
            low, high = options[0]
            stop += 1
        if stop > best[1]:
            best = ((low, high), stop)
    return best


def _split(line: Line, gutter: tuple[float, float]) -> tuple[Line | None, Line | None]:
    middle = (gutter[0] + gutter[1]) / 2
    left = [char for char in line.chars if (char.u0 + char.u1) / 2 < middle]
    return part_of(line, left), part_of(line, line.chars[len(left) :])


def _is_prose(lines: list[Line], gutter: tuple[float, float]) -> bool:
    parts = [_split(line, gutter) for line in lines]
    lefts = [left for left, _ in parts if left is not None]
    rights = [right for _, right in parts if right is not None]
    if len(lefts) < MIN_LINES or len(rights) < MIN_LINES - 1:
        return False
    filled = sum(gutter[0] - left.u1 < 1.3 * left.size for left in lefts)
    begun = sum(right.u0 - gutter[1] < 0.5 * right.size for right in rights)
    long = min(sum(len(line.chars) for line in side) / len(side) for side in (lefts, rights))
    return filled >= 0.6 * len(lefts) and begun >= 0.6 * len(rights) and long >= MIN_CHARS and not _is_listed(lefts, rights)


def _is_listed(*sides: list[Line]) -> bool:
    """True when much of it is numbers and short words with gaps about them: cells that happen to fill their columns."""
    pieces = [piece for side in sides for line in side for piece in segments(line)]
    return sum(_is_entry(piece) for piece in pieces) >= LISTED * len(pieces)


def _is_entry(piece: Line) -> bool:
    text = "".join(piece.text.split())
    return len(text) < SHORT or 2 * sum(character.isascii() and character.isdigit() for character in text) > len(text)
