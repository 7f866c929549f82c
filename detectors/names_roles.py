"""Who is a private person and who is in office, where no label and no cue settles it: a linear model over everything
that the paper says around a person, in all places where the name stands.

Labels, columns and cues come first (`roles.weigh`): what they say of a private person stands, and of an official
too unless the paper as a whole speaks clearly against it (a works manager is nobody in office). The weights are rows of
`corpora/names/role_weights.tsv`, made by `python -m training.roles`; above zero is a private person. Nothing of
the text is kept: a feature is a word beside the name or a property of the place.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import corpora
from detectors.names_people import JOINS, Person
from detectors.names_segment import segment
from detectors.roles import Reach, Role, Witness, weigh

_HAN = re.compile("[\u3400-\u9fff]+")
_DIGIT = re.compile(r"\d")
_ENDS = "。;\n"
_LEFT, _RIGHT = 40, 60
"""How far the sentence around a name is read, in characters."""
_HEAD = 80
_NEAR, _FAR = 3, 12
"""Words on either side that count as near, and that count at all."""
_MOST = 12
"""Places of one name that are read; further ones say the same."""
_ROW = 0.6
_CLIP = 3.0
_SETTLED = 3
"""A witness of this weight settles a role when nobody of weight speaks against it."""
_OVERRULED, _CONTRADICTED = 1.6, 0.8
"""The paper overrules what a strong or a weaker cue says of an official above these scores."""
_ASKED = 0.75
"""Above so much of them it asks the officer."""
_BETWEEN = -0.4
"""A score between this and zero is a question to the officer."""
_LABELLED = re.compile(r"([^\n:,。;]{1,10}):[^:。;\n]*$")
_OPENING = re.compile(r"[^\n:]{1,12}:")
_ROWS = re.compile(r"(?:^[^\n]*\t[^\n]*(?:\n|\Z))+", re.MULTILINE)
_LONGEST_ROW = 2_000
"""Characters of a row of a table; what is longer is no row that anybody reads."""
_MANY = 3
_JOINS = JOINS | {"与"}


@cache
def weights() -> dict[str, float]:
    """Feature → weight, loaded once a process."""
    lines = corpora.text("names/role_weights.tsv").splitlines()
    rows = (line.split("\t") for line in lines if line[:1] not in {"", "#"})
    next(rows)
    return {feature: float(weight) for feature, weight in rows}


def settle(people: Sequence[Person], text: str) -> None:
    """Give a verdict to every person of a folded text whose role no witness settles."""
    paper = Paper(people, text)
    table = weights()
    scores = {
        name: sum(table.get(feature, 0.0) for feature in paper.features(name))
        for name in paper.places
        if paper.is_open(name)
    }
    firm = {Role.PRIVATE: _CLIP, Role.OFFICIAL: -_CLIP}
    told = {name: firm.get(paper.roles[name], 0.0) for name in paper.roles} | scores
    for name, score in scores.items():
        beside = [max(-_CLIP, min(_CLIP, told[other])) for other in paper.beside.get(name, ())]
        if beside:
            score += _ROW * sum(beside) / len(beside)
        verdict = _verdict(score, paper, name)
        namesakes = paper.namesakes(name)
        for person in paper.places[name]:
            person.verdict = None if namesakes and _told(person) else verdict


def _verdict(score: float, paper: Paper, name: str) -> tuple[Role, str] | None:
    """The role that the score speaks for, with the strongest witness for it; None leaves it to the witnesses."""
    told, weight = paper.told(name)
    low, high = _BETWEEN, 0.0
    if told is Role.OFFICIAL:
        high = _OVERRULED if weight >= _SETTLED else _CONTRADICTED
        low = high * _ASKED
    role = Role.PRIVATE if score > high else Role.BOTH if score > low else Role.OFFICIAL
    said = [one for person in paper.places[name] for one in person.witnesses if one.role is role]
    if role is Role.BOTH:
        return role, "从上下文看两种身份都有可能，身份待判断"
    if said:
        return role, max(said, key=lambda one: one.weight).why
    side = "当事人一方" if role is Role.PRIVATE else "履行公务的人员"
    return role, f"综合全文中其姓名前后的用语，应为{side}"


class Paper:
    """The people of one document by name: their places, what witnesses say, who stands beside whom."""

    def __init__(self, people: Sequence[Person], text: str) -> None:
        """`people`: in text order, without overlaps."""
        self.text = text
        self.places: dict[str, list[Person]] = {}
        for person in people:
            self.places.setdefault(person.candidate.text, []).append(person)
        self.roles = {
            name: weigh([one for person in places for one in person.witnesses])[0]
            for name, places in self.places.items()
        }
        self._starts = [person.candidate.start for person in people]
        self._stops = [person.candidate.stop for person in people]
        self._tables = [match.span() for match in _ROWS.finditer(text)]
        self.beside = _beside(people, text)
        self._count = Counter(self.roles.values())
        self._head = {f"H={word}" for word in _words(self._masked(0, _HEAD)) if len(word) > 1}

    def settled(self, name: str) -> Role | None:
        """The role that the witnesses alone settle: a strong one and nobody of weight against it."""
        role, weight = self.told(name)
        return role if weight >= _SETTLED else None

    def told(self, name: str) -> tuple[Role | None, int]:
        """The role that all witnesses of weight agree on, and the weight of the strongest; None where they do not."""
        told = [one for person in self.places[name] for one in person.witnesses if one.weight > 1]
        if len({one.role for one in told}) != 1:
            return None, 0
        return told[0].role, max(one.weight for one in told)

    def namesakes(self, name: str) -> bool:
        """True when one place settles a private person and another one in office: two people of one name."""
        return len({role for place in self.places[name] for role in _told(place)}) > 1

    def is_open(self, name: str) -> bool:
        """False for a person whom witnesses settle as private or a column of a table places."""
        places = self.places[name]
        listed = all(any(one.weight > _SETTLED for one in place.witnesses) for place in places)
        return not listed and self.settled(name) is not Role.PRIVATE

    def features(self, name: str) -> list[str]:
        """The names of the properties that hold of a person, sorted."""
        found = set(self._head)
        for person in self.places[name][:_MOST]:
            found |= self._around(person)
        others = self._count - Counter([self.roles[name]])
        private, official = (min(_MANY, others[role]) for role in (Role.PRIVATE, Role.OFFICIAL))
        found |= {f"private={private}", f"official={official}", f"people={private}-{official}"}
        return sorted(found | {"bias"})

    def _around(self, person: Person) -> set[str]:
        text, start, stop = self.text, person.candidate.start, person.candidate.stop
        found = set(_said(person.witnesses))
        left, right = self._sentence(start, stop)
        head = self._column(start)
        if head is not None:
            found |= {"cell", f"head={head[-2:]}", *(f"heads={word}" for word in _words(head))}
            left, right = left.rpartition("\t")[2], right.partition("\t")[0]
        before, after = _words(left)[::-1], _words(right)
        for size in (1, 2, 3):
            found |= {f"l{size}={_printed(left[-size:])}", f"r{size}={_printed(right[:size])}"}
        found |= {f"lw1={word}" for word in before[:1]} | {f"rw1={word}" for word in after[:1]}
        found |= {f"lw={word}" for word in before[:_NEAR]}
        found |= {f"rw={word}" for word in after[:_NEAR]}
        found |= {f"L={word}" for word in before[:_FAR]}
        found |= {f"R={word}" for word in after[:_FAR]}
        opens = start == 0 or text[start - 1] == "\n"
        closes = text[stop : stop + 1] in ("", "\n")
        if opens:
            found.add(f"opens={_printed(right[:1])}")
        if closes:
            found.add("closes-line")
        if opens and closes:
            found.add("alone")
        ahead = self._masked(max(0, start - _RIGHT), start)
        if opening := _OPENING.match(ahead, ahead.rfind("\n") + 1):
            found.add(f"opening={_printed(opening[0])}")
        if label := _LABELLED.search(ahead):
            found.add(f"label={_printed(label[1][-6:])}")
        return found

    def _sentence(self, start: int, stop: int) -> tuple[str, str]:
        """What stands before and behind the name in its sentence, other names as N."""
        text = self.text
        left = max(start - _LEFT, 0)
        left = max(left, *(text.rfind(mark, left, start) + 1 for mark in _ENDS))
        far = min(stop + _RIGHT, len(text))
        right = min((at for mark in _ENDS if (at := text.find(mark, stop, far)) >= 0), default=far)
        return self._masked(left, start), self._masked(stop, right)

    def _masked(self, start: int, stop: int) -> str:
        parts, at = [], start
        for index in range(bisect.bisect_right(self._stops, start), len(self._starts)):
            if self._starts[index] >= stop:
                break
            parts += [self.text[at : self._starts[index]], "N"]
            at = self._stops[index]
        parts.append(self.text[at:stop])
        return "".join(parts)

    def _column(self, start: int) -> str | None:
        """What stands in the first row of the table over this place; None outside tables."""
        index = bisect.bisect_right(self._tables, start, key=lambda span: span[0]) - 1
        if index < 0 or start >= self._tables[index][1]:
            return None
        top = self._tables[index][0]
        line = self.text.rfind("\n", max(0, start - _LONGEST_ROW), start) + 1
        if line == 0 < start - _LONGEST_ROW:
            return None
        column = self.text.count("\t", line, start)
        heads = self.text[top : top + _LONGEST_ROW].partition("\n")[0].split("\t")
        return heads[column] if column < len(heads) else ""


def _told(person: Person) -> set[Role]:
    """The roles that strong witnesses at this very place speak for."""
    return {
        one.role
        for one in person.witnesses
        if one.weight >= _SETTLED and one.reach is not Reach.ELSEWHERE
    }


def _said(witnesses: Sequence[Witness]) -> Iterator[str]:
    for one in witnesses:
        if one.reach is Reach.ROW:
            yield f"row={one.role.value}"
        elif one.reach is Reach.HERE:
            yield f"witness={one.role.value}{one.weight}"
            yield f"why={one.why}"


def _beside(people: Sequence[Person], text: str) -> Mapping[str, set[str]]:
    """For each name the other names of the rows it stands in (甲、乙和丙)."""
    found: dict[str, set[str]] = {}
    row: list[str] = []
    last = -1
    for person in people:
        one = person.candidate
        if last < 0 or text[last : one.start] not in _JOINS:
            row = []
        for other in row[-_FAR:]:
            if other != one.text:
                found.setdefault(one.text, set()).add(other)
                found.setdefault(other, set()).add(one.text)
        row.append(one.text)
        last = one.stop
    return found


def _words(text: str) -> list[str]:
    """The words of the cheapest reading of every run of Han characters."""
    found = []
    for run in _HAN.finditer(text):
        read, at = segment(run[0]), 0
        while at < len(run[0]):
            found.append(run[0][at : read.starts[at]])
            at = read.starts[at]
    return found


def _printed(text: str) -> str:
    """Characters as a feature prints them: any digit as 0, blanks visible."""
    return _DIGIT.sub("0", text).replace("\t", "⇥").replace("\n", "⏎").replace(" ", "_")
