"""What a cell shows: numbers, dates and times by their number format, without losing a digit.

A number that Excel would print as 1.1E+17 is printed in full: an identity number kept as a number must be seen.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from lxml import etree

_DATES = frozenset({14, 15, 16, 17, 22, *range(27, 32), 34, 35, 36, *range(50, 59)})
_TIMES = frozenset({18, 19, 20, 21, 32, 33, 45, 46, 47})
_BUILTIN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DIGITS = re.compile(r"(#,##)?(0+)(?:\.(0+))?(%)?")
_SERIALS = 2_958_466
"""The serial number of 9999-12-31, plus one."""


@dataclass(frozen=True, slots=True)
class Format:
    """A number format: its id and code."""

    number: int
    code: str = field(default="", repr=False)

    @property
    def hides(self) -> bool:
        """True for `;;;`, which shows nothing."""
        return bool(self.code) and not self.code.replace(";", "").strip()

    @property
    def plain(self) -> str:
        """The code of the first section without quoted text."""
        return _QUOTED.sub(
            "", (self.code or _BUILTIN.get(self.number, "")).partition(";")[0]
        ).strip()

    @property
    def is_date(self) -> bool:
        """True when the format shows a day."""
        return self.number in _DATES or (
            bool(self.code) and bool(re.search("[yYdD年日]", self.plain))
        )

    @property
    def is_time(self) -> bool:
        """True when the format shows a time of day."""
        return (
            self.number in _TIMES
            or self.number == 22
            or (bool(self.code) and bool(re.search("[hHsS]", self.plain)))
        )


def shown(raw: str, form: Format, *, since_1904: bool) -> str:
    """The text of a stored number; the number itself when the format is beyond us."""
    try:
        number = Decimal(raw.strip())
    except InvalidOperation:
        return raw
    if not number.is_finite() or abs(number.adjusted()) > 400:
        return raw
    if (form.is_date or form.is_time) and 0 <= number < _SERIALS:
        return _moment(float(number), form, since_1904=since_1904)
    match = _DIGITS.fullmatch(form.plain)
    if match is None or form.number == 0:
        return _general(number)
    return _fixed(number, match)


def _general(number: Decimal) -> str:
    rounded = (
        Decimal(f"{number:.15g}")
        if len(number.as_tuple().digits) > 15 and number != number.to_integral()
        else number
    )
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fixed(number: Decimal, match: re.Match[str]) -> str:
    grouped, whole, fraction, percent = match.groups()
    places = len(fraction or "")
    value = number * 100 if percent else number
    if not percent and value != round(value, places):
        return _general(number)  # digits that the format rounds away stay visible
    text = format(round(value, places), f"{',' if grouped else ''}.{places}f")
    if len(whole) > 1 and not grouped:
        text = text.zfill(len(whole) + (places + 1 if places else 0))
    return text + (percent or "")


def _moment(serial: float, form: Format, *, since_1904: bool) -> str:
    start = dt.datetime(1904, 1, 1) if since_1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet has no zone
    if not since_1904 and serial < 60:
        start += dt.timedelta(days=1)
    try:
        moment = start + dt.timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        return str(serial)
    time = moment.strftime("%H:%M:%S") if form.is_time else ""
    if not form.is_date:
        return time
    if "年" in form.code or form.number in (31, 57, 58):
        day = f"{moment.year}年{moment.month}月{moment.day}日"
    elif "/" in form.plain or form.number in (14, 22):
        day = f"{moment.year}/{moment.month}/{moment.day}"
    else:
        day = moment.strftime("%Y-%m-%d")
    return f"{day} {time}" if time and serial % 1 else day


class Formats:
    """The cell formats of a workbook: number format, and whether the text is white on nothing."""

    def __init__(self, root: etree._Element | None) -> None:
        codes: dict[int, str] = {}
        fonts: list[bool] = []
        fills: list[bool] = []
        self._formats: list[tuple[Format, bool]] = []
        for element in root.iter("*") if root is not None else ():
            parent = element.getparent()
            inside = _local(parent) if parent is not None else ""
            match _local(element):
                case "numFmt":
                    codes[_int(element.get("numFmtId"))] = element.get("formatCode") or ""
                case "font" if inside == "fonts":
                    fonts.append(any(_local(e) == "color" and _is_white(e) for e in element))
                case "fill" if inside == "fills":
                    fills.append(
                        any((e.get("patternType") or "none") not in ("none", "") for e in element)
                    )
                case "xf" if inside == "cellXfs":
                    number = _int(element.get("numFmtId"))
                    font, fill = _int(element.get("fontId")), _int(element.get("fillId"))
                    white = (
                        font < len(fonts)
                        and fonts[font]
                        and not (fill < len(fills) and fills[fill])
                    )
                    self._formats.append((Format(number, codes.get(number, "")), white))

    def of(self, style: str | None) -> tuple[Format, bool]:
        """The format of a cell's style, and whether its text is invisible."""
        index = _int(style)
        if index >= len(self._formats):
            return Format(0), False
        form, white = self._formats[index]
        return form, white or form.hides


def _is_white(color: etree._Element) -> bool:
    return (color.get("rgb") or "").upper()[-6:] == "FFFFFF"


def _int(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
