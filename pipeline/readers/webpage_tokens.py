"""Markup as tokens with their exact places in the source. Bad markup is cut into tokens all the same."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

_OPEN = re.compile(r"<(?:(/?)([A-Za-z][^\s/>]*)|!--|!|\?)")
_STOP = re.compile(r">|=\s*(?=[\"'])")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>`]+)))?")
ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?")
RAW = frozenset({"script", "style", "xmp", "noembed", "noframes"})
PLAIN = frozenset({"textarea", "title"})


class Sort(Enum):
    """What a token is."""

    TEXT = auto()
    OPEN = auto()
    CLOSE = auto()
    COMMENT = auto()
    RAW = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute: its name in lower case, and where its value stands, without quotes."""

    name: str
    start: int
    stop: int
    value: str = field(repr=False)
    """The value with its character references resolved."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token at `start` to `stop` of the source; `inner` is where the words of a comment stand."""

    sort: Sort
    start: int
    stop: int
    name: str = ""
    attributes: tuple[Attribute, ...] = field(repr=False, default=())
    inner: tuple[int, int] = (0, 0)

    def get(self, name: str) -> str | None:
        """The value of an attribute."""
        return next((a.value for a in self.attributes if a.name == name), None)


def tokens(source: str) -> Iterator[Token]:
    """The tokens of `source`, in order, covering all of it."""
    at = 0
    waiting = ""
    lowered = source.lower()
    while at < len(source):
        if waiting:
            stop = lowered.find(f"</{waiting}", at)
            stop = len(source) if stop < 0 else stop
            if stop > at:
                yield Token(
                    Sort.TEXT if waiting in PLAIN else Sort.RAW,
                    at,
                    stop,
                    waiting,
                    inner=(at, stop),
                )
            at, waiting = stop, ""
            continue
        match = _OPEN.search(source, at)
        if match is None:
            yield Token(Sort.TEXT, at, len(source))
            return
        if match.start() > at:
            yield Token(Sort.TEXT, at, match.start())
        token = _markup(source, match)
        yield token
        at = token.stop
        if token.sort is Sort.OPEN and token.name in RAW | PLAIN:
            waiting = token.name


def numbered(source: str) -> Iterator[tuple[int, Token]]:
    """The tokens with the number of the last tag or raw text so far, from 0; line breaks, which cuts may take
    away, are not counted."""
    number = -1
    for token in tokens(source):
        number += token.sort in (Sort.OPEN, Sort.RAW) and token.name != "br"
        yield number, token


def _markup(source: str, match: re.Match[str]) -> Token:
    start = match.start()
    if match[2] is None:
        if match[0] == "<!--":
            end = source.find("-->", match.end())
            stop = len(source) if end < 0 else end
            return Token(
                Sort.COMMENT, start, min(stop + 3, len(source)), inner=(match.end(), stop)
            )
        cdata = source.startswith("<![CDATA[", start)
        end = source.find("]]>" if cdata else ">", match.end())
        stop = len(source) if end < 0 else end + (3 if cdata else 1)
        inner = (start + 9 if cdata else match.end(), max(match.end(), stop - (3 if cdata else 1)))
        return Token(Sort.COMMENT if cdata else Sort.OTHER, start, stop, inner=inner)
    stop = _tag_end(source, match.end())
    name = match[2].lower()
    if match[1]:
        return Token(Sort.CLOSE, start, stop, name)
    return Token(Sort.OPEN, start, stop, name, tuple(_attributes(source, match.end(), stop)))


def _tag_end(source: str, at: int) -> int:
    """One past the `>` that ends a tag; a `>` inside a quoted value does not, unless the quote never ends."""
    while True:
        match = _STOP.search(source, at)
        if match is None:
            return len(source)
        if match[0] == ">":
            return match.end()
        end = source.find(source[match.end()], match.end() + 1, match.end() + 5_000_000)
        at = match.end() + 1 if end < 0 else end + 1


def _attributes(source: str, start: int, stop: int) -> Iterator[Attribute]:
    end = stop - 1 if source[stop - 1 : stop] == ">" else stop
    for match in _ATTRIBUTE.finditer(source, start, end):
        group = next((g for g in (2, 3, 4) if match[g] is not None), 0)
        stop_at = match.end(group) if group else match.end()
        start_at = match.start(group) if group else match.end()
        yield Attribute(
            match[1].lower(), start_at, stop_at, html.unescape(match[group] if group else "")
        )
