"""Private addresses down to house, unit, room, 组, 嘎查. The finding covers the whole address; its mask shows
what stands above 乡镇 and 街道 (永安市 2023 通报: 只公开到乡镇、街道).

An office's address is public: 办公地址, 地点, and whatever names an office, hall, hotel or company keeps out. An
address without a label counts when its sentence speaks of a person's home, or when it leads to a flat or to a house
in a village; where a person and an office both may be meant, and where it stands alone, it is a question.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from functools import cache

import corpora
from detectors.address_owner import (
    Owner,
    is_alone,
    is_delivery,
    is_flat,
    is_of_body,
    owner_of,
)
from detectors.address_shape import ANCHOR, TAIL, WAYS, begin_of, end_of, first_number
from detectors.passage import Match, Passage
from detectors.phrases import pattern
from detectors.places import name_at, named
from pipeline.finding import Certainty, Kind

_LONGEST = 60
_LEAD = re.compile(
    r"(?:\([^)\n]{0,12}\))? ?[:为是在于的]{0,2}[ \t]?(?:\n(?=[^\n:]{4,60}(?:\n|$)))?"
)
_END = re.compile(
    r"[,。;:!?、\n\t()“”《》]| {2,}|的(?!卢)|居民(?!小?组|委)|村民(?!小?组|委)|附近|先生|女士|电话|联系|身份|发生|进行|从事|经营|开设"
    r"|邮编|邮政|家[中里]|房屋|收(?=$|[,。;\n])|人(?=[,。;\n])|(?:住宅|住房)(?![楼小区和保公])|内(?!蒙)"
)
_NO_START = re.compile(r"[址宅房户所处证改]|院|建(?:局|部|委|厅|系统|领域)|地(?!区)")
_BELOW = re.compile(
    r"(?:镇|乡|苏木|街道(?:办事处)?|县|区|旗|市)[\u4e00-\u9fff]{1,12}(?:村|嘎查|社区|组|社|队|屯|小区|路|街|巷|[花家]园|苑|浩特|庄|营子)"
)
_NUMBERED = re.compile(
    r"\([0-9A-Za-z一二三四五六七八九十东西南北中原]{1,6}[组社队区期座栋院]?\)(?=[^,。;:\n(]{0,12}[0-9一二三四五六七八九十])"
)
_REST = re.compile(r"[东西南北中左右前后].{0,8}|.{0,8}(?:[楼院旁户侧房]|对面|小区|宿舍|底店)")
_FALSE = re.compile(r"(?:字第|〔|\[|第)[0-9一二三四五六七八九十]+号|[年月日]\d|[图表]\d|附件|文件")
_STREET = re.compile(
    r"(?:路|街|大街|大道|巷|胡同|弄|里|道|段)[\u4e00-\u9fff]{0,4}[0-9一二三四五六七八九十]{1,5}"
)
_UNITS = re.compile(r"(?:单元|栋|幢|号楼).{0,4}[0-9一二三四五六七八九十]")
_NUMBER = re.compile(r"[0-9〇一二三四五六七八九十甲乙丙丁]")
_COLUMN = re.compile(
    r"\d|村|嘎查|社区|小区|[一二三四五六七八九十][组社队连屯]|路|街|屯|浩特|庄|营子|巷"
)


def find(passage: Passage) -> Iterator[Match]:
    """Addresses after a label, in an address column, and bare ones."""
    taken: dict[int, int] = {}
    yield from _labelled(passage, taken)
    yield from _columns(passage)
    yield from _bare(passage, taken)
    yield from _villages(passage)


def _labelled(passage: Passage, taken: dict[int, int]) -> Iterator[Match]:
    """Values of labels that are private; `taken` is told where each value begins, and how far an office's goes."""
    labels, owners = _labels()
    for found in labels.finditer(passage.text):
        start = found.end()
        if lead := _LEAD.match(passage.text, start):
            start = lead.end() - (
                lead[0].endswith("于") and name_at(passage.text, lead.end() - 1) > 0
            )
        owner = owners[found[0]]
        stop, end = _ends(passage.text, start)
        taken[start] = end if owner == "office" else start
        if owner != "office":
            of_body = is_of_body(passage.text[start:end])
            match = _judged(passage, owner, (found.start(), start, stop), of_body)
            if match is not None:
                yield match


def _ends(text: str, start: int) -> tuple[int, int]:
    """Two ends of a labelled value: where its numbers end in running text, and the sign or word that ends it."""
    limit = min(start + _LONGEST, len(text))
    inside = named(text, start, limit)
    at = start
    while end := _END.search(text, at, limit):
        bracket = _NUMBERED.match(text, end.start())
        if not bracket and end.start() not in inside:
            limit = end.start()
            break
        at = bracket.end() if bracket else end.end()
    stop = limit
    for found in TAIL.finditer(text, start, stop + 20):
        if found.start() > stop:
            break
        goes_on = _REST.fullmatch(text, found.end(), stop) or WAYS.search(text, found.end(), stop)
        last = max(found.end(), stop if goes_on else 0)
        if last > stop or TAIL.search(text, found.end(), stop) is None:
            stop = last
            break
    return start + len(text[start:stop].rstrip()), limit


