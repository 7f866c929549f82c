"""Ranges put in order, to be asked quickly whether one of them touches a span."""

from __future__ import annotations

import bisect
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Cover:
    """The ranges by their starts; `stops[i]` is the furthest stop of the first i + 1."""

    starts: array[int]
    stops: array[int]

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> Cover:
        """The cover of these spans, which may overlap and stand in any order."""
        ordered = sorted(spans)
        return cls(
            array("I", (start for start, _ in ordered)),
            array("I", accumulate((stop for _, stop in ordered), max)),
        )

    def touches(self, span: tuple[int, int]) -> bool:
        """True when a range of the cover shares a character with `span`."""
        before = bisect.bisect_left(self.starts, span[1])
        return before > 0 and self.stops[before - 1] > span[0]
