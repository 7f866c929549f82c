"""What was cut cannot be told from the output: two texts of different length and content leave the same bytes."""

from __future__ import annotations

import pytest

from pipeline.document import Span
from pipeline.readers import read
from redaction import apply
from redaction.needles import UNSEEN
from tests.redaction import sheet_making, word_hiding, word_making

MARK = "【依法不予公开·4】"
TEXTS = ("欧阳志远13800138000", "王五11010519491231002X9")
PLACES = [
    (module, table, carrier)
    for module, table in (
        (word_making, "SHOWN"),
        (word_hiding, "HIDDEN"),
        (sheet_making, "SHOWN"),
        (sheet_making, "HIDDEN"),
    )
    for carrier in getattr(module, table)
]


def cut(data: bytes, name: str, text: str) -> bytes:
    """The package with every visible occurrence cut and proven."""
    document = read(data, name)
    spans = []
    for block in document.blocks:
        shown = document.text[block.span.start : block.span.stop]
        at = shown.find(text) if block.layer not in UNSEEN else -1
        while at >= 0:
            spans.append(Span(block.span.start + at, block.span.start + at + len(text)))
            at = shown.find(text, at + 1)
    assert spans
    return apply(data, document, [(span, MARK) for span in spans])[0]


@pytest.mark.parametrize(("module", "table", "carrier"), PLACES)
def test_the_output_does_not_depend_on_what_was_cut(
    module: object, table: str, carrier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same package with another text in the same carrier comes out byte for byte the same."""
    outputs = []
    for text in TEXTS:
        split = word_making.r(text[:3], "<w:b/>") + word_making.r(text[3:9])
        for maker in (word_making, word_hiding, sheet_making):
            monkeypatch.setattr(maker, "SECRET", text)
            monkeypatch.setattr(
                maker, "SPLIT", split + word_making.r(text[9:], "<w:i/>"), raising=False
            )
        name = "a.xlsx" if module is sheet_making else "a.docx"
        outputs.append(cut(getattr(module, table)[carrier]().bytes(), name, text))
    assert outputs[0] == outputs[1]
