"""Certificates of real property: 不动产权证, the older 房权证, 房地证 and 国用 numbers, 不动产单元号, 林权, 承包经营权.

Those of private persons are cut. A certificate that an office or a firm holds (权利人：…公司, 本局办公楼) stays.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from detectors.passage import Match, Passage
from pipeline.finding import Certainty, Kind

_HAN = r"[\u4e00-\u9fff]"
_OPEN, _CLOSE = r"[(\[〔【﹝〈]", r"[)\]〕】﹞〉]"
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_AHEAD = 30
_RIGHT = r"(?:不动产(?:权|证明)(?:证)?|(?:农村)?土地(?:承包)?经营权|农地承包权|草原承包(?:经营)?权证?|草承证?|草原(?:承包|使用|所有)?证)(?:字)?第? ?\d{6,8} ?号?"
_UNIFIED = re.compile(
    rf"[{_PROVINCES}] ?(?:{_OPEN} ?)?\d{{4}} ?(?:{_CLOSE} ?)?{_HAN}{{0,14}}{_RIGHT}$"
)
_UNIFIED_END = re.compile(_RIGHT)
_OLDER_END = re.compile(
    r"(?:房权证|房产证(?!号)|房字|房屋所有权证(?!号)|国用|集用|集有|集建|宅基地|林证|林权证|农地承包权|草承|草[证权]|土地使用证)"
)
_OLDER = re.compile(
    rf"(?:{_HAN}{{0,10}}?)(?:房权证(?:{_HAN}|[0-9](?=[0-9]?字)){{0,12}}字?|房产证{_HAN}{{0,6}}字|房字|房屋所有权证{_HAN}{{0,6}}字|(?:国用|集用|集有|集建|宅基地|林证|林权证|农地承包权|草承证?|草证|草权证?|土地使用证)字?)"
    rf" ?(?:{_OPEN} ?\d{{2}}(?:\d{{2}})? ?{_CLOSE} ?)?字? ?第? ?[A-Za-z]?[0-9][0-9A-Za-z\-]{{2,18}}+(?!年) ?号?"
)
_LAND_AND_HOUSE = re.compile(
    rf"{_HAN}房地(?:产)?(?:权)?(?:证)?{_HAN}{{0,6}}?字? ?(?:{_OPEN} ?\d{{4}} ?{_CLOSE} ?)?第 ?[A-Za-z]?[0-9]{{5,18}} ?号?"
)
"""深房地字第…号, 粤房地权证穗字第…号, 沪房地浦字(2008)第…号."""
_UNIT = re.compile(
    r"(?<![0-9A-Za-z])\d{6} ?\d{3} ?\d{3} ?[A-Z]{2} ?\d{5} ?[FW] ?\d{8}(?![0-9A-Za-z])"
)
_CONTRACT = re.compile(r"(?<![0-9A-Za-z])(?:\d{18}[JT]|\d{12}[JT]\d{5})(?![0-9A-Za-z])")
_OLD_DEED = re.compile(rf"(?<=[证契约单执照][(\[:为是])(?:{_HAN}{{1,4}}字 ?)?第 ?\d{{2,8}} ?号")
"""The number of an old paper right behind its name: 土地房产所有证(段字第0373号)."""
_OF_LAND = re.compile(r"(?:房产|地产|房屋|土地|山林|林权|宅基地?|地|房|田|山)(?:所有|使用|产|权|买卖)*[证契约单执照][(\[:为是]$")
_LEAD = re.compile(
    r"^(?:[\u4e00-\u9fff]*?(?:证号码?|号码|编号|权证|持有|持|为|是|见|及|和|的|证|号))(?=[\u4e00-\u9fff])(?!号|码)"
)
_PAPER = re.compile(
    rf"^{_HAN}*?(?:房产证|使用证|林权证|所有权证|经营权证)(?:号码?|编号)?(?={_HAN}{{0,8}}(?:房权证|房地|国用|集用|集有|集建|林证|宅基|农地|草承|草[证权]))"
)
"""The name of the paper before its own number: 宅基地使用证 集用(1993)字第…号."""
_HOLDER = re.compile(
    r"(?:权利人|所有权人|使用权人|产权人|产权单位|所有人|不动产权人)[:为是系]?\s?([^,。;:()\n\t]{2,40})"
)
_BODY = re.compile(
    r"(?:公司|集团|厂|局|厅|委员会|办公室|政府|中心|学校|学院|大学|中学|小学|医院|卫生院|银行|合作社|村委会|居委会|法院|检察院|协会|管理处|管委会|事业单位)$"
)
_OURS = re.compile(r"[本我](?:局|公司|单位|院|校|厂|中心|委|办|社|所|厅|集团|行)(?![\u4e00-\u9fff]{0,6}职工)")
_PUBLIC = re.compile(
    r"办公楼|办公大楼|办公用房|业务用房|教学楼|门诊楼|校舍|国有资产|市政府|县政府|区政府|镇政府|乡政府"
)
_FIRM = r"(?:公司|集团|厂|[林牧农渔]场|合作社|联社|供销社|委员会|村委会|居委会|学校|医院|卫生院|银行|信用社|协会|机关|[局厅])"
_PAPERS = r"(?:[国集]有土地使用证|土地使用权?证|不动产权证书?|房地?产权?证|房屋所有权证|林权证)"
_OF_FIRM = re.compile(
    rf"^(?:\(?[0-9一二三四五六七八九十]{{1,3}}[).、,]{{1,2}})?\s?[\u4e00-\u9fff()]{{2,40}}?{_FIRM}(?:\([^()]{{1,40}}\))?"
    rf"(?:[,、]|因[^,。;]{{1,8}}|不慎|将|其|名下|持有|所有|的|遗失|丢失|灭失|损毁|毁损){{0,5}}{_PAPERS}?(?:\(?(?:证号|编号))?[:,、(]?$"
)
"""A notice that opens with a body and goes straight on to its certificate: 某合作社遗失 …, (3)某公司,国有土地使用证 …"""
_FIRM_CELL = re.compile(rf"[\u4e00-\u9fff()]{{2,40}}?{_FIRM}(?:\([^()]{{1,40}}\))?")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_PERSON = re.compile(r"申请人|当事人|本人|夫妻|其名下|其妻|其夫|住户|住宅|被执行人|业主|户主|村民|职工|申请执行人|[你您](?:名下|所有)")


def find(passage: Passage) -> Iterator[Match]:
    """Certificate numbers by their wording, and unit codes of 28 characters; those of bodies as the body's own."""
    for match in _certificates(passage):
        if _is_of_body(passage, match.start, match.stop):
            yield Match(
                Kind.ORG_IDENTIFIER, match.start, match.stop, match.certainty, "单位的权属证书编号"
            )
        else:
            yield match


