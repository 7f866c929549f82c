"""Numbers that a label or a table head explains: passports, permits, military, social, student, medical …

The rows of `corpora/lexicons/labelled_numbers.tsv` say which shape a label asks for; a few shapes speak for
themselves. The label is the nearest cue before the number on its line, or the head of its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import corpora
from detectors.checksums import is_imei, is_vin, luhn
from detectors.passage import Match, Passage
from pipeline.finding import Certainty, Kind

_MILITARY = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=证)|(?<=号)|(?<=为)|(?<=证号码)|(?<=持))"
    r"[军兵士文职警武消海空南北沈兰成济广参政后装火边退烈][\u4e00-\u9fff]?字第 ?[0-9A-Za-z]{4,9} ?号?"
)
_HONGKONG = re.compile(r"[A-Z](?<![A-Za-z0-9].)[A-Z]?[0-9]{6}\([0-9A]\)")
_MACAU = re.compile(r"[157](?<![A-Za-z0-9].)[0-9]{6}\([0-9]\)")
_TAIWAN = re.compile(r"[A-Z](?<![A-Za-z0-9].)[1289][0-9]{8}(?![A-Za-z0-9])")
_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"

_DRIVING = re.compile(r"驾驶|驾照|驾证|准驾")
_MEDICAL = re.compile(r"病历|病案|体检|健康|患者|病人|随访|慢病|既往|门诊|住院|就诊|诊断|科室")
_REGISTERED_BODY = re.compile(
    r"(?:机构|单位|企业|公司|法人|社团|组织|调解|不动产|抵押|软件|作品|版权|船舶|车辆|宗教|特种设备)[^,。;:]{0,6}登记号[为是:]? ?$"
)
_OF_PLACE = re.compile(r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新](?:军|(?<=[号:(为].))$")
_LETTERS = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2} $")
_AFTER_ID = re.compile(r"档案编?号:?[1-9][0-9]{16}[0-9Xx][,、/; ]$")
_SOLDIER = re.compile(r"军官证|士官证|士兵证|军人|义务兵|警官证|文职")
_DATED = re.compile(r"(?:19|20)[0-9]{2}-[01]?[0-9](?:-[0-3]?[0-9])?")
_OF_DIGITS = frozenset({"bank_card", "account", "office_account"})
"""A 卡号 or 账号 with letters is none of a bank's: the word before the label tells whose."""
_NO_PAPERS = frozenset({"not", "exam", "admission", "plate", "vin"})
_OF_DEVICES = re.compile(r"(?i:IMEI)|串号|串码|设备识别码")
_ISSUE = re.compile(r"\([A-Z]\)")

_OF_RESULTS = (
    r"^[^\n。;]{0,40}(?:录用|录取|聘用|招聘|招录|考试|笔试|面试|体检|考察|遴选|选调|成绩|入围|资格复审)[^\n。;]{0,30}%s"
    r"(?:公示|公告|名单|名册|一览表|汇总表|成绩表?|结果)"
)
_RESULTS = re.compile(_OF_RESULTS % "" + r"[^\n。;]{0,12}$", re.MULTILINE)
"""A title or caption of a list of results, which must show the number on the admission card (公务员录用规定)."""
_TITLE = re.compile(_OF_RESULTS % "?", re.MULTILINE)


class Shape(NamedTuple):
    """One row: the label it needs, what it then is, the shape of the whole token."""

    subject: str
    kind: Kind
    certainty: Certainty
    pattern: re.Pattern[str]
    why: str


def find(passage: Passage) -> Iterator[Match]:
    """Labelled numbers, unlabelled ones with a telling shape, 字第 numbers, cards of 港澳台居民, IMEI and VIN."""
    public = "准考证" in passage.text and _is_of_results(passage)
    for start, stop in passage.tokens:
        if not (public and passage.cue(start) == "admission"):
            yield from _token(passage, start, stop)
    yield from _lettered(passage)


def _is_of_results(passage: Passage) -> bool:
    """True for a list of results, its title or caption on a line of its own, or before a break that folding closed."""
    if _RESULTS.search(passage.text):
        return True
    titles = _TITLE.finditer(passage.text) if passage.joints else ()
    return any(not passage.joints.isdisjoint(range(title.end(), title.end() + 13)) for title in titles)


def _token(passage: Passage, start: int, stop: int) -> Iterator[Match]:
    text = passage.text
    token = re.sub(r"[ ·]", "", text[start:stop]).upper()
    if text[stop : stop + 1] == "*":
        return
    cue = _subject(passage, start, stop, token)
    begin, whole = start, token
    if cue and (letters := _LETTERS.search(text, max(0, start - 4), start)):
        begin, whole = letters.start(), letters[0].strip() + token
    for shape in _shapes():
        if shape.subject not in (cue, "-"):
            continue
        if shape.pattern.fullmatch(whole):
            at = begin
        elif shape.pattern.fullmatch(token):
            at = start
        else:
            continue
        if shape.subject == "-" and cue in _NO_PAPERS:
            continue
        yield Match(shape.kind, *_with_ends(text, at, stop, shape.kind), shape.certainty, shape.why)
        break
    if cue in {"not", "exam", "admission", "account", "bank_card", "credit"}:
        return
    if (
        len(token) == 17
        and not token.isdigit()
        and sum(c.isdigit() for c in token) >= 5
        and is_vin(token)
    ):
        yield Match(Kind.PI_VIN, start, stop, Certainty.LIKELY, "车辆识别代号，校验位相符")
    yield from _imei(passage, start, stop, cue)


