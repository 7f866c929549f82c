"""Counts for reports, and tables that no spreadsheet computes."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from office import Office
from office.spreadsheet import harmless, to_csv, to_xlsx
from tests.office.making import HandClock, actor, approve, handle, open_case, proposal, released

YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def test_counts_by_state_status_and_reason_code(office: Office) -> None:
    """The eight codes: of whole refusals, and of the cuts in what was released."""
    released(office)
    withheld = open_case(
        office, b"two", outcome="withhold", proposals=(proposal(1, "withhold", reason_code=None),)
    )
    approve(office, withheld.id, "不予公开", None, reason_code="5")
    referred = open_case(office, b"three", outcome="refer", proposals=(proposal(1, "ask"),))
    approve(office, referred.id, "待确定", None)
    returned = open_case(office, b"four")
    handle(office, returned.id)
    office.return_case(returned.id, actor(office, "li"), "补充")
    made = office.stats(*YEAR)
    assert made.total == 4
    assert made.states == {"released": 1, "withheld": 1, "referred": 1, "returned": 1}
    assert (made.withheld_by_code, made.cuts_by_code) == ({"5": 1}, {"4": 1})
    assert (made.referred, made.returned, made.closed, made.days_median) == (1, 1, 2, 0)
    assert ("不予公开·5 属于三类内部事务信息", "1") in made.table()
    assert office.stats(dt.date(2025, 1, 1), dt.date(2025, 12, 31)).total == 0


def test_overdue_cases_are_listed_and_never_released(office: Office, clock: HandClock) -> None:
    """After the twentieth working day a case is overdue, and that is all that happens."""
    from office import Office as Desk
    from tests.office.making import CHEAP, settings

    ref = open_case(office, outcome="refer")
    assert office.overdue() == []
    later = settings(office.settings.home, office.settings.database)
    from dataclasses import replace

    later = replace(later, on=dt.date(2026, 12, 19))
    with Desk.open(later, clock, passwords=CHEAP) as desk:
        assert [row.id for row in desk.overdue()] == [ref.id]
        assert desk.case(ref.id).state.value == "drafted"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "　=1", "＝1+1", " =1", "\ufeff=1"]
)
def test_no_cell_is_a_formula(text: str) -> None:
    """Whatever a name begins with, it stays text in csv and xlsx."""
    assert harmless(text).startswith("'")
    rows = [("文件", "数"), (text, 3)]
    shown = list(csv.reader(io.StringIO(to_csv(rows).decode("utf-8-sig"), newline="")))
    assert shown[1] == [harmless(text), "3"]
    sheet = load_workbook(io.BytesIO(to_xlsx(rows))).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].value == 3


def test_plain_text_is_left_alone() -> None:
    """Names, numbers of documents and empty cells are as they were."""
    assert [harmless(v) for v in ("乌中政发〔2012〕168号", "", None, "1=1")] == [
        "乌中政发〔2012〕168号",
        "",
        "",
        "1=1",
    ]
