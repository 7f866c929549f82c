"""Cutting PDF: every carrier of text, five promises each."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable

import pikepdf
import pytest

import redaction
from pipeline import readers
from pipeline.contracts import Redacted
from pipeline.document import Document, Layer, Span
from pipeline.errors import RedactionRefused
from redaction.pdf_proof import PROVER
from redaction.proof import encodings
from tests.redaction import pdf_making as making
from tests.redaction.pdf_hiding import CHINESE, DRAWN, HIDDEN, REFUSED, STRINGS

MARK = "【已删减】"
SECRET = making.SECRET


def read(data: bytes) -> Document:
    """The document of these bytes."""
    return readers.read(data, "a.pdf")


def cuts_of(document: Document, text: str) -> list[tuple[Span, str]]:
    """Every place of a text, spaces and line ends inside it allowed."""
    pattern = r"\s*".join(map(re.escape, text))
    return [(Span(*match.span()), MARK) for match in re.finditer(pattern, document.text)]


def cut(data: bytes, text: str = SECRET) -> tuple[bytes, Document]:
    """The proven output, and how it reads."""
    document = read(data)
    places = cuts_of(document, text)
    assert places, "the text was not readable before"
    made, proof = redaction.apply(data, document, places)
    assert proof.holds
    return made, read(made)


def expanded(data: bytes) -> bytes:
    """Every object and stream of a file, decompressed."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        parts = [pdf.trailer.unparse()]
        for obj in pdf.objects:
            parts.append(obj.unparse())
            if isinstance(obj, pikepdf.Stream):
                parts.append(obj.read_bytes())
                parts.append(obj.read_raw_bytes())
    return b"\n".join(parts) + data


