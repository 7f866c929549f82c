"""Names of persons, private or in office.

Candidates come from surnames, stems and spellings of minority and foreign names, cells and labels; a small
linear model judges each by its shape and its surroundings; `roles` says who is who. Names that the draft has
masked already (张某某, 李×) are no candidates.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from detectors.names_candidates import Candidate, candidates
from detectors.names_columns import Column, name_cells
from detectors.names_context import (
    Label,
    approves,
    breaks,
    career_after,
    cue_after,
    cue_before,
    described,
    dropped,
    entitled,
    for_office,
    label_over,
    labels_in,
    office_after,
    organ_before,
    signs_off,
    told_to,
)
from detectors.names_frames import agency_code, framed
from detectors.names_latin import latin_names
from detectors.names_lexicon import Cue, words
from detectors.names_model import Around, features, scores
from detectors.names_people import PLACE_ENDS, Person, accepted, resolve, share
from detectors.names_repeat import repeats, settled_again
from detectors.names_roles import settle
from detectors.names_scorer import Scorer, rescored
from detectors.names_slots import cell_names, slot_names
from detectors.once import once
from detectors.roles import Role, Witness, witness
from pipeline.contracts import Reading
from pipeline.finding import Certainty, Finding, Kind, finding

_MASKS = frozenset("某×*XxＸ○〇█■_")
_SURE = 5.0
_GRADE = re.compile(r"高[一二三](?=\(|\d|[班年级学上下,])")
"""A year of school, not a Gao: 高二(3)班."""
_BARE = 1.0
"""A name with no cue beside it must score this much to be proposed for a cut; below, it is a question."""
_FIRM = 4.0
_AGENTS = frozenset({"委托代理人", "代理人", "出庭负责人"})
_BATCH = 1_000
"""Candidates that are scored together."""
_SHORT_PAPER = 6_000
"""In a longer text everything repeats, and repetition tells nothing."""


class Names:
    """Yields `pi.name` for private persons and `person.official` for persons in office."""

    name = "names"

    def __init__(self, scorer: Scorer | None = None) -> None:
        """`scorer`: a larger model that the office has installed (see `names_scorer`)."""
        self._found = once(lambda reading: _found(reading, scorer))

    def find(self, reading: Reading) -> Iterable[Finding]:
        """The names of the document, in text order; judged once a document, however many ask."""
        return self._found(reading)


def _found(reading: Reading, scorer: Scorer | None) -> tuple[Finding, ...]:
    text = reading.folded.text
    people = resolve(judged(reading, scorer))
    share(people, text)
    settle(people, text)
    found = [(person, _finding(reading, person)) for person in people]
    private = [person for person, one in found if one is not None and _is_cut(one)]
    stand = [person for person, one in found if one is not None]
    again = [(person, _finding(reading, person)) for person in repeats(text, stand, private)]
    findings = [one for _, one in (*found, *again) if one is not None]
    return tuple(sorted(findings, key=lambda one: one.span))


def _is_cut(one: Finding) -> bool:
    return one.kind is Kind.PI_NAME and one.certainty is not Certainty.POSSIBLE


def judged(reading: Reading, scorer: Scorer | None = None) -> list[Person]:
    """Every candidate that is a name by its score or by its place, overlapping ones included."""
    text = reading.folded.text
    labels = labels_in(text)
    starts = _cell_spans(reading, name_cells(reading))
    people = [
        Person(candidate, [_column_witness(column)], True)
        for candidate, column in cell_names(reading.folded, starts)
    ]
    people += [
        Person(candidate, list(_only(witness(label.cue, "label"))), True)
        for candidate, label in slot_names(reading.folded, labels)
    ]
    people += [Person(candidate, [why], True) for candidate, why in framed(text)]
    people += list(settled_again(text, people))
    pool = list(_scored(_pool(reading, labels, starts)))
    sure = [person.candidate.text for person in people]
    people += accepted(rescored(pool, text, scorer) if scorer else pool, sure, text)
    return people + _latin(text, people)


def _scored(pool: Iterator[Person]) -> Iterator[Person]:
    """With their scores, and without what only the scores needed: a long list has a hundred thousand candidates."""
    while batch := list(itertools.islice(pool, _BATCH)):
        found = scores([person.candidate.features for person in batch])
        for person, score in zip(batch, found, strict=True):
            person.candidate.score = score
            person.candidate.features, person.candidate.run = [], None
            yield person


def _latin(text: str, people: Sequence[Person]) -> list[Person]:
    """Names in Latin letters; one in brackets is the person before it."""
    by_stop = {person.candidate.stop: person for person in people}
    found = []
    for one, cue in latin_names(text, by_stop.keys()):
        before = by_stop.get(one.start - 1)
        told = list(before.witnesses) if before else list(_only(witness(cue, "before")))
        found.append(Person(one, told, False))
    return found


def examples(reading: Reading) -> list[Candidate]:
    """Every candidate with its features, for training."""
    labels, cells = labels_in(reading.folded.text), _cell_spans(reading, name_cells(reading))
    return [person.candidate for person in _pool(reading, labels, cells)]


def _pool(
    reading: Reading, labels: Sequence[Label], spans: Sequence[tuple[int, int, Column]]
) -> Iterator[Person]:
    text = reading.folded.text
    stops = [label.stop for label in labels]
    found = [
        one
        for one in candidates(text, breaks(reading))
        if text[one.stop : one.stop + 1] not in _MASKS
        and not agency_code(text, one.stop)
        and not _GRADE.match(text, one.start)
    ]
    gains: dict[int, list[tuple[int, float]]] = {}
    for one in found:
        gains.setdefault(one.start, []).append((one.stop, one.gain))
    places = {(one.text, one.start) for one in found} if len(text) < _SHORT_PAPER else set()
    often = Counter(name for name, _ in places)
    for one in found:
        label = label_over(labels, bisect.bisect_right(stops, one.start) - 1, text, one.start)
        column = _column_at(spans, one.start)
        rival = max((gain for stop, gain in gains[one.start] if stop != one.stop), default=-99.0)
        around = Around(
            text,
            cue_before(text, one.start),
            cue_after(text, one.stop),
            label,
            column.cue if column else None,
            dropped(reading.folded, one.start, one.stop),
            described(text, one.stop),
            office_after(text, one.stop),
            organ_before(text, one.start) is not None,
            rival,
            often[one.text],
        )
        yield _judge(one, around, column)


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
    yield from _only(witness(before, "before"))
    yield from _only(witness(after, "after"))
    yield from _only(witness(label, "label"))
    if column:
        yield _column_witness(column)
    if introduced:
        yield Witness(Role.PRIVATE, 2, "后接性别、年龄或证件等个人情况")
    if office:
        yield Witness(Role.OFFICIAL, 3, "后接单位职务")


def _column_witness(column: Column) -> Witness:
    if column.role == "official":
        return Witness(Role.OFFICIAL, 4, f"栏目“{column.cue.term}”所列为公职人员或者表内列有职务")
    return Witness(Role.PRIVATE, 4, f"栏目为“{column.cue.term}”")


def _only(one: Witness | None) -> Sequence[Witness]:
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


def _scenic(one: Candidate) -> bool:
    """Ends as hills and waters do, and nothing tells of a person: 白马山, 清江湖."""
    return one.text[-1] in "山湖河泉岭峰寺塔" and one.score < _FIRM


@lru_cache(maxsize=1_000)
def _reason(why: str) -> str:
    """One string for the many findings of one reason."""
    return f"姓名用字与上下文相符；{why}。"


def _finding(reading: Reading, person: Person) -> Finding | None:
    role, why = person.role
    one = person.candidate
    bare = not (person.witnesses or person.settled)
    if bare and _scenic(one):
        return None
    certainty = Certainty.SURE if person.settled or one.score > _SURE else Certainty.LIKELY
    kind = Kind.PERSON_OFFICIAL if role is Role.OFFICIAL else Kind.PI_NAME
    doubtful = bare and (one.score < _BARE or one.text in words().public)
    if role in {Role.BOTH, Role.UNKNOWN} or (role is Role.PRIVATE and doubtful):
        certainty = Certainty.POSSIBLE
    return finding(
        reading.document,
        kind,
        reading.folded.unfold(one.start, one.stop),
        certainty,
        Names.name,
        why=_reason(why),
    )


DETECTOR = Names()
