"""Where something stands: the block, line and sentence around folded characters, and the cells beside it."""

from __future__ import annotations

import bisect
import re
from array import array
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.contracts import Reading
from pipeline.document import Block, Layer, Span, Trait

REACH = 200
"""Characters of a line that are looked at on either side: a hostile line costs no more."""
FRONT_BLOCKS = 12
"""Blocks of the visible page that can belong to a letterhead: 份号 to 主送机关."""
PAGE_LAYERS = frozenset({Layer.BODY, Layer.TABLE})
_SENTENCE_END = re.compile(r"[。;；!！?？\n\t]")
_OPENERS, _CLOSERS = "“‘「『《〈", "”’」』》〉"


@dataclass(frozen=True, slots=True)
class Line:
    """The folded text of one or more whole blocks: from the block of a first to that of a last character."""

    text: str = field(repr=False)
    start: int
    stop: int
    first: int
    """Index of the first block in the document."""
    last: int


@dataclass(frozen=True)
class Page:
    """Reading with the look-ups that detectors share. Built once for each reading; everything is lazy."""

    reading: Reading

    @property
    def text(self) -> str:
        """The folded text."""
        return self.reading.folded.text

    @property
    def starts(self) -> array[int]:
        """Printed starts of the blocks."""
        return self.reading.document.blocks.starts

    def index_at(self, folded: int) -> int:
        """Index of the block that holds this folded character; -1 in a document without blocks."""
        printed = self.reading.folded.unfold(folded, folded + 1).start
        return bisect.bisect_right(self.starts, printed) - 1

    def block(self, index: int) -> Block | None:
        """The block with this index, None outside."""
        blocks = self.reading.document.blocks
        return blocks[index] if 0 <= index < len(blocks) else None

    def folded_span(self, block: Block) -> tuple[int, int]:
        """The folded range of a block."""
        folded = self.reading.folded
        return folded.position(block.span.start), folded.position(block.span.stop)

    def line(self, start: int, stop: int, reach: int = REACH) -> Line:
        """The whole blocks around folded `start` to `stop`; without blocks, the line between line breaks."""
        first, last = self.index_at(start), self.index_at(max(start, stop - 1))
        head, tail = self.block(first), self.block(last)
        if head is None or tail is None:
            begin = self.text.rfind("\n", 0, start) + 1
            end = self.text.find("\n", stop)
            end = len(self.text) if end < 0 else end
            begin, end = max(begin, start - reach), min(end, stop + reach)
            return Line(self.text[begin:end], begin, end, -1, -1)
        begin, end = min(self.folded_span(head)[0], start), max(self.folded_span(tail)[1], stop)
        begin, end = max(begin, start - reach), min(end, stop + reach)
        return Line(self.text[begin:end], begin, end, first, last)

    def block_text(self, index: int) -> str:
        """The folded text of one block, stripped, its first 200 characters; empty outside the document."""
        block = self.block(index)
        if block is None:
            return ""
        start, stop = self.folded_span(block)
        return self.text[start : min(stop, start + REACH)].strip()

    def neighbours(self, index: int, reach: int) -> list[tuple[int, str]]:
        """Blocks up to `reach` away in the same layer family, with their text, nearest first."""
        own = self.block(index)
        found = []
        for distance in range(1, reach + 1):
            for at in (index - distance, index + distance):
                block = self.block(at)
                if own and block and (block.layer is own.layer or {block.layer, own.layer} <= PAGE_LAYERS):
                    found.append((at, self.block_text(at)))
        return found

    def sentence(self, start: int, stop: int, line: Line) -> tuple[str, str]:
        """What stands before and after in the same sentence of the line."""
        before = self.text[line.start : start]
        breaks = [match.end() for match in _SENTENCE_END.finditer(before)]
        after = self.text[stop : line.stop]
        end = _SENTENCE_END.search(after)
        return before[breaks[-1] :] if breaks else before, after[: end.start()] if end else after

    def is_quoted(self, start: int, stop: int, line: Line) -> bool:
        """True inside quotation marks or title marks that open before and close after in the line."""
        depth = 0
        for character in self.text[line.start : start]:
            if character in _OPENERS:
                depth += 1
            elif character in _CLOSERS and depth:
                depth -= 1
        rest = self.text[stop : line.stop]
        if depth and any(character in _CLOSERS for character in rest):
            return True
        return self.text.count('"', line.start, start) % 2 == 1 and '"' in rest

    def is_front(self, index: int) -> bool:
        """True in the letterhead zone, or in a layer that speaks for the whole document."""
        block = self.block(index)
        if block is None:
            return True
        return index < FRONT_BLOCKS or block.layer not in PAGE_LAYERS

    def traits(self, start: int, stop: int) -> frozenset[Trait]:
        """The traits of these folded characters."""
        return self.reading.document.traits(self.printed(start, stop))

    def printed(self, start: int, stop: int) -> Span:
        """The printed span of folded characters."""
        return self.reading.folded.unfold(start, stop)

    def gap(self, index: int) -> bool:
        """True when at least two blanks or a tab were printed just before this folded character."""
        if index <= 0:
            return False
        if self.text[index - 1] in " \t":
            return True
        folded = self.reading.folded
        return folded.unfold(index, index + 1).start - folded.unfold(index - 1, index).stop >= 2

    # ---- tables --------------------------------------------------------------------------------------

    @cached_property
    def cells(self) -> dict[tuple[int, int, int], int]:
        """(table, row, column) → block index, for the blocks that are cells."""
        found: dict[tuple[int, int, int], int] = {}
        for index, cell in self.reading.document.blocks.cells():
            found.setdefault((cell.table, cell.row, cell.column), index)
        return found

    def cell_text(self, table: int, row: int, column: int) -> str:
        """The text of one cell, stripped; empty where there is none."""
        index = self.cells.get((table, row, column))
        return "" if index is None else self.block_text(index)

    def left_of(self, block: Block) -> str:
        """The nearest filled cell to the left in the same row."""
        cell = block.cell
        if cell is None:
            return ""
        for column in range(cell.column - 1, -1, -1):
            text = self.cell_text(cell.table, cell.row, column)
            if text:
                return text
        return ""

    @cached_property
    def _lanes(self) -> dict[tuple[str, int, int], list[int]]:
        """Block indexes of each row and each column of each table, in order."""
        lanes: dict[tuple[str, int, int], list[int]] = {}
        for (table, row, column), index in self.cells.items():
            lanes.setdefault(("row", table, row), []).append(index)
            lanes.setdefault(("column", table, column), []).append(index)
        return lanes

    def row_texts(self, block: Block) -> list[str]:
        """The filled cells of the block's row, without itself; at most 30."""
        cell = block.cell
        if cell is None:
            return []
        lane = self._lanes.get(("row", cell.table, cell.row), [])
        return [self.block_text(index) for index in lane[:30] if self.block(index) != block]

    def column_texts(self, block: Block) -> list[tuple[int, str]]:
        """Row and text of the filled cells of the block's column, without itself: the head and 12 around it."""
        cell = block.cell
        if cell is None:
            return []
        lane = self._lanes.get(("column", cell.table, cell.column), [])
        here = bisect.bisect_left(lane, self.starts_index(block))
        chosen = dict.fromkeys([*lane[:2], *lane[max(0, here - 6) : here + 7]])
        found = []
        for index in chosen:
            other = self.block(index)
            if other is not None and other != block and other.cell is not None:
                found.append((other.cell.row, self.block_text(index)))
        return found

    def starts_index(self, block: Block) -> int:
        """Index of this block."""
        return bisect.bisect_right(self.starts, block.span.start) - 1
