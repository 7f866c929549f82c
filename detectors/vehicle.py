"""Number plates (GA 36): ordinary, new energy, police, trailer, learner, embassy, armed police, military; spaced VIN."""

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
_SPACED = re.compile(
    rf"[{_PROVINCES}] ?[A-HJ-NP-Z](?: ?[A-HJ-NP-Z0-9]){{4,5}} ?[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])"
)
"""With blanks inside: only behind its label."""
_TRACTOR = re.compile(rf"[{_PROVINCES}] ?[0-9]{{2}}[-· ][0-9]{{5}}(?![0-9A-Za-z])")
_FARM = re.compile(r"拖拉机|收割机|农用|农机|号牌|车牌|变型")
_DEVICE = re.compile(r"(?:[锅容管梯起索游车][0-9]{2}|[场厂]内)$")
_REGISTERED = re.compile(r"使用登记|特种设备|电梯|锅炉|容器|叉车|起重|场内|厂内|缆车|游乐")
_VIN = re.compile(
    r"(?:VIN|vin|车辆识别代[号码]|车架号码?|大架号)(?:号|码)?\s?[:：为是(]?\s?"
    r"([A-HJ-NPR-Z0-9](?:[ -]?[A-HJ-NPR-Z0-9]){16})(?![A-Za-z0-9])"
)


def find(passage: Passage) -> Iterator[Match]:
    """Plates with at least two digits; weak shapes only with a label."""
    text = passage.text
    for match in _ORDINARY.finditer(text):
        if _is_device(passage, match.start()):
            continue
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
    yield from _spaced(passage)


def _spaced(passage: Passage) -> Iterator[Match]:
    """Plates and VIN that blanks part, and those of tractors: labels make them sure."""
    text = passage.text
    for match in _SPACED.finditer(text):
        if " " in match[0] and passage.cue(match.start()) == "plate":
            yield Match(Kind.PI_PLATE, *match.span(), Certainty.LIKELY, "标签为车牌，分开书写的号牌")
    for match in _TRACTOR.finditer(text):
        if _FARM.search(passage.before(match.start(), 16) + passage.after(match.end(), 8)):
            yield Match(Kind.PI_PLATE, *match.span(), Certainty.LIKELY, "拖拉机等农业机械号牌")
    for match in _VIN.finditer(text):
        if not match[1].isalnum():
            why = "标签为车辆识别代号，分开书写"
            yield Match(Kind.PI_VIN, *match.span(1), Certainty.SURE, why)


def _is_device(passage: Passage, start: int) -> bool:
    """True for the number of a 使用登记证 (梯11闽G00123(24)): lifts and boilers carry letters like a plate's."""
    before = passage.before(start, 30)
    around = before + passage.after(start, 24)
    return bool(_DEVICE.search(before) and _REGISTERED.search(around))
