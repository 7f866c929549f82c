"""The lines of the visible page, in order, with their printed spelling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from detectors.spot import PAGE_LAYERS, Page
from pipeline.document import Layer, Span, Trait

HEAD_LINES = 60
"""How many lines from the top can belong to catalogue table, letterhead, title and 主送机关."""
TAIL_LINES = 4000
"""How many lines are looked at for signature, dates and imprint."""
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


def page_lines(page: Page, limit: int = TAIL_LINES) -> Iterator[PageLine]:
    """The lines of body, tables and text boxes that are not blank; a block of several lines is one."""
    count = 0
    for index, block in enumerate(page.reading.document.blocks):
        if block.layer not in _LAYERS:
            continue
        start, stop = page.folded_span(block)
        while start < stop and page.text[start].isspace():
            start += 1
        while stop > start and page.text[stop - 1].isspace():
            stop -= 1
        if start == stop:
            continue
        yield PageLine(page.text[start:stop], start, stop, index, block.cell is not None)
        count += 1
        if count >= limit:
            return


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
