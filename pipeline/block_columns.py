"""The blocks of a document in columns of numbers."""

from __future__ import annotations

import bisect
from array import array
from collections.abc import Iterator

from pipeline.block import Block, Cell, Layer
from pipeline.columns import Columns
from pipeline.texts import Texts

_NONE = -1
_NOWHERE = Layer.BODY, "全文"
_LAYERS = tuple(Layer)
_LAYER = {layer: number for number, layer in enumerate(_LAYERS)}


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
