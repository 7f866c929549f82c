"""`python -m bench.identifiers [FOLDER]`: speed, false alarms and memory of the identifier rules.

FOLDER holds official texts (`.txt`, `.md`); without it the specimens are read. Times are processor time of one
core, without reading the files and finding the names that addresses ask for (`bench.names` measures them). Prints characters a second in all and per subject, findings by kind and
certainty, alarms in 10,000 characters, and how time and memory grow up to five million characters.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from pathlib import Path

from detectors import language
from detectors.names import DETECTOR as NAMES
from detectors.subjects import SUBJECTS, passage_of
from pipeline.contracts import Limits, Reading
from pipeline.document import Source
from pipeline.readers.plain import READER

SPECIMENS = Path(__file__).parent.parent / "corpora" / "specimens"


def main() -> int:
    """Measure and print."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SPECIMENS
    paths = sorted(p for p in folder.rglob("*") if p.suffix in {".txt", ".md", ".toml"})
    texts = [path.read_text("utf-8", "replace") for path in paths]
    language.DETECTOR.warm()
    _official(texts)
    _subjects("".join(texts)[:1_000_000])
    _growth("".join(texts))
    return 0


def _reading(text: str) -> Reading:
    data = text.encode()
    return Reading.of(READER.read(data, Source.of("a.txt", "txt", data), Limits()))


def _official(texts: list[str]) -> None:
    readings = [_reading(text) for text in texts]
    characters = sum(len(reading.document.text) for reading in readings)
    findings, spent = [], 0.0
    for reading in readings:
        NAMES.find(reading)
        start = time.process_time()
        findings += language.DETECTOR.find(reading)
        spent += time.process_time() - start
    personal = sum(f.kind.is_personal for f in findings)
    print(
        f"{len(texts)} texts, {characters:,} characters: {characters / spent:,.0f} characters a second"
    )
    print(f"personal findings in 10,000 characters: {personal * 10_000 / characters:.3f}")
    for (kind, certainty), count in sorted(
        Counter((f.kind.value, f.certainty.value) for f in findings).items()
    ):
        print(f"  {kind:26}{certainty:10}{count:6}")


def _subjects(text: str) -> None:
    passage = passage_of(_reading(text))
    sum(1 for _ in passage.people)
    for subject in SUBJECTS:
        start = time.process_time()
        count = sum(1 for _ in subject.rule(passage))
        spent = time.process_time() - start
        print(
            f"  {subject.name:14}{len(text) / max(spent, 1e-6) / 1e6:8.1f} million characters a second{count:8} matches"
        )


def _growth(text: str) -> None:
    for size in (1_000_000, 5_000_000):
        reading = _reading((text * (size // len(text) + 1))[:size])
        NAMES.find(reading)
        start = time.process_time()
        count = sum(1 for _ in language.DETECTOR.find(reading))
        spent = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size:,} characters: {spent:.2f} s, {size / spent:,.0f} a second, {count} findings, peak {peak:.0f} MB"
        )


if __name__ == "__main__":
    sys.exit(main())
