"""Breaks text into lines: words and numbers stay whole, closing signs stay with what they close."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.readers.pdf_flow import CLOSING, OPENING
from pipeline.readers.pdf_lines import is_wide
from redaction.pdf_cuts import Run


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is set: a glyph, a gap (no glyph, no run) or a mark."""

    text: str
    width: float
    ordinal: int = -1
    run: Run | None = None

    @property
    def blank(self) -> bool:
        """True for spaces."""
        return self.run is None and not self.text.strip()


def broken(items: Sequence[Item], rooms: Sequence[float], over: float) -> list[list[Item]] | None:
    """The items in lines no wider than `rooms` (the last one goes on); None when a word is wider than a line."""
    lines: list[list[Item]] = [[]]
    used = 0.0
    for unit in _units(items):
        room = rooms[min(len(lines) - 1, len(rooms) - 1)] + over
        solid = sum(item.width for item in _trimmed(unit))
        if lines[-1] and used + solid > room:
            lines[-1] = _trimmed(lines[-1])
            lines.append([])
            used = 0.0
            room = rooms[min(len(lines) - 1, len(rooms) - 1)] + over
        if not lines[-1] and len(lines) > 1:
            unit = list(itertools.dropwhile(lambda item: item.blank and item.ordinal < 0, unit))
        if solid > room:
            return None
        lines[-1].extend(unit)
        used += sum(item.width for item in unit)
    lines[-1] = _trimmed(lines[-1])
    return lines


def _trimmed(items: Sequence[Item]) -> list[Item]:
    """Without blanks at the end; space characters stay and take no room."""
    kept = list(items)
    for at in range(len(kept) - 1, -1, -1):
        if not kept[at].blank:
            break
        kept[at] = replace(kept[at], width=0.0)
    return kept


def _units(items: Sequence[Item]) -> Iterator[list[Item]]:
    """What no line end may divide: words, and characters with their punctuation."""
    unit: list[Item] = []
    for item in items:
        if unit and _divides(unit[-1], item):
            yield unit
            unit = []
        unit.append(item)
    if unit:
        yield unit


def _divides(before: Item, item: Item) -> bool:
    if item.blank or (item.run is None and item.text in CLOSING):
        return False
    if before.blank:
        return True
    if before.run is None and before.text in OPENING:
        return False
    if before.text == item.text and item.text in "—…":
        return False
    return is_wide(before.text[-1:]) or is_wide(item.text[:1])


def stretched(items: Sequence[Item], rest: float, size: float) -> list[float]:
    """What goes behind each item, so that a line that falls short by `rest` reaches the right edge."""
    gaps = [0.0] * len(items)
    solid = [n for n, item in enumerate(items) if item.width > 0]
    places = [n for n in solid[:-1] if items[n].blank or is_wide(items[n].text[-1:]) or is_wide(items[n + 1].text[:1])]
    if places and -0.5 * size < rest < 3 * size:
        for n in places:
            gaps[n] = rest / len(places)
    return gaps
