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
from pathlib import Path

from detectors.names import examples
from detectors.names_lexicon import lexicon
from flows.score import spans_of
from flows.specimens import Specimen, build, parse
from pipeline.builder import DocumentBuilder
from pipeline.contracts import Reading
from pipeline.document import Document, Layer, Source, TextAnchor
from pipeline.readers import read
from pipeline.settings import Settings

HERE = Path(__file__).parent
DRAFTS, WITHOUT_NAMES = HERE / "drafts", HERE / "without_names"
SPECIMENS = HERE.parent / "corpora" / "specimens"
NAMES = frozenset({"pi.name", "person.official"})
Sample = tuple[list[str], bool]
_LABEL = re.compile(r"⟦(pi\.name|person\.official)\|([^|⟧]*)⟧")
_KEPT = 0.15
"""Share of the people who keep their name in a copy."""
_ANY_SURNAME, _ANY_GIVEN = 0.15, 0.2
"""Shares of drawn names with a surname or given characters that are as likely rare as common."""


def samples(copies: int, seed: int) -> list[Sample]:
    """Features and truth of every candidate in every draft and in `copies - 1` copies of it."""
    chance = random.Random(seed)
    found: list[Sample] = []
    for path in _paths():
        text = path.read_text("utf-8")
        for number in range(copies):
            found += _of_draft(parse(path.stem, text if number == 0 else swapped(text, chance)))
    return found


def negatives() -> list[Sample]:
    """The candidates of prose that names nobody."""
    found: list[Sample] = []
    for path in sorted(WITHOUT_NAMES.glob("*.txt")):
        reading = Reading.of(document(path.read_text("utf-8").split("\n")))
        found += [(candidate.features, False) for candidate in examples(reading)]
    return found


def document(lines: list[str]) -> Document:
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
    others = {
        name: name if chance.random() < _KEPT else drawn(size, chance)
        for name in people
        if (size := shape(name))
    }
    for name in people:
        whole = next((one for one in others if name != one and one[_surname(one) :] == name), None)
        if name not in others and whole is not None:
            others[name] = others[whole][_surname(others[whole]) :]
    return _LABEL.sub(lambda match: f"⟦{match[1]}|{others.get(match[2], match[2])}⟧", text)


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
    rest = chance.choices(given, None if chance.random() < _ANY_GIVEN else weights, k=size[1])
    return surname + "".join(rest)


def _surname(name: str) -> int:
    size = shape(name)
    return size[0] if size else 1


def _paths() -> Iterator[Path]:
    for folder in (DRAFTS, SPECIMENS / "names", SPECIMENS / "identifiers"):
        yield from sorted(folder.rglob("*.toml"))


def _of_draft(draft: Specimen) -> list[Sample]:
    if draft.format == "pdf":
        return []
    limits = Settings(on=dt.date(2026, 1, 1), home=Path(os.devnull)).limits
    drawn_up = read(build(draft), f"{draft.name}.{draft.format}", limits)
    names = {span for label, span in spans_of(draft, drawn_up.text) if label.kind in NAMES}
    reading = Reading.of(drawn_up)
    return [
        (candidate.features, reading.folded.unfold(candidate.start, candidate.stop) in names)
        for candidate in examples(reading)
    ]
