"""The tables of a period: they add up, name nobody who is not an account, and are safe in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter

import docx
import openpyxl

from office.policy import State
from office.statistics import RELEASING, WHOLE, Done, Line, Period, Statistics, Turn
from pipeline.proposal import REASON_CODES
from records import notices
from records.tables import Sheet

OFFICE = "青石县人民政府办公室"
QUARTER = Period(dt.date(2026, 10, 1), dt.date(2026, 12, 31))
SIGNED = (Turn("经办人员", "wang", 1), Turn("办公室", "li", 2), Turn("主管领导", "chen", 9), Turn(WHOLE, "", 12))
DONE = (Done("decided", "wang", "wang"), Done("signed", "wang", "wang"), Done("returned", "li", "wang"))


def line(number: int, state: State, status: str | None = None, **more: object) -> Line:
    """A case."""
    given = {"issuer": "县教育局", "handler": "wang", "is_request": False, "is_new": True, **more}
    values = {"reason_code": None, "is_late": False, **given}
    return Line(case=f"2026-{number:06d}", state=state, status=status, **values)  # type: ignore[arg-type]


LINES = (
    line(1, State.RELEASED, "删减后公开", cuts=(("pi.name", "4"), ("pi.mobile", "4"), ("deliberative", "6")),
         turns=(*SIGNED, Turn(RELEASING, "li", 0)), done=DONE, is_request=True),
    line(2, State.RELEASED, "全文公开", is_late=True, is_new=False, issuer="=cmd|' /C calc'!A0"),
    line(3, State.WITHHELD, "不予公开", reason_code="5", turns=(Turn(WHOLE, "", None),)),
    line(4, State.REFERRED, "待确定", handler="zhao"),
    line(5, State.APPROVED, "全文公开", is_late=True),
    line(6, State.HALTED, issuer="", handler=""),
    line(7, State.WITHDRAWN, "全文公开"),
)  # fmt: skip
TOLD = Statistics(
    QUARTER, LINES, 3, Counter({"bytes": 2, "files": 1, "unsigned": 1}), Counter({"chen": 2}),
    (("2026-000008", "与台账不符或文件已损坏"),), 41, "ef" * 32,
)  # fmt: skip
SHEETS = notices.sheets(TOLD, {"wang": "王五", "li": "李四"}, {"wang": "法规科"})
RESULTS, OFFICES, SECTIONS, PEOPLE, TURNS, CUTS, GATE = SHEETS


def rows(sheet: Sheet) -> dict[object, tuple[object, ...]]:
    """The rows by their first cell."""
    return {str(row[0]).strip("　"): tuple(row[1:]) for row in sheet.rows}


def test_what_came_is_what_ended_and_what_is_left() -> None:
    """新收 + 结转 = 办结 + 结转下期, in each column; 办结 is the sum of its kinds; both modes make the total."""
    told = rows(RESULTS)
    came = zip(told["一、本期新收"], told["二、上期结转"], strict=True)
    left = zip(told["（六）办结合计"], told["四、结转下期"], strict=True)
    assert [a + b for a, b in came] == [a + b for a, b in left]  # type: ignore[operator]
    ends = ("三、办理结果（一）予以公开", "（二）部分公开（删减后公开）", "（三）不予公开", "（四）撤回", "（五）停止处理（密级标志超出权限）")
    assert sum(told[end][2] for end in ends) == told["（六）办结合计"][2] == 5  # type: ignore[misc]
    assert all(active + asked == both for active, asked, both in told.values())  # type: ignore[operator]


def test_the_eight_reasons_stand_in_their_order() -> None:
    """As the annual report prints them, zero included."""
    named = [str(row[0]).strip("　") for row in RESULTS.rows][5:13]
    assert named == [f"{code}. {name}" for code, name in REASON_CODES.items()]
    assert [row[3] for row in RESULTS.rows[5:13]] == [0, 0, 0, 0, 1, 0, 0, 0]
    assert any("2026-000008" in note for note in RESULTS.notes)


def test_groups_add_up() -> None:
    """By issuer and by section each case stands once; nobody's case and no issuer have lines of their own."""
    for sheet in (OFFICES, SECTIONS):
        *groups, total = sheet.rows
        for column in range(1, 13):
            assert sum(row[column] for row in groups) == total[column]  # type: ignore[misc]
    assert rows(SECTIONS)[notices.NOBODY][6] == 1
    assert notices.NOWHERE in rows(OFFICES)
    assert rows(SECTIONS)["法规科"][:3] == (4, 4, 1)


