"""What leaves the office in tables: the 台账, the counts of a period, the monthly 汇总表."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flows.paper import procedure_of
from office import CaseRow, Office, State
from office.deadlines import office_day
from office.statistics import Period, handler_of, sections_of
from records import monthly, notices
from records.registers import Registered, register, registered
from records.tables import Sheet, workbook

Advance = Callable[[int], None]


def export(office: Office, form: str, period: Period | None, advance: Advance) -> bytes:
    """The 台账 of every case (of those opened in `period`, where one is stated) with the results of that period.

    `form` is xlsx or csv; without a period the results are those of this year.
    """
    rows = [row for row in office.cases() if period is None or office_day(row.opened_at) in period]
    counted = period or Period.of(str(office.settings.on.year))
    when = office.settings.on.isoformat() if period is None else notices.span(period)
    lines = tuple(_registered(office, rows))
    tables = _tables(office, counted, advance)[:1]
    if form == "csv":
        return notices.notice_csv(
            (register(lines, office=office.settings.office, period=when), *tables)
        )
    return workbook(
        [
            register(lines, office=office.settings.office, period=when),
            *(notices.titled(table, office.settings.office, counted) for table in tables),
        ]
    )


def notice(office: Office, form: str, period: Period, advance: Advance) -> bytes:
    """Every count of a period as xlsx, csv, or as the 通报 in docx."""
    tables = _tables(office, period, advance)
    name = office.settings.office
    match form:
        case "csv":
            return notices.notice_csv(tables)
        case "docx":
            return notices.notice_docx(tables, office=name, period=period)
        case _:
            return notices.notice_xlsx(tables, office=name, period=period)


def summary_of_month(office: Office, form: str, month: Period) -> bytes:
    """The 汇总表 of the cases that were opened or closed in a month, as xlsx or docx."""
    rows = [
        row
        for row in office.cases()
        if office_day(row.opened_at) in month
        or (row.closed_at and office_day(row.closed_at) in month)
    ]
    count, head = office.ledger.newest()
    made = monthly.monthly_docx if form == "docx" else monthly.monthly_xlsx
    return made(
        list(_registered(office, rows)),
        office=office.settings.office,
        month=month.since,
        ledger_count=count,
        ledger_head=head,
    )


def _tables(office: Office, period: Period, advance: Advance) -> tuple[Sheet, ...]:
    told = office.stats(period, advance)
    return notices.sheets(told, _names(office), sections_of(office.settings.home))


def _names(office: Office) -> dict[str, str]:
    return {person.name: person.display or person.name for person in office.people.all()}


def _registered(office: Office, rows: list[CaseRow]) -> Iterator[Registered]:
    names, sections = _names(office), sections_of(office.settings.home)
    for row in rows:
        if State(row.state) is State.ERASED and (line := _erased(office, row, names)):
            yield line
            continue
        case = office.case(row.id)
        review = {"case": case.id, **case.review} if case.review else _halted(row.to_json())
        done = procedure_of(case, names, department=sections.get(handler_of(case), ""))
        yield registered(review, done, case.state.value)


def _erased(office: Office, row: CaseRow, names: dict[str, str]) -> Registered | None:
    """What is left of an erased case: its row, and what the ledger says of its signatures, its end and its erasure.

    None where the ledger says nothing of an erasure.
    """
    told = list(office.ledger.entries(case=row.id))
    gone = next((e for e in reversed(told) if e.kind == "case.erased"), None)
    if gone is None:
        return None
    last_round = max((e.data["round"] for e in told if e.kind == "case.signed"), default=1)
    signed = [e for e in told if e.kind == "case.signed" and e.data["round"] == last_round]
    people = [names.get(e.actor or "", e.actor or "") for e in signed] or [""]
    released = [office_day(e.at) for e in told if e.kind == "case.released"]
    by = names.get(gone.actor or "", gone.actor or "")
    return Registered(
        case=row.id,
        number=row.id,
        title="（案卷已销毁）",
        document_number="",
        name="",
        department="",
        on=row.on,
        state=f"{State.ERASED.label}（{gone.data['on']}，{by}）",
        release_status=row.release_status or "",
        release_mode=row.release_mode or "",
        reason_code=row.reason_code,
        cuts=None,
        gaps=None,
        people=(people[0], people[-2] if len(people) > 2 else "", people[-1]),
        due_on=row.due_on,
        released_on=released[-1] if released else None,
        sha256=row.sha256,
        output_sha256=row.output_sha256 or "",
    )


def _halted(row: dict[str, object]) -> dict[str, object]:
    """What the register may show of a halted document: its name and digest."""
    return {
        "case": row["case"],
        "source": row["source"],
        "metadata": {},
        "markings": [],
        "gaps": [],
        "findings": [],
        "proposals": [],
        "steps": [],
        "outcome": row["outcome"],
        "release_status": "停止处理",
        "release_mode": "",
        "on": row["on"],
    }