def _certificates(passage: Passage) -> Iterator[Match]:
    text = passage.text
    if "不动产" in text or "经营权" in text or "草" in text:
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
            yield _certificate(match.start() + _lead(match[0], end.start() - match.start()), match.end())
    if "房地" in text:
        for match in _LAND_AND_HOUSE.finditer(text):
            yield _certificate(*match.span())
    for match in _OLD_DEED.finditer(text):
        if _OF_LAND.search(text, max(0, match.start() - 12), match.start()):
            yield _certificate(*match.span())
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


def _lead(words: str, at: int) -> int:
    """How many characters before the certificate's own wording only name the paper or lead to it."""
    if paper := _PAPER.match(words):
        return paper.end()
    lead = _LEAD.match(words)
    return lead.end() if lead and lead.end() <= at else 0


def _is_of_body(passage: Passage, start: int, stop: int) -> bool:
    """True when an office or a firm is named as the holder, or the house is its own, and no person is."""
    before, after = passage.sentence(start), passage.after(stop, 40)
    holder = None
    for holder in _HOLDER.finditer(passage.before(start, 60)):  # noqa: B007 - the last one counts
        pass
    holder = holder or _HOLDER.search(after)
    if holder:
        return _BODY.search(holder[1].rstrip()) is not None
    if _PERSON.search(before) or _PERSON.search(after):
        return False
    if _is_in_row_of_body(passage, start):
        return True
    if _OF_FIRM.match(before) and not any(_people(passage, start - len(before), start)):
        return True
    return bool(_OURS.search(before) or _PUBLIC.search(before[-24:] + after[:16]))


def _is_in_row_of_body(passage: Passage, start: int) -> bool:
    """True in the row of a list whose first cell of words, the holder's, names a body and no cell a person."""
    row = passage.before(start, 160)
    first = next((cell for cell in row.split("\t")[:-1] if _WORDS.match(cell.strip())), "")
    if not _FIRM_CELL.fullmatch(first.strip()):
        return False
    text, stop = passage.text, start + len(passage.after(start, 160))
    return not any(
        text[max(0, one - 1) : one] in "\t\n" and text[end : end + 1] in "\t\n"
        for one, end in _people(passage, start - len(row), stop)
    )


def _people(passage: Passage, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The private persons named from `start` to `stop`."""
    people = passage.people
    for index in range(bisect.bisect_left(people, (start, 0)), len(people)):
        if people[index][0] >= stop:
            return
        yield people[index]


def _certificate(start: int, stop: int) -> Match:
    return Match(Kind.PI_PROPERTY_CERTIFICATE, start, stop, Certainty.SURE, "不动产权属证书编号")
