"""Readings of plain text for detector tests: each line a block, tabs make table rows."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.contracts import Detector, Limits, Reading
from pipeline.document import Source
from pipeline.finding import Finding
from pipeline.readers.plain import READER


def reading(text: str, name: str = "a.txt") -> Reading:
    """The reading of a plain text file."""
    data = text.encode()
    return Reading.of(READER.read(data, Source.of(name, "txt", data), Limits()))


def found(detector: Detector, text: str, name: str = "a.txt") -> list[Finding]:
    """The findings of one detector in a text."""
    return list(detector.find(reading(text, name)))


def seen(detector: Detector, text: str, name: str = "a.txt") -> list[tuple[str, str]]:
    """Kind and text of every finding."""
    return [(f.kind.value, text[f.span.start : f.span.stop]) for f in found(detector, text, name)]


def kinds(findings: Iterable[Finding]) -> set[str]:
    """The kinds that were found."""
    return {found.kind.value for found in findings}