def _judged(passage: Passage, owner: str, at: tuple[int, int, int], of_body: bool) -> Match | None:
    begin, start, stop = at
    value = passage.text[start:stop]
    if (
        len(value) < 3
        or (_NO_START.match(value) and not name_at(value, 0))
        or "*" in value
        or "某" in value
        or not _identifies(value)
    ):
        return None
    certainty: Certainty | None = Certainty.SURE
    if owner == "property":
        match owner_of(passage, begin, stop):
            case Owner.OFFICE:
                certainty = None
            case Owner.BOTH | Owner.NEAR_OFFICE:
                certainty = Certainty.POSSIBLE
    elif owner != "person":
        certainty = _weigh(passage, begin, stop, value)
        if certainty is None and owner == "unsure" and not of_body:
            certainty = Certainty.POSSIBLE
    elif of_body and not is_flat(value):
        certainty = Certainty.POSSIBLE
    return Match(Kind.PI_ADDRESS, start, stop, certainty, _WHY[certainty]) if certainty else None


_WHY = {
    Certainty.SURE: "标签为个人住址，详至乡镇、街道以下",
    Certainty.LIKELY: "上下文或写法为个人住址，详至门牌、单元或村组",
    Certainty.POSSIBLE: "详至门牌的地址，可能是个人住址，也可能是单位地址，请核对",
}


def _identifies(value: str) -> bool:
    """True when the address leads below 乡镇 or 街道: a house, a group, a village, a residence."""
    if _FALSE.match(value):
        return False
    found = TAIL.search(value)
    if (
        found
        and _NUMBER.search(value)
        and (is_flat(value) or WAYS.search(value) or name_at(value, 0))
    ):
        return True
    return _BELOW.search(value) is not None or _STREET.search(value) is not None


def _columns(passage: Passage) -> Iterator[Match]:
    for column in passage.columns:
        if column.subject != "address":
            continue
        value = passage.text[column.start : column.stop].rstrip("\t\n ")
        if "*" in value or "某" in value or (is_of_body(value[-4:]) and not is_flat(value)):
            continue
        if _identifies(value) or _COLUMN.search(value):
            stop = column.start + len(value)
            yield Match(Kind.PI_ADDRESS, column.start, stop, Certainty.SURE, "个人名单“住址”一列")


def _bare(passage: Passage, taken: dict[int, int]) -> Iterator[Match]:
    text = passage.text
    last = 0
    starts = list(taken)
    for anchor in ANCHOR.finditer(text):
        at = anchor.end()
        label = bisect.bisect_right(starts, at) - 1
        if at <= last or (label >= 0 and at <= taken[starts[label]]):
            continue
        begin = begin_of(text, last, at)
        number = first_number(text, begin, at)
        if number < begin or begin in taken or passage.column(begin) in _IN_COLUMNS:
            continue
        stop = end_of(text, number)
        value = text[begin:stop]
        if stop < at or _FALSE.search(value) or "某" in value:
            continue
        last = stop
        if not (name_at(value, 0) or WAYS.search(text, begin, number) or _UNITS.search(value)):
            continue
        certainty = _weigh(passage, begin, stop, value)
        if certainty is None and is_alone(passage, begin, stop):
            certainty = Certainty.POSSIBLE
        if certainty and (number > begin or certainty is Certainty.LIKELY):
            yield Match(Kind.PI_ADDRESS, begin, stop, certainty, _WHY[certainty])


def _villages(passage: Passage) -> Iterator[Match]:
    """Villages and named groups without a number of which somebody is said to be: …村村民刘某, …嘎查人.

    A village alone may have thousands of people: a question. A group or hamlet is cut.
    """
    for found in _OF_VILLAGE.finditer(passage.text):
        begin = begin_of(passage.text, 0, found.start())
        if found.start() - begin >= 2 and (
            name_at(passage.text, begin) or _TOWN.search(passage.text, begin, found.start())
        ):
            of_many = found[0] in {"村", "嘎查"}
            certainty = Certainty.POSSIBLE if of_many else Certainty.LIKELY
            why = _IN_VILLAGE if of_many else _WHY[certainty]
            yield Match(Kind.PI_ADDRESS, begin, found.end(), certainty, why)


_IN_VILLAGE = "某人所在的村或嘎查，公开到乡镇、街道即可，请核对是否删去"
_OF_VILLAGE = re.compile(
    r"(?:[村屯社]|嘎查|小组|浩特)(?=人[,。;)\n]|(?:的)?(?:村民|牧民|居民|社员)(?:[,。;)\n]|[\u4e00-\u9fff]{1,3}某)|[\u4e00-\u9fff]{1,2}某[,。;)甲乙])"
)
_TOWN = re.compile(r"[镇乡]|苏木|街道")
_IN_COLUMNS = frozenset({"address", "office_address"})


def _weigh(passage: Passage, begin: int, stop: int, value: str) -> Certainty | None:
    """How sure it is that an address is private by the words around and its form; None for an office's or neither."""
    match owner_of(passage, begin, stop):
        case Owner.PERSON:
            return Certainty.LIKELY
        case Owner.BOTH:
            return Certainty.POSSIBLE
        case Owner.OFFICE:
            return None
        case Owner.NEAR_OFFICE:
            return Certainty.POSSIBLE if _at_home(passage, begin, stop, value) else None
        case Owner.NOBODY:
            return Certainty.LIKELY if _at_home(passage, begin, stop, value) else None


def _at_home(passage: Passage, begin: int, stop: int, value: str) -> bool:
    return is_flat(value) or is_delivery(passage.text, begin, stop)


@cache
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    owners = {
        row["term"]: row["owner"]
        for row in corpora.rows("lexicons/address_cues.tsv")
        if row["where"] == "label"
    }
    return pattern(owners), owners
