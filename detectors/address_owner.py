"""Whose an address is: a private person's home, an office's, both, or nobody that the text names.

The words are rows of `corpora/lexicons/address_cues.tsv`. What stands inside the address or right after it comes
before what stands ahead of it; ahead, the nearest word counts.
"""

from __future__ import annotations

import bisect
import re
from enum import Enum
from functools import cache

import corpora
from detectors.passage import Passage
from detectors.phrases import pattern


class Owner(Enum):
    """Whom the words around an address speak of."""

    PERSON = "person"
    OFFICE = "office"
    NEAR_OFFICE = "near"
    """An office is spoken of ahead of the address, but nothing says that it is there."""
    BOTH = "both"
    NOBODY = "nobody"


_AHEAD, _BEHIND = 60, 24
_BREAK = re.compile(r"[。;!?\n]")
_SEX = re.compile(
    r"[你您](?![单公局厂店院校])|[,(、:\t ][男女](?=[,;)、。\t ])|[0-9]岁|[\u4e00-\u9fff]某|\*{1,2}(?=[,(])"
    r"|第[0-9一二三四五六七八九十]+户|[(,][\u4e00-\u9fff]{1,4}族(?=,)|[爸妈父母兄弟姐妹哥叔伯姑舅姨嫂婶媳婿夫妻儿孙女子友亲](?:家|处)(?=[(,:])"
)
_MOBILE = re.compile(
    r"(?<![0-9])(?:1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}|[1-8][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx])(?![0-9])"
)
_TRADER = re.compile(r"[\u4e00-\u9fff]{2}[铺店行部厂馆坊](?=[\t,、( ])|9[0-9]{7}[0-9A-Z]{10}")
ROOM = re.compile(
    r"(?:单元|栋|幢|座|楼|#|弄|层|号院).{0,6}?[0-9A-Za-z一二三四五六七八九十]{1,5}(?:室|房|户|号|F)?$"
    r"|单元|[0-9]{1,3}(?:[-—/][0-9]{1,4}){2,}|[园苑庭区院寓城府家][A-Za-z]?[0-9]{1,3}[-—/][0-9]{1,4}|[东西南北中][户手]|号门[0-9]"
    r"|(?:家属|宿舍|平房|公寓|住宅).{0,6}[0-9一二三四五六七八九十]+(?:号|室|户)$"
)
"""A flat in a numbered house."""
HOME = re.compile(
    r"小区|[花家乐庭佳]园|[花名雅新]苑|公寓|宿舍|家属|住宅|安置房|[公廉]租房|周转房|新村|华庭|名邸|豪庭|村|嘎查|屯|平房|单元|弄"
)
FARM = re.compile(
    r"(?:村|嘎查|屯|庄|营子|浩特|分场|农场|牧场|[0-9一二三四五六七八九十][团连队])(?![路街大道巷]).*(?:[组社队连户]|第)?[0-9一二三四五六七八九十]+(?:号|户)(?:附[0-9]+号?)?$"
)
"""A house in a village, a company or a farm."""
_HALL = re.compile(
    r"[女男学][生]?(?:宿舍|公寓)|(?:教学|实验|办公|门诊|住院|科研|行政|综合办公|图书|会展|候车|商务|写字)楼|办公区"
)
_WORK = re.compile(r"大厦|广场|写字楼|中心|商务|国际|大楼|产业|工业|科技|政务|党政|办公")


def owner_of(passage: Passage, begin: int, stop: int) -> Owner:
    """The owner by the words in the sentence around `begin` to `stop`, and inside."""
    text = passage.text
    inside = is_of_body(text[begin:stop])
    after = _after(passage, begin, stop)
    if after == "person" and not inside:
        return Owner.PERSON
    before = _before(text, begin)
    if before != "trade" and not inside and after is None and beside_person(passage, begin):
        return Owner.PERSON
    if before is None and after is None and named_before(passage, begin):
        before = "person"
    if before == "trade" and after != "person":
        return Owner.OFFICE
    person = "person" in (before, after)
    if inside or after == "office":
        return Owner.BOTH if person else Owner.OFFICE
    if person:
        return Owner.PERSON
    return Owner.NOBODY if before is None else Owner.NEAR_OFFICE


