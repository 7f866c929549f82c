"""Names in Latin letters: after a label, after a word for a person, before an honorific, in brackets after a name, or
an everyday given name with a surname.

Without one of these a foreign word is a product, a firm or a standard far more often than a person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

import corpora
from detectors.names_candidates import Candidate
from detectors.names_context import cue_before
from detectors.names_lexicon import Cue

_HIGH = "A-ZÀ-ÖØ-ÞА-ЯЁ"
LETTERS = f"{_HIGH}a-zß-öø-ÿĀ-ɏḀ-ỿа-яё"
"""Latin letters with the marks that passports and visas print (MÜLLER, Núñez), and Cyrillic ones."""
_WORD = rf"[{_HIGH}][{LETTERS}'\-]{{1,20}}\.?"
_EDGE = rf"(?<![{LETTERS}0-9.@/_\-])"
_NAME = re.compile(rf"{_EDGE}{_WORD}(?:[ .·]{{1,2}}(?:{_WORD}|[{_HIGH}]\.?)){{0,4}}")
_POLITE = re.compile(
    rf"{_EDGE}[{LETTERS}][{LETTERS}.'\- ]{{1,40}}?(?= ?(?:先生|女士|小姐|同学|博士|老师|太太|夫人))"
)
_BRACKETED = re.compile(rf"\(([{LETTERS}][{LETTERS}.'\- ]{{4,40}}?)(?=[,)])")
_PERSONS = re.compile(
    r"(?:作者|导演|编剧|选手|演员|歌手|画家|作家|教练|学者|专家|外教|设计师|叫|叫做|我是|名为)$"
)
_SPEAKS = re.compile(r" ?(?:说|表示|认为|告诉|回忆|称,|介绍说|指出)")
_UNIT = re.compile(
    r"(?:Ltd|Inc|Co|LLC|GmbH|Corp|University|Bank|Group|Company|Avenue|Street|Road|Lane|Drive|Prize|Award|School|College)(?![A-Za-z])", re.IGNORECASE
)
_PARTS = re.compile(r"[ .·]+")
_HAN = re.compile("[\u3400-\u9fff]")
_PARTY = frozenset({"party", "trade", "expert", "office", "duty", "contact", "act"})


def latin_names(text: str, stops: Collection[int]) -> Iterator[tuple[Candidate, Cue | None]]:
    """Latin names with the cue before each; `stops`: where names that were found end."""
    for match in _NAME.finditer(text):
        start, stop = match.start(), match.start() + len(match[0].rstrip(" .·"))
        cue, name = cue_before(text, start), text[start:stop]
        if not _looks(name):
            continue
        told = cue is not None and cue.group in _PARTY and cue.role != "none"
        if told:
            yield _candidate(text, start, stop, 4.5), cue
        elif _PERSONS.search(text, max(0, start - 4), start) or _SPEAKS.match(text, stop):
            yield _candidate(text, start, stop, 1.0), None
        elif _is_given(name):
            chinese = _HAN.search(text, max(0, start - 2), stop + 2)
            yield _candidate(text, start, stop, 1.0 if chinese else 0.5), None
    for match in _POLITE.finditer(text):
        if not _UNIT.search(match[0]):
            yield _candidate(text, match.start(), match.end(), 4.5), None
    for match in _BRACKETED.finditer(text):
        if match.start() in stops and not _UNIT.search(match[1]):
            yield _candidate(text, match.start(1), match.end(1), 3.0), None


def _is_given(name: str) -> bool:
    """An everyday given name and a surname; in the middle of foreign text it is a question at most."""
    parts = _PARTS.split(name)
    return len(parts) > 1 and parts[0] in _given() and len(parts[-1]) > 1


@cache
def _given() -> frozenset[str]:
    """Everyday given names; with a second word behind them they are a person wherever they stand."""
    return frozenset(row["given"] for row in corpora.rows("names/latin.tsv"))


def _looks(name: str) -> bool:
    """A word in capitals (GDP, CEO) is none; initials beside a word are."""
    return any(ch.islower() for ch in name) and _UNIT.search(name) is None


def _candidate(text: str, start: int, stop: int, score: float) -> Candidate:
    return Candidate(start, stop, "latin", score, text[start:stop], score=score)
