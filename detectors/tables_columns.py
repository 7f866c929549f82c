"""What the whole table says of a column whose head alone does not say it: persons, kinds of disability, causes.

- a head that means persons by its last word alone names persons when its cells look like names, and the table is
  about persons otherwise, or the head is a known label;
- 类别 and 等级 are those of a disability in a register of disabled persons;
- a cause of poverty or death is an illness only where the cell names one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from detectors.tables_cells import PERSONAL, TableCell
from detectors.tables_content import names_persons
from detectors.tables_heads import person_roles
from detectors.tables_people import is_labelled, is_signature, is_vague

_GRADES = frozenset({"类别", "等级", "级别", "类型", "程度", "类别等级", "等级类别"})
_DISABLED = frozenset({"disability", "disability_id"})
_ILL = re.compile(
    r"病|残|癌|症|瘤|患|炎|疾|瘫|(?:工|烧|烫|刺|砍|摔|脑外|脊髓损)伤|透析|手术|障碍|失能|失明|失聪|骨折|梗死|脑梗|心梗|中风|溃疡|硬化|衰竭|中毒|先天|早产|畸形|流产|感染|阳性|出血|移植"
)
_ACTS = re.compile(r"(?:本人|领取|领款)?(?:签字|签名|按印|捺印|按手印|手印)|同意|反对|赞成|弃权")
"""Heads of what persons do in a list: sign and vote."""
_OF_OFFICE = frozenset({"official", "unit", "post"})
_OF_PERSONS = PERSONAL | {"name"}
_BARE_CAUSE = re.compile(r"(?:因|主要因)?(?:学|灾)(?:致贫|返贫|致困)?")
_UNSAID = frozenset({"note", "matter"})
"""Roles that a head for signatures or for things leaves open."""


def settled(cells: Sequence[TableCell], text: str) -> list[TableCell]:
    """The cells with the roles that the table as a whole gives them; `text` as printed."""
    roles = frozenset(role for cell in cells for role in cell.roles)
    persons = _persons(cells, roles, text)
    disabled = bool(roles & _DISABLED) or any(c.is_head and "残疾" in c.text for c in cells)
    found = []
    for cell in cells:
        if cell.is_head:
            pass
        elif cell.head in persons and set(cell.roles) <= _UNSAID:
            cell = replace(cell, roles=(persons[cell.head], *cell.roles))
        elif "cause" in cell.roles:
            named = _ILL.search(cell.text) and not _BARE_CAUSE.fullmatch(cell.text)
            cell = replace(cell, roles=("illness" if named else "matter",))
        elif disabled and cell.head in _GRADES:
            cell = replace(cell, roles=("disability",))
        found.append(cell)
    return found


def _persons(cells: Sequence[TableCell], roles: frozenset[str], text: str) -> Mapping[str, str]:
    """Head → `name` or `official` where only the last word of the head says so."""
    told = {
        head: (role, is_labelled(head))
        for head, role, values in _open(cells, text)
        if names_persons(values)
        and not ("name" in roles and is_vague(head))
        and not (roles & _OF_OFFICE and is_signature(head))
    }
    signed = any(cell.is_head and _ACTS.fullmatch(cell.text) for cell in cells)
    of_persons = bool(roles & _OF_PERSONS) or signed or len(told) > 1
    return {head: role for head, (role, labelled) in told.items() if of_persons or labelled}


def _open(cells: Sequence[TableCell], text: str) -> Iterator[tuple[str, str, list[str]]]:
    """Heads of columns without a role of their own, or for signatures, that mean persons, with the cells below."""
    texts: dict[str, list[str]] = {}
    for cell in cells:
        if cell.head and cell.text and not cell.is_head and set(cell.roles) <= _UNSAID:
            texts.setdefault(cell.head, []).append(text[cell.span.start : cell.span.stop])
    for head, values in texts.items():
        for role in person_roles(head):
            yield head, role, values
