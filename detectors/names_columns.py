"""What a table says of its cells: which hold names, and whether the people in them hold office."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detectors.names_lexicon import Cue, lexicon
from detectors.tables import Table, TableCell, tables
from detectors.tables_people import who
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
        "admission",
    ]
)
_OF_LIFE = frozenset({"gender", "age", "birth", "marriage", "village", "ethnicity"})
_OF_RECIPIENTS = frozenset(
    {"resident_id", "bank_card", "account", "amount", "disability", "relation"}
)
_OF_WORK = frozenset({"unit", "post", "office_phone", "office_address", "matter"})
_TITLES = ("领导", "干部", "长", "官", "警")
_NAMELESS = frozenset(
    [
        "village",
        "date",
        "amount",
        "serial",
        "exam",
        "ethnicity",
        "gender",
        "age",
        "birth",
        "education",
    ]
)
_UNNAMED = Cue("姓名", "label", "either", "party", "")


@dataclass(frozen=True, slots=True)
class Column:
    """A cell of names: the cue that heads it, and the role that the table's other columns speak for."""

    span: Span
    cue: Cue
    role: str
    borrowed: bool = False
    """The role is that of the table's other columns; the cell's own head does not say it."""


def name_cells(reading: Reading) -> list[Column]:
    """Printed spans of the cells that hold names by their head or by the label beside them, in text order."""
    found: list[Column] = []
    for table in tables(reading):
        role = _table_role(table)
        found.extend(
            _column(cell, role, table.roles)
            for cell in table.cells
            if not cell.is_head and cell.text and {"name", "official"} & set(cell.roles)
        )
    return sorted(found, key=lambda column: column.span)


def nameless(reading: Reading) -> list[Span]:
    """Printed spans of the cells that name nobody, in text order: heads and labels, villages, dates, amounts, numbers."""
    return sorted(
        cell.span
        for table in tables(reading)
        for cell in table.cells
        if cell.text and _names_nobody(cell, _first_head(table))
    )


def _names_nobody(cell: TableCell, first: int) -> bool:
    """A head row further down may be one of posts (局长) and hold a name: there only the words of heads are none."""
    if cell.is_head:
        return bool(cell.roles) or cell.row == first
    return bool(cell.roles) and set(cell.roles) <= _NAMELESS


def _first_head(table: Table) -> int:
    return next((cell.row for cell in table.cells if cell.is_head), -1)


def _column(cell: TableCell, role: str, roles: frozenset[str]) -> Column:
    """The head of the cell's own column decides before the other columns of the table."""
    cue = label_of(cell.head) or _UNNAMED
    means = who(cell.head) or cue.role
    if "name" not in cell.roles:
        kin = role == "kin" and cue is _UNNAMED and not cell.head.endswith(_TITLES)
        paid = who(cell.head) == "either" and bool(roles & _OF_RECIPIENTS) and not roles & _OF_WORK
        own = means == "official" or cell.head.endswith(_TITLES)
        return Column(cell.span, cue, "private" if kin or paid else "official", borrowed=not own)
    if means == "official":
        return Column(cell.span, cue, "official")
    if role == "kin" or means == "private":
        return Column(cell.span, cue, "private")
    unknown = cue is _UNNAMED and bool(cell.head)
    return Column(cell.span, cue, role, borrowed=role == "official" or unknown)


def _table_role(table: Table) -> str:
    """`kin` for a table that says how people are related: nobody in office pays back as a son-in-law."""
    if "relation" in table.roles and "post" not in table.roles:
        return "kin"
    private = table.roles & _PRIVATE
    if table.roles & _OFFICE and not private:
        return "official"
    if "official" in table.roles and not (private or table.roles & _OF_LIFE):
        return "official"
    if "post" in table.roles and private == {"mobile"} and _holds_posts(table):
        return "official"
    return "private" if table.lists_persons else "either"


def _holds_posts(table: Table) -> bool:
    """True when at least half of the posts are titles of people in office: those who meet or stand by with their mobiles."""
    posts = [
        cell.text for cell in table.cells if cell.role == "post" and not cell.is_head and cell.text
    ]
    titles = lexicon().titles
    held = sum(any(post[-size:] in titles for size in range(2, 6)) for post in posts)
    return bool(posts) and held * 2 >= len(posts)


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
    if short.endswith(("签字", "签名", "签章")) and short[:-2] in labels:
        return labels[short[:-2]]
    return labels["姓名"] if short.startswith("姓名") else None
