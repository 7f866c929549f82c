"""The lines of the visible page, in order, with their printed spelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import overload

from detectors.spot import PAGE_LAYERS, Page
from pipeline.document import Layer, Span, Trait

HEAD_LINES = 60
"""How many lines from the top can belong to catalogue table, letterhead, title and 主送机关."""
TAIL_LINES = 40
"""How many lines from the end can hold labels of the imprint."""
_LAYERS = PAGE_LAYERS | {Layer.TEXTBOX}


@dataclass(frozen=True, slots=True)
class PageLine:
    """One block of the page: folded text without outer blanks, its folded range and its block."""

    text: str = field(repr=False)
    start: int
    stop: int
    index: int
    """Index of the block in the document."""
    in_cell: bool = False


class PageLines(Sequence[PageLine]):
    """The lines of body, tables and text boxes that are not blank; folded ranges are worked out when asked for."""

    def __init__(
        self, page: Page, indexes: list[int] | None = None, made: dict[int, PageLine] | None = None
    ) -> None:
        self._page = page
        self._text = page.reading.document.text
        self._indexes = _filled(page) if indexes is None else indexes
        self._made = {} if made is None else made

    def __len__(self) -> int:
        return len(self._indexes)

    @overload
    def __getitem__(self, at: int) -> PageLine: ...
    @overload
    def __getitem__(self, at: slice) -> PageLines: ...
    def __getitem__(self, at: int | slice) -> PageLine | PageLines:
        if isinstance(at, slice):
            return PageLines(self._page, self._indexes[at], self._made)
        index = self._indexes[at]
        line = self._made.get(index)
        if line is None:
            line = self._made[index] = _line(self._page, index)
        return line

    def printed(self, at: int) -> str:
        """The line as printed, blanks included: for a quick look before its folded text is asked for."""
        index, blocks = self._indexes[at], self._page.reading.document.blocks
        return self._text[blocks.starts[index] : blocks.stops[index]]


def _filled(page: Page) -> list[int]:
    text, blocks = page.reading.document.text, page.reading.document.blocks
    return [
        index
        for index, ((start, stop), layer) in enumerate(zip(blocks.spans(), blocks.layers(), strict=True))
        if layer in _LAYERS and not text[start:stop].isspace()
    ]


def _line(page: Page, index: int) -> PageLine:
    block = page.reading.document.blocks[index]
    start, stop = page.folded_span(block)
    while start < stop and page.text[start].isspace():
        start += 1
    while stop > start and page.text[stop - 1].isspace():
        stop -= 1
    return PageLine(page.text[start:stop], start, stop, index, block.cell is not None)


def shown(page: Page, start: int, stop: int) -> str:
    """The text as printed, without the blanks, breaks and controls that folding drops.

    A radical or compatibility form is given as the plain character that it shows; full-width marks stay.
    """
    folded, text = page.reading.folded, page.reading.document.text
    characters = []
    for index in range(start, stop):
        plain = page.text[index]
        if plain in "\n\t":
            continue
        is_han = "\u3400" <= plain <= "\u9fff"
        characters.append(plain if is_han else text[folded.unfold(index, index + 1).start])
    return "".join(characters).strip()


def printed_words(page: Page, start: int, stop: int) -> list[str]:
    """The words of a line that are set apart by blanks in print (folding joins them)."""
    span = page.printed(start, stop)
    return page.reading.document.text[span.start : span.stop].split()


def span_of(page: Page, start: int, stop: int) -> Span:
    """The printed span."""
    return page.printed(start, stop)


def looks_like_title(page: Page, line: PageLine) -> bool:
    """True for a line that is centred, bold or a heading."""
    traits = page.traits(line.start, line.stop)
    return bool(traits & {Trait.CENTRED, Trait.HEADING, Trait.BOLD})
