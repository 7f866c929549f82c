"""Running heads and page numbers: what repeats at the edge of the pages, digits apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from pipeline.readers.pdf_lines import Line
from pipeline.readers.pdf_page import PageText

TOP, BOTTOM = 0.105, 0.88
"""Zones of running heads and feet, in page heights; GB/T 9704 sets the text between 12.5 % and 88.2 %."""
MAX_REST = 10
"""A broken cell leaves so many characters on its last line at most, where they could be taken for a page number."""
NEAR = 1.8
"""Lines of one text stand so many font sizes apart at most."""
_NUMBER = re.compile(
    r"[-—–－―\s·.]*(?:第\s*)?(?:[0-9]{1,4}|[ivxIVX]{1,6})(?:\s*页)?(?:(?:\s*[,，/、]\s*|\s+|\s*(?=共))(?:共\s*)?[0-9]{1,4}\s*页?)?[-—–－―\s·.]*"
)


def running(pages: list[PageText]) -> dict[int, str]:
    """`header` or `footer` by `id` of the line, for lines that repeat or are page numbers."""
    found: dict[int, str] = {}
    counts = Counter(ahead for page in pages for line in page.lines if (ahead := _ahead(line)) is not None)
    repeated: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for page in pages:
        if page.main:
            continue
        for number, line in enumerate(page.lines):
            middle = line.v / page.height if page.height else 0.5
            zone = "header" if middle < TOP else "footer" if middle > BOTTOM else ""
            if line.artifact in ("Header", "Footer", "Pagination"):
                zone = zone or ("header" if middle < 0.5 else "footer")
                found[id(line)] = zone
            elif zone and not _counts_pages(line, counts) and _is_rest(page.lines, number, zone):
                continue
            elif zone == "footer" and _NUMBER.fullmatch(line.text):
                found[id(line)] = zone
            elif zone:
                repeated[zone, re.sub(r"[0-9]+", "#", "".join(line.text.split()))].append(line)
    for (zone, _), lines in repeated.items():
        if len({line.page for line in lines}) >= max(2, min(3, len(pages) // 2)):
            found.update((id(line), zone) for line in lines)
    return found


def _ahead(line: Line) -> int | None:
    """How far a line that is only a number runs ahead of its page."""
    text = line.text.strip()
    return int(text) - line.page if text.isascii() and text.isdecimal() and len(text) < 5 else None


def _counts_pages(line: Line, counts: Counter[int]) -> bool:
    """True for a number that is the page's, or runs ahead of it as another page's does."""
    ahead = _ahead(line)
    return ahead is not None and (ahead == 1 or counts[ahead] > 1)


def _is_rest(lines: list[Line], number: int, zone: str) -> bool:
    """True for the end of a broken cell: a few characters as near to a line of the same size as lines of text are.

    A running head or a page number keeps its distance from the text, or has another size. At the head of a page the
    row goes on that the page break cut, and the next one may stand farther below: there, a number is enough.
    """
    line = lines[number]
    if len(line.text) > MAX_REST or (_NUMBER.fullmatch(line.text.strip()) and not line.text.isalnum()):
        return False
    if zone == "header" and number == 0 and line.text.isascii() and line.text.isalnum() and not line.text.isalpha():
        return True
    beside = lines[max(0, number - 1) : number] + lines[number + 1 : number + 2]
    return any(abs(other.v - line.v) < NEAR * line.size and abs(other.size - line.size) < 0.06 * line.size for other in beside)
