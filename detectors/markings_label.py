"""密级 cells: a label, and the level that is filled in beside it, below it or among tick boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detectors.markings_context import rows
from detectors.markings_shape import LEVEL, Shape
from detectors.phrases import Phrase
from detectors.spot import Line, Page
from pipeline.secrecy import BadTerm, NoTerm, Term
from pipeline.term_text import term_at

_LABEL = re.compile(
    r"(?:文件|本件|公文|信息|材料|原)?(?P<label>密\s{0,2}[级級](?:★(?:保密)?期限|标识|(?:和|及|与|、)?(?:保密)?期限)?|秘[级級]|(?:涉密|秘密|保密)(?:等级|级别))"
)
_BETWEEN = re.compile(r"[ \t]*(?:\([^()\n]{0,12}\))?[ \t]*(?:[:|_＿—-]|为|是)?[ \t|_＿]*\n?[ \t]*[(\[【]?[ \t]*")
_TICKED = re.compile(rf"[☑√■✓✔☒●⊠▣🗹◉][ \t]*({LEVEL})")
_TICKED_AFTER = re.compile(rf"({LEVEL})[ \t]*(?:\([ \t]*[√✓✔■][ \t]*\)|[☑√✓✔])")
_BOX = re.compile(r"[□☐▢○◯☑√■✓✔☒●⊠▣🗹◉]")
_TERM_LABEL = re.compile(r"(?:保密期限|保密期|期限)[ \t]*[:|]?[ \t|]*\n?[ \t]*")


@dataclass(frozen=True, slots=True)
class Filled:
    """A level filled in at a label, with the lexicon row of the label."""

    shape: Shape
    row: Phrase
    label_start: int


def label_before(page: Page, shape: Shape, line: Line) -> Filled | None:
    """The label that this level word fills in; None when there is none or the value is a blank form.

    The label stands before it in the line, in the cell to the left, or in the cell above of a form.
    """
    text = page.text
    back = text[max(0, shape.start - 40) : shape.start]
    for match in _labels(back):
        between = back[match.end() :]
        if _BETWEEN.fullmatch(between) or (_BOX.search(between) and len(between) < 40):
            start = shape.start - len(back) + match.start()
            if between.strip() in ("为", "是") and start != line.start:
                continue
            return _filled(page, shape, start, _row(match["label"]), line)
    block = page.block(line.first)
    if block is None or block.cell is None:
        return None
    above = page.cell_text(block.cell.table, block.cell.row - 1, block.cell.column) if block.cell.row else ""
    for beside in (page.left_of(block), above):
        whole = _LABEL.fullmatch(beside.rstrip(": "))
        if whole:
            return _filled(page, shape, line.start, _row(whole["label"]), line)
    return None


def _labels(text: str) -> Iterator[re.Match[str]]:
    found = list(_LABEL.finditer(text))
    yield from reversed(found)


def _row(label: str) -> Phrase:
    word = "".join(label.split()).replace("級", "级")
    labels = rows("label")
    return labels.get(word, labels["密级"])


def _filled(page: Page, shape: Shape, label_start: int, row: Phrase, line: Line) -> Filled | None:
    """The level with the term of a neighbouring 保密期限; None for several levels to choose from, none ticked."""
    window = page.text[shape.start : min(line.stop, shape.stop + 40)].split("\n")[0]
    whole = page.text[label_start : min(len(page.text), shape.stop + 60)].split("\n")[0]
    if _BOX.search(whole):
        is_before = re.search(rf"{_BOX.pattern}[ \t]*{LEVEL}", whole)
        ticked = (_TICKED if is_before else _TICKED_AFTER).search(whole)
        chosen = "".join(ticked[1].split()) if ticked else ""
        own = "".join(page.text[shape.start : shape.word_stop].split())
        return Filled(shape, row, label_start) if chosen == own else None
    if re.match(rf"{LEVEL}级?[ \t]*[/、,][ \t]*(?:{LEVEL}|公开|内部)", window):
        return None
    before = page.text[label_start : shape.start]
    if re.search(rf"{LEVEL}[ \t]*[/、,][ \t]*$", before):
        return None
    return Filled(_with_term(page, shape), row, label_start)


def _with_term(page: Page, shape: Shape) -> Shape:
    """The shape with the term of a 保密期限 label close behind, when it has none of its own."""
    if shape.has_term:
        return shape
    end = min(len(page.text), shape.stop + 40)
    match = _TERM_LABEL.search(page.text, shape.stop, end)
    if match is None or page.text.count("\n", shape.stop, match.start()) > 1:
        return _with_term_before(page, shape)
    read = term_at(page.text, match.end(), min(len(page.text), match.end() + 30))
    if isinstance(read.term, (NoTerm, BadTerm)):
        return shape
    return with_term(shape, read.term, read.written, read.stop)


def _with_term_before(page: Page, shape: Shape) -> Shape:
    """保密期限：5年　密级：秘密: the term may stand before the level, in the same line."""
    begin = page.text.rfind("\n", 0, shape.start) + 1
    match = _TERM_LABEL.search(page.text, max(begin, shape.start - 40), shape.start)
    if match is None:
        return shape
    read = term_at(page.text, match.end(), shape.start)
    if isinstance(read.term, (NoTerm, BadTerm)):
        return shape
    return with_term(shape, read.term, read.written, shape.stop)


def with_term(shape: Shape, term: Term, written: str | None, stop: int) -> Shape:
    """The shape with a term that stands elsewhere."""
    return Shape(
        shape.level, shape.start, shape.word_stop, stop, starred=shape.starred, term=term, written=written
    )
