"""The spreadsheet reader: cells as they show, in full, with their place; hidden ones apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.contracts import Limits
from pipeline.document import Cell, CellAnchor, Document, Gap, GapReason, Layer, Source
from pipeline.readers import read as read_any
from pipeline.readers.sheet import READER
from pipeline.readers.sheet_cells import position
from pipeline.readers.sheet_values import Format, shown
from tests.redaction.sheet_making import HIDDEN, Book, row, text
from tests.redaction.word_making import OTHER, SECRET


def read(book: Book) -> Document:
    """The document in a workbook."""
    data = book.bytes()
    return READER.read(data, Source.of("a.xlsx", "xlsx", data), Limits())


@pytest.mark.parametrize(
    ("raw", "form", "text"),
    [
        ("1.10101199001011E+17", Format(11), "110101199001011000"),
        ("13800138000", Format(0), "13800138000"),
        ("13800138000", Format(3), "13,800,138,000"),
        ("0.30000000000000004", Format(0), "0.3"),
        ("12.345", Format(2), "12.345"),
        ("12.3", Format(2), "12.30"),
        ("0.25", Format(9), "25%"),
        ("7", Format(170, "000000"), "000007"),
        ("43831", Format(14), "2020/1/1"),
        ("43831", Format(170, 'yyyy"年"m"月"d"日"'), "2020年1月1日"),
        ("43831.5", Format(22), "2020/1/1 12:00:00"),
        ("0.5", Format(20), "12:00:00"),
        ("x", Format(0), "x"),
        ("1E+999999999", Format(0), "1E+999999999"),
        ("-1", Format(14), "-1"),
    ],
)
def test_numbers_lose_no_digit(raw: str, form: Format, text: str) -> None:
    """A number shows every digit that is stored, dates as days."""
    assert shown(raw, form, since_1904=False) == text


def test_1904_calendar() -> None:
    """Workbooks of the other calendar count from 1904."""
    assert shown("0", Format(14), since_1904=True) == "1904/1/1"


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("A1", (0, 0)),
        ("$AB$12", (11, 27)),
        ("XFD1048576", (1048575, 16383)),
        ("XFE1", None),
        ("A0", None),
        ("", None),
        ("1A", None),
    ],
)
def test_positions(reference: str, found: tuple[int, int] | None) -> None:
    """References are rows and columns from 0."""
    assert position(reference) == found


def test_layout() -> None:
    """The sheet's name, then rows with tabs; a missing cell keeps its place; merges reach over their range."""
    rows = row(2, text("A2", "姓名"), text("C2", "住址")) + row(3, text("B3", "乙"))
    document = read(Book(rows=rows, around='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'))
    assert document.text == f"名单\n{OTHER}\n姓名\t\t住址\n\t乙\n"
    cells = {b.place: b.cell for b in document.blocks if b.cell}
    assert cells["工作表1第2行第1列"] == Cell(0, 1, 0, 2, 1)
    assert cells["工作表1第3行第2列"] == Cell(0, 2, 1)
    assert document.locate(document.blocks[2].span)[0].anchor == CellAnchor(
        "xl/worksheets/sheet1.xml", 1, 0, 0
    )


@pytest.mark.parametrize(
    "carrier",
    [
        "隐藏的工作表",
        "深度隐藏的工作表",
        "隐藏的行",
        "隐藏的列",
        "不显示的格式",
        "白色文字",
        "被合并遮住的单元格",
    ],
)
def test_hidden_cells_have_their_layer(carrier: str) -> None:
    """What does not show is hidden text with its cell."""
    document = read(HIDDEN[carrier]())
    found = [
        b
        for b in document.blocks
        if b.layer is Layer.HIDDEN and document.text[b.span.start : b.span.stop] == SECRET
    ]
    assert len(found) == 1
    assert found[0].cell is not None


def test_pictures_and_objects_are_gaps() -> None:
    """What was not read is said."""
    book = Book(parts={"xl/embeddings/oleObject1.bin": b"\1", "xl/media/image1.png": b"\x89PNG"})
    assert set(read(book).gaps) == {
        Gap(GapReason.EMBEDDED_OBJECT, "嵌入对象1"),
        Gap(GapReason.PICTURE_NOT_READ, "图片1"),
    }


def test_binary_workbook_is_not_supported() -> None:
    """xlsb is another format."""
    data = Book(parts={"xl/workbook.bin": b"\1"}).bytes()
    assert read_any(data, "a.xlsx").gaps == (Gap(GapReason.UNSUPPORTED_FORMAT, "全文"),)


def test_damage_never_raises() -> None:
    """Cut short or changed at any place, the outcome is a document."""
    data = Book(rows=row(2, text("A2", SECRET))).bytes()
    for at in range(0, len(data), 61):
        read_any(data[:at], "a.xlsx")
        read_any(data[:at] + bytes([data[at] ^ 0x5A]) + data[at + 1 :], "a.xlsx")


def samples() -> list[Path]:
    """The workbooks of the data pack, where it is present."""
    return sorted((Path(__file__).parents[4] / "shared" / "data" / "xlsx").glob("*/*"))


@pytest.mark.parametrize("path", samples(), ids=lambda path: path.name)
def test_samples(path: Path) -> None:
    """Every sample is read or is a gap."""
    document = read_any(path.read_bytes(), path.name)
    assert document.text or document.gaps
