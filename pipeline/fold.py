"""A reading copy of the text with the way back.

Detectors read the folded text: full-width forms, CJK radicals and compatibility ideographs as their plain
selves, no zero-width or bidi controls, no spaces inside Chinese words and numbers, no line breaks inside a
paragraph. Every folded character is exactly one printed character, so a span folds back exactly.

NFKC alone is no help: it leaves most of U+2E80-2EF3 as they are and turns one character into several.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import corpora
from pipeline.document import Document, Span

_DROP = "\x00"
_SOFT = "\x01"
_JOINED = r"0-9\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff★☆*"
_MARKS = r"()\[\]〔〕【】《》“”‘’:;,、。"


@dataclass(frozen=True, slots=True)
class Fold:
    """The folded text, and segments that lead back. `removed_before(i)` tells where something was dropped."""

    text: str = field(repr=False)
    length: int
    """Characters of the printed text."""
    _folded_starts: array[int] = field(repr=False)
    _printed_starts: array[int] = field(repr=False)

    def unfold(self, start: int, stop: int) -> Span:
        """The printed span of folded characters `start` to `stop`; it includes what was dropped inside."""
        if start >= stop:
            at = self._printed(start) if start < len(self.text) else self.length
            return Span(at, at)
        return Span(self._printed(start), self._printed(stop - 1) + 1)

    def position(self, printed: int) -> int:
        """The folded index of the first kept character at or after printed index `printed`."""
        index = bisect.bisect_right(self._printed_starts, printed) - 1
        if index < 0:
            return 0
        end = (
            self._folded_starts[index + 1]
            if index + 1 < len(self._folded_starts)
            else len(self.text)
        )
        return min(self._folded_starts[index] + printed - self._printed_starts[index], end)

    def removed_before(self, index: int) -> bool:
        """True when printed characters were dropped just before folded character `index`."""
        at = bisect.bisect_left(self._folded_starts, index)
        return 0 < index < len(self.text) and at < len(self._folded_starts) and self._folded_starts[at] == index

    @property
    def joints(self) -> frozenset[int]:
        """Every folded index before which printed characters were dropped."""
        return frozenset(self._folded_starts[1:])

    def _printed(self, index: int) -> int:
        at = bisect.bisect_right(self._folded_starts, index) - 1
        return self._printed_starts[at] + index - self._folded_starts[at]


@cache
def _table() -> dict[int, str]:
    """One character to one character; what has no single plain form stays as it is."""
    table: dict[int, str] = {}
    for low, high in ((0x2460, 0x2473), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF01, 0xFFEF), (0x2F00, 0x2FDF)):
        for code in range(low, high + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code) and not plain.isspace():
                table[code] = plain
    for code in (*range(0x1D7CE, 0x1D800), *range(0x2F800, 0x2FA1E), 0x2070, 0xB9, 0xB2, 0xB3):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            table[code] = plain
    table.update({ord(row["from"]): row["to"] for row in corpora.rows("unicode/radicals.tsv")})
    table.update({ord(row["from"]): row["to"] for row in corpora.rows("unicode/variants.tsv")})
    for code in (0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x2061, 0x2062, 0x2063, 0xFEFF, 0x180E, 0x115F, 0x3164):
        table[code] = _DROP
    for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE0080)):
        table[code] = _DROP
    for code in (0x2028, 0x2029, 0x85, 0x0B, 0x0C, 0x0D):
        table[code] = "\n"
    for code in (0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x1680):
        table[code] = " "
    return table


_REMOVE = re.compile(
    rf"(?<=[{_JOINED}{_MARKS}])[ \x00\x01]+(?=[{_JOINED}])"
    rf"|(?<=[{_JOINED}])[ \x00\x01]+(?=[{_MARKS}])"
    r"|[\x00\x01]+"
)


def fold(text: str, soft_breaks: tuple[int, ...] = ()) -> Fold:
    """Fold `text`; `soft_breaks` are the indexes of line breaks inside a paragraph, which are dropped."""
    plain = text.translate(_table())
    if soft_breaks:
        characters = list(plain)
        for index in soft_breaks:
            if characters[index] == "\n":
                characters[index] = _SOFT
        plain = "".join(characters)
    parts: list[str] = []
    folded = array("I", (0,))
    printed = array("I", (0,))
    length = last = 0
    for match in _REMOVE.finditer(plain):
        start, stop = match.span()
        parts.append(plain[last:start])
        length += start - last
        if folded[-1] == length:
            printed[-1] = stop
        else:
            folded.append(length)
            printed.append(stop)
        last = stop
    parts.append(plain[last:])
    return Fold("".join(parts), len(text), folded, printed)


def fold_document(document: Document) -> Fold:
    """Fold a document: a line break inside a block is soft, one between blocks is hard."""
    soft = tuple(
        index
        for start, stop in document.blocks.spans()
        for index in _breaks(document.text, start, stop)
    )
    return fold(document.text, soft)


def _breaks(text: str, start: int, stop: int) -> Iterator[int]:
    at = text.find("\n", start, stop)
    while at >= 0:
        yield at
        at = text.find("\n", at + 1, stop)
