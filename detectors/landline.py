"""Fixed telephones and service numbers: those of offices are public and stay, those of homes go.

A landline belongs to an office unless something says home or a table lists private persons: office telephones
must be public (政府信息公开条例 2019 第二十条(二)).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from detectors.contact import NUMBER_CUES, PHONE_CUES, UNITS
from detectors.passage import JOINT, Cluster, Match, Passage
from pipeline.finding import Certainty, Kind

_ZONE = r"(?:010|02\d|0[3-9]\d{2})"
_LANDLINE = re.compile(
    rf"(?<![0-9A-Za-z])(?:\+?86[- ]?)?(?:(?:\( ?)?{_ZONE} ?\)? ?[-\u2010-\u2015\u2212_./·~ ]{{0,3}}"
    rf"|(?:\( ?)?\+?86 ?\)?[- ]?(?:10|2\d|[3-9]\d{{2}}) ?[-)\u2010-\u2015\u2212]{{1,2}} ?)"
    r"[1-9](?:\d{6,7}|\d{2,3}[- ]\d{4})(?![0-9])"
    r"(?: ?(?:转|分机|ext\.?|EXT\.?|-|\u2014|\u2014\u2014) ?\d{1,5}(?![0-9]))?"
)
_LOCAL = re.compile(
    r"(?<![0-9A-Za-z.\-*])[2-8]\d{2,3}[- ]?\d{4}(?![0-9A-Za-z.*])(?: ?(?:转|分机|-) ?\d{1,5}(?![0-9]))?"
)
_SERVICE = re.compile(
    r"(?<![0-9A-Za-z.])(?:[48]00[- ]?\d{3}[- ]?\d{4}|[48]00[- ]?\d{4}[- ]?\d{3}|123(?:4[58]|[0-9]{2})|12[0-9]{3}|1(?:10|19|20|22)|9[56]\d{3,4}|100\d{2})(?![0-9A-Za-z年月日元万号.%])"
)
_SERVICE_CUE = re.compile(r"热线|电话|拨打|致电|举报|投诉|报警|咨询|服务|平台|客服|专线")
_HOME = re.compile(
    r"来电|固话|家庭|住宅|宅电|家长|家里|家中|监护|亲属|申请人|投诉人|举报人|信访人|当事人|本人|户主|患者|受害|村民|居民|被处罚人|被告|原告|住址|现住|户籍地|身份证号|[0-9]{17}|承租|学生|低保|租户|业主|受助|家属"
)
_OF_PERSON = re.compile(
    r"(?:^|[\t|])[ ]?(?:本人|自己|(?:其|之)?(?:外?[甥侄孙](?:子|女|媳|婿)?|[儿女婿媳妻夫父母爷奶姑姨舅叔伯嫂]|儿子|女儿|儿媳|女婿|妻子|丈夫|配偶|父亲|母亲|[哥弟姐妹]{1,2})[\u4e00-\u9fff·]{0,4})\t$"
)
"""The cell before the number: whose it is, in a list of persons."""
_ASKED = re.compile(r"(?:联系|联络|找|询|告知|告诉|通知|致电|反映|报告|或|和|、)[\u4e00-\u9fff]{0,6}$")
_STAFF = re.compile(r"联系人|[民干交辅]警|警官|干事|干部|专干|网格|老师|医生|护士|法官|检察|工作人员|经办|承办|负责|代理|采购|招标|记者|律师|[主委]任|书记|[局处科所队镇乡村站院校]长")
_BETWEEN = re.compile(
    r"[局厅所委办站院]|中心|窗口|大厅|办公室|政府|大队|支队|法院|单位|咨询|监督|受理"
)
_BRACKETED = re.compile(rf"\( ?{_ZONE} ?\) ?-?[1-9]\d{{6}}")
"""For a number with its area in brackets that folding joined to its neighbour."""
_DIGITS_NEAR = re.compile(r"[0-9][0-9 ()\-\u2010-\u2015\u2212_./·~]{5,40}")
_DIGITS = re.compile(r"(?=(0(?:10|2\d|[3-9]\d{2})[1-9]\d{6,7}))")


def find(passage: Passage) -> Iterator[Match]:
    """Landlines with their owner, and service numbers."""
    yield from landlines(passage)
    yield from services(passage)


def landlines(passage: Passage) -> Iterator[Match]:
    """Fixed telephones: an office's (`org.identifier`) or a home's (`pi.landline`)."""
    for match in _near_digits(passage.text, _LANDLINE):
        if passage.cue(match.start()) in NUMBER_CUES or UNITS.match(passage.text, match.end()):
            continue
        yield _owned(passage, match.start(), match.end(), Certainty.SURE)
    for cluster in passage.clusters:
        yield from _joined(passage, cluster)
    for match in _BRACKETED.finditer(passage.text):
        for stop in (match.end() + 1, match.end()):
            if stop in passage.joints and passage.text[match.end() : stop].isdigit() >= (
                stop > match.end()
            ):
                yield _owned(passage, match.start(), stop, Certainty.SURE)
    for match in _near_digits(passage.text, _LOCAL):
        cue = passage.cue(match.start(), 24)
        if cue in {"phone", "home_phone", "office_phone"} and not UNITS.match(
            passage.text, match.end()
        ):
            yield _owned(passage, match.start(), match.end(), Certainty.LIKELY)


def _near_digits(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Matches of a slow pattern, tried only where digits stand: official prose holds few."""
    done = 0
    for digits in _DIGITS_NEAR.finditer(text):
        start, stop = max(done, digits.start() - 8), digits.end() + 16
        for match in pattern.finditer(text, start, stop):
            if match.end() < stop or stop >= len(text):
                done = match.end()
                yield match


