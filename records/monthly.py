"""The monthly 汇总表 as xlsx and docx, to be printed, signed and filed with the office.

It carries the ledger's count and head, so that a rewritten ledger does not match the paper that was filed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from records import labels
from records.chinese import clean, long_date
from records.paper import FANG, HEI, SONG, TITLE, Cell, Flow, Page, Row, Table, para
from records.registers import Registered
from records.tables import Sheet, Value, workbook
from records.word import paper

MONTHLY_HEADS = (
    "序号",
    "编号",
    "题名及文号",
    "承办部门",
    "公开属性",
    "公开方式",
    "删减处数",
    "公开日期",
    "备注",
)
_MONTHLY_SHARES = (5, 13, 30, 10, 10, 10, 7, 11, 9)


def _monthly_rows(entries: Sequence[Registered]) -> tuple[tuple[Value, ...], ...]:
    return tuple(
        (
            number,
            entry.number or entry.case,
            (entry.title or entry.name)
            + (f"（{entry.document_number}）" if entry.document_number else ""),
            entry.department,
            entry.release_status,
            "" if entry.release_status in labels.CLOSED_STATUSES else entry.release_mode,
            entry.cuts,
            long_date(entry.released_on),
            "逾期" if entry.is_late else (entry.state if not entry.released_on else ""),
        )
        for number, entry in enumerate(entries, 1)
    )


def _monthly_notes(entries: Sequence[Registered], count: int, head: str) -> tuple[str, ...]:
    states = Counter(entry.release_status for entry in entries)
    told = "，".join(f"{status}{number}件" for status, number in states.most_common())
    return (
        f"合计{len(entries)}件" + (f"：{told}。" if told else "。"),
        f"台账条数：{count}　台账末条校验值：{clean(head) or '无'}",
        "审查人：　　　　　　　　办公室负责人：　　　　　　　　报送日期：　　　年　　月　　日",
    )


def _month(month: dt.date) -> str:
    return f"{month.year}年{month.month}月"


def monthly_xlsx(
    entries: Sequence[Registered],
    *,
    office: str,
    month: dt.date,
    ledger_count: int = 0,
    ledger_head: str = "",
) -> bytes:
    """The monthly 汇总表 as .xlsx; any day of the month will do."""
    title = f"{clean(office)}政府信息公开保密审查汇总表（{_month(month)}）"
    notes = _monthly_notes(entries, ledger_count, ledger_head)
    widths = tuple(round(share * 1.3) for share in _MONTHLY_SHARES)
    return workbook([Sheet("汇总表", title, MONTHLY_HEADS, _monthly_rows(entries), widths, notes)])


def monthly_docx(
    entries: Sequence[Registered],
    *,
    office: str,
    month: dt.date,
    ledger_count: int = 0,
    ledger_head: str = "",
) -> bytes:
    """The monthly 汇总表 as .docx, A4 across, to be printed, signed and filed."""
    page = Page(2.0, 2.0, 1.8, 2.0, landscape=True)
    unit = page.width / sum(_MONTHLY_SHARES)
    head = Row(tuple(_cell(text, HEI) for text in MONTHLY_HEADS), 26, head=True)
    rows = tuple(
        Row(tuple(_cell(str(value), FANG) for value in row), 22, splits=False)
        for row in _monthly_rows(entries)
    )
    flow: list[Flow] = [
        para(clean(office), font=TITLE, size=16, align="center"),
        para(
            f"政府信息公开保密审查汇总表（{_month(month)}）",
            font=TITLE,
            size=20,
            align="center",
            after=8,
        ),
        Table(tuple(round(share * unit) for share in _MONTHLY_SHARES), (head, *rows)),
        *(
            para(note, font=SONG, size=10, before=5)
            for note in _monthly_notes(entries, ledger_count, ledger_head)
        ),
    ]
    return paper(flow, title="政府信息公开保密审查汇总表", page=page)


def _cell(text: str, font: str) -> Cell:
    return Cell((para(text, font=font, size=10.5, align="center"),))
