"""Sensitive personal information: health, belief, biometrics, minors, persons whom a law protects.

The words alone are policy (残疾人 are named in every notice); they are reported only when a private person
stands in the same sentence, or the same row of a table whose column is about illness or disability. Whose an illness
is, `health` tells. A name that the draft has masked already (张某某) ties nothing: it identifies nobody.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import corpora
from detectors.health import of_persons
from detectors.illness import illnesses
from detectors.names import DETECTOR as NAMES
from detectors.names import Names
from detectors.tables import Table, TableCell, tables
from pipeline.contracts import Reading
from pipeline.document import Span
from pipeline.finding import Certainty, Finding, Kind, finding
from pipeline.fold import Fold

_ENDS = re.compile(r"[。;!?\n]")
_COLUMNS = {
    "illness": (Kind.PI_HEALTH, "栏目为病种、健康状况"),
    "disability": (Kind.PI_HEALTH, "栏目为残疾类别、等级"),
    "belief": (Kind.PI_BELIEF, "栏目为宗教信仰"),
    "medical": (Kind.PI_MEDICAL_RECORD, "栏目为住院号、病历号"),
}
_EMPTY = frozenset({"", "无", "否", "正常", "健康", "良好", "/", "-", "—", "合计", "有", "是"})
_GRADES = frozenset({"等级", "级别", "评定等级", "评定结果"})
"""Heads of a column that, beside one of disability, holds its grade."""
_AILING = re.compile(r"[病残伤]")
_POLICY = re.compile(r"应当|可以|不得|按照|规定|予以|凡|的,|标准|符合条件|保护[法条]|[0-9]{1,4}[人名例]")
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
            before: TableCell | None = None
            for cell in table.cells:
                label, before = before, cell
                role = _role(cell, table)
                if role not in _COLUMNS or _second_value(cell, label):
                    continue
                kind, why = _COLUMNS[role]
                yield finding(
                    reading.document,
                    kind,
                    _trimmed(reading, cell.span),
                    Certainty.SURE,
                    self.name,
                    why=f"{why}，所在表列有个人。",
                )

    def _in_prose(self, reading: Reading) -> Iterator[Finding]:
        named = list(self._names.find(reading))
        people = [f for f in named if f.kind is Kind.PI_NAME]
        if not people:
            return
        fold = reading.folded
        text = fold.text
        spans = _places(fold, people)
        doubtful = _places(fold, [f for f in people if f.certainty is Certainty.POSSIBLE])
        for one in of_persons(text, spans, doubtful, _places(fold, named)):
            yield finding(
                reading.document,
                Kind.PI_HEALTH,
                fold.unfold(one.start, one.stop),
                one.certainty,
                self.name,
                why="病情、伤情、残疾等健康状况的表述，与具体个人相连。",
            )
        hits = ((rule, match) for rule in rules() for match in rule.pattern.finditer(text))
        for rule, match in hits:
            if _tied(text, match.span(), spans) and not _is_policy(text, match):
                yield finding(
                    reading.document,
                    rule.kind,
                    fold.unfold(*match.span()),
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


def _role(cell: TableCell, table: Table) -> str | None:
    """What a cell holds; None for heads, for cells that say nothing, and for causes that are no illness (缺劳力)."""
    if cell.is_head or not cell.role or cell.text in _EMPTY:
        return None
    if cell.role == "medical" and not any(c.isdigit() for c in cell.text):
        return None
    if cell.head in _GRADES and "disability" in table.roles:
        return "disability"
    if cell.head.endswith("原因") and not (_AILING.search(cell.text) or any(illnesses(cell.text))):
        return None
    return cell.role


def _second_value(cell: TableCell, before: TableCell | None) -> bool:
    """True for a cell of a form that does not stand right behind its label."""
    if before is None or before.row != cell.row or before.is_head:
        return False
    return before.head == cell.head != ""


def _places(fold: Fold, found: Sequence[Finding]) -> list[tuple[int, int]]:
    return [(fold.position(f.span.start), fold.position(f.span.stop)) for f in found]


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


def _trimmed(reading: Reading, span: Span) -> Span:
    text = reading.document.text[span.start : span.stop]
    lead = len(text) - len(text.lstrip())
    return Span(span.start + lead, span.start + lead + len(text.strip()))


DETECTOR = Sensitive()