def _imei(passage: Passage, start: int, stop: int, cue: str | None) -> Iterator[Match]:
    """Fifteen digits that pass their check: sure with a label, likely where the text speaks of such numbers."""
    token = passage.text[start:stop].replace("-", "")
    if len(token) != 15 or not luhn(token):
        return
    if cue == "imei":
        yield Match(Kind.PI_IMEI, start, stop, Certainty.SURE, "标签为设备识别码，校验位相符")
    elif cue is None and token[:2] in {"35", "86", "01", "99"} and is_imei(token):
        spoken = _OF_DEVICES.search(passage.text) is not None
        certainty = Certainty.LIKELY if spoken else Certainty.POSSIBLE
        yield Match(Kind.PI_IMEI, start, stop, certainty, "形似设备识别码，校验位相符")


def _subject(passage: Passage, start: int, stop: int, token: str) -> str | None:
    """The cue of a token; what a label leaves open (whose 卡号, whose 档案编号) its surroundings say."""
    cue = passage.cue(start)
    if cue in _OF_DIGITS and not token.isdigit():
        return next((other for other in passage.cues(start, 24) if other not in _OF_DIGITS), cue)
    if cue is None and len(token) == 12 and _AFTER_ID.search(passage.before(start, 32)):
        cue = "archive"
    if cue in {"archive", "registration"}:
        before = passage.sentence(start)
        around = before + passage.after(stop, 40)
        if cue == "archive":
            return of_archive(around)
        of_body = _REGISTERED_BODY.search(before)
        return "medical" if not of_body and _MEDICAL.search(around) else "not"
    if cue == "medical" and _DATED.fullmatch(token):
        return "not"
    return cue


def of_archive(words: str) -> str:
    """Whose file a 档案编号 is by the words around it: a driver's, a patient's, else an office's, which stays."""
    if _DRIVING.search(words):
        return "driving_licence"
    return "medical" if _MEDICAL.search(words) else "not"


def _with_ends(text: str, start: int, stop: int, kind: Kind) -> tuple[int, int]:
    """The range with what belongs to the number beside the token: 闽军 before it, (B) after it."""
    if kind is Kind.PI_MILITARY_ID and (
        place := _OF_PLACE.search(text, max(0, start - 3), start)
    ):
        start = place.start()
    if kind is Kind.PI_TRAVEL_PERMIT and (issue := _ISSUE.match(text, stop)):
        stop = issue.end()
    return start, stop


def _lettered(passage: Passage) -> Iterator[Match]:
    text = passage.text
    at = text.find("字第")
    while at >= 0:
        match = _MILITARY.search(text, max(0, at - 2), at + 14)
        at = text.find("字第", at + 2)
        if match:
            known = (
                match[0][0] in "军兵士文武"
                or "military_id" in passage.cues(match.start(), 20)
                or _SOLDIER.search(passage.after(match.end(), 8))
            )
            if known:
                yield Match(
                    Kind.PI_MILITARY_ID,
                    match.start(),
                    match.end(),
                    Certainty.SURE,
                    "军人证件号码：“字第”格式",
                )
    for match in _HONGKONG.finditer(text):
        yield Match(
            Kind.PI_RESIDENT_ID,
            match.start(),
            match.end(),
            _by_check(_hongkong(match[0])),
            "香港居民身份证号码",
        )
    for match in _MACAU.finditer(text):
        if passage.cue(match.start()) in {"resident_id", "travel_permit"}:
            yield Match(
                Kind.PI_RESIDENT_ID,
                match.start(),
                match.end(),
                Certainty.SURE,
                "标签为身份证的澳门居民身份证号码",
            )
    for match in _TAIWAN.finditer(text):
        if passage.cue(match.start()) in {"resident_id", "travel_permit"} and _taiwan(match[0]):
            yield Match(
                Kind.PI_RESIDENT_ID,
                match.start(),
                match.end(),
                Certainty.SURE,
                "台湾身份证号码，校验位相符",
            )


def _by_check(passes: bool) -> Certainty:
    return Certainty.SURE if passes else Certainty.LIKELY


def _hongkong(card: str) -> bool:
    body, check = card[:-3].rjust(8), card[-2]
    values = [36 if c == " " else int(c, 36) for c in body]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return (total + int(check, 36)) % 11 == 0


def _taiwan(card: str) -> bool:
    area = _TAIWAN_LETTERS.index(card[0]) + 10
    digits = [area // 10, area % 10, *map(int, card[1:])]
    return (
        sum(d * w for d, w in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)) % 10
        == 0
    )


@cache
def _shapes() -> tuple[Shape, ...]:
    return tuple(
        Shape(
            row["subject"],
            Kind(row["kind"]),
            Certainty(row["certainty"]),
            re.compile(row["pattern"]),
            row["why"],
        )
        for row in corpora.rows("lexicons/labelled_numbers.tsv")
    )
