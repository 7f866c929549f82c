"""E-mail, WeChat and QQ. Mail of organs of state (gov.cn) and mailboxes an office announces are the office's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.passage import Match, Passage
from pipeline.finding import Certainty, Kind

_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63} ?(?:@|\(at\)|\[at\]|【at】) ?"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])? ?(?:\. ?|。(?=(?:com|cn|net|org|edu|gov)(?![a-z])))){1,5}[A-Za-z]{2,18}(?![A-Za-z0-9\-])",
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
    r"(?:微信|[Ww]e[Cc]hat|[Vv][Xx]|[Ww][Xx]|V信|威信|[Ww]eixin)(?:号码|号|ID|id|账号|帐号|联系)?\s?(?:为|是|[:：(])?\s?$"
)
_WECHAT_ID = re.compile(r"(?<![A-Za-z0-9])wxid_[A-Za-z0-9]{6,30}")
_QQ = re.compile(
    r"(?:QQ|qq|Qq|扣扣|企鹅号)(?:号码|号)?\s?(?:为|是|[:：])?\s?([1-9]\d{4,10})(?![0-9])"
)


def find(passage: Passage) -> Iterator[Match]:
    """Mail addresses and account names."""
    yield from mails(passage)
    yield from accounts(passage)


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
