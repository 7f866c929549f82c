"""Ways to reach a person: mobile, landline, e-mail, WeChat, QQ; and those that reach an office.

A mobile is personal wherever it stands: private mobiles printed as office contacts were officially criticised
(永安市 2023 通报). A landline belongs to an office unless something says home or a table lists private persons:
office telephones must be public (政府信息公开条例 2019 第二十条(二)). gov.cn mail is the office's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.passage import (
    HAN_DIGITS,
    JOINT,
    LOOKALIKES,
    Cluster,
    Match,
    Passage,
    from_han,
    from_lookalikes,
)
from pipeline.finding import Certainty, Kind

_MOBILE = re.compile(r"(?=(1[3-9]\d{9}))")
_PREFIX = re.compile(
    r"(?:\+? ?(?:00)?86[-) ]{0,2}|\( ?\+? ?(?:00)?86 ?\) ?-?|1795[19]-?|12593-?|(?<![0-9])0)$"
)
_DIAL = re.compile(r"(?:(?:00)?86|1795[19]|12593|0)$")
_GROUPINGS = {
    (3, 7),
    (4, 7),
    (3, 6),
    (3,),
    (4,),
    (7,),
    (8,),
    (5, 8),
    (6,),
    (3, 5, 7, 9),
    (1, 4, 7),
    (2, 5, 8),
    (5,),
}
_PHONE_CUES = frozenset({"mobile", "phone", "home_phone", "office_phone", "wechat"})
_NUMBER_CUES = frozenset(
    {
        "not",
        "exam",
        "credit",
        "account",
        "bank_card",
        "imei",
        "medical",
        "student_id",
        "social_card",
        "property",
        "resident_id",
    }
)
_UNITS = re.compile(r" ?(?:元|万|亿|吨|公斤|千克|户|人次|平方|立方|公里|千瓦|度|%|％|头|只|株|亩)")
_HAN_MOBILE = re.compile(rf"[{HAN_DIGITS}0-9]{{11,14}}")
_MISREAD = re.compile(rf"(?<![0-9A-Za-z])[1Il|i][3-9SB][0-9{LOOKALIKES}]{{9}}(?![0-9A-Za-z])")
_ZONE = r"(?:010|02\d|0[3-9]\d{2})"
_LANDLINE = re.compile(
    rf"(?<![0-9A-Za-z])(?:\+?86[- ]?)?(?:\(? ?{_ZONE} ?\)? ?[-\u2010-\u2015\u2212_./·~ ]{{0,3}}"
    rf"|\(? ?\+?86 ?\)?[- ]?[1-9]\d{{1,2}} ?[-)\u2010-\u2015\u2212]{{1,2}} ?)"
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
    r"家庭|住宅|宅电|家长|家里|监护|亲属|申请人|投诉人|举报人|信访人|当事人|本人|户主|患者|受害|村民|居民|被处罚人|被告|原告|承租|学生|低保|租户|业主|受助|家属"
)
_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63} ?(?:@|\(at\)|\[at\]|【at】) ?"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])? ?[.。] ?){1,5}[A-Za-z]{2,18}(?![A-Za-z0-9\-])",
    re.IGNORECASE,
)
_OFFICE_MAIL = re.compile(
    r"[@.](?:gov|mil|court|peopleprocuratorate)(?:\.[a-z\-]+)?\.?(?:cn)?$", re.IGNORECASE
)
_OFFICE_MAIL_CUE = re.compile(
    r"(?:监督|举报|投诉|咨询|办公|单位|公务|受理|征求意见|意见|反馈|报名|官方|信箱|采购人|代理机构|招标人|编辑部|投稿)[^,。;:]{0,8}[:]?\s?$"
)
_WECHAT = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][-_A-Za-z0-9]{5,19}(?![-_A-Za-z0-9@])")
_WECHAT_CUE = re.compile(
    r"(?:微信|[Ww]e[Cc]hat|[Vv][Xx]|[Ww][Xx]|V信|威信|[Ww]eixin)(?:号码|号|ID|id|账号|帐号|联系)?\s?(?:为|是|[:：])?\s?$"
)
_WECHAT_ID = re.compile(r"(?<![A-Za-z0-9])wxid_[A-Za-z0-9]{6,30}")
_QQ = re.compile(
    r"(?:QQ|qq|Qq|扣扣|企鹅号)(?:号码|号)?\s?(?:为|是|[:：])?\s?([1-9]\d{4,10})(?![0-9])"
)
_QQ_GROUP = re.compile(
    r"(?:工作|交流|咨询|报名|业务|服务)?(?:QQ|qq)(?:交流|工作)?群(?:号码|号)?\s?[:：]?\s?([1-9]\d{4,10})(?![0-9])"
)


def mobiles(passage: Passage) -> Iterator[Match]:
    """Mobile numbers with their country or dialling prefix, in digits, Chinese numerals or misread letters."""
    for cluster in passage.clusters:
        if len(cluster.digits) >= 11:
            for match in _MOBILE.finditer(cluster.digits):
                found = _mobile(passage, cluster, match.start())
                if found is not None:
                    yield found
        if 10 <= len(cluster.digits) <= 13:
            yield from _miscounted(passage, cluster)
    yield from _han_mobiles(passage)
    for match in _MISREAD.finditer(passage.text):
        letters = sum(not c.isdigit() for c in match[0])
        cue = passage.cue(match.start())
        if 0 < letters <= (3 if cue in _PHONE_CUES else 1) and from_lookalikes(match[0])[0] == "1":
            yield Match(
                Kind.PI_MOBILE,
                match.start(),
                match.end(),
                Certainty.LIKELY,
                "形似手机号码，数字误作字母",
            )


def _mobile(passage: Passage, cluster: Cluster, i: int) -> Match | None:
    j = i + 11
    begin, end = cluster.span(i, j)
    text = passage.text
    if text[end : end + 1] == "*" or text[max(0, begin - 1) : begin] == "*":
        return None
    first = i
    if not cluster.edge(i):
        dial = _DIAL.search(cluster.digits[max(0, i - 5) : i])
        if dial is None or not cluster.edge(i - len(dial[0])):
            return _chained(passage, cluster, i)
        first = i - len(dial[0])
        begin = cluster.at[first]
    if not cluster.edge(j):
        return _chained(passage, cluster, i)
    cue = passage.cue(begin)
    if (
        _is_fraction(cluster, first, j)
        or _UNITS.match(text, end)
        or text[max(0, begin - 1) : begin] in {"¥", "￥", "$"}
    ):
        return None
    if cue in _NUMBER_CUES or _beside_letters(text, begin, end):
        return None
    splits = cluster.inner(i, j)
    known = cue in _PHONE_CUES
    if any("\n" in gap or "\t" in gap for _, gap in splits) and not _may_cross(splits, known):
        return None
    begin = _with_prefix(text, begin)
    if not splits or tuple(at for at, _ in splits) in _GROUPINGS or known:
        return Match(Kind.PI_MOBILE, begin, end, Certainty.SURE, "手机号码：号段和位数成立")
    if all(gap in (JOINT, " ", "-", "\u2014") for _, gap in splits):
        return Match(Kind.PI_MOBILE, begin, end, Certainty.LIKELY, "以不常见方式分隔的手机号码")
    return None


def _chained(passage: Passage, cluster: Cluster, i: int) -> Match | None:
    """Numbers printed one after another without a sign between them: every piece must be a mobile."""
    left = i
    while left > 0 and not cluster.edge(left):
        left -= 1
    right = i + 11
    while not cluster.edge(right):
        right += 1
    if (right - left) % 11 or (i - left) % 11 or right - left > 110:
        return None
    run = cluster.digits[left:right]
    if (
        all(run[k] == "1" and run[k + 1] in "3456789" for k in range(0, len(run), 11))
        and "X" not in run
    ):
        begin, end = cluster.span(i, i + 11)
        return Match(Kind.PI_MOBILE, begin, end, Certainty.LIKELY, "连写的多个手机号码")
    return None


def _miscounted(passage: Passage, cluster: Cluster) -> Iterator[Match]:
    """A labelled mobile with a digit too few or too many."""
    digits = cluster.digits
    if len(digits) not in (10, 12) or digits[0] != "1" or digits[1] not in "3456789":
        return
    begin, end = cluster.span(0, len(digits))
    if (
        passage.cue(begin) == "mobile"
        and passage.text[end : end + 1] != "*"
        and all(g in ("", JOINT) for g in cluster.gaps)
    ):
        yield Match(
            Kind.PI_MOBILE, begin, end, Certainty.LIKELY, "标签为手机号码，位数不符，可能有误写"
        )


def _han_mobiles(passage: Passage) -> Iterator[Match]:
    for match in _HAN_MOBILE.finditer(passage.text):
        if match[0].isascii():
            continue
        number = from_han(match[0])
        for window in _MOBILE.finditer(number):
            begin = match.start() + window.start()
            if len(number) == 11 or number[: window.start()] in ("86", "0086", "0"):
                yield Match(
                    Kind.PI_MOBILE, begin, begin + 11, Certainty.SURE, "以汉字书写的手机号码"
                )
                break


def _is_fraction(cluster: Cluster, i: int, j: int) -> bool:
    """True when a point beside the digits makes them a decimal or a version number."""
    before = cluster.gaps[i] if i < len(cluster.digits) and i > 0 else ""
    after = cluster.gaps[j] if j < len(cluster.digits) else ""
    return before == "." or after == "."


def _may_cross(splits: list[tuple[int, str]], known: bool) -> bool:
    """A mobile may cross cells one digit a cell, or a line end in two long pieces, when labelled."""
    if len(splits) == 10:
        return True
    places = [at for at, _ in splits]
    return known and len(splits) <= 2 and all(3 <= at <= 8 for at in places)


def _beside_letters(text: str, begin: int, end: int) -> bool:
    before, after = text[max(0, begin - 1) : begin], text[end : end + 1]
    return (
        (before.isascii() and before.isalpha())
        or before in {"〔", "["}
        or (after.isascii() and after.isalpha())
    )


def _with_prefix(text: str, begin: int) -> int:
    prefix = _PREFIX.search(text, max(0, begin - 10), begin)
    return prefix.start() if prefix else begin


def landlines(passage: Passage) -> Iterator[Match]:
    """Fixed telephones: an office's (`org.identifier`) or a home's (`pi.landline`)."""
    for match in _LANDLINE.finditer(passage.text):
        if passage.cue(match.start()) in _NUMBER_CUES or _UNITS.match(passage.text, match.end()):
            continue
        yield _owned(passage, match.start(), match.end(), Certainty.SURE)
    for match in _LOCAL.finditer(passage.text):
        cue = passage.cue(match.start(), 14)
        if cue in {"phone", "home_phone", "office_phone"} and not _UNITS.match(
            passage.text, match.end()
        ):
            yield _owned(passage, match.start(), match.end(), Certainty.LIKELY)


def _owned(passage: Passage, start: int, stop: int, certainty: Certainty) -> Match:
    cues = passage.cues(start, 24)
    nearest = next((cue for cue in cues if cue in _PHONE_CUES), None)
    if nearest == "home_phone" or (
        nearest != "office_phone" and _HOME.search(passage.sentence(start, 40))
    ):
        return Match(Kind.PI_LANDLINE, start, stop, certainty, "固定电话，上下文指向个人或家庭")
    if passage.column(start) in {"phone", "home_phone", "mobile"}:
        return Match(
            Kind.PI_LANDLINE, start, stop, certainty, "个人名单“联系电话”一列中的固定电话"
        )
    return Match(Kind.ORG_IDENTIFIER, start, stop, certainty, "单位公开的固定电话，依法应当公开")


def services(passage: Passage) -> Iterator[Match]:
    """Hotlines and short codes (12345, 110, 400/800, 95xxx): kept."""
    for match in _SERVICE.finditer(passage.text):
        text = passage.text
        around = passage.before(match.start(), 14) + text[match.end() : match.end() + 8]
        if _SERVICE_CUE.search(around) and passage.cue(match.start()) not in {
            "not",
            "exam",
            "account",
        }:
            yield Match(
                Kind.ORG_IDENTIFIER,
                match.start(),
                match.end(),
                Certainty.SURE,
                "公共服务号码，依法公开",
            )


def mails(passage: Passage) -> Iterator[Match]:
    """E-mail addresses; those of organs of state are the office's and stay."""
    if "@" not in passage.text and "at" not in passage.text:
        return
    for match in _MAIL.finditer(passage.text):
        if _OFFICE_MAIL.search(match[0].replace(" ", "").replace("。", ".")):
            yield Match(
                Kind.ORG_IDENTIFIER,
                match.start(),
                match.end(),
                Certainty.SURE,
                "政务邮箱，单位公开的联系方式",
            )
        elif (
            _OFFICE_MAIL_CUE.search(passage.before(match.start(), 24))
            or passage.cue(match.start()) == "office_mail"
        ):
            yield Match(
                Kind.ORG_IDENTIFIER,
                match.start(),
                match.end(),
                Certainty.LIKELY,
                "单位公布的办事邮箱",
            )
        else:
            yield Match(Kind.PI_EMAIL, match.start(), match.end(), Certainty.SURE, "电子邮箱地址")


