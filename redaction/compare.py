"""The output against the original: every text outside the cuts in its layer, in its order, as often as before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.contracts import Excision
from pipeline.document import REMOVABLE, Block, Document, Gap, Layer

LOOSE = frozenset({Layer.METADATA, Layer.ANNOTATION, Layer.ATTACHMENT})
"""Layers that a redaction also cleans of what was not asked for: names of authors, paths, unused strings."""

_NUMBER = re.compile("[0-9]+")
_WHOLE = ("作者", "未使用的共享字符串", "网页注释", "数据地址")


def fresh_gaps(document: Document, again: Document, removed: Sequence[Gap]) -> int:
    """How many gaps the output has that the original had not, or that were to be removed.

    Pictures and objects are counted: when some are gone, the others have new numbers.
    """
    if not removed:
        return sum(gap not in document.gaps for gap in again.gaps)
    stayed = Counter(_numberless(gap) for gap in document.gaps if gap not in removed)
    return (Counter(map(_numberless, again.gaps)) - stayed).total()


def _numberless(gap: Gap) -> Gap:
    return Gap(gap.reason, _NUMBER.sub("", gap.place)) if gap.reason in REMOVABLE else gap


def unequal(document: Document, again: Document, excisions: Sequence[Excision]) -> Iterator[Layer]:
    """The layers in which the output does not read as the original with its cuts."""
    before, after = expected(document, excisions), shown(again)
    for layer in sorted(set(before) | set(after)):
        if layer not in LOOSE and before.get(layer, []) != after.get(layer, []):
            yield layer


def own(block: Block) -> Layer:
    """Names of authors stand beside comments but are properties; what no page or cell shows may go as a whole."""
    return Layer.METADATA if block.place.endswith(_WHOLE) else block.layer


def shown(document: Document) -> dict[Layer, list[str]]:
    """The texts of the blocks of each layer, in order, without empty ones."""
    found: dict[Layer, list[str]] = {}
    for block in document.blocks:
        text = document.text[block.span.start : block.span.stop]
        if text.strip():
            found.setdefault(own(block), []).append(text)
    return found


def expected(document: Document, excisions: Sequence[Excision]) -> dict[Layer, list[str]]:
    """The same for the output, worked out from the original and the cuts alone."""
    found: dict[Layer, list[str]] = {}
    for block, text in changed(document, excisions):
        if text.strip():
            found.setdefault(own(block), []).append(text)
    return found


def changed(document: Document, excisions: Sequence[Excision]) -> Iterator[tuple[Block, str]]:
    """Every block as it must read after the cuts."""
    changes: dict[int, str] = {}
    for excision in excisions:
        mark = excision.replacement
        for located in excision.located:
            for position in range(located.span.start, located.span.stop):
                changes[position] = mark
                mark = ""
    touched = sorted(changes)
    at = 0
    for block in document.blocks:
        while at < len(touched) and touched[at] < block.span.start:
            at += 1
        text = document.text[block.span.start : block.span.stop]
        if at < len(touched) and touched[at] < block.span.stop:
            characters = enumerate(text, block.span.start)
            text = "".join(changes.get(position, character) for position, character in characters)
        yield block, text


def outside(document: Document, excisions: Sequence[Excision]) -> Iterator[tuple[Block, str]]:
    """Every block with its cuts taken out and a stop where they were, so that no neighbours join."""
    blank = [Excision(e.span, "\x00", e.located) for e in excisions]
    yield from changed(document, blank)
