"""Coordinates exact enough to point at a house: a person's are cut, those of works and public places stay.

Whose place it is, the words of `corpora/lexicons/coordinate_cues.tsv` say: the nearest before the coordinate in
its sentence, else the first after it, or the table that lists it. Where nothing says, they are taken for a
person's. Places that survey law keeps back (测绘法 34) are asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import corpora
from detectors.passage import Match, Passage
from detectors.phrases import pattern
from pipeline.finding import Certainty, Kind

_DEGREE_SIGN = re.compile(r"[0-9] ?[°º度] ?[0-9]")
_FOUR_DECIMALS = re.compile(r"[0-9]\.[0-9]{4}")
_DEGREES = re.compile(
    r"(?<![0-9.])\d{1,3} ?[°º度] ?\d{1,2} ?[′'’分] ?\d{1,2}(?:\.\d+)? ?(?:[″\"”秒]|'') ?[ENen]?(?![A-Za-z])"
)
_LONGITUDE, _LATITUDE = (
    r"(?:7[3-9]|[89]\d|1[0-2]\d|13[0-5])\.\d{4,10}",
    r"(?:[3-9]|[1-4]\d|5[0-3])\.\d{4,10}",
)
_MARK = r" ?[°º度]?[ENen]?"
_BETWEEN = r" ?[,、;/ ] ?(?:(?:东经|北纬|经度|纬度|[ENXY]|lng|lat) ?[:为=]? ?)?"
_PAIR = re.compile(
    rf"(?<![0-9.])(?:{_LONGITUDE}{_MARK}{_BETWEEN}{_LATITUDE}|{_LATITUDE}{_MARK}{_BETWEEN}{_LONGITUDE})(?![0-9.]){_MARK}"
)
_SINGLE = re.compile(rf"(?<![0-9.])\d{{1,3}}\.\d{{4,10}}(?![0-9.]){_MARK}")
_NAMED = re.compile(r"(?:东经|北纬|经度|纬度|坐标|[ENXY]|lng|lat|LNG|LAT) ?[:为=是]? ?$")
_REACH = 60
_WHY = "精确到秒或四位小数的坐标"
_ASKED = "精确坐标所指地点可能受测绘法保护，请核对"


def find(passage: Passage) -> Iterator[Match]:
    """Coordinates to a second or four decimals, but for those of public works and places."""
    text = passage.text
    if _DEGREE_SIGN.search(text):
        for match in _DEGREES.finditer(text):
            yield from _judged(passage, match)
    if not _FOUR_DECIMALS.search(text):
        return
    for match in _PAIR.finditer(text):
        yield from _judged(passage, match)
    for match in _SINGLE.finditer(text):
        if passage.column(match.start()) == "coordinates" or _NAMED.search(
            text, max(0, match.start() - 8), match.start()
        ):
            yield from _judged(passage, match)


def _judged(passage: Passage, match: re.Match[str]) -> Iterator[Match]:
    start, stop = match.span()
    column = passage.column(start)
    owner = "person" if column == "coordinates" else _owner(passage, start, stop)
    if column == "office_coordinates" or owner == "public":
        return
    asked = owner == "survey"
    certainty = Certainty.POSSIBLE if asked else Certainty.LIKELY
    yield Match(Kind.PI_COORDINATES, start, stop, certainty, _ASKED if asked else _WHY)


def _owner(passage: Passage, start: int, stop: int) -> str:
    """Whose place it is: the last word before it in the sentence, else the first after it; "" when none says."""
    words, owners = _owners()
    last = None
    for last in words.finditer(passage.sentence(start, _REACH)):  # noqa: B007 - the last one counts
        pass
    found = last or words.search(re.split(r"[。;!?]", passage.after(stop, _REACH))[0])
    return owners[found[0]] if found else ""


@cache
def _owners() -> tuple[re.Pattern[str], dict[str, str]]:
    owners = {row["term"]: row["owner"] for row in corpora.rows("lexicons/coordinate_cues.tsv")}
    return pattern(owners), owners
