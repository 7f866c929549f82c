"""Elements that stand at a label: the catalogue table of a published page, a dispatch sheet, an imprint line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import corpora
from detectors.metadata_lines import PageLine, PageLines
from detectors.spot import Page

LEXICON = "lexicons/metadata.tsv"


class Labelled(NamedTuple):
    """The value at a label: folded range, and the line it stands in."""

    element: str
    start: int
    stop: int
    line: PageLine


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    labels = {row["label"]: row["element"] for row in corpora.rows(LEXICON)}
    ordered = "|".join(sorted(map(re.escape, labels), key=len, reverse=True))
    return re.compile(rf"(?P<label>{ordered})[\]】)]?[ \t]*(?P<colon>[:|])?[ \t|]*"), labels


def labelled(page: Page, lines: PageLines) -> Iterator[Labelled]:
    """Every labelled value, in order. The value follows in the line, in the next cell or, at a colon, in the next line.

    A label inside a sentence is none: it stands at the head of its line or cell, or after a gap.
    """
    pattern, labels = _pattern()
    for number, line in enumerate(lines):
        found = [m for m in pattern.finditer(page.text, line.start, line.stop) if _is_label(page, line, m)]
        for order, match in enumerate(found):
            stop = found[order + 1].start() if order + 1 < len(found) else line.stop
            stop = _trim(page, match.end(), stop)
            element = labels[match["label"]]
            if stop > match.end():
                yield Labelled(element, match.end(), stop, line)
            elif number + 1 < len(lines) and _may_follow(page, line, lines[number + 1], element, match):
                following = lines[number + 1]
                yield Labelled(element, following.start, following.stop, following)


def _is_label(page: Page, line: PageLine, match: re.Match[str]) -> bool:
    at_head = match.start() == line.start or page.gap(match.start()) or page.text[match.start() - 1] in ":|。;[【("
    whole = match.end() >= line.stop
    return at_head and (match["colon"] is not None or (whole and line.in_cell))


def _may_follow(page: Page, line: PageLine, following: PageLine, element: str, match: re.Match[str]) -> bool:
    """The next line is the value of an empty label, unless it is a label itself or belongs to the page."""
    pattern, _ = _pattern()
    if pattern.match(page.text, following.start, following.stop) and ":" in following.text[:8]:
        return False
    if element == "subject_terms":
        return line.in_cell and following.in_cell
    return line.in_cell == following.in_cell and match["label"] not in ("签发", "主送", "抄送", "文种")


def _trim(page: Page, start: int, stop: int) -> int:
    while stop > start and page.text[stop - 1] in " \t|\n":
        stop -= 1
    return stop
