"""Reading a written term of secrecy: what stands after ★, as values and in its normal spelling.

Forms from domain notes on 国家秘密文件、资料和其他物品标志的规定 (1990): 密级★保密期限, 密级★解密时间, 密级★解密条件.
Works on folded text; whitespace inside is allowed.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

from pipeline.dates import DATE, NUMBER, ZERO, add, make_date, number, of_match, shown
from pipeline.secrecy import (
    BadTerm,
    Conditional,
    Duration,
    Level,
    LongTerm,
    MarkReading,
    NoTerm,
    Term,
    Until,
)

STAR = r"[★*※✡✢✣✤✥✦✧✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺❂❇❈❉❊❋⁂⁎⁑⚝🌠﹡＊☆⭐🟊]"
"""★ and what is typed in its place; the fold turns most of them into ★ or *."""
LEVELS = {
    "绝": Level.JUEMI,
    "絕": Level.JUEMI,
    "机": Level.JIMI,
    "機": Level.JIMI,
    "秘": Level.MIMI,
    "祕": Level.MIMI,
}
"""The first character of the level word, old spellings too."""

_EVENT = (
    r"(?:启用|公布|发布|公开|宣布|印发|召开|开会|会议|考试|开考|实施|施行|生效|开标|评标|谈判|签署|签字|换届|"
    r"表决|通过|批准|结束|完成|竣工|终止|到位|上市|公示|报道|播出|出版|开始|任命|选举|揭晓|录取|成绩|招标|活动|"
    r"任务|行动|演习|工程|项目|仪式|访问|出访|人代会|党代会|全会|两会)"
)
_SPAN = r"(?:(?:自|从)?[^\n\t至到—~-]{0,14}?日\s*起?\s*(?:至|到|—{1,2}|-|~)\s*)?"
_UNTIL = re.compile(
    rf"(?P<prefix>{_SPAN}(?:至|到|截至|截止|止于|解密时间\s*[:为]?|解密日期\s*[:为]?|保密至|有效期至)?[ \t]*)"
    rf"{DATE}(?P<suffix>(?:[ \t]*\d{{1,2}}[时:]\d{{0,2}}分?)?(?:之?前|以前|止|为止|后?解密|24时)?)"
)
_BEGINS = re.compile(
    rf"(?:自|从)?[ \t]*{DATE}[ \t]*(?:之日)?(?:起|开始|始)(?!至|到|—|-|~)[ \t,]*(?:计算|算起|保密|为期|期限)?[ \t,]*"
)
_UNTIL_COMPACT = re.compile(
    r"(?:至|到|截至)?\s*((?:19|20|21)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"
)
_UNTIL_MONTH = re.compile(
    rf"(?P<to>至|到|截至|解密时间\s*[:为]?)?\s*(?P<year>(?:19|20|21)\d\d|[{ZERO}一二三四五六七八九]{{4}})\s*年\s*"
    r"(?:(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月\s*(?P<bottom>底|末)?|(?P<end>底|末))"
    r"(?:之?前|止|解密)?(?!\d)"
)
_DURATION = re.compile(
    rf"(?P<years>{NUMBER})\s*(?P<half>个?半)?\s*(?:周年|年)(?P<half2>半)?(?:\s*[零又]?\s*(?P<rest>{NUMBER})\s*个?月)?"
    rf"|(?P<months>{NUMBER})\s*(?P<halfmonth>个半)?\s*(?:个月|個月|月)"
    rf"|(?P<days>{NUMBER})\s*(?:个?工作日|天|日)|(?P<weeks>{NUMBER})\s*(?:周|个星期|星期)"
    r"|(?P<halfyear>半\s*年)|(?P<halfmonth2>半个?月)"
)
_LONG = re.compile(r"长\s*期(?:\s*(?:保密|有效))?|永\s*久(?:\s*保密)?|无限期|不定期限?")
_CONDITION = re.compile(
    rf"(?P<event>[\u4e00-\u9fff\d]{{0,14}}?{_EVENT}[\u4e00-\u9fff]{{0,6}}?(?:之前|以前|前|之日|之时|后|时)(?:解密|公开|有效|保密)?)"
    r"|(?P<plain>[\u4e00-\u9fff]{2,12}?(?:之前|以前|前))(?![\u4e00-\u9fff])"
    r"|解密条件\s*[:为]?\s*(?P<stated>[^\s。;]{2,24})|(?P<open>另行通知|视情解密|按规定解密|条件成熟时?解密)"
)
_LABEL = re.compile(r"[ \t]*(?:保密期限|保密期|期限|时限|有效期)?[ \t]*(?:为|是|:)?[ \t]*")


_MARK = re.compile(
    rf"[\s(\[【<《“\"']*(?:密\s*级\s*[:为]?\s*)?(?P<level>[绝絕机機秘祕]\s*密)\s*级?\s*"
    rf"(?P<star>{STAR}{{1,5}})?\s*[·,，、:;—-]*\s*[(\[【]?(?P<rest>.*?)[\s)\]】>》”\"']*",
    re.DOTALL,
)


class WrittenTerm(NamedTuple):
    """A term, its normal spelling (None where none stands) and where it ends in the text."""

    term: Term
    written: str | None
    stop: int


def term_at(text: str, start: int, stop: int | None = None) -> WrittenTerm:
    """The term that begins at `start` (after ★ or a label); NoTerm with `stop == start` where none does.

    Dates win over durations: 2030年 alone is no duration of 2,030 years but the end of that year.
    """
    end = len(text) if stop is None else stop
    label = _LABEL.match(text, start, end)
    at = label.end() if label else start
    for read in (_until, _duration, _long, _condition):
        found = read(text, at, end)
        if found is not None:
            return found
    return WrittenTerm(NoTerm(), None, start)


def parse_term(text: str) -> tuple[Term, str | None]:
    """The term that `text` is as a whole: NoTerm for nothing, BadTerm for what cannot be a term."""
    stripped = text.strip()
    if not stripped:
        return NoTerm(), None
    found = term_at(stripped, 0)
    if isinstance(found.term, NoTerm) or stripped[found.stop :].strip(" \t\n()期内止.。"):
        return BadTerm(), stripped if len(stripped) <= 12 else None
    return found.term, found.written


def read_mark(text: str) -> MarkReading | None:
    """The mark that folded `text` is as a whole: a level, perhaps a star, perhaps a term; None without a level."""
    match = _MARK.fullmatch(text)
    if match is None:
        return None
    rest = match["rest"]
    lifted = re.search(r"(?<!未)(?:已|予以)?解密[)】]?$", rest)
    term, written = parse_term(rest)
    if isinstance(term, BadTerm) and lifted:
        term, written = parse_term(rest[: lifted.start()].rstrip(" (【,"))
        return MarkReading(_level(match["level"]), term, written, lifted=True)
    return MarkReading(_level(match["level"]), term, written)


def _level(text: str) -> Level:
    return LEVELS[text[0]]


def _until(text: str, at: int, end: int) -> WrittenTerm | None:
    begun = _BEGINS.match(text, at, end)
    if begun:
        return _from_start(begun, text, end)
    match = _UNTIL.match(text, at, end)
    if match:
        day = of_match(match)
        to = "至" if match["prefix"].strip() else ""
        if day is None:
            return WrittenTerm(BadTerm(), None, match.end())
        return WrittenTerm(Until(day), to + shown(day), match.end())
    compact = _UNTIL_COMPACT.match(text, at, end)
    if compact:
        day = make_date(*compact.groups())
        if day is None:
            return WrittenTerm(BadTerm(), None, compact.end())
        return WrittenTerm(Until(day), "至" + shown(day), compact.end())
    return _until_month(text, at, end)


def _from_start(begun: re.Match[str], text: str, end: int) -> WrittenTerm:
    """自2012年12月10日起5年: through the corresponding day; a start without a length is no term."""
    day = of_match(begun)
    length = _duration(text, begun.end(), end)
    if day is None or length is None or not isinstance(length.term, Duration):
        return WrittenTerm(BadTerm(), None, begun.end())
    last = add(day, length.term.years, length.term.months, length.term.days)
    if last is None:
        return WrittenTerm(BadTerm(), None, length.stop)
    return WrittenTerm(Until(last), "至" + shown(last), length.stop)


def _until_month(text: str, at: int, end: int) -> WrittenTerm | None:
    """至2030年12月, 2030年底: through the last day, the cautious reading."""
    match = _UNTIL_MONTH.match(text, at, end)
    year = number(match["year"]) if match else None
    if match is None or year is None or not 1900 <= year <= 2200:
        return None
    month = number(match["month"]) if match["month"] else 12
    if month is None or not 1 <= month <= 12:
        return None
    day = dt.date(year, month, calendar.monthrange(year, month)[1])
    shown_month = f"{month}月" if match["month"] else ""
    tail = match["bottom"] or match["end"] or ""
    return WrittenTerm(
        Until(day), f"{(match['to'] and '至') or ''}{year}年{shown_month}{tail}", match.end()
    )


def _duration(text: str, at: int, end: int) -> WrittenTerm | None:
    match = _DURATION.match(text, at, end)
    if match is None:
        return None
    years, months, days = 0, 0, 0
    if match["years"]:
        count = number(match["years"])
        rest = number(match["rest"]) if match["rest"] else 0
        if count is None or rest is None:
            return WrittenTerm(BadTerm(), None, match.end())
        if match["half"] or match["half2"]:
            rest += 6
        years, months = count, rest
        if years >= 1900 and not months:  # 至2030年: the end of that year
            return _year_end(years, match.end())
    elif match["months"]:
        months = _count(match["months"])
        days = 15 if match["halfmonth"] else 0
    elif match["days"]:
        days = _count(match["days"])
    elif match["weeks"]:
        days = 7 * _count(match["weeks"])
    elif match["halfyear"]:
        months = 6
    else:
        days = 15
    if min(years, months, days) < 0 or years + months + days == 0 or years > 1000:
        return WrittenTerm(
            BadTerm(), f"{years}年" if years == 0 and match["years"] else None, match.end()
        )
    return WrittenTerm(Duration(years, months, days), _spelt(years, months, days), match.end())


def _year_end(year: int, stop: int) -> WrittenTerm:
    if year > 2200:
        return WrittenTerm(BadTerm(), None, stop)
    return WrittenTerm(Until(dt.date(year, 12, 31)), f"{year}年", stop)


def _count(text: str) -> int:
    value = number(text)
    return -1 if value is None else value


def _spelt(years: int, months: int, days: int) -> str:
    parts = [f"{years}年"] if years else []
    if months:
        parts.append(f"{months}个月")
    if days:
        parts.append(f"{days}天")
    return "".join(parts)


def _long(text: str, at: int, end: int) -> WrittenTerm | None:
    match = _LONG.match(text, at, end)
    return WrittenTerm(LongTerm(), "长期", match.end()) if match else None


def _condition(text: str, at: int, end: int) -> WrittenTerm | None:
    match = _CONDITION.match(text, at, end)
    if match is None:
        return None
    written = match["event"] or match["plain"] or match["open"] or "解密条件"
    return WrittenTerm(Conditional(), written, match.end())
