"""What a mark says beside its own words: a newer mark, a contradiction, a term in the next line or in the sentence."""

from __future__ import annotations

import re

from detectors.markings_label import with_term
from detectors.markings_shape import Shape, is_bare_date
from detectors.spot import Line, Page
from pipeline.document import Trait
from pipeline.secrecy import BadTerm, Duration, NoTerm
from pipeline.term_text import term_at


def has_newer(page: Page, shape: Shape, line: Line) -> bool:
    """True when another mark, not struck out, stands in the same line or beside it."""
    for start, text in _beside(page, line):
        for match in re.finditer(r"[绝絕机機秘祕]\s{0,3}密", text):
            at = start + match.start()
            if at != shape.start and Trait.STRUCK not in page.traits(at, start + match.end()):
                return True
    return False


def _beside(page: Page, line: Line) -> list[tuple[int, str]]:
    found = [(line.start, line.text)]
    for index, _ in page.neighbours(line.first, 2):
        block = page.block(index)
        if block is not None:
            start, stop = page.folded_span(block)
            text = page.text[start:stop]
            if len(text) < 40:
                found.append((start, text))
    return found


def contradicts(page: Page, shape: Shape, line: Line) -> bool:
    """★ beside 内部, 商密 or 工作秘密 in the same mark: it cannot be one (保守国家秘密法 2024 第二十二条)."""
    if len(line.text) > 60:
        return False
    near = page.text[max(line.start, shape.start - 6) : shape.start] + page.text[shape.stop : shape.stop + 6]
    return shape.starred and bool(re.search(r"内部|商密|商业秘密|工作秘密", near.split("\n")[0]))


def term_below(page: Page, shape: Shape, line: Line) -> Shape:
    """A level alone in its line with the term alone in the next one."""
    if not isinstance(shape.term, NoTerm):
        return shape
    block = page.block(line.last + 1)
    if block is None:
        return shape
    text = page.block_text(line.last + 1)
    read = term_at(text, 0)
    if isinstance(read.term, (NoTerm, BadTerm)) or text[read.stop :].strip(" ()。"):
        return shape
    if is_bare_date(read.term, read.written) or (not shape.starred and not isinstance(read.term, Duration)):
        return shape
    start, _ = page.folded_span(block)
    return with_term(shape, read.term, read.written, start + read.stop)


def stated_term(page: Page, shape: Shape, line: Line) -> Shape:
    """The term that a sentence adds: 为机密级，保密期限5年."""
    if shape.has_term:
        return shape
    match = re.compile(r"级?(?:国家秘密)?(?:文件|事项)?[,，\s]*(?:保密期限?|期限)[为是:]?\s*").match(page.text, shape.stop)
    if match is None:
        return shape
    read = term_at(page.text, match.end(), line.stop)
    if isinstance(read.term, (NoTerm, BadTerm)):
        return shape
    return with_term(shape, read.term, read.written, read.stop)
