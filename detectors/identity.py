"""Resident identity numbers (GB 11643) and the permits numbered like them, in any spelling.

Windows of seventeen digits and a check character are judged by region, date and check digit wherever they stand:
alone, between neighbours that folding joined, inside a 残疾人证 number, split by spaces, hyphens, line ends or
cells, in Chinese numerals. A number that fails the check is shown as a near miss when it stands alone, because
people mistype and scanners misread. Abolished region codes are accepted: people keep them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from detectors import checksums, places
from detectors.passage import (
    HAN_DIGITS,
    JOINT,
    LOOKALIKES,
    Cluster,
    Match,
    Passage,
    from_han,
    from_lookalikes,
)
from pipeline.finding import Certainty, Kind

_DATE = r"(?:18[89]|19\d|20[0-3])\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_WINDOW = re.compile(rf"(?=([1-9]\d{{5}}{_DATE}\d{{3}}[\dX]))")
_OLD = re.compile(r"(?=([1-8]\d{5}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}))")
_OTHER = frozenset(
    {"not", "exam", "admission", "credit", "account", "bank_card", "imei", "property"}
)
_CHINESE = re.compile(rf"[{HAN_DIGITS}0-9]{{14,}}[{HAN_DIGITS}0-9xX叉]")
_MISREAD = re.compile(rf"[0-9{LOOKALIKES}Xx]{{18,60}}")
_STUDENT = frozenset("GLJgl")


def find(passage: Passage) -> Iterator[Match]:
    """Resident numbers, residence permits of 港澳台居民, new permanent residence numbers, 残疾人证 and 学籍号."""
    for cluster in passage.clusters:
        if len(cluster.digits) >= 15:
            yield from _windows(passage, cluster)
            yield from _legacy(passage, cluster)
        if len(cluster.digits) >= 14:
            yield from _miscounted(passage, cluster)
    yield from _chinese(passage)
    yield from _misread(passage)


def _windows(passage: Passage, cluster: Cluster) -> Iterator[Match]:
    for match in _WINDOW.finditer(cluster.digits):
        start = match.start()
        found = _judge(passage, cluster, start, match[1])
        if found is not None:
            yield found


def _judge(passage: Passage, cluster: Cluster, i: int, number: str) -> Match | None:
    j = i + 18
    if not (_is_region(number) and checksums.is_day(number[6:14])):
        return None
    begin, end = cluster.span(i, j)
    if _is_masked(passage.text, begin, end):
        return None
    kind = Kind.PI_FOREIGNER_ID if number[0] == "9" else Kind.PI_RESIDENT_ID
    free = cluster.edge(i) and cluster.edge(j)
    splits = [gap for _, gap in cluster.inner(i, j)]
    hard = any("\n" in gap or "\t" in gap for gap in splits)
    if checksums.is_resident(number):
        found = _valid(passage, cluster, Window(i, begin, end, kind, free, hard))
        return found if found is None or places.is_area(number[:6]) else _of_no_area(found)
    cue = passage.cue(begin)
    if (
        not free
        or hard
        or number[0] == "9"
        or (cue in _OTHER and passage.column(begin) != "resident_id")
    ):
        return None
    if "." in "".join(splits) or "/" in "".join(splits):
        return None
    return Match(
        kind,
        begin,
        end,
        Certainty.LIKELY,
        "形似居民身份证号码，地区和出生日期成立，校验码不符，可能有误写",
    )


def _of_no_area(match: Match) -> Match:
    """A valid number whose first six digits never were an area: a chance hit, or somebody mistyped."""
    why = f"{match.why}；但前六位不是现行或曾用的行政区划代码"
    return match._replace(certainty=Certainty.LIKELY, why=why)


class Window(NamedTuple):
    """A valid window: where it stands, whether it stands free, whether it crosses cells or lines."""

    i: int
    begin: int
    end: int
    kind: Kind
    free: bool
    hard: bool


def _valid(passage: Passage, cluster: Cluster, w: Window) -> Match | None:
    text, i, j = passage.text, w.i, w.i + 18
    if (
        w.begin
        and text[w.begin - 1] in _STUDENT
        and (w.begin < 2 or not text[w.begin - 2].isascii() or not text[w.begin - 2].isalnum())
    ):
        return Match(
            Kind.PI_STUDENT_ID,
            w.begin - 1,
            w.end,
            Certainty.SURE,
            "学籍号：字母加居民身份证号码，校验码相符",
        )
    tail = cluster.digits[j : j + 2]
    if (
        len(tail) == 2
        and tail[0] in "1234567"
        and tail[1] in "1234"
        and cluster.edge(i)
        and cluster.edge(j + 2)
    ):
        split = cluster.gaps[j] or cluster.gaps[j + 1]
        if not split or passage.cue(w.begin) == "disability_id":
            stop = cluster.span(i, j + 2)[1]
            if text[stop : stop + 1] in ("B", "b"):
                stop += 1
            return Match(
                Kind.PI_DISABILITY_ID,
                w.begin,
                stop,
                Certainty.SURE,
                "残疾人证号：居民身份证号码加类别和等级，校验码相符",
            )
    kind = _renamed(passage.cue(w.begin), w.kind)
    if kind is Kind.PI_FOREIGNER_ID and passage.cue(w.begin) == "credit":
        return None
    if w.hard:
        if not w.free:
            return None
        whole = passage.cue(w.begin) == "resident_id" or len(cluster.inner(i, j)) == 1
        certainty = Certainty.SURE if whole else Certainty.LIKELY
        return Match(kind, w.begin, w.end, certainty, "跨行或跨单元格的居民身份证号码，校验码相符")
    if w.free:
        return Match(
            kind, w.begin, w.end, Certainty.SURE, "居民身份证号码：地区、出生日期、校验码均成立"
        )
    return Match(
        kind, w.begin, w.end, Certainty.LIKELY, "较长数字串中含有校验码相符的居民身份证号码"
    )


def _renamed(cue: str | None, kind: Kind) -> Kind:
    """A driving licence or social security number is the resident number: the label names the kind."""
    if kind is not Kind.PI_RESIDENT_ID:
        return kind
    return {"driving_licence": Kind.PI_DRIVING_LICENCE, "social_card": Kind.PI_SOCIAL_CARD}.get(
        cue or "", kind
    )


def _legacy(passage: Passage, cluster: Cluster) -> Iterator[Match]:
    digits = cluster.digits
    for match in _OLD.finditer(digits):
        i, j = match.start(), match.start() + 15
        if not (cluster.edge(i) and cluster.edge(j)) or not _is_region(match[1]):
            continue
        if not checksums.is_day("19" + match[1][6:12]):
            continue
        begin, end = cluster.span(i, j)
        cue = passage.cue(begin)
        splits = "".join(gap for _, gap in cluster.inner(i, j))
        if _is_masked(passage.text, begin, end) or cue in _OTHER or splits.strip(" -" + JOINT):
            continue
        if cue == "resident_id":
            yield Match(
                Kind.PI_RESIDENT_ID,
                begin,
                end,
                Certainty.SURE,
                "标签为身份证的十五位旧号码，地区和出生日期成立",
            )
        elif not splits or _in_groups(passage, cluster, i, begin, end):
            yield Match(
                Kind.PI_RESIDENT_ID,
                begin,
                end,
                Certainty.LIKELY,
                "形似十五位旧身份证号码，地区和出生日期成立",
            )


def _in_groups(passage: Passage, cluster: Cluster, i: int, begin: int, end: int) -> bool:
    """True for an old number in groups behind a name: (350481 400521 144), where an area takes the lead."""
    places_of = tuple(at for at, _ in cluster.inner(i, i + 15))
    in_brackets = _BRACKETED.search(passage.text, max(0, begin - 2), begin) is not None
    closed = passage.text[end : end + 1] == ")"
    return (
        places_of in {(6, 12), (4, 8, 12)}
        and in_brackets
        and closed
        and places.is_area(cluster.digits[i : i + 6])
    )


_BRACKETED = re.compile(r"[\u4e00-\u9fff]\($")


def _miscounted(passage: Passage, cluster: Cluster) -> Iterator[Match]:
    """Labelled numbers of about the right length that fail region, date or length: somebody mistyped."""
    i = 0
    for j in range(1, len(cluster.digits) + 1):
        if not cluster.edge(j) or (
            j < len(cluster.digits) and cluster.gaps[j] in ("-", JOINT, " ")
        ):
            continue
        if 14 <= j - i <= 20 and "\n" not in cluster.gaps[i]:
            begin, end = cluster.span(i, j)
            if passage.cue(begin) == "resident_id" and not _is_masked(passage.text, begin, end):
                yield Match(
                    Kind.PI_RESIDENT_ID,
                    begin,
                    end,
                    Certainty.LIKELY,
                    "标签为身份证号码，位数、地区或日期不成立，可能有误写",
                )
        i = j


def _chinese(passage: Passage) -> Iterator[Match]:
    for match in _CHINESE.finditer(passage.text):
        number = from_han(match[0]).upper()
        if match[0].isascii():
            continue
        for window in _WINDOW.finditer(number):
            begin = match.start() + window.start()
            if (
                match[0][window.start() : window.start() + 18].isascii()
                or not _is_region(window[1])
                or not checksums.is_day(window[1][6:14])
            ):
                continue
            if checksums.is_resident(window[1]):
                sure, why = Certainty.SURE, "以汉字书写的居民身份证号码，校验码相符"
            elif passage.cue(begin) == "resident_id" and len(number) == 18:
                sure, why = Certainty.LIKELY, "标签为身份证、以汉字书写，校验码不符，可能有误写"
            else:
                continue
            yield Match(Kind.PI_RESIDENT_ID, begin, begin + 18, sure, why)


def _misread(passage: Passage) -> Iterator[Match]:
    """O for 0, l for 1 …: as scanners and hurried people write. At most four letters, and the date must hold."""
    for start, stop in passage.runs(_MISREAD):
        word = passage.text[start:stop]
        letters = sum(not c.isdigit() for c in word.rstrip("Xx"))
        if stop - start != 18 or not 0 < letters <= 4 or not passage.stands_free(start, stop):
            continue
        number = from_lookalikes(word).upper()
        if "X" not in number[:17] and _is_region(number) and checksums.is_day(number[6:14]):
            sure = "校验码相符" if checksums.is_resident(number) else "校验码不符"
            yield Match(
                Kind.PI_RESIDENT_ID,
                start,
                stop,
                Certainty.LIKELY,
                f"形似居民身份证号码，数字误作字母，更正后{sure}",
            )


def _is_region(number: str) -> bool:
    return number[:2] in checksums.PROVINCES or number[0] == "9"


def _is_masked(text: str, start: int, stop: int) -> bool:
    """True beside a mask character: the rest of a number that was masked before."""
    return text[max(0, start - 1) : start] in {"*", "●", "■"} or text[stop : stop + 1] in {
        "*",
        "●",
        "■",
    }
