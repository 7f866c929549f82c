"""People of one document: which candidates are names, which of overlapping ones, and what one says of another."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from detectors.illness import alternatives
from detectors.names_candidates import Candidate
from detectors.names_lexicon import words
from detectors.names_register import CASUAL, in_book_title, is_casual
from detectors.names_wide import given_names
from detectors.roles import Reach, Role, Witness, weigh

_STRONG = 4.0
_NEIGHBOUR = 2.0
_FEW, _DENSE = 3, 2
"""So many sure names, and so many in 1,000 characters, make a paper about people."""
_LONG = 1_500
_PEOPLED, _EMPTY = 2.0, -2.0
"""What is added to every score in a paper about people, and in a long one without a sure name."""
_BARELY = 0.2


@dataclass(slots=True)
class Person:
    """A stretch that was judged a name, with what speaks for its role."""

    candidate: Candidate
    witnesses: list[Witness]
    settled: bool
    """A cell or label said so: the shape does not matter."""
    verdict: tuple[Role, str] | None = None
    """The role read from the whole paper, and why; None leaves it to the witnesses."""

    @property
    def role(self) -> tuple[Role, str]:
        """Private or official, and the reason that an officer is shown."""
        return self.verdict or weigh(self.witnesses)


def accepted(pool: list[Person], text: str) -> list[Person]:
    """Names by their own score, and weaker ones that stand in a row with a name or repeat one."""
    strong = {
        p.candidate.text for p in pool if p.candidate.score > _STRONG and len(p.candidate.text) > 2
    }
    edges = {p.candidate.stop for p in pool if p.candidate.score > 0}
    heads = {p.candidate.start for p in pool if p.candidate.score > 0}
    casual, places = is_casual(text), _places(text)
    for person in pool:
        one = person.candidate
        bare = not person.witnesses and (one.text[-1] in PLACE_ENDS or one.text in places)
        if bare or _NEVER.fullmatch(one.text) or _OF_THINGS.match(text, one.stop):
            one.score = min(one.score, -9.0)
            continue
        if one.source == "dotted":
            one.score += _DOTTED
        if one.score <= 0:
            if one.text in strong and one.score > -6:
                one.score += 6
            elif one.score > -_NEARLY and len(one.text) == 3 and _kin(text, one.start):
                one.score = 0.5
            elif one.score > -_AILING and one.gain > -_AILING and _ails(text, person):
                one.score = 0.5
                person.witnesses.append(Witness(Role.PRIVATE, 2, "后接病情或者伤情"))
            elif one.score > -(_NEIGHBOUR if one.source == "han" else 5) and (
                (text[one.start - 1 : one.start] == "、" and one.start - 1 in edges)
                or (text[one.stop : one.stop + 1] == "、" and one.stop + 1 in heads)
            ):
                one.score = max(one.score + _NEIGHBOUR, 0.5)
            elif casual and _may_be_casual(one):
                one.score = _BARELY
    return [
        person
        for person in pool
        if (one := person.candidate).score > 0 and not in_book_title(text, one.start, one.stop)
    ]


def _may_be_casual(one: Candidate) -> bool:
    """True for what letters and diaries may name without more ado; words of the language they only use."""
    spelt = one.source in {"han", "dotted"} and one.score > -CASUAL
    return spelt and words().cost(one.text) is None


def _places(text: str) -> frozenset[str]:
    """What the paper somewhere goes on with as the name of a place or a firm: 褚兰 before 镇 is no Chu."""
    return frozenset(
        text[match.start() - size : match.start()]
        for match in _DIVISION.finditer(text)
        for size in (2, 3)
    )


def lean(pool: Sequence[Person], sure: Collection[str], text: str) -> float:
    """Lean every score towards names in a paper full of them, and away in a long one without any; how far is returned.

    `sure`: names that cells, labels and grammar settled. A given name alone makes no paper one about people.
    """
    strong = [p.candidate for p in pool if p.candidate.score > _STRONG]
    names = {one.text for one in strong} | set(sure)
    nobody = len(text) >= _LONG and not sure and all(one.source == "free" for one in strong)
    by = _PEOPLED if is_peopled(names, text) else _EMPTY if nobody else 0.0
    for person in pool:
        person.candidate.score += by
        if nobody and person.candidate.source == "free":
            person.candidate.score += _EMPTY
    return by


def is_peopled(names: Collection[str], text: str) -> bool:
    """True for a paper full of names."""
    return len(names) >= _FEW and len(names) * 1_000 >= len(text) * _DENSE


def resolve(people: Iterable[Person]) -> list[Person]:
    """The best names that do not overlap, in text order; witnesses of the same stretch are joined."""
    chosen: list[Person] = []
    taken: list[tuple[int, int]] = []
    same: dict[tuple[int, int], Person] = {}
    for person in sorted(
        people,
        key=lambda p: (
            not p.settled,
            p.candidate.source != "dotted",
            -p.candidate.score,
            p.candidate.start,
        ),
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


def share(people: Sequence[Person], text: str) -> None:
    """Names in one row share what is said of the first; one person keeps a role through the document."""
    for row in (people, people[::-1]):
        _in_a_row(row, text)
    firm = {
        person.candidate.text
        for person in people
        if any(one.reach is Reach.HERE and one.weight >= FIRM for one in person.witnesses)
    }
    for person in people:
        if person.candidate.text in firm:
            person.witnesses = [one for one in person.witnesses if one.reach is not Reach.ROW]
    strongest: dict[tuple[str, Role], Witness] = {}
    for person in people:
        for one in person.witnesses:
            key = (person.candidate.text, one.role)
            if key not in strongest or one.weight > strongest[key].weight:
                strongest[key] = one
    whole = whole_names(people)
    for person in people:
        name = person.candidate.text
        elsewhere = [
            best
            for role in (Role.PRIVATE, Role.OFFICIAL)
            if (best := strongest.get((name, role)) or strongest.get((whole.get(name, ""), role)))
            is not None
            and best not in person.witnesses
        ]
        person.witnesses += [
            Witness(best.role, best.weight, f"同一姓名在文中他处{best.why}", Reach.ELSEWHERE) for best in elsewhere
        ]


def whole_names(people: Sequence[Person]) -> dict[str, str]:
    """The one whole name of the paper that ends in a name without its surname (秀兰 → 王秀兰)."""
    found: dict[str, set[str]] = {}
    for name in {person.candidate.text for person in people}:
        for rest in given_names([name]):
            found.setdefault(rest, set()).add(name)
    return {rest: names.pop() for rest, names in found.items() if len(names) == 1}


def _in_a_row(people: Sequence[Person], text: str) -> None:
    """What is said of one name is said of the next in its row, forwards and backwards."""
    for one, other in itertools.pairwise(people):
        first, second = sorted((one.candidate, other.candidate), key=lambda c: c.start)
        if not other.witnesses and text[first.stop : second.start] in JOINS:
            role, why = weigh(one.witnesses)
            if role in {Role.PRIVATE, Role.OFFICIAL}:
                other.witnesses.append(Witness(role, 2, f"与相邻姓名并列，{why}", Reach.ROW))


def _ails(text: str, person: Person) -> bool:
    """True for three characters that open a clause or follow a cue, and go on with an illness (张建军胆囊多发结石)."""
    start, stop = person.candidate.start, person.candidate.stop
    opens = not "\u3400" <= text[start - 1 : start] <= "\u9fff" or bool(person.witnesses)
    return stop - start == 3 and opens and _ailments().match(text, stop) is not None


@cache
def _ailments() -> re.Pattern[str]:
    return re.compile(f"[\u3400-\u9fff]{{0,6}}?(?:{alternatives('head', 'whole')})")


FIRM = 2
"""A witness of this weight at a name itself outweighs what is said of its neighbours in a row."""
_NEARLY, _AILING = 1.5, 3.0
_DOTTED = 4.0
"""A middle dot between characters that spell names joins the parts of a name and hardly anything else."""
JOINS = frozenset({"", "、", " ", "和", "及"})
"""What may stand between names of one row."""
_DIVISION = re.compile("(?:[镇乡县]|苏木|公社)(?![长党级里内委城])|公司|集团")
_NEVER = re.compile(
    r"[壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆整零两]+|[一二三四五六七八九十两几]{1,3}[人户名位家]|姓.|.+[县乡镇]"
)
"""Amounts, a surname that is told (女婿姓冉), divisions of the country."""
_OF_THINGS = re.compile(
    r"(?:[、和][\u3400-\u9fff]{2,4}){1,8}[等两三四各](?:[地市县区州乡镇省]|个[地市县区州乡镇省])(?![\u3400-\u9fff]{0,2}[长民])"
)
"""Behind a row of places stands 等地, 三县."""
PLACE_ENDS = frozenset("镇乡县旗屯街路巷渠沟坝湾庄寨铺埠营圩堡村")
"""A name that nothing beside it supports does not end so."""
_KIN = re.compile(
    r"其(?:丈夫|妻子|父亲?|母亲?|儿子|女儿|长子|次子|长女|次女|子|女|配偶|监护人|家属)$"
)


def _kin(text: str, start: int) -> bool:
    """其丈夫, 其女 and the like stand right before: a name, though its characters are rare."""
    return _KIN.search(text, max(0, start - 4), start) is not None
