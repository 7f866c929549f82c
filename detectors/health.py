"""Whose illness: expressions of illness, injury and disability that concern a private person of the paper.

Words of illness alone are policy: every notice on insurance, prevention and disabled persons is full of them. They are somebody's
- when a private name, or a resident number or 男,61岁, stands in the same sentence or before them in the same paragraph or row;
- when they are said of somebody named a little before: by a word (其妻, 患者, 老伴, 我), behind a label (诊断：, 伤情：), or because they
  are particular (左侧, 三级, 术后: nobody says that of an illness in general).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from detectors.illness import Illness, alternatives, illnesses
from pipeline.finding import Certainty

_ENDS = re.compile(r"[。;!?\n]")
_WINDOW = 120
"""Characters around an expression in which a person is looked for."""
_BEFORE = 800
"""Characters since somebody was named, within which 其妻 or a label still means that person's."""
_SOMEBODY = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])|[男女],?\d{1,3}岁")
_MASKED = re.compile(r"某|[×*＊]{1,2}")
_CROWD = 3
"""So many names within that reach make a paper that goes from person to person."""
_EVERYBODY = re.compile(
    r"应当|可以|不得|凡|符合|政策|宣传|防[治控疫]|知识|培训|服务|群众|项目|补贴|保险|规定|标准|群体|等[^,。;]{0,6}病|患者们|[0-9]人|指标|办法|计划"
)
_BREEDING = re.compile(r"流产|引产|早产|难产|怀孕|妊娠|孕")
_ANIMALS = re.compile(r"羊|牛(?!奶)|猪|犬|狗|家畜|牲畜|畜群|母畜|马驹|骆驼")
_WOMEN = re.compile(r"诊断|医院|入院|住院|儿媳|媳妇|妻|孕妇|产妇|女,")
_BEAST_BEFORE = re.compile(
    r"(?:[羊牛猪狗犬驴骡羔]|骆驼|马驹|(?:[3-9三四五六七八九十几]|[0-9]{2,})[只头匹峰])(?:的|被|都|均)?[左右前后]?[腿蹄]?$"
)
"""People have one eye and two hands by the same word: 一只眼失明, 两只手冻伤."""
_BEAST_BEHIND = re.compile(r"的[0-9一二三四五六七八九十几两]{1,3}[只头匹峰]")


Places = Sequence[tuple[int, int]]
"""Where names stand in the folded text, in order."""


def of_persons(text: str, people: Places, doubtful: Places, names: Places) -> Iterator[Illness]:
    """Expressions in the folded text that concern one of `people`; no more than possible where only `doubtful` ones do.

    `names` are the places of all names, of officials too: what stands inside one (顾炎) is no illness.
    """
    edges = [stop for _, stop in people]
    sure = sorted(set(people) - set(doubtful))
    for one in illnesses(text, edges):
        at = bisect.bisect_left(names, (one.stop, 0)) - 1
        if (at >= 0 and names[at][1] >= one.stop) or _of_animals(text, one, people):
            continue
        if _concerns(text, one, sure):
            yield one
        elif _concerns(text, one, doubtful):
            yield replace(one, certainty=Certainty.POSSIBLE)


def _concerns(text: str, one: Illness, people: Places) -> bool:
    line = text.rfind("\n", 0, one.start) + 1
    left = max(line, one.start - _WINDOW)
    ends = _ENDS.search(text, one.stop, one.stop + _WINDOW)
    right = ends.start() if ends else one.stop + _WINDOW
    at = bisect.bisect_left(people, (left, 0))
    if at < len(people) and people[at][0] < right:
        return True
    if people and _SOMEBODY.search(text, left, right) and not _MASKED.search(text, left, right):
        return True
    named = at > 0 and people[at - 1][1] > one.start - _BEFORE
    if not named:
        return False
    return (
        one.particular
        or _points(text, line, one)
        or _among_people(text, line, right, one, people, at)
    )


def _points(text: str, line: int, one: Illness) -> bool:
    """True when a word of the sentence, or the label of the line, says that it is about somebody named."""
    cue, label = _pointers()
    left = max(line, one.start - _WINDOW)
    return any(pattern.search(text, left, one.start) for pattern in (cue, label))


def _among_people(text: str, line: int, right: int, one: Illness, people: Places, at: int) -> bool:
    """True in a paper that goes from one person to the next, unless the paragraph is about everybody."""
    crowd = at >= _CROWD and people[at - _CROWD][0] > one.start - _BEFORE
    return crowd and not _EVERYBODY.search(text, line, right)


@cache
def _pointers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(alternatives("cue")),
        re.compile(rf"(?<![一-鿿])(?:{alternatives('label')})(?:[\s:、,/]|$)"),
    )


def _of_animals(text: str, one: Illness, people: Places) -> bool:
    """True for ewes that cast their lambs, unless a woman is named or meant nearer; for 3只腿断了, 断腿的3只, 羊腿骨折."""
    if _BEAST_BEHIND.match(text, one.stop):
        return True
    at = bisect.bisect_left(people, (one.start, 0)) - 1
    named = people[at][1] if at >= 0 else 0
    if named < one.start and _BEAST_BEFORE.search(text, max(named, one.start - 6), one.start):
        return True
    if not _BREEDING.search(text, one.start, one.stop):
        return False
    line = text.rfind("\n", 0, one.start) + 1
    left = max(line, one.start - 60)
    women = [m.end() for m in _WOMEN.finditer(text, left, one.start)]
    beasts = [m.end() for m in _ANIMALS.finditer(text, left, one.start)]
    if women:
        return bool(beasts) and beasts[-1] > women[-1]
    return bool(beasts) or _ANIMALS.search(text, one.start, one.stop + 12) is not None
