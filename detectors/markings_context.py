"""Features that tell a mark from a mention: what stands around a level word, by lexicon rows."""

from __future__ import annotations

import re
from functools import cache

from detectors.markings_shape import LEVEL, Shape, levels_in
from detectors.phrases import Phrase, pattern, phrases
from detectors.spot import Line, Page
from pipeline.document import Block, Trait
from pipeline.fold import fold
from pipeline.term_text import STAR

LEXICON = "lexicons/secrecy.tsv"
WINDOW = 14
"""Characters before a level word in which a cue counts."""
_WRAP = " \t\n│┃║▏()[]【】<>〈〉「」*_#|>　·•:："
_TOKENS = re.compile(
    r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日|\d{6,7}|份\s*号\s*:?\s*\d*|N[oO0º°]\.?\s*:?\s*\d+|№\s*\d+|第\s*\d+\s*号|编号:?\s*[\dA-Z-]+|共?\s*\d+\s*份|第?\s*\d+\s*页|特提|特急|加急|平急|急件|紧急|"
    r"明电|内部|商密|商业秘密|工作秘密|国家秘密|级|件|已?解密|[-—=_~·.,。:;]+|签发人:?[\u4e00-\u9fff]{0,4}|\s+|"
    r"[()\[\]【】|│┃║▏*#>]+"
)
_GRADE = re.compile(r"[(\[]?(?:绝密|机密|秘密|公开|内部|敏感|一般|普通|非密|核心|重要|受控)级?[)\]]?")
_LEVEL_LINE = re.compile(rf"[\s(\[【]*{LEVEL}级?[\s)\]】]*")
_MARK_LINE = re.compile(rf"[\s(\[【]*{LEVEL}级?\s*{STAR}?[^。;]{{0,14}}")
_NOUN = re.compile(r"级?(?:国家秘密)?(?:文件|材料|资料|公文|件|档案|图纸)")
_TITLE_LIKE = re.compile(r"文件$|关于.+|(?:通知|报告|方案|意见|请示|批复|函|纪要|决定|公告|通报|办法|规定|命令)(?:\([^()]*\))?$|〔(?:19|20)\d\d〕")
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
    rest = re.sub(rf"{STAR}|{LEVEL}", " ", rest)
    return _TOKENS.sub("", _circulation().sub("", rest)).strip(_WRAP)


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
    """True for one step of a grading scheme or a table of samples: other grades beside it, none struck out.

    A bare level needs one other level or two grade words beside it; a starred mark all three levels, because
    an old mark and the new one may stand together.
    """
    if Trait.STRUCK in page.traits(shape.start, shape.stop):
        return False
    block = page.block(line.first)
    own = page.text[shape.start : shape.word_stop][0]
    if not shape.starred and len(set(levels_in(line.text))) > 1:
        return True
    if block is not None and block.cell is not None:
        beside = page.row_texts(block) + [text for _, text in page.column_texts(block)]
    else:
        beside = [text for at, text in page.neighbours(line.first, 3) if not _is_struck(page, at)]
    if shape.starred or shape.has_term:
        marks = [text for text in beside if _MARK_LINE.fullmatch(text)]
        return len({shape.level, *(level for text in marks for level in levels_in(text))}) == 3
    grades = [text for text in beside if _GRADE.fullmatch(text) and own not in text]
    return len(grades) >= 2 or any(_LEVEL_LINE.fullmatch(text) for text in grades)


def is_only_noun(page: Page, shape: Shape, line: Line) -> bool:
    """True when the line is nothing but the level and a noun: 机密文件, 绝密材料 严禁外传."""
    after = _NOUN.match(page.text, shape.stop)
    if after is None or shape.has_term or len(line.text) > 30:
        return False
    rest = page.text[line.start : shape.start] + " " + page.text[after.end() : line.stop]
    return not _TOKENS.sub("", _circulation().sub("", rest)).strip(_WRAP)


def is_option(page: Page, shape: Shape, line: Line) -> bool:
    """True for an answer to choose from: A.绝密★10年　B.机密★20年."""
    head = page.text[line.start : shape.start]
    return bool(re.search(r"(?:^|[\s)年期])[A-Fa-f][.、):]\s?$", head))


def stands_like_a_mark(page: Page, line: Line) -> bool:
    """Where a bare level may be a mark: letterhead and layers of the whole, first rows of a letterhead table,

    the head of an annex or page, or above a title.
    """
    block, before = page.block(line.first), page.block(line.first - 1)
    if block is None:
        return True
    if block.cell is not None:
        return block.cell.table == 0 and block.cell.row <= 2 and line.first < 8 and len(page.cells) <= 12
    if page.is_front(line.first):
        return True
    if before is not None and (
        before.layer is not block.layer
        or before.page != block.page
        or page.block_text(line.first - 1).startswith(("附件", "附表", "附图", "附录"))
    ):
        return True
    following = page.block_text(line.last + 1)
    return bool(_TITLE_LIKE.search(following)) and len(following) <= 60


@cache
def _circulation() -> re.Pattern[str]:
    """Handling words that may share a line with a mark."""
    return pattern(row.term for row in phrases("lexicons/handling.tsv") if row.where == "line")


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
