"""The pieces and looks of a document in columns of numbers: a list of a hundred thousand persons has a million.

`Pieces`, `Styles` and `Blocks` (in `block_columns`) read like tuples of their items; kept as objects these would cost
ten times as much. What passes over all of them asks for `starts`, `stops` or `spans()`.
"""

from __future__ import annotations

from abc import abstractmethod
from array import array
from collections.abc import Iterable, Iterator
from typing import Self, TypeVar

from pipeline.anchor import Anchor
from pipeline.anchor_columns import Anchors
from pipeline.block import Block, Piece, Span, StyledSpan, Trait
from pipeline.made import Made

_NONE = -1
_TRAITS = tuple(Trait)
_TRAIT = {trait: number for number, trait in enumerate(_TRAITS)}
T = TypeVar("T", Block, Piece, StyledSpan)


class Columns(Made[T]):
    """What the three have in common. A builder puts items in while it reads; from then on nothing changes them."""

    __slots__ = ("starts", "stops")

    def __init__(self) -> None:
        self.starts = array("I")
        self.stops = array("I")

    @classmethod
    def of(cls, items: Iterable[T]) -> Self:
        """The columns of these items; columns are given back as they are."""
        if isinstance(items, cls):
            return items
        made = cls()
        for item in items:
            made._append(item)
        return made

    def spans(self) -> Iterator[tuple[int, int]]:
        """Start and stop of every item, in order."""
        return zip(self.starts, self.stops, strict=True)

    @abstractmethod
    def _append(self, item: T) -> None:
        """One more item, behind the last one."""

    def _span(self, index: int) -> Span:
        return Span(self.starts[index], self.stops[index])

    def __len__(self) -> int:
        return len(self.starts)


class Pieces(Columns[Piece]):
    """The pieces of a document, in text order."""

    __slots__ = ("_anchors", "_widths")

    def __init__(self) -> None:
        super().__init__()
        self._anchors = Anchors()
        self._widths = array("i")

    def put(self, start: int, stop: int, anchor: Anchor | None, width: int | None) -> None:
        """One more piece, behind the last one."""
        self.starts.append(start)
        self.stops.append(stop)
        self._anchors.append(anchor)
        self._widths.append(_NONE if width is None else width)

    def _append(self, item: Piece) -> None:
        self.put(*item.span, item.anchor, item.width)

    def _item(self, index: int) -> Piece:
        width = self._widths[index]
        return Piece(
            self._span(index), self._anchors[index], None if width == _NONE else width
        )


class Styles(Columns[StyledSpan]):
    """The looks of a document, in the order in which they were read."""

    __slots__ = ("_traits",)

    def __init__(self) -> None:
        super().__init__()
        self._traits = bytearray()

    def put(self, start: int, stop: int, trait: Trait) -> None:
        """One more look."""
        self.starts.append(start)
        self.stops.append(stop)
        self._traits.append(_TRAIT[trait])

    def traits(self) -> Iterator[Trait]:
        """The trait of every look, in order."""
        return map(_TRAITS.__getitem__, self._traits)

    def _append(self, item: StyledSpan) -> None:
        self.put(*item.span, item.trait)

    def _item(self, index: int) -> StyledSpan:
        return StyledSpan(self._span(index), _TRAITS[self._traits[index]])
