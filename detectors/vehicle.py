"""Number plates (GA 36): ordinary, new energy, police, trailer, learner, embassy, armed police, military."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.passage import Match, Passage
from pipeline.finding import Certainty, Kind

_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_DOT = r"[ ·•・.\-—]{0,2}"
_ORDINARY = re.compile(
    rf"[{_PROVINCES}]{_DOT}[A-HJ-NP-Z]{_DOT}(?:"
    r"[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK]"
    r"|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳使领超])(?![A-Za-z0-9])挂?"
)
_ARMED = re.compile(
    rf"(?<![A-Za-z0-9])WJ{_DOT}[{_PROVINCES}]?{_DOT}[0-9]{{4,5}}[0-9A-Z]?(?![A-Za-z0-9])"
)
_MILITARY = re.compile(
    r"[A-Z]{2}[·•・\- ][0-9]{5}(?![A-Za-z0-9])|[军海空][A-Z][·•・\- ]?[0-9]{5}(?![0-9])"
)
_EMBASSY = re.compile(r"使[0-9]{6}(?![0-9])|[0-9]{6}[使领](?![\u4e00-\u9fff])")
_LOWER = re.compile(
    rf"[{_PROVINCES}]{_DOT}[A-HJ-NP-Za-hj-np-z]{_DOT}[A-HJ-NP-Za-hj-np-z0-9]{{4,5}}[A-HJ-NP-Za-hj-np-z0-9挂学警](?![A-Za-z0-9])"
)


def find(passage: Passage) -> Iterator[Match]:
    """Plates with at least two digits; weak shapes only with a label."""
    text = passage.text
    for match in _ORDINARY.finditer(text):
        body = re.sub(r"[^A-Z0-9]", "", match[0])[1:]
        if sum(c.isdigit() for c in body) >= 2 or passage.cue(match.start()) == "plate":
            yield Match(
                Kind.PI_PLATE,
                match.start(),
                match.end(),
                Certainty.SURE,
                "机动车号牌：省份简称和格式相符",
            )
    if "WJ" in text:
        for match in _ARMED.finditer(text):
            yield Match(Kind.PI_PLATE, match.start(), match.end(), Certainty.SURE, "武警车辆号牌")
    for match in _EMBASSY.finditer(text):
        if text[max(0, match.start() - 1) : match.start()].isdigit():
            continue
        if passage.cue(match.start()) == "plate" or text[match.start()] == "使":
            yield Match(
                Kind.PI_PLATE, match.start(), match.end(), Certainty.LIKELY, "使领馆车辆号牌"
            )
    for match in _MILITARY.finditer(text):
        if passage.cue(match.start()) == "plate":
            yield Match(
                Kind.PI_PLATE, match.start(), match.end(), Certainty.LIKELY, "标签为车牌的军车号牌"
            )
    for match in _LOWER.finditer(text):
        if passage.cue(match.start()) == "plate" and match[0] != match[0].upper():
            yield Match(
                Kind.PI_PLATE,
                match.start(),
                match.end(),
                Certainty.LIKELY,
                "标签为车牌，字母以小写书写",
            )
