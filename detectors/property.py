"""Certificates of real property: 不动产权证, the older 房权证 and 国用 numbers, 不动产单元号, 林权, 承包经营权."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.passage import Match, Passage
from pipeline.finding import Certainty, Kind

_HAN = r"[\u4e00-\u9fff]"
_OPEN, _CLOSE = r"[(\[〔【﹝〈]", r"[)\]〕】﹞〉]"
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_AHEAD = 30
_UNIFIED = re.compile(
    rf"[{_PROVINCES}] ?{_OPEN} ?\d{{4}} ?{_CLOSE} ?{_HAN}{{1,14}}不动产(?:权|证明)(?:证)?(?:字)?第? ?\d{{6,8}} ?号?$"
)
_UNIFIED_END = re.compile(r"不动产(?:权|证明)(?:证)?(?:字)?第? ?\d{6,8} ?号?")
_OLDER_END = re.compile(
    r"(?:房权证|房产证(?!号)|房字|房屋所有权证(?!号)|国用|集用|集有|集建|宅基地|林证|林权证|农地承包权|土地使用证)"
)
_OLDER = re.compile(
    rf"(?:{_HAN}{{0,10}}?)(?:房权证{_HAN}{{0,10}}字?|房产证{_HAN}{{0,6}}字|房字|房屋所有权证{_HAN}{{0,6}}字|(?:国用|集用|集有|集建|宅基地|林证|林权证|农地承包权|土地使用证)字?)"
    rf" ?(?:{_OPEN} ?\d{{4}} ?{_CLOSE} ?)?字? ?第? ?[A-Za-z]?[0-9][0-9A-Za-z\-]{{2,18}} ?号?"
)
_UNIT = re.compile(
    r"(?<![0-9A-Za-z])\d{6} ?\d{3} ?\d{3} ?[A-Z]{2} ?\d{5} ?[FW] ?\d{8}(?![0-9A-Za-z])"
)
_CONTRACT = re.compile(r"(?<![0-9A-Za-z])\d{18}[JT](?![0-9A-Za-z])")
_LEAD = re.compile(
    r"^(?:[\u4e00-\u9fff]*?(?:证号|号码|编号|权证|持有|持|为|是|见|及|和|的|证|号))(?=[\u4e00-\u9fff])"
)


def find(passage: Passage) -> Iterator[Match]:
    """Certificate numbers by their wording, and unit codes of 28 characters."""
    text = passage.text
    if "不动产" in text:
        for end in _UNIFIED_END.finditer(text):
            match = _UNIFIED.search(text, max(0, end.start() - _AHEAD), end.end())
            start = match.start() if match else end.start()
            if match or passage.cue(end.start()) == "property":
                yield _certificate(start, end.end())
    for end in _OLDER_END.finditer(text):
        match = _OLDER.search(
            text, max(text.rfind("\n", 0, end.start()) + 1, end.start() - 8), end.start() + 60
        )
        if match and match.start() <= end.start() < match.end() and re.search(r"\d", match[0]):
            lead = _LEAD.match(match[0])
            skip = lead.end() if lead and lead.end() <= end.start() - match.start() else 0
            yield _certificate(match.start() + skip, match.end())
    for pattern in (_UNIT, _CONTRACT):
        for match in pattern.finditer(text):
            yield Match(
                Kind.PI_PROPERTY_CERTIFICATE,
                match.start(),
                match.end(),
                Certainty.SURE,
                "不动产单元或承包经营权证编码",
            )
    for start, stop in passage.tokens:
        if passage.cue(start) == "property" and 5 <= stop - start <= 30:
            yield Match(
                Kind.PI_PROPERTY_CERTIFICATE, start, stop, Certainty.LIKELY, "标签为权属证书的编号"
            )


def _certificate(start: int, stop: int) -> Match:
    return Match(Kind.PI_PROPERTY_CERTIFICATE, start, stop, Certainty.SURE, "不动产权属证书编号")
