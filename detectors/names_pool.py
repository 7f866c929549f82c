"""From stretches of text that could be names to persons with a score and with what speaks for their role.

Every paper gets the first look (`names_candidates`); one that is full of names gets the second one (`names_wide`), which
knows the names of the first.
"""

from __future__ import annotations

import bisect
import itertools
import re
import sys
from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from detectors.names_candidates import Candidate, candidates, in_parts
from detectors.names_columns import Column, name_cells, nameless
from detectors.names_context import (
    approves,
    at_school,
    breaks,
    career_after,
    cue_after,
    cue_before,
    described,
    dropped,
    entitled,
    for_office,
    identified,
    office_after,
    organ_before,
    signs_off,
    told_to,
)
from detectors.names_frames import agency_code
from detectors.names_labels import Label, label_over, labels_in
from detectors.names_lexicon import Cue
from detectors.names_model import features, scores
from detectors.names_people import PLACE_ENDS, Person
from detectors.names_shape import Around
from detectors.names_slots import FILLER
from detectors.names_wide import given_names, wide
from detectors.roles import Role, Witness, witness
from pipeline.contracts import Reading

_MASKS = frozenset("某×*XxＸ○〇█■_")
_GRADE = re.compile(r"高[一二三](?=\(|\d|[班年级学上下,])|初[一二三]|[丙丁戊]方|[一二三四五六七八九十]{1,2}[社组队村班连号户]")
"""A year of school, a party to a contract, a group by its number, not a Gao or a Ding: 高二(3)班, 初一, 丁方, 四社."""
_CODE = re.compile(r"字?第?[(〔]?[0-9]")
"""What goes on behind the sign of a certificate: 农宅字 510823…"""
_BODIES = ("苏木", "嘎查", "公社", "小学", "中学")
"""Ends of the names of divisions and schools that read like spelt names: 洪格尔苏木, 木桥小学."""
_AGENTS = frozenset({"委托代理人", "代理人", "出庭负责人"})
_BATCH = 1_000
"""Candidates that are scored together."""
_LOST = -12.0
"""Nothing that is said of a candidate later makes a name of one that scores less."""
_ELSEWHERE, _UNLIKELY, _MOST_LIKELY = 0.3, -9.0, 8.0
"""Share of the score of the same stretch elsewhere that is added, from which score on, and up to how much of it."""
_SHORT_PAPER = 6_000
"""In a longer text everything repeats, and repetition tells nothing."""


class _Known(NamedTuple):
    """The names that a paper has shown: whole, by their given names, by their first two characters."""

    names: frozenset[str]
    given: Counter[str]
    heads: Counter[str]

    @classmethod
    def of(cls, names: Collection[str]) -> _Known:
        return cls(frozenset(names), given_names(names), Counter(name[:2] for name in names))


