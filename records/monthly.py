"""The monthly 汇总表 as xlsx and docx, to be printed, signed and filed with the office.

It carries the ledger's count and head, so that a rewritten ledger does not match the paper that was filed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from records import labels
from records.chinese import clean, long_date
from records.grids import grid
from records.paper import TITLE, Flow, Page, para
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
_MONTHLY_WIDTHS = (6, 15, 33, 13, 13, 12, 10, 22, 12)


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


def _sheet(
    entries: Sequence[Registered], office: str, month: dt.date, count: int, head: str
) -> Sheet:
    title = f"{clean(office)}政府信息公开保密审查汇总表（{_month(month)}）"
    notes = _monthly_notes(entries, count, head)
    return Sheet("汇总表", title, MONTHLY_HEADS, _monthly_rows(entries), _MONTHLY_WIDTHS, notes)


def monthly_xlsx(
    entries: Sequence[Registered],
    *,
    office: str,
    month: dt.date,
    ledger_count: int = 0,
    ledger_head: str = "",
) -> bytes:
    """The monthly 汇总表 as .xlsx; any day of the month will do."""
    return workbook([_sheet(entries, office, month, ledger_count, ledger_head)])


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
    sheet = _sheet(entries, office, month, ledger_count, ledger_head)
    name = "政府信息公开保密审查汇总表"
    flow: list[Flow] = [
        para(clean(office), font=TITLE, size=16, align="center"),
        para(f"{name}（{_month(month)}）", font=TITLE, size=20, align="center", after=8),
        *grid(sheet, page, caption=False),
    ]
    return paper(flow, title=name, page=page)
