"""Sensitive personal information: health, belief, biometrics, minors, persons whom a law protects.

The words alone are policy (残疾人 are named in every notice); they are reported only when a private person
stands in the same sentence, or the same row of a table whose column is about illness or disability. A name
that the draft has masked already (张某某) ties nothing: it identifies nobody.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import corpora
from detectors.names import DETECTOR as NAMES
from detectors.names import Names
from detectors.tables import tables
from pipeline.contracts import Reading
from pipeline.document import Span
from pipeline.finding import Certainty, Finding, Kind, finding

_ENDS = re.compile(r"[。;!?\n]")
_COLUMNS = {
    "illness": (Kind.PI_HEALTH, "栏目为病种、健康状况"),
    "disability": (Kind.PI_HEALTH, "栏目为残疾类别、等级"),
    "belief": (Kind.PI_BELIEF, "栏目为宗教信仰"),
    "medical": (Kind.PI_HEALTH, "栏目为诊疗情况"),
}
_EMPTY = frozenset({"", "无", "否", "正常", "健康", "良好", "/", "-", "—", "合计", "有", "是"})
_POLICY = re.compile(r"应当|可以|不得|按照|规定|予以|凡|的,|标准|符合条件")
_PROTECTED_ROLE = re.compile(r"(?:举报人|检举人|控告人)[:]?$")
_SELF = re.compile(
    r"本人|我家|我户|(?:因|其|该|患)(?:患者|生|户|员工|妻子?|丈夫|父亲?|母亲?|子|女)"
)
"""Words for the person a form or a letter is about; the name stands in a cell or line before."""
_FORM = 300
_WINDOW = 120
"""Characters around a hit in which a person is looked for."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the lexicon."""

    pattern: re.Pattern[str]
    kind: Kind
    certainty: Certainty
    why: str


@cache
def rules() -> tuple[Rule, ...]:
    """The rows, one pattern for all terms of the same kind and reason, the longest term first."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for row in corpora.rows("lexicons/sensitive.tsv"):
        grouped.setdefault((row["kind"], row["certainty"], row["why"]), []).append(row["pattern"])
    return tuple(
        Rule(
            re.compile("|".join(sorted(patterns, key=len, reverse=True))),
            Kind(kind),
            Certainty(certainty),
            why,
        )
        for (kind, certainty, why), patterns in grouped.items()
    )


class Sensitive:
    """Yields the sensitive kinds of GB/T 45574 and of the laws that protect persons."""

    name = "sensitive"

    def __init__(self, names: Names = NAMES) -> None:
        self._names = names

    def find(self, reading: Reading) -> Iterable[Finding]:
        """Findings in text order, without overlaps of one kind."""
        found = [*self._in_tables(reading), *self._in_prose(reading)]
        chosen: list[Finding] = []
        for one in sorted(found, key=lambda f: (f.span.start, -f.span.stop)):
            if not any(c.kind is one.kind and c.span.overlaps(one.span) for c in chosen[-4:]):
                chosen.append(one)
        return chosen

    def _in_tables(self, reading: Reading) -> Iterator[Finding]:
        for table in tables(reading):
            if not (table.lists_persons or "name" in table.roles):
                continue
            for cell in table.cells.having(frozenset(_COLUMNS)):
                if cell.text in _EMPTY:
                    continue
                if cell.role in _COLUMNS:
                    kind, why = _COLUMNS[cell.role]
                    span = _trimmed(reading, cell.span)
                    yield finding(
                        reading.document,
                        kind,
                        span,
                        Certainty.SURE,
                        self.name,
                        why=f"{why}，所在表列有个人。",
                    )

    def _in_prose(self, reading: Reading) -> Iterator[Finding]:
        text = reading.folded.text
        hits = [(rule, match) for rule in rules() for match in rule.pattern.finditer(text)]
        needed = bool(hits) or _has_protected_role(text)
        if not needed:
            return
        people = [f for f in self._names.find(reading) if f.kind is Kind.PI_NAME]
        fold = reading.folded
        spans = [(fold.position(f.span.start), fold.position(f.span.stop)) for f in people]
        for rule, match in hits:
            if _tied(text, match.span(), spans) and not _is_policy(text, match):
                yield finding(
                    reading.document,
                    rule.kind,
                    fold.unfold(*_bare(match)),
                    rule.certainty,
                    self.name,
                    why=f"{rule.why}。",
                )
        for person, (start, _) in zip(people, spans, strict=True):
            if _PROTECTED_ROLE.search(text, max(0, start - 6), start):
                yield finding(
                    reading.document,
                    Kind.PI_PROTECTED,
                    person.span,
                    Certainty.SURE,
                    self.name,
                    why="举报人、控告人受法律保护，身份不得泄露。",
                )


def _has_protected_role(text: str) -> bool:
    return any(word in text for word in ("举报人", "检举人", "控告人"))


def _tied(text: str, hit: tuple[int, int], people: Sequence[tuple[int, int]]) -> bool:
    """True when a private person stands in the same sentence as the hit, or before it in the same paragraph."""
    left = max(text.rfind("\n", 0, hit[0]) + 1, hit[0] - _WINDOW)
    stop = _ENDS.search(text, hit[1], hit[1] + _WINDOW)
    right = stop.start() if stop else hit[1] + _WINDOW
    at = bisect.bisect_left(people, (left, 0))
    if at < len(people) and people[at][0] < right:
        return True
    near = at > 0 and people[at - 1][1] > left - _FORM
    return near and _SELF.search(text, left, hit[1]) is not None


def _is_policy(text: str, match: re.Match[str]) -> bool:
    """True for a rule about such people: 应当, 不得 … right behind the words."""
    return _POLICY.match(text, match.end()) is not None


_VERB = re.compile(r"(?:(?:初步)?诊断(?:为|:)|(?:因|系|属)(?!患)|身患|罹患|患有|确诊为|确诊患|诊断为|被诊断为|因患|患)")
_STAGE = re.compile(r"(?:术后|后遗症|早期|中期|晚期|并发症)+")
_PART = re.compile(
    r"(?:左|右|双)?(?:侧)?(?:腰椎|颈椎|胸椎|股骨颈|股骨|胫骨|腓骨|肋骨|锁骨|桡骨|尺骨|髌骨|骨盆|颅骨|下肢|上肢|手指|小腿|大腿|踝部|跟骨|多发性|粉碎性)+$"
)


def _bare(match: re.Match[str]) -> tuple[int, int]:
    """The illness without the verb before it, with the part of the body and the stage."""
    text, start, stop = match.string, match.start(), match.end()
    verb = _VERB.match(text, start, stop)
    if verb and verb.end() < stop:
        start = verb.end()
    part = _PART.search(text, max(0, start - 8), start)
    stage = _STAGE.match(text, stop)
    return (part.start() if part else start), (stage.end() if stage else stop)


def _trimmed(reading: Reading, span: Span) -> Span:
    text = reading.document.text[span.start : span.stop]
    lead = len(text) - len(text.lstrip())
    return Span(span.start + lead, span.start + lead + len(text.strip()))


DETECTOR = Sensitive()
