"""台账 and monthly table: complete, safe in a spreadsheet, the same bytes each time."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from records import monthly, registers
from records.tables import STARTS_FORMULA, Sheet, csv_bytes, safe, workbook
from tests.records import reviews

OFFICE = "青石县人民政府办公室"
MONTH = dt.date(2026, 11, 1)
ENTRIES = [
    registers.registered(reviews.review(), None, "待经办"),
    replace(
        registers.registered(reviews.partial(), reviews.signed(), "released"),
        released_on=dt.date(2026, 12, 11),
    ),
    replace(
        registers.registered(reviews.everything(), None, "待经办"), title="=1+1", reason_code="5"
    ),
]


def table(entries: list[registers.Registered]) -> Sheet:
    """The 台账 of these entries."""
    return registers.register(entries, office=OFFICE, period="2026年")


def cells(data: bytes) -> list[list[object]]:
    """All values of the first sheet."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def test_register_has_one_line_a_case() -> None:
    """Title, heads, three cases with people, states and reasons."""
    rows = cells(workbook([table(ENTRIES)]))
    assert rows[0][0] == f"{OFFICE}政府信息公开保密审查台账（2026年）"
    assert tuple(rows[1]) == registers.REGISTER_HEADS
    assert len(rows) == 5
    assert rows[3][12:15] == ["周一", "吴二", "郑三"]
    assert rows[3][15] == "已公开"
    assert "（逾期）" in str(rows[3][17])
    assert rows[4][9] == "5 属于三类内部事务信息"


def test_a_title_is_never_a_formula() -> None:
    """openpyxl takes a leading = for a formula unless told otherwise."""
    data = workbook([table(ENTRIES)])
    cell = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].cell(5, 4)
    assert cell.value == "=1+1"
    assert cell.data_type == "s"
    rows = list(csv.reader(io.StringIO(csv_bytes(registers.REGISTER_HEADS, table(ENTRIES).rows).decode("utf-8-sig"))))
    assert rows[3][3] == "'=1+1"


@given(st.text())
def test_no_text_starts_a_formula(text: str) -> None:
    """Whatever stands in a cell, a spreadsheet takes it for text."""
    assert not str(safe(text)).startswith(STARTS_FORMULA)
    csv_bytes(("a",), [(text,)])


@pytest.mark.parametrize(
    "value", ["=1", "+1", "-1", "@x", "\t=1", "＝1", "　=1", "\u200b=1", "\n=1"]
)
def test_formula_starts_are_quoted(value: str) -> None:
    """Full-width forms, spaces and invisible characters before the sign included."""
    assert str(safe(value)).startswith("'")


def test_monthly_carries_the_head_of_the_ledger() -> None:
    """The paper that is filed tells a rewritten ledger."""
    head = "ef" * 32
    data = monthly.monthly_docx(
        ENTRIES, office=OFFICE, month=MONTH, ledger_count=41, ledger_head=head
    )
    paper = docx.Document(io.BytesIO(data))
    assert any(head in paragraph.text for paragraph in paper.paragraphs)
    assert len(paper.tables[0].rows) == 4
    rows = cells(
        monthly.monthly_xlsx(
            ENTRIES, office=OFFICE, month=MONTH, ledger_count=41, ledger_head=head
        )
    )
    assert any(head in str(row[0]) for row in rows)


def test_same_entries_same_bytes() -> None:
    """No time of making stands in the files."""
    assert workbook([table(ENTRIES)]) == workbook([table(ENTRIES)])


def test_empty_registers_open() -> None:
    """A month without cases has a table all the same."""
    assert len(cells(workbook([table([])]))) == 2
    monthly.monthly_docx([], office=OFFICE, month=MONTH)
