"""A page that cannot be cut exactly becomes a picture where the office allows it; else nothing comes out."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from pikepdf import Dictionary

import redaction
from pipeline.document import GapReason
from pipeline.errors import RedactionRefused
from redaction import pdf_raster
from redaction.pdf_proof import PROVER
from tests.redaction import pdf_making as making
from tests.redaction.test_pdf import MARK, SECRET, assert_gone, cuts_of, read

LINE = f"0 -40 Td (id {SECRET} end) Tj"


def nested() -> bytes:
    """A tiling pattern that shows text, which the walk does not see."""
    pdf = making.new(LINE)
    page = pdf.pages[0]
    page.obj["/Resources"]["/Pattern"] = Dictionary(P=pdf.make_stream(
        b"BT /F1 6 Tf 2 2 Td (pattern) Tj ET", PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 50, 50], XStep=50,
        YStep=50, Resources=page.obj["/Resources"],
    ))
    page.contents_add(b"q /Pattern cs /P scn 60 100 300 100 re f Q")
    return making.saved(pdf)


def malformed() -> bytes:
    """An operator without its operands."""
    return making.show(f"{LINE} 0 -20 Td (after) Tj 3 Td")


def outlined() -> bytes:
    """Letters drawn as curves over text that does not show."""
    pdf = making.new(f"3 Tr {LINE} 0 Tr")
    curves = (f"{80 + 6 * i} 698 m {82 + 6 * i} 704 {84 + 6 * i} 708 {85 + 6 * i} 710 c {83 + 6 * i} 698 l h f" for i in range(18))
    pdf.pages[0].contents_add(" ".join(curves).encode())
    return making.saved(pdf)


MAKERS = (nested, malformed, outlined)


@pytest.mark.parametrize("maker", MAKERS)
def test_refuses_unless_allowed(maker: Callable[[], bytes]) -> None:
    """Without leave there is no output; the refusal names the page and both ways out."""
    data = maker()
    document = read(data)
    with pytest.raises(RedactionRefused, match="第1页") as refused:
        redaction.apply(data, document, cuts_of(document, SECRET))
    assert "raster_pages" in str(refused.value)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("maker", MAKERS)
def test_becomes_a_picture(maker: Callable[[], bytes]) -> None:
    """The cut is black, what stays can still be searched at its place, and the proof names the page."""
    data = maker()
    document = read(data)
    made, proof = redaction.apply(data, document, cuts_of(document, SECRET), raster=True)
    assert redaction.apply(data, document, cuts_of(document, SECRET), raster=True)[0] == made
    assert proof.rastered == (0,)
    assert proof.to_json()["rastered"] == ["第1页"]
    assert proof.length_hidden == (False,)
    assert any("第1页" in note and "图像" in note for note in proof.notes)
    assert_gone(made, SECRET)
    after = read(made)
    assert making.ALIKE in after.text
    assert "".join(after.text.split()).count(MARK) == (maker is not outlined)
    assert [gap.reason for gap in after.gaps] == [GapReason.PICTURE_NOT_READ]
    file = pypdfium2.PdfDocument(made)
    assert "Before" in file[0].get_textpage().get_text_range()
    file.close()


def test_other_pages_stay_text() -> None:
    """Only the page that needs it becomes a picture."""
    with pikepdf.open(io.BytesIO(nested())) as pdf, pikepdf.open(io.BytesIO(making.show(LINE))) as other:
        pdf.pages.append(other.pages[0])
        data = making.saved(pdf)
    document = read(data)
    made, proof = redaction.apply(data, document, cuts_of(document, SECRET), raster=True)
    assert proof.rastered == (0,)
    assert "".join(read(made).text.split()).count(MARK) == 2


def test_exact_where_possible() -> None:
    """Leave to make pictures changes nothing for a page that can be cut exactly."""
    data = making.show(LINE)
    document = read(data)
    exact, proof = redaction.apply(data, document, cuts_of(document, SECRET))
    assert redaction.apply(data, document, cuts_of(document, SECRET), raster=True)[0] == exact
    assert proof.rastered == ()


def test_refuses_a_place_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the second engine does not find at the same place is not blacked out by guess."""
    found = pdf_raster.characters
    monkeypatch.setattr(pdf_raster, "characters", lambda *given: [(c, x, y + 30) for c, x, y in found(*given)])
    data = nested()
    document = read(data)
    with pytest.raises(RedactionRefused, match="位置不能确定"):
        redaction.apply(data, document, cuts_of(document, SECRET), raster=True)


def test_proof_sees_a_picture_that_shows_the_cut() -> None:
    """A picture without the black boxes fails the proof."""
    data = nested()
    document = read(data)
    cuts = cuts_of(document, SECRET)
    wanted = redaction.excisions(document, cuts)
    made = redaction.pdf.RASTERING.redact(data, document, wanted)
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        (picture,) = pdf.pages[0].obj["/Resources"]["/XObject"].values()
        picture.write(b"\xff" * len(picture.read_bytes()))
        bad = making.saved(pdf)
    checks = PROVER.prove(data, replace(made, data=bad), document, wanted)
    assert not all(check.holds for check in checks)

