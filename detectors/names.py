"""Names of persons, private or in office.

Candidates come from surnames, stems and spellings of minority and foreign names, cells and labels; a small
linear model judges each by its shape and its surroundings; `roles` says who is who. Names that the draft has
masked already (张某某, 李×) are no candidates.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from detectors.names_candidates import Candidate, candidates
from detectors.names_columns import Column, name_cells
from detectors.names_context import (
    Label,
    breaks,
    career_after,
    cue_after,
    cue_before,
    described,
    dropped,
    entitled,
    label_over,
    labels_in,
    office_after,
    paper,
)
from detectors.names_lexicon import Cue
from detectors.names_model import features, score
from detectors.names_slots import cell_names, slot_names
from detectors.roles import Role, Witness, weigh, witness
from pipeline.contracts import Reading
from pipeline.finding import Certainty, Finding, Kind, finding

_MASKS = frozenset("某×*XxＸ○〇█■_")
_SURE = 5.0
_UNKNOWN = 4.0
"""A name whose role nothing tells must score this much to be proposed for a cut; below, it is a question."""
_ASSUMED = 1.0
_DOUBT = 0.0
_STRONG = 4.0
_NEIGHBOUR = 2.0


@dataclass(slots=True)
class Person:
    """A stretch that was judged a name, with what speaks for its role."""

    candidate: Candidate
    witnesses: list[Witness]
    settled: bool
    """A cell or label said so: the shape does not matter."""


class Names:
    """Yields `pi.name` for private persons and `person.official` for persons in office."""

    name = "names"

    def find(self, reading: Reading) -> Iterable[Finding]:
        """The names of the document, in text order."""
        people = resolve(judged(reading))
        _share(people)
        _assume(people, paper(reading.folded.text))
        yield from filter(None, (_finding(reading, person) for person in people))


def judged(reading: Reading) -> list[Person]:
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
    return people + _accepted(list(_pool(reading, labels, starts)), text)


def examples(reading: Reading) -> list[Candidate]:
    """Every candidate with its features, for training."""
    labels, cells = labels_in(reading.folded.text), _cell_spans(reading, name_cells(reading))
    return [person.candidate for person in _pool(reading, labels, cells)]


def _pool(
    reading: Reading, labels: Sequence[Label], spans: Sequence[tuple[int, int, Column]]
) -> Iterator[Person]:
    text = reading.folded.text
    stops = [label.stop for label in labels]
    for candidate in candidates(text, breaks(reading)):
        if text[candidate.stop : candidate.stop + 1] not in _MASKS:
            column = _column_at(spans, candidate.start)
            yield _judge(candidate, reading, text, labels, stops, column)


def _judge(
    candidate: Candidate,
    reading: Reading,
    text: str,
    labels: Sequence[Label],
    stops: Sequence[int],
    column: Column | None,
) -> Person:
    before, after = cue_before(text, candidate.start), cue_after(text, candidate.stop)
    label = label_over(
        labels, bisect.bisect_right(stops, candidate.start) - 1, text, candidate.start
    )
    introduced = described(text, candidate.stop)
    office = office_after(text, candidate.stop)
    candidate.features = features(
        candidate,
        text,
        before,
        after,
        label,
        column.cue if column else None,
        dropped(reading.folded, candidate.start, candidate.stop),
        introduced,
        office,
    )
    candidate.score = score(candidate.features)
    witnesses = list(_witnesses(before, after, label, column, introduced, office))
    if not witnesses and entitled(text, candidate.stop):
        witnesses.append(Witness(Role.PRIVATE, 2, "后接补助、面积等个人事项"))
    if introduced and career_after(text, candidate.stop):
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


def _accepted(pool: list[Person], text: str) -> list[Person]:
    """Names by their own score, and weaker ones that stand in a row with a name or repeat one."""
    strong = {
        p.candidate.text for p in pool if p.candidate.score > _STRONG and len(p.candidate.text) > 2
    }
    edges = {p.candidate.stop for p in pool if p.candidate.score > 0}
    heads = {p.candidate.start for p in pool if p.candidate.score > 0}
    for person in pool:
        one = person.candidate
        if one.score <= 0:
            if one.text in strong and one.score > -6:
                one.score += 6
            elif one.score > -(_NEIGHBOUR if one.source == "han" else 5) and (
                (text[one.start - 1 : one.start] == "、" and one.start - 1 in edges)
                or (text[one.stop : one.stop + 1] == "、" and one.stop + 1 in heads)
            ):
                one.score = max(one.score + _NEIGHBOUR, 0.5)
    return [person for person in pool if person.candidate.score > 0]


def resolve(people: Iterable[Person]) -> list[Person]:
    """The best names that do not overlap, in text order; witnesses of the same stretch are joined."""
    chosen: list[Person] = []
    taken: list[tuple[int, int]] = []
    same: dict[tuple[int, int], Person] = {}
    for person in sorted(
        people, key=lambda p: (not p.settled, -p.candidate.score, p.candidate.start)
    ):
        span = (person.candidate.start, person.candidate.stop)
        if span in same:
            same[span].witnesses += [w for w in person.witnesses if w not in same[span].witnesses]
            continue
        at = bisect.bisect_left(taken, span)
        if (at and taken[at - 1][1] > span[0]) or (at < len(taken) and taken[at][0] < span[1]):
            continue
        taken.insert(at, span)
        same[span] = person
        chosen.append(person)
    return sorted(chosen, key=lambda p: p.candidate.start)


def _share(people: Sequence[Person]) -> None:
    """Names in one row share what is said of the first; one person keeps a role through the document."""
    previous: Person | None = None
    for person in people:
        if (
            previous
            and not person.witnesses
            and person.candidate.start - previous.candidate.stop <= 1
        ):
            role, why = weigh(previous.witnesses)
            if role in {Role.PRIVATE, Role.OFFICIAL}:
                person.witnesses.append(Witness(role, 2, f"与前一姓名并列，{why}"))
        previous = person
    roles: dict[str, list[Witness]] = {}
    for person in people:
        roles.setdefault(person.candidate.text, []).extend(person.witnesses)
    for person in people:
        if not person.witnesses:
            role, why = weigh(roles[person.candidate.text])
            if role in {Role.PRIVATE, Role.OFFICIAL}:
                person.witnesses.append(Witness(role, 2, f"同一姓名在文中他处{why}"))


def _assume(people: Sequence[Person], genre: str) -> None:
    """A name of which nothing is said is read as the other people of the document, or by its genre."""
    known: dict[Role, set[str]] = {Role.PRIVATE: set(), Role.OFFICIAL: set()}
    for person in people:
        role, _ = weigh(person.witnesses)
        if role in known:
            known[role].add(person.candidate.text)
    private, official = len(known[Role.PRIVATE]), len(known[Role.OFFICIAL])
    why = "文中其他人员多为同类身份"
    role = Role.UNKNOWN
    if genre:
        role, why = Role(genre), "由文种推断"
        if genre == "official" and private > official:
            return
    elif private >= 2 and private >= 2 * official:
        role = Role.PRIVATE
    elif official >= 3 and not private:
        role = Role.OFFICIAL
    if role is not Role.UNKNOWN:
        for person in people:
            if not person.witnesses and (
                role is Role.OFFICIAL or person.candidate.score > _ASSUMED
            ):
                person.witnesses.append(Witness(role, 1, why))


def _finding(reading: Reading, person: Person) -> Finding | None:
    role, why = weigh(person.witnesses)
    one = person.candidate
    certainty = Certainty.SURE if person.settled or one.score > _SURE else Certainty.LIKELY
    kind = Kind.PI_NAME
    match role:
        case Role.OFFICIAL:
            kind = Kind.PERSON_OFFICIAL
        case Role.BOTH:
            certainty = Certainty.POSSIBLE
        case Role.UNKNOWN:
            if one.score < _DOUBT and not person.settled:
                return None
            certainty = (
                Certainty.LIKELY if person.settled or one.score >= _UNKNOWN else Certainty.POSSIBLE
            )
        case Role.PRIVATE:
            pass
    return finding(
        reading.document,
        kind,
        reading.folded.unfold(one.start, one.stop),
        certainty,
        Names.name,
        why=f"姓名用字与上下文相符；{why}。",
    )


DETECTOR = Names()
