"""Everything that a paper says around its people, as features of a role: words beside the name, properties of its places.

A person is all places of one name. Nothing of the text is kept: a feature is a word beside the name or a property.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from detectors.names_people import Person
from detectors.names_words import around, body, characters, printed, words_of
from detectors.roles import CLEAR, Reach, Role, weigh

SETTLED = 3
"""A witness of this weight settles a role when nobody of weight speaks against it."""
_ENDS = "。;\n"
_LEFT, _RIGHT = 40, 60
"""How far the sentence around a name is read, in characters."""
_HEAD = 80
_FAR = 12
"""Names beside one in a row or column that count."""
_MOST = 12
"""Places of one name that are read; further ones say the same."""
_MANY, _OFTEN = 3, 4
_PARTS = 4
"""Into so many parts a paper falls: who signs stands in the last one."""
_LABELLED = re.compile(r"([^\n:,。;]{1,10}):[^:。;\n]*$")
_OPENING = re.compile(r"[^\n:]{1,12}:")
_ROWS = re.compile(r"(?:^[^\n]*\t[^\n]*(?:\n|\Z))+", re.MULTILINE)
_LONGEST_ROW = 2_000
"""Characters of a row of a table; what is longer is no row that anybody reads."""
_MATTERS = {
    "id": re.compile(r"\d{17}[\dXx]|\d{15}"),
    "mobile": re.compile(r"1[3-9]\d{9}"),
    "office-phone": re.compile(r"0\d{2,3}-?\d{7,8}"),
    "life": re.compile(r"\d岁|[男女][,，。]|[汉回藏壮满彝苗]族|出生"),
    "money": re.compile(r"\d元|万元|\d亩|平方米"),
    "home": re.compile(r"家住|住[在址]|租住|\d组|\d号楼|\d室|户"),
}
"""What the sentence tells beside the name: numbers and matters of somebody's life."""


