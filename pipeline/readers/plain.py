"""Plain text: `.txt`, `.md`, `.csv` in UTF-8, GB18030 or UTF-16, with or without a byte-order mark.

The flat text is the file's own text with `\\n` line ends. What cannot be decoded, or decodes to text that
nobody wrote (private-use characters of one-byte-shifted GB18030) or hides Chinese (HZ, UTF-7), is a `garbled_text` gap at its line; where
a shifted line can be restored, the restored reading is kept beside the printed one for the detectors.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.contracts import Limits
from pipeline.document import (
    Blocks,
    Document,
    Gap,
    GapReason,
    Layer,
    Piece,
    Pieces,
    Source,
    Span,
    StyledSpan,
    Styles,
    TextAnchor,
    Trait,
)
from pipeline.errors import UnreadableSource
from pipeline.readers.plain_table import Row, rows_of
from pipeline.readers.seven_bit import hides_chinese

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNWRITTEN = re.compile(
    "[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff]"
)
_SHIFTED = re.compile("[\ue000-\uf8ff]")
_ENDS = "。！？：；!?;:…"
_STARTS = re.compile(
    r"[\s\u3000]*(?:[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十0-9]+[）)]|\d+[.．、]|第[一二三四五六七八九十百\d]+[条章节]|附件|抄送|#|[-*|>])"
)
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?=[^\s#])")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a plain file and how it was written: codec name, byte-order mark, line ends."""

    text: str
    encoding: str
    mark: bytes


def decode(data: bytes) -> Decoded:
    """Decode by byte-order mark, then as UTF-8, UTF-16 without a mark, GB18030; bad bytes become U+FFFD.

    Raises UnreadableSource (`unreadable_text`) when no reading makes a text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, "replace"), encoding, mark)
    if b"\x00" in data:
        encoding = "utf-16-be" if data[0::2].count(0) > data[1::2].count(0) else "utf-16-le"
        return _best(data, (encoding,))
    return _best(data, ("utf-8", "gb18030"))


def _best(data: bytes, encodings: tuple[str, ...]) -> Decoded:
    for encoding in encodings:
        try:
            return Decoded(data.decode(encoding), encoding, b"")
        except UnicodeDecodeError:
            continue
    readings = [Decoded(data.decode(encoding, "replace"), encoding, b"") for encoding in encodings]
    best = min(readings, key=lambda reading: len(_UNWRITTEN.findall(reading.text)))
    if len(_UNWRITTEN.findall(best.text)) * 2 > len(best.text):
        raise UnreadableSource(GapReason.UNREADABLE_TEXT, "全文")
    return best


def line_ends(text: str) -> str:
    """The flat text: `\\r\\n` and lone `\\r` as `\\n`, everything else as printed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class PlainReader:
    """Reads plain text files."""

    formats = ("txt", "md", "csv")

    def read(self, data: bytes, source: Source, limits: Limits) -> Document:
        """The document; undecodable spots are gaps at their line."""
        text = line_ends(decode(data).text)
        if len(text) > limits.text_characters:
            raise UnreadableSource(GapReason.LIMIT, "全文字数")
        gaps: dict[Gap, None] = {}
        repaired: list[tuple[Span, str]] = []
        for number, line in _lines(text):
            printed = text[line.start : line.stop]
            if _UNWRITTEN.search(printed) or hides_chinese(printed):
                gaps[Gap(GapReason.GARBLED_TEXT, f"第{number}行")] = None
                restored = restore(printed)
                if restored:
                    repaired.append((line, restored))
        if not text.strip():
            gaps[Gap(GapReason.UNREADABLE_TEXT, "空文件")] = None
        blocks, headings = _blocks(text, source.format)
        return Document(
            source=source,
            text=text,
            blocks=blocks,
            pieces=Pieces.of((Piece(Span(0, len(text)), TextAnchor(0)),) if text else ()),
            gaps=tuple(gaps),
            styles=Styles.of(StyledSpan(span, Trait.HEADING) for span in headings),
            repaired=tuple(repaired),
        )


