"""Whose account a number is: an organisation's, by the holder named near it or by what it is for, stays public."""

from __future__ import annotations

import re

from detectors.passage import Passage

_BODY = (
    r"(?:局|厅|委|委员会|办公室|中心|公司|政府|街道办|办事处|学校|医院|国库|财政|支队|大队|法院|检察院|管委会|协会|学会|商会|总会|工会"
    r"|红十字会|联合会|促进会|研究会|村委会|居委会|残联|妇联|基金会|集团|厂|合作社|联合社|事务所|银行(?!卡|账|帐)|专户)"
)
_ORGANISATION = re.compile(rf"{_BODY}[^,。;\n\t]{{0,8}}$")
_HOLDER = re.compile(
    r"(?:户名|开户名称|账户名称|帐户名称|收款人|收款单位|单位名称|账户名|开户单位|名称)\s?[:：\t]?\s?([^,。;:()\n\t ]{2,40})"
)
_PAID_TO = re.compile(
    r"(?:(?:缴款|收款|汇款|代收|指定|罚没|专用)(?:账户|帐户|专户)|(?:缴款|缴纳|缴费|缴库|罚没)(?:账号|帐号|账户|帐户))\s?:\s?(?=[\u4e00-\u9fff])[^。\n]{0,60}$"
    r"|(?:缴纳|缴至|缴到|缴入|上缴|交至)[^。\n]{0,60}(?:账号|账户|帐号|帐户)[:为是]?\s?$"
)
"""Fines and fees are paid to an account of an office."""
_OF_FUND = re.compile(
    r"(?:捐款|捐赠|募捐|非税|收缴|罚没|财政|经费|党费|会费|代管|维修资金|土地出让|待结算|对公|基本|零余额)[^,。;\n]{0,4}(?:账户|账号|专户|帐户|帐号)[:为是]?\s?$"
)
"""Funds and revenue that no private person holds."""
_BEHIND = rf"(?![^()\n,。;]*(?:银行|支行|分行|信用社|农商|邮储|分理处))[^()（,。;:\n\t]{{0,24}}{_BODY}(?:非税|财政|基本)?(?:专户|账户|帐户)?"
_NAMED_BEHIND = re.compile(rf"\s?(?:\({_BEHIND}\)|,{_BEHIND}[,。;])")
"""The bank that keeps an account says nothing of its holder."""


def is_of_organisation(passage: Passage, begin: int, end: int) -> bool:
    """True when the holder named nearby is an organisation, or the account is one that only they keep."""
    text = passage.text
    before = text[max(0, begin - 160) : begin]
    if passage.column(begin) is None and _HOLDER.search(before + text[begin : begin + 120]):
        holder = _nearest(before + text[begin : begin + 120].split("\n\n")[0], len(before))
    else:
        holder = ""
    if holder and _ORGANISATION.search(holder):
        return True
    if text.startswith("62", begin):
        return False
    if _PAID_TO.search(before):
        return True
    return not holder and bool(_OF_FUND.search(before) or _is_named_behind(text, end))


def _nearest(window: str, at: int) -> str:
    """The holder named nearest to the place `at`; "" when none is named."""
    holders = list(_HOLDER.finditer(window))
    return min(holders, key=lambda m: abs(m.start() - at))[1] if holders else ""


def _is_named_behind(text: str, end: int) -> bool:
    """账号 … (县财政局非税专户): the body that holds it stands right behind."""
    return _NAMED_BEHIND.match(text, end) is not None
