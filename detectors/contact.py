"""Mobile numbers: with their country or dialling prefix, in digits, Chinese numerals or misread letters.

A mobile is personal wherever it stands: private mobiles printed as office contacts were officially criticised
(永安市 2023 通报).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.checksums import is_resident
from detectors.passage import (
    HAN_DIGITS,
    JOINT,
    LOOKALIKES,
    Cluster,
    Match,
    Passage,
    from_han,
)
from detectors.quantities import is_figure
from pipeline.finding import Certainty, Kind

_MOBILE = re.compile(r"(?=(1[3-9]\d{9}))")
_PREFIX = re.compile(
    r"(?:\+? ?(?:00)?86[-) ]{0,2}|\( ?\+? ?(?:00)?86 ?\) ?-?|1795[19]-?|12593-?|(?<![0-9])0)$"
)
_DIAL = re.compile(r"(?:(?:00)?86|1795[19]|12593|0)$")
_GROUPINGS = frozenset(
    {
        (3, 7),
        (4, 7),
        (3, 6),
        (3,),
        (4,),
        (7,),
        (8,),
        (5, 8),
        (6,),
        (3, 5, 7, 9),
        (1, 4, 7),
        (2, 5, 8),
        (5,),
    }
)
"""Where people part the eleven digits: 3-4-4, 4-3-4, 3-8 …"""
PHONE_CUES = frozenset({"mobile", "phone", "home_phone", "office_phone", "wechat"})
NUMBER_CUES = frozenset(
    {
        "not",
        "exam",
        "admission",
        "residence_permit",
        "credit",
        "account",
        "bank_card",
        "imei",
        "medical",
        "archive",
        "registration",
        "school_number",
        "student_id",
        "social_card",
        "property",
        "resident_id",
    }
)
UNITS = re.compile(
    r" ?(?:元|万|亿|吨|公斤|千克|户|人次|分币|角|美元|欧元|港元|平方|立方|公里|千瓦|度|%|％|头|只|株|亩)"
)
_HAN_MOBILE = re.compile(rf"[{HAN_DIGITS}0-9]{{11,40}}")
_MISREAD = re.compile(rf"[0-9{LOOKALIKES}]{{11,40}}")
_MISREAD_MOBILE = re.compile(rf"[1Il|i][3-9SB][0-9{LOOKALIKES}]{{9}}")


def find(passage: Passage) -> Iterator[Match]:
    """Mobile numbers, near misses as `likely` with the reason."""
    for cluster in passage.clusters:
        if len(cluster.digits) >= 11:
            for match in _MOBILE.finditer(cluster.digits):
                found = _mobile(passage, cluster, match.start())
                if found is not None:
                    yield found
        if 10 <= len(cluster.digits) <= 13:
            yield from _miscounted(passage, cluster)
    yield from _han_mobiles(passage)
    yield from _misread(passage)


def _misread(passage: Passage) -> Iterator[Match]:
    """O for 0, l for 1 …: one letter, or up to eight after a label."""
    for start, stop in passage.runs(_MISREAD):
        word = passage.text[start:stop]
        letters = sum(not c.isdigit() for c in word)
        if (
            not letters
            or not _MISREAD_MOBILE.fullmatch(word)
            or not passage.stands_free(start, stop)
        ):
            continue
        if letters <= (8 if passage.cue(start) in PHONE_CUES else 1):
            why = "形似手机号码，数字误作字母"
            yield Match(Kind.PI_MOBILE, start, stop, Certainty.LIKELY, why)


def _mobile(passage: Passage, cluster: Cluster, i: int) -> Match | None:
    j = i + 11
    begin, end = cluster.span(i, j)
    text = passage.text
    if text[end : end + 1] == "*" or text[max(0, begin - 1) : begin] == "*":
        return None
    first = i
    if not cluster.edge(i):
        dial = _DIAL.search(cluster.digits[max(0, i - 5) : i])
        if _follows_id(cluster, i):
            return Match(Kind.PI_MOBILE, begin, end, Certainty.LIKELY, _BESIDE_ID)
        if dial is None or not cluster.edge(i - len(dial[0])):
            return _chained(passage, cluster, i)
        first = i - len(dial[0])
        begin = cluster.at[first]
    if not cluster.edge(j):
        if is_resident(cluster.digits[j : j + 18]) and cluster.edge(j + 18):
            return Match(Kind.PI_MOBILE, begin, end, Certainty.LIKELY, _BESIDE_ID)
        return _chained(passage, cluster, i)
    cue = passage.cue(begin)
    if (
        _is_fraction(cluster, first, j)
        or UNITS.match(text, end)
        or text[max(0, begin - 1) : begin] in {"¥", "￥", "$"}
    ):
        return None
    after_id = first > 0 and cluster.digits[first - 1] == "X"
    if cue in NUMBER_CUES - ({"resident_id"} if after_id else set()):
        return None
    if _beside_letters(text, begin, end) and not after_id:
        return None
    splits = cluster.inner(i, j)
    known = cue in PHONE_CUES
    if any("\n" in gap or "\t" in gap for _, gap in splits) and not _may_cross(splits, known):
        return None
    begin = _with_prefix(passage, begin)
    if not known and is_figure(passage, begin, end):
        return None
    if not splits or tuple(at for at, _ in splits) in _GROUPINGS or known:
        return Match(Kind.PI_MOBILE, begin, end, Certainty.SURE, "手机号码：号段和位数成立")
    if all(gap in (JOINT, " ", "-", "\u2014") for _, gap in splits):
        return Match(Kind.PI_MOBILE, begin, end, Certainty.LIKELY, "以不常见方式分隔的手机号码")
    return None


_BESIDE_ID = "与居民身份证号码连写的手机号码"


def _follows_id(cluster: Cluster, i: int) -> bool:
    """True when a valid resident number ends right before digit i and the mobile ends the run."""
    return i >= 18 and cluster.edge(i + 11) and is_resident(cluster.digits[i - 18 : i])


_LONGEST_CHAIN = 110


def _chained(passage: Passage, cluster: Cluster, i: int) -> Match | None:
    """Numbers printed one after another without a sign between them: every piece must be a mobile."""
    left = i
    while i - left <= _LONGEST_CHAIN and not cluster.edge(left):
        left -= 1
    right = i + 11
    while right - i <= _LONGEST_CHAIN and not cluster.edge(right):
        right += 1
    if (right - left) % 11 or (i - left) % 11 or right - left > _LONGEST_CHAIN:
        return None
    run = cluster.digits[left:right]
    if (
        all(run[k] == "1" and run[k + 1] in "3456789" for k in range(0, len(run), 11))
        and "X" not in run
    ):
        begin, end = cluster.span(i, i + 11)
        return Match(Kind.PI_MOBILE, begin, end, Certainty.LIKELY, "连写的多个手机号码")
    return None


def _miscounted(passage: Passage, cluster: Cluster) -> Iterator[Match]:
    """A labelled mobile with a digit too few or too many."""
    digits = cluster.digits
    if len(digits) not in (10, 12) or digits[0] != "1" or digits[1] not in "3456789":
        return
    begin, end = cluster.span(0, len(digits))
    if (
        passage.cue(begin) == "mobile"
        and passage.text[end : end + 1] != "*"
        and all(g in ("", JOINT) for g in cluster.gaps)
    ):
        yield Match(
            Kind.PI_MOBILE, begin, end, Certainty.LIKELY, "标签为手机号码，位数不符，可能有误写"
        )


def _han_mobiles(passage: Passage) -> Iterator[Match]:
    for start, stop in passage.runs(_HAN_MOBILE):
        number = from_han(passage.text[start:stop])
        if passage.text[start:stop].isascii() or len(number) > 15:
            continue
        for window in _MOBILE.finditer(number):
            begin = start + window.start()
            if len(number) == 11 or number[: window.start()] in ("86", "0086", "0"):
                yield Match(
                    Kind.PI_MOBILE, begin, begin + 11, Certainty.SURE, "以汉字书写的手机号码"
                )
                break


def _is_fraction(cluster: Cluster, i: int, j: int) -> bool:
    """True when a point and few digits beside it make them a decimal or a version number."""
    left, right = i - 1, j + 1
    while left > 0 and i - left <= _DECIMALS and not cluster.gaps[left]:
        left -= 1
    while right < len(cluster.digits) and right - j <= _DECIMALS and not cluster.gaps[right]:
        right += 1
    before = i > 0 and cluster.gaps[i] == "." and i - left <= _DECIMALS
    return before or (
        j < len(cluster.digits) and cluster.gaps[j] == "." and right - j <= _DECIMALS
    )


_DECIMALS = 6
"""More digits than that beside a point are a number of their own."""


def _may_cross(splits: list[tuple[int, str]], known: bool) -> bool:
    """A mobile may cross cells one digit a cell, or one line end when labelled."""
    if len(splits) == 10:
        return True
    hard = [gap for _, gap in splits if "\n" in gap or "\t" in gap]
    return known and len(hard) == 1 and "\n" in hard[0] and len(splits) <= 3


def _beside_letters(text: str, begin: int, end: int) -> bool:
    before, after = text[max(0, begin - 1) : begin], text[end : end + 1]
    return (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())


def _with_prefix(passage: Passage, begin: int) -> int:
    """Where the number begins with its prefix; digits that end another number are no prefix."""
    text = passage.text
    prefix = _PREFIX.search(text, max(0, begin - 10), begin)
    if prefix:
        start = prefix.start()
        before = text[max(0, start - 1) : start]
        if start in passage.joints or not (before.isascii() and before.isalnum()):
            return start
    return begin - 1 if text[max(0, begin - 1) : begin] == "+" else begin
