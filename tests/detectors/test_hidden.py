"""What the page does not show is reported, once, and only when it says something more."""

from __future__ import annotations

import pytest

from detectors.hidden import CONCEALED, DETECTOR
from pipeline.builder import DocumentBuilder
from pipeline.contracts import Reading
from pipeline.document import Layer, Source, TextAnchor
from pipeline.finding import Finding


def found(*blocks: tuple[Layer, str]) -> list[Finding]:
    """The findings in a document of these blocks."""
    builder = DocumentBuilder(Source.of("a.docx", "docx", b"x"))
    for layer, text in blocks:
        with builder.block(layer, layer.value):
            builder.add(text, TextAnchor(0))
    return list(DETECTOR.find(Reading.of(builder.build())))


@pytest.mark.parametrize("layer", CONCEALED)
def test_a_concealed_block_is_reported(layer: Layer) -> None:
    """Comments, revisions, hidden text and annotations are each a finding on the whole block."""
    (finding,) = found((Layer.BODY, "通知"), (layer, "此处数据有误"))
    assert finding.layer is layer
    assert finding.span.stop - finding.span.start == 6


@pytest.mark.parametrize("layer", [layer for layer in Layer if layer not in CONCEALED])
def test_a_visible_layer_is_not(layer: Layer) -> None:
    """What stands on the page, and plain properties, are no hidden content."""
    assert not found((layer, "通知"))


def test_a_copy_of_visible_text_is_not() -> None:
    """The fallback copy of a text box shows nothing more."""
    assert not found((Layer.TEXTBOX, "联 系 人"), (Layer.HIDDEN, "联系人"))
