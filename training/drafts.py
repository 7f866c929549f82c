"""Labelled drafts as training data: invented cases in the registers of offices, their people swapped for others.

`training/drafts/*.toml` are written by hand in the form of the specimens (see `flows.specimens`); every person in
them is invented. A copy of a draft bears other names of the same shape, one for each person throughout, so
that the model learns what stands around names rather than the names. `training/without_names/*.txt` is official
prose that names nobody: every candidate in it is none.
"""

from __future__ import annotations

import datetime as dt
import math
import os
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from detectors.names_lexicon import dictionary_rows, lexicon
from detectors.names_people import is_peopled
from detectors.names_pool import Pool
from flows.score import spans_of
from flows.specimens import Specimen, build, parse
from pipeline.builder import DocumentBuilder
from pipeline.contracts import Reading
from pipeline.document import Document, Layer, Source, Span, TextAnchor
from pipeline.readers import read
from pipeline.settings import Settings
from training.fit import Sample

HERE = Path(__file__).parent
DRAFTS, EXAM, WITHOUT_NAMES = HERE / "drafts", HERE / "exam", HERE / "without_names"
SPECIMENS = HERE.parent / "corpora" / "specimens"
NAMES = frozenset({"pi.name", "person.official"})
_LABEL = re.compile(r"⟦(pi\.name|person\.official)\|([^|⟧]*)⟧")
_KEPT = 0.15
"""Share of the people who keep their name in a copy."""
_ANY_SURNAME, _ANY_GIVEN = 0.15, 0.2
"""Shares of drawn names with a surname or given characters that are as likely rare as common."""
_WORD_GIVEN = 0.15
"""Share of given names of two characters that are words (郝建设, 方海棠)."""
_WORD_NAME = 0.25
"""Share of names of two characters that are words (高峰, 方圆)."""
_OTHER_SPELT = 0.5
"""Share of names without a surname that another one from the drafts takes the place of."""
_SHORTENED = 0.2
"""Share of the further places of a private name of three characters at which the given name stands alone."""
_EVERYDAY = 20
"""Count in the dictionary from which a word is everyday language."""
_THINGS, _NAMED = frozenset("nva"), frozenset({"nr", "ns", "nt", "nz"})
"""Tags of words that people give as names, and of what is a name already."""


def originals() -> Iterator[Specimen]:
    """The drafts that train, as they were written."""
    for path in _paths():
        yield parse(path.stem, path.read_text("utf-8"))


def copies(number: int, seed: int) -> Iterator[Specimen]:
    """So many copies of each of them with other people."""
    chance = random.Random(seed)
    for path in _paths():
        text = path.read_text("utf-8")
        for _ in range(number):
            yield parse(path.stem, swapped(text, chance))


def exam() -> Iterator[Specimen]:
    """The drafts that score and train nothing."""
    for path in sorted(EXAM.rglob("*.toml")):
        yield parse(path.stem, path.read_text("utf-8"))


def samples(draft: Specimen) -> list[Sample]:
    """Features and truth of every candidate for a name in a draft."""
    document, labels = labelled(draft)
    reading = Reading.of(document)
    pool, found, taken, names = Pool(reading), [], set(), set()
    for person in pool.examples():
        one = person.candidate
        taken.add((one.start, one.stop))
        found.append((one.features, reading.folded.unfold(one.start, one.stop) in labels))
        if found[-1][1]:
            names.add(one.text)  # as in a review, the second look knows what the first can find, and no more
    if is_peopled(names, document.text):
        for person in pool.more_examples(names, taken):
            one = person.candidate
            found.append((one.features, reading.folded.unfold(one.start, one.stop) in labels))
    return found


def negatives() -> list[Sample]:
    """The candidates of prose that names nobody."""
    found: list[Sample] = []
    for path in sorted(WITHOUT_NAMES.glob("*.txt")):
        reading = Reading.of(plain(path.read_text("utf-8").split("\n")))
        found += [(person.candidate.features, False) for person in Pool(reading).examples()]
    return found


def plain(lines: list[str]) -> Document:
    """A document with a block a line."""
    builder = DocumentBuilder(Source.of("draft.txt", "txt", b""))
    for line in lines:
        start = builder.length
        with builder.block(Layer.BODY, "段"):
            builder.add(line, TextAnchor(start))
    return builder.build()


