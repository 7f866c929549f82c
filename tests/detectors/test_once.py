"""One answer a document."""

from __future__ import annotations

import gc
import weakref

from detectors.once import once
from detectors.tables import tables
from pipeline.contracts import Reading
from tests.detectors.test_names import document


def test_asked_twice_computed_once() -> None:
    """The same document gives the same answer; another document its own."""
    calls: list[str] = []

    @once
    def size(reading: Reading) -> int:
        calls.append("")
        return len(reading.document.text)

    first, second = Reading.of(document("甲")), Reading.of(document("甲乙"))
    assert [size(first), size(first), size(second), size(first)] == [2, 2, 3, 2]
    assert len(calls) == 3


def test_nothing_outlives_its_document() -> None:
    """The answer goes when the document does."""

    class Answer:
        """Something to watch."""

    answer = once(lambda _: Answer())
    reading = Reading.of(document("甲"))
    watched = weakref.ref(answer(reading))
    assert watched() is not None
    del reading
    gc.collect()
    assert watched() is None


def test_tables_are_shared() -> None:
    """Every detector gets the same tables."""
    reading = Reading.of(document("|姓名|电话|\n|张三|1|"))
    assert tables(reading) is tables(reading)
