"""The names detector in somebody's own spaCy pipeline."""

from __future__ import annotations

import pytest

from detectors.names_component import FACTORY, names_of, register


def test_offsets_of_plain_text() -> None:
    """Spans refer to the text as given, blank lines included."""
    text = "\n\n申请人：王小明\n"
    (one,) = names_of(text)
    assert text[one.span.start : one.span.stop] == "王小明"


def test_spacy_pipeline() -> None:
    """The component sets entities with kind and certainty."""
    spacy = pytest.importorskip("spacy")
    register()
    register()
    nlp = spacy.blank("zh")
    nlp.add_pipe(FACTORY)
    doc = nlp("申请人王小明反映情况，会议由县长李建国主持。")
    assert [(e.text, e.label_, e.kb_id_) for e in doc.ents] == [
        ("王小明", "PERSON", "pi.name"),
        ("李建国", "PERSON", "person.official"),
    ]
