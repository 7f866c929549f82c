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
from itertools import chain

import corpora
from detectors.address_beside import ALONE, GROUP, HAMLET, by_people, rooms, villages
from detectors.address_owner import (
    HOME,
    Owner,
    is_alone,
    is_delivery,
    is_flat,
    is_home_by_paper,
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
    r"(?:(?<=户籍)(?:所在地?|地址?|住址|登记地)|(?<=[,(]住)址)?[】\]]?(?:具体)?(?:\([^)\n0-9]{0,12}\))? ?[:为是在于的]{0,2}[( \t]?(?:\n(?=[^\n:]{4,60}(?:\n|$)))?"
)
_END = re.compile(
    r"[,。;:!?、\n\t()“”《》]| {2,}|的(?!卢)|居民(?!小?组|委)|村民(?!小?组|委|[\u4e00-\u9fff]?[路街巷弄][0-9一二三四五六七八九十])|附近(?![\u4e00-\u9fff]{1,10}[0-9])|[搬迁]至|迁[往入]|[现暂租]住|先生|女士|电话|联系|身份|发生|进行|从事|经营|开设"
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
_FALSE = re.compile(
    r"(?:19|20)[0-9]{2}年|(?:字第|〔|\[|第)[0-9一二三四五六七八九十]+号|[年月日]\d|[图表]\d|附件|文件"
)
_STREET = re.compile(
    r"(?:路|街|大街|大道|巷|胡同|弄|里|道|段)[\u4e00-\u9fff]{0,4}[0-9一二三四五六七八九十]{1,5}"
)
_UNITS = re.compile(r"(?:单元|栋|幢|号楼).{0,4}[0-9一二三四五六七八九十]")
_NUMBER = re.compile(r"[0-9〇一二三四五六七八九十甲乙丙丁]")
_NO_HOMES = frozenset("一全两几各大专商厂")
"""Before 家在, 家住: the family is somewhere, or something else than a home."""
_COLUMN = re.compile(
    r"\d|村|嘎查|社区|小区|[一二三四五六七八九十][组社队连屯]|路|街|屯|浩特|庄|营子|巷"
)


def find(passage: Passage) -> Iterator[Match]:
    """Addresses after a label, in an address column, and bare ones."""
    taken: dict[int, int] = {}
    has_flat = False
    for match in chain(_labelled(passage, taken), _columns(passage), _bare(passage, taken)):
        flat = match.certainty is not Certainty.POSSIBLE
        has_flat = has_flat or (flat and is_flat(passage.text[match.start : match.stop]))
        yield match
    yield from villages(passage)
    yield from by_people(passage)
    if has_flat:
        yield from rooms(passage)


def _labelled(passage: Passage, taken: dict[int, int]) -> Iterator[Match]:
    """Values of labels that are private; `taken` is told where each value begins, and how far an office's goes."""
    labels, owners = _labels()
    for found in labels.finditer(passage.text):
        start = found.end()
        if (
            found[0].startswith("家")
            and passage.text[found.start() - 1 : found.start()] in _NO_HOMES
        ):
            continue
        if lead := _LEAD.match(passage.text, start):
            start = lead.end() - (
                lead[0].endswith("于") and name_at(passage.text, lead.end() - 1) > 0
            )
        owner = owners[found[0]]
        stop, end = _ends(passage.text, start)
        if is_home_by_paper(passage.text, found[0], found.start(), passage.text[start:stop]):
            owner = "person"
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
        or "了" in value
        or not (_identifies(value) or (owner == "person" and _is_below(value)))
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
        if owner in _FOR_HOMES and not of_body and certainty is not Certainty.LIKELY:
            certainty = _if_home(owner, value, certainty)
    elif of_body and not is_flat(value):
        certainty = Certainty.POSSIBLE
    return Match(Kind.PI_ADDRESS, start, stop, certainty, _WHY[certainty]) if certainty else None


def _if_home(owner: str, value: str, certainty: Certainty | None) -> Certainty | None:
    """For where post goes and where something happened: a flat among homes is somebody's home."""
    if is_flat(value) and HOME.search(value):
        return Certainty.LIKELY
    return Certainty.POSSIBLE if owner == "unsure" or _LANE.search(value) else certainty


_FOR_HOMES = frozenset({"unsure", "scene"})
_LANE = re.compile(r"(?:巷|胡同|弄).{0,6}号院?$|[村屯组社]$")
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


def _is_below(value: str) -> bool:
    """After a person's label: a named hamlet, a room alone, a house of a group."""
    if HAMLET.fullmatch(value) or GROUP.fullmatch(value) or ALONE.match(value):
        return True
    return _OF_GROUP.match(value) is not None


_OF_GROUP = re.compile(
    r"[\u4e00-\u9fff]{2,10}?[0-9一二三四五六七八九十]{1,5}(?:[室房组社队栋幢座]|号(?!病|床|线|文))"
)
_OF_OFFICE = re.compile(r"\([^)]*(?:厂|单位|公司|店|办公|经营)[^)]*\)$")
_NO_HOME = re.compile(
    r"[本同][村组社镇乡]|同上|同第?[0-9]+[户号行]?|[\u4e00-\u9fff]{1,8}(?:镇|乡|街道|苏木)|无|[0-9.]+(?:人|户|间|层|平方米|㎡|亩)|.*不动产权.*|.*[“\"][\u4e00-\u9fff]{2,6}[”\"](?:,?东至.*)?"
)


def _columns(passage: Passage) -> Iterator[Match]:
    for column in passage.columns:
        if column.subject not in ("address", "village"):
            continue
        value = passage.text[column.start : column.stop].rstrip("\t\n ")
        if _NO_HOME.fullmatch(value) or (
            column.subject == "village"
            and not _GROUP.search(value)
            and not HAMLET.fullmatch(value)
        ):
            continue
        if "*" in value or "某" in value or (is_of_body(value[-4:]) and not is_flat(value)):
            continue
        if _OF_OFFICE.search(value):
            continue
        if column.subject == "village" or _identifies(value) or _COLUMN.search(value):
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
        if stop < at or _FALSE.search(value) or "某" in value or _NAMELESS.fullmatch(value):
            continue
        last = stop
        if not (name_at(value, 0) or WAYS.search(text, begin, number) or _UNITS.search(value)):
            continue
        certainty = _weigh(passage, begin, stop, value)
        if certainty is None and is_alone(passage, begin, stop):
            certainty = Certainty.POSSIBLE
        if certainty and (number > begin or certainty is Certainty.LIKELY):
            yield Match(Kind.PI_ADDRESS, begin, stop, certainty, _WHY[certainty])


_NAMELESS = re.compile(
    r"(?:[本该你我]|隔壁)?村?[0-9一二三四五六七八九十]{1,3}组|[0-9]{1,3}(?:号楼|[栋幢座#])[0-9]{1,2}单元|.*(?:[市县区旗州]|地区)[一二三四五六七八九]院"
)
"""A group of a village not named, a staircase with all who live on it, a hospital by its number."""
_IN_COLUMNS = frozenset({"address", "office_address"})
_GROUP = re.compile(
    r"(?:村|嘎查|社区|居|寨|屯)[\u4e00-\u9fff]{0,6}[0-9一二三四五六七八九十]+(?:组|社|队|号|村民小组)"
)


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
