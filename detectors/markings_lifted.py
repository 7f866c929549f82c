"""Marks that no longer hold: struck out, with 解密 or a new mark beside (1990 标志规定 第七、八条)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from detectors.spot import Line, Page
from pipeline.dates import DATE, of_match
from pipeline.document import Trait

_STAMP = re.compile(
    r"[\s(\[【]*(?:(?:本件|此件|该件|本文件|该文件|文件|原密级)\s*)?(?:经审[核查批准,]{0,4})?(?:现已|业已|已经|已于|已|于|自)?\s*"
    rf"(?:{DATE})?\s*(?:起|日起)?(?:予以|正式|提前|自行|自动)?\s*解\s*密(?:\s*[,;、]\s*解\s*密)?(?P<tail>章|专用章|标识)?(?P<label>日期|时间)?\s*[:]?\s*"
    rf"(?P<later>{DATE.replace('?P<year>', '?P<y2>').replace('?P<month>', '?P<m2>').replace('?P<day>', '?P<d2>').replace('?P<month2>', '?P<m3>').replace('?P<day2>', '?P<d3>').replace('?P<mark>', '?P<k2>').replace('?P=mark', '?P=k2')})?"
    r"\s*[)\]】。.!]*\s*"
)
_BESIDE = re.compile(r"[\s(\[【]{0,4}(?:已|已经|予以)?\s*解\s*密(?!时间|日期|条件|后|前|的|审|程|工|手)[^\n。;]{0,14}?[)\]】]?\s*$")


@dataclass(frozen=True, slots=True)
class Lifted:
    """A mark that was lifted, and on which day if that is stated; or one that is struck out and nothing more."""

    lifted: bool
    on: dt.date | None = None
    struck: bool = False


def stamp(text: str) -> Lifted | None:
    """The 解密 stamp that a short text is as a whole (解密, 已于2015年3月1日解密); None when it is none."""
    if len(text) > 60 or "解" not in text:
        return None
    match = _STAMP.fullmatch(text)
    if match is None or (match["label"] and not (match["year"] or match["later"])):
        return None
    if match["year"]:
        return Lifted(True, of_match(match))
    if match["later"]:
        found = re.fullmatch(DATE, match["later"])
        return Lifted(True, of_match(found) if found else None)
    return Lifted(True)


def lifted_at(page: Page, start: int, stop: int, line: Line, *, has_newer: bool) -> Lifted | None:
    """Whether the mark at these folded characters was lifted.

    A stamp counts in the same line or within three blocks; a strike counts with a stamp or a new mark beside
    it (`has_newer`); alone it is recorded, and the mark stays live.
    """
    beside = _in_line(page, stop, line)
    if beside is not None:
        return beside
    for _, text in page.neighbours(line.first, 3):
        found = stamp(text)
        if found is not None:
            return found
    if Trait.STRUCK in page.traits(start, stop):
        return Lifted(True) if has_newer else Lifted(False, struck=True)
    return None


def _in_line(page: Page, stop: int, line: Line) -> Lifted | None:
    rest = page.text[stop : line.stop].strip()
    found = stamp(rest) if rest else None
    if found is not None:
        return found
    return Lifted(True) if rest and len(rest) < 40 and _BESIDE.fullmatch(rest) else None
