"""All official texts and seeds: no marking anywhere, and next to nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from detectors import citations, conflict, handling, markings, scope
from detectors.metadata import read_metadata
from pipeline.contracts import Reading
from pipeline.finding import Kind
from pipeline.readers import read
from tests.conftest import shared


def test_no_marking_and_few_hints_over_all_official_texts() -> None:
    """A million characters of law, notices and seeds carry no mark; there is no list of exceptions."""
    counts: Counter[Kind] = Counter()
    for folder in (shared("data", "gov"), shared("seeds")):
        for path in sorted(folder.rglob("*")):
            if path.suffix not in (".md", ".txt"):
                continue
            made = Reading.of(read(path.read_bytes(), path.name))
            made = replace(made, metadata=read_metadata(made))
            for detector in (markings, handling, conflict, scope, citations):
                counts.update(found.kind for found in detector.DETECTOR.find(made))
    assert counts[Kind.SECRECY_MARKING] == 0
    assert counts[Kind.SECRECY_SCOPE] == 0
    assert counts[Kind.HANDLING_INTERNAL] == 0
    assert sum(n for kind, n in counts.items() if kind is not Kind.SECRECY_MENTION) < 25
