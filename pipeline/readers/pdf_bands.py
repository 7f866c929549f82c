"""Columns without rules: white strips that run down through consecutive lines."""

from __future__ import annotations

import bisect
import itertools

from pipeline.readers.pdf_lines import CELL_GAP, FINE_GAP, Line, part_of, segments, words

ALIGNED = 0.6
"""How far, in font sizes, a word may stand from its column where the gap before it is no wider than a space."""

Strip = tuple[float, float]


class Bands:
    """The columns of lines that stand under each other, narrowed by each line that is taken in."""

    def __init__(self, whites: list[Strip], spans: list[Strip]) -> None:
        self.whites, self.spans = whites, spans
        self.lines: list[Line] = []
        self.placed: list[dict[int, Line]] = []
        self._words: list[list[Line]] = []

    def take(self, line: Line) -> dict[int, Line] | None:
        """The parts of the line by column; None when it does not fit. What does not fit is not taken in."""
        own, parts = words(line), segments(line)
        whites = self._narrowed(own, parts) if len(parts) <= len(self.whites) + 1 else None
        placed = None if whites is None else self._fitting(line, whites)
        if placed is not None and len(placed) == 1 and not self._is_under(placed):
            return None
        if whites is None or placed is None:
            whites = self._finer(own, parts)
            if whites is None:
                return None
            placed = part_by(line, whites)
            self.spans = self._spans(whites, [*self.placed_by(whites), placed])
        self.whites = whites
        self.lines.append(line)
        self._words.append(own)
        self.placed.append(placed)
        for column, part in placed.items():
            a, b = self.spans[column]
            self.spans[column] = (min(a, part.u0), max(b, part.u1)) if b > a else (part.u0, part.u1)
        return placed

    def placed_by(self, whites: list[Strip]) -> list[dict[int, Line]]:
        """All lines so far, parted by these strips."""
        return [part_by(line, whites) for line in self.lines]

    def drop(self, count: int) -> None:
        """Give the last lines back."""
        if count:
            del self.lines[-count:], self.placed[-count:], self._words[-count:]

    def _narrowed(self, own: list[Line], parts: list[Line]) -> list[Strip] | None:
        """The strips with what this line leaves of them; None when it writes over one."""
        if len(parts) == len(self.whites) + 1:
            gaps = [(a.u1, b.u0) for a, b in itertools.pairwise(parts)]
            made = [_common(white, gap) for white, gap in zip(self.whites, gaps, strict=True)]
            if all(b - a >= FINE_GAP * parts[0].size for a, b in made):
                return made
        made = []
        for white in self.whites:
            free = _free(white, own)
            if free[1] - free[0] < FINE_GAP * own[0].size:
                return None
            made.append(free)
        return made

    def _fitting(self, line: Line, whites: list[Strip]) -> dict[int, Line] | None:
        """The parts of the line by column; None when one begins after a mere space and stands with no other.

        Han characters stand on a grid, so that a space may fall on one gap by chance: there, numbers speak for cells.
        """
        placed = part_by(line, whites)
        sure = len(whites) > 1 or len(self.placed) > 1
        for (_, left), (column, right) in itertools.pairwise(placed.items()):
            a, b = self.spans[column]
            offsets = (right.u0 - a, right.u1 - b, (right.u0 + right.u1 - a - b) / 2)
            if right.u0 - left.u1 > CELL_GAP * line.size or b <= a:
                continue
            if min(map(abs, offsets)) > ALIGNED * line.size or not (sure or _is_number(left) or _is_number(right)):
                return None
        return placed

    def _is_under(self, placed: dict[int, Line]) -> bool:
        """True when a part that stands alone has its column above it, and not only the room beside one."""
        ((column, part),) = placed.items()
        a, b = self.spans[column]
        return part.u0 < b + 1 and a < part.u1 + 1

    def _finer(self, own: list[Line], parts: list[Line]) -> list[Strip] | None:
        """Strips for a line with more columns than known so far; None when another line writes over one of them."""
        if len(parts) <= len(self.whites) + 1:
            return None
        gaps = [(a.u1, b.u0) for a, b in itertools.pairwise(parts)]
        made: list[Strip] = []
        used: set[int] = set()
        for white in self.whites:
            shared = [(number, _common(white, gap)) for number, gap in enumerate(gaps)]
            shared = [(number, (a, b)) for number, (a, b) in shared if b - a >= FINE_GAP * parts[0].size]
            used.update(number for number, _ in shared)
            made.extend(strip for _, strip in shared)
            if not shared:
                free = _free(white, own)
                if free[1] - free[0] < FINE_GAP * parts[0].size:
                    return None
                made.append(free)
        made.extend(gap for number, gap in enumerate(gaps) if number not in used)
        made = sorted(set(made))
        if len(made) <= len(self.whites):
            return None
        for other in self._words:
            narrowed = [_free(white, other) for white in made]
            if any(b - a < FINE_GAP * other[0].size for a, b in narrowed):
                return None
            made = narrowed
        return made

    @staticmethod
    def _spans(whites: list[Strip], placed: list[dict[int, Line]]) -> list[Strip]:
        spans: list[Strip] = [(0.0, 0.0)] * (len(whites) + 1)
        for row in placed:
            for column, part in row.items():
                a, b = spans[column]
                spans[column] = (min(a, part.u0), max(b, part.u1)) if b > a else (part.u0, part.u1)
        return spans


def bands_of(line: Line, parts: list[Line]) -> Bands:
    """The columns that one line shows."""
    whites = [(a.u1, b.u0) for a, b in itertools.pairwise(parts)]
    made = Bands(whites, [(part.u0, part.u1) for part in parts])
    made.take(line)
    return made


def part_by(line: Line, whites: list[Strip]) -> dict[int, Line]:
    """The parts of a line by column."""
    cuts = [(a + b) / 2 for a, b in whites]
    groups: dict[int, list[int]] = {}
    for at, char in enumerate(line.chars):
        if char.text.strip():
            groups.setdefault(bisect.bisect_right(cuts, (char.u0 + char.u1) / 2), []).append(at)
    found = {}
    for column in sorted(groups):
        ats = groups[column]
        part = part_of(line, line.chars[ats[0] : ats[-1] + 1])
        if part is not None:
            found[column] = part
    return found


def _common(a: Strip, b: Strip) -> Strip:
    return max(a[0], b[0]), min(a[1], b[1])


def _free(white: Strip, own: list[Line]) -> Strip:
    """The widest part of a strip that no word covers."""
    best = (white[0], white[0])
    start = white[0]
    for word in own:
        if word.u1 <= white[0] or word.u0 >= white[1]:
            continue
        if word.u0 - start > best[1] - best[0]:
            best = (start, word.u0)
        start = max(start, word.u1)
    if white[1] - start > best[1] - best[0]:
        best = (start, white[1])
    return best


def _is_number(part: Line) -> bool:
    text = "".join(part.text.split())
    return len(text) > 6 and sum(character.isascii() and character.isdigit() for character in text) > 0.8 * len(text)
