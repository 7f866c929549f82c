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
_ABROAD = re.compile(r"@ ?(?:gmail|googlemail|outlook|hotmail|live|yahoo|icloud|proton(?:mail)?|aol)\.", re.IGNORECASE)
"""Hosts of free mail that no office in China uses: the writer's own, though he asks to be written to."""
_OFFICE_MAIL_CUE = re.compile(
    r"(?:监督|举报|投诉|咨询|办公|单位|公务|受理|征求意见|意见|反馈|报名|官方|信箱|采购人|代理机构|招标人|编辑部|投稿)[^,。;:]{0,8}[:]?\s?$"
)
_PERSON = re.compile(
    r"(?:投诉|举报|反映|来信|来访|信访|申请|申诉|求助|咨询|当事|委托|收件|被告|原告|购房|报案|发帖|承租|监护|受害|留言|本)人(?!员|才|大)"
    r"|业主(?!单位|委员)|户主|住户|租户|房东|村民|居民|患者|家长|家属|死者|考生|学生|买家|卖家|网友|其(?:个人|本人|私人)?(?=[电邮信])"
)
"""Whose mailbox follows: a private person's."""
_OFFERED = re.compile(
    r"(?:(?<![许认不])可(?![能疑怕])|(?<![申邀聘])请(?!求)|(?<![供反相响适])应(?![聘征届])|须|需|欢迎)[^。;\n]{0,40}(?:发|寄|投|传|交|报|通过|以|用|至|到|向|邮件|邮箱)[^。;\n]{0,12}$"
)
"""An office says where to write to: 可通过电子邮件 …, 请发送至 …"""
_RECEIVED = re.compile(r"\s?(?:邮箱)?(?:里|内|中)?(?:所?收到|接收|查收|收取)")
"""What somebody receives in it makes a mailbox the reader's own: 以邮箱 … 收到的链接."""
_CALLED_OFFICE = re.compile(r"\s?(?:[,(])?(?:为|是|系|作为)?(?:[本我]?[单公]位?|[本我]?[局院校委办]|公务|办公|工作|官方)(?:的|公务|办公|工作)?(?:电子)?邮箱")
_TO_OFFICE = re.compile(r"\s?(?:邮箱)?\s?向[我本市县区省镇乡]{0,2}[\u4e00-\u9fff]{0,8}(?:反映|提出|投诉|举报|反馈|咨询)")
_WECHAT = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][-_A-Za-z0-9]{5,19}(?![-_A-Za-z0-9@])")
_WECHAT_CUE = re.compile(
    r"(?:微信|[Ww]e[Cc]hat|[Vv][Xx]|[Ww][Xx]|V信|威信|[Ww]eixin|加(?:我|他|她)?(?:[Vv]|微)|\+[Vv])\s?(?:\(?对方)?(?:号码|号|ID|id|账号|帐号|联系|昵称|名称?|(?:转账|付款|汇款|打款|转|发|付|打)(?:[到给至往]|账号|帐号))?\s?(?:为|是|叫|[:：(])?\s?[\"“”「『']?\s?$"
)
_PAID_BY_WECHAT = re.compile(r"微信[^。;\n]{0,16}(?:转账|收款|付款|收钱|对方)(?:账号|帐号|账户|帐户)(?:为|是|[:：(])?\s?[\"“”]?$")
"""The account of a payment by WeChat: 微信转账，转账账号为 …"""
_MIXED = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z]")
_WECHAT_ID = re.compile(r"(?<![A-Za-z0-9])wxid_[A-Za-z0-9]{6,30}")
_QQ = re.compile(
    r"(?:QQ|qq|Qq|Q Q|扣扣|企鹅号|(?<![A-Za-z])Q号|加[Qq])"
    r"(?:号码?|[账帐]号|联系|同号|微信号?|V信|也行|也可|[/、或和与及,:()为是 ]){0,6}+([1-9]\d{4,10})(?![0-9@])"
)
"""The words between the name and the number are other names for it, never 群: a group is no person."""
_QQ_OWNER = re.compile(r"群(?:主|管理员?)(?:的?(?:QQ|qq))?(?:号码?|账号|帐号)(?:为|是|[:：(])?\s?([1-9]\d{4,10})(?![0-9@])")
"""Who keeps a group is a person: 群主号."""
_MOBILE = re.compile(r"1[3-9]\d{9}")


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
        elif _is_office_mail(passage, match.start(), match.end()):
            yield Match(
                Kind.ORG_IDENTIFIER,
                match.start(),
                match.end(),
                Certainty.LIKELY,
                "单位公布的办事邮箱",
            )
        else:
            yield Match(Kind.PI_EMAIL, match.start(), match.end(), Certainty.SURE, "电子邮箱地址")


def _is_office_mail(passage: Passage, start: int, stop: int) -> bool:
    """True for a mailbox to which an office asks people to write; the last word before it says whose it is."""
    if _CALLED_OFFICE.match(passage.text, stop):
        return True
    if _RECEIVED.match(passage.text, stop) or _ABROAD.search(passage.text, start, stop):
        return False
    before = passage.sentence(start)
    persons = [person.end() for person in _PERSON.finditer(before)]
    last = persons[-1] if persons else 0
    if _OFFERED.search(before, last) or _TO_OFFICE.match(passage.text, stop):
        return True
    cue = _OFFICE_MAIL_CUE.search(passage.before(start, 24))
    if cue is None and passage.cue(start) != "office_mail":
        return False
    return not persons or _BODY.search(before, last) is not None


_BODY = re.compile(r"[局厅委办站院]|中心|政府|单位|公司|大队|部门|公布|公开")


def accounts(passage: Passage) -> Iterator[Match]:
    """WeChat and QQ names with a label, and WeChat's own `wxid_` names without one."""
    text = passage.text
    for match in _WECHAT_ID.finditer(text):
        yield Match(Kind.PI_WECHAT, match.start(), match.end(), Certainty.SURE, "微信内部标识")
    for match in _WECHAT.finditer(text):
        if (
            _WECHAT_CUE.search(text, max(0, match.start() - 12), match.start())
            or (_MIXED.match(match[0]) and _PAID_BY_WECHAT.search(text, max(0, match.start() - 32), match.start()))
            or passage.column(match.start()) == "wechat"
        ):
            yield Match(Kind.PI_WECHAT, match.start(), match.end(), Certainty.SURE, "标签为微信号")
    for match in _QQ.finditer(text):
        phone = _MOBILE.fullmatch(match[1]) and match.start(1) - match.start() > 5
        if not phone:
            yield Match(Kind.PI_QQ, match.start(1), match.end(1), Certainty.SURE, "标签为QQ号")
    for match in _QQ_OWNER.finditer(text):
        if not _MOBILE.fullmatch(match[1]):
            yield Match(Kind.PI_QQ, *match.span(1), Certainty.SURE, "标签为群主QQ号")
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
