"""The names detector as a spaCy component, for those who have a pipeline of their own.

    import spacy
    from detectors.names_component import FACTORY, register
    register()
    nlp = spacy.blank("zh")
    nlp.add_pipe(FACTORY)
    [(e.text, e.label_) for e in nlp("申请人王小明反映情况。").ents]

Labels are `PERSON`; the kind (`pi.name`, `person.official`) stands in `ent.kb_id_`, the certainty in `ent.id_`.
spaCy is imported only when `register` is called; the product itself never does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detectors.names import DETECTOR
from pipeline.builder import DocumentBuilder
from pipeline.contracts import Reading
from pipeline.document import Layer, Source, TextAnchor
from pipeline.finding import Finding

if TYPE_CHECKING:
    from spacy.tokens import Doc

FACTORY = "xianshen_names"


def names_of(text: str) -> list[Finding]:
    """Findings of the names detector in a plain text; a block a line."""
    builder = DocumentBuilder(Source.of("text", "txt", text.encode("utf-8", "surrogatepass")))
    at = 0
    for line in text.split("\n"):
        if not line:
            builder.add("\n", None)
        else:
            with builder.block(Layer.BODY, "全文"):
                builder.add(line, TextAnchor(at))
        at += len(line) + 1
    return list(DETECTOR.find(Reading.of(builder.build())))


def register() -> None:
    """Make the factory known to spaCy; calling it again changes nothing."""
    from importlib import import_module

    language: Any = import_module("spacy.language").Language
    if not language.has_factory(FACTORY):
        language.component(FACTORY, func=component, assigns=["doc.ents"])


def component(doc: Doc) -> Doc:
    """Add the names to `doc.ents`; entities that other components set stay where they do not overlap."""
    found = []
    for one in names_of(doc.text):
        span = doc.char_span(
            one.span.start, one.span.stop, label="PERSON", alignment_mode="expand"
        )
        if span is not None:
            span.kb_id_, span.id_ = one.kind.value, one.certainty.value
            found.append(span)
    taken = {token.i for span in found for token in span}
    others = [span for span in doc.ents if not any(token.i in taken for token in span)]
    doc.ents = tuple(sorted((*found, *others), key=lambda span: span.start))
    return doc
