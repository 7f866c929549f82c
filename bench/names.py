"""Names against public sets and rivals: `python -m bench.names [--data DIR] [--rivals] [--sets cluener,weibo]`.

Exact spans of persons; `pi.name` and `person.official` count alike. The sets carry no licence, so they stay
outside the repository and train nothing. `--rivals` builds an environment of the benchmark's own under the
temporary folder and measures presidio with its stock recognizers and argus-redact in it.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from detectors.names import DETECTOR
from pipeline.builder import DocumentBuilder
from pipeline.contracts import Reading
from pipeline.document import Document, Layer, Source, TextAnchor

SETS = {"cluener": "PER", "weibo": "PER", "resume": "PER"}
Spans = set[tuple[int, int]]


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
        return f"{name:<32} P {precision:.3f}  R {recall:.3f}  F {harmonic:.3f}  {self.speed:>10,.0f} chars/s"


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
        reading = Reading.of(draft(text))
        yield {(f.span.start, f.span.stop) for f in DETECTOR.find(reading)}


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


def measure(
    rows: list[tuple[str, Spans]], reader: Callable[[Iterable[str]], Iterator[Spans]]
) -> Figures:
    """Run one reader over a set."""
    list(reader([rows[0][0]]))
    begun = time.process_time()
    found = list(reader(text for text, _ in rows))
    spent = time.process_time() - begun
    right = sum(len(mine & wanted) for mine, (_, wanted) in zip(found, rows, strict=True))
    return Figures(
        right,
        sum(map(len, found)),
        sum(len(wanted) for _, wanted in rows),
        sum(len(text) for text, _ in rows) / spent,
    )


def load(path: Path, label: str) -> list[tuple[str, Spans]]:
    """Texts with the spans of persons."""
    rows = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        rows.append(
            (row["text"], {(s["start"], s["end"]) for s in row["spans"] if s["label"] == label})
        )
    return rows


RIVAL = """
import json, sys, time
which, rows = sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8"))
if which == "argus":
    from argus_redact import redact
    import argus_redact
    def read(text):
        _, key = redact(text, lang="zh", mode="fast")
        found = set()
        for original in key.values():
            at = text.find(original)
            while at >= 0:
                found.add((at, at + len(original))); at = text.find(original, at + 1)
        return found
else:
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    import spacy
    class Blank(SpacyNlpEngine):
        def __init__(self):
            super().__init__(models=[{"lang_code": "zh", "model_name": "blank"}])
            self.nlp = {"zh": spacy.blank("zh")}
        def load(self): pass
    from presidio_analyzer import RecognizerRegistry
    registry = RecognizerRegistry(supported_languages=["zh"])
    registry.load_predefined_recognizers(languages=["zh"])
    engine = AnalyzerEngine(nlp_engine=Blank(), registry=registry, supported_languages=["zh"])
    def read(text):
        return {(r.start, r.end) for r in engine.analyze(text, language="zh") if r.entity_type == "PERSON"}
read(rows[0])
begun = time.process_time()
out = [sorted(read(text)) for text in rows]
json.dump({"spans": out, "seconds": time.process_time() - begun}, sys.stdout)
"""


def rival(which: str, rows: list[tuple[str, Spans]], home: Path) -> Figures:
    """Run one rival in the benchmark's own environment."""
    data = home / "rows.json"
    data.write_text(json.dumps([text for text, _ in rows]), "utf-8")
    done = subprocess.run(
        [str(home / "bin" / "python"), "-c", RIVAL, which, str(data)],
        capture_output=True,
        text=True,
        check=True,
    )
    result = json.loads(done.stdout)
    right = sum(
        len({(a, b) for a, b in mine} & want)
        for mine, (_, want) in zip(result["spans"], rows, strict=True)
    )
    return Figures(
        right,
        sum(map(len, result["spans"])),
        sum(len(wanted) for _, wanted in rows),
        sum(len(text) for text, _ in rows) / result["seconds"],
    )


def official_prose(folder: Path) -> str:
    """Cuts (sure or likely `pi.name`) in official texts, in which every name is of a person in office."""
    characters = cuts = questions = 0
    spent = 0.0
    for path in sorted((*folder.rglob("*.md"), *folder.rglob("*.txt"))):
        reading = Reading.of(draft(path.read_text("utf-8")))
        characters += len(reading.document.text)
        begun = time.process_time()
        for one in DETECTOR.find(reading):
            if one.kind.is_personal:
                cuts += one.certainty.value != "possible"
                questions += one.certainty.value == "possible"
        spent += time.process_time() - begun
    return (
        f"official texts: {characters:,} characters, cuts {cuts} = {cuts * 10_000 / characters:.3f} per 10,000, "
        f"questions {questions}, {characters / spent:,.0f} chars/s"
    )


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=Path("../shared/data"))
    options.add_argument("--sets", default="cluener,weibo,resume")
    options.add_argument("--rivals", action="store_true")
    options.add_argument("--quick", action="store_true", help="ours and the official texts alone")
    chosen = options.parse_args()
    print(official_prose(chosen.data / "gov"))
    home = None
    if chosen.rivals:
        home = Path(tempfile.mkdtemp(prefix="bench-names-"))
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        packages = [
            "argus-redact==0.8.22",
            "presidio-analyzer==2.2.366",
            "spacy==3.8.18",
            "jieba==0.42.1",
        ]
        subprocess.run([str(home / "bin" / "pip"), "install", "-q", *packages], check=True)
    for name in chosen.sets.split(","):
        rows = load(chosen.data / "ner" / f"{name}.train.jsonl", SETS[name])
        print(measure(rows, ours).row(f"{name}: ours"))
        if not chosen.quick:
            print(measure(rows, jieba_alone).row(f"{name}: jieba.posseg alone"))
        for which in ("presidio", "argus") if home is not None else ():
            assert home is not None
            print(rival(which, rows, home).row(f"{name}: {which}"))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
