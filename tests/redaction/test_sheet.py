"""The attack table for Excel packages."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from pipeline.contracts import Limits
from pipeline.document import Document, Source, Span
from pipeline.errors import RedactionRefused
from pipeline.readers.sheet import READER
from redaction import apply
from redaction.needles import UNSEEN
from tests.redaction.sheet_making import HIDDEN, SHOWN, Book, row, text
from tests.redaction.test_word import MARK, naive_search
from tests.redaction.word_making import OTHER, SECRET

EVERY = {**SHOWN, **HIDDEN}
SHOWN_CELL = text("B2", SECRET)


def read(data: bytes) -> Document:
    """The document in a package."""
    return READER.read(data, Source.of("a.xlsx", "xlsx", data), Limits())


def visible(document: Document, words: str = SECRET) -> list[Span]:
    """Where a text shows."""
    found = []
    for block in document.blocks:
        at = document.text.find(words, block.span.start, block.span.stop)
        if at >= 0 and block.layer not in UNSEEN:
            found.append(Span(at, at + len(words)))
    return found


def cut(data: bytes, words: str = SECRET) -> bytes:
    """The package with every visible occurrence cut and proven."""
    document = read(data)
    spans = visible(document, words)
    assert spans
    return apply(data, document, [(span, MARK) for span in spans])[0]


@pytest.mark.parametrize("carrier", EVERY)
def test_removes(carrier: str) -> None:
    """What is cut is in no carrier of the output, and it was in that carrier before."""
    book = EVERY[carrier]()
    data = book.bytes()
    book.rows = book.rows.replace(SHOWN_CELL, "")
    assert naive_search(book.bytes())
    assert naive_search(cut(data)) == []


@pytest.mark.filterwarnings("ignore:DrawingML support is incomplete", "ignore:Unknown extension")
@pytest.mark.parametrize("carrier", EVERY)
def test_survives_reopening(carrier: str) -> None:
    """openpyxl opens the output and finds the other cells."""
    output = openpyxl.load_workbook(io.BytesIO(cut(EVERY[carrier]().bytes())))
    assert output.worksheets[0]["A1"].value == OTHER


@pytest.mark.parametrize("carrier", EVERY)
def test_repeats_and_ignores_clean(carrier: str) -> None:
    """A second run has nothing to cut; without cuts the bytes come back."""
    output = cut(EVERY[carrier]().bytes())
    again = read(output)
    assert visible(again) == []
    assert apply(output, again, [])[0] == output


@pytest.mark.parametrize("carrier", HIDDEN)
def test_reader_sees(carrier: str) -> None:
    """Hidden carriers are in the flat text, outside what shows; text in a picture file is swept, settings of a
    printer go."""
    document = read(HIDDEN[carrier]().bytes())
    hidden = [
        b
        for b in document.blocks
        if b.layer in UNSEEN and SECRET in document.text[b.span.start : b.span.stop]
    ]
    assert bool(hidden) is (carrier not in ("图片内的文字块", "打印机设置"))


def test_runs_keep_their_look() -> None:
    """A formatted cell keeps its runs around the cut, and its style."""
    output = cut(SHOWN["带格式的共享字符串"]().bytes())
    book = openpyxl.load_workbook(io.BytesIO(output), rich_text=True)
    assert str(book.worksheets[0]["A2"].value) == f"前{MARK}后"
    with zipfile.ZipFile(io.BytesIO(output)) as archive:
        assert b"<b/>" in archive.read("xl/worksheets/sheet1.xml")


def test_number_is_cut_with_its_formula() -> None:
    """A number cell becomes the mark; the formula and the calculation chain go."""
    book = SHOWN["公式结果"]()
    book.rows = row(
        2, '<c r="A2"><f>13800138000*1</f><v>13800138000</v></c><c r="B2"><v>7</v></c>'
    )
    output = cut(book.bytes(), "13800138000")
    sheet = openpyxl.load_workbook(io.BytesIO(output)).worksheets[0]
    assert sheet["A2"].value == MARK
    assert sheet["B2"].value == 7
    with zipfile.ZipFile(io.BytesIO(output)) as archive:
        assert "xl/calcChain.xml" not in archive.namelist()


def test_refuses_what_shows_elsewhere() -> None:
    """A second cell with the same text that was not among the cuts refuses the output."""
    data = SHOWN["两格共用"]().bytes()
    document = read(data)
    with pytest.raises(RedactionRefused) as refused:
        apply(data, document, [(visible(document)[0], MARK)])
    assert any("第2列" in reason for reason in refused.value.reasons)


def test_several_lines_in_one_cell() -> None:
    """Lines of a cell are blocks of their own; a cut in the second leaves the first."""
    data = Book(rows=row(2, text("A2", f"甲\n{SECRET}\n乙"))).bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(cut(data))).worksheets[0]
    assert sheet["A2"].value == f"甲\n{MARK}\n乙"


def test_numbers_and_single_words_of_caches_are_read() -> None:
    """A number that stands in a pivot cache alone, and a name in Latin letters, are in the flat text."""
    cached = '<r><n v="13800138000"/><s v="zhangsan"/><x v="3"/></r>'
    book = Book(
        parts={
            "xl/pivotCache/pivotCacheRecords1.xml": f"<pivotCacheRecords>{cached}</pivotCacheRecords>"
        }
    )
    text = read(book.bytes()).text
    assert "13800138000" in text
    assert "zhangsan" in text
