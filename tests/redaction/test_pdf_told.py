"""What is left when a cut is made must not depend on what was cut: boxes, orders, empty marks, trailer."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Name

import redaction
from tests.redaction import pdf_making as making
from tests.redaction.test_pdf import SECRET, cut, cuts_of, read


def opened(data: bytes) -> pikepdf.Pdf:
    """The output, open."""
    return pikepdf.open(io.BytesIO(data))


def test_type3_states_no_box_and_no_unused_codes() -> None:
    """The bounding box of a Type 3 font and its list of widths do not reach to glyphs that went."""
    made, _ = cut(making.type3(), SECRET[:6])
    with opened(made) as pdf:
        (font,) = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Subtype") == Name.Type3]
        assert [float(v) for v in font["/FontBBox"]] == [0, 0, 0, 0]
        shown = {ord(character) for character in SECRET[6:]}
        assert set(font["/CharProcs"].keys()) == {f"/g{code}" for code in shown}
        assert (int(font["/FirstChar"]), int(font["/LastChar"])) == (min(shown), max(shown))


def test_digest_in_the_trailer_goes() -> None:
    """A digest of the original, as LibreOffice writes it, would confirm a guess."""
    with opened(making.show(f"0 -40 Td (id {SECRET} end) Tj")) as pdf:
        pdf.trailer["/DocChecksum"] = Name("/0123456789ABCDEF")
        data = making.saved(pdf)
    assert b"DocChecksum" in data
    made, _ = cut(data)
    with opened(made) as pdf:
        assert "/DocChecksum" not in pdf.trailer


def test_font_that_showed_the_cut_only_goes_with_its_name() -> None:
    """Neither the font, nor its setting, nor a gap in the names of the others is left."""
    shown = f"/F7 12 Tf 0 -40 Td ({SECRET}) Tj /F9 12 Tf 0 -20 Td (end) Tj"
    data = making.saved(making.new(shown, {"/F7": making.latin(), "/F9": making.latin()}))
    made, _ = cut(data)
    with opened(made) as pdf:
        page = pdf.pages[0]
        names = set(page.obj["/Resources"]["/Font"].keys())
        assert names == {f"/F{n}" for n in range(1, len(names) + 1)}
        assert sum(str(i.operator) == "Tf" for i in pikepdf.parse_content_stream(page)) == len(names)


def test_empty_marks_go() -> None:
    """Spans that stood for single characters of the cut leave no count of them."""
    outputs = set()
    for name in ("王五", "欧阳志远"):
        spans = " ".join(f"/Span <</ActualText (x)>> BDC {making.utf16(c)} Tj EMC" for c in name)
        data = making.saved(making.new(f"/C 16 Tf 0 -60 Td {making.utf16('申请人')} Tj {spans} {making.utf16('提出')} Tj"))
        document = read(data)
        made, proof = redaction.apply(data, document, cuts_of(document, name))
        if proof.length_hidden == (True,):
            outputs.add(made)
        with opened(made) as pdf:
            assert b"BDC" not in pdf.pages[0].obj["/Contents"].read_bytes()
    assert len(outputs) <= 1


def test_fields_keep_their_fonts() -> None:
    """Fonts by which fields are filled in keep their names in the form."""
    data = making.field("both")
    made, _ = cut(data)
    with opened(made) as pdf:
        assert "/F1" in pdf.Root["/AcroForm"]["/DR"]["/Font"]


