"""The drafts with identifiers that ship: every labelled identifier is found whole, nothing else is taken for one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from detectors import language
from detectors.subjects import SUBJECTS
from flows.specimens import build, load_all, squeeze
from pipeline.contracts import Limits, Reading
from pipeline.document import Span
from pipeline.finding import Certainty
from pipeline.readers import read

FOLDER = Path(__file__).parents[2] / "corpora" / "specimens" / "identifiers"
KINDS = {kind.value for subject in SUBJECTS for kind in subject.kinds}
FLOORS = {
    "pi.resident_id": 0.995,
    "pi.bank_card": 0.99,
    "pi.mobile": 0.99,
    "pi.landline": 0.99,
    "pi.email": 0.99,
    "pi.address": 0.95,
}


def test_specimens() -> None:
    """Recall by kind, whole values only, and precision over all personal kinds."""
    found: Counter[str] = Counter()
    labelled: Counter[str] = Counter()
    false = drafts = 0
    for specimen in load_all(FOLDER):
        drafts += 1
        reading = Reading.of(
            read(build(specimen, FOLDER), f"{specimen.name}.{specimen.format}", Limits())
        )
        findings = [
            f for f in language.DETECTOR.find(reading) if f.certainty is not Certainty.POSSIBLE
        ]
        printed = [(char, at) for at, char in enumerate(reading.document.text) if squeeze(char)]
        plain = "".join(char for char, _ in printed)
        spans: list[Span] = []
        for label in specimen.labels:
            wanted, at = squeeze(label.text), -1
            for _ in range(label.occurrence + 1):
                at = plain.find(wanted, at + 1)
            assert at >= 0, f"{specimen.name}: a label is not in the text"
            span = Span(printed[at][1], printed[at + len(wanted) - 1][1] + 1)
            spans.append(span)
            if label.kind in KINDS:
                cut = Span(span.stop - len(label.cut), span.stop) if label.cut else span
                labelled[label.kind] += 1
                found[label.kind] += any(
                    f.kind.value == label.kind and f.span.contains(cut) for f in findings
                )
        false += sum(
            f.kind.is_personal and not any(f.span.overlaps(s) for s in spans) for f in findings
        )
    assert drafts >= 60
    for kind, count in labelled.items():
        assert found[kind] >= count * FLOORS.get(kind, 0.95), f"{kind}: {found[kind]} of {count}"
    assert false * 100 <= sum(found.values()) * 3
