"""Figures in tables: eleven digits under 用电量（度） or in a table 单位：元 are no telephone number."""

from __future__ import annotations

import re

from detectors.passage import Passage

_QUANTITY = re.compile(
    r"数值|数额|量|额|产值|总值|净值|价值|增加值|预算|决算|收入|支出|费|资金|投资|合计|总计|小计|税|余额|面积|人口|指数|\((?:万|亿|千)?(?:元|吨|度|千瓦时|立方米?|平方米)\)"
    r"|^(?:19|20)[0-9]{2}年?(?:度|末|底)?$|^(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:月|季度|年级)$|^本(?:年|月|期)|^上(?:年|月|期)|^同比"
)
_PERSON = re.compile(r"姓名|电话|手机|联系|号码|户主|申请人|负责人|身份证")
_UNIT = re.compile(
    r"单位\s?:\s?(?:人民币)?(?:万|亿|百万|千)?(?:元|美元|吨|千瓦时|度|立方米|平方米|公斤|千克|公里|亩|公顷|标准煤)"
)
_ROWS = 60
"""Lines above in which the head of the table is looked for."""
_REACH = 6_000
_LONGEST = 2_000
"""Characters of a row; a longer one is no table's."""


def is_figure(passage: Passage, begin: int, end: int) -> bool:
    """True for a number that fills its cell, in a column of quantities or a table with one unit, without persons."""
    text = passage.text
    start = text.rfind("\n", max(0, begin - _LONGEST), begin) + 1
    stop = text.find("\n", end, end + _LONGEST)
    if start <= 0 < begin - _LONGEST or (stop < 0 and end + _LONGEST < len(text)):
        return False
    row = text[start : stop if stop >= 0 else len(text)]
    if "\t" not in row or not _fills_cell(row, begin - start, end - start):
        return False
    above = text[max(0, start - _REACH) : start].split("\n")[:-1][-_ROWS:]
    head, title = "", ""
    for line in reversed(above):
        if "\t" not in line:
            title = line
            break
        head = line
    if head and _PERSON.search(head):
        return False
    column = text.count("\t", start, begin)
    cells = head.split("\t")
    own = cells[column].strip() if column < len(cells) else ""
    if own and _QUANTITY.search(own):
        return True
    return bool(_UNIT.search(title) or _UNIT.search(_below(text, stop)))


def _fills_cell(row: str, begin: int, end: int) -> bool:
    left, right = row[:begin].rsplit("\t", 1)[-1], row[end:].split("\t", 1)[0]
    return not left.strip() and not right.strip()


def _below(text: str, stop: int) -> str:
    """The first line under the table."""
    for _ in range(_ROWS):
        if not 0 <= stop < len(text):
            break
        after = text.find("\n", stop + 1)
        line = text[stop + 1 : after if after >= 0 else len(text)]
        if "\t" not in line:
            return line[:40]
        stop = after
    return ""
