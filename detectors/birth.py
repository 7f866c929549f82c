"""Dates of birth: by label, by 出生 or 生 after the date, by column. Year and month of cadres in 任前公示 stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.passage import Match, Passage
from pipeline.finding import Certainty, Kind

_HAN = "〇零○一二三四五六七八九十"
_MOON = r"(?:(?:农历|阴历)?闰?(?:[正冬腊]|十?[一二三四五六七八九十])月(?:初[一二三四五六七八九十]|十[一二三四五六七八九]|廿[一二三四五六七八九]?|二十[一二三四五六七八九]?|三十))"
"""A day of the moon calendar: 冬月初八."""
_DATE = (
    r"(?:1[89]|20)\d{2} ?(?:年|[-./\u2010-\u2015]) ?(?:1[0-2]|0?[1-9])(?: ?(?:月|[-./\u2010-\u2015]) ?(?:(?:[12]\d|3[01]|0?[1-9]) ?[日号]?)?|(?![0-9]))"
    rf"|(?:1[89]|20)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![0-9])"
    rf"|(?:[一二][{_HAN}]{{3}}|(?:1[89]|20)\d{{2}})年{_MOON}"
    rf"|[一二][{_HAN}]{{3}}年[{_HAN}]{{1,3}}月(?:[{_HAN}]{{1,3}}日)?"
)
_MONTH = (
    r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?![0-9])"
    rf"|民国[{_HAN}元]{{1,3}}年(?:[{_HAN}正冬腊]{{1,2}}月)?(?:[{_HAN}初]{{1,3}}日?)?"
)
"""What only a label makes a date of birth: 199010, 民国三十五年五月."""
_SHORT = rf"\d{{2}}年\d{{1,2}}月(?:\d{{1,2}}[日号])?|(?:[{_HAN}]{{1,3}}|\d{{1,2}})月(?:[{_HAN}]{{1,3}}|\d{{1,2}})[日号]"
_LABELLED = re.compile(
    rf"(?:出生日期|出生年月日?|出生时间|生日|出生于|(?<![发产考学师新先医花寄衍])生于|出生)(?:\(.{{0,10}}\))? ?[:：为是\t]? ?({_DATE}|{_SHORT}|{_MONTH})"
)
_TRAILED = re.compile(
    rf"({_DATE}|(?<![0-9])\d{{2}}年\d{{1,2}}月(?:\d{{1,2}}日)?) ?(?:出生|生(?![产效活态育成长存命物源日意])(?=[,。;、)人于在\n]|$))"
)
_ONLY = re.compile(rf"(?:[男女] ?[/,、;]? ?)? ?({_DATE}|(?:1[89]|20)\d{{4}}) ?")
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
                start, stop = match.span(1)
                whole = _is_whole(text[start:stop])
                around = text[max(0, start - 60) : stop + 60]
                if not whole and _OFFICIAL.search(around):
                    continue
                certainty = Certainty.SURE if whole or pattern is _LABELLED else Certainty.LIKELY
                yield Match(Kind.PI_BIRTH_DATE, start, stop, certainty, "上下文为出生日期")
    for column in passage.columns:
        if column.subject == "birth":
            match_ = _ONLY.fullmatch(text[column.start : column.stop].rstrip("\t\n "))
            if match_:
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


def _is_whole(date: str) -> bool:
    """True when the day is given, not only year and month."""
    if "日" in date or "号" in date or re.fullmatch(r"\d{8}", date):
        return True
    return len(re.findall(r"\d+", date)) == 3
