"""Cutting plain text files. Encoding, byte-order mark and line ends stay as they were."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence

from pipeline.contracts import Excision, Limits, Redacted
from pipeline.document import Document, Source
from pipeline.errors import RedactionRefused
from pipeline.readers.plain import READER, decode
from redaction.needles import Needles
from redaction.proof import Check, cut_texts, encodings

_PLACES = 5


class PlainRedactor:
    """Replaces the characters of each cut; touches nothing else. A second run changes nothing."""

    formats = ("txt", "md", "csv")

    def redact(self, data: bytes, document: Document, excisions: Sequence[Excision]) -> Redacted:
        """The file without the cut texts. Refuses a file whose bytes do not decode cleanly."""
        decoded = decode(data)
        try:
            clean = decoded.text.encode(decoded.encoding) == data[len(decoded.mark) :]
        except UnicodeEncodeError:
            clean = False
        if not clean:
            raise RedactionRefused("文件中有无法识别的字节，不能保证其余内容不变。", advice="请另存为 UTF-8 后重审。")
        returns = [match.start() for match in re.finditer("\r\n", decoded.text)]
        flat_returns = [at - index for index, at in enumerate(returns)]
        parts: list[str] = []
        last = 0
        for excision in excisions:
            start = excision.span.start + bisect.bisect_left(flat_returns, excision.span.start)
            stop = excision.span.stop + bisect.bisect_left(flat_returns, excision.span.stop)
            parts += [decoded.text[last:start], excision.replacement]
            last = stop
        parts.append(decoded.text[last:])
        try:
            made = decoded.mark + "".join(parts).encode(decoded.encoding)
        except UnicodeEncodeError:
            raise RedactionRefused("删减标记不能用原文件的编码表示。") from None
        hidden = tuple(_hides_length(document, excision) for excision in excisions)
        return Redacted(made, length_hidden=hidden)


def _hides_length(document: Document, excision: Excision) -> bool:
    """A constant mark hides the length; a partial mask that is as long as the value does not."""
    return len(excision.replacement) != excision.span.stop - excision.span.start


class PlainProver:
    """Reads the saved bytes again: nothing of the cuts, everything else as it was."""

    formats = ("txt", "md", "csv")

    def prove(
        self, original: bytes, redacted: Redacted, document: Document, excisions: Sequence[Excision]
    ) -> Iterable[Check]:
        """Four checks: the texts were there, the rest is unchanged, they are gone in every encoding and spelling."""
        output = redacted.data
        again = READER.read(output, Source.of(document.source.name, document.source.format, output), Limits())
        texts = cut_texts(document, excisions)
        raw_before = decode(original).text
        needles = Needles.of(document, excisions)
        yield Check("删减前可读", all(t in document.text for t in texts) and bool(raw_before), f"共{len(texts)}处文字")
        expected = _expected(document, excisions)
        yield Check("其余文字未变", again.text == expected, f"{len(again.text)}字")
        kept = _kept(document, excisions)
        left = sum(
            any(form in output for form in encodings(text))
            for text in texts
            if not any(text in stretch for stretch in kept)
        )
        yield Check("输出中已无被删文字", left == 0, f"残留{left}处")
        standing = _standing(kept, needles)
        yield Check("其他位置无相同文字", not standing, "、".join(standing))


def _standing(kept: Sequence[str], needles: Needles) -> list[str]:
    """Lines that still hold a cut text, however it is spelled; last, whether one stands over several lines."""
    found: list[str] = []
    for number, line in enumerate("\x00".join(kept).split("\n"), 1):
        if needles.stands_meant(line) and len(found) < _PLACES:
            found.append(f"第{number}行")
    if not found and any(needles.stands_across(stretch) for stretch in kept):
        found.append("相连的各行")
    return found


def _expected(document: Document, excisions: Sequence[Excision]) -> str:
    parts: list[str] = []
    last = 0
    for excision in excisions:
        parts += [document.text[last : excision.span.start], excision.replacement]
        last = excision.span.stop
    return "".join([*parts, document.text[last:]])


def _kept(document: Document, excisions: Sequence[Excision]) -> list[str]:
    stretches: list[str] = []
    last = 0
    for excision in excisions:
        stretches.append(document.text[last : excision.span.start])
        last = excision.span.stop
    return [*stretches, document.text[last:]]


REDACTOR = PlainRedactor()
PROVER = PlainProver()
