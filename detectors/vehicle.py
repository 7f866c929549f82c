"""Number plates (GA 36): ordinary, new energy, police, trailer, learner, embassy, armed police, military; spaced VIN."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors import places
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
_LOCAL = re.compile(
    r"(?:号牌|车牌|牌照|牌号)(?:号码?)?\s?(?:[:：(为是系]|[\"“”])?\s?([\u4e00-\u9fff]{2,6}?(?:(?=[0-9]*[A-Z])[0-9A-Z][·.\- ]?[0-9A-Z]{4,6}|[0-9]{5,7})(?![0-9A-Za-z]))"
)
_IN_CELL = re.compile(r"[\u4e00-\u9fff]{2,6}?[A-Z]?[0-9]{5,7}(?![0-9A-Za-z])")
_LIGHT = re.compile(r"电动|电瓶|电驴|电摩|摩托|助力车|[两二三]轮|非机动|外卖")
_LIGHT_REACH = 24
"""Plates of light vehicles are a town's: its name, a letter perhaps, digits."""


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
    yield from _local(passage)


def _local(passage: Passage) -> Iterator[Match]:
    """Labelled plates of electric bicycles: behind a town's name, or where the words speak of such a vehicle."""
    for match in _LOCAL.finditer(passage.text):
        if _is_local(passage, match.start(1)) or _LIGHT.search(passage.before(match.start(1), _LIGHT_REACH)):
            yield Match(Kind.PI_PLATE, *match.span(1), Certainty.LIKELY, _BICYCLE)
    for column in passage.columns:
        if column.subject == "plate":
            cell = _IN_CELL.match(passage.text, column.start, column.stop)
            if cell and _is_local(passage, column.start):
                yield Match(Kind.PI_PLATE, *cell.span(), Certainty.LIKELY, _BICYCLE)


_BICYCLE = "标签为车牌，地名后接号码，为电动自行车等车辆号牌"


def _is_local(passage: Passage, start: int) -> bool:
    """True when the name of a county or city begins at the place, with 市 or 县 or without."""
    text = passage.text
    return bool(
        places.name_at(text, start) or any(places.name_at(text[start : start + 2] + kind, 0) for kind in "市县区旗")
    )


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
