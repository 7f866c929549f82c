"""Handling words: 内部 marks, circulation and return limits, release notes.

The words are everyday Chinese; they count only as marks: alone in their line, cell, brackets or header, beside
nothing but other such words (lexicon `where` line), or as a release note or a 公开属性 cell (`where` note).
A licensed internal publication (准印证号) is a distribution limit, not a work secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from detectors.markings_shape import LEVEL
from detectors.phrases import Lexicon, Phrase, phrases
from detectors.release_notes import Note, release_notes
from detectors.spot import Line, Page
from pipeline.contracts import Reading
from pipeline.document import Layer
from pipeline.finding import Certainty, Finding, Kind
from pipeline.finding import finding as make_finding
from pipeline.term_text import STAR

NAME = "handling"
LEXICON = "lexicons/handling.tsv"
WINDOW = 60
"""Characters around a phrase that decide whether it stands alone."""
_FILLER = re.compile(
    r"请|务必|仅限|仅供|此件|本件|本资料|本文件|本材料|本刊|该件|属于|属|为|系|是|应当|应|各单位|领导|同志|使用|单位|会议|"
    rf"发至[\u4e00-\u9fff]{{1,10}}级|{STAR}.*$|\d{{6}}|特急|加急|平急|第\d+[期号]|\(\d{{4}}\)|"
    rf"免费交流|{LEVEL}|明电|[\s()\[\]【】〔〕,，、。.·:;!！—\-_*#|>“”\"'《》]+"
)
_BREAK = re.compile(r"[()\[\]【】\t\n]|[ ]{2,}|。")
_LICENCE = re.compile(r"准印证|准印号|内资准|内部资料性出版物|连续性内部资料")
_SENT_TO = re.compile(
    r"[(\[]?\s*(?:此件|本件|此文|本文件)?\s*(?:只|仅限?|限)?\s*发\s*(?:至|到)\s*[\u4e00-\u9fff、/]{0,22}(?:级|单位|政府|部门|委员会|支部|领导|以上|同志)[)\]]?(?![\u4e00-\u9fff])"
    r"|限[\u4e00-\u9fff、]{2,16}(?:范围|人员|内部)(?:传阅|阅知|知悉|掌握)"
    r"|请于[^。\n]{2,16}前(?:退还|退回|清退|交回)"
)
_LIMIT_HINT = re.compile(r"发\s{0,3}[至到]|限[\u4e00-\u9fff、]{2,16}(?:范围|人员|内部)|请于")
_MEANS = "传阅或者发放范围有限制，扩大范围须经制发机关同意"
_PUBLICATION = "“内部资料”与准印证号并用，是内部资料性出版物的法定标注，属发放范围限制"


class HandlingDetector:
    """Finds `handling.internal`, `handling.circulation` and `handling.release_note`."""

    name = NAME

    def find(self, reading: Reading) -> Iterable[Finding]:
        """The findings; each phrase that stands as a mark, once."""
        page = Page(reading)
        for start, stop, row in marks(page):
            yield _finding(page, start, stop, row.kind or Kind.HANDLING_INTERNAL, row.certainty, row.why)
        for match in _limits(page):
            yield _finding(
                page, match.start(), match.end(), Kind.HANDLING_CIRCULATION, Certainty.LIKELY, _MEANS
            )
        for note in release_notes(page):
            yield _finding(
                page, note.start, note.stop, Kind.HANDLING_RELEASE_NOTE, note.row.certainty, _note_why(note)
            )


def _finding(page: Page, start: int, stop: int, kind: Kind, certainty: Certainty, why: str) -> Finding:
    return make_finding(page.reading.document, kind, page.printed(start, stop), certainty, NAME, why=why)


def _note_why(note: Note) -> str:
    return f"{note.row.why}：{ {'open': '主动公开类', 'request': '依申请公开类', 'partial': '删减后公开类', 'closed': '不予公开类'}[note.row.tag] }"


@cache
def lexicon() -> Lexicon:
    """The rows that are marks."""
    return Lexicon(row for row in phrases(LEXICON) if row.where == "line")


def marks(page: Page) -> Iterator[tuple[int, int, Phrase]]:
    """Handling marks with their lexicon rows. A phrase inside another (内部 in 内部资料) is not counted twice."""
    may_be_licensed = bool(_LICENCE.search(page.text))
    for match, rows in lexicon().hits(page.text):
        line = page.line(match.start(), match.end(), WINDOW)
        row = rows[0]
        if not _stands_as_mark(page, match.start(), match.end(), line, row):
            continue
        if row.kind is Kind.HANDLING_INTERNAL and row.tag != "keep" and may_be_licensed and _is_licensed(page, line):
            row = _as_publication(row)
        yield match.start(), match.end(), row


def _stands_as_mark(page: Page, start: int, stop: int, line: Line, row: Phrase) -> bool:
    if page.is_quoted(start, stop, line):
        return False
    block = page.block(line.first)
    if row.tag == "bare" and block is not None and block.cell is not None:
        return bool(re.search(r"密级|保密", page.left_of(block)))
    segment = _segment(page, start, stop, line)
    rest = _FILLER.sub("", lexicon().pattern.sub("", segment))
    if not rest:
        return _is_enough(page, line, segment, row)
    return block is not None and block.layer in (Layer.HEADER, Layer.FOOTER, Layer.TEXTBOX) and len(segment) <= 24 and (
        row.tag == "mark"
    )


def _segment(page: Page, start: int, stop: int, line: Line) -> str:
    """The part of the line around the phrase, between brackets, wide gaps and full stops."""
    text = page.text
    before = [match.end() for match in _BREAK.finditer(text, line.start, start)]
    after = _BREAK.search(text, stop, line.stop)
    begin, end = (before[-1] if before else line.start), (after.start() if after else line.stop)
    for index in range(start - 1, begin - 1, -1):
        if page.gap(index + 1):
            begin = index + 1
            break
    for index in range(stop, end):
        if page.gap(index):
            end = index
            break
    return text[begin:end]


def _is_enough(page: Page, line: Line, segment: str, row: Phrase) -> bool:
    """A keep-safe word in a running line needs a 内部 mark beside it; alone in its line it stands for itself."""
    if row.tag != "keep" or row.term.startswith("注意"):
        whole = page.text[line.start : line.stop].strip()
        return len(whole) <= 60 or segment.strip() != whole
    return bool(re.search("内部|工作秘密", page.text[line.start : line.stop]))


def _is_licensed(page: Page, line: Line) -> bool:
    """True when a licence number of an internal publication stands near (出版管理: 准印证)."""
    near = [page.text[line.start : line.stop], *(text for _, text in page.neighbours(line.first, 6))]
    return any(_LICENCE.search(text) for text in near)


def _as_publication(row: Phrase) -> Phrase:
    return replace(row, kind=Kind.HANDLING_CIRCULATION, certainty=Certainty.POSSIBLE, why=_PUBLICATION)


def _limits(page: Page) -> Iterator[re.Match[str]]:
    """（此件发至县团级）, 限…范围传阅, 请于…前退还: alone in their line or in brackets."""
    done = 0
    for hint in _LIMIT_HINT.finditer(page.text):
        begin = max(done, page.text.rfind("\n", max(0, hint.start() - 12), hint.start()) + 1, hint.start() - 12)
        match = _SENT_TO.search(page.text, begin, min(len(page.text), hint.start() + 48))
        if match is None:
            continue
        done = match.end()
        line = page.line(match.start(), match.end())
        if page.is_quoted(match.start(), match.end(), line):
            continue
        rest = _FILLER.sub("", page.text[line.start : match.start()] + page.text[match.end() : line.stop])
        bracketed = match.group()[0] in "([" and match.group()[-1] in ")]"
        if not rest or (bracketed and not page.text[match.end() : line.stop].strip()):
            yield match


DETECTOR = HandlingDetector()