def is_of_body(value: str) -> bool:
    """True when the address names a body: an office, a company, a school; not its 家属院, not 村委会 with a house behind."""
    value = value.replace("行政委员会", "")  # the county-level divisions of that name
    for found in _words("inside", "office").finditer(value):
        rest = value[found.end() :]
        if not (
            _QUARTERS.search(rest) or (found[0] in _OF_VILLAGES and re.search(r"[组社队号]", rest))
        ):
            return True
    return False


_QUARTERS = re.compile(r"家属|宿舍|公寓|小区|住宅|[花家]园|苑")
_OF_VILLAGES = frozenset({"村委会", "居委会", "村民委员会", "居民委员会", "委员会"})


def is_flat(value: str) -> bool:
    """True for a numbered flat or a village house, but not for rooms of a business building."""
    if FARM.search(value):
        return True
    if _HALL.search(value):
        return False
    return ROOM.search(value) is not None and (
        HOME.search(value) is not None or not _WORK.search(value)
    )


def is_delivery(text: str, begin: int, stop: int) -> bool:
    """True when a mobile or resident number stands beside the address in its line, as on a parcel."""
    ahead = text[max(0, begin - 30) : begin].rpartition("\n")[2]
    behind = text[stop : stop + 30].partition("\n")[0]
    return _MOBILE.search(ahead) is not None or _MOBILE.search(behind) is not None


def is_home_by_paper(text: str, label: str, at: int, value: str) -> bool:
    """True for a house in a village behind 地点 in the record of a visit, or behind 住所 in the line below a trader's premises."""
    if not (FARM.search(value) or _OF_GROUP.search(value)):
        return False
    if label == "地点":
        return _VISIT.search(text, max(0, at - 300), at) is not None
    if label == "住所":
        line = text[max(0, at - 80) : at].rstrip("\n ").rpartition("\n")[2]
        return _PREMISES.match(line) is not None
    return False


_OF_GROUP = re.compile(r"[\u4e00-\u9fff][组社队][0-9一二三四五六七八九十]{1,4}号$")
_VISIT = re.compile(r"入户|家访|走访|探访")
_PREMISES = re.compile(r"[\s-]*(?:生产)?经营(?:场所|地址):")


def is_alone(passage: Passage, begin: int, stop: int) -> bool:
    """True when the line holds nothing but the address, a name and marks, and nothing tells whose it is."""
    text = passage.text
    if owner_of(passage, begin, stop) is not Owner.NOBODY:
        return False
    ahead = text[max(0, begin - 30) : begin].rpartition("\n")[2]
    behind = text[stop : stop + 30].partition("\n")[0]
    if re.match(r"[\u4e00-\u9fff]", behind) and not behind.startswith("收"):
        return False
    return len(re.sub(r"[^\u4e00-\u9fff]", "", ahead + behind)) <= 4


def beside_person(passage: Passage, begin: int) -> bool:
    """True when the name of a private person stands right before: 王秀兰,女,56岁,友谊村3组."""
    end = _last_name(passage, begin)
    if end < 0 or begin - end > _AHEAD or not ABOUT.fullmatch(passage.text, end, begin):
        return False
    return not speaks_for(passage.text, begin)


def named_before(passage: Passage, begin: int) -> bool:
    """True when a private person is named in the sentence before, and not as the head of a body."""
    end = _last_name(passage, begin)
    if end < 0 or begin - end > _AHEAD or _BREAK.search(passage.text, end, begin):
        return False
    return not speaks_for(passage.text, end)


def speaks_for(text: str, at: int) -> bool:
    """True when the sentence before `at` names the head or the agent of a body."""
    return _SPEAKS_FOR.search(_BREAK.split(text[max(0, at - _AHEAD) : at])[-1]) is not None


def named_after(passage: Passage, stop: int) -> bool:
    """True when the name of a private person begins right behind: 友谊村3组村民王秀兰."""
    people = passage.people
    index = bisect.bisect_left(people, (stop, 0))
    return (
        index < len(people)
        and people[index][0] - stop <= 5
        and _OF_PLACE.fullmatch(passage.text, stop, people[index][0]) is not None
    )


def _last_name(passage: Passage, begin: int) -> int:
    index = bisect.bisect_right(passage.people, (begin, begin)) - 1
    end = passage.people[index][1] if index >= 0 else -1
    return end if end <= begin else -1


