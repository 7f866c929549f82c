"""A long XML part read piece by piece: its tree would take ten times its size, and its text is needed once.

What lies in the containers named (a body and its tables, the rows of a sheet) comes as one element after the other,
complete, with its number in the part, and is forgotten when the next is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, NamedTuple

from lxml import etree

from pipeline.document import GapReason
from pipeline.readers.package import OPTIONS, Package, PartDamaged, damaged
from pipeline.readers.word_names import kind

LONG = 2 * 2**20
"""Bytes of XML from which a part is read piece by piece."""
_BITE = 1 << 16


class Step(Enum):
    """Where the reading is: a container begins, an element in one is complete, a container is over."""

    OPEN = auto()
    ITEM = auto()
    CLOSE = auto()


class Turn(NamedTuple):
    """One step, its element (of a container only the tag and attributes can be trusted), and the element's number."""

    step: Step
    element: etree._Element
    number: int


@dataclass(slots=True)
class _Open:
    """A container being read, its number, and the child that was handed out last."""

    element: etree._Element
    number: int
    last: etree._Element | None = None


def turns(package: Package, name: str, containers: Sequence[str]) -> Iterator[Turn]:
    """The steps through a part. `containers` are the kinds to go into below the root, one a level.

    Raises PartDamaged as `Package.parse` does, but only when the reading comes to the bad place.
    """
    return _Stream(package, name, containers).turns()


class _Stream:
    """A part on its way through the parser, and the containers that are open, the root first."""

    def __init__(self, package: Package, name: str, containers: Sequence[str]) -> None:
        self._package, self._name, self._containers = package, name, containers
        self._stack: list[_Open] = []
        self._count = 0

    def turns(self) -> Iterator[Turn]:
        parser = self._parser(self._root_tag())
        with self._package.open(self._name) as stream:
            while data := stream.read(_BITE):
                _feed(parser, data)
                if not self._stack:
                    yield from self._begin(parser)
                yield from self._drain(is_over=False)
        _close(parser)
        yield from self._drain(is_over=True)

    def _parser(self, tag: str | None) -> Any:
        return etree.XMLPullParser(events=("start",), tag=tag, **OPTIONS)

    def _root_tag(self) -> str:
        """The root's name, so that the parser need tell of no other element."""
        parser = self._parser(None)
        with self._package.open(self._name) as stream:
            while data := stream.read(_BITE):
                _feed(parser, data)
                for _, element in parser.read_events():
                    return str(element.tag)
        raise PartDamaged(GapReason.DAMAGED)

    def _begin(self, parser: Any) -> Iterator[Turn]:
        root = next((element for _, element in parser.read_events()), None)
        if root is None:
            return
        if root.getroottree().docinfo.internalDTD is not None:
            raise PartDamaged(GapReason.DAMAGED)
        yield self._open(root)

    def _open(self, element: etree._Element) -> Turn:
        self._stack.append(_Open(element, self._count))
        self._count += 1
        return Turn(Step.OPEN, element, self._count - 1)

    def _drain(self, *, is_over: bool) -> Iterator[Turn]:
        """What is complete by now; all of it when the part `is_over`."""
        while self._stack:
            above = self._stack[-1]
            last = above.last
            child = next(iter(above.element), None) if last is None else last.getnext()
            is_done = is_over or any(one.element.getnext() is not None for one in self._stack[1:])
            if child is None:
                if not is_done:
                    return
                self._stack.pop()
                yield Turn(Step.CLOSE, above.element, above.number)
                continue
            if last is not None:
                above.element.remove(last)
                above.last = None
            if self._is_container(child):
                above.last = child
                yield self._open(child)
            elif is_done or child.getnext() is not None:
                above.last = child
                number, self._count = self._count, self._count + sum(1 for _ in child.iter("*"))
                yield Turn(Step.ITEM, child, number)
            else:
                return

    def _is_container(self, child: etree._Element) -> bool:
        level = len(self._stack) - 1
        return level < len(self._containers) and kind(child) == self._containers[level]


def _feed(parser: Any, data: bytes) -> None:
    try:
        parser.feed(data)
    except (etree.XMLSyntaxError, ValueError, LookupError) as wrong:
        raise damaged(wrong) from None


def _close(parser: Any) -> None:
    try:
        parser.close()
    except (etree.XMLSyntaxError, ValueError, LookupError) as wrong:
        raise damaged(wrong) from None
