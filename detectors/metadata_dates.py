"""Signature and imprint: 署名, 成文日期, 印发日期, 抄送 (GB/T 9704-2012 7.3.5, 7.4)."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from detectors.metadata_head import ORG
from detectors.metadata_lines import PageLines
from detectors.spot import Page
from pipeline.dates import DATE, of_match

_OWN = re.compile(rf"[(\[]?(?P<org>[\u4e00-\u9fff()、 \t]{{2,60}}?)??[ \t]*{DATE}[)\]]?\.?")
_PRINTED = re.compile(rf"(?P<by>[\u4e00-\u9fff()]{{2,40}}?)?[ \t]*{DATE}[ \t]*印(?:发|制)")
_PASSED = re.compile(rf"\([^()]{{0,8}}{DATE}[^()]{{0,60}}?(?:通过|发布|公布|修订|批准|施行)[^()]*\)")
_COPIED = re.compile(r"抄\s*送[ \t]*:\s*(?P<to>.+)")


class Signed(NamedTuple):
    """A date with its folded range, and the signing offices' folded ranges."""

    value: dt.date
    start: int
    stop: int
    issuers: tuple[tuple[int, int], ...] = ()


def written_on(page: Page, lines: PageLines, after: int) -> Signed | None:
    """成文日期: the first date alone in its line (with its signature, if on the same line) below the head.

    Attachments come after it, so the first one counts; failing that, the day on which a body passed the text,
    printed in brackets under the title; failing that, a date alone in the head.
    """
    for places in (range(after, len(lines)), range(min(after, len(lines)))):
        for index in places:
            found = _own_date(page, lines, index)
            if found is not None:
                return found
        for line in lines[:30]:
            match = _PASSED.search(line.text) if line.text.startswith("(") else None
            day = of_match(match) if match else None
            if match and day:
                return Signed(day, line.start + match.start("year"), line.start + match.end())
    return None


def _own_date(page: Page, lines: PageLines, index: int) -> Signed | None:
    printed = lines.printed(index)
    if len(printed) > 240 or ("年" not in printed and not any(mark in printed for mark in ".-/．－")):
        return None
    line = lines[index]
    if len(line.text) > 80 or line.in_cell or ("年" not in line.text and not line.text[:4].isdigit()):
        return None
    match = _OWN.fullmatch(line.text)
    if match is None:
        return None
    day = of_match(match)
    if day is None or (match["org"] and not _names_office(match["org"])):
        return None
    issuers: tuple[tuple[int, int], ...] = ()
    if match["org"]:
        issuers = _split(page, line.start + match.start("org"), line.start + match.end("org"))
    else:
        issuers = _above(page, lines, index)
    start = line.start + match.start("year")
    return Signed(day, start, line.start + match.end(), issuers)


def _names_office(text: str) -> bool:
    return all(ORG.fullmatch(word) for word in re.split(r"[、 \t]+", text.strip()) if word)


def _above(page: Page, lines: PageLines, index: int) -> tuple[tuple[int, int], ...]:
    """The offices that sign in the lines just above the date, in order."""
    found: list[tuple[int, int]] = []
    for line in reversed(lines[max(0, index - 6) : index]):
        text = line.text.strip("()")
        if len(text) > 60 or line.in_cell or re.search(r"[。;:!,]", line.text) or re.match(r"附件|\d", text):
            break
        parts = _split(page, line.start, line.stop)
        if not all(ORG.fullmatch(page.text[start:stop]) for start, stop in parts):
            break
        found = [*parts, *found]
    return tuple(found)


def _split(page: Page, start: int, stop: int) -> tuple[tuple[int, int], ...]:
    """Offices in one line, set apart by blanks in print or by 、."""
    parts: list[tuple[int, int]] = []
    begin = start
    for index in range(start, stop):
        if page.text[index] in " \t、":
            if index > begin:
                parts.append((begin, index))
            begin = index + 1
        elif index > begin and _is_break(page, begin, index):
            parts.append((begin, index))
            begin = index
    if stop > begin:
        parts.append((begin, stop))
    return tuple(parts)


def _is_break(page: Page, begin: int, index: int) -> bool:
    """A blank was printed here, and what stands before it is an office's whole name."""
    return page.reading.folded.removed_before(index) and bool(ORG.fullmatch(page.text[begin:index])) and (
        index - begin >= 3
    )


def printed_on(page: Page, lines: PageLines) -> Signed | None:
    """印发日期: the last date of the page that is followed by 印发."""
    for index in range(len(lines) - 1, -1, -1):
        printed = lines.printed(index)
        if "印" not in printed or len(printed) > 400:
            continue
        line = lines[index]
        match = _PRINTED.search(line.text)
        day = of_match(match) if match else None
        if match and day and not line.text[match.end() : match.end() + 1].strip(" \t)。份共"):
            return Signed(day, line.start + match.start("year"), line.start + match.end())
    return None


def copied_to(page: Page, lines: PageLines) -> tuple[int, int] | None:
    """抄送机关, without the label and the full stop."""
    for index in range(len(lines) - 1, -1, -1):
        if "抄" not in lines.printed(index):
            continue
        line = lines[index]
        match = _COPIED.match(line.text)
        if match:
            stop = line.start + match.end("to")
            while page.text[stop - 1] in "。. ":
                stop -= 1
            return line.start + match.start("to"), stop
    return None
