"""Cutting web pages: the source is changed at the cuts and nowhere else; encoding and line ends stay.

What was cut on the page is also taken out of attributes, comments, scripts, styles, hidden elements and data
addresses, however it is written there (character references, percent signs, script escapes, Base64).
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree
from lxml import html as lxml_html

from pipeline.contracts import Excision, Limits, Redacted
from pipeline.document import Document, Source, TextAnchor
from pipeline.errors import RedactionRefused, UnreadableSource
from pipeline.readers.plain import Decoded
from pipeline.readers.webpage import READER, decode_page
from pipeline.readers.webpage_tokens import Sort, tokens
from redaction.compare import fresh_gaps, outside, unequal
from redaction.needles import UNSEEN, Needles, unseen_cuts
from redaction.proof import Check, encodings
from redaction.spellings import spellings
from redaction.webpage_removal import removal_checks
from redaction.webpage_source import encoded, spliced

_TAG = re.compile(r"<[^>]*>")


class WebpageRedactor:
    """Redactor of web pages. A second run changes nothing."""

    formats: Sequence[str] = ("html",)

    def redact(self, data: bytes, document: Document, excisions: Sequence[Excision]) -> Redacted:
        """The page without the cut texts. Refuses a page whose bytes do not decode cleanly."""
        if not excisions:
            return Redacted(data)
        decoded = _decoded(data)
        if encoded(decoded, decoded.text) != data:
            raise RedactionRefused(
                "网页中有无法识别的字节，不能保证其余内容不变。", advice="请另存为 UTF-8 后重审。"
            )
        needles = Needles.of(document, excisions)
        changes: dict[tuple[int, int], str] = {}
        for excision in (*excisions, *unseen_cuts(document, needles, excisions)):
            mark = html.escape(excision.replacement)
            for located in excision.located:
                if not isinstance(located.anchor, TextAnchor):
                    raise RedactionRefused("删减位置不在网页源文件中。")
                start = located.anchor.start
                changes.setdefault((start, start + located.units), mark)
                mark = ""
            if not excision.located:
                raise RedactionRefused("删减位置没有对应的文字。")
        text = spliced(decoded.text, changes)
        swept = spliced(text, dict(_sweep(text, needles)))
        hidden = tuple(len(e.replacement) != e.span.stop - e.span.start for e in excisions)
        return Redacted(encoded(decoded, swept), length_hidden=hidden)


def _decoded(data: bytes) -> Decoded:
    try:
        return decode_page(data)
    except UnreadableSource:
        raise RedactionRefused("网页无法读取，不能删减。") from None


def _sweep(text: str, needles: Needles) -> Iterator[tuple[tuple[int, int], str]]:
    """Values and comments in which a cut text stands in some spelling: the whole value goes."""
    for token in tokens(text):
        for attribute in token.attributes:
            raw = text[attribute.start : attribute.stop]
            if any(needles.stands_in(form) for form in spellings(raw)):
                yield (attribute.start, attribute.stop), ""
        if token.sort in (Sort.COMMENT, Sort.RAW, Sort.OTHER):
            start, stop = token.inner
            if any(needles.stands_in(form) for form in spellings(text[start:stop])):
                yield (start, stop), ""


class WebpageProver:
    """Reads the saved page again with our reader, with lxml and as bytes."""

    formats: Sequence[str] = ("html",)

    def prove(
        self,
        original: bytes,
        redacted: Redacted,
        document: Document,
        excisions: Sequence[Excision],
    ) -> Iterable[Check]:
        """The checks; a check that cannot be run does not hold."""
        if not excisions and not redacted.removed:
            return [Check("没有删减，文件未改动", original == redacted.data)]
        return list(_checks(original, redacted, document, excisions))


def _checks(
    original: bytes, redacted: Redacted, document: Document, excisions: Sequence[Excision]
) -> Iterator[Check]:
    output, removed = redacted.data, redacted.removed
    needles = Needles.of(document, excisions)
    before, after = decode_page(original).text, decode_page(output).text
    missing = sum(not _stood(before, document, excision) for excision in excisions)
    yield Check("删减前可读", not missing, f"逐字核对{len(excisions)}处，{missing}处不符")
    again = READER.read(output, Source.of(document.source.name, "html", output), Limits())
    fresh = fresh_gaps(document, again, removed)
    yield Check("重新读取", not fresh, f"新出现{fresh}处未能读取的内容")
    if removed:
        yield from removal_checks(before, after, document, removed)
    every = (*excisions, *unseen_cuts(document, needles, excisions))
    different = list(unequal(document, again, every))
    words = "、".join(layer.value for layer in different) or f"{len(again.text)}字"
    yield Check("其余文字未变", not different, words)
    standing = [
        block.place
        for block, text in outside(document, excisions)
        if block.layer not in UNSEEN and needles.stands_in(text)
    ]
    yield Check("其他位置无相同文字", not standing, "、".join(dict.fromkeys(standing)))
    found = sorted(set(leaks(after, output, needles)))
    yield Check("源文件中已无被删文字", not found, "；".join(found))
    yield Check("第二引擎读取", *_second_engine(after, needles))


def _stood(source: str, document: Document, excision: Excision) -> bool:
    """True when every character of the cut stands at its place in the source, spelled one way or another."""
    for located in excision.located:
        anchor = located.anchor
        if not isinstance(anchor, TextAnchor):
            return False
        raw = source[anchor.start : anchor.start + located.units]
        cut = document.text[located.span.start : located.span.stop]
        if (
            cut.strip()
            and raw != cut
            and not any(cut in " ".join(form.split()) for form in spellings(raw))
        ):
            return False
    return bool(excision.located)


def leaks(text: str, data: bytes, needles: Needles) -> Iterator[str]:
    """Where a cut text still stands in a page, by words for the sort of place."""
    for token in tokens(text):
        if any(
            needles.stands_in(form)
            for a in token.attributes
            for form in spellings(text[a.start : a.stop])
        ):
            yield "属性"
        words = token.sort in (Sort.COMMENT, Sort.RAW, Sort.OTHER, Sort.TEXT)
        if words and any(
            needles.stands_in(form) for form in spellings(text[token.start : token.stop])
        ):
            yield {Sort.COMMENT: "注释", Sort.RAW: "脚本或样式"}.get(token.sort, "文字")
    if needles.stands_across(html.unescape(_TAG.sub("", text))):
        yield "跨标签的文字"
    foreign = [needle for needle in needles.marks if not needle.isascii() and len(needle) >= 3]
    if any(form in data for needle in foreign for form in encodings(needle)):
        yield "字节"


def _second_engine(text: str, needles: Needles) -> tuple[bool, str]:
    """lxml's reading of the page: its text block by block and its attributes."""
    try:
        tree = lxml_html.parse(
            io.BytesIO(text.encode("utf-8", "replace")), lxml_html.HTMLParser(encoding="utf-8")
        )
        root = tree.getroot()
    except (etree.LxmlError, AssertionError, ValueError):
        return False, "无法读取"
    if root is None:
        return True, "没有内容"
    for element in root.iter(etree.Element):
        if element.tag in ("p", "td", "th", "li", "div", "span", "h1", "h2", "h3", "title", "a"):
            inner = (
                "".join(str(t) for t in element.itertext())
                if element.tag != "div"
                else element.text or ""
            )
            if needles.stands_in(inner):
                return False, "仍可读出被删文字"
    return True, "lxml"


REDACTOR = WebpageRedactor()
PROVER = WebpageProver()
