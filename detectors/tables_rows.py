"""What a row of a table is: its title, the heads of its columns, a line of a form, or data."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from detectors.tables_content import looks_like_name, names_persons, unnumbered
from detectors.tables_heads import head_roles, person_roles
from detectors.tables_text import RawCell

HEAD_ROWS = 8
"""Head rows that add up: the last ones."""


def merged_heads(rows: dict[int, list[RawCell]], width: int) -> range:
    """The rows of a head that is merged both ways: as far down as its tallest cell goes, past a title."""
    for number in sorted(rows)[:3]:
        row = rows[number]
        if _is_title([raw for raw in row if raw.text], width):
            continue
        wide = any(1 < raw.cell.columns < width for raw in row)
        high = max(raw.cell.rows for raw in row)
        found = (
            range(number, min(number + high, number + HEAD_ROWS))
            if wide and high > 1
            else range(0)
        )
        inside = [raw for at in found for raw in rows.get(at, ()) if raw.text]
        known = sum(bool(head_roles(raw.text)) for raw in inside)
        spoilt = any(NUMBER.search(raw.text) for raw in inside)
        return found if known >= 2 and not spoilt else range(0)
    return range(0)


def _is_title(filled: Sequence[RawCell], width: int) -> bool:
    if len(filled) != 1 or width <= 2:
        return False
    first = filled[0].cell
    return first.columns >= width - 1 and first.column == 0


def row_shape(row: Sequence[RawCell], width: int, grid: Sequence[RawCell]) -> str:
    """Whether a row is a title, heads, a form line or data (`title`, `head`, `form`, `data`).

    `grid`: the table while it has no heads yet; then a head that means persons by its last word alone counts, too.
    """
    filled = [raw for raw in row if raw.text]
    if not filled:
        return "data"
    if _is_title(filled, width):
        return "title"
    known = [bool(raw.text) and bool(head_roles(raw.text)) for raw in row]
    values = (raw.text for raw, is_head in zip(row, known, strict=True) if not is_head)
    if any(NUMBER.search(value) for value in values):
        alone = any(known) and (_alternates(row, known) or known[row.index(filled[0])])
        return "form" if alone else "data"
    named = known
    if grid and not _alternates(row, known):
        named = [bool(head_roles(raw.text) or person_roles(raw.text)) for raw in row]
    heads = sum(named)
    if not heads:
        return "data"
    if _alternates(row, named) and (any(known) or _tells_person(row, named)):
        return "head" if heads > 1 and _over_data(row, named, grid) else "form"
    if heads >= 2 and heads * 2 >= len(filled):
        return "head"
    if heads == len(filled) and (width <= 2 or len(filled) == 1):
        return "head" if len(filled) == width else "data"
    return "head" if not any(known) and _over_persons(row, named, grid) else "data"


def holds_posts(row: Sequence[RawCell], heads: Mapping[int, tuple[str, ...]]) -> bool:
    """True when the only words of heads in a row are the posts (局长, 主任) that its column 职务 lists."""
    named = [raw for raw in row if raw.text and head_roles(raw.text)]
    return bool(named) and all(
        head_roles(raw.text) == ("official",) and "post" in heads.get(raw.cell.column, ())
        for raw in named
    )


def _tells_person(row: Sequence[RawCell], named: Sequence[bool]) -> bool:
    """来访人 | 张三: what stands right of the label looks like a name."""
    values = (
        raw.text for raw, is_head in zip(row, named, strict=True) if not is_head and raw.text
    )
    return all(map(looks_like_name, values))


def _over_data(row: Sequence[RawCell], named: Sequence[bool], grid: Sequence[RawCell]) -> bool:
    """案号 | 受援人情况 | 电话 is no form when nothing in the next row is a label and nothing in this one a value."""
    below = [raw for raw in grid if raw.cell.row == row[0].cell.row + 1]
    values = [raw.text for raw, is_head in zip(row, named, strict=True) if not is_head]
    return (
        len(below) >= len(row)
        and not any(head_roles(raw.text) or person_roles(raw.text) for raw in below)
        and all(1 < len(value) <= _SHORT for value in values)
        and sum(map(looks_like_name, values)) * 2 <= len(values)
    )


def _over_persons(row: Sequence[RawCell], named: Sequence[bool], grid: Sequence[RawCell]) -> bool:
    """来访人 | 来访事由: the first row, short, and below its word for persons stand names."""
    if row[0].cell.row != grid[0].cell.row or any(len(raw.text) > _SHORT for raw in row):
        return False
    column = next(raw.cell.column for raw, is_head in zip(row, named, strict=True) if is_head)
    below = [
        raw.text for raw in grid if raw.cell.column == column and raw.cell.row > row[0].cell.row
    ]
    others = (raw.text for raw, is_head in zip(row, named, strict=True) if not is_head)
    return names_persons(below) and not any(map(looks_like_name, others))


_SHORT = 8
"""Characters of a head beside one for persons."""
NUMBER = re.compile(r"\d{5}")


def _alternates(row: Sequence[RawCell], named: Sequence[bool]) -> bool:
    """Label, value, label, value: every label has something that is no label, or nothing, to its right.

    A cell before the first label may name the group of them (申请户主信息 | 姓名 | … | 性别 | …).
    """
    grouped = not named[0] and named[1:2] == [True] and sum(named) > 1
    if not (named[0] or grouped) or any(a and b for a, b in itertools.pairwise(named)):
        return False
    return any(raw.text and not is_head for raw, is_head in zip(row, named, strict=True))


_WORD = re.compile(r"[\u4e00-\u9fff]{1,8}(?:\([\u4e00-\u9fff]{1,6}\))?")
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,12}")


def is_bare_head(row: Sequence[RawCell], below: Sequence[RawCell]) -> bool:
    """True for words of which one heads names (户主, 树种, 胸径), over a row with a name under it and a figure."""
    filled = [raw for raw in row if raw.text]
    under = {raw.cell.column: unnumbered(raw.text) for raw in below if raw.text}
    heads = [raw for raw in filled if "name" in head_roles(raw.text)]
    return (
        len(filled) > 1
        and len(heads) == 1
        and all(_WORD.fullmatch(raw.text) for raw in filled)
        and len(under) == len(filled)
        and _NAME.fullmatch(under.get(heads[0].cell.column, "")) is not None
        and any(any(c.isdigit() for c in text) for text in under.values())
        and not any(head_roles(text) for text in under.values())
    )
