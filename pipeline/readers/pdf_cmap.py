"""CMaps of PDF fonts: which bytes are one code, which character or CID a code stands for.

Both kinds are read by one small parser: ToUnicode maps (bfchar, bfrange) and encoding maps (codespace ranges,
cidchar, cidrange, usecmap). Predefined encodings come from pdfminer's tables. ISO 32000-1 §9.7.5, §9.10.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from pdfminer.cmapdb import CMapDB

_TOKEN = re.compile(
    rb"%[^\r\n]*|<<|>>|<([0-9A-Fa-f\s]*)>|(\[)|(\])|\((?:\\.|[^\\)])*\)|/([^\s<>\[\]()/%]+)|([^\s<>\[\]()/%]+)",
    re.DOTALL,
)
MAX_ENTRIES = 200_000
"""Entries of one map; a larger one is hostile."""


class Code(NamedTuple):
    """One character code in a shown string: its value and the bytes `start` to `stop` it takes."""

    value: int
    start: int
    stop: int


@dataclass(slots=True)
class CMap:
    """A parsed map. `unicode` code → text, `cids` code → CID; `spaces` (bytes, low, high)."""

    unicode: dict[int, str] = field(default_factory=dict)
    cids: dict[int, int] = field(default_factory=dict)
    spaces: list[tuple[int, int, int]] = field(default_factory=list)
    vertical: bool = False
    base: str | None = None
    complete: bool = True
    """False when an entry could not be understood or the map was too large."""


def parse(data: bytes) -> CMap:
    """The map written in `data`; whatever is not understood is left out and `complete` says so."""
    found = CMap()
    stack: list[Any] = []
    previous: Any = None
    for match in _TOKEN.finditer(data):
        token = match.group(0)
        if token.startswith(b"%"):
            continue
        if match.group(1) is not None:
            digits = re.sub(rb"\s", b"", match.group(1))
            stack.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
        elif match.group(2) or match.group(3):
            stack.append(token.decode())
        elif match.group(4) is not None:
            stack.append("/" + match.group(4).decode("latin-1"))
        elif match.group(5) is not None:
            previous = _word(found, match.group(5), stack, previous)
        if len(stack) > MAX_ENTRIES or len(found.unicode) + len(found.cids) > MAX_ENTRIES:
            found.complete = False
            break
    return found


def _word(found: CMap, word: bytes, stack: list[Any], previous: Any) -> Any:
    if word == b"usecmap":
        name = next((item for item in reversed(stack) if isinstance(item, str)), "")
        found.base = name.removeprefix("/") or None
    elif word == b"def" and len(stack) >= 2 and stack[-2] == "/WMode":
        found.vertical = stack[-1] == 1
    elif word == b"endcodespacerange":
        for low, high in _groups(stack, 2):
            if isinstance(low, bytes) and isinstance(high, bytes) and low:
                found.spaces.append((len(low), int.from_bytes(low), int.from_bytes(high)))
    elif word in _ENDINGS:
        _ENDINGS[word](found, stack)
    elif word.lstrip(b"+-").isdigit() and len(word) < 12:
        stack.append(int(word))
        return previous
    if word.startswith((b"begin", b"end")) or word in (b"def", b"usecmap"):
        stack.clear()
    return word


def _groups(stack: list[Any], size: int) -> Iterator[list[Any]]:
    for at in range(0, len(stack) - size + 1, size):
        yield stack[at : at + size]


def _text(value: bytes) -> str:
    """UTF-16BE as the standard says; a single byte is taken as it is."""
    if len(value) == 1:
        return chr(value[0])
    return value.decode("utf-16-be", "replace")


def _bfchar(found: CMap, stack: list[Any]) -> None:
    for code, value in _groups(stack, 2):
        if isinstance(code, bytes) and isinstance(value, bytes):
            found.unicode[int.from_bytes(code)] = _text(value)
        else:
            found.complete = False


def _bfrange(found: CMap, stack: list[Any]) -> None:
    at = 0
    while at + 2 < len(stack):
        low, high, value = stack[at : at + 3]
        at += 3
        if not isinstance(low, bytes) or not isinstance(high, bytes):
            found.complete = False
            return
        first, last = int.from_bytes(low), int.from_bytes(high)
        if last - first > 0xFFFF:
            found.complete = False
            continue
        if value == "[":
            stop = stack.index("]", at) if "]" in stack[at:] else len(stack)
            for offset, item in enumerate(stack[at:stop]):
                if isinstance(item, bytes) and first + offset <= last:
                    found.unicode[first + offset] = _text(item)
            at = stop + 1
        elif isinstance(value, bytes):
            _span(found, first, last, value)
        else:
            found.complete = False


def _span(found: CMap, first: int, last: int, value: bytes) -> None:
    """A range: the last unit of the text counts up with the code."""
    if len(value) < 2:
        for code in range(first, last + 1):
            found.unicode[code] = chr((value[0] if value else 0) + code - first)
        return
    head, tail = value[:-2], int.from_bytes(value[-2:])
    surrogate = len(value) == 4 and 0xD8 <= value[0] <= 0xDB
    start = ord(_text(value)[0]) if surrogate and _text(value) else 0
    for code in range(first, last + 1):
        if surrogate:
            found.unicode[code] = chr(min(start + code - first, 0x10FFFF))
        else:
            found.unicode[code] = _text(head + ((tail + code - first) & 0xFFFF).to_bytes(2))


def _cidchar(found: CMap, stack: list[Any]) -> None:
    for code, cid in _groups(stack, 2):
        if isinstance(code, bytes) and isinstance(cid, int):
            found.cids[int.from_bytes(code)] = cid


def _cidrange(found: CMap, stack: list[Any]) -> None:
    for low, high, cid in _groups(stack, 3):
        if isinstance(low, bytes) and isinstance(high, bytes) and isinstance(cid, int):
            first, last = int.from_bytes(low), int.from_bytes(high)
            if last - first > 0xFFFF:
                found.complete = False
                continue
            for code in range(first, last + 1):
                found.cids[code] = cid + code - first


_ENDINGS = {
    b"endbfchar": _bfchar,
    b"endbfrange": _bfrange,
    b"endcidchar": _cidchar,
    b"endcidrange": _cidrange,
}


class Codes:
    """Splits shown strings into codes and gives their CIDs."""

    def __init__(self, name: str | None, own: CMap | None = None) -> None:
        self.name = name or ""
        self.own = own
        self.known = True
        self.vertical = self.name.endswith("-V") or self.name == "V" or bool(own and own.vertical)
        self._tree: dict[int, Any] | None = None
        base = own.base if own else self.name
        if base and not base.startswith("Identity"):
            self._tree = predefined(base)
            self.known = self._tree is not None or bool(own and own.cids)
        elif own is not None and not own.cids and not base:
            self.known = False

    def split(self, data: bytes) -> Iterator[Code]:
        """The codes of `data` in order; bytes that start no code are codes of one byte without a CID."""
        if self.own is not None and self.own.spaces:
            yield from self._by_space(data, self.own.spaces)
        elif self._tree is None:
            for at in range(0, len(data) - 1, 2):
                yield Code(data[at] << 8 | data[at + 1], at, at + 2)
            if len(data) % 2:
                yield Code(data[-1], len(data) - 1, len(data))
        else:
            yield from self._by_tree(data, self._tree)

    def cid(self, code: Code) -> int | None:
        """The CID of a code of ours; None when the map has none."""
        if self.own is not None and code.value in self.own.cids:
            return self.own.cids[code.value]
        if self._tree is None:
            return code.value if self.own is None or self.own.base else None
        node: Any = self._tree
        for byte in code.value.to_bytes(code.stop - code.start):
            node = node.get(byte) if isinstance(node, dict) else None
        return node if isinstance(node, int) else None

    @staticmethod
    def _by_space(data: bytes, spaces: list[tuple[int, int, int]]) -> Iterator[Code]:
        at = 0
        sizes = sorted({size for size, _, _ in spaces})
        while at < len(data):
            for size in sizes:
                piece = data[at : at + size]
                if len(piece) == size and any(s == size and _inside(piece, low, high) for s, low, high in spaces):
                    break
            else:
                size = min(sizes[0], len(data) - at)
            yield Code(int.from_bytes(data[at : at + size]), at, at + size)
            at += size

    @staticmethod
    def _by_tree(data: bytes, tree: dict[int, Any]) -> Iterator[Code]:
        at = 0
        while at < len(data):
            node: Any = tree
            stop = at
            while stop < len(data) and isinstance(node, dict):
                following = node.get(data[stop])
                if following is None:
                    break
                node = following
                stop += 1
            if not isinstance(node, int):
                stop = max(stop, at + 1)
            yield Code(int.from_bytes(data[at:stop]), at, stop)
            at = stop


def _inside(piece: bytes, low: int, high: int) -> bool:
    lows, highs = low.to_bytes(len(piece)), high.to_bytes(len(piece))
    return all(a <= b <= c for a, b, c in zip(lows, piece, highs, strict=True))


@lru_cache(maxsize=64)
def predefined(name: str) -> dict[int, Any] | None:
    """pdfminer's table of a predefined encoding (GBK-EUC-H, UniGB-UCS2-H …); None when there is none."""
    try:
        table: dict[int, Any] = vars(CMapDB.get_cmap(name))["code2cid"]
        return dict(table)
    except (CMapDB.CMapNotFound, KeyError, OSError, ValueError, AttributeError):
        return None


@lru_cache(maxsize=16)
def collection(name: str, vertical: bool) -> dict[int, str]:
    """CID → character of a character collection such as Adobe-GB1; empty when unknown."""
    try:
        return dict(CMapDB.get_unicode_map(name, vertical).cid2unichr)
    except (CMapDB.CMapNotFound, KeyError, OSError, ValueError, AttributeError):
        return {}
