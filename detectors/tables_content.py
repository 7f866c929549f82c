"""What a column without a head holds, told by its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import corpora
from detectors.tables_text import RawCell

_CONTENT = (
    ("resident_id", re.compile(r"[1-9]\d{5}[ *\d]{8,11}[\dXx]")),
    ("mobile", re.compile(r"1[3-9][\d*]{9}")),
    ("bank_card", re.compile(r"62[\d* ]{14,20}")),
)
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")


def by_content(grid: Sequence[RawCell]) -> dict[int, str]:
    """Column → role for columns whose cells mostly look like ids, mobiles or cards; beside one, the names."""
    told: dict[int, str] = {}
    names: dict[int, int] = {}
    surnames = frozenset(corpora.rows("lexicons/surname_heads.tsv")[0]["surnames"])
    columns: dict[int, list[str]] = {}
    for raw in grid:
        if raw.text:
            columns.setdefault(raw.cell.column, []).append(raw.text)
    for column, values in sorted(columns.items()):
        counts = Counter(
            role for value in values for role, shape in _CONTENT if shape.fullmatch(value)
        )
        for role, count in counts.most_common(1):
            if count * 5 >= len(values) * 3:
                told[column] = role
        looks = sum(1 for value in values if _HAN_NAME.fullmatch(value) and value[0] in surnames)
        if looks * 10 >= len(values) * 7 and len(set(values)) * 3 > len(values) * 2:
            names[column] = looks
    if told and names:
        told[min(names)] = "name"
    elif set(told.values()) == {"mobile"}:
        return {}  # eleven digits beside no names may be figures
    return told