def swapped(text: str, chance: random.Random) -> str:
    """The draft with other people in it; a given name that stands alone follows its person."""
    people = dict.fromkeys(match[2] for match in _LABEL.finditer(text))
    others = {name: _other(name, chance) for name in people if shape(name) or _is_spelt(name)}
    for name in people:
        whole = next((one for one in others if name != one and one[_surname(one) :] == name), None)
        if whole is not None and shape(whole):
            others[name] = others[whole][_surname(others[whole]) :]
    seen: set[str] = set()

    def instead(match: re.Match[str]) -> str:
        kind, name = match[1], others.get(match[2], match[2])
        again, short = name in seen, shape(name)
        seen.add(name)
        if again and kind == "pi.name" and short and short[1] == 2 and chance.random() < _SHORTENED:
            name = name[short[0] :]
        return f"⟦{kind}|{name}⟧"

    return _LABEL.sub(instead, text)


def _other(name: str, chance: random.Random) -> str:
    size = shape(name)
    if size:
        return name if chance.random() < _KEPT else drawn(size, chance)
    return chance.choice(_spelt_names()) if chance.random() < _OTHER_SPELT else name


def _is_spelt(name: str) -> bool:
    """A name of three characters and more without a surname."""
    return len(name) > 2 and shape(name) is None and all("\u3400" <= ch <= "\u9fff" for ch in name)


@cache
def _spelt_names() -> list[str]:
    """The names without a surname that the drafts hold, sorted."""
    found = {
        match[2] for path in _paths() for match in _LABEL.finditer(path.read_text("utf-8"))
    }
    return sorted(name for name in found if _is_spelt(name))


def shape(name: str) -> tuple[int, int] | None:
    """Lengths of surname and given name; None for a name that is not built so."""
    known = lexicon()
    if not all("\u3400" <= character <= "\u9fff" for character in name):
        return None
    if name[:2] in known.compounds and len(name) in (3, 4):
        return 2, len(name) - 2
    return (1, len(name) - 1) if name[0] in known.surnames and len(name) in (2, 3) else None


def drawn(size: tuple[int, int], chance: random.Random) -> str:
    """A name of the given lengths, by the shares of surnames and the frequencies of given characters."""
    known = lexicon()
    surnames = [name for name in known.shares if len(name) == size[0]]
    shares = [known.shares[name] for name in surnames]
    given = list(known.given)
    weights = [math.exp(-cost) for cost in known.given.values()]
    surname = chance.choices(surnames, None if chance.random() < _ANY_SURNAME else shares)[0]
    if size[1] == 2 and chance.random() < _WORD_GIVEN:
        return surname + chance.choice(_given_words())
    if size == (1, 1) and chance.random() < _WORD_NAME:
        return chance.choice(_word_names())
    rest = chance.choices(given, None if chance.random() < _ANY_GIVEN else weights, k=size[1])
    return surname + "".join(rest)


@cache
def _given_words() -> list[str]:
    """Words of everyday language that could be given names (建设, 海棠, 大山), sorted."""
    given = lexicon().given
    return [word for word in _words() if all(character in given for character in word)]


@cache
def _word_names() -> list[str]:
    """Words of everyday language that could be a surname and a given name (高峰, 方圆), sorted."""
    known = lexicon()
    return [word for word in _words() if word[0] in known.surnames and word[1] in known.given]


@cache
def _words() -> list[str]:
    return sorted(
        word
        for word, count, tag in dictionary_rows()
        if len(word) == 2
        and count >= _EVERYDAY
        and tag[:1] in _THINGS
        and tag[:2] not in _NAMED
    )


def _surname(name: str) -> int:
    size = shape(name)
    return size[0] if size else 1


def labelled(draft: Specimen) -> tuple[Document, dict[Span, str]]:
    """The draft as a document, and the kind of every name labelled in it by its printed span."""
    limits = Settings(on=dt.date(2026, 1, 1), home=Path(os.devnull)).limits
    document = read(build(draft), f"{draft.name}.{draft.format}", limits)
    return document, {
        span: label.kind
        for label, span in spans_of(draft, document.text)
        if span is not None and label.kind in NAMES
    }


def _paths() -> Iterator[Path]:
    for folder in (DRAFTS, SPECIMENS / "names", SPECIMENS / "identifiers"):
        yield from sorted(folder.rglob("*.toml"))
