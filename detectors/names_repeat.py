"""A private name that is found once is found wherever it stands in the document: a cut that leaves it once is none.

A given name alone (宇航 for 佟宇航) is the person, too. Left alone is what is part of a longer word or name, a place where somebody of that name is in office, and a
common word that is a name only where something says so (高峰, 方向).
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence

from detectors.names_candidates import Candidate
from detectors.names_context import cue_after, cue_before
from detectors.names_lexicon import lexicon, words
from detectors.names_people import Person
from detectors.names_segment import segment
from detectors.roles import Reach, Role, Witness, weigh, witness

_AROUND = 24
_COMMON = 12.0
"""A word that is cheaper than this stands for itself unless a cue beside it says that it is a person."""
_KNOWN = 8.0
"""Cost of a name that the document holds for certain, as a word of that document."""
_DEARER = -4.0
_FIRM = 1.5
"""Score of a name that is firm enough to be looked for without its surname."""


def settled_again(text: str, people: Sequence[Person]) -> Iterator[Person]:
    """The further places of names that a cell, a label or their grammar settled, so that no part of one is taken for
    another (段二 in 段二计); two characters and words could be anything and are left to the model."""
    known = {
        person.candidate.text: person
        for person in people
        if len(person.candidate.text) > 2 and words().cost(person.candidate.text) is None
    }
    for start, name in _places(text, frozenset(known)):
        one = Candidate(start, start + len(name), "frame", 6.0, name, score=6.0)
        told = [
            Witness(why.role, 2, f"同一姓名在文中他处{why.why}", Reach.ELSEWHERE) for why in known[name].witnesses[:1]
        ]
        yield Person(one, told, False)


def repeats(text: str, people: Sequence[Person], private: Sequence[Person]) -> Iterator[Person]:
    """More people: every further place of the private names; `people` are all that stand, in text order."""
    known = {
        given: person
        for person in private
        if person.settled or person.candidate.score > _FIRM
        for given in _given(person.candidate.text)
    }
    known |= {person.candidate.text: person for person in private}
    starts = [person.candidate.start for person in people]
    for start, name in _places(text, frozenset(known)):
        stop = start + len(name)
        at = bisect.bisect_left(starts, stop) - 1
        if at >= 0 and people[at].candidate.stop > start:
            continue
        told = _told(text, start, stop)
        role, _ = weigh(told)
        short = name != known[name].candidate.text
        apart = _opens_clause(text, start, stop, short) or (bool(told) and not short)
        if role is not Role.OFFICIAL and _stands_alone(text, start, stop, apart):
            yield _again(known[name], start, stop, told)


def _given(name: str) -> Iterator[str]:
    """The name without its surname, as families, neighbours and minutes use it: 佟宇航, later 宇航."""
    known = lexicon()
    if not all(map(_is_han, name)):
        if " " in name:
            yield from (word for word in name.split() if len(word) > 2 and word.isalpha())
        elif (first := name.split("·")[0]) != name and len(first) > 1:
            yield first
        return
    if name[:2] in known.compounds and len(name) == 4:
        yield name[2:]
    elif name[0] in known.surnames and len(name) in (3, 4):
        yield name[1:]


def _opens_clause(text: str, start: int, stop: int, short: bool) -> bool:
    """True where a clause begins or a word that takes a person stands before: 由高峰代为办理; not 高峰期."""
    before = text[start - 1 : start]
    if text[stop : stop + 1] in _TIMES:
        return False
    return before in _OPENERS or (not short and before in _TAKE_PERSONS)


_TIMES = frozenset("期时段值点论会内外地里牌路街巷村桥镇")
_TAKE_PERSONS = frozenset("由对与和向给为是让被跟叫")

_OPENERS = frozenset({"", "\n", "\t", "。", ".", ",", ";", ":", "、", "“", "("})


def _again(first: Person, start: int, stop: int, told: list[Witness]) -> Person:
    one = Candidate(
        start,
        stop,
        "again",
        6.0,
        first.candidate.text[start - stop :],
        score=first.candidate.score,
    )
    _, why = first.role
    return Person(
        one, [*told, Witness(Role.PRIVATE, 2, f"同一姓名在文中他处{why}", Reach.ELSEWHERE)], first.settled
    )


def _places(text: str, names: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Where one of the names stands, the longest at each place; linear in the text."""
    heads: dict[str, list[int]] = {}
    for name in names:
        heads.setdefault(name[:2], []).append(len(name))
    lengths = {head: sorted(set(found), reverse=True) for head, found in heads.items()}
    for index in range(len(text) - 1) if lengths else ():
        for length in lengths.get(text[index : index + 2], ()):
            if text[index : index + length] in names:
                yield index, text[index : index + length]
                break


def _told(text: str, start: int, stop: int) -> list[Witness]:
    found = witness(cue_before(text, start), "before"), witness(cue_after(text, stop), "after")
    return [one for one in found if one is not None]


def _stands_alone(text: str, start: int, stop: int, told: bool) -> bool:
    """True when the text reads better with the name as a word than without it."""
    name = text[start:stop]
    if not _is_han(name[0]):
        around = text[start - 1 : start] + text[stop : stop + 1]
        return not any(ch.isascii() and ch.isalnum() for ch in around)
    cost = words().cost(name)
    if cost is not None and text[stop : stop + 1] in _TIMES:
        return False
    if not told and (cost or 99.0) < _COMMON:
        return False
    left, right = start, stop
    while left > max(0, start - _AROUND) and _is_han(text[left - 1]):
        left -= 1
    while right < min(len(text), stop + _AROUND) and _is_han(text[right]):
        right += 1
    read = segment(text[left:right])
    gain = read.gain(start - left, stop - left, _KNOWN)
    crossed = read.crosses(start - left) or read.crosses(stop - left)
    return gain > (_DEARER if told and not crossed else 0.0)


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"
