"""A sequence whose items are made when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import eq
from typing import TypeVar, overload

T = TypeVar("T")


class Made(Sequence[T]):
    """Reads like a tuple of its items: index, slice (a tuple), order, equality with such a tuple, hash."""

    __slots__ = ()

    @abstractmethod
    def _item(self, index: int) -> T:
        """The item at an index from 0."""

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        if isinstance(at, slice):
            return tuple(map(self._item, range(*at.indices(len(self)))))
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self._item(at if at >= 0 else at + len(self))

    def __iter__(self) -> Iterator[T]:
        return map(self._item, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (Made, tuple)):
            return NotImplemented
        return len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        shown = ", ".join(map(repr, islice(self, 3)))
        return f"<{type(self).__name__} {len(self)}: {shown}{' …' if len(self) > 3 else ''}>"
