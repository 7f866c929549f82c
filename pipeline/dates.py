"""Dates and small numbers as offices write them: Arabic or Chinese numerals, with 〇, ○, 零, O or 0.

Works on folded text (see `pipeline.fold`): full-width digits are plain there, spaces between digits are gone.
A date that the calendar does not have (2月30日) is no date.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

ZERO = "〇○零OoＯ◯⚪０"
_DIGITS = dict.fromkeys(ZERO, 0) | {
    character: value for value, character in enumerate("0123456789")
}
_DIGITS |= {c: v for v, c in enumerate("一二三四五六七八九", 1)}
_DIGITS |= {c: v for v, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)} | {"两": 2, "俩": 2}
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30}

DIGIT = rf"[0-9{ZERO}一二三四五六七八九]"
"""One digit of a year in either system."""
NUMBER = rf"(?:\d{{1,4}}|[{ZERO}一二三四五六七八九十拾百廿卅两壹贰叁肆伍陆柒捌玖]{{1,6}})"
"""A small whole number in either system."""
_MONTH = rf"(?:0?[1-9]|1[0-2]|元|[正一二三四五六七八九十{ZERO}]{{1,2}})"
_DAY = rf"(?:0?[1-9]|[12]\d|3[01]|[一二三四五六七八九十廿卅{ZERO}]{{1,3}})"
_GAP = r"[ \t]{0,3}"
DATE = (
    rf"(?<![0-9])(?P<year>{DIGIT}{{4}}){_GAP}"
    rf"(?:年{_GAP}(?P<month>{_MONTH}){_GAP}月{_GAP}(?P<day>{_DAY}){_GAP}[日号]"
    rf"|(?P<mark>[.\-/]){_GAP}(?P<month2>0?[1-9]|1[0-2]){_GAP}(?P=mark){_GAP}(?P<day2>3[01]|[12]\d|0?[1-9])(?!\d){_GAP}日?)"
)
"""One full date; groups year, month, day (or month2, day2)."""
_FULL = re.compile(DATE)
_COMPACT = re.compile(r"((?:19|20|21)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


class FoundDate(NamedTuple):
    """A date and where it stands in the text that was searched."""

    value: dt.date
    start: int
    stop: int


def number(text: str) -> int | None:
    """The value of 5, 05, 十五, 二十, 一百二, 廿一, 二〇, 两; None when it is no number below 10,000."""
    text = text.strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 4 else None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text)) if len(text) <= 4 else None
    return _spoken(text)


def _spoken(text: str) -> int | None:
    """十五, 二十一, 一百二十, 廿一: units and tens, each smaller than the one before."""
    total, pending, last_unit = 0, 0, 1000
    for character in text:
        unit = 100 if character in "百佰" else _TENS.get(character)
        if unit is None:
            digit = _DIGITS.get(character)
            if digit is None or pending:
                return None
            pending = digit
            continue
        base = unit if unit <= 10 or unit == 100 else 10
        if base >= last_unit or (unit > 10 and unit != 100 and pending):
            return None
        total += unit if unit in (20, 30) else (pending or 1) * unit
        pending, last_unit = 0, base
    return total + pending


def make_date(year: str, month: str, day: str) -> dt.date | None:
    """The date these three numerals name; None when the calendar has no such day."""
    parts = (number(year), 1 if month in ("元", "正") else number(month), number(day))
    if None in parts:
        return None
    y, m, d = (part or 0 for part in parts)
    if not (1900 <= y <= 2200 and 1 <= m <= 12 and 1 <= d <= calendar.monthrange(y, m)[1]):
        return None
    return dt.date(y, m, d)


def of_match(match: re.Match[str]) -> dt.date | None:
    """The date of a match of `DATE`."""
    return make_date(match["year"], match["month"] or match["month2"], match["day"] or match["day2"])


def find_dates(text: str, start: int = 0, stop: int | None = None) -> Iterator[FoundDate]:
    """Every full date in `text[start:stop]`, in order; impossible ones are left out."""
    for match in _FULL.finditer(text, start, len(text) if stop is None else stop):
        value = of_match(match)
        if value is not None:
            yield FoundDate(value, match.start(), match.end())


def parse_date(text: str) -> dt.date | None:
    """The date that `text` is as a whole: 2012年12月10日, 二〇一二年十二月十日, 2012.12.10, 20121210."""
    text = text.strip()
    match = _FULL.fullmatch(text)
    if match:
        return of_match(match)
    compact = _COMPACT.fullmatch(text)
    return make_date(*compact.groups()) if compact else None


def add(start: dt.date, years: int = 0, months: int = 0, days: int = 0) -> dt.date | None:
    """The corresponding day; the last day of the month where there is none (民法典 202). None past year 9999."""
    index = start.year * 12 + start.month - 1 + years * 12 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    try:
        return dt.date(year, month + 1, day) + dt.timedelta(days=days)
    except OverflowError:
        return None


def shown(value: dt.date) -> str:
    """2012年12月10日."""
    return f"{value.year}年{value.month}月{value.day}日"
