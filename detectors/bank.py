"""Bank cards (ISO/IEC 7812, 中国银联 62…) and accounts. An account in an organisation's name is the organisation's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.bank_holder import is_of_organisation
from detectors.checksums import is_day, is_resident, luhn
from detectors.passage import HAN_DIGITS, JOINT, Cluster, Match, Passage, from_han
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
        "archive",
        "registration",
        "school_number",
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
_PHONES = frozenset({"mobile", "phone", "office_phone"})
"""No label of these numbers claims a card of the length and prefix of 银联."""
_ID = re.compile(r"(?=([1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9X]))")
_HAN_CARD = re.compile(rf"[{HAN_DIGITS}]{{16,19}}")
_DAY = re.compile(r"(?:19|20)[0-9]{2} ?(?:年|[-./][01]?[0-9](?![0-9]))")

_YEARS, _OF_YEARS = re.compile(r"(?:(?:19|20)[0-9]{2}){2}"), re.compile(r" ?年")
"""2021-2024年 beside the word 账号 is a span of years."""


def find(passage: Passage) -> Iterator[Match]:
    """Card numbers by Luhn and prefix or label, and labelled account numbers of any kind."""
    for cluster in passage.clusters:
        if len(cluster.digits) >= 8:
            yield from _cards(passage, cluster)
            yield from _broken(passage, cluster)
        if len(cluster.digits) >= _ID_AND_CARD:
            yield from _beside_id(passage, cluster)
    yield from _in_han(passage)


_ID_AND_CARD = 18 + 16
_LONGEST = 20
"""One digit more than a card has: what is longer is none."""


def _beside_id(passage: Passage, cluster: Cluster) -> Iterator[Match]:
    """Cards written on to a resident number without any sign between them, before or behind it."""
    for found in _ID.finditer(cluster.digits):
        i, j = found.start(), found.start() + 18
        left, right = i, j
        while left > 0 and i - left < _LONGEST and not cluster.gaps[left]:
            left -= 1
        last_at = min(len(cluster.digits), j + _LONGEST)
        while right < last_at and not cluster.gaps[right]:
            right += 1
        if right - left < _ID_AND_CARD or not (is_day(found[1][6:14]) and is_resident(found[1])):
            continue
        for first, last in ((left, i), (j, right)):
            number = cluster.digits[first:last]
            if 16 <= len(number) <= 19 and number.startswith(_BINS) and luhn(number):
                why = "与居民身份证号码连写的银行卡号，校验位相符"
                yield Match(Kind.PI_BANK_CARD, *cluster.span(first, last), Certainty.LIKELY, why)


def _in_han(passage: Passage) -> Iterator[Match]:
    """Labelled cards in Chinese numerals whose prefix and check digit hold."""
    for match in _HAN_CARD.finditer(passage.text):
        number = from_han(match[0])
        if number.startswith("62") and luhn(number) and passage.cue(match.start()) in _CUES:
            why = "标签为银行卡号，以汉字书写，校验位相符"
            yield Match(Kind.PI_BANK_CARD, match.start(), match.end(), Certainty.SURE, why)


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
            if passage.cue(begin) in {"bank_card", "account"} and not is_of_organisation(
                passage, begin, end
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
        (cue in _OTHER and not (cue in _PHONES | {"social_card"} and number.startswith("62")))
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
        if cue == "social_card":
            why = "社会保障卡的银行账号：银联卡号段，校验位相符"
            return Match(Kind.PI_BANK_CARD, begin, end, Certainty.SURE, why)
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
    if _YEARS.fullmatch(number) and _OF_YEARS.match(passage.text, end):
        return None
    if is_of_organisation(passage, begin, end):
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


def _by_fours(splits: list[tuple[int, str]], length: int) -> bool:
    places = tuple(at for at, _ in splits)
    return places == tuple(range(4, length, 4)) or places == (6,)
