"""Numbers, dates and clean text as they stand in Chinese official papers."""

from __future__ import annotations

import datetime as dt
import re

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPACE = re.compile(r"\s+")
_NARROW_SPACE = re.compile(r"[^\S\u3000]+")


def clean(value: object) -> str:
    """One printable line: no control, bidi or zero-width characters, no line ends; None becomes empty.

    Metadata comes from hostile files; what is printed in a form must not break it or turn it around.
    """
    if value is None:
        return ""
    return _SPACE.sub(" ", _UNPRINTABLE.sub("", str(value))).strip()


def clean_lines(value: object) -> str:
    """The same, keeping line ends and wide spaces: for what a person wrote and for places to write on."""
    lines = str(value or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(
        _NARROW_SPACE.sub(" ", _UNPRINTABLE.sub("", line)).strip(" ") for line in lines
    ).strip("\n")


def long_date(value: dt.date | str | None) -> str:
    """2026年11月22日; an ISO date or a date; empty for None, as written when it is no date."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        try:
            value = dt.date.fromisoformat(value)
        except ValueError:
            return clean(value)
    return f"{value.year}年{value.month}月{value.day}日"


def short_date(value: dt.date | None) -> str:
    """2026.11.22, for the narrow columns of a table, where hyphens would break it; empty for None."""
    return value.isoformat().replace("-", ".") if value else ""


BLANK_DATE = "　　年　　月　　日"
"""A date to be written by hand."""


def file_size(count: int) -> str:
    """37124 → 37,124 字节."""
    return f"{count:,} 字节"
