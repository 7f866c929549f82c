"""What a PDF does not tell is a gap, and no file makes the reader raise."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from pipeline.contracts import Limits
from pipeline.document import Document, GapReason, Layer
from tests.pipeline.readers.test_pdf import bodies, page, read
from tests.redaction import pdf_making as making


def _untold() -> bytes:
    """An embedded font without ToUnicode: nothing says what its codes mean."""
    pdf = making.new()
    font, write = making.embedded(pdf)
    del font["/ToUnicode"]
    pdf.pages[0].obj["/Resources"]["/Font"]["/E"] = pdf.make_indirect(font)
    pdf.pages[0].contents_add(f"BT /E 14 Tf 60 600 Td {write('身份证号姓名')} Tj ET".encode())
    return making.saved(pdf)


def _private() -> bytes:
    """A ToUnicode that leads to private use characters."""
    pdf = making.new()
    font, write = making.embedded(pdf)
    codes = write("身份证号姓名")[1:-1]
    rows = " ".join(f"<{codes[i : i + 4]}> <e00{i // 4}>" for i in range(0, len(codes), 4))
    font["/ToUnicode"] = pdf.make_stream(f"6 beginbfchar {rows} endbfchar".encode())
    pdf.pages[0].obj["/Resources"]["/Font"]["/E"] = pdf.make_indirect(font)
    pdf.pages[0].contents_add(f"BT /E 14 Tf 60 600 Td {write('身份证号姓名')} Tj ET".encode())
    return making.saved(pdf)


def _scan() -> bytes:
    """A picture and no text."""
    pdf = pikepdf.new()
    made = pdf.add_blank_page(page_size=(595, 842))
    picture = pdf.make_stream(bytes(range(250)) * 40, Type=Name.XObject, Subtype=Name.Image, Width=100, Height=100, BitsPerComponent=8, ColorSpace=Name.DeviceGray)
    made.obj["/Resources"] = Dictionary(XObject=Dictionary(Im=picture))
    made.obj["/Contents"] = pdf.make_stream(b"q 500 0 0 700 40 60 cm /Im Do Q")
    return making.saved(pdf)


def _attached() -> bytes:
    pdf = making.new()
    pdf.attachments["a.txt"] = b"text"
    return making.saved(pdf)


def _cycle() -> bytes:
    pdf = making.new()
    form = pdf.make_stream(b"/Fm Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form["/Resources"] = Dictionary(XObject=Dictionary(Fm=form))
    pdf.pages[0].obj["/Resources"]["/XObject"] = Dictionary(Fm=form)
    pdf.pages[0].contents_add(b"/Fm Do")
    return making.saved(pdf)


def _bomb() -> bytes:
    pdf = making.new()
    pdf.pages[0].contents_add(b" " * (40 * 2**20))
    pdf.pages[0].contents_coalesce()
    return making.saved(pdf)


def _encrypted() -> bytes:
    return making.saved(making.new(), deterministic_id=False, encryption=pikepdf.Encryption(user="a", owner="b"))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_untold, GapReason.GARBLED_TEXT), (_private, GapReason.GARBLED_TEXT), (_scan, GapReason.PICTURE_NOT_READ),
        (_attached, GapReason.EMBEDDED_OBJECT), (_cycle, GapReason.DAMAGED), (_bomb, GapReason.LIMIT),
        (_encrypted, GapReason.ENCRYPTED), (lambda: b"%PDF-1.7\nnothing", GapReason.DAMAGED),
        (lambda: making.show("")[:300], GapReason.DAMAGED), (making.over_picture, GapReason.PICTURE_NOT_READ),
    ],
)
def test_what_was_not_read_is_a_gap(make: Callable[[], bytes], reason: GapReason) -> None:
    """Never clean, never an exception."""
    document = read(make())
    assert reason in {gap.reason for gap in document.gaps}


def test_page_limit_is_a_gap() -> None:
    """Pages over the limit are named."""
    document = read(page([(80, 100, "正文")], pages=4), Limits(pages=2))
    assert [(gap.reason, gap.place) for gap in document.gaps] == [(GapReason.LIMIT, "第3页起")]


def test_small_and_plain_pictures_are_let_pass() -> None:
    """A rule, a bullet or a plain ground holds no text."""
    pdf = making.new()
    plain = pdf.make_stream(b"\x80" * 10_000, Type=Name.XObject, Subtype=Name.Image, Width=100, Height=100, BitsPerComponent=8, ColorSpace=Name.DeviceGray)
    pdf.pages[0].obj["/Resources"]["/XObject"] = Dictionary(Im=plain)
    pdf.pages[0].contents_add(b"q 500 0 0 300 40 60 cm /Im Do Q", prepend=True)
    assert not read(making.saved(pdf)).gaps


def test_cyclic_outline_and_tree_end() -> None:
    """Cycles in the object graph are walked once."""
    pdf = making.new()
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    item = pdf.make_indirect(Dictionary(Title=String("loop")))
    item["/Next"] = item["/First"] = item
    root["/First"] = item
    tags = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    tags["/K"] = Array([tags])
    pdf.Root["/Outlines"], pdf.Root["/StructTreeRoot"] = root, tags
    assert bodies(read(making.saved(pdf)), Layer.METADATA) == ["loop"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_damage_is_never_an_exception(data: st.DataObject) -> None:
    """Bytes changed, cut and doubled anywhere: a document, whatever it holds."""
    whole = bytearray(making.field("both"))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    stop = data.draw(st.integers(9, len(whole)))
    assert isinstance(read(bytes(whole[:stop])), Document)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300))
def test_any_content_stream_is_read(content: bytes) -> None:
    """No content stream raises."""
    pdf = making.new()
    pdf.pages[0].obj["/Contents"] = pdf.make_stream(b"BT /F1 12 Tf (a) Tj " + content)
    assert isinstance(read(making.saved(pdf)), Document)
