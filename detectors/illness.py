"""How Chinese names what ails somebody: expressions of illness, injury, disability, condition and treatment.

An expression is a head (癌, 炎, 骨折, 障碍 …) with what may stand before it (左侧, 第4、5, 急性, 肝) and behind it (术后,
Ⅲ期, (左侧)), or words that say it by themselves (尿毒症, 卧床不起). Neighbours are one expression: 脑梗死、右侧偏瘫.
The vocabulary is `corpora/lexicons/illness.tsv`. Nothing here knows whose illness it is.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import corpora
from pipeline.finding import Certainty

LEXICON = "lexicons/illness.tsv"
_REACH = 24
"""Characters before a head in which its organs and kinds stand."""
_STEM = 9
_COMMA = re.compile(r",")
_JOINT = re.compile(r"[、及和与/]|伴有?|并发?|合并")
_OPENS = re.compile(
    r"[^一-鿿A-Za-z0-9]|患[有者]?|罹患|因|系|为|致|查出|查明|出现|发生|并发|合并|伴有?|得了?|有|落下|遗留|留下|"
    r"突发|是|被|称|说|其|他|她|我|孩子|老伴|妻子|丈夫|[父母]亲|儿子|女儿"
)
_INSIDE = re.compile(r"[的了在被把就于等类所从对到行与无未不应可将已经抗都也]")
_NUMBERED = "第LTC"
_UNITS = "度级期型"
_GRADED = re.compile(r"[一二三四五六七八九十1-4Ⅰ-Ⅳ][级期度]")


@dataclass(frozen=True, slots=True)
class Illness:
    """An expression in the folded text."""

    start: int
    stop: int
    certainty: Certainty
    particular: bool
    """It has a side, a grade, a stage or a measure: nobody says that of an illness in general."""


@dataclass(frozen=True, slots=True)
class _Words:
    heads: re.Pattern[str]
    certainty: dict[str, Certainty]
    before: dict[str, str]
    longest: int
    after: re.Pattern[str]
    nobody_before: re.Pattern[str]
    nobody_after: re.Pattern[str]


def alternatives(*parts: str) -> str:
    """The patterns of these parts of the lexicon as one alternation."""
    return "|".join(row["pattern"] for row in corpora.rows(LEXICON) if row["part"] in parts)


@cache
def _words() -> _Words:
    heads: list[str] = []
    certainty: dict[str, Certainty] = {}
    before: dict[str, str] = {}
    for number, row in enumerate(corpora.rows(LEXICON)):
        if row["part"] in ("whole", "stem", "head"):
            name = f"{row['part']}{number}"
            certainty[name] = Certainty(row["certainty"])
            heads.append(f"(?P<{name}>{row['pattern']})")
        elif row["part"] in ("body", "limb", "side", "inner", "grade", "kind"):
            before.update(dict.fromkeys(row["pattern"].split("|"), row["part"]))
    return _Words(
        re.compile("|".join(sorted(heads, key=_rank))),
        certainty,
        before,
        max(map(len, before)),
        re.compile(f"(?:{alternatives('after')})+"),
        re.compile(f'(?:{alternatives("not-before")})[“"]?$'),
        re.compile(f'[”"]?(?:{alternatives("not-after")})'),
    )


def _rank(group: str) -> int:
    return 0 if group.startswith("(?P<whole") else 1 if group.startswith("(?P<stem") else 2


def illnesses(text: str, edges: Sequence[int] = ()) -> Iterator[Illness]:
    """The expressions of a folded text, in order; `edges` are the places where names end, in order.

    What stands beside a list counts for all of it (高血压、糖尿病防治); what is joined by a comma only is judged alone.
    """
    lists = _merged(text, _single(text, edges), _JOINT)
    return _merged(text, (one for one in lists if not _nobodys(text, one)), _COMMA)


def _merged(text: str, found: Iterable[Illness], joint: re.Pattern[str]) -> Iterator[Illness]:
    waiting: Illness | None = None
    for one in found:
        if waiting is None:
            waiting = one
        elif one.start <= waiting.stop or joint.fullmatch(text, waiting.stop, one.start):
            waiting = Illness(
                waiting.start,
                max(waiting.stop, one.stop),
                min(waiting.certainty, one.certainty, key=_sureness),
                waiting.particular or one.particular,
            )
        else:
            yield waiting
            waiting = one
    if waiting is not None:
        yield waiting


def _sureness(certainty: Certainty) -> int:
    return list(Certainty).index(certainty)


def _single(text: str, edges: Sequence[int]) -> Iterator[Illness]:
    words = _words()
    for match in words.heads.finditer(text):
        group = match.lastgroup or ""
        alone = group.startswith("whole")
        start, parts = _start(text, match.start(), edges, alone, words)
        if start == match.start() and group.startswith("stem"):
            start = _stem(text, match.start(), edges)
        if start == match.start() and not alone:
            continue
        tail = words.after.match(text, match.end())
        stop = tail.end() if tail else match.end()
        graded = tail is not None or _GRADED.search(match[0]) is not None
        particular = graded or bool({"side", "grade"} & parts)
        yield Illness(start, stop, words.certainty[group], particular)


def _start(
    text: str, head: int, edges: Sequence[int], alone: bool, words: _Words
) -> tuple[int, frozenset[str]]:
    """Where the words before a head begin, and what they are; the head itself when they name nothing.

    `alone`: the head says it by itself, so that a side before it (右 手抬不起) is enough. No word crosses the end of a name.
    """
    reached: dict[int, frozenset[str]] = {head: frozenset()}
    opens: set[int] = set()
    floor = max(0, head - _REACH, _last(edges, head))
    for at in range(head - 1, floor - 1, -1):
        for stop in range(min(head, at + words.longest), at, -1):
            part = words.before.get(text[at:stop]) if stop in reached else None
            if part is not None:
                reached[at] = reached.get(at, frozenset()) | reached[stop] | {part}
                if part != "inner" or stop - at > 1 or text[at] in _NUMBERED:
                    opens.add(at)
    for at in sorted(opens):
        parts = reached[at]
        if text[at] in _UNITS:
            continue
        if parts & {"body", "kind", "grade"} or (alone and "side" in parts):
            return at, parts
        if "limb" in parts and ("side" in parts or at in edges or _opens(text, at)):
            return at, parts
    return head, frozenset()


def _last(edges: Sequence[int], head: int) -> int:
    at = bisect.bisect_right(edges, head)
    return edges[at - 1] if at else 0


def _opens(text: str, at: int) -> bool:
    """True when a word begins at `at`: after a mark or one of the verbs that lead to an illness."""
    return at == 0 or any(m.end() == at for m in _OPENS.finditer(text, max(0, at - 3), at))


def _stem(text: str, head: int, edges: Sequence[int]) -> int:
    """Where the unknown word before a head begins, from the nearest mark, verb or name; else the head."""
    floor = max(0, head - _STEM)
    opened = [m.end() for m in _OPENS.finditer(text, floor, head)]
    named = _last(edges, head)
    opened += [named] if named >= floor and (named or not floor) else []
    start = max(opened, default=head)
    return head if start == head or _INSIDE.search(text, start, head) else start


def _nobodys(text: str, one: Illness) -> bool:
    """True when the neighbours make it nobody's: 防治…, …医院, 未见…, …的,应当."""
    words = _words()
    if words.nobody_after.match(text, one.stop):
        return True
    return words.nobody_before.search(text, max(0, one.start - 6), one.start) is not None
