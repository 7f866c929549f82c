"""What is known of names before a text is read: surnames, given-name characters, cues, and a dictionary of words.

The dictionary is the one that jieba ships (frequencies and tags); only its data file is read, at the first
candidate, in about 0.2 s. Nothing is written anywhere and jieba's code is not loaded.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

import corpora
from pipeline.errors import MissingPart

_MISSING = "缺少分词词典（jieba 的 dict.txt），无法识别姓名。请重新安装。"
NEVER = frozenset("总的了在是和与及或等被把就不没这那此各该每但且们个第副某×*")
"""Characters that no given name has; 某 and × also tell a name that is masked already."""
_PERSON_TAGS = frozenset({"nr", "nrt", "nrfg"})
_NO_WORD = 99.0
_WELL_KNOWN = 16
"""Count in the dictionary from which a person is taken for one of public life."""
_CUE_COST = 9.0
_LIKELY_GIVEN = 8.5
_RARE, _RARE_REST = 11.0, 12.0
_NOUN_ENDS = frozenset("生证期卡罪法权率性费员家人师者长子头儿")
NAME_COST = 6.0
"""Negative log chance that a word of running text is a person's name."""


class Cue(NamedTuple):
    """One row of the cue lexicon: what the word beside a name says of the person."""

    term: str
    side: str
    role: str
    group: str
    basis: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Costs are negative natural logarithms of chances."""

    surnames: dict[str, float]
    compounds: frozenset[str]
    shares: dict[str, int]
    given: dict[str, float]
    stems: dict[str, str]
    transliteration: frozenset[str]
    dotted: frozenset[str]
    """Characters of names with a middle dot; more than those that tell a spelt name without one."""
    before: dict[str, Cue]
    after: dict[str, Cue]
    labels: dict[str, Cue]
    titles: frozenset[str]
    salutations: frozenset[str]
    """A surname and one of these (李先生, 王某某) names nobody further."""
    organs: dict[str, Cue]
    """Ends of the names of offices; rows of role `none` are longer words that only end alike (住院, 客厅)."""


@cache
def lexicon() -> Lexicon:
    """The project's own rows, loaded once a process."""
    shares = {row["surname"]: int(row["share"]) for row in corpora.rows("names/surnames.tsv")}
    total = sum(shares.values())
    weights = {row["character"]: int(row["weight"]) for row in corpora.rows("names/given.tsv")}
    given_total = sum(weights.values())
    cues = [
        Cue(row["term"], row["side"], row["role"], row["class"], row["basis"])
        for row in corpora.rows("lexicons/name_cues.tsv")
    ]
    sounds = corpora.rows("names/transliteration.tsv")
    titles = {cue.term: cue for cue in cues if cue.side == "title"}
    labels = {cue.term: cue for cue in cues if cue.side == "label"}
    return Lexicon(
        surnames={name: -math.log(share / total) for name, share in shares.items()},
        compounds=frozenset(name for name in shares if len(name) > 1),
        shares=shares,
        given={ch: -math.log(weight / given_total) for ch, weight in weights.items()},
        stems={row["stem"]: row["people"] for row in corpora.rows("names/minority.tsv")},
        transliteration=frozenset(row["character"] for row in sounds if row["scope"] == "any"),
        dotted=frozenset(row["character"] for row in sounds),
        before=labels | titles | {cue.term: cue for cue in cues if cue.side == "before"},
        after=titles | {cue.term: cue for cue in cues if cue.side == "after"},
        labels=titles | labels,
        titles=frozenset(term for term, cue in titles.items() if cue.role == "official"),
        salutations=frozenset(row["term"] for row in corpora.rows("names/salutations.tsv")),
        organs={cue.term: cue for cue in cues if cue.side == "organ"},
    )


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the language with their cost and tag; names of persons in the dictionary stand apart."""

    index: dict[str, int] = field(repr=False)
    costs: list[float] = field(repr=False)
    tags: list[str] = field(repr=False)
    persons: frozenset[str] = field(repr=False)
    rare: frozenset[str] = field(repr=False)
    """Rare words tagged as persons whose characters are unusual for names (徐悲鸿): words, and maybe persons."""
    heads: frozenset[str] = field(repr=False)
    """The first two characters of every longer word: what begins with none of them is no word."""
    public: frozenset[str] = field(repr=False)
    """Persons of public life and history whom the dictionary knows well (黄庭坚): without a word about their part
    in a paper they are a question."""
    ceiling: float
    """Cost of a single character that the dictionary does not have; a word that costs more is none."""

    def cost(self, term: str) -> float | None:
        """Negative log chance of the word; None when it is no word."""
        at = self.index.get(term)
        return None if at is None or self.costs[at] > self.ceiling else self.costs[at]

    def tag(self, term: str) -> str:
        """The dictionary's tag, `?` for an unknown word."""
        at = self.index.get(term)
        return "?" if at is None else self.tags[at]


