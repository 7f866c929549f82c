"""A sheet of a register on paper: the same heads, rows and notes, over the whole width of a page."""

from __future__ import annotations

from records.paper import FANG, HEI, SONG, Cell, Flow, Page, Row, Table, para
from records.tables import Sheet

NARROW = 8
"""Characters up to which a first column (a number, a name) is centred."""


def grid(sheet: Sheet, page: Page, *, caption: bool = True) -> list[Flow]:
    """Caption, table and notes; the columns share the page as they share the sheet, the heads repeat on each page."""
    widths = sheet.widths or (1,) * len(sheet.heads)
    unit = page.width / sum(widths)
    head = Row(tuple(_cell(text, HEI) for text in sheet.heads), 24, head=True)
    aligned = "left" if any(len(str(row[0])) > NARROW for row in sheet.rows) else "center"
    rows = tuple(
        Row(
            (_cell(str(row[0]), FANG, aligned), *(_cell(str(value), FANG) for value in row[1:])),
            20,
            splits=False,
        )
        for row in sheet.rows
    )
    return [
        *(
            [para(sheet.title, font=HEI, size=12, before=10, after=3, keep_next=True)]
            if caption
            else []
        ),
        Table(tuple(round(width * unit) for width in widths), (head, *rows)),
        *(para(note, font=SONG, size=9.5, before=3) for note in sheet.notes),
    ]


def _cell(text: str, font: str, align: str = "center") -> Cell:
    return Cell((para(text, font=font, size=10.5, align=align),))
