"""What is written around a person, as features: the words, the characters, the body that is named last before.

Characters reach what no word list holds (养殖户 and 承包户 end alike); whose accountant somebody is, a firm's or an office's,
the name of the body tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.names_segment import segment

_HAN = re.compile("[\u3400-\u9fff]+")
_DIGIT = re.compile(r"\d")
_NEAR, _FAR = 3, 12
"""Words on either side that count as near, and that count at all."""
_PAIRS, _SINGLE = 8, 6
"""Characters on either side of which pairs count, and that count alone."""
_FIRM = (
    "公司|集团|合作社|厂|[^百]店|商行|超市|工程队|施工队|施工单位|经营部|饭店|酒店|宾馆|煤矿|门市部|养殖场|农场|车行|物业|企业|工地|"
    "中介|劳务"
)
_OFFICE = (
    "局|委|厅|政府|[^经]办|法院|检察院|派出所|[大支中]队|中心|站|所|街道|村委会|居委会|社区|[中小大]学|学校|幼儿园|医院|科|室|股|庭|"
    "部|专班|组|[村居]两委|卫生院|机关"
)
_BODY = re.compile(f"(?P<firm>{_FIRM})|{_OFFICE}")
_BRACKET = re.compile(r"[(,]([^),。\n]{2,20})")
_STEP, _FARTHEST = 3, 3
_HEAR, _TAIL = 30, 8
"""How far before a name its body is looked for, and how much of that is read for the last word."""


def around(left: str, right: str) -> Iterator[str]:
    """Features of the words right and left of a name, nearest first; of the cell where it stands in one."""
    before, after = words_of(left)[::-1], words_of(right)
    for size in (1, 2, 3):
        yield f"l{size}={printed(left[-size:])}"
        yield f"r{size}={printed(right[:size])}"
    for side, words in (("l", before), ("r", after)):
        yield from (f"{side}w1={word}" for word in words[:1])
        yield from (f"{side}w={word}" for word in words[:_NEAR])
        yield from (f"{side.upper()}={word}" for word in words[:_FAR])
    yield f"lb={'|'.join(before[1::-1])}"
    yield f"rb={'|'.join(after[:2])}"
    yield f"lr={'|'.join(before[:1] + after[:1])}"


def characters(left: str, right: str) -> Iterator[str]:
    """Features of the characters on both sides, wherever they stand, and of their pairs."""
    for side, text in (("cl", left[-_PAIRS:]), ("cr", right[:_PAIRS])):
        shown = printed(text)
        yield from (f"{side}={shown[at : at + 2]}" for at in range(len(shown) - 1))
    yield from (f"cl={one}" for one in printed(left[-_SINGLE:]))
    yield from (f"cr={one}" for one in printed(right[:_SINGLE]))


def body(left: str, right: str) -> Iterator[str]:
    """Features of the body named last before the name, and of one behind it in brackets."""
    heard = left[-_HEAR:]
    kind, far = _kind(heard)
    last = words_of(heard[-_TAIL:])[-1:]
    yield from (f"org={kind}", f"org={kind}{min(_FARTHEST, far // _STEP)}", f"ol={kind}|{''.join(last)}")
    if said := _BRACKET.match(right):
        kind, _ = _kind(said[1])
        yield f"orgr={kind}"
        yield from (f"orr={kind}|{word}" for word in words_of(said[1])[-1:])


def _kind(text: str) -> tuple[str, int]:
    bodies = list(_BODY.finditer(text))
    if not bodies:
        return "no", 0
    return "firm" if bodies[-1]["firm"] else "office", len(text) - bodies[-1].end()


def words_of(text: str) -> list[str]:
    """The words of the cheapest reading of every run of Han characters."""
    found = []
    for run in _HAN.finditer(text):
        read, at = segment(run[0]), 0
        while at < len(run[0]):
            found.append(run[0][at : read.starts[at]])
            at = read.starts[at]
    return found


def printed(text: str) -> str:
    """Characters as a feature prints them: any digit as 0, blanks visible."""
    return _DIGIT.sub("0", text).replace("\t", "⇥").replace("\n", "⏎").replace(" ", "_")
