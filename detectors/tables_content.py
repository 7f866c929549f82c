"""What a column without a head holds, told by its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import corpora
from detectors.names_lexicon import NEVER, lexicon
from detectors.tables_heads import head_roles
from detectors.tables_people import who
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


_SEVERAL = re.compile(r"[、,，;；/\s]+|(?<=[\u4e00-\u9fff])(?=[(（])")
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,10}(?: ?[·•‧・．.] ?[\u4e00-\u9fff]{1,10})+")
_FOR = re.compile(r"^(?:代|代签|代领|代办)[:：]")
_WIDE = re.compile(
    r"(?<=^[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff](?:[ \u3000]*[\u4e00-\u9fff])?$)|[ \u3000]+(?=[\u4e00-\u9fff]$)"
)
"""The blanks of a name that was printed wide (王 芳, 窦 玉 成)."""
_SPELT = re.compile(r"[\u4e00-\u9fff]{3,9}")
_UNTOLD = frozenset({"", "无", "同上", "/", "-", "—", "匿名", "合计", "小计", "本人"})
_BODY = re.compile(
    r"公司|合作社|委员会|政府|协会|银行|学校|[中小]学|医院|集团|中心|机关|单位|事务所|办事处|办公室"
)
"""A body beside persons says nothing of the column: bodies give, build and complain, too."""
_READ = 200
"""Cells of a column that are read."""


_NUMBERED = re.compile(r"(?<=某)\d{1,4}(?=$|[、,;(])")


def unnumbered(value: str) -> str:
    """Masked names without the numbers that tell them apart (张某1), as a redaction leaves them."""
    return _NUMBERED.sub("", value)


def names_persons(values: Sequence[str]) -> bool:
    """True when at least half of the cells that say anything look like names of persons."""
    told = [
        value
        for value in map(str.strip, values[:_READ])
        if value not in _UNTOLD and not _BODY.search(value)
    ]
    return bool(told) and sum(map(looks_like_name, told)) * 2 >= len(told)


def looks_like_name(value: str) -> bool:
    """A name, or a row of names, by its shape as printed: surname and given name, parts with dots, a spelling."""
    value = _WIDE.sub("", _FOR.sub("", unnumbered(value.strip())))
    if _DOTTED.fullmatch(value):
        return True
    first = next(filter(None, _SEVERAL.split(value)), "")
    return bool(_DOTTED.fullmatch(first)) or _is_name(first)


def _is_name(first: str) -> bool:
    if not 2 <= len(first) <= 9 or head_roles(first) or who(first) is not None:
        return False
    known = lexicon()
    compound = first[:2] in known.compounds
    named = compound or first[0] in known.surnames
    if named and len(first) <= 3 + compound and _HAN_NAME.fullmatch(first):
        return not any(ch in NEVER for ch in first[1:])
    if first in known.stems:
        return True
    spelling = sum(ch in known.transliteration for ch in first) * 10 >= len(first) * 7
    return bool(_SPELT.fullmatch(first)) and (spelling or first[:2] in known.stems)