ABOUT = re.compile(
    r"(?:[,(、:;\t ]|[男女]性?|[\u4e00-\u9fff]{1,4}族|[0-9]{1,3}岁|(?:19|20)[0-9]{2}年[0-9年月日]{0,7}(?:出?生)?|(?:公民)?身份(?:证号码?|号码)|证号"
    r"|[0-9Xx*]{11,18}|[户原]籍|现|家?住|系|是|在|的家|家|处|之?[妻夫父母子女]){1,14}"
)
"""What stands between a name and the home: signs, sex, people, age, number, kin."""
_OF_PLACE = re.compile(r"的?(?:[村居牧]民|社员|住户|业主|户主|租户|群众|党员)?[( ]?")
_SPEAKS_FOR = re.compile(r"法定代表人|负责人|联系人|经理|董事长|经营者|律师")
"""A body is spoken of, and the person speaks for it."""


def _before(text: str, begin: int) -> str | None:
    window = _BREAK.split(text[max(0, begin - _AHEAD) : begin].rstrip(" :;\t\n"))[-1]
    window = _BODIES.sub("", window)
    window = _TOLD.sub(r"\1", window)
    if _AT_TRADE.search(window):
        return "trade"
    best, owner = -1, None
    for who in ("person", "office"):
        for found in _words("before", who).finditer(window):
            if found.end() > best:
                best, owner = found.end(), who
    for who, pattern_ in (("person", _SEX), ("office", _TRADER)):
        for found in pattern_.finditer(window):
            if found.end() > best:
                best, owner = found.end(), who
    if owner == "person" and _BY_BODY.search(window, 0, best):
        owner = "office"
    if owner == "office" and _TRADE.search(window, 0, best) and len(window) - best <= _BESIDE:
        return "trade"
    return owner


_ADDRESSEE = re.compile(
    r"[,( ]{0,2}(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]某某?)?(?:先生|女士)?收(?=[,。;)\n]|$)|[,(]?(?:已)?由[^,。;\n]{1,10}(?:签收|代收)"
)
_HOUSE_NAME = re.compile(
    r"的?[“\"][^”\"\n]{1,16}(?:[店家馆场厂坊吧社铺楼城园部院所]|公司|超市)(?:\([^)\n]*\))?[”\"]"
)
"""The business that stands there, by its name in quotation marks."""
_TOLD = re.compile(r"(向[^,。;\n]{2,24}?)(?:反映|举报|投诉|申诉|提出|申请)")
"""To whom anybody may write: nobody speaks here."""
_AT_TRADE = re.compile(
    r"(?:[店铺馆厂坊]|公司|超市|酒家|门面)(?:[一两二三]间)?[”\"]?[,(](?:位于|地址|在|设在)?[:]?$"
)
_BY_BODY = re.compile(
    r"(?:公司|集团|厂|合作社|企业|银行|学校|医院|局|中心|委员会)(?:遗失|购买|承租|租赁|名下|所有|抵押)$"
)
"""What a body lost, bought or rented."""
_BODIES = re.compile(r"[村居牧]民(?:小?组|委员会|代表|会议|自治)")
"""Bodies that have the word for people in their name."""
_TRADE = re.compile(
    r"(?:公司|集团|厂|企业|合作社|店|铺|超市|饭馆|餐馆|宾馆|诊所|项目|工程|工地|标段|医院|卫生院|敬老院|福利院|养老院|学校|[小中大]学|幼儿园|银行|支行)[^\u4e00-\u9fff]{0,3}$"
)
_BESIDE = 14
"""A business or a building site named this near before an address stands there."""


def _after(passage: Passage, begin: int, stop: int) -> str | None:
    text = passage.text
    if _ADDRESSEE.match(text, stop):
        return "person"
    if text[begin - 1 : begin] == "(" and text[stop : stop + 1] == ")":
        return None
    if _HOUSE_NAME.match(text, stop):
        return "office"
    window = _BODIES.sub("", re.split(r"[。;!?\n,]", text[stop : stop + _BEHIND])[0])
    found = {who: _words("after", who).search(window) for who in ("person", "office")}
    person, office = found["person"], found["office"]
    home = _words("after", "home").match(window)
    if home and is_flat(text[begin:stop]):
        return "person"
    if office is None and HOME.search(text, begin, stop) and named_after(passage, stop):
        return "person"
    if person and (not office or person.start() <= office.start()):
        return "person"
    return "office" if office else None


@cache
def _words(where: str, owner: str) -> re.Pattern[str]:
    rows = corpora.rows("lexicons/address_cues.tsv")
    return pattern(row["term"] for row in rows if row["where"] == where and row["owner"] == owner)
