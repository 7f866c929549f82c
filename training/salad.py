"""Lines of dictionary words without grammar and without names: whatever looks like a name in them is chance.

Many hold a word for a person or an office right before ordinary words (居民自治, 员工宿舍), because that is where a
reader of cues goes wrong first.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from detectors.names_lexicon import dictionary_rows, lexicon
from detectors.names_pool import Pool
from pipeline.contracts import Reading
from training.drafts import plain
from training.fit import Sample

_LINES = 40
"""Lines a document."""
_FLATTER, _FLATTER_YET = 0.55, 0.5
"""Exponents that make common words less dominant than in running text."""
_LEAST, _LEAST_PARTICLE = 20, 2_000


def samples(lines: int, seed: int) -> list[Sample]:
    """The candidates of so many lines, all of them no names."""
    chance = random.Random(seed)
    found: list[Sample] = []
    made = list(_lines(lines, chance))
    for at in range(0, lines, _LINES):
        reading = Reading.of(plain(made[at : at + _LINES]))
        found += [(person.candidate.features, False) for person in Pool(reading).examples()]
    return found


def _lines(number: int, chance: random.Random) -> Iterator[str]:
    words, weights = _words()
    particles, shares = _particles()
    known = lexicon()
    cues = [term for term in (*known.before, *known.organs) if len(term) > 1]
    for _ in range(number):
        parts = chance.choices(words, weights, k=chance.randint(1, 3))
        if chance.random() < 0.7:
            parts.append(chance.choice(cues))
        for word in chance.choices(words, weights, k=chance.randint(2, 5)):
            parts.append(word)
            if chance.random() < 0.25:
                parts += chance.choices(particles, shares)
        if chance.random() < 0.4:
            parts.insert(chance.randint(0, len(parts)), chance.choice("，，、的（"))
        yield "".join(parts) + chance.choice("。。，；")


def _words() -> tuple[list[str], list[float]]:
    rows = [
        (word, count**_FLATTER)
        for word, count, tag in dictionary_rows()
        if len(word) > 1 and count >= _LEAST and tag[0] in "nvadbzl" and not tag.startswith("nr")
        if all("\u3400" <= character <= "\u9fff" for character in word)
    ]
    return [word for word, _ in rows], [weight for _, weight in rows]


def _particles() -> tuple[list[str], list[float]]:
    rows = [
        (word, count**_FLATTER_YET)
        for word, count, tag in dictionary_rows()
        if len(word) == 1 and count > _LEAST_PARTICLE and tag[0] in "vpcdfu"
    ]
    return [word for word, _ in rows], [weight for _, weight in rows]