def test_people_by_what_they_did_and_what_was_refused() -> None:
    """Signatures, decisions, returns given and got, lateness, refusals, days to sign."""
    told = rows(PEOPLE)
    assert told["王五"] == ("法规科", 1, 1, 0, 0, 0, 0, 1, 2, 0, 1, 1)
    assert told["李四"] == ("", 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 2)
    assert told["chen"] == ("", 0, 0, 0, 0, 0, 0, 0, 0, 2, 9, 9)


def test_turn_round_tells_what_it_does_not_know() -> None:
    """Each step, then the release and the whole; a span beyond the calendar is counted apart."""
    assert [row[0] for row in TURNS.rows] == ["经办人员", "办公室", "主管领导", RELEASING, WHOLE]
    assert rows(TURNS)[WHOLE] == (2, 12, 12, 1)


def test_cuts_by_reason_and_kind() -> None:
    """Cuts of what was released, twice told."""
    told = {(row[0], row[1]): row[2] for row in CUTS.rows}
    assert told["按理由", "4 保护第三方合法权益"] == 2
    assert sum(n for (by, _), n in told.items() if by == "按类别") == 3  # type: ignore[misc]


def test_the_gate_names_its_reasons() -> None:
    """Codes become sentences; those of a case that does not stand are one."""
    told = rows(GATE)
    assert told["查询后准予公开"] == (3,)
    assert told["拒绝·未经审查批准，或文件已被改动"] == (2,)
    assert told["拒绝·案卷手续不齐或与台账不符"] == (1,)
    assert "ef" * 32 in GATE.notes[1]


def test_no_name_is_a_formula() -> None:
    """An issuer comes from a draft: it stays text in xlsx and csv."""
    data = notices.notice_xlsx(SHEETS, office=OFFICE, period=QUARTER)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert [page.title for page in book.worksheets] == ["办理结果", "单位", "科室", "人员", "用时", "删减", "关口"]
    values = [cell for page in book.worksheets for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in values if cell.data_type == "f"]
    assert any(cell.value == "=cmd|' /C calc'!A0" and cell.quotePrefix for cell in values)
    shown = csv.reader(io.StringIO(notices.notice_csv(SHEETS).decode("utf-8-sig")))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in shown for cell in row)


def test_same_period_same_bytes() -> None:
    """No time of making stands in the files."""
    for made in (notices.notice_xlsx, notices.notice_docx):
        assert made(SHEETS, office=OFFICE, period=QUARTER) == made(SHEETS, office=OFFICE, period=QUARTER)


def test_the_notice_has_every_table() -> None:
    """The paper says the same as the sheets."""
    paper = docx.Document(io.BytesIO(notices.notice_docx(SHEETS, office=OFFICE, period=QUARTER)))
    assert [len(table.rows) - 1 for table in paper.tables] == [len(sheet.rows) for sheet in SHEETS]
    assert any("2026年10月1日至2026年12月31日" in paragraph.text for paragraph in paper.paragraphs)


def test_an_empty_period_has_its_tables() -> None:
    """Zero is stated."""
    empty = notices.sheets(Statistics(QUARTER, ()), {}, {})
    assert all(row[3] == 0 for row in empty[0].rows)
    notices.notice_docx(empty, office=OFFICE, period=QUARTER)
    notices.notice_xlsx(empty, office=OFFICE, period=QUARTER)
