"""Forms and letters: every one fills, cites law in force, leaves no place open; an office's own template works."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx
import pytest

from pipeline.errors import CorpusError
from records import fill, forms, values
from records.fields import LABELS, LISTS
from tests.records import reviews
from tests.records.test_record import words

ON = dt.date(2026, 11, 22)


def made(name: str) -> bytes:
    """The form filled from a review with something of everything."""
    review, procedure = reviews.everything(), reviews.signed()
    told = values.values_of(review, procedure)
    return forms.letter(name, told, values.lists_of(review, procedure), on=ON)


@pytest.mark.parametrize("name", forms.names())
def test_form_is_filled_and_opens(name: str) -> None:
    """No place is left over, no cut text is printed, the same input gives the same bytes."""
    data = made(name)
    text = words(data)
    assert "{{" not in text
    assert forms.forms()[name].title in text
    assert "秘文".encode() not in b"".join(
        zipfile.ZipFile(io.BytesIO(data)).read(n) for n in _parts(data)
    )
    assert data == made(name)


def _parts(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


@pytest.mark.parametrize("name", forms.names())
def test_every_field_has_a_label(name: str) -> None:
    """A field that nobody can name cannot be filled."""
    form = forms.forms()[name]
    for field in form.placeholders():
        if field.startswith("§"):
            continue
        group, dot, entry = field.partition(".")
        assert (entry in LISTS[group]) if dot else (field in LABELS or field in form.fields), field


def test_review_fills_what_the_list_promises() -> None:
    """Labels and values are the same list."""
    told = values.values_of(reviews.everything(), reviews.signed())
    assert set(told) == set(LABELS) - {"form_title"}


def test_letters_cite_law_in_force_only() -> None:
    """Before the regulation of 2019 the letter cannot be written."""
    with pytest.raises(CorpusError):
        forms.letter("third_party", {}, on=dt.date(2015, 1, 1))


def test_empty_values_leave_a_line_to_write_on() -> None:
    """A letter without values is a form to fill by hand."""
    assert forms.BLANK in words(forms.letter("third_party", {}, on=ON))


def test_unknown_form_names_the_known_ones() -> None:
    """The error says what exists."""
    with pytest.raises(forms.UnknownFormError, match="third_party"):
        forms.letter("没有", {}, on=ON)


# ---- an office's own template ------------------------------------------------------------------------


def template() -> bytes:
    """A template with places in body, split runs, table row, header and footer."""
    paper = docx.Document()
    paragraph = paper.add_paragraph("题名：")
    paragraph.add_run("{{ti").bold = True
    paragraph.add_run("tle}}（")
    paragraph.add_run("{{document_number}}），依据{{§政府信息公开条例-2019/15}}")
    table = paper.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "位置", "理由"
    table.cell(1, 0).text, table.cell(1, 1).text = "{{cut.place}}", "{{cut.reason}}：{{cut.kind}}"
    paper.sections[0].header.paragraphs[0].text = "{{office}}"
    paper.sections[0].footer.paragraphs[0].text = "{{against}}"
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def test_own_template_is_filled_everywhere() -> None:
    """Split runs, header, footer, citations; one row a cut."""
    review = reviews.partial()
    told = values.values_of(review, reviews.signed())
    lists = values.lists_of(review, reviews.signed())
    data = forms.letter("third_party", told, lists, on=ON, template=template())
    paper = docx.Document(io.BytesIO(data))
    expected = "题名：关于开展春季植树活动的通知（青政办发〔2026〕18号），依据《中华人民共和国政府信息公开条例》第十五条"
    assert paper.paragraphs[0].text == expected
    assert paper.paragraphs[0].runs[1].bold
    rows = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
    assert len(rows) == 1 + 3
    assert rows[1] == ["表1第2行第3列", "4 保护第三方合法权益：居民身份证号"]
    assert paper.sections[0].header.paragraphs[0].text == "青石县人民政府办公室"
    assert "第十五条" in paper.sections[0].footer.paragraphs[0].text


def test_value_that_looks_like_a_place_is_not_filled_again() -> None:
    """A title with braces stays a title."""
    data = forms.letter(
        "third_party", {"title": "{{office}}", "office": "甲"}, on=ON, template=template()
    )
    assert "{{office}}" in words(data)


def test_unknown_field_is_refused() -> None:
    """A misspelt place would print nothing where the office expects something."""
    paper = docx.Document()
    paper.add_paragraph("{{titel}}")
    buffer = io.BytesIO()
    paper.save(buffer)
    with pytest.raises(fill.TemplateError, match="titel"):
        forms.letter("third_party", {}, on=ON, template=buffer.getvalue())


def spoilt() -> bytes:
    """A template whose package is whole, but whose first member's packed bytes are not what packing makes."""
    data = bytearray(template())
    start = 30 + int.from_bytes(data[26:28], "little") + int.from_bytes(data[28:30], "little")
    data[start : start + 40] = b"\xff" * 40
    return bytes(data)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", template()[:400], spoilt()])
def test_broken_template_is_refused(data: bytes) -> None:
    """Bad bytes end in a Chinese sentence."""
    with pytest.raises(fill.TemplateError):
        fill.fields_in(data)
