"""Administrative divisions down to the county (GB/T 2260), the abolished ones included: names and codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import corpora

_FILE = "places/divisions.tsv"
_COUNTY = re.compile(r"(\d\d)?(.+)")
_KINDS = re.compile(r"(?:特别行政区|自治[区州]|行政区|地区|省|市|盟)$")
_PEOPLES = re.compile(
    r"(?:(?:土家|布依|哈尼|景颇|傈僳|朝鲜|蒙古|哈萨克|维吾尔|柯尔克孜|[苗侗藏羌彝回傣白壮])族?)+$"
)
_NO_NAMES = re.compile(r"(?:省|自治区)?直辖.*|市辖区|[县市]|.*直辖县级.*")


def is_area(code: str) -> bool:
    """True when the six digits are or were the code of a division, or a foreigner's (9…)."""
    return code[:1] == "9" or code in _codes()


def name_at(text: str, at: int) -> int:
    """Length of the longest division name that begins at `at`; 0 without one. 内蒙古, 赤峰 count, 松山 does not."""
    for name in _by_head().get(text[at : at + 2], ()):
        if text.startswith(name, at):
            return len(name)
    return 0


def named(text: str, start: int, stop: int) -> frozenset[int]:
    """The places from `start` to `stop` that stand inside the name of a division: no word begins there."""
    found: set[int] = set()
    at = start
    while at < stop:
        size = name_at(text, at)
        found.update(range(at, at + size))
        at += size or 1
    return frozenset(found)


@cache
def _codes() -> frozenset[str]:
    found = set()
    for row in corpora.rows(_FILE):
        found.add(row["code"] + "00")
        found.update(
            row["code"] + county[:2] for county in row["counties"].split() if county[:1].isdigit()
        )
    return frozenset(found)


@cache
def _by_head() -> dict[str, tuple[str, ...]]:
    by_head: dict[str, set[str]] = {}
    for name in names():
        by_head.setdefault(name[:2], set()).add(name)
    return {head: tuple(sorted(names, key=len, reverse=True)) for head, names in by_head.items()}


def names() -> Iterator[str]:
    """Every name a division has or had; provinces and cities in short, too."""
    for row in corpora.rows(_FILE):
        for name in row["name"].split("/"):
            yield from (one for one in (name, _short(name)) if _is_name(one))
        for county in row["counties"].split():
            plain = _COUNTY.fullmatch(county)
            for name in plain[2].split("/") if plain else ():
                if _is_name(name):
                    yield name


def _short(name: str) -> str:
    """内蒙古 for 内蒙古自治区, 恩施 for 恩施土家族苗族自治州; provinces and cities go by it."""
    plain = _KINDS.sub("", name)
    short = _PEOPLES.sub("", plain)
    return short if len(short) > 1 else plain


def _is_name(name: str) -> bool:
    return len(name) > 1 and not _NO_NAMES.fullmatch(name)