def accounts(passage: Passage) -> Iterator[Match]:
    """WeChat and QQ names with a label, and WeChat's own `wxid_` names without one."""
    text = passage.text
    for match in _WECHAT_ID.finditer(text):
        yield Match(Kind.PI_WECHAT, match.start(), match.end(), Certainty.SURE, "微信内部标识")
    for match in _WECHAT.finditer(text):
        if (
            _WECHAT_CUE.search(text, max(0, match.start() - 12), match.start())
            or passage.column(match.start()) == "wechat"
        ):
            yield Match(Kind.PI_WECHAT, match.start(), match.end(), Certainty.SURE, "标签为微信号")
    for match in _QQ.finditer(text):
        yield Match(Kind.PI_QQ, match.start(1), match.end(1), Certainty.SURE, "标签为QQ号")
    for column in passage.columns:
        if column.subject == "qq":
            value = re.search(
                r"(?<![0-9])[1-9]\d{4,10}(?![0-9])", text[column.start : column.stop]
            )
            if value:
                at = column.start + value.start()
                yield Match(
                    Kind.PI_QQ, at, at + len(value[0]), Certainty.SURE, "“QQ号”一列中的号码"
                )


def find(passage: Passage) -> Iterator[Match]:
    """All of the above."""
    for rule in (mobiles, landlines, services, mails, accounts):
        yield from rule(passage)
