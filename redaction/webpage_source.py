"""Changing the source of a page at given places and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.readers.plain import Decoded


def encoded(decoded: Decoded, text: str) -> bytes:
    """`text` in the encoding of the page; what it cannot say becomes a character reference."""
    return decoded.mark + text.encode(decoded.encoding, "xmlcharrefreplace")


def spliced(text: str, changes: Mapping[tuple[int, int], str]) -> str:
    """`text` with each range replaced; of ranges that overlap the first counts."""
    parts: list[str] = []
    last = 0
    for (start, stop), mark in sorted(changes.items()):
        if start < last:
            continue
        parts += [text[last:start], mark]
        last = stop
    return "".join([*parts, text[last:]])
