"""Private addresses down to house, unit, room, 组, 嘎查. The finding covers the whole address; its mask shows
what stands above 乡镇 and 街道 (永安市 2023 通报: 只公开到乡镇、街道).

An office's address is public: 办公地址, 地点, and whatever names an office, hall, hotel or company keeps out. An
address without a label counts when it leads into a home (小区 … 单元 … 室) or to a group or number in a village.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import corpora
from detectors.passage import Match, Passage
from pipeline.finding import Certainty, Kind

_HAN = r"[\u4e00-\u9fff]"
_NUM = r"(?:[0-9]{1,5}|[A-Za-z][0-9]{0,4}|[一二三四五六七八九十百零〇]{1,5}|[甲乙丙丁])"
_UNIT = r"(?:号楼|号院|号附\d{1,4}号|号|#楼|#|栋|幢|座|楼|单元|室|房|弄|巷|排|户|层|组|社|小队|队|区|期|院|门|村民小组|居民小组)"
_STEP = rf"(?:附)?(?:第)?{_NUM}(?:[-—/]{_NUM}){{0,4}}{_UNIT}"
_HOUSE = re.compile(rf"{_STEP}(?:[-—,]?{_STEP}){{0,6}}(?:[-—]?[0-9]{{1,4}}(?![0-9年月日元万]))?")
_ANCHOR = re.compile(
    r"[0-9一二三四五六七八九十](?:号|#|栋|幢|单元|组|社|室|队|弄|座)(?!文|令|公告|线|通知|决定|便函|函|机|口|以|前|后|之|的规|第)"
)
_WAY = r"(?:路|街|大街|大道|巷|胡同|弄|里|道|村|嘎查|社区|小区|花园|家园|花苑|苑|园|庄|屯|营子|营|窑子|店|坪|湾|坡|沟|新村|新区|新城|城|府|庭|公寓|宿舍|家属院|家属楼|住宅楼|安置房|公租房|廉租房|周转房|院|分场|连|农场|林场|牧场|庙|段|区|镇|乡|苏木|街道|队|组|社|期|楼|寺|堡|塘|桥|坝|井|滩|圪旦|圪堵|庭院|公馆|名苑|名邸|豪庭|国际|广场|世家|雅居|丽景|华庭|佳园|里弄)"
_BEFORE = re.compile(
    rf"(?:{_HAN}|[0-9])*?{_HAN}{{1,10}}{_WAY}(?:[东西南北中]{{1,2}}(?:段|侧|面|路)?)?$"
)
_HOME = re.compile(
    r"小区|花园|家园|花苑|苑|公寓|宿舍|家属|住宅|安置房|公租房|廉租房|单元|新村|华庭|佳园|名邸|豪庭|嘎查|村|(?:组|社|队)\d*号?$"
)
_OFFICE = re.compile(
    r"(?:局|厅|委|委员会|办公室|办公楼|政府|中心|公司|医院|学校|小学|中学|大学|法院|检察院|大厅|大厦|会议室|酒店|宾馆|饭店|会议|支队|大队|派出所|司法所|卫生院|党群|超市|商店|商铺|门市|厂|集团|银行|工地|项目部|邮编|邮政编码|写字楼|科技园|产业园|工业园)"
)
_END = re.compile(
    r"[,。;:!?、\n\t()“”《》]| {2,}|(?:的|居民|村民(?!小组|委员会)|附近|内(?![\u4e00-\u9fff]*\d)|发生|进行|从事|经营|开设|,身份|身份证|电话|联系)"
)
_REGION = re.compile(rf"{_HAN}{{1,8}}?(?:省|自治区|市|盟|自治州|地区|县|区|旗|镇|乡|苏木|街道)")
_DASHED = re.compile(
    r"(?:小区|花园|家园|苑|园|院|庭|公寓|宿舍|楼|区|城|府|村)[A-Za-z]?\d{1,3}(?:[-—]\d{1,4}){1,3}(?![0-9])"
)
_BELOW = re.compile(
    rf"(?:镇|乡|苏木|街道(?:办事处)?|县|区|旗|市){_HAN}{{1,10}}(?:村|嘎查|社区|组|社|队|屯|小区|路|街|巷|园|苑)"
)
_STARTS = re.compile(
    rf"(?:^|[^\u4e00-\u9fff0-9A-Za-z\-]|位于|坐落于|坐落|住在|居住在|居住于|家住|现住|暂住|租住|住址|户籍地|地址|来自|反映其?|系|住|居住的|在(?=[^\u4e00-\u9fff])|[在从由到至](?=[\u4e00-\u9fff]{{1,8}}(?:省|市|区|县|旗|镇|乡|街道|路|街))|于)(?={_HAN})"
)
_LONGEST = 60
_FALSE = re.compile(
    r"(?:字第|〔|\[|第)[0-9一二三四五六七八九十]+号|[年月日]\d|图\d|表\d|附件\d|文件\d"
)


def find(passage: Passage) -> Iterator[Match]:
    """Addresses after a label, in an address column, and bare ones that lead into a home."""
    yield from _labelled(passage)
    yield from _columns(passage)
    yield from _bare(passage)


def _labelled(passage: Passage) -> Iterator[Match]:
    text = passage.text
    for term, owner in _cues():
        at = text.find(term)
        while at >= 0:
            if owner != "office":
                found = _after(passage, at, at + len(term), owner)
                if found is not None:
                    yield found
            at = text.find(term, at + len(term))


def _after(passage: Passage, begin: int, at: int, owner: str) -> Match | None:
    text = passage.text
    lead = re.compile(r"(?:\([^)\n]{0,12}\))? ?[:：为是在于]?[ \t]?").match(text, at)
    start = lead.end() if lead else at
    end = _END.search(text, start, start + _LONGEST)
    stop = end.start() if end else min(start + _LONGEST, len(text))
    stop = _with_house_in_brackets(text, start, stop)
    value = text[start:stop].rstrip()
    if len(value) < 4 or "*" in value or "某" in value or not _identifies(value):
        return None
    is_office = _OFFICE.search(value) is not None or _is_office(passage, begin, stop)
    at_home = _DASHED.search(value) or re.search(r"单元|小区.*室|家属", value)
    is_office = is_office and not (at_home and not _OFFICE.search(value))
    if owner == "either" and (is_office or not (at_home or _personal_sentence(passage, begin))):
        return None
    if (
        owner == "person"
        and _OFFICE.search(value[-6:])
        and not re.search(r"单元|室$|组|家属", value)
    ):
        return None
    certainty = Certainty.SURE if owner == "person" else Certainty.LIKELY
    return Match(
        Kind.PI_ADDRESS,
        start,
        start + len(value),
        certainty,
        "标签或上下文为个人住址，详至乡镇、街道以下",
    )


def _with_house_in_brackets(text: str, start: int, stop: int) -> int:
    """(附12号) and the like belong to the address."""
    match = re.compile(rf"\((?:{_STEP})+\)").match(text, stop)
    return match.end() if match and stop > start else stop


def _identifies(value: str) -> bool:
    """True when the address leads below 乡镇 or 街道: a house, a group, a village, a residence."""
    house = _HOUSE.search(value)
    if (
        house
        and not _FALSE.match(value)
        and (re.search(r"[0-9]", house[0]) or _REGION.match(value))
    ):
        return True
    if _DASHED.search(value):
        return True
    return _BELOW.search(value) is not None and _REGION.match(value) is not None


def _is_office(passage: Passage, begin: int, stop: int) -> bool:
    before = re.split(r"[。;\n]", passage.text[max(0, begin - 30) : begin])[-1]
    after = passage.text[stop : stop + 10].split("\n")[0]
    if _PERSON.search(before):
        after = _POSTCODE.sub("", after).split(",")[0]
    return _OFFICE.search(before + after) is not None


_POSTCODE = re.compile(r"邮编|邮政编码")
"""Stands after the address of a person as well as after that of an office."""


_PERSON = re.compile(
    r"你户|该户|农户|申请人|来电人|反映人|求助人|租户|投诉人|举报人|信访人|当事人|被处罚人|原告|被告|本人|户主|患者|承租人|权利人|产权人|被征收人|业主|监护人|"
    r"你(?:在|于|家|所有|名下)|您(?:在|于|家|户|居住|反映|所有|提供|名下)|遗失(?:位于|坐落)|身份证|公民身份|(?:,|:)(?:男|女)(?:,|;)|岁|法定代理人|被申请人|第三人|学生|收件人|死者|伤者|经营者"
)


def _personal_sentence(passage: Passage, begin: int) -> bool:
    after = passage.after(begin, 80).split("。")[0]
    return _PERSON.search(passage.sentence(begin, 80)) is not None or "收件人" in after


def _columns(passage: Passage) -> Iterator[Match]:
    for column in passage.columns:
        if column.subject != "address":
            continue
        value = passage.text[column.start : column.stop].rstrip("\t\n ")
        if "*" in value or "某" in value or _OFFICE.search(value[-4:]):
            continue
        if _identifies(value) or re.search(r"\d|村|嘎查|社区|小区|组|路|街", value):
            yield Match(
                Kind.PI_ADDRESS,
                column.start,
                column.start + len(value),
                Certainty.SURE,
                "个人名单“住址”一列",
            )


def _bare(passage: Passage) -> Iterator[Match]:
    text = passage.text
    last = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < last:
            continue
        window_start = max(last, anchor.start() - 40)
        window = re.split(
            r"[,。;:!?、\n\t()“”《》〔]|[0-9A-Za-z]{6,}", text[window_start : anchor.start() + 1]
        )[-1]
        head = re.sub(rf"(?:附|第)?{_NUM}$", "", window)
        in_home = anchor[0][1:] in ("栋", "幢", "单元", "室")
        if not head or not (in_home or _BEFORE.search(head)):
            continue
        begin = anchor.start() + 1 - len(window)
        begin += _lead(window)
        house = _HOUSE.search(
            text, begin + max(1, len(head) - _lead(window) - 1), begin + _LONGEST
        )
        if house is None or house.start() > anchor.start():
            continue
        stop = house.end()
        value = text[begin:stop]
        if _office_labels().search(text, max(0, begin - 8), begin):
            continue
        person = _PERSON.search(passage.sentence(begin, 60)) is not None
        if (
            not (person or _HOME.search(value))
            or _OFFICE.search(value)
            or _FALSE.search(value)
            or _is_office(passage, begin, stop)
        ):
            continue
        lived_in = _DWELLING.search(value) or (person and value.endswith(("号", "号院", "院")))
        if not re.search(r"\d|[一二三四五六七八九十]+(?:组|社|号|栋|单元)", value) or (
            not lived_in and _is_institution(text, begin, stop)
        ):
            continue
        last = stop
        yield Match(Kind.PI_ADDRESS, begin, stop, Certainty.LIKELY, "详至门牌、单元或村组的住址")


_DWELLING = re.compile(r"(?:单元|[栋幢]|号楼)[0-9一二三四五六七八九十]+(?:室|房|号|户)?")
"""A flat in a numbered house: a home, whatever the sentence says of it."""


def _lead(window: str) -> int:
    """How many characters before the address belong to the sentence."""
    region = None
    for match in _STARTS.finditer(window):
        if match.end() < len(window) - 2:
            region = match
    return region.end() if region else 0


def _is_institution(text: str, begin: int, stop: int) -> bool:
    """Groups and villages as bodies (三组建设, 5组村民会议, 在1社区) are no address of a person."""
    after = text[stop : stop + 6]
    if (
        re.match(
            r"[,。;、)\n\t ]|的?(?:村民|居民|住户)|的(?:集体土地|国有土地|土地使用|不动产|宅基|房屋|住房|房产|住宅|房子|商品房|宅基地|院落)|房屋|住宅|噪音|漏水|$",
            after,
        )
        is None
    ):
        return True
    return re.search(r"组$|社$|队$", text[begin:stop]) is not None and not _PERSON.search(
        text[max(0, begin - 40) : begin]
    )


@cache
def _cues() -> tuple[tuple[str, str], ...]:
    return tuple((row["term"], row["owner"]) for row in corpora.rows("lexicons/address_cues.tsv"))


@cache
def _office_labels() -> re.Pattern[str]:
    terms = (re.escape(term) for term, owner in _cues() if owner == "office")
    return re.compile(rf"(?:{'|'.join(terms)}) ?:? ?$")
