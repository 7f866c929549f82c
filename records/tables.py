"""Tables that leave the house: csv and xlsx. No cell can start a formula, the same rows give the same bytes."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
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
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name[:31]), sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return settle(buffer.getvalue())


def _fill(page: Worksheet, sheet: Sheet) -> None:
    columns = len(sheet.heads)
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
    _put(
        page.cell(1, 1),
        sheet.title,
        Font(name="方正小标宋简体", size=18),
        Alignment("center", "center", wrap_text=True),
    )
    page.row_dimensions[1].height = 34 if columns > PORTRAIT_COLUMNS else 58
    for column, head in enumerate(sheet.heads, 1):
        cell = page.cell(2, column)
        _put(cell, head, Font(name="黑体", size=11), Alignment("center", "center", wrap_text=True))
        cell.border, cell.fill = _FRAME, _HEAD
        width = sheet.widths[column - 1] if sheet.widths else 14
        page.column_dimensions[get_column_letter(column)].width = width
    widths = sheet.widths or (14,) * columns
    for number, row in enumerate(sheet.rows, 3):
        page.row_dimensions[number].height = 16 * max(map(_lines, row, widths), default=1) + 4
        for column, value in enumerate(row, 1):
            cell = page.cell(number, column)
            across = "center" if isinstance(value, int) else "left"
            _put(
                cell,
                value,
                Font(name="仿宋", size=11),
                Alignment(across, "center", wrap_text=True),
            )
            cell.border = _FRAME
    for offset, note in enumerate(sheet.notes, len(sheet.rows) + 4):
        _put(page.cell(offset, 1), note, Font(name="宋体", size=9), Alignment("left"))
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


def _put(cell: Cell | MergedCell, value: Value, font: Font, alignment: Alignment) -> None:
    if isinstance(cell, MergedCell):
        return
    if isinstance(value, int):
        cell.value = value
    else:
        cell.value = clean_lines(value)[:LONGEST_CELL]
        cell.data_type = "s"
        cell.quotePrefix = str(cell.value).startswith(STARTS_FORMULA)
    cell.font, cell.alignment = font, alignment
