"""The second look at a paper about people: stretches that only such a paper makes names of.

`names_candidates` proposes what can be a name in any official text. Where a paper has shown that it is full of names, much
more can be one: a given name alone (秀兰), a name that is a word (高峰, 向前), a surname that is an everyday character (别桂珍,
但有恒), a name of a people without a surname. They are judged by the same model, which knows them by their source;
prose about nobody never sees them, so neither its speed nor its precision changes.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache

import corpora
from detectors.names_candidates import ADVERBS, KIN, Candidate
from detectors.names_lexicon import lexicon, words
from detectors.names_segment import HOPELESS, Run, name_cost, segment

_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
_LONGEST_RUN = 400
_CALLED = frozenset("阿小大老")
"""Before one character of a given name: how families and villages call somebody (阿娣, 小莉)."""
_NONE = frozenset("不的了之吗呢吧啊们个些这那哪您你我他她它很也就还又才再")
"""Characters that stand in no name at all, whatever the paper; 某 and × tell a masked one."""
_MASKED = frozenset("某×*")
_EVERYDAY_WORD = 7.0
"""A word cheaper than this is never a given name alone."""
_EVERYDAY_SURNAME = 9.0
"""Cost of a surname that is an everyday character."""
_ALONE, _CHARACTER, _STRANGE = 8.0, 5.5, 11.5
"""Cost of a name without a surname: that there is one, and each of its characters where it spells."""
_SPELT = range(3, 6)
"""Lengths of a name that is spelt; shorter ones are given names, longer ones `names_candidates` finds by their stems."""


def wide(
    text: str, breaks: Sequence[int], taken: Collection[tuple[int, int]]
) -> Iterator[Candidate]:
    """Candidates beyond those of `names_candidates`; `taken` are the places of these. In text order of their runs."""
    for match in _RUN.finditer(text):
        start, stop = match.span()
        for at in range(start, stop, _LONGEST_RUN):
            end = min(at + _LONGEST_RUN + 8, stop)
            inside = breaks[bisect.bisect_right(breaks, at) : bisect.bisect_left(breaks, end)]
            run = segment(text[at:end], [b - at for b in inside])
            for one in _in_run(run, at):
                if (one.start, one.stop) not in taken:
                    yield one


def given_names(names: Collection[str]) -> Counter[str]:
    """What remains of the whole names without their surnames, and of how many each."""
    known = lexicon()
    rests = (
        name[2:] if name[:2] in known.compounds and len(name) > 3 else name[1:]
        for name in names
        if len(name) in (3, 4)
    )
    return Counter(rest for rest in rests if len(rest) == 2)


def _in_run(run: Run, offset: int) -> Iterator[Candidate]:
    text, size = run.text, len(run.text)
    organs, before = lexicon().organs, lexicon().before
    edges = [not run.crosses(at) for at in range(size + 1)]
    for start in range(size - 1):
        if text[start] in _NONE or text[start] in ADVERBS or _addresses(text, start):
            continue
        found: dict[int, tuple[str, float]] = {}
        for stop in range(start + 2, min(start + 4, size) + 1):
            piece = text[start:stop]
            if piece[-1] in _NONE or not _MASKED.isdisjoint(piece):
                break
            if piece[-2:] in organs or piece in before or piece[1:] in before:
                continue
            if (edges[start] or edges[stop]) and (cost := _surnamed(piece)) is not None:
                found[stop] = "wide", cost
            elif edges[start] and edges[stop] and (cost := _given(piece)) is not None:
                found[stop] = "given", cost
        for stop in (start + length for length in _SPELT if start + length <= size):
            if text[stop - 2 : stop] in organs:
                continue
            if stop not in found and edges[start] and edges[stop] and _spelt(text[start:stop]):
                found[stop] = "spelt", _ALONE + _CHARACTER * (stop - start)
        for stop, (source, cost) in found.items():
            gain = run.gain(start, stop, cost)
            if gain > HOPELESS:
                yield Candidate(
                    offset + start, offset + stop, source, gain, text[start:stop], run, offset
                )


def _addresses(text: str, start: int) -> bool:
    """A surname and a salutation (李师傅, 石教授): it names nobody further."""
    known = lexicon()
    return text[start] in known.surnames and text[start + 1 : start + 3] in known.salutations


def _surnamed(piece: str) -> float | None:
    """Cost of a surname and one or two characters of a given name as a word; None for what is none."""
    known = lexicon()
    if piece[:2] in known.compounds:
        return name_cost(piece[:2], piece[2:]) if len(piece) > 2 else None
    if len(piece) > 3 or (len(piece) == 2 and piece[1] in KIN):
        return None
    if piece[0] in known.surnames:
        return name_cost(piece[0], piece[1:])
    if piece[0] in _everyday_surnames() and len(piece) == 3:
        return _EVERYDAY_SURNAME + _cost(piece[1:])
    return None


def _given(piece: str) -> float | None:
    """Cost of a given name alone; None for what is none."""
    if len(piece) != 2 or (words().cost(piece) or 99.0) < _EVERYDAY_WORD:
        return None
    known = lexicon()
    named = sum(character in known.given for character in piece)
    plain = words().cost(piece) is None
    if named == 2 or (named == 1 and plain) or piece[0] in _CALLED or _spelt(piece):
        return _ALONE + _cost(piece)
    return None


def _spelt(piece: str) -> bool:
    """No word, and all its characters, of a long name all but one, spell names of peoples and foreigners."""
    sounds, strange = _sounds(), 0 if len(piece) < 4 else 1
    spelling = sum(character in sounds for character in piece)
    return spelling >= len(piece) - strange and words().cost(piece) is None


@cache
def _sounds() -> frozenset[str]:
    return lexicon().dotted.union(*lexicon().stems)


def _cost(given: str) -> float:
    return sum(lexicon().given.get(character, _STRANGE) for character in given)


@cache
def _everyday_surnames() -> frozenset[str]:
    return frozenset(row["surname"] for row in corpora.rows("names/everyday_surnames.tsv"))