def _joined(passage: Passage, cluster: Cluster) -> Iterator[Match]:
    """Numbers whose neighbours folding joined to them: only the edges of the cluster tell where they end."""
    if JOINT not in cluster.gaps:
        return
    for match in _DIGITS.finditer(cluster.digits):
        i = match.start()
        j = next((k for k in (i + len(match[1]) - 1, i + len(match[1])) if cluster.edge(k)), None)
        if j is None or j - i < 10 or not cluster.edge(i):
            continue
        start, stop = cluster.span(i, j)
        hard = any("\n" in gap or "\t" in gap or "." in gap for _, gap in cluster.inner(i, j))
        if not hard and passage.cue(start) not in NUMBER_CUES:
            yield _owned(passage, start, stop, Certainty.SURE)


def _owned(passage: Passage, start: int, stop: int, certainty: Certainty) -> Match:
    cues = passage.cues(start, 24)
    nearest = next((cue for cue in cues if cue in PHONE_CUES), None)
    if passage.column(start) == "office_phone":
        nearest = "office_phone"
    if nearest == "home_phone" or _OF_PERSON.search(passage.before(start, 16)) or (
        nearest != "office_phone"
        and (_is_home(passage.sentence(start, 60)) or (nearest == "phone" and _is_of_person(passage, start)))
    ):
        return Match(Kind.PI_LANDLINE, start, stop, certainty, "固定电话，上下文指向个人或家庭")
    if passage.column(start) in {"phone", "mobile"}:
        return Match(
            Kind.PI_LANDLINE, start, stop, certainty, "个人名单“联系电话”一列中的固定电话"
        )
    return Match(Kind.ORG_IDENTIFIER, start, stop, certainty, "单位公开的固定电话，依法应当公开")


def _is_home(sentence: str) -> bool:
    """True when a person is spoken of and no office between the person and the number."""
    found = None
    for found in _HOME.finditer(sentence):  # noqa: B007 - the last one counts
        pass
    return found is not None and _BETWEEN.search(sentence, found.end()) is None


def _is_of_person(passage: Passage, start: int) -> bool:
    """True when a private person is named in the sentence before the number, and no office or post between."""
    sentence = passage.sentence(start)
    index = bisect.bisect_left(passage.people, (start, 0)) - 1
    first = start - len(sentence)
    if index < 0 or passage.people[index][0] < first or "\t" in sentence:
        return False
    one, end = passage.people[index]
    before, between = passage.text[max(first, one - 8) : one], passage.text[end:start]
    return not (_ASKED.search(before) or _STAFF.search(before + between) or _BETWEEN.search(between))


def services(passage: Passage) -> Iterator[Match]:
    """Hotlines and short codes (12345, 110, 400/800, 95xxx): kept."""
    for match in _SERVICE.finditer(passage.text):
        text = passage.text
        around = passage.before(match.start(), 14) + text[match.end() : match.end() + 8]
        if _SERVICE_CUE.search(around) and passage.cue(match.start()) not in {
            "not",
            "exam",
            "admission",
            "account",
        }:
            yield Match(
                Kind.ORG_IDENTIFIER,
                match.start(),
                match.end(),
                Certainty.SURE,
                "公共服务号码，依法公开",
            )
