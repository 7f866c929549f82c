"""What a table says of its cells: which hold names, and whether the people in them hold office."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detectors.names_lexicon import Cue, lexicon
from detectors.tables import Table, TableCell, tables
from pipeline.contracts import Reading
from pipeline.document import Span

_EXTRA = re.compile(r"\([^)]*\)|[\s*:：.、/和及]")
_OFFICE = frozenset({"post", "office_phone", "office_address"})
_PRIVATE = frozenset(
    [
        "resident_id",
        "bank_card",
        "account",
        "disability",
        "disability_id",
        "illness",
        "medical",
        "amount",
        "relation",
        "student_id",
        "social_card",
        "income",
        "property",
        "plate",
        "mobile",
        "address",
        "exam",
    ]
)
_UNNAMED = Cue("姓名", "label", "either", "party", "")


@dataclass(frozen=True, slots=True)
class Column:
    """A cell of names: the cue that heads it, and the role that the table's other columns speak for."""

    span: Span
    cue: Cue
    role: str


def name_cells(reading: Reading) -> list[Column]:
    """Printed spans of the cells that hold names by their head or by the label beside them, in text order."""
    found: list[Column] = []
    for table in tables(reading):
        role = _table_role(table)
        found.extend(
            _column(cell, role)
            for cell in table.cells.having(frozenset({"name", "official"}))
            if cell.text
        )
    return sorted(found, key=lambda column: column.span)


def _column(cell: TableCell, role: str) -> Column:
    cue = label_of(cell.head) or _UNNAMED
    if "name" not in cell.roles:
        kin = role == "kin" and cue is _UNNAMED
        return Column(cell.span, cue, "private" if kin else "official")
    if cue.role == "official":
        return Column(cell.span, cue, "official")
    if role == "kin" or (
        cue.role == "private" and not cue.term.endswith("姓名") and role != "official"
    ):
        return Column(cell.span, cue, "private")
    return Column(cell.span, cue, role)


def _table_role(table: Table) -> str:
    """`kin` for a table that says how people are related: nobody in office pays back as a son-in-law."""
    if "relation" in table.roles and "post" not in table.roles:
        return "kin"
    if table.roles & (_OFFICE | {"official"}) and not table.roles & _PRIVATE:
        return "official"
    return "private" if table.lists_persons else "either"


def label_of(text: str) -> Cue | None:
    """The cue of a head cell; brackets, stars and spaces in it do not matter."""
    labels = lexicon().labels
    if text in labels:
        return labels[text]
    if not text or len(text) > 16:
        return None
    short = _EXTRA.sub("", text)
    if short in labels:
        return labels[short]
    if short.endswith("姓名"):
        return labels.get(short.removesuffix("姓名"), labels["姓名"])
    return labels["姓名"] if short.startswith("姓名") else None
