"""Tables as csv and xlsx for people who open them in a spreadsheet: no cell is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: object) -> str:
    """The value as text that no spreadsheet computes: a leading formula sign gets an apostrophe before it."""
    text = "" if value is None else str(value)
    text = "".join(
        c for c in text if c in "\t\n\r" or (c >= " " and not 0xD800 <= ord(c) < 0xE000)
    )
    return f"'{text}" if text.lstrip(" \u3000\ufeff").startswith(_STARTS) else text


def to_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """CSV in UTF-8 with a byte-order mark, as office programs expect it; every cell made harmless."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(
        [harmless(cell) for cell in row] for row in rows
    )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_xlsx(rows: Iterable[Sequence[object]], title: str = "台账") -> bytes:
    """One sheet, the first row bold and fixed; every cell is text or a whole number."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        cells = []
        for value in row:
            whole = isinstance(value, int) and not isinstance(value, bool)
            cell = WriteOnlyCell(
                sheet, value if isinstance(value, int) and whole else harmless(value)
            )
            if not whole:
                cell.data_type = "s"
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