def instructions_of(source: pikepdf.Page | pikepdf.Stream) -> list[object]:
    """The instructions of a page or stream; none where it does not draw."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(pikepdf.parse_content_stream(source))
    except (pikepdf.PdfError, TypeError):
        return []


def assert_gone(data: bytes, text: str) -> None:
    """In no encoding, nor as separate strings of a content stream."""
    everything = expanded(data)
    assert not any(form in everything for form in encodings(text))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [obj for obj in pdf.objects if isinstance(obj, pikepdf.Stream) and obj.get("/Type") != pikepdf.Name.XRef]
        for page in (*pdf.pages, *streams):
            shown = b"".join(
                bytes(item)
                for instruction in instructions_of(page)
                for operand in getattr(instruction, "operands", ())
                for item in (list(operand) if isinstance(operand, pikepdf.Array) else [operand])
                if isinstance(item, pikepdf.String)
            )
            assert not any(form in shown for form in encodings(text))


ALL = {**DRAWN, **HIDDEN, **STRINGS}


@pytest.mark.parametrize("name", ALL)
def test_removes(name: str) -> None:
    """The text is gone from reading and bytes, and was there before; the look-alike stays."""
    data = ALL[name]()
    before = read(data)
    assert SECRET in re.sub(r"\s", "", before.text)
    made, after = cut(data)
    assert_gone(made, SECRET)
    assert SECRET not in re.sub(r"\s", "", after.text)
    assert making.ALIKE in after.text
    assert "Before" in after.text


@pytest.mark.parametrize("name", CHINESE)
def test_removes_chinese(name: str) -> None:
    """A name goes and the words beside it stay, whatever the encoding of the font."""
    data = CHINESE[name]()
    made, after = cut(data, making.PERSON)
    assert_gone(made, making.PERSON)
    plain = re.sub(r"\s", "", after.text)
    assert making.PERSON not in plain
    assert "姓名" in plain
    assert "住址" in plain
    assert "已删减" in plain


@pytest.mark.parametrize("name", ["tj", "identity_array", "shared_form", "fake_bold", "annotation_freetext", "field_both"])
def test_repeats(name: str) -> None:
    """The same cut gives the same bytes; a second run finds nothing and changes nothing."""
    data = ALL[name]()
    first, after = cut(data)
    assert cut(data)[0] == first
    assert not cuts_of(after, SECRET)
    assert redaction.apply(first, after, [])[0] == first


@pytest.mark.parametrize("name", ["tj", "form", "outline", "field_both"])
def test_ignores_clean(name: str) -> None:
    """Without cuts the bytes come back as they were."""
    data = ALL[name]()
    made, proof = redaction.apply(data, read(data), [])
    assert made == data
    assert proof.holds


def test_cuts_again() -> None:
    """A file that was cut can be cut again, and the first marks stay readable."""
    first, after = cut(making.show(f"0 -40 Td (id {SECRET} end) Tj"))
    places = cuts_of(after, making.ALIKE)
    made, _ = redaction.apply(first, after, places)
    assert re.sub(r"\s", "", read(made).text).count("已删减") == 2


def test_only_one_of_three_forms() -> None:
    """A form that is drawn three times loses its text where it was cut, not elsewhere."""
    data = making.form(times=3)
    document = read(data)
    places = cuts_of(document, SECRET)
    assert len(places) == 3
    one = places[1:2]
    made, _ = redaction.apply(data, document, one, words=frozenset({one[0][0]}))
    assert read(made).text.count(SECRET) == 2


def test_refuses_what_shows_elsewhere() -> None:
    """A second place on the page that was not among the cuts is a leak: no output."""
    data = making.form(times=2)
    document = read(data)
    with pytest.raises(RedactionRefused) as refused:
        redaction.apply(data, document, cuts_of(document, SECRET)[:1])
    assert SECRET not in str(refused.value) + "".join(refused.value.reasons)


@pytest.mark.parametrize("name", REFUSED)
def test_refuses(name: str) -> None:
    """What cannot be cut exactly is no output, and the refusal does not quote it."""
    data = REFUSED[name]()
    document = read(data)
    with pytest.raises(RedactionRefused) as refused:
        redaction.apply(data, document, cuts_of(document, SECRET))
    assert SECRET not in str(refused.value) + "".join(refused.value.reasons)


def test_divided_number_goes_from_strings() -> None:
    """A number that is written with hyphens in a title is the same number."""
    data = making.saved(making.new("0 -40 Td (tel 13812345678 end) Tj"))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.Root["/ViewerPreferences"] = pikepdf.Dictionary(X=pikepdf.String("138-1234-5678"))
        data = making.saved(pdf)
    assert b"138-1234-5678" not in expanded(cut(data, "13812345678")[0])


def test_font_forgets_what_was_cut() -> None:
    """Characters that stood in the cut only are in no map, width or outline of the font."""
    data = making.identity("Tj")
    made, _ = cut(data, "身份证号")
    with pikepdf.open(io.BytesIO(made)) as pdf:
        for obj in pdf.objects:
            if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == pikepdf.Name.FontDescriptor:
                assert "/CIDSet" not in obj
            if isinstance(obj, pikepdf.Stream) and b"beginbfchar" in (data := obj.read_bytes()):
                assert f"{ord('份'):04X}".encode() not in data


def test_pixels_under_a_cut_are_black() -> None:
    """The picture under a cut is changed in a copy of its own."""
    made, _ = cut(making.over_picture())
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pictures = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == pikepdf.Name.Image]
        assert len(pictures) == 1
        assert b"\0" * 60 in pictures[0].read_bytes()


def test_hides_the_length_at_the_end_of_a_line() -> None:
    """王五 and 欧阳志远 at the end of a line leave the same page."""
    outputs = []
    for name in ("王五", "欧阳志远"):
        data = making.saved(making.new(f"/C 16 Tf 0 -60 Td {making.utf16('申请人' + name)} Tj"))
        document = read(data)
        made, proof = redaction.apply(data, document, cuts_of(document, name))
        assert proof.length_hidden == (True,)
        with pikepdf.open(io.BytesIO(made)) as pdf:
            outputs.append(pdf.pages[0].obj["/Contents"].read_bytes())
    assert outputs[0] == outputs[1]


def test_mask_is_shown() -> None:
    """A prescribed partial mask can be read where the value stood."""
    data = making.show("0 -40 Td (tel 13812345678 end) Tj")
    document = read(data)
    at = document.text.index("13812345678")
    made, _ = redaction.apply(data, document, [(Span(at, at + 11), "138****5678")])
    assert "tel 138****5678 end" in read(made).text


def test_refuses_what_it_cannot_parse() -> None:
    """A font with an unknown encoding is refused with page and reason, never half cut."""
    font = making.cjk("Nowhere-H")
    data = making.saved(making.new("/G 16 Tf 0 -40 Td <00410042> Tj", {"/G": font}))
    document = read(data)
    assert any(gap.reason == "garbled_text" for gap in document.gaps)
    at = document.text.find("\ufffd")
    if at >= 0:
        with pytest.raises(RedactionRefused, match="第1页"):
            redaction.apply(data, document, [(Span(at, at + 1), MARK)])


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_text_is_its_own_layer(name: str) -> None:
    """What the page does not show is read into the hidden layer, and only that."""
    document = read(HIDDEN[name]())
    block = document.block_at(document.text.index(SECRET))
    assert block is not None
    assert block.layer is Layer.HIDDEN
    alike = document.block_at(document.text.index(making.ALIKE))
    assert alike is not None
    assert alike.layer is Layer.BODY


def maker_count() -> int:
    """How many carriers the table has."""
    return len(ALL) + len(CHINESE)


def test_table_is_complete() -> None:
    """The promise of at least thirty carriers."""
    assert maker_count() >= 60


Maker = Callable[[], bytes]


@pytest.mark.parametrize("kind", ["untouched", "box", "white", "one_of_two"])
def test_proof_sees_a_bad_cut(kind: str) -> None:
    """A redactor that paints, hides or forgets is caught; nothing passes by default."""
    line = f"0 -40 Td (id {SECRET} end) Tj 0 -40 Td (id {SECRET} end) Tj"
    data = making.show(line)
    document = read(data)
    wanted = redaction.excisions(document, cuts_of(document, SECRET))
    assert len(wanted) == 2
    bad = {
        "untouched": lambda: data,
        "box": lambda: making.saved(making.new(line + " ET q 0 g 50 640 300 80 re f Q BT")),
        "white": lambda: making.saved(making.new("1 g " + line)),
        "one_of_two": lambda: redaction.apply(data, document, [(wanted[0].span, MARK)], words=frozenset({wanted[0].span}))[0],
    }[kind]()
    results = list(PROVER.prove(data, Redacted(bad, (), (False, False)), document, wanted))
    assert results
    assert not all(check.holds for check in results)
