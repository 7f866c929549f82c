"""Features that tell a mark from a mention: what stands around a level word, by lexicon rows."""

from __future__ import annotations

import re
from functools import cache

from detectors.markings_shape import LEVEL, Shape, levels_in
from detectors.phrases import Phrase, phrases
from detectors.spot import Line, Page
from pipeline.document import Block, Trait
from pipeline.fold import fold

LEXICON = "lexicons/secrecy.tsv"
WINDOW = 14
"""Characters before a level word in which a cue counts."""
_WRAP = " \t\n()[]【】<>〈〉「」*_#|>　·•:："
_TOKENS = re.compile(
    r"\d{6,7}|份\s*号\s*:?\s*\d*|N[oO0º°]\.?\s*:?\s*\d+|№\s*\d+|第\s*\d+\s*号|编号:?\s*[\dA-Z-]+|共?\s*\d+\s*份|第?\s*\d+\s*页|特提|特急|加急|平急|急件|紧急|"
    r"明电|内部|商密|商业秘密|工作秘密|国家秘密|级|件|已?解密|[-—=_~·.,。:;]+|签发人:?[\u4e00-\u9fff]{0,4}|\s+|"
    r"[()\[\]【】|*#>]+"
)
_GRADE = re.compile(r"[(\[]?(?:绝密|机密|秘密|公开|内部|敏感|一般|普通|非密|核心|重要|受控)级?[)\]]?")
_LEVEL_LINE = re.compile(rf"[\s(\[【]*{LEVEL}级?[\s)\]】]*")
_SHOWN_BELOW = re.compile(r"(?:如下|示例|样式|式样|格式|例如|写法|分为|包括|下列|以下)[^。;]{0,12}:?\s*$|(?:标注|标志|标识|字样)(?:为|是)?:$")


@cache
def rows(where: str) -> dict[str, Phrase]:
    """The rows of the lexicon for one place, by term, longest first."""
    found = [row for row in phrases(LEXICON) if row.where == where]
    return {row.term: row for row in sorted(found, key=lambda row: -len(row.term))}


def compound(text: str, shape: Shape) -> tuple[Phrase, int, int] | None:
    """The longer word that the level word is part of, with its place."""
    for term, row in rows("compound").items():
        at = text.find(term, max(0, shape.start - len(term) + 2), shape.word_stop + len(term) - 2)
        if at >= 0 and at <= shape.start and at + len(term) >= shape.word_stop:
            return row, at, at + len(term)
    return None


def cue_before(before: str) -> Phrase | None:
    """A cue (标有, 如, 分为 …) in the last characters before the level word, in the same sentence."""
    window = before[-WINDOW:].rstrip(' "(“:')
    for term, row in rows("before").items():
        at = window.rfind(term)
        if at >= 0 and len(window) - at - len(term) <= (2 if len(term) == 1 else 8):
            if len(term) == 1 and at + 1 != len(window):
                continue
            return row
    return None


def cue_after(after: str) -> Phrase | None:
    """A cue (字样, 是指, 的 …) directly after the mark."""
    rest = after.lstrip(' )"”:的') if not after.startswith("的") else after
    rest = rest.removeprefix("级")
    for term, row in rows("after").items():
        if rest.startswith(term):
            return row
    return None


def listing(before: str, after: str) -> Phrase | None:
    """The joiner when another level stands beside this one in the same sentence (绝密、机密、秘密)."""
    joiners = rows("listing")
    tail = re.search(rf"({LEVEL})级?[^\s、和或及/,，]{{0,8}}\s?(以及|或者|[、和或及/,])\s?$", before[-24:])
    head = re.match(rf"级?\s?(以及|或者|[、和或及/,])\s?({LEVEL})", after[:12])
    match = (tail and tail[2]) or (head and head[1])
    return joiners[match] if match else None


def self_statement(before: str) -> Phrase | None:
    """The row when the sentence says of this very document what level it is (本文件密级为…)."""
    if re.search(r"[不非未无]|如果|若", before[-16:]):
        return None
    for term, row in rows("self").items():
        if re.search(rf"{term}[^,。;]{{0,6}}?(?:密级)?(?:属于?|为|是|定为|确定为|系|:)(?:国家)?(?:的)?\s*$", before):
            return row
    return None


def residue(page: Page, shape: Shape, line: Line) -> str:
    """What else stands in the mark's own line once marks, serial numbers, urgency and stamps are taken away."""
    rest = page.text[line.start : shape.start] + " " + page.text[shape.stop : line.stop]
    rest = re.sub(LEVEL, " ", rest)
    return _TOKENS.sub("", rest).strip(_WRAP)


def is_alone_in_print(page: Page, shape: Shape) -> bool:
    """True for a starred mark that fills a printed line of its own inside a longer block.

    A reader that joins wrapped lines may take a mark for the rest of the line above it.
    """
    if not shape.starred:
        return False
    text, span = page.reading.document.text, page.printed(shape.start, shape.stop)
    begin = text.rfind("\n", max(0, span.start - 80), span.start) + 1
    end = text.find("\n", span.stop, span.stop + 80)
    if not begin:
        begin = 0 if span.start < 80 else span.start - 80
    end = min(len(text), span.stop + 80) if end < 0 else end
    around = fold(text[begin : span.start]).text + " " + fold(text[span.stop : end]).text
    return not _TOKENS.sub("", re.sub(LEVEL, " ", around)).strip(_WRAP)


def is_scheme(page: Page, shape: Shape, line: Line) -> bool:
    """True for one step of a grading scheme: grade words alone beside it, other than its own and not struck."""
    block = page.block(line.first)
    own = page.text[shape.start : shape.word_stop][0]
    if Trait.STRUCK in page.traits(shape.start, shape.stop):
        return False
    if block is not None and block.cell is not None:
        beside = page.row_texts(block) + [text for _, text in page.column_texts(block)]
    else:
        beside = [text for at, text in page.neighbours(line.first, 3) if not _is_struck(page, at)]
    grades = [text for text in beside if _GRADE.fullmatch(text) and own not in text]
    return len(grades) >= 2 or any(_LEVEL_LINE.fullmatch(text) for text in grades)


def _is_struck(page: Page, index: int) -> bool:
    block = page.block(index)
    return block is not None and Trait.STRUCK in page.reading.document.traits(block.span)


def is_shown_as_sample(page: Page, line: Line) -> bool:
    """True when the line before announces a sample (标注样式如下：)."""
    block, before = page.block(line.first), page.block(line.first - 1)
    if block is None or before is None or block.layer is not before.layer or block.cell is not None:
        return False
    return bool(_SHOWN_BELOW.search(page.block_text(line.first - 1)))


def has_other_level(text: str, shape: Shape) -> bool:
    """True when the text names a level other than this one."""
    return any(level != shape.level for level in levels_in(text))


def is_register(page: Page, block: Block) -> bool:
    """True for a level column of a list of several things (a register of files), not a form of this document."""
    cell = block.cell
    if cell is None:
        return False
    column = page.column_texts(block)
    filled = [text for row, text in column if row > 0 and re.fullmatch(rf".{{0,2}}{LEVEL}.{{0,12}}|公开|内部|无|非密|/|-", text)]
    head = page.cell_text(cell.table, 0, cell.column)
    row_head = [page.cell_text(cell.table, 0, c) for c in range(min(3, cell.column + 1))]
    return ("密级" in head or "等级" in head) and (bool(filled) or any("序号" in text for text in row_head))
