"""Dates of birth: by label, by 出生 or 生 after the date, by column. Year and month of cadres in 任前公示 stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.passage import Match, Passage
from pipeline.finding import Certainty, Kind

_HAN = "〇零○一二三四五六七八九十"
_MOON = r"(?:(?:农历|阴历)?闰?(?:[正冬腊]|十?[一二三四五六七八九十])月(?:初[一二三四五六七八九十]|十[一二三四五六七八九]|廿[一二三四五六七八九]?|二十[一二三四五六七八九]?|三十))"
"""A day of the moon calendar: 冬月初八."""
_HAN_DAY = rf"[{_HAN}]{{1,3}}月[{_HAN}]{{1,3}}[日号]"
_DATE = (
    r"(?:1[89]|20)\d{2} ?(?:年|[-./\u2010-\u2015]) ?(?:1[0-2]|0?[1-9])(?: ?(?:月|[-./\u2010-\u2015]) ?(?:(?:[12]\d|3[01]|0?[1-9]) ?[日号]?)?|(?![0-9]))"
    rf"|(?:1[89]|20)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![0-9])"
    rf"|[一二][{_HAN}]{{3}}年{_HAN_DAY}"
    rf"|(?:[一二][{_HAN}]{{3}}|(?:1[89]|20)\d{{2}})年{_MOON}"
    rf"|[一二][{_HAN}]{{3}}年[{_HAN}]{{1,3}}月"
)
_TWO = "〇零○一二三四五六七八九"
_SHORT_YEAR = (
    rf"(?<![0-9.])\d{{2}}(?:年\d{{1,2}}月(?:\d{{1,2}}[日号])?|\.(?:1[0-2]|0?[1-9])\.(?:[12]\d|3[01]|0?[1-9])(?![0-9.]))"
    rf"|(?<![{_HAN}百千万])[{_TWO}]{{2}}年(?:{_HAN_DAY}|[{_HAN}]{{1,3}}月)"
)
"""85年3月, 62.3.5, 六二年三月五日: dates only beside 生."""
_YEAR = (
    rf"(?:(?:1[89]|20)\d{{2}}|(?<![0-9.])\d{{2}}|[一二][{_HAN}]{{3}}|(?<![{_HAN}百千万第])[{_TWO}]{{2}}) ?年"
)
_BORN = re.compile(r"出生(?![地证率人医日年月时缺])|生(?=人|[,。;、)])")
_PLACE_REACH, _YEAR_REACH = 64, 8
_MONTH = (
    r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?![0-9])"
    rf"|民国[{_HAN}元]{{1,3}}年(?:[{_HAN}正冬腊]{{1,2}}月)?(?:[{_HAN}初]{{1,3}}日?)?"
)
"""What only a label makes a date of birth: 199010, 民国三十五年五月."""
_SHORT = rf"{_SHORT_YEAR}|(?:[{_HAN}]{{1,3}}|\d{{1,2}})月(?:[{_HAN}]{{1,3}}|\d{{1,2}})[日号]"
_IN_BOOK = r"(?:(?:[在以按]?(?:身份证|户口本|户口簿|结婚证|档案)上?)?(?:最[早初]|原)?(?:登记|记载|显示|载明|写|填)(?:的|着)?)"
"""出生日期户口本上写 …"""
_LABELLED = re.compile(
    rf"(?:出生日期|出生年月日?|出生时间|生日|出生于|(?<![发产考学师新先医花寄衍])生于|出生)(?:\(.{{0,10}}\))?{_IN_BOOK}? ?[:：为是\t]? ?(?:公元)?({_DATE}|{_SHORT}|{_MONTH})"
)
_TRAILED = re.compile(
    rf"({_DATE}|{_SHORT_YEAR}) ?(?:[子丑寅卯辰巳午未申酉戌亥]时)?(?:出生|生(?![产效活态育成长存命物源日意])(?=[,。;、)人于在\n]|$))"
)
_AT_PLACE = re.compile(
    rf"({_DATE}|{_SHORT_YEAR})(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上?|深夜)?(?:\d{{1,2}}[时点]\d{{0,2}}分?)?[在于][^,。;\n0-9]{{1,20}}$"
)
"""1962年3月5日在某地 before 出生."""
_BY_PAPER = re.compile(rf"(?:身份证|户口本|户口簿|户籍)上?(?:登记|记载|显示|载明)(?:的?是|为)({_DATE})")
_BEHIND_SEX = re.compile(rf"[男女][,、] ?(?:[\u4e00-\u9fff]{{1,4}}族[,、] ?)?({_DATE})(?=[,。;、)])")
_YEAR_LABELLED = re.compile(
    rf"(?:出生于|(?<![发产考学师新先医花寄衍])生于|出生年份?[:为是]? ?)({_YEAR})(?![0-9{_HAN}]|底|初)"
)
_YEAR_BEFORE = re.compile(rf"({_YEAR}) ?$")
_SEX = re.compile(r"[男女][,、]")
_YEAR_CELL = re.compile(rf" ?({_YEAR}|(?:19|20)\d{{2}}) ?")
_ONLY = re.compile(rf"(?:[男女] ?[/,、;]? ?)? ?({_DATE}|{_SHORT}|(?:1[89]|20)\d{{4}}) ?")
_OFFICIAL = re.compile(r"现任|拟任|任前|曾任|历任|同志|公选|提拔|中共党员,|领导班子|逝世|诞辰")
_POSTS = re.compile(
    r"现任|拟任|职务|书记|[局处科厅县市区镇乡院庭]长|主任|调研员|科员|[正副][处科县局厅]级"
)


def find(passage: Passage) -> Iterator[Match]:
    """Birth dates of persons; a company founded or a rule born on a day is none."""
    text = passage.text
    if "生" in text:
        for pattern in (_LABELLED, _TRAILED):
            for match in pattern.finditer(text):
                yield from _told(text, match, sure=pattern is _LABELLED)
        for match in _YEAR_LABELLED.finditer(text):
            yield _year(*match.span(1))
        for born in _BORN.finditer(text):
            at = born.start()
            if year := _YEAR_BEFORE.search(text, max(0, at - _YEAR_REACH), at):
                yield _year(*year.span(1))
            elif born[0] == "出生" and (
                place := _AT_PLACE.search(text, max(0, at - _PLACE_REACH), at)
            ):
                yield from _told(text, place, sure=False)
    for match in _BY_PAPER.finditer(text):
        yield from _told(text, match, sure=True)
    for match in _BEHIND_SEX.finditer(text) if _SEX.search(text) else ():
        if not _POSTS.search(text, match.end(), match.end() + 60):
            yield from _told(text, match, sure=False)
    for column in passage.columns:
        if column.subject == "birth":
            value = text[column.start : column.stop].rstrip("\t\n ")
            match_ = _ONLY.fullmatch(value)
            if year := _YEAR_CELL.fullmatch(value):
                yield _year(column.start + year.start(1), column.start + year.end(1))
            elif match_:
                around = text[max(0, column.start - 60) : column.stop + 60]
                if not _is_whole(match_[1]) and _POSTS.search(around):
                    continue
                at = column.start + match_.start(1)
                yield Match(
                    Kind.PI_BIRTH_DATE,
                    at,
                    at + len(match_[1]),
                    Certainty.SURE,
                    "“出生日期”一列的日期",
                )


def _year(start: int, stop: int) -> Match:
    """A year of birth without month and day: as much as an age says."""
    return Match(Kind.PI_BIRTH_DATE, start, stop, Certainty.POSSIBLE, "只有年份的出生时间")


def _told(text: str, match: re.Match[str], *, sure: bool) -> Iterator[Match]:
    """A date that its words call a date of birth; year and month alone stay where a cadre is introduced."""
    start, stop = match.span(1)
    whole = _is_whole(text[start:stop])
    if not whole and _OFFICIAL.search(text, max(0, start - 60), stop + 60):
        return
    certainty = Certainty.SURE if whole or sure else Certainty.LIKELY
    yield Match(Kind.PI_BIRTH_DATE, start, stop, certainty, "上下文为出生日期")


def _is_whole(date: str) -> bool:
    """True when the day is given, not only year and month."""
    if "日" in date or "号" in date or re.fullmatch(r"\d{8}", date):
        return True
    return len(re.findall(r"\d+", date)) == 3
