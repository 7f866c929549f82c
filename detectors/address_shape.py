"""How an address is written: where one that leads to a number begins and where it ends.

Reads folded text. Houses, flats, groups and companies are counted in digits, letters or Chinese numerals; towns of
Inner Mongolia (苏木, 嘎查, 分场), Xinjiang (团, 连), Hong Kong and Taiwan (段, 弄, 楼之1) have their forms here.
"""

from __future__ import annotations

import re
from functools import cache

import corpora
from detectors.places import name_at, named

HAN = r"[\u4e00-\u9fff]"
_DIGIT = r"〇零一二三四五六七八九十百"
_NUM = (
    rf"(?:[0-9]{{1,5}}[A-Za-z]?|[A-Za-z]{{1,2}}[0-9]{{0,4}}|[{_DIGIT}]{{1,6}}"
    r"|[甲乙丙丁戊][0-9]{0,4}|[东西南北中前后左右正](?=单元|户|院|楼|门|屋|排|厢|侧|区|座|栋))"
)
_UNIT = (
    r"(?:号(?:楼|院(?!墙)|宅|平房|房(?![屋产])|门(?![店前市诊面外])|库|附[0-9]{1,4}号?|之(?:[0-9]+|[一二三四五六]))?|#楼?|栋|幢|座|单元|梯(?=[0-9])|门洞|门|楼(?:之[0-9]+)?|室|房(?![屋产])|弄|巷|排|户|层|F|居民小组"
    r"|村民小组|牧民小组|小组|组|社(?!区)|生产队|小队|队|区|期|院|屯|街坊|街区|街|路(?!口)|连|团场|团|段|分场|里|铺|档|牧业点)"
)
_STEP = rf"(?:附|第|负|地下)?{_NUM}(?:[-—/~]{_NUM}){{0,4}} ?{_UNIT}(?:[东西南北中][户侧门手屋])?"
_DASH = (
    r"(?!(?:19|20)[0-9]{2}[-—_/][01]?[0-9](?![0-9]))[A-Za-z]?[0-9]{1,4}(?:(?:(?:[-—_]|一(?=[0-9]))[A-Za-z0-9]{1,5}){1,4}|(?:/[0-9]{1,4}){2,3})(?![0-9A-Za-z\-/])"
    r"(?:号楼|号|室|房(?![屋产])|单元|户)?"
)
_OPEN = r"[-—_ ]?"
_LAST = r"-?[A-Za-z]?[0-9]{1,5}[A-Za-z]?[0-9]{0,4}(?![0-9A-Za-z年月日元万米平人户名个份亩吨件次天%:.-])"
_SIDE = r"(?:[0-9一二三四五六七八九十]+[楼层])?[东西南北中左右前后]{1,2}(?:户|手|门|侧|屋|院|厢房|平房|排房)"
_MIDDLE = rf"(?:(?![的了与及或将被把是为因有共均系在等迁搬]|内(?![0-9])|和[0-9])(?!电话|联系|手机|身份证|邮编){HAN}){{1,12}}?"
_BRACKET = rf"\([^()\n]{{1,14}}\)(?={_OPEN}(?:{_STEP}|{_DASH}))"
TAIL = re.compile(
    rf"(?:{_STEP}|{_DASH})(?:{_OPEN}(?:{_STEP}|{_DASH}|{_BRACKET}))*"
    rf"(?:(?<=[号弄巷路街组社队区期院村连段街坊团侧里]){_MIDDLE}(?!(?<=[房屋])[一两二三四五][栋幢座])(?:{_STEP}|{_DASH})(?:{_OPEN}(?:{_STEP}|{_DASH}))*){{0,3}}"
    rf"(?:(?<=[元栋幢座楼层梯#号门街]){_LAST}|(?<=[号弄巷]){_MIDDLE}(?:公寓|宿舍|大厦|[花家]园|小区|大楼|苑|庭)(?:{_LAST})?)?(?:{_SIDE})?(?:\((?:{_STEP}|{_SIDE})+\))?(?:(?<=[0-9])车库)?"
)
"""From the first number of an address to its end."""
ANCHOR = re.compile(
    rf"[0-9A-Za-z{_DIGIT}甲乙丙丁东西中]"
    r"(?=号(?!令|路|文|公告|线|通知|决定|便函|函|机|口|以|[前后](?![院屋排座楼])|之间|的规|段|卷|标|结|称|灯|桩|墩|台风|订单|杆|煤|井|矿|地块|窗|仪|表|探|提案|建议|议案|诉|案)"
    r"|[#栋幢弄组社室座屯连](?!续|接|锁|同|会|保|织|成|合|建|长|员|部|件|区居民委|团)|单元|[小队街]?队(?!伍|员|长)|院(?!长|士|校|线|落|系)|户室|巷|[楼门层](?=[0-9])|[-—_/][0-9A-Za-z])"
    rf"|[路街道弄巷村](?=[0-9]{{1,5}}(?![0-9A-Za-z年月日元万米平人户名个份亩吨件次天%:.,、号弄巷至到]))"
)
"""A unit after its number, or rooms written 7-3-502."""
WAYS = re.compile(
    r"路|街|大道|巷|胡同|弄|道|村|寨|嘎查|社区|小区|[花家乐庭]园|苑|庄|屯|营子?|窑子|湾|坡|沟|新[村区城]|府|公寓|宿舍|家属|住宅|安置房|[公廉]租房|"
    r"周转房|分场|农[牧]?场|林场|牧场|区|镇|乡|苏木|街道|楼|里|国际|广场|公馆|[名华帝豪世][苑邸庭家]|花城|城|庄园|大院|院|连|团|团场|坊|浩特|艾里|圪|滩|梁|堡|塘|桥|坝|井|店|庙|寺|港|洲"
)
_BREAK = re.compile(
    r"(?<![^\n])[0-9]{1,3}\.(?![0-9])|[,。;:!?、\n\t()“”‘’《》〔〕\[\]{}\"'|=<>]|[0-9A-Za-z]{6,}"
)
_LEADS = "从由到至往向对和与及同距离"
REACH = 60
_LEFT = 44


