"""A number that runs over the edge of the page is one number."""

from __future__ import annotations

import io

import pikepdf
import pytest

from pipeline.document import Layer
from pipeline.readers import read


def page_with(operators: bytes) -> bytes:
    """A small page that draws with one standard font."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 200))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.obj["/Contents"] = pdf.make_stream(operators)
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("x", [215, -8], ids=["right", "left"])
def test_a_number_over_the_edge_is_read_whole(x: int) -> None:
    """Its digits inside and outside the page are one text, so that a detector finds it and a cut takes all."""
    document = read(page_with(b"BT /F1 12 Tf %d 120 Td (13812345678901234) Tj ET" % x), "a.pdf")
    assert "13812345678901234" in document.text


def test_what_stands_apart_outside_stays_hidden() -> None:
    """A sentence of its own beyond the edge is hidden text, not part of the page."""
    drawn = b"BT /F1 12 Tf 20 150 Td (visible) Tj 400 0 Td (elsewhere) Tj ET"
    document = read(page_with(drawn), "a.pdf")
    layers = {document.text[b.span.start : b.span.stop].strip(): b.layer for b in document.blocks}
    assert layers["visible"] is Layer.BODY
    assert layers["elsewhere"] is Layer.HIDDEN


def test_hidden_for_two_reasons_is_one_text() -> None:
    """A number half under a box and half beyond the edge is one hidden text."""
    drawn = b"BT /F1 12 Tf 230 120 Td (13812345678901234) Tj ET q 0 g 220 110 90 30 re f Q"
    document = read(page_with(drawn), "a.pdf")
    assert "13812345678901234" in document.text
