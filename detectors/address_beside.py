"""Homes that only the people beside them tell: a named hamlet, a house of a group, a room behind a name or again.

田茂林,大屋场组,… · 走访红旗村老鹰坳的王秀兰 · 楼上住户梁文明(7-3-602) · and, where the paper has told a flat,
what it calls by the room alone afterwards: 702房主卧, 301户业主.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.address_owner import beside_person, named_after, named_before
from detectors.address_shape import HAN, begin_of
from detectors.passage import Match, Passage
from detectors.places import name_at
from pipeline.finding import Certainty, Kind

_SIZE = "0-9〇一二三四五六七八九十"
_BODIES = r"(?:工作|领导|党|互助|调解|合作|供销|信用|旅行|报|公|专案|考核|监督|理事|业主|家长|民兵|巡逻|突击)小?(?:组|社|会|队)|村?(?:党|团)支"
_HAMLET = r"(?:村民小组|小组|组|自然村|[屯寨冲塆湾坳坪垸沟坡岭梁峁塬庄营岗墩圩塘畈垅垄坑坨洼沱坎嘴咀社队坝巷]|屋场|老屋|院子|大院|营子)"
_CORNER = r"[湾屋塘冲沟坳坝桥店庙井坡田院][里头上下边背口]"
_OVER = r"(?:村|嘎查|社区|寨|屯|庄|居委会|村委会)"
_TOWN = r"(?:镇|乡|苏木|街道|农场)"
_NO_TEAM = rf"(?!{HAN}*(?:{_BODIES}))"
HAMLET = re.compile(
    rf"{_NO_TEAM}(?:(?:{HAN}{{1,18}}?{_OVER}|{HAN}{{1,12}}?{_TOWN}{HAN}{{1,4}}|同[村社乡镇组])(?!委|民|干|支|里|子|头)"
    rf"(?:{HAN}{{1,6}}?{_HAMLET}|{HAN}{{0,3}}{_CORNER})|{HAN}{{2,12}}?{_TOWN}{HAN}{{1,6}}村{HAN}{{2,6}}[寨村屯庄])"
)
"""A hamlet or group by name, without a number: 石湾村凼里组, 竹山冲."""
GROUP = re.compile(rf"{_NO_TEAM}{HAN}{{2,5}}(?:村民小组|(?<![班机剧题目家查解导协督验护评])组)")
"""A group by name alone: 坝上组. A team is called so, too, so only a label tells."""
_HOUSE = re.compile(
    rf"(?:同|{HAN}{{1,16}}?)[村组寨屯社冲塆湾坳坪庄营队坝沟岭][{_SIZE}]{{1,4}}(?:号|组|社|队)(?:[{_SIZE}]{{1,4}}号)?"
)
_NUMBER = r"(?:[0-9]{1,2}-)?[1-9][0-9]?(?:0[1-9]|1[0-2])"
_FLAT = r"[0-9]{1,2}(?:[-—][0-9]{1,4}){2,3}(?:室|号)?|[0-9]{1,2}(?:[栋幢座#]|号楼)(?:[0-9]单元)?[0-9]{3,4}(?:室|房|户)?"
ALONE = re.compile(rf"{_FLAT}|{_NUMBER}(?:室|房|户)")
"""A room without its house."""
_END = re.compile(
    rf"(?:{_HAMLET}|{_CORNER}|村|[{_SIZE}]号?|[0-9](?:室|房|户))(?=[,。;:)(、\n\t ]|门前|$)"
)
_OTHER = re.compile(r"[^\u4e00-\u9fff0-9A-Za-z#—-]")
_LONGEST = 30
_DESCRIBED = re.compile(rf"(?:[0-9]岁|[,(][男女]|[,(]{HAN}{{1,4}}族),$")
_STAYS = re.compile(
    rf"{_OVER}{HAN}{{1,5}}?(?:小组|组|自然村|屯)(?=享受|居住|生活|落户|定居|务农|租房|养老|的?家[中里]?|的?(?:老宅|老屋|住处))"
)
_NAMED = re.compile(rf"{_HAMLET}(?=的?(?:[村居牧]民|社员|住户|户主|群众|党员)?{HAN})")
_BUSINESS = re.compile(rf"的?{HAN}{{2,12}}?(?:公司|合作社|厂|煤矿|超市)")
_IN_HOME = re.compile(r"(?<!国)(?<!专)(?<!厂)(?<!商)家[中里]?\($")
_NEAR = re.compile(rf"(?:[本该你我]|隔壁)村?[{_SIZE}]+组|村[{_SIZE}]+组")
_WHY = "紧接个人姓名的村组、门牌或者房号"


def by_people(passage: Passage) -> Iterator[Match]:
    """Hamlets, houses and rooms that stand right behind or right before the name of a private person."""
    text = passage.text
    for found in _END.finditer(text):
        clause = _OTHER.split(text[max(0, found.end() - _LONGEST) : found.end()])[-1]
        begin = found.end() - len(clause)
        named = HAMLET.fullmatch(clause) is not None
        if (named and _DESCRIBED.search(text[max(0, begin - 8) : begin])) or (
            (named or _HOUSE.fullmatch(clause) or ALONE.fullmatch(clause))
            and not _NEAR.fullmatch(clause)
            and (beside_person(passage, begin) or _at_home(passage, begin))
        ):
            yield _match(begin, found.end())
    for pattern, is_said in ((_STAYS, _lives_there), (_NAMED, _names_somebody)):
        for found in pattern.finditer(text):
            begin = begin_of(text, max(0, found.end() - _LONGEST), found.end() - 1)
            if HAMLET.fullmatch(text, begin, found.end()) and is_said(passage, begin, found.end()):
                yield _match(begin, found.end())


def _at_home(passage: Passage, begin: int) -> bool:
    """True inside a bracket behind 其家中, which says where that is."""
    ahead = passage.text[max(0, begin - 12) : begin]
    return _IN_HOME.search(ahead) is not None and passage.text[begin - 1] == "("


def _lives_there(passage: Passage, begin: int, _: int) -> bool:
    return named_before(passage, begin)


def _names_somebody(passage: Passage, _: int, stop: int) -> bool:
    return named_after(passage, stop) and not _BUSINESS.match(passage.text, stop)


def _match(start: int, stop: int, why: str = _WHY) -> Match:
    return Match(Kind.PI_ADDRESS, start, stop, Certainty.LIKELY, why)


def villages(passage: Passage) -> Iterator[Match]:
    """Villages and named groups without a number of which somebody is said to be: …村村民刘某, …嘎查人.

    A village alone may have thousands of people: a question. A group or hamlet is cut.
    """
    for found in _OF_VILLAGE.finditer(passage.text):
        begin = begin_of(passage.text, 0, found.start())
        if found.start() - begin >= 2 and (
            name_at(passage.text, begin) or _TOWN_SIGN.search(passage.text, begin, found.start())
        ):
            of_many = found[0] in {"村", "嘎查"}
            certainty = Certainty.POSSIBLE if of_many else Certainty.LIKELY
            why = _IN_VILLAGE if of_many else _OF_SOMEBODY
            yield Match(Kind.PI_ADDRESS, begin, found.end(), certainty, why)


_OF_SOMEBODY = "上下文或写法为个人住址，详至村组"
_IN_VILLAGE = "某人所在的村或嘎查，公开到乡镇、街道即可，请核对是否删去"
_OF_VILLAGE = re.compile(
    r"(?:[村屯社]|嘎查|小组|浩特)(?=人[,。;)\n]|(?:的)?(?:村民|牧民|居民|社员)(?:[,。;)\n]|[\u4e00-\u9fff]{1,3}某)|[\u4e00-\u9fff]{1,2}某[,。;)甲乙])"
)
_TOWN_SIGN = re.compile(r"[镇乡]|苏木|街道")


# ---- rooms of a house that the paper has told ------------------------------------------------------------

_INSIDE = r"主卧|次卧|卧室|主卫|客卫|卫生间|客厅|厨房|阳台|入户门"
_ROOM = re.compile(
    rf"(?<![0-9A-Za-z.\-—/第])(?:[0-9]{{1,2}}(?:[栋幢座#]|号楼))?{_NUMBER}(?:[室房](?![屋产间])|户(?=业主|住户|{_INSIDE}|的|每|家|房主)|(?={_INSIDE}))"
    rf"|(?:(?<=楼上)|(?<=楼下)|(?<=对门)|(?<=隔壁)|(?<=住户)|(?<=户主)|(?<=[系在非]))(?:{_NUMBER}户|{_FLAT})"
    rf"|(?<![0-9A-Za-z.\-—/第])(?:{_FLAT})(?=业主|住户|户主|{_INSIDE})"
)
_OFFICE = re.compile(
    r"(?:办公|教学|门诊|住院|综合|行政|服务|实验)|[厅局部科院会站所馆校店]$|中心|会议|宾馆|酒店|社区$|[一二三四五六七八九十]楼$"
)
_USE = re.compile(
    r"会议|办公|教室|病房|诉讼|审判|调解室|窗口|接待|领取|\(?[\u4e00-\u9fff]{1,8}(?:科|股|办公室)"
)


def rooms(passage: Passage) -> Iterator[Match]:
    """Rooms called by their number alone in a paper that tells a flat; rooms of offices stay."""
    text = passage.text
    for found in _ROOM.finditer(text):
        ahead = re.split(r"[,。;:!?\n\t]", text[max(0, found.start() - 10) : found.start()])[-1]
        if not (_OFFICE.search(ahead) or _USE.match(text, found.end())):
            yield _match(*found.span(), "文中已载明住宅的房号")