def end_of(text: str, at: int) -> int:
    """Where the address whose first number stands at `at` ends; `at` where none stands there."""
    found = TAIL.match(text, at, at + REACH)
    return found.end() if found else at


def begin_of(text: str, floor: int, anchor: int) -> int:
    """Where the address that leads to the number before `anchor` begins, not before `floor`."""
    low = max(floor, anchor - _LEFT)
    for found in _BREAK.finditer(text, low, anchor):
        low = found.end()
    return _skip_sentence(text, low, anchor)


def first_number(text: str, begin: int, anchor: int) -> int:
    """The place of the first number of the address from `begin`, `anchor` or before; -1 for none."""
    for found in TAIL.finditer(text, begin, anchor + REACH):
        if found.start() > anchor:
            break
        if found.end() >= anchor:
            return found.start()
    return -1


def _skip_sentence(text: str, low: int, anchor: int) -> int:
    """The words before the address, up to the last one that cannot stand in an address, belong to the sentence."""
    begin = low
    inside = named(text, low, anchor)
    for found in stops().finditer(text, low, anchor):
        if found.start() not in inside:
            begin = found.end()
    for at in range(begin, max(begin, anchor - 3)):
        if text[at] in _LEADS and at not in inside and name_at(text, at + 1):
            begin = at + 1
    for at in range(begin, max(begin, anchor - 3)):
        size = name_at(text, at)
        if size and (
            text[at + size - 1] in "省市区县旗盟州"
            or name_at(text, at + size)
            or text[at + size : at + size + 1] in ("-", "_")
        ):
            return at if WAYS.search(text, begin, at) is None else begin
        if text[at] in "省市区县旗镇乡村路街":
            break
    return begin


@cache
def stops() -> re.Pattern[str]:
    """Words of sentences that no address holds, longest first."""
    terms = sorted(
        (
            row["term"]
            for row in corpora.rows("lexicons/address_cues.tsv")
            if row["where"] in ("stop", "label")
        ),
        key=len,
        reverse=True,
    )
    words = "|".join(map(re.escape, terms))
    leads = rf"在|[{_LEADS}](?=[\u4e00-\u9fff]{{2,8}}(?:省|市|区|县|旗|镇|乡|街道|苏木))|到(?=[\u4e00-\u9fff]{{1,6}}(?:村|社区|嘎查|屯))"
    return re.compile(
        rf"{words}|(?:楼[上下]|对门|隔壁|同楼)(?=[0-9])|(?:[村居牧]民|社员)(?!小?组|委)|住(?![宅建房户])|(?<=[位落居设处租建移迁户葬])于|(?<=[址地落所籍房屋])为|{leads}"
    )
