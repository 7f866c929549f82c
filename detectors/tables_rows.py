"""What a row of a table is: its title, the heads of its columns, a line of a form, or data."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from detectors.tables_heads import head_roles
from detectors.tables_text import RawCell


def row_shape(row: Sequence[RawCell], width: int) -> str:
    """Whether a row is a title, heads, a form line or data (`title`, `head`, `form`, `data`)."""
    filled = [raw for raw in row if raw.text]
    if not filled:
        return "data"
    first = filled[0].cell
    if len(filled) == 1 and width > 2 and first.columns >= width - 1 and first.column == 0:
        return "title"
    named = [bool(raw.text) and bool(head_roles(raw.text)) for raw in row]
    heads = sum(named)
    if not heads:
        return "data"
    alternates = _alternates(row, named)
    values = (raw.text for raw, is_head in zip(row, named, strict=True) if not is_head)
    if any(NUMBER.search(value) for value in values):
        return "form" if alternates or named[row.index(filled[0])] else "data"
    if alternates:
        return "form"
    if heads >= 2 and heads * 2 >= len(filled):
        return "head"
    if heads == len(filled) and (width <= 2 or len(filled) == 1):
        return "head" if len(filled) == width else "data"
    return "data"


def holds_posts(row: Sequence[RawCell], heads: Mapping[int, tuple[str, ...]]) -> bool:
    """True when the only words of heads in a row are the posts (局长, 主任) that its column 职务 lists."""
    named = [raw for raw in row if raw.text and head_roles(raw.text)]
    return bool(named) and all(
        head_roles(raw.text) == ("official",) and "post" in heads.get(raw.cell.column, ())
        for raw in named
    )


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
    under = {raw.cell.column: raw.text for raw in below if raw.text}
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