@cache
def words() -> Words:
    """jieba's dictionary, loaded once a process, plus the project's own words. Raises MissingPart."""
    flat = _dictionary()
    terms, counts, tags = flat[0::3], flat[1::3], flat[2::3]
    total = math.log(sum(map(int, counts)))
    logs = {count: total - math.log(int(count) or 1) for count in set(counts)}
    costs = list(map(logs.__getitem__, counts))
    own = {row["word"] for row in corpora.rows("names/words.tsv")}
    for row in corpora.rows("names/words.tsv"):
        terms.append(row["word"])
        costs.append(float(row["cost"]))
        tags.append("n")
    known = lexicon()
    index = dict(zip(terms, range(len(terms)), strict=True))
    for term in (*known.before, *known.after, *known.organs):
        if len(term) > 1 and term not in index:
            index[term] = len(costs)
            costs.append(_CUE_COST)
            tags.append("n")
    persons = frozenset(
        term
        for term, tag in zip(terms, tags, strict=False)
        if tag in _PERSON_TAGS and len(term) == 3 and term not in own and _is_person(term, known)
    )
    for term in persons:
        costs[index[term]] = _NO_WORD
    rare = frozenset(
        term
        for term, tag in zip(terms, tags, strict=False)
        if tag in _PERSON_TAGS
        and len(term) == 3
        and term not in persons
        and term not in own
        and costs[index[term]] > _RARE
        and _is_maybe_person(term, known)
        and (term[1:] not in index or costs[index[term[1:]]] > _RARE_REST)
    )
    heads = frozenset(term[:2] for term in index if len(term) > 2)
    public = frozenset(
        term
        for term, count, tag in zip(flat[0::3], flat[1::3], flat[2::3], strict=True)
        if tag in _PERSON_TAGS and len(term) > 2 and int(count) >= _WELL_KNOWN
    )
    return Words(index, costs, tags, persons, rare, heads, public, total)


def dictionary_rows() -> Iterator[tuple[str, int, str]]:
    """(word, count, tag) of jieba's dictionary."""
    flat = _dictionary()
    for term, count, tag in zip(flat[0::3], flat[1::3], flat[2::3], strict=True):
        yield term, int(count), tag


def _dictionary() -> list[str]:
    spec = importlib.util.find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        raise MissingPart(_MISSING)
    try:
        return Path(spec.submodule_search_locations[0], "dict.txt").read_text("utf-8").split()
    except OSError:
        raise MissingPart(_MISSING) from None


def _is_person(term: str, known: Lexicon) -> bool:
    return known.shares.get(term[0], 0) > 5 and all(
        known.given.get(ch, 99.0) < _LIKELY_GIVEN and ch not in _NOUN_ENDS for ch in term[1:]
    )


def _is_maybe_person(term: str, known: Lexicon) -> bool:
    """Surname and characters of names, or a foreign name in one word (莫耶斯)."""
    if any(ch in NEVER or ch in _NOUN_ENDS for ch in term[1:]):
        return False
    spelt = all(ch in known.transliteration for ch in term)
    return spelt or (
        known.shares.get(term[0], 0) > 5 and all(ch in known.given for ch in term[1:])
    )
