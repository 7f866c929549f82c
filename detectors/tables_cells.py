"""What a table is to the detectors: cells with the roles that their heads or labels give them."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.document import Span


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: printed span, place in the table (from 0), folded text, roles from its head or label.

    `head` is the folded text of the heads or label that gave the roles; `is_head` marks heads and labels.
    """

    span: Span
    row: int
    column: int
    text: str = field(repr=False)
    roles: tuple[str, ...] = ()
    head: str = field(default="", repr=False)
    is_head: bool = False
    rows: int = 1
    columns: int = 1

    @property
    def role(self) -> str | None:
        """The first role; None when nothing is known."""
        return self.roles[0] if self.roles else None


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one table in row order. `inferred` says that a role was told by content, not by a head."""

    cells: tuple[TableCell, ...] = field(repr=False)
    inferred: bool = False
    roles: frozenset[str] = frozenset()
    """Every role that some cell has."""

    def rows(self) -> tuple[tuple[TableCell, ...], ...]:
        """Cells grouped by row, heads included."""
        grouped: dict[int, list[TableCell]] = {}
        for cell in self.cells:
            grouped.setdefault(cell.row, []).append(cell)
        return tuple(tuple(grouped[row]) for row in sorted(grouped))

    @property
    def lists_persons(self) -> bool:
        """True for a list or form about private persons: a name beside what identifies or concerns one.

        A directory of people in office (name, post, telephone) is none.
        """
        if "resident_id" in self.roles:
            return True
        personal = PERSONAL - _OF_OFFICE if "post" in self.roles else PERSONAL
        return "name" in self.roles and bool(self.roles & personal)


_OF_OFFICE = frozenset(
    {"mobile", "phone", "home_phone", "gender", "age", "amount", "village", "coordinates"}
)
PERSONAL = frozenset(
    [
        "resident_id",
        "mobile",
        "phone",
        "home_phone",
        "imei",
        "coordinates",
        "address",
        "bank_card",
        "account",
        "disability",
        "disability_id",
        "illness",
        "birth",
        "age",
        "gender",
        "income",
        "relation",
        "student_id",
        "social_card",
        "amount",
        "village",
        "marriage",
        "belief",
    ]
)