def restore(line: str) -> str | None:
    """The probable reading of a line of GB18030 shifted by one byte; None when it is not such a line.

    A lost lead byte pairs every following byte wrongly until the next single-byte character, which shows as
    `?`; putting a lead byte back in front of each stretch restores most of it.
    """
    if not _SHIFTED.search(line):
        return None
    stretches = line.strip().lstrip("?").split("?")
    readings = []
    for stretch in stretches:
        if _SHIFTED.search(stretch) or stretch is stretches[0]:
            shifted = b"\xa1" + stretch.encode("gb18030", "replace")
            readings.append(shifted.decode("gb18030", "replace"))
        else:
            readings.append(stretch)
    return "".join(readings)


def _lines(text: str) -> Iterator[tuple[int, Span]]:
    """Number from 1 and span of every line that is not blank."""
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, Span(start, start + len(line))
        start += len(line) + 1


def _records(text: str) -> list[tuple[int, Span]]:
    """Like `_lines`, for a comma-separated file: a quoted cell may go on over a few lines."""
    found: list[tuple[int, Span]] = []
    opened: tuple[int, Span] | None = None
    for number, line in _lines(text):
        first, start = (opened[0], opened[1].start) if opened else (number, line.start)
        record = (first, Span(start, line.stop))
        if text.count('"', start, line.stop) % 2 == 0:
            found.append(record)
            opened = None
        elif number - first < _MOST_LINES:
            opened = record
        else:
            return list(_lines(text))  # a quote that nothing closes
    return [*found, opened] if opened else found


_MOST_LINES = 50
"""Lines of one quoted cell."""


def _blocks(text: str, kind: str) -> tuple[Blocks, list[Span]]:
    """The blocks, and those of them that are Markdown headings: the signs before a heading are none of its text."""
    lines = list(_lines(text)) if kind != "csv" else _records(text)
    headings: list[Span] = []
    rows = rows_of(text, lines, kind)
    wrapped = _wrap_width([text[span.start : span.stop] for _, span in lines])
    blocks = Blocks()
    opened: tuple[int, Span] | None = None
    for index, (number, span) in enumerate(lines):
        if number in rows:
            _row(blocks, text, rows[number], number)
            continue
        if kind == "md" and (sign := _HEADING.match(text, span.start, span.stop)):
            headings.append(Span(sign.end(), span.stop))
            blocks.put(*headings[-1], Layer.BODY, f"第{number}行", None, None)
            continue
        begun = opened or (number, span)
        opened = (begun[0], Span(begun[1].start, span.stop))
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following and following[0] not in rows and _goes_on(text, span, following[1], wrapped):
            continue
        blocks.put(*opened[1], Layer.BODY, f"第{opened[0]}行", None, None)
        opened = None
    return blocks, headings


def _row(blocks: Blocks, text: str, row: Row, number: int) -> None:
    for span, cell in row.cells(text):
        if span.stop > span.start:
            place = f"第{number}行第{cell.column + 1}列"
            blocks.put(*span, Layer.TABLE, place, cell, None)


def _wrap_width(lines: list[str]) -> int | None:
    """The width at which the file is hard-wrapped, if a third of its lines end there; else None."""
    lengths = Counter(len(line.strip()) for line in lines)
    if len(lines) < 8:
        return None
    width = max(
        lengths, key=lambda w: sum(lengths[w + d] for d in (-2, -1, 0, 1, 2)) if w >= 15 else 0
    )
    near = sum(count for length, count in lengths.items() if abs(length - width) <= 2)
    longer = sum(count for length, count in lengths.items() if length > width + 3)
    is_wrapped = width >= 15 and near >= 8 and near * 3 >= len(lines) and longer <= near
    return width if is_wrapped else None


def _goes_on(text: str, line: Span, following: Span, width: int | None) -> bool:
    """True when the paragraph of a hard-wrapped file goes on in the next line."""
    if width is None:
        return False
    printed = text[line.start : line.stop].strip()
    if abs(len(printed) - width) > 3 or printed[-1] in _ENDS:
        return False
    return not _STARTS.match(text[following.start : following.stop])


READER = PlainReader()
