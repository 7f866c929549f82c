"""Hints at content that may have to stay: for people to decide, never decided here.

Everything is a lexicon row (the office's 负面清单 is the same kind of row); the row says where its phrase must
stand to count, because the same phrases fill the sentences of ordinary documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from detectors.metadata import read_metadata
from detectors.phrases import Lexicon, Phrase, phrases
from detectors.spot import Line, Page
from pipeline.contracts import Reading
from pipeline.document import Layer, Span
from pipeline.finding import Certainty, Finding, Kind
from pipeline.finding import finding as make_finding
from pipeline.fold import fold
from pipeline.metadata import Metadata
from pipeline.term_text import STAR

NAME = "scope"
LEXICON = "lexicons/scope.tsv"
_SPOKEN = {Layer.HEADER, Layer.FOOTER, Layer.TEXTBOX, Layer.ANNOTATION}
_NUMBERING = re.compile(r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、)]|[*#|>\-·\s])+")
_BESIDE_MARK = re.compile(rf"{STAR}.*$|[\s()\[\]【】·:,.\-—|*#]|级|\d{{6}}|特急|加急|第?\d+号?")
_SELF = re.compile(r"本(?:文件|件|通知|报告|方案|材料|资料|纪要)|此件|以[上下]内容")
_PUBLIC = re.compile(r"(?:面向|向)?社会(?:公开)?征求意见|公开征求意见|向社会公布")


class ScopeDetector:
    """Finds the hints of `corpora/lexicons/scope.tsv`."""

    name = NAME

    def find(self, reading: Reading) -> Iterable[Finding]:
        """The hints in text order; each row's own place rule decides whether its phrase counts."""
        page = Page(reading)
        metadata = _metadata(reading)
        yield from _from_metadata(page, metadata)
        for match, rows in lexicon().hits(page.text):
            line = page.line(match.start(), match.end())
            for row in rows:
                if _PLACES[row.where](page, match, line, metadata):
                    yield _hint(page, row, page.printed(match.start(), match.end()))
                    break


@cache
def lexicon() -> Lexicon:
    """The rows whose phrase is searched in the text."""
    return Lexicon(row for row in phrases(LEXICON) if row.where in _PLACES)


def _metadata(reading: Reading) -> Metadata:
    return read_metadata(reading) if reading.metadata == Metadata() else reading.metadata


def _hint(page: Page, row: Phrase, span: Span) -> Finding:
    kind = row.kind or Kind.SECRECY_SCOPE
    why, certainty = row.why, row.certainty
    if row.kind is Kind.DELIBERATIVE and row.where == "draft" and _PUBLIC.search(page.text):
        why, certainty = f"{row.why}（文中有向社会公开征求意见的表述）", Certainty.POSSIBLE
    return make_finding(page.reading.document, kind, span, certainty, NAME, why=why)


# ---- what metadata and the name say --------------------------------------------------------------------


def _from_metadata(page: Page, metadata: Metadata) -> Iterator[Finding]:
    for row in phrases(LEXICON):
        if row.where == "copy" and metadata.copy_number and metadata.copy_number.span:
            yield _hint(page, row, metadata.copy_number.span)
        elif row.where == "genre" and metadata.genre and metadata.genre.value == row.term:
            span = metadata.genre.span or (metadata.title.span if metadata.title else None)
            if span is not None:
                yield _hint(page, row, span)
        elif row.where == "draft" and _in_name(page, row.term):
            yield _hint(page, row, Span(0, 0))
            break


def _in_name(page: Page, term: str) -> bool:
    name = fold(page.reading.document.source.name).text
    return f"({term})" in name or bool(re.search(rf"{term}\d{{0,4}}\.[A-Za-z]{{2,5}}$", name))


# ---- places --------------------------------------------------------------------------------------------


def _in_title(page: Page, match: re.Match[str], line: Line, metadata: Metadata) -> bool:
    span = metadata.title.span if metadata.title else None
    if span is not None:
        return span.contains(page.printed(match.start(), match.end())) and not page.is_quoted(
            match.start(), match.end(), line
        )
    return False


def _as_draft(page: Page, match: re.Match[str], line: Line, metadata: Metadata) -> bool:
    """In brackets or at the end of the title; alone in a line of the head or in a header."""
    text, start, stop = page.text, match.start(), match.end()
    whole = text[line.start : line.stop].strip()
    bracketed = text[start - 1 : start] in ("(", "[", "〔") and text[stop : stop + 1] in (")", "]", "〕")
    if _in_title(page, match, line, metadata):
        return bracketed or not text[stop : line.stop].strip(" \t)]*#") or bool(
            re.match(r"[\d.]*[)\]]", text[stop : stop + 4])
        )
    block = page.block(line.first)
    is_spoken = block is not None and block.layer in _SPOKEN and len(whole) <= 40
    alone = whole.strip("()[]〔〕【】*# \t") == match.group()
    if alone and not bracketed and text[line.stop : line.stop + 1] == "\t":
        return False  # 拟稿 over a cell of a form
    return (alone and line.first < 12) or (is_spoken and (alone or bracketed))


def _as_line(page: Page, match: re.Match[str], line: Line, metadata: Metadata) -> bool:
    """Alone in its line, or with ★ behind it as an enterprise's own mark."""
    start, stop = match.start(), match.end()
    if page.is_quoted(start, stop, line) or len(line.text) > 80:
        return False
    starred = re.match(rf"\s*{STAR}", page.text[stop : stop + 6])
    before = page.text[line.start : start]
    if starred and not re.search(r"[如即为有“]\s*$|标[注有明]", before[-6:]):
        return True
    rest = _BESIDE_MARK.sub("", before + page.text[stop : line.stop])
    block = page.block(line.first)
    if block is not None and block.cell is not None:
        return not rest and bool(re.search("密级", page.left_of(block)))
    return not rest or (block is not None and block.layer in _SPOKEN and len(rest) <= 12)


def _as_head(page: Page, match: re.Match[str], line: Line, metadata: Metadata) -> bool:
    """A heading, a label before a colon, or a cell: short, without sentence marks."""
    text = page.text[line.start : line.stop]
    if page.is_quoted(match.start(), match.end(), line):
        return False
    label = text.split(":", 1)[0]
    if match.end() - line.start > len(label) or (":" not in text and re.search(r"[。;!?]\s*$", text)):
        return False
    label = _NUMBERING.sub("", label.strip(), count=1)
    rest = label.replace(match.group(), "", 1)
    return len(rest) <= 7 and not re.search(r"[,。;、]|不得|应当|禁止|管理|规范|加强|培训|通知|会议|知识|解读|考试|测试|座谈", rest)


def _as_self(page: Page, match: re.Match[str], line: Line, metadata: Metadata) -> bool:
    before, _ = page.sentence(match.start(), match.end(), line)
    return bool(_SELF.search(before)) and not re.search(r"[不未非无]|如果|是否|不得", before[-8:])


def _anywhere(page: Page, match: re.Match[str], line: Line, metadata: Metadata) -> bool:
    return not page.is_quoted(match.start(), match.end(), line)


_PLACES: dict[str, Callable[[Page, re.Match[str], Line, Metadata], bool]] = {
    "title": _in_title,
    "draft": _as_draft,
    "line": _as_line,
    "head": _as_head,
    "self": _as_self,
    "any": _anywhere,
}
DETECTOR = ScopeDetector()
