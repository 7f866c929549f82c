"""Names of persons, private or in office.

Candidates come from surnames, stems and spellings of minority and foreign names, cells and labels; a shallow
network judges each by its shape and its surroundings; `roles` says who is who. Names that the draft has
masked already (张某某, 李×) are no candidates.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from detectors.names_candidates import Candidate
from detectors.names_frames import framed
from detectors.names_latin import latin_names
from detectors.names_lexicon import words
from detectors.names_people import Person, accepted, is_peopled, lean, resolve, share, whole_names
from detectors.names_pool import Pool, column_witness, only
from detectors.names_repeat import repeats, settled_again
from detectors.names_roles import settle
from detectors.names_scorer import Scorer, rescored
from detectors.names_shape import SECOND
from detectors.names_slots import cell_names, slot_names
from detectors.once import once
from detectors.roles import Role, witness
from pipeline.contracts import Reading
from pipeline.finding import Certainty, Finding, Kind, finding
from pipeline.shelf import Shelf

_SURE = 5.0
_BARE, _BARE_SECOND, _TOLD_WORD, _BARE_WORD = 1.0, 0.5, 3.0, 4.0
"""Least scores of names, see `_least`."""
_ASKED_WORD = 2.0
"""A word must score this much to be even a question in a paper that is not full of names."""
_TOLD = 2
"""A name of which nobody says so much is bare."""
_FIRM = 4.0


class Names:
    """Yields `pi.name` for private persons and `person.official` for persons in office."""

    name = "names"

    def __init__(self, scorer: Scorer | None = None) -> None:
        """`scorer`: a larger model that the office has installed (see `names_scorer`)."""
        self._found = once(lambda reading: _found(reading, scorer))

    def find(self, reading: Reading) -> Iterable[Finding]:
        """The names of the document, in text order; judged once a document, however many ask."""
        return self._found(reading)


def _found(reading: Reading, scorer: Scorer | None) -> Sequence[Finding]:
    text = reading.folded.text
    people = resolve(judged(reading, scorer))
    peopled = is_peopled({one.candidate.text for one in people}, text)
    if not peopled:
        people = [one for one in people if not _is_mere_word(one)]
    share(people, text)
    settle(people, text)
    known = _Known(whole_names(people).keys(), peopled)
    found = [(person, _finding(reading, person, known)) for person in people]
    private = [person for person, one in found if one is not None and _is_cut(one)]
    stand = [person for person, one in found if one is not None]
    again = [(person, _finding(reading, person, known)) for person in repeats(text, stand, private)]
    findings = [one for _, one in (*found, *again) if one is not None]
    return Shelf(reading.document.blocks, sorted(findings, key=lambda one: one.span))


def _is_mere_word(person: Person) -> bool:
    """True for a word of the language that hardly scores and of which nothing is said: no question in a paper about
    things (植树)."""
    one = person.candidate
    bare = not (person.settled or person.witnesses)
    return bare and one.score < _ASKED_WORD and words().cost(one.text) is not None


def _is_cut(one: Finding) -> bool:
    return one.kind is Kind.PI_NAME and one.certainty is not Certainty.POSSIBLE


def judged(reading: Reading, scorer: Scorer | None = None) -> list[Person]:
    """Every candidate that is a name by its score or by its place, overlapping ones included."""
    text, pool = reading.folded.text, Pool(reading)
    people = [
        Person(candidate, [column_witness(column)], True)
        for candidate, column in cell_names(reading.folded, pool.cells)
    ]
    people += [
        Person(candidate, list(only(witness(label.cue, "label"))), True)
        for candidate, label in slot_names(reading.folded, pool.labels)
    ]
    people += [Person(candidate, [why], True) for candidate, why in framed(text)]
    people = [one for one in people if not pool.names_nobody(one.candidate.start)]
    again = list(settled_again(text, people))
    people = _without_tails(people, again) + again
    scored = _rescored(pool.first(), text, scorer)
    sure = {person.candidate.text for person in people}
    if lean(scored, sure, text) > 0:
        sure |= {person.candidate.text for person in scored if person.candidate.score > 0}
        taken = {(person.candidate.start, person.candidate.stop) for person in scored}
        scored += _rescored(pool.second(sure, taken), text, scorer)
    people += accepted(scored, text)
    return people + _latin(text, people)


def _without_tails(people: Sequence[Person], again: Iterable[Person]) -> list[Person]:
    """Without those that are the end of a whole name at its further place (方一 in 母方一, which reads like 母 方一)."""
    whole = {one.candidate.stop: one.candidate.start for one in again}
    return [
        one
        for one in people
        if whole.get(one.candidate.stop, one.candidate.start) >= one.candidate.start
    ]


def _rescored(pool: Iterator[Person], text: str, scorer: Scorer | None) -> list[Person]:
    return rescored(list(pool), text, scorer) if scorer else list(pool)


def _latin(text: str, people: Sequence[Person]) -> list[Person]:
    """Names in Latin letters; one in brackets is the person before it."""
    by_stop = {person.candidate.stop: person for person in people}
    found = []
    for one, cue in latin_names(text, by_stop.keys()):
        before = by_stop.get(one.start - 1)
        told = list(before.witnesses) if before else list(only(witness(cue, "before")))
        found.append(Person(one, told, False))
    return found


def _scenic(one: Candidate) -> bool:
    """Ends as hills, waters and villages do, and nothing tells of a person: 白马山, 清江湖, 巴仁村."""
    return one.text[-1] in "山湖河泉岭峰寺塔村" and one.score < _FIRM


@lru_cache(maxsize=1_000)
def _reason(why: str) -> str:
    """One string for the many findings of one reason."""
    return f"姓名用字与上下文相符；{why}。"


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the names of a paper: those that end somebody's whole name, and whether it is full of them."""

    short: Collection[str]
    peopled: bool


def _least(person: Person, known: _Known) -> float:
    """What a name must score to be proposed for a cut; below, it is a question.

    Most needs a word of the language (黎明, 建设, 程序) of which nothing is said, then one that only the second look takes
    for a name though something is said of it; a name that is said to be one, and the given name of somebody, least.
    In a paper about things even who is said to be one needs something (方便群众用邮).
    """
    one = person.candidate
    told = max((told.weight for told in person.witnesses), default=0)
    word, second = words().cost(one.text) is not None, one.source in SECOND
    if person.settled or one.text in known.short:
        return -math.inf
    if told > _TOLD or (told == _TOLD and not (word and second)):
        return -math.inf if known.peopled else _BARE
    if word:
        return _BARE_WORD if told < _TOLD else _TOLD_WORD
    return _BARE_SECOND if second else _BARE


def _finding(reading: Reading, person: Person, known: _Known) -> Finding | None:
    role, why = person.role
    one = person.candidate
    bare = not person.settled and all(told.weight < _TOLD for told in person.witnesses)
    if bare and _scenic(one):
        return None
    certainty = Certainty.SURE if person.settled or one.score > _SURE else Certainty.LIKELY
    kind = Kind.PERSON_OFFICIAL if role is Role.OFFICIAL else Kind.PI_NAME
    doubtful = one.score < _least(person, known) or (bare and one.text in words().public)
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
