"""Names and addresses against public sets and rivals: `python -m bench.names [--data DIR] [--rivals] [--quick]`.

Exact spans of persons; `pi.name` and `person.official` count alike. An address is wanted where the set marks a
house, unit, floor or room number in it, from its first part to its last. The sets carry no licence, so they
stay outside the repository and train nothing. `--rivals` measures presidio with its stock recognizers and
argus-redact, too, in an environment of the benchmark's own (see `bench.rivals`).
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

from bench.rivals import RIVALS, environment, run
from detectors import DETECTORS, language
from detectors.names import DETECTOR
from pipeline.builder import DocumentBuilder
from pipeline.contracts import Reading
from pipeline.document import Document, Layer, Source, TextAnchor
from pipeline.finding import Kind

SETS = ("cluener", "weibo", "resume")
ADDRESSES = "address_ncap"
_HOUSE = frozenset({"roadno", "subroadno", "houseno", "cellno", "floorno", "roomno"})
_ASIDE = frozenset({"redundant", "assist", "person", "otherinfo"})
Spans = set[tuple[int, int]]
Rows = list[tuple[str, Spans]]


class Figures(NamedTuple):
    """Counts of exact spans, and characters a second."""

    right: int
    found: int
    wanted: int
    speed: float

    def row(self, name: str) -> str:
        """One line of the table."""
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.wanted)
        harmonic = 2 * precision * recall / max(1e-9, precision + recall)
        return f"{name:<36} P {precision:.3f}  R {recall:.3f}  F {harmonic:.3f}  {self.speed:>10,.0f} chars/s"


def draft(text: str) -> Document:
    """A text as a document, a block a line."""
    builder = DocumentBuilder(Source.of("bench.txt", "txt", text.encode()))
    for line in text.split("\n"):
        with builder.block(Layer.BODY, "段"):
            builder.add(line, TextAnchor(builder.length))
    return builder.build()


def ours(texts: Iterable[str]) -> Iterator[Spans]:
    """Spans by the names detector."""
    for text in texts:
        yield {(f.span.start, f.span.stop) for f in DETECTOR.find(Reading.of(draft(text)))}


def our_addresses(texts: Iterable[str]) -> Iterator[Spans]:
    """Spans of `pi.address`."""
    for text in texts:
        found = language.DETECTOR.find(Reading.of(draft(text)))
        yield {(f.span.start, f.span.stop) for f in found if f.kind is Kind.PI_ADDRESS}


def jieba_alone(texts: Iterable[str]) -> Iterator[Spans]:
    """Spans of words that jieba tags nr."""
    import jieba
    import jieba.posseg

    jieba.dt.tmp_dir = tempfile.mkdtemp(prefix="bench-names-")

    for text in texts:
        at, spans = 0, set()
        for word, tag in jieba.posseg.cut(text):
            if tag in {"nr", "nrt", "nrfg"} and len(word) > 1:
                spans.add((at, at + len(word)))
            at += len(word)
        yield spans


def measure(rows: Rows, reader: Callable[[Iterable[str]], Iterator[Spans]]) -> Figures:
    """Run one reader over a set."""
    list(reader([rows[0][0]]))
    begun = time.process_time()
    found = list(reader(text for text, _ in rows))
    return compare(rows, found, time.process_time() - begun)


def compare(rows: Rows, found: Sequence[Spans], seconds: float) -> Figures:
    """The figures of spans that some reader found in `seconds`."""
    return Figures(
        sum(len(mine & wanted) for mine, (_, wanted) in zip(found, rows, strict=True)),
        sum(map(len, found)),
        sum(len(wanted) for _, wanted in rows),
        sum(len(text) for text, _ in rows) / max(seconds, 1e-6),
    )


def load(path: Path, label: str) -> Rows:
    """Texts with the spans of persons."""
    rows = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        rows.append(
            (row["text"], {(s["start"], s["end"]) for s in row["spans"] if s["label"] == label})
        )
    return rows


def load_addresses(path: Path) -> Rows:
    """Texts with the span of their address, where it leads to a house; without, where it does not."""
    rows: Rows = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        parts = [s for s in row["spans"] if s["label"] not in _ASIDE]
        exact = any(s["label"] in _HOUSE for s in parts)
        span = (min(s["start"] for s in parts), max(s["end"] for s in parts)) if parts else (0, 0)
        rows.append((row["text"], {span} if exact else set()))
    return rows


def touched(rows: Rows) -> str:
    """Share of the wanted addresses of which some part, and of which the last character, is found."""
    some = last = 0
    for mine, (_, wanted) in zip(our_addresses(text for text, _ in rows), rows, strict=True):
        for a, b in wanted:
            some += any(x < b and a < y for x, y in mine)
            last += any(x < b <= y for x, y in mine)
    total = sum(len(wanted) for _, wanted in rows)
    return f"{ADDRESSES}: of {total} addresses {some / total:.3f} found in part, {last / total:.3f} to the end"


def official_prose(folder: Path) -> str:
    """Cuts (sure or likely `pi.name`) in official texts, in which every name is of a person in office."""
    characters = cuts = questions = 0
    spent = plain = 0.0
    rules = [one for one in (*DETECTORS, language.DETECTOR) if one.name != DETECTOR.name]
    rules = list({one.name: one for one in rules}.values())
    for path in sorted((*folder.rglob("*.md"), *folder.rglob("*.txt"))):
        reading = Reading.of(draft(path.read_text("utf-8")))
        characters += len(reading.document.text)
        begun = time.process_time()
        for one in DETECTOR.find(reading):
            if one.kind.is_personal:
                cuts += one.certainty.value != "possible"
                questions += one.certainty.value == "possible"
        spent += time.process_time() - begun
        begun = time.process_time()
        for rule in rules:
            list(rule.find(reading))
        plain += time.process_time() - begun
    return (
        f"official texts: {characters:,} characters, cuts {cuts} = {cuts * 10_000 / characters:.3f} per 10,000, "
        f"questions {questions}\nnames alone {characters / spent:,.0f} chars/s; "
        f"all other rules (names shared) {characters / plain:,.0f} chars/s; "
        f"everything {characters / (spent + plain):,.0f} chars/s"
    )


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=Path("../shared/data"))
    options.add_argument("--sets", default=",".join(SETS))
    options.add_argument("--rivals", action="store_true")
    options.add_argument("--quick", action="store_true", help="ours and the official texts alone")
    chosen = options.parse_args()
    print(official_prose(chosen.data / "gov"))
    with environment() if chosen.rivals else nullcontext(None) as home:
        for name in chosen.sets.split(","):
            rows = load(chosen.data / "ner" / f"{name}.train.jsonl", "PER")
            print(measure(rows, ours).row(f"{name}: ours"), flush=True)
            if not chosen.quick:
                print(measure(rows, jieba_alone).row(f"{name}: jieba.posseg alone"), flush=True)
            _rivals(home, name, "PERSON", rows)
        if not chosen.quick:
            rows = load_addresses(chosen.data / "ner" / f"{ADDRESSES}.train.jsonl")
            print(measure(rows, our_addresses).row(f"{ADDRESSES}: ours"), touched(rows), sep="\n")
            _rivals(home, ADDRESSES, "LOCATION", rows)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _rivals(home: Path | None, name: str, kind: str, rows: Rows) -> None:
    for which in RIVALS if home is not None else ():
        assert home is not None
        found, seconds = run(home, which, kind, [text for text, _ in rows])
        print(compare(rows, found, seconds).row(f"{name}: {which}"), flush=True)


if __name__ == "__main__":
    main()