class Pool:
    """The candidates of one paper. `labels` and `cells` are asked for by others as well."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.folded.text
        self.labels: Sequence[Label] = labels_in(self.text)
        self.cells: Sequence[tuple[int, int, Column]] = _cell_spans(reading, name_cells(reading))
        nobody = nameless(reading)
        self._nameless = array("I", (self._at(span.start) for span in nobody))
        self._nameless_stops = array("I", (self._at(span.stop) for span in nobody))
        self._stops = [label.stop for label in self.labels]
        self._breaks = breaks(reading)

    def first(self) -> Iterator[Person]:
        """What could be a name in any paper, with its score."""
        return _scored(self.examples())

    def second(self, names: Collection[str], taken: Collection[tuple[int, int]]) -> Iterator[Person]:
        """What could be a name in a paper full of `names`, with its score; `taken` are the places of the first look.

        A stretch needs less to be a name where the same one is likely a name elsewhere in the paper.
        """
        found = [
            person
            for person in _scored(self.more_examples(names, taken))
            if person.candidate.score > _UNLIKELY
        ]
        best: dict[str, list[float]] = {}
        for person in found:
            one = person.candidate
            best[one.text] = sorted((*best.get(one.text, ()), one.score))[-2:]
        for person in found:
            one = person.candidate
            others = [score for score in best[one.text] if score != one.score] or best[one.text][1:]
            likely = max(0.0, min(_MOST_LIKELY, max(others, default=_UNLIKELY) - _UNLIKELY))
            one.score += _ELSEWHERE * likely
            yield person

    def examples(self) -> Iterator[Person]:
        """The first look with features instead of scores, as training takes it."""
        return self._examples(candidates(self.text, self._breaks), ())

    def more_examples(
        self, names: Collection[str], taken: Collection[tuple[int, int]]
    ) -> Iterator[Person]:
        """The second look with features instead of scores."""
        return self._examples(wide(self.text, self._breaks, taken), names)

    def _examples(
        self, found: Iterator[Candidate], names: Collection[str]
    ) -> Iterator[Person]:
        """A long text is gone through in parts: each candidate holds the words of its run until it is scored."""
        known = _Known.of(names)
        least = _BATCH if len(self.text) >= _SHORT_PAPER else sys.maxsize
        for part in in_parts((one for one in found if self._is_open(one)), least):
            yield from self._persons(part, known)

    def _at(self, printed: int) -> int:
        return self.reading.folded.position(printed)

    def names_nobody(self, start: int) -> bool:
        """True in a cell of a table that says by its head that nobody is named there, and in the head itself."""
        at = bisect.bisect_right(self._nameless, start) - 1
        return at >= 0 and start < self._nameless_stops[at]

    def _is_open(self, one: Candidate) -> bool:
        """False in cells that name nobody, for what is masked already, for codes of offices and years of school."""
        text = self.text
        return (
            not self.names_nobody(one.start)
            and text[one.stop : one.stop + 1] not in _MASKS
            and not one.text.endswith(_BODIES)
            and not (one.text[-1] == "字" and _CODE.match(text, one.stop))
            and not FILLER.fullmatch(one.text)
            and not agency_code(text, one.stop)
            and not _GRADE.match(text, one.start)
        )

    def _persons(self, found: Sequence[Candidate], known: _Known) -> Iterator[Person]:
        """`known`: the names that the first look has found."""
        text = self.text
        gains: dict[int, list[tuple[int, float]]] = {}
        firsts: dict[int, int] = {}
        for one in found:
            gains.setdefault(one.start, []).append((one.stop, one.gain))
            firsts[one.stop] = min(firsts.get(one.stop, one.start), one.start)
        places = {(one.text, one.start) for one in found} if len(text) < _SHORT_PAPER else set()
        often = Counter(name for name, _ in places)
        for one in found:
            label = label_over(
                self.labels, bisect.bisect_right(self._stops, one.start) - 1, text, one.start
            )
            column = _column_at(self.cells, one.start)
            rival = max((gain for stop, gain in gains[one.start] if stop != one.stop), default=-99.0)
            around = Around(
                text,
                cue_before(text, one.start),
                cue_after(text, one.stop),
                label,
                column.cue if column else None,
                dropped(self.reading.folded, one.start, one.stop),
                described(text, one.stop),
                office_after(text, one.stop),
                organ_before(text, one.start) is not None,
                rival,
                often[one.text],
                one.text in known.names,
                known.given[one.text],
                firsts[one.stop] < one.start,
                known.heads[one.text[:2]] > (one.text in known.names),
            )
            yield _judge(one, around, column)


def _scored(pool: Iterator[Person]) -> Iterator[Person]:
    """With their scores, and without what only the scores needed: a long list has a hundred thousand candidates."""
    while batch := list(itertools.islice(pool, _BATCH)):
        found = scores([person.candidate.features for person in batch])
        for person, score in zip(batch, found, strict=True):
            person.candidate.score = score
            person.candidate.features, person.candidate.run = [], None
            if score > _LOST:
                yield person


def _judge(candidate: Candidate, around: Around, column: Column | None) -> Person:
    text, before, after = around.text, around.before, around.after
    candidate.features = features(candidate, around)
    voice = None if told_to(text, candidate.start, after) else after
    witnesses = list(
        _witnesses(before, voice, around.label, column, around.introduced, around.office)
    )
    if around.organ:
        witnesses.append(Witness(Role.OFFICIAL, 2, "前为单位或者内设机构"))
    if before is not None and before.term in _AGENTS and for_office(text, candidate.start):
        witnesses.append(Witness(Role.OFFICIAL, 3, "代理的一方为行政机关"))
    if signs_off(text, candidate.start, candidate.stop):
        witnesses.append(Witness(Role.OFFICIAL, 3, "署名之下为单位"))
    if approves(text, candidate.start, candidate.stop):
        witnesses.append(Witness(Role.OFFICIAL, 3, "签在审批意见之后"))
    if not witnesses and entitled(text, candidate.stop) and candidate.text[-1] not in PLACE_ENDS:
        witnesses.append(Witness(Role.PRIVATE, 1, "后接补助、面积等个人事项"))
    if at_school(text, candidate.start, candidate.stop):
        witnesses.append(Witness(Role.PRIVATE, 3, "前接或者后接所在班级"))
    if identified(text, candidate.stop):
        witnesses.append(Witness(Role.PRIVATE, 5, "后接身份证件号码"))
    if around.introduced and career_after(text, candidate.stop):
        witnesses.append(Witness(Role.OFFICIAL, 5, "后述现任或者拟任职务"))
    return Person(candidate, witnesses, False)


def _witnesses(
    before: Cue | None,
    after: Cue | None,
    label: Cue | None,
    column: Column | None,
    introduced: bool,
    office: bool,
) -> Iterator[Witness]:
    yield from only(witness(before, "before"))
    yield from only(witness(after, "after"))
    yield from only(witness(label, "label"))
    if column:
        yield column_witness(column)
    if introduced:
        yield Witness(Role.PRIVATE, 2, "后接性别、年龄或证件等个人情况")
    if office:
        yield Witness(Role.OFFICIAL, 3, "后接单位职务")


def column_witness(column: Column) -> Witness:
    """What a column of names says of the people in it: who is listed as private stays so, whatever else is said.

    Who is listed in office (登记人, 负责人) may still be a private person by all the rest of the paper.
    """
    if column.role == "official":
        weight = 2 if column.borrowed else 3
        return Witness(Role.OFFICIAL, weight, f"栏目“{column.cue.term}”所列为公职人员或者表内列有职务")
    return Witness(Role.PRIVATE, 2 if column.borrowed else 4, f"栏目为“{column.cue.term}”")


def only(one: Witness | None) -> Sequence[Witness]:
    """The witness, where there is one."""
    return () if one is None else (one,)


def _cell_spans(reading: Reading, cells: Sequence[Column]) -> list[tuple[int, int, Column]]:
    fold = reading.folded
    return [
        (fold.position(cell.span.start), fold.position(cell.span.stop), cell) for cell in cells
    ]


def _column_at(spans: Sequence[tuple[int, int, Column]], index: int) -> Column | None:
    at = bisect.bisect_right(spans, index, key=lambda span: span[0]) - 1
    if at >= 0 and index < spans[at][1]:
        return spans[at][2]
    return None


