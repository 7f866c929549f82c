"""Numbers that a label or a table head explains: passports, permits, military, social, student, medical …

The rows of `corpora/lexicons/labelled_numbers.tsv` say which shape a label asks for; a few shapes speak for
themselves. The label is the nearest cue before the number on its line, or the head of its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import corpora
from detectors.checksums import is_imei, is_vin, luhn
from detectors.passage import Match, Passage
from pipeline.finding import Certainty, Kind

_MILITARY = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=证)|(?<=号)|(?<=为)|(?<=证号码)|(?<=持))"
    r"[军兵士文职警武消海空南北沈兰成济广参政后装火边退烈][\u4e00-\u9fff]?字第 ?[0-9A-Za-z]{4,9} ?号?"
)
_HONGKONG = re.compile(r"[A-Z](?<![A-Za-z0-9].)[A-Z]?[0-9]{6}\([0-9A]\)")
_MACAU = re.compile(r"[157](?<![A-Za-z0-9].)[0-9]{6}\([0-9]\)")
_TAIWAN = re.compile(r"[A-Z](?<![A-Za-z0-9].)[1289][0-9]{8}(?![A-Za-z0-9])")
_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"

_OF_DIGITS = frozenset({"bank_card", "account", "office_account"})
"""A 卡号 or 账号 with letters is none of a bank's: the word before the label tells whose."""

_RESULTS = re.compile(
    r"^[^\n。;]{0,40}(?:录用|录取|聘用|招聘|招录|考试|笔试|面试|体检|考察|遴选|选调|成绩|入围|资格复审)[^\n。;]{0,30}"
    r"(?:公示|公告|名单|名册|一览表|汇总表|成绩表?|结果)[^\n。;]{0,12}$",
    re.MULTILINE,
)
"""A title or caption of a list of results, which must show the number on the admission card (公务员录用规定)."""


class Shape(NamedTuple):
    """One row: the label it needs, what it then is, the shape of the whole token."""

    subject: str
    kind: Kind
    certainty: Certainty
    pattern: re.Pattern[str]
    why: str


def find(passage: Passage) -> Iterator[Match]:
    """Labelled numbers, unlabelled ones with a telling shape, 字第 numbers, cards of 港澳台居民, IMEI and VIN."""
    public = "准考证" in passage.text and _RESULTS.search(passage.text) is not None
    for start, stop in passage.tokens:
        if not (public and passage.cue(start) == "admission"):
            yield from _token(passage, start, stop)
    yield from _lettered(passage)


def _token(passage: Passage, start: int, stop: int) -> Iterator[Match]:
    text = passage.text
    token = re.sub(r"[ ·]", "", text[start:stop]).upper()
    if text[stop : stop + 1] == "*":
        return
    cue = passage.cue(start)
    if cue in _OF_DIGITS and not token.isdigit():
        cue = next((other for other in passage.cues(start, 24) if other not in _OF_DIGITS), cue)
    for shape in _shapes():
        if shape.subject in (cue, "-") and shape.pattern.fullmatch(token):
            if shape.subject == "-" and cue in {"not", "exam", "admission", "plate", "vin"}:
                continue
            yield Match(shape.kind, start, stop, shape.certainty, shape.why)
            break
    if cue in {"not", "exam", "admission", "account", "bank_card", "credit"}:
        return
    if (
        len(token) == 17
        and not token.isdigit()
        and sum(c.isdigit() for c in token) >= 5
        and is_vin(token)
    ):
        yield Match(Kind.PI_VIN, start, stop, Certainty.LIKELY, "车辆识别代号，校验位相符")
    if cue == "imei" and len(token) == 15 and luhn(token):
        yield Match(Kind.PI_IMEI, start, stop, Certainty.SURE, "标签为设备识别码，校验位相符")
    elif (
        len(token) == 15
        and token[:2] in {"35", "86", "01", "99"}
        and is_imei(token)
        and cue is None
    ):
        yield Match(Kind.PI_IMEI, start, stop, Certainty.POSSIBLE, "形似设备识别码，校验位相符")


def _lettered(passage: Passage) -> Iterator[Match]:
    text = passage.text
    at = text.find("字第")
    while at >= 0:
        match = _MILITARY.search(text, max(0, at - 2), at + 14)
        at = text.find("字第", at + 2)
        if match:
            known = match[0][0] in "军兵士文武" or "military_id" in passage.cues(match.start(), 20)
            if known:
                yield Match(
                    Kind.PI_MILITARY_ID,
                    match.start(),
                    match.end(),
                    Certainty.SURE,
                    "军人证件号码：“字第”格式",
                )
    for match in _HONGKONG.finditer(text):
        yield Match(
            Kind.PI_RESIDENT_ID,
            match.start(),
            match.end(),
            _by_check(_hongkong(match[0])),
            "香港居民身份证号码",
        )
    for match in _MACAU.finditer(text):
        if passage.cue(match.start()) in {"resident_id", "travel_permit"}:
            yield Match(
                Kind.PI_RESIDENT_ID,
                match.start(),
                match.end(),
                Certainty.SURE,
                "标签为身份证的澳门居民身份证号码",
            )
    for match in _TAIWAN.finditer(text):
        if passage.cue(match.start()) in {"resident_id", "travel_permit"} and _taiwan(match[0]):
            yield Match(
                Kind.PI_RESIDENT_ID,
                match.start(),
                match.end(),
                Certainty.SURE,
                "台湾身份证号码，校验位相符",
            )


def _by_check(passes: bool) -> Certainty:
    return Certainty.SURE if passes else Certainty.LIKELY


def _hongkong(card: str) -> bool:
    body, check = card[:-3].rjust(8), card[-2]
    values = [36 if c == " " else int(c, 36) for c in body]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return (total + int(check, 36)) % 11 == 0


def _taiwan(card: str) -> bool:
    area = _TAIWAN_LETTERS.index(card[0]) + 10
    digits = [area // 10, area % 10, *map(int, card[1:])]
    return (
        sum(d * w for d, w in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)) % 10
        == 0
    )


@cache
def _shapes() -> tuple[Shape, ...]:
    return tuple(
        Shape(
            row["subject"],
            Kind(row["kind"]),
            Certainty(row["certainty"]),
            re.compile(row["pattern"]),
            row["why"],
        )
        for row in corpora.rows("lexicons/labelled_numbers.tsv")
    )
