"""Tables that leave the house: csv and xlsx. No cell can start a formula, the same rows give the same bytes."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from records.chinese import clean_lines
from records.package import settle

Value = str | int | None
STARTS_FORMULA = tuple("=+-@\t\r\n|%＝＋－＠")
"""What a spreadsheet takes for the start of a formula or a command, full-width forms included."""
LONGEST_CELL = 32_000
"""Characters a spreadsheet cell holds; the rest is cut with a mark."""


def safe(value: Value) -> str | int:
    """A cell for csv: numbers as they are, text cleaned, with an apostrophe where it could be a formula."""
    if isinstance(value, int):
        return value
    text = str(value or "")
    risky = text.startswith(STARTS_FORMULA) or text.lstrip(" \u3000\u00a0").startswith(
        STARTS_FORMULA
    )
    text = clean_lines(text)[:LONGEST_CELL]
    return f"'{text}" if risky or text.startswith(STARTS_FORMULA) else text


def csv_bytes(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with byte-order mark and CRLF, as office spreadsheets expect."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([safe(head) for head in heads])
    writer.writerows([safe(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a title over the table, the heads, the rows, column widths in characters, lines below."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    widths: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


A4, A3 = 9, 8
PORTRAIT_COLUMNS, A4_COLUMNS = 4, 14
"""Up to so many columns a sheet prints upright, and on A4."""
_LINE = Side(style="thin", color="000000")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="EDEDED")


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The .xlsx: title, framed table that prints on A4 across, frozen head. Text cells are never formulas."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = ""
    for style in _looks().values():
        book.add_named_style(style)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name[:31]), sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return settle(buffer.getvalue())


def _looks() -> dict[str, NamedStyle]:
    """The cell styles of a workbook, by name; named once, because a style made per cell costs seconds."""

    def look(name: str, face: str, size: int, across: str, *, framed: bool = True) -> NamedStyle:
        style = NamedStyle(name)
        style.font = Font(name=face, size=size)
        style.alignment = Alignment(across, "center", wrap_text=framed or name == "题头")
        if framed:
            style.border = _FRAME
        if name == "表头":
            style.fill = _HEAD
        return style

    made = (
        look("题头", "方正小标宋简体", 18, "center", framed=False),
        look("表头", "黑体", 11, "center"),
        look("文字", "仿宋", 11, "left"),
        look("数字", "仿宋", 11, "center"),
        look("附注", "宋体", 9, "left", framed=False),
    )
    return {style.name: style for style in made}


def _fill(page: Worksheet, sheet: Sheet) -> None:
    columns = len(sheet.heads)
    widths = sheet.widths or (14,) * columns
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
    _put(page.cell(1, 1), sheet.title, "题头")
    page.row_dimensions[1].height = 27 * _lines(sheet.title, round(sum(widths) * 0.6)) + 8
    page.row_dimensions[2].height = 16 * max(map(_lines, sheet.heads, widths), default=1) + 6
    for column, (head, width) in enumerate(zip(sheet.heads, widths, strict=True), 1):
        _put(page.cell(2, column), head, "表头")
        page.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(sheet.rows, 3):
        page.row_dimensions[number].height = 16 * max(map(_lines, row, widths), default=1) + 4
        for column, value in enumerate(row, 1):
            _put(page.cell(number, column), value, "数字" if isinstance(value, int) else "文字")
    for offset, note in enumerate(sheet.notes, len(sheet.rows) + 4):
        _put(page.cell(offset, 1), note, "附注")
    _set_page(page, columns)


def _set_page(page: Worksheet, columns: int) -> None:
    page.freeze_panes = "A3"
    page.print_title_rows = "1:2"
    page.page_setup.orientation = "portrait" if columns <= PORTRAIT_COLUMNS else "landscape"
    page.page_setup.paperSize = A4 if columns <= A4_COLUMNS else A3
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="第 &P 页 共 &N 页"))


def _lines(value: Value, width: int) -> int:
    """How many lines a value takes in a column; a Han character is two wide."""
    text = clean_lines(value)
    return sum(
        max(1, math.ceil(sum(2 if ord(c) > 0x2E7F else 1 for c in line) * 1.15 / width))
        for line in text.split("\n")
    )


def _put(cell: Cell | MergedCell, value: Value, look: str) -> None:
    if isinstance(cell, MergedCell):
        return
    cell.style = look
    if isinstance(value, int):
        cell.value = value
        return
    text = clean_lines(value)[:LONGEST_CELL]
    cell.value = text
    cell.data_type = "s"
    if text.startswith(STARTS_FORMULA):
        cell.quotePrefix = True
