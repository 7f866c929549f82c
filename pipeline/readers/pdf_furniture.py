"""Running heads and page numbers: what repeats at the edge of the pages, digits apart."""

from __future__ import annotations

import re
from collections import defaultdict

from pipeline.readers.pdf_lines import Line
from pipeline.readers.pdf_page import PageText

TOP, BOTTOM = 0.105, 0.88
"""Zones of running heads and feet, in page heights; GB/T 9704 sets the text between 12.5 % and 88.2 %."""
_NUMBER = re.compile(
    r"[-—–－―\s·.]*(?:第\s*)?(?:[0-9]{1,4}|[ivxIVX]{1,6})(?:\s*页)?(?:\s*[,，/、]?\s*(?:共\s*)?[0-9]{1,4}\s*页?)?[-—–－―\s·.]*"
)


def running(pages: list[PageText]) -> dict[int, str]:
    """`header` or `footer` by `id` of the line, for lines that repeat or are page numbers."""
    found: dict[int, str] = {}
    repeated: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for page in pages:
        if page.main:
            continue
        for line in page.lines:
            middle = line.v / page.height if page.height else 0.5
            zone = "header" if middle < TOP else "footer" if middle > BOTTOM else ""
            if line.artifact in ("Header", "Footer", "Pagination"):
                zone = zone or ("header" if middle < 0.5 else "footer")
                found[id(line)] = zone
            elif zone == "footer" and _NUMBER.fullmatch(line.text):
                found[id(line)] = zone
            elif zone:
                repeated[zone, re.sub(r"[0-9]+", "#", "".join(line.text.split()))].append(line)
    for (zone, _), lines in repeated.items():
        if len({line.page for line in lines}) >= max(2, min(3, len(pages) // 2)):
            found.update((id(line), zone) for line in lines)
    return found
