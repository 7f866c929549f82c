"""JSON in parts, for what is too long to stand in memory twice: joined, they are what `json.dumps` gives."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

_FEW = 64
"""Members of an object or list that is written in one part."""
_TOGETHER = 512
"""So many small items of a list are one part."""


def parts(value: object, *, indent: int | None = None) -> Iterator[str]:
    """`json.dumps(value, ensure_ascii=False, indent=indent)`, part by part; raises TypeError as it does."""
    return _Writer(indent).parts(value, 0)


class _Writer:
    def __init__(self, indent: int | None) -> None:
        self._indent = indent

    def parts(self, value: object, level: int) -> Iterator[str]:
        match value:
            case _ if _is_small(value):
                yield self._whole(value, level)
            case dict():
                yield from self._object(value, level)
            case list() | tuple():
                yield from self._list(value, level)

    def _object(self, value: dict[str, Any], level: int) -> Iterator[str]:
        before = "{" + self._break(level + 1)
        for name, member in value.items():
            yield f"{before}{json.dumps(name, ensure_ascii=False)}: "
            yield from self.parts(member, level + 1)
            before = self._between(level + 1)
        yield self._break(level) + "}"

    def _list(self, value: Sequence[Any], level: int) -> Iterator[str]:
        before = "[" + self._break(level + 1)
        small: list[Any] = []
        for item in value:
            is_small = _is_small(item)
            if small and (not is_small or len(small) == _TOGETHER):
                yield before + self._items(small, level)
                before, small = self._between(level + 1), []
            if is_small:
                small.append(item)
                continue
            yield before
            yield from self.parts(item, level + 1)
            before = self._between(level + 1)
        if small:
            yield before + self._items(small, level)
        yield self._break(level) + "]"

    def _items(self, items: list[Any], level: int) -> str:
        """Items of a list at this level, without what goes before the first and after the last."""
        whole = self._whole(items, level)
        return whole[1 + len(self._break(level + 1)) : -1 - len(self._break(level))]

    def _whole(self, value: object, level: int) -> str:
        made = json.dumps(value, ensure_ascii=False, indent=self._indent)
        return made.replace("\n", self._break(level)) if level and self._indent is not None else made

    def _break(self, level: int) -> str:
        return "" if self._indent is None else "\n" + " " * self._indent * level

    def _between(self, level: int) -> str:
        return ", " if self._indent is None else "," + self._break(level)


def _is_small(value: object) -> bool:
    """True for what is written in one part; also for an object whose names are no strings: `json` spells those."""
    match value:
        case dict():
            if not all(isinstance(name, str) for name in value):
                return True
            return len(value) <= _FEW and all(map(_is_small, value.values()))
        case list() | tuple():
            return len(value) <= _FEW and all(map(_is_small, value))
        case _:
            return True
