"""Breaks a mask over the lines of a cell, at the document's own font size where that fits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from pipeline.readers.pdf_lines import is_wide

LEADING = 1.17
"""From one line of a mask to the next, in font sizes."""
NARROW = 0.62
"""Width allowed for a Latin character of a mask, in font sizes."""
ONE_LINE = 0.7
"""A mask that fits on one line at this part of the font size is not broken."""
SMALLEST = 0.4
"""A mask is never written smaller than this part of the document's font size."""


class Wide(Protocol):
    """Something with a width in font sizes."""

    @property
    def width(self) -> float:
        """The width."""
        ...


W = TypeVar("W", bound=Wide)


def text_width(mark: str) -> float:
    """The width that a mask is given, in font sizes: it depends on the mask alone."""
    return sum(1.0 if is_wide(character) else NARROW for character in mark)


def broken(pieces: Sequence[W], room: float) -> list[list[W]]:
    """The pieces in lines no wider than `room`, in font sizes; a wider piece has a line of its own."""
    lines: list[list[W]] = []
    used = 0.0
    for piece in pieces:
        if not lines or (used + piece.width > room and lines[-1]):
            lines.append([])
            used = 0.0
        lines[-1].append(piece)
        used += piece.width
    return lines


def fitted(pieces: Sequence[W], width: float, height: float, size: float) -> tuple[float, list[list[W]]]:
    """The font size, at most `size`, at which the pieces fill a box of this width and height, and their lines."""
    total = sum(piece.width for piece in pieces) * size
    if total * ONE_LINE <= width:
        return size * min(1.0, width / total if total else 1.0), [list(pieces)]
    scale = 1.0
    while True:
        lines = broken(pieces, width / (size * scale))
        if len(lines) * LEADING * size * scale <= max(height, LEADING * size * scale) or scale <= SMALLEST:
            return size * scale, lines
        scale -= 0.05


def shared(mark: str, widths: Sequence[float]) -> list[str]:
    """The mask in parts for places of these widths, in font sizes; what is left over stays with the last one used."""
    parts = [""] * len(widths)
    at = 0
    for character in mark:
        while at < len(widths) - 1 and text_width(parts[at] + character) > widths[at] + 0.05:
            at += 1
        parts[at] += character
    return parts
