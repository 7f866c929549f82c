"""What is known of names before a text is read: surnames, given-name characters, cues, and a dictionary of words.

The dictionary is the one that jieba ships (frequencies and tags); only its data file is read, at the first
candidate, in about 0.2 s. Nothing is written anywhere and jieba's code is not loaded.
"""

from __future__ import annotations

import importlib.util
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import corpora
from pipeline.errors import MissingPart

_MISSING = "缺少分词词典（jieba 的 dict.txt），无法识别姓名。请重新安装。"
NEVER = frozenset("的了在是和与及或等被把就不没这那此各该每但且们个第某×*")
"""Characters that no given name has; 某 and × also tell a name that is masked already."""
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
    before: dict[str, Cue]
    after: dict[str, Cue]
    labels: dict[str, Cue]
    titles: frozenset[str]


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
    titles = {cue.term: cue for cue in cues if cue.side == "title"}
    labels = {cue.term: cue for cue in cues if cue.side == "label"}
    return Lexicon(
        surnames={name: -math.log(share / total) for name, share in shares.items()},
        compounds=frozenset(name for name in shares if len(name) > 1),
        shares=shares,
        given={ch: -math.log(weight / given_total) for ch, weight in weights.items()},
        stems={row["stem"]: row["people"] for row in corpora.rows("names/minority.tsv")},
        transliteration=frozenset(row["character"] for row in corpora.rows("names/transliteration.tsv")),
        before=labels | titles | {cue.term: cue for cue in cues if cue.side == "before"},
        after=titles | {cue.term: cue for cue in cues if cue.side == "after"},
        labels=titles | labels,
        titles=frozenset(titles),
    )


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the language with their cost; names of persons in the dictionary stand apart."""

    costs: dict[str, float]
    persons: frozenset[str]
    ceiling: float
    """Cost of a single character that the dictionary does not have."""


@cache
def words() -> Words:
    """jieba's dictionary, loaded once a process, plus the project's own words. Raises MissingPart."""
    spec = importlib.util.find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        raise MissingPart(_MISSING)
    path = Path(spec.submodule_search_locations[0], "dict.txt")
    try:
        flat = path.read_text("utf-8").split()
    except OSError:
        raise MissingPart(_MISSING) from None
    terms, counts, tags = flat[0::3], flat[1::3], flat[2::3]
    frequency = dict(zip(terms, map(int, counts), strict=True))
    total = math.log(sum(frequency.values()))
    known = lexicon()
    persons = {
        term
        for term, tag in zip(terms, tags, strict=True)
        if tag in {"nr", "nrt", "nrfg"} and 1 < len(term) < 5 and _is_person(term, frequency[term], known)
    }
    costs = {
        term: total - math.log(count or 1)
        for term, count in frequency.items()
        if len(term) < 6 and term not in persons
    }
    for row in corpora.rows("names/words.tsv"):
        costs[row["word"]] = min(costs.get(row["word"], 99.0), float(row["cost"]))
        persons.discard(row["word"])
    return Words(costs, frozenset(persons), total)


def _is_person(term: str, count: int, known: Lexicon) -> bool:
    return count < 1200 and (term[0] in known.surnames or term[:2] in known.compounds) and (
        len(term) == 3 or count < 300
    )
