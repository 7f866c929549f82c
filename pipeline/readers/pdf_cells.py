"""How the lines of one cell stand to each other: one word, one paragraph, or two values that only share the cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from itertools import takewhile

from pipeline.readers.pdf_flow import CLOSING, first_word
from pipeline.readers.pdf_lines import Char, Line, is_wide
from pipeline.readers.pdf_tables import Slot, Table

WHOLE = 11
"""A number of so many characters is whole: one under the other, two of them are two numbers."""
FILLED = 1.6
"""A word is broken only where not even its next letter had room: so many of its widths are left at most."""
LONG = 5
"""So many characters fill a column and are not only as long as its other words."""
MAX_HEADS = 4
"""A head that comes again on the next page has so many rows at most."""
SEEN = 60
"""The first rows show what a column holds."""


class Joint(Enum):
    """What stands between two lines of a cell."""

    ON = "one word or sentence"
    SPACE = "a place at which a person or a space broke the line"
    END = "the end of a paragraph"
    APART = "the end of a number that is whole, before another"


def joint(before: Line, line: Line, room: float, capacity: float = 0.0, after: Line | None = None) -> Joint:
    """How `line` goes on with `before`, which ends `room` short of its column's edge.

    `capacity` is how wide the longest line of the column is: nothing wider is known to have fitted. `after` is the
    line below: where that begins with a stop, the word before the stop would not have stood without it.
    """
    word = first_word(line) + (first_word(after) if after is not None and _is_stop(after) else 0.0)
    full = room < word + 0.6 * line.size
    a, b = before.text[-1:], line.text[:1]
    if _is_stop(line):
        return Joint.ON
    if not (_latin(a) and _latin(b)):
        return Joint.ON if full else Joint.END
    tail = _tail(before.text)
    head = sum(1 for _ in takewhile(_latin, line.text))
    if tail >= WHOLE and head >= WHOLE:
        return Joint.APART
    letter = FILLED * (line.chars[0].u1 - line.u0)
    widest = full and room < 2 * letter and before.u1 - before.u0 + letter > capacity > 0
    if room < letter or widest or (full and head == 1 and line.text[1:2] in CLOSING and len(line.text) > 1):
        return Joint.ON
    return Joint.SPACE if full else Joint.END


def _is_stop(line: Line) -> bool:
    """True for a line that begins with a stop or a closing bracket, which no paragraph does."""
    return is_wide(line.text[:1]) and line.text[:1] in CLOSING


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def room_after(slot: Slot, before: Line, size: float) -> float:
    """How much of a ruled cell's width a line left free."""
    left = before.u0 - slot.box[0]
    padding = min(max(2.0, left), 8.0)
    if abs(left - (slot.box[2] - before.u1)) < 0.5 * size:
        return max(0.0, (slot.box[2] - slot.box[0]) - (before.u1 - before.u0) - 12.0)
    return slot.box[2] - padding - before.u1


def between(slot: Slot, before: Line, line: Line, *, ruled: bool, capacity: float, after: Line | None = None) -> Joint:
    """The joint of two lines in a cell; without rules, the column is as wide as its widest line."""
    room = room_after(slot, before, line.size) if ruled else capacity - (before.u1 - before.u0)
    return joint(before, line, room, capacity, after)


def cell_parts(slot: Slot, is_ruled: bool, capacity: float = 0.0) -> list[list[Line]]:
    """The paragraphs of a cell: a line that leaves room for the next word ends one."""
    parts: list[list[Line]] = []
    widest = max([capacity, *(line.u1 - line.u0 for line in slot.lines)])
    word = 0
    for number, line in enumerate(slot.lines):
        how = Joint.END
        if number:
            after = slot.lines[number + 1] if number + 1 < len(slot.lines) else None
            how = between(slot, slot.lines[number - 1], line, ruled=is_ruled, capacity=widest, after=after)
        if how in (Joint.END, Joint.APART):
            parts.append([line])
        else:
            if how is Joint.SPACE and word >= WHOLE:
                parts[-1][-1] = _spaced(parts[-1][-1])
                word = 0
            parts[-1].append(line)
        tail = _tail(line.text)
        word = tail + (word if number and tail == len(line.text) and how not in (Joint.END, Joint.APART) else 0)
    return parts


def _tail(text: str) -> int:
    """How many letters and digits stand at the end."""
    return sum(1 for _ in takewhile(_latin, reversed(text)))


def _spaced(line: Line) -> Line:
    """The line with a space at its end, which no glyph stands for."""
    return replace(line, chars=[*line.chars, Char(" ", -1, line.u1, line.u1)])


# ---- rows over a page break --------------------------------------------------------------------------


def numbered(table: Table) -> bool:
    """True when the first column counts the rows: most of its cells hold a number of a few digits and nothing else."""
    found = [text for row in table.rows(SEEN) if 0 in row and (text := cell_text(row[0]))]
    return len(found) > 1 and sum(len(text) < 5 and text.isdecimal() for text in found) >= 0.6 * len(found)


def cell_text(slot: Slot | None) -> str:
    """The text of a cell without its blanks."""
    return "" if slot is None else "".join("".join(line.text for line in slot.lines).split())


def heads(table: Table, following: Table) -> int:
    """How many rows of `following` repeat the head of `table`."""
    known = [texts(row) for row in table.rows(2 * MAX_HEADS)]
    again = [texts(row) for row in following.rows(MAX_HEADS)]
    best = 0
    for start in range(min(MAX_HEADS, len(known))):
        count = 0
        while count < len(again) and start + count < len(known) and again[count] and again[count] == known[start + count]:
            count += 1
        best = max(best, count)
    return best


def texts(row: Mapping[int, Slot]) -> dict[int, str]:
    """The texts of the filled cells of a row by column, without blanks."""
    return {column: text for column, slot in row.items() if (text := cell_text(slot))}


def row_goes_on(table: Table, row: Mapping[int, Slot]) -> bool:
    """True when a row goes on with the last one of `table`, from which a page break parts it.

    Cells stay empty there that the last row has filled, and what it holds completes cells of the last row. Where the
    first column counts the rows, an empty number there leaves room for doubt in the other cells.
    """
    filled = {column: slot for column, slot in row.items() if slot.lines}
    above = {column: slot for column, slot in table.last.items() if slot.lines}
    if not filled or not above or above.keys() <= filled.keys() or not filled.keys() <= table.last.keys():
        return False
    counted = 0 in above and 0 not in filled and numbered(table)
    if filled.keys().isdisjoint(above):
        return counted
    joints = [
        between(above[c], above[c].lines[-1], slot.lines[0], ruled=table.ruled, capacity=table.widths().get(c, 0.0))
        for c, slot in filled.items() if c in above
    ]
    long = [len(above[c].lines[-1].text) >= LONG for c in filled if c in above]
    broken = any(how is Joint.ON and is_long for how, is_long in zip(joints, long, strict=True))
    if Joint.ON not in joints or (Joint.APART in joints and not (counted and broken)):
        return False
    return counted or (filled.keys() <= above.keys() and all(how is Joint.ON for how in joints))
