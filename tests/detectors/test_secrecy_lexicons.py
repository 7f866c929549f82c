"""Every row of the secrecy, handling, scope, repeal and metadata lexicons fires on its example and only there."""

from __future__ import annotations

import pytest

import corpora
from detectors import citations, handling, scope
from detectors.markings import verdicts
from detectors.markings_context import LEXICON as SECRECY
from detectors.metadata import CATEGORIES, read_metadata
from detectors.metadata_labels import LEXICON as LABELS
from detectors.phrases import Phrase, phrases
from detectors.release_notes import release_notes
from detectors.spot import Page
from pipeline.document import Source
from pipeline.fold import fold
from tests.detectors.plain_reading import found, reading


def _name(row: Phrase) -> str:
    return f"{row.where}-{row.term}"


def _decided(row: Phrase, text: str) -> bool:
    page = Page(reading(text))
    if row.where == "stamp":
        return any(v.mark is not None and v.mark.lifted for v in verdicts(page))
    return any(v.row is row for v in verdicts(page))


@pytest.mark.parametrize("row", phrases(SECRECY), ids=_name)
def test_secrecy_row_decides_its_example_and_no_counter_example(row: Phrase) -> None:
    """The row that the verdict names is the row of the example; the counter-example is decided without it."""
    assert _decided(row, row.example)
    assert not _decided(row, row.counter_example)


@pytest.mark.parametrize("row", phrases(handling.LEXICON), ids=_name)
def test_handling_row_fires_on_its_example_only(row: Phrase) -> None:
    """A phrase counts as a mark or note in the example, and not in the sentence of the counter-example."""
    if row.where == "note":
        assert any(note.row is row for note in release_notes(Page(reading(row.example))))
        assert not list(release_notes(Page(reading(row.counter_example))))
        return
    assert any(hit.term == row.term for *_, hit in handling.marks(Page(reading(row.example))))
    assert not found(handling.DETECTOR, row.counter_example)


@pytest.mark.parametrize("row", phrases(scope.LEXICON), ids=_name)
def test_scope_row_fires_on_its_example_only(row: Phrase) -> None:
    """The hint has the row's kind in the example; the counter-example, an ordinary sentence, is quiet."""
    assert any(f.kind is row.kind and f.why.startswith(row.why) for f in found(scope.DETECTOR, row.example))
    assert not any(f.why.startswith(row.why) for f in found(scope.DETECTOR, row.counter_example))


@pytest.mark.parametrize("row", corpora.rows(citations.LEXICON), ids=lambda row: row["why"][:20])
def test_repealed_row_fires_on_its_example_only(row: dict[str, str]) -> None:
    """The old citation is noted, the one in force is not."""
    assert row["why"] in {f.why for f in found(citations.DETECTOR, row["example"])}
    assert not found(citations.DETECTOR, row["counter-example"])


@pytest.mark.parametrize("row", corpora.rows(LABELS), ids=lambda row: row["label"])
def test_label_row_gives_its_element_only_at_a_label(row: dict[str, str]) -> None:
    """A labelled value is read; the same word inside a sentence is no label."""
    stated = getattr(read_metadata(reading(row["example"])), row["element"])
    assert stated
    value = getattr(read_metadata(reading(row["counter-example"])), row["element"])
    assert not value or row["element"] == "title"


@pytest.mark.parametrize("row", corpora.rows(CATEGORIES), ids=lambda row: row["category"])
def test_category_is_proposed_from_the_title_and_marked_as_proposed(row: dict[str, str]) -> None:
    """A proposed class is never stated as printed."""
    proposed = read_metadata(reading(row["example"])).subject_category
    assert proposed is not None
    assert proposed.value == row["category"]
    assert proposed.proposed
    assert proposed.span is None
    other = read_metadata(reading(row["counter-example"])).subject_category
    assert other is None or other.value != row["category"]


@pytest.mark.parametrize("path", [SECRECY, handling.LEXICON, scope.LEXICON])
def test_every_row_names_source_example_and_counter_example(path: str) -> None:
    """No row without its source, date, explanation, example and counter-example; terms are in folded spelling."""
    for row in phrases(path):
        assert row.source
        assert row.since
        assert row.why
        assert row.example
        assert row.counter_example
        assert fold(row.term).text == row.term
    assert Source.of("a", "txt", b"").bytes == 0
