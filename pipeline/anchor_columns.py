"""Anchors in columns: what all anchors of a part share is kept once, the two numbers that differ beside it."""

from __future__ import annotations

from array import array
from typing import assert_never

from pipeline.anchor import (
    Anchor,
    BoxAnchor,
    CellAnchor,
    GlyphAnchor,
    NodeAnchor,
    ObjectAnchor,
    TextAnchor,
)

_Shared = tuple[object, ...]
"""The class of an anchor and those of its values that many have in common."""


class Anchors:
    """Anchors, and None, by number."""

    __slots__ = ("_first", "_known", "_second", "_shared", "_sorts")

    def __init__(self) -> None:
        self._shared: list[_Shared] = []
        self._known: dict[_Shared, int] = {}
        self._sorts = array("I")
        self._first = array("i")
        self._second = array("i")

    def append(self, anchor: Anchor | None) -> None:
        """One more anchor."""
        shared, first, second = _apart(anchor)
        sort = self._known.get(shared)
        if sort is None:
            sort = self._known[shared] = len(self._shared)
            self._shared.append(shared)
        self._sorts.append(sort)
        self._first.append(first)
        self._second.append(second)

    def __len__(self) -> int:
        return len(self._sorts)

    def __getitem__(self, index: int) -> Anchor | None:
        first, second = self._first[index], self._second[index]
        match self._shared[self._sorts[index]]:
            case (type() as sort, str() as part, str() as slot) if sort is NodeAnchor:
                return NodeAnchor(part, first, slot, second)
            case (type() as sort, str() as sheet, int() as column) if sort is CellAnchor:
                return CellAnchor(sheet, first, column, second)
            case (type() as sort, int() as page) if sort is GlyphAnchor:
                return GlyphAnchor(page, first)
            case (type() as sort, str() as path) if sort is ObjectAnchor:
                return ObjectAnchor(path, first)
            case (type() as sort,) if sort is TextAnchor:
                return TextAnchor(first)
            case (BoxAnchor() as box,):
                return box
            case _:
                return None


def _apart(anchor: Anchor | None) -> tuple[_Shared, int, int]:
    match anchor:
        case None:
            return (), 0, 0
        case NodeAnchor(part, node, slot, start):
            return (NodeAnchor, part, slot), node, start
        case CellAnchor(sheet, row, column, start):
            return (CellAnchor, sheet, column), row, start
        case TextAnchor(start):
            return (TextAnchor,), start, 0
        case GlyphAnchor(page, glyph):
            return (GlyphAnchor, page), glyph, 0
        case ObjectAnchor(path, start):
            return (ObjectAnchor, path), start, 0
        case BoxAnchor():
            return (anchor,), 0, 0
        case _:
            assert_never(anchor)
