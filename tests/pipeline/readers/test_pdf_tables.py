"""Tables in PDF whose cells take several lines, with rules and without, and whose rows go over a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pikepdf
import pytest
from pikepdf import Dictionary

import redaction
from pipeline import readers
from pipeline.document import Document, Layer, Span
from tests.redaction import pdf_making as making

Shown = tuple[float, float, str]
FIRST, SECOND, THIRD = "110101199003078515", "110101198501011237", "11010119770101123X"
CARD, OTHER = "6217001180015463723", "6217002980104657338"


def made(*pages: Sequence[Shown], rules: Sequence[str] = (), size: int = 10) -> bytes:
    """Pages with texts at (x, y from the top); a digit is half as wide as the size, a Han character as wide."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(making.cjk("UniGB-UCS2-H"))
    for number, shown in enumerate(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj["/Resources"] = Dictionary(Font=Dictionary(F=font))
        texts = "\n".join(f"1 0 0 1 {x} {842 - y} Tm {making.utf16(text)} Tj" for x, y, text in shown)
        lines = rules[number] if rules else ""
        page.obj["/Contents"] = pdf.make_stream(f"{lines} BT /F {size} Tf {texts} ET".encode())
    return making.saved(pdf)


def grid(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Rules at these places, from the left and from the top."""
    down = "".join(f"{x} {842 - ys[0]} m {x} {842 - ys[-1]} l S " for x in xs)
    return down + "".join(f"{xs[0]} {842 - y} m {xs[-1]} {842 - y} l S " for y in ys)


def read(data: bytes) -> Document:
    """The document of these bytes."""
    return readers.read(data, "a.pdf")


def rows(document: Document) -> list[list[str]]:
    """The cells by row; the paragraphs of a cell parted by /; empty cells are left out."""
    cells: dict[tuple[int, int, int], list[str]] = {}
    for block in document.blocks:
        if block.cell is not None:
            place = (block.cell.table, block.cell.row, block.cell.column)
            cells.setdefault(place, []).append(document.text[block.span.start : block.span.stop])
    found: dict[tuple[int, int], list[str]] = {}
    for (table, row, _), texts in sorted(cells.items()):
        found.setdefault((table, row), []).append("/".join(texts))
    return list(found.values())


def test_numbers_that_fill_their_column_stay_apart() -> None:
    """A column begins where its head does, however little room the number before it leaves; the rest of it comes back."""
    shown: list[Shown] = [(60, 100, "序号"), (120, 100, "姓名"), (180, 100, "身份证号"), (242, 100, "联系电话")]
    for n, number in enumerate((FIRST, SECOND)):
        y = 130 + 40 * n
        shown += [(60, y, str(n + 1)), (120, y, "王秀兰"), (180, y, number[:11]), (242, y, "13812345678"), (180, y + 13, number[11:])]
    assert rows(read(made(shown))) == [
        ["序号", "姓名", "身份证号", "联系电话"],
        ["1", "王秀兰", FIRST, "13812345678"],
        ["2", "王秀兰", SECOND, "13812345678"],
    ]


def test_two_broken_cells_are_one_row() -> None:
    """Lines without a name go on with the row above where they complete what stands there, at one step for all lines."""
    shown: list[Shown] = [(60, 100, "姓名"), (140, 100, "住址"), (250, 100, "卡号")]
    for n, number in enumerate((CARD, OTHER)):
        y = 114 + 28 * n
        shown += [(60, y, "王秀兰"), (140, y, "幸福镇红旗村某某某"), (250, y, number[:15]), (140, y + 14, f"{n + 3}组"), (250, y + 14, number[15:])]
    assert rows(read(made(shown)))[1:] == [["王秀兰", "幸福镇红旗村某某某3组", CARD], ["王秀兰", "幸福镇红旗村某某某4组", OTHER]]


def test_cells_in_the_middle_of_their_row() -> None:
    """A number in two lines stands half a line above and below the other cells of its row."""
    shown: list[Shown] = [(60, 100, "序号"), (120, 100, "姓名"), (200, 100, "身份证号")]
    for n, number in enumerate((FIRST, SECOND)):
        y = 121 + 28 * n
        shown += [(60, y, str(n + 1)), (120, y, "王秀兰"), (200, y - 7, number[:10]), (205, y + 7, number[10:])]
    assert rows(read(made(shown)))[1:] == [["1", "王秀兰", FIRST], ["2", "王秀兰", SECOND]]


def test_members_of_one_household_are_rows() -> None:
    """An empty first cell alone joins nothing: whole numbers under each other are of two persons."""
    shown: list[Shown] = [(60, 100, "户主"), (120, 100, "姓名"), (200, 100, "身份证号")]
    for n, (head, name, number) in enumerate((("王建国", "王建国", FIRST), ("", "王秀兰", SECOND), ("李玉梅", "李玉梅", FIRST))):
        shown += [(x, 114 + 14 * n, text) for x, text in ((60, head), (120, name), (200, number)) if text]
    assert rows(read(made(shown)))[1:] == [["王建国", "王建国", FIRST], ["王秀兰", SECOND], ["李玉梅", "李玉梅", FIRST]]


def test_a_list_is_no_prose_in_two_columns() -> None:
    """Numbers that fill their column to the next one are cells all the same."""
    shown: list[Shown] = [(60, 100, "姓名"), (140, 100, "身份证号"), (250, 100, "联系电话")]
    for n in range(6):
        shown += [(60, 114 + 14 * n, "王秀兰"), (140, 114 + 14 * n, FIRST), (250, 114 + 14 * n, "13812345678")]
    assert rows(read(made(shown)))[1:] == [["王秀兰", FIRST, "13812345678"]] * 6


def test_row_over_the_page_under_a_head_that_comes_again() -> None:
    """What is left of a row stands below the repeated head, and is read in its row, in one block."""
    xs = (60, 100, 160, 240)
    head = [(64, "序号"), (104, "姓名"), (164, "身份证号")]
    first: list[Shown] = [(x, 115, text) for x, text in head]
    first += [(64, 135, "1"), (104, 135, "王秀兰"), (164, 135, FIRST[:14])]
    second: list[Shown] = [(x, 115, text) for x, text in head]
    second += [(164, 135, FIRST[14:]), (64, 155, "2"), (104, 155, "李玉梅"), (164, 155, SECOND[:14]), (164, 168, SECOND[14:])]
    rules = [grid(xs, (100, 120, 140)), grid(xs, (100, 120, 140, 175))]
    document = read(made(first, second, rules=rules))
    assert [row for row in rows(document) if row[0] != "序号"] == [["1", "王秀兰", FIRST], ["2", "李玉梅", SECOND]]
    assert len({block.cell.table for block in document.blocks if block.cell}) == 1


def test_row_over_the_page_without_rules() -> None:
    """The end of a number at the top of a page is no running head and no page number."""
    shown: list[Shown] = [(60, 740, "序号"), (120, 740, "姓名"), (200, 740, "身份证号")]
    for n, number in enumerate((FIRST, SECOND)):
        shown += [(60, 755 + 28 * n, str(n + 1)), (120, 755 + 28 * n, "王秀兰"), (200, 755 + 28 * n, number[:15]), (200, 769 + 28 * n, number[15:])]
    whole = read(made(shown))
    assert rows(whole)[1:] == [["1", "王秀兰", FIRST], ["2", "王秀兰", SECOND]]
    rest: list[Shown] = [(60, 812, "3"), (120, 812, "李玉梅"), (200, 812, THIRD[:15]), (200, 826, THIRD[15:])]
    again = [(x, y - 680, text) for x, y, text in (*shown[-1:], *rest)]
    document = read(made(shown[:-1], again))
    assert rows(document)[1:] == [["1", "王秀兰", FIRST], ["2", "王秀兰", SECOND], ["3", "李玉梅", THIRD]]
    assert not [block for block in document.blocks if block.layer in (Layer.HEADER, Layer.FOOTER)]


@pytest.mark.parametrize(
    ("lines", "cell"),
    [
        (("1381234567", "8、13987654321"), "13812345678、13987654321"),
        (("13812345678", "13987654321"), "13812345678/13987654321"),
        (("某某某（代理人：骆", "祥", "，13812345678）"), "某某某（代理人：骆祥，13812345678）"),
        (("6217 0011 8001", "5463 723"), "6217 0011 80015463 723"),
    ],
)
def test_lines_of_one_ruled_cell(lines: Sequence[str], cell: str) -> None:
    """A word goes on over lines, also where a stop after it draws its last character down; whole numbers do not."""
    shown: list[Shown] = [(64, 115, "姓名"), (124, 115, "说明"), (64, 135, "王秀兰")]
    shown += [(124, 135 + 13 * n, text) for n, text in enumerate(lines)]
    document = read(made(shown, rules=[grid((60, 120, 220), (100, 120, 180))]))
    assert rows(document)[1] == ["王秀兰", cell]


def test_a_number_over_two_pages_is_cut_whole() -> None:
    """Both parts of a number that a page break cuts go from the file."""
    xs = (60, 160, 240)
    first: list[Shown] = [(64, 115, "姓名"), (164, 115, "身份证号"), (64, 135, "王秀兰"), (164, 135, FIRST[:14])]
    second: list[Shown] = [(164, 115, FIRST[14:]), (64, 135, "李玉梅"), (164, 135, "无")]
    data = made(first, second, rules=[grid(xs, (100, 120, 140)), grid(xs, (100, 120, 140))])
    document = read(data)
    place = re.search(FIRST, document.text)
    assert place is not None
    cut, _ = redaction.apply(data, document, [(Span(*place.span()), "【已删减】")])
    text = read(cut).text
    assert FIRST[14:] not in text
    assert FIRST[:14] not in text
    assert "李玉梅" in text