class Paper:
    """The people of one document by name: their places and what witnesses say."""

    def __init__(self, people: Sequence[Person], text: str) -> None:
        """`people`: in text order, without overlaps."""
        self.text = text
        self.people = people
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
        self._count = Counter(self.roles.values())
        self._head = {f"H={word}" for word in words_of(self._masked(0, _HEAD)) if len(word) > 1}

    def settled(self, name: str) -> Role | None:
        """The role that the witnesses alone settle: a strong one and nobody of weight against it."""
        role, weight = self.told(name)
        return role if weight >= SETTLED else None

    def told(self, name: str) -> tuple[Role | None, int]:
        """The role that all witnesses of weight agree on, and the weight of the strongest; None where they do not."""
        said = [one for person in self.places[name] for one in person.witnesses if one.weight > 1]
        told = [one for one in said if one.weight >= CLEAR] or said
        if len({one.role for one in told}) != 1:
            return None, 0
        return told[0].role, max(one.weight for one in told)

    def namesakes(self, name: str) -> bool:
        """True when one place settles a private person and another one in office."""
        return len({role for place in self.places[name] for role in told_here(place)}) > 1

    def is_open(self, name: str) -> bool:
        """False for a person whom witnesses settle as private."""
        return self.settled(name) is not Role.PRIVATE

    def features(self, name: str) -> list[str]:
        """The names of the properties that hold of a person, sorted."""
        found = set(self._head)
        places = self.places[name]
        for person in places[:_MOST]:
            found |= self._around(person)
        others = self._count - Counter([self.roles[name]])
        private, official = (min(_MANY, others[role]) for role in (Role.PRIVATE, Role.OFFICIAL))
        found |= {f"private={private}", f"official={official}", f"people={private}-{official}"}
        found.add(f"times={min(_OFTEN, len(places))}")
        if name in self._shortened:
            found.add("short")
        for role, count in Counter(self.roles[mate] for mate in self._mates(name)).items():
            found.add(f"column-{role.value}={min(_MANY, count)}")
        return sorted(found | {"bias"})

    def _around(self, person: Person) -> set[str]:
        text, start, stop = self.text, person.candidate.start, person.candidate.stop
        found = set(_said(person))
        left, right = self._sentence(start, stop)
        for side, words in (("l", left), ("r", right)):
            found |= {f"near-{what}-{side}" for what, sign in _MATTERS.items() if sign.search(words)}
        found.update(characters(left, right), body(left, right))
        found.add(f"part={start * _PARTS // (len(text) + 1)}")
        head = self._column(start)
        if head is not None:
            found |= {"cell", f"head={head[-2:]}", *(f"heads={word}" for word in words_of(head))}
            left, right = left.rpartition("\t")[2], right.partition("\t")[0]
        found.update(around(left, right))
        opens = start == 0 or text[start - 1] == "\n"
        closes = text[stop : stop + 1] in ("", "\n")
        if opens:
            found.add(f"opens={printed(right[:1])}")
        if closes:
            found.add("closes-line")
        if opens and closes:
            found.add("alone")
        ahead = self._masked(max(0, start - _RIGHT), start)
        if opening := _OPENING.match(ahead, ahead.rfind("\n") + 1):
            found.add(f"opening={printed(opening[0])}")
        if label := _LABELLED.search(ahead):
            found.add(f"label={printed(label[1][-6:])}")
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
        cell = self._cell(start)
        if cell is None:
            return None
        top = self._tables[cell[0]][0]
        heads = self.text[top : top + _LONGEST_ROW].partition("\n")[0].split("\t")
        return heads[cell[1]] if cell[1] < len(heads) else ""

    def _cell(self, start: int) -> tuple[int, int] | None:
        """Table and column of a place; None outside tables and in rows that nobody reads."""
        index = bisect.bisect_right(self._tables, start, key=lambda span: span[0]) - 1
        if index < 0 or start >= self._tables[index][1]:
            return None
        line = self.text.rfind("\n", max(0, start - _LONGEST_ROW), start) + 1
        if line == 0 < start - _LONGEST_ROW:
            return None
        return index, self.text.count("\t", line, start)

    @cached_property
    def _in_columns(self) -> tuple[Mapping[tuple[int, int], list[str]], Mapping[int, int]]:
        """The names of every column of a table from the top down, and the place of each person among them."""
        columns: dict[tuple[int, int], list[str]] = {}
        at: dict[int, int] = {}
        for person in self.people if self._tables else ():
            if (cell := self._cell(person.candidate.start)) is not None:
                names = columns.setdefault(cell, [])
                at[person.candidate.start] = len(names)
                names.append(person.candidate.text)
        return columns, at

    def _mates(self, name: str) -> set[str]:
        """Other names above and below in the columns in which the name stands."""
        columns, at = self._in_columns
        found: set[str] = set()
        for person in self.places[name][:_MOST]:
            start = person.candidate.start
            if start in at and (cell := self._cell(start)) is not None:
                found.update(columns[cell][max(0, at[start] - _FAR) : at[start] + _FAR + 1])
        return found - {name}

    @cached_property
    def _shortened(self) -> frozenset[str]:
        """Names that end a longer one of the paper: somebody is called so after being introduced."""
        return frozenset(
            name[size:] for name in self.places for size in range(1, len(name) - 1)
        ) & frozenset(self.places)


def told_here(person: Person) -> set[Role]:
    """The roles that strong witnesses at this very place speak for."""
    return {
        one.role
        for one in person.witnesses
        if one.weight >= SETTLED and one.reach is not Reach.ELSEWHERE
    }


def _said(person: Person) -> Iterator[str]:
    for one in person.witnesses:
        if one.reach is Reach.ROW:
            yield f"row={one.role.value}"
        elif one.reach is Reach.HERE:
            yield f"witness={one.role.value}{one.weight}"
            yield f"why={one.why}"
