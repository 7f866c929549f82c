"""The blocks, pieces and looks of a document in columns of numbers: a list of a hundred thousand persons has a million.

`Blocks`, `Pieces` and `Styles` read like tuples of their items, which are made when they are asked for; kept as
objects they would cost ten times as much. What passes over all of them asks for `starts`, `stops` or `spans()`.
"""

from __future__ import annotations

import bisect
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import eq
from typing import Generic, Self, TypeVar, overload

from pipeline.anchor import Anchor
from pipeline.anchor_columns import Anchors
from pipeline.block import Block, Cell, Layer, Piece, Span, StyledSpan, Trait
from pipeline.texts import Texts

_NONE = -1
_NOWHERE = Layer.BODY, "全文"
_LAYERS, _TRAITS = tuple(Layer), tuple(Trait)
_LAYER = {layer: number for number, layer in enumerate(_LAYERS)}
_TRAIT = {trait: number for number, trait in enumerate(_TRAITS)}
T = TypeVar("T", Block, Piece, StyledSpan)


class Columns(Sequence[T], Generic[T]):
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

    def _append(self, item: T) -> None:
        raise NotImplementedError

    def _item(self, index: int) -> T:
        raise NotImplementedError

    def _span(self, index: int) -> Span:
        return Span(self.starts[index], self.stops[index])

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        if isinstance(at, slice):
            return tuple(map(self._item, range(*at.indices(len(self)))))
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self._item(at if at >= 0 else at + len(self))

    def __iter__(self) -> Iterator[T]:
        return map(self._item, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (Columns, tuple)):
            return NotImplemented
        return len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        shown = ", ".join(map(repr, islice(self, 3)))
        return f"<{type(self).__name__} {len(self)}: {shown}{' …' if len(self) > 3 else ''}>"


class Blocks(Columns[Block]):
    """The blocks of a document, in text order."""

    __slots__ = ("_cells", "_last", "_layers", "_merged", "_pages", "_places")

    def __init__(self) -> None:
        super().__init__()
        self._layers = bytearray()
        self._places = Texts()
        self._cells = (array("i"), array("i"), array("i"))
        self._merged: dict[int, tuple[int, int]] = {}
        self._pages = array("i")
        self._last: tuple[int, Block] | None = None

    def put(
        self, start: int, stop: int, layer: Layer, place: str, cell: Cell | None, page: int | None
    ) -> None:
        """One more block, at or behind the last one."""
        at = cell or (_NONE, _NONE, _NONE, 1, 1)
        if at[3:] != (1, 1):
            self._merged[len(self.starts)] = at[3:]
        for column, value in zip(self._cells, at, strict=False):
            column.append(value)
        self.starts.append(start)
        self.stops.append(stop)
        self._layers.append(_LAYER[layer])
        self._places.append(place)
        self._pages.append(_NONE if page is None else page)

    def _append(self, item: Block) -> None:
        self.put(*item.span, item.layer, item.place, item.cell, item.page)

    def _item(self, index: int) -> Block:
        last = self._last  # many ask for the block of a finding, one after the other
        if last is not None and last[0] == index:
            return last[1]
        page = self._pages[index]
        block = Block(
            self._span(index),
            _LAYERS[self._layers[index]],
            self._places[index],
            self.cell(index),
            None if page == _NONE else page,
        )
        self._last = index, block
        return block

    def stands(self, position: int) -> tuple[Layer, str]:
        """Layer and place of the block at a character, or before it, as a finding there states them."""
        index = bisect.bisect_right(self.starts, position) - 1
        return (_LAYERS[self._layers[index]], self._places[index]) if index >= 0 else _NOWHERE

    def cell(self, index: int) -> Cell | None:
        """The position in its table of this block."""
        return None if self._cells[0][index] == _NONE else self._cell(index)

    def _cell(self, index: int) -> Cell:
        table, row, column = self._cells
        rows, columns = self._merged.get(index, (1, 1)) if self._merged else (1, 1)
        return Cell(table[index], row[index], column[index], rows, columns)

    def layers(self) -> Iterator[Layer]:
        """The layer of every block, in order."""
        return map(_LAYERS.__getitem__, self._layers)

    def has(self, layer: Layer) -> bool:
        """True when a block lies in this layer."""
        return _LAYER[layer] in self._layers

    def cells(self) -> Iterator[tuple[int, Cell]]:
        """Index and position of every block that is a cell, in order."""
        for index, table in enumerate(self._cells[0]):
            if table != _NONE:
                yield index, self._cell(index)

    def ordered(self) -> Blocks:
        """The same in the order of their spans; a block that holds others is put in after them."""
        spans = list(self.spans()) if any(map(_behind, self.starts, self.starts[1:])) else []
        if not spans:
            return self
        return Blocks.of(map(self._item, sorted(range(len(spans)), key=spans.__getitem__)))


def _behind(one: int, other: int) -> bool:
    return one >= other


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
