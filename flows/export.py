"""The 台账 and the counts of the annual report, as one file."""

from __future__ import annotations

from flows.paper import procedure_of
from office import Office, State
from records.registers import annual_csv, register_csv, register_xlsx, registered


def export(office: Office, form: str) -> bytes:
    """Every case of the office as `xlsx` (register and counts on two sheets) or `csv` (counts below the register)."""
    names = {person.name: person.display or person.name for person in office.people.all()}
    entries = []
    for row in office.cases():
        if State(row.state) is State.ERASED:
            continue
        case = office.case(row.id)
        review = {"case": case.id, **case.review} if case.review else _halted(row.to_json())
        entries.append(registered(review, procedure_of(case, names), case.state.value))
    if form == "csv":
        return register_csv(entries) + annual_csv(entries).removeprefix(b"\xef\xbb\xbf")
    period = office.settings.on.isoformat()
    return register_xlsx(entries, office=office.settings.office, period=period)


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
