"""Whether the first row of a table is its row of heads although few of its words are known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detectors.names_lexicon import lexicon
from detectors.tables_heads import head_roles
from detectors.tables_text import RawCell

_LONGEST = 10
_LOOKED_AT = 6
_VALUE = re.compile(r"[0-9]|^[男女]$|^.{1,4}族$|^[是否有无√×/—-]*$|[,。;:!?]")


def heads_a_list(row: Sequence[RawCell], below: Sequence[Sequence[RawCell]]) -> bool:
    """True for words in every cell, one of them a known head, over rows that are filled alike and hold no label.

    A line of a form (姓名 | 张三 | 籍贯 | 某县) is told by the value beside its label or by the labels below.
    """
    if len(row) < 3 or len(below) < 2 or not all(_is_word(raw) for raw in row):
        return False
    roles = [head_roles(raw.text) for raw in row]
    if not any(roles):
        return False
    for left, right, role in zip(row, row[1:], roles[1:], strict=False):
        if "name" in head_roles(left.text) and not role and _may_be_name(right.text):
            return False
    rows = below[:_LOOKED_AT]
    return all(
        len(one) == len(row) and not any(head_roles(raw.text) for raw in one[:1]) for one in rows
    ) and not any(len([raw for raw in one if head_roles(raw.text)]) > 1 for one in rows)


def _is_word(raw: RawCell) -> bool:
    size = len(re.sub(r"\([^)]*\)", "", raw.text))
    return 1 <= size <= _LONGEST and raw.cell.columns == 1 and not _VALUE.search(raw.text)


def _may_be_name(text: str) -> bool:
    known = lexicon().surnames
    return (
        "·" in text
        or (2 <= len(text) <= 3 and text[:1] in known)
        or (3 <= len(text) <= 4 and text[:2] in known)
    )
