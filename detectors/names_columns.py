"""What a table says of its cells: columns of names, and whether the people in them hold office."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from detectors.names_lexicon import Cue, lexicon
from pipeline.contracts import Reading
from pipeline.document import Block

_OFFICE = re.compile(r"职务|职称|职级|岗位|科室|部门|任职|分工|承担工作|拟任|现任|办公电话|执法证|警号|包保|责任区|单位及职务|工作单位")
_PRIVATE = re.compile(
    r"身份证|证件号|公民身份|手机|住址|地址|开户|银行|账号|卡号|残疾|病|补助|补贴|救助|低保|性别|年龄|户口|家庭|金额|准考证|考号|成绩|监护|与户主|民族|学校|村|组|面积|宅基|车牌|出生"
)
_EXTRA = re.compile(r"\([^)]*\)|[\s*:：.、/和及]")


@dataclass(frozen=True, slots=True)
class Column:
    """A cell of names: the cue that heads it, and the role that the table's other columns speak for."""

    cue: Cue
    role: str


def name_cells(reading: Reading) -> dict[int, Column]:
    """Printed start of each cell that holds a name by its column or by the label to its left."""
    found: dict[int, Column] = {}
    carried: dict[int, Cue] = {}
    carried_role, width = "either", 0
    cells = (block for block in reading.document.blocks if block.cell is not None)
    for _table, blocks in groupby(cells, key=lambda block: block.cell.table if block.cell else -1):
        grid = list(_rows(reading, blocks))
        if not grid:
            continue
        columns = max(column for row in grid for column, _, _ in row) + 1
        heads, body = _heads(grid)
        if heads:
            role = _table_role(" ".join(text for row in grid[:body] for _, text, _ in row))
            carried, carried_role, width = heads, role, columns
        elif columns == width and carried:
            heads, role = carried, carried_role
        else:
            role = _table_role(" ".join(text for row in grid for _, text, _ in row if len(text) < 12))
        for row in grid[body:]:
            found.update(_row_cells(row, heads, role))
    return found


def _rows(reading: Reading, blocks: Iterable[Block]) -> Iterator[list[tuple[int, str, Block]]]:
    for _row, members in groupby(blocks, key=lambda block: block.cell.row if block.cell else -1):
        row = []
        for block in members:
            start = reading.folded.position(block.span.start)
            stop = reading.folded.position(block.span.stop)
            column = block.cell.column if block.cell else 0
            row.append((column, reading.folded.text[start:stop].strip(), block))
        yield row


def label_of(text: str) -> Cue | None:
    """The cue of a head cell; brackets, stars and spaces in it do not matter."""
    labels = lexicon().labels
    if text in labels:
        return labels[text]
    if len(text) > 16:
        return None
    short = _EXTRA.sub("", text)
    if short in labels:
        return labels[short]
    if short.endswith("姓名"):
        return labels.get(short.removesuffix("姓名"), labels["姓名"])
    if short.startswith("姓名"):
        return labels["姓名"]
    return None


def _heads(grid: list[list[tuple[int, str, Block]]]) -> tuple[dict[int, Cue], int]:
    """Columns of names by the head rows, and the index of the first row below them."""
    for index, row in enumerate(grid[:4]):
        cues = {column: cue for column, text, _ in row if (cue := label_of(text)) and cue.group != "title"}
        below = grid[index + 1] if index + 1 < len(grid) else []
        if cues and len(row) > 1 and not _is_form(row) and below:
            heads = dict(cues)
            last = index + 1
            if any(label_of(text) for _, text, _ in below) and not _is_form(below):
                heads |= {c: cue for c, text, _ in below if (cue := label_of(text)) and cue.group != "title"}
                last += 1
            return heads, last
    return {}, 0


_FORM_WORDS = re.compile(
    r"^(?:性别|出生.*|民族|年龄|籍贯|学历|身份证.*|证件.*|联系.*|电话.*|手机.*|住址|.*地址|职务|单位|工作单位|编号|日期|政治面貌|健康状况)$"
)


def _is_form(row: list[tuple[int, str, Block]]) -> bool:
    """True for a label-value row: labels and values by turns, the values being none of the words of a head."""
    if len(row) == 2:
        return label_of(row[0][1]) is not None and label_of(row[1][1]) is None and not _FORM_WORDS.match(row[1][1])
    texts = [text for _, text, _ in row]
    odd, even = texts[1::2], texts[0::2]
    headish = [bool(label_of(t) or _FORM_WORDS.match(t)) for t in even]
    values = [bool(label_of(t) or _FORM_WORDS.match(t)) for t in odd]
    return all(headish) and not any(values) and len(texts) % 2 == 0


def _table_role(heads: str) -> str:
    private, office = len(_PRIVATE.findall(heads)), len(_OFFICE.findall(heads))
    if office and office >= private:
        return "official"
    return "private" if private else "either"


def _row_cells(row: list[tuple[int, str, Block]], heads: dict[int, Cue], role: str) -> Iterator[tuple[int, Column]]:
    for column, text, block in row:
        if text and column in heads and label_of(text) is None:
            yield block.span.start, Column(heads[column], role)
    for (_, label, _), (_, value, block) in zip(row, row[1:], strict=False):
        cue = label_of(label)
        if cue is not None and value and label_of(value) is None and not _FORM_WORDS.match(value):
            yield block.span.start, Column(cue, role)
