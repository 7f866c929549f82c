"""Bank cards (ISO/IEC 7812, 中国银联 62…) and accounts. An account in an organisation's name is the organisation's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.checksums import luhn
from detectors.passage import JOINT, Cluster, Match, Passage
from pipeline.finding import Certainty, Kind

_BINS = ("62", "4", "51", "52", "53", "54", "55", "35", "37", "34", "60", "9", "81")
_LENGTHS = (19, 18, 17, 16, 15, 14, 13)
_SOFT = ("-", JOINT, " ", "\u2014", ".", "·", "/", "_", "~")
_CUES = frozenset({"bank_card", "account", "office_account"})
_OTHER = frozenset(
    {
        "not",
        "exam",
        "admission",
        "residence_permit",
        "credit",
        "imei",
        "mobile",
        "resident_id",
        "property",
        "medical",
        "student_id",
        "disability_id",
        "social_card",
        "vin",
        "travel_permit",
        "passport",
        "ip",
        "phone",
        "office_phone",
    }
)
_ORGANISATION = re.compile(
    r"(?:局|厅|委|委员会|办公室|中心|公司|政府|学校|医院|国库|财政|支队|大队|法院|检察院|管委会|协会|基金会|集团|厂|合作社|联合社|事务所|银行(?!卡|账|帐))[^,。;\n\t]{0,8}$"
)
_HOLDER = re.compile(
    r"(?:户名|开户名称|账户名称|帐户名称|收款人|收款单位|单位名称|账户名|开户单位|名称)\s?[:：\t]?\s?([^,。;:\n\t ]{2,40})"
)
_PAID_TO = re.compile(
    r"(?:缴款|收款|汇款|代收|指定|罚没|专用)(?:账户|帐户|专户)\s?:\s?(?=[\u4e00-\u9fff])[^。\n]{0,60}$"
    r"|(?:缴纳|缴至|缴到|缴入|上缴|交至)[^。\n]{0,60}(?:账号|账户|帐号|帐户)[:为是]?\s?$"
)
"""Fines and fees are paid to an account of an office."""
_DAY = re.compile(r"(?:19|20)[0-9]{2} ?(?:年|[-./][01]?[0-9](?![0-9]))")


def find(passage: Passage) -> Iterator[Match]:
    """Card numbers by Luhn and prefix or label, and labelled account numbers of any kind."""
    for cluster in passage.clusters:
        if len(cluster.digits) >= 8:
            yield from _cards(passage, cluster)
            yield from _broken(passage, cluster)


def _cards(passage: Passage, cluster: Cluster) -> Iterator[Match]:
    edges = [i for i in range(len(cluster.digits) + 1) if cluster.edge(i)]
    for position, i in enumerate(edges[:-1]):
        begin = cluster.at[i]
        cue: str | None = None
        asked = False
        for j in edges[position + 1 : position + 8]:
            length = j - i
            if length > 32:
                break
            if length < 8 or any("\n" in g or "\t" in g for _, g in cluster.inner(i, j)):
                continue
            if not asked:
                cue, asked = passage.cue(begin), True
            found = _card(passage, cluster, (i, j), cue)
            if found is not None:
                yield found


def _broken(passage: Passage, cluster: Cluster) -> Iterator[Match]:
    """Labelled cards over a line end, or with a digit a box: length, prefix and check digit must hold."""
    for i in range(len(cluster.digits) - 15):
        gap = cluster.gaps[i]
        if cluster.digits[i] not in "3456" or (i and (not gap or gap == cluster.gaps[i + 1])):
            continue
        for j in (i + 19, i + 18, i + 17, i + 16):
            inner = cluster.gaps[i + 1 : j]
            lines = [at for at in inner if "\n" in at]
            boxed = all(inner) and len(set(inner)) == 1
            if j > len(cluster.digits) or not cluster.edge(j) or not (boxed or len(lines) == 1):
                continue
            number = cluster.digits[i:j]
            if not number.startswith(_BINS) or not luhn(number):
                continue
            begin, end = cluster.span(i, j)
            if passage.cue(begin) in {"bank_card", "account"} and not _is_organisation(
                passage, begin
            ):
                why = "标签为银行卡号，跨行或逐格书写，校验位相符"
                yield Match(Kind.PI_BANK_CARD, begin, end, Certainty.SURE, why)


def _card(
    passage: Passage, cluster: Cluster, window: tuple[int, int], cue: str | None
) -> Match | None:
    i, j = window
    number = cluster.digits[i:j]
    begin, end = cluster.span(i, j)
    text = passage.text
    if "X" in number or text[end : end + 1] == "*" or text[max(0, begin - 1) : begin] == "*":
        return None
    splits = cluster.inner(i, j)
    if any("." in gap for _, gap in splits) and not (cue in _CUES and _by_fours(splits, j - i)):
        return None
    if cue in _CUES:
        return _labelled(passage, cluster, window, cue)
    if (
        cue in _OTHER
        or len(number) not in (16, 17, 18, 19)
        or not luhn(number)
        or len(set(number)) < 4
    ):
        return None
    if splits and not _by_fours(splits, len(number)):
        return None
    before, after = text[max(0, begin - 1) : begin], text[end : end + 1]
    if (before.isascii() and (before.isalnum() or before in "-_/.")) or (
        after.isascii() and (after.isalnum() or after in "-_/")
    ):
        return None
    if number.startswith("62"):
        return Match(Kind.PI_BANK_CARD, begin, end, Certainty.LIKELY, "银联卡号段，校验位相符")
    if splits and number[0] in "3459" and len(number) == 16:
        return Match(Kind.PI_BANK_CARD, begin, end, Certainty.LIKELY, "四位一组的卡号，校验位相符")
    return None


def _labelled(
    passage: Passage, cluster: Cluster, window: tuple[int, int], cue: str | None
) -> Match | None:
    i, j = window
    number = cluster.digits[i:j]
    begin, end = cluster.span(i, j)
    if (
        j < len(cluster.digits)
        and cluster.gaps[j] in _SOFT
        and j - i < 30
        and not _DAY.match(passage.text, cluster.at[j])
    ):
        return None  # the labelled number goes on
    if i > 0 and cluster.gaps[i] in _SOFT and passage.is_together(cluster.at[i - 1], begin):
        return None  # it began before
    if _is_organisation(passage, begin):
        return Match(Kind.ORG_IDENTIFIER, begin, end, Certainty.LIKELY, "单位账户，开户名称为单位")
    if (
        13 <= len(number) <= 19
        and luhn(number)
        and (cue == "bank_card" or number.startswith(_BINS))
    ):
        return Match(Kind.PI_BANK_CARD, begin, end, Certainty.SURE, "标签为银行卡号，校验位相符")
    if cue == "bank_card" and 13 <= len(number) <= 20:
        return Match(
            Kind.PI_BANK_CARD,
            begin,
            end,
            Certainty.LIKELY,
            "标签为银行卡号，校验位不符，可能有误写",
        )
    if cue == "account" and number.startswith("62") and len(number) in (16, 18, 19):
        return Match(
            Kind.PI_BANK_CARD,
            begin,
            end,
            Certainty.LIKELY,
            "银联卡号段和位数，校验位不符，可能有误写",
        )
    if cue == "bank_card" and 8 < len(number) <= 30 and passage.column(begin) == "bank_card":
        return Match(
            Kind.PI_BANK_ACCOUNT, begin, end, Certainty.SURE, "“卡号”一列的号码，为存折或者账户"
        )
    if cue == "office_account":
        return Match(Kind.ORG_IDENTIFIER, begin, end, Certainty.LIKELY, "单位名单中的账号")
    if cue == "account" and (
        len(number) > 9 or passage.before(begin, 6).rstrip(" :为是\t").endswith(("号", "户", "折"))
    ):
        return Match(Kind.PI_BANK_ACCOUNT, begin, end, Certainty.SURE, "标签为账号的号码")
    return None


def _is_organisation(passage: Passage, begin: int) -> bool:
    """True when the holder named nearby is an organisation."""
    window = (
        passage.text[max(0, begin - 160) : begin]
        + passage.text[begin : begin + 120].split("\n\n")[0]
    )
    if not passage.text.startswith("62", begin) and _PAID_TO.search(window[: min(160, begin)]):
        return True
    holders = list(_HOLDER.finditer(window))
    if not holders or passage.column(begin) is not None:
        return False
    nearest = min(holders, key=lambda m: abs(m.start() - min(160, begin)))
    return _ORGANISATION.search(nearest[1]) is not None


def _by_fours(splits: list[tuple[int, str]], length: int) -> bool:
    places = tuple(at for at, _ in splits)
    return places == tuple(range(4, length, 4)) or places == (6,)
