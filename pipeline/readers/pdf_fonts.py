"""Fonts of a PDF: from the bytes of a show operator to characters, widths and byte slices.

Nothing is guessed: a code whose character the file does not tell has `text` None, and the page that uses it is
a gap. Widths are in text space (1 = the font size). ISO 32000-1 §9.6-§9.10.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

import pikepdf
from pdfminer.encodingdb import EncodingDB
from pdfminer.fontmetrics import FONT_METRICS

from pipeline.readers.pdf_cmap import Code, Codes, collection, parse
from pipeline.readers.pdf_objects import array, integer, name_of, number, stream_bytes
from pipeline.readers.pdf_programs import (
    MAX_FONT_BYTES,
    UNICODE_NAMES,
    builtin,
    glyph_text,
    program_map,
    program_names,
)


class Shown(NamedTuple):
    """What one code shows. `vertical` is (advance down, origin x, origin y), for vertical fonts only."""

    code: Code
    text: str | None
    width: float
    vertical: tuple[float, float, float] | None
    space: bool
    """A single byte 32: word spacing applies."""
    cid: int


class Font:
    """A font as the page uses it. `known` is False when its strings cannot even be split into codes."""

    def __init__(self, obj: pikepdf.Object) -> None:
        self.obj = obj
        self.subtype = name_of(obj.get("/Subtype"))
        self.name = name_of(obj.get("/BaseFont"))
        self.composite = self.subtype == "Type0"
        self.type3 = self.subtype == "Type3"
        self.known = True
        self.matrix = (0.001, 0.0, 0.0, 0.001, 0.0, 0.0)
        self._cache: dict[tuple[int, int], tuple[str | None, float, tuple[float, float, float] | None, int]] = {}
        self._strings: dict[bytes, tuple[Shown, ...]] = {}
        self._unicode: dict[int, str] = {}
        data = stream_bytes(obj.get("/ToUnicode"), MAX_FONT_BYTES)
        if data is not None:
            self._unicode = parse(data).unicode
        if self.composite:
            self._open_composite()
        else:
            self._open_simple()

    @property
    def is_vertical(self) -> bool:
        """True for fonts that write downwards."""
        return self.composite and self._codes.vertical

    def show(self, data: bytes) -> tuple[Shown, ...]:
        """The glyphs that showing `data` draws, in order; the slices tile `data`."""
        cached = self._strings.get(data)
        if cached is None:
            codes = self._codes.split(data) if self.composite else (Code(b, i, i + 1) for i, b in enumerate(data))
            cached = tuple(self._one(code) for code in codes)
            if len(self._strings) < 5000 and len(data) < 200:
                self._strings[data] = cached
        return cached

    def everything(self) -> tuple[tuple[bytes, tuple[Shown, ...]], ...]:
        """Every code shown so far, once each."""
        shown = tuple(
            Shown(Code(value, 0, size), text, width, vertical, False, cid)
            for (value, size), (text, width, vertical, cid) in self._cache.items()
        )
        return ((b"", shown),)

    def seen(self) -> list[tuple[bytes, tuple[Shown, ...]]]:
        """Strings shown so far and what they were."""
        return list(self._strings.items())

    def _one(self, code: Code) -> Shown:
        key = (code.value, code.stop - code.start)
        facts = self._cache.get(key)
        if facts is None:
            facts = self._composite(code) if self.composite else self._simple(code.value)
            self._cache[key] = facts
        text, width, vertical, cid = facts
        return Shown(code, text, width, vertical, code.value == 32 and key[1] == 1, cid)

    # ---- composite ---------------------------------------------------------------------------------

    def _open_composite(self) -> None:
        descendants = array(self.obj.get("/DescendantFonts"))
        self.descendant = descendants[0] if descendants else pikepdf.Dictionary()
        if not isinstance(self.descendant, pikepdf.Dictionary):
            self.descendant = pikepdf.Dictionary()
        encoding = self.obj.get("/Encoding")
        if isinstance(encoding, pikepdf.Stream):
            own = parse(stream_bytes(encoding, MAX_FONT_BYTES) or b"")
            base = encoding.get("/UseCMap")
            if isinstance(base, pikepdf.Name):
                own.base = name_of(base)
            own.vertical = own.vertical or integer(encoding.get("/WMode"), 0) == 1
            self._codes = Codes(name_of(encoding.get("/CMapName")), own)
        else:
            self._codes = Codes(name_of(encoding) or "Identity-H")
        self.known = self._codes.known
        info = self.descendant.get("/CIDSystemInfo")
        self._collection = "-".join(
            str(info.get(key, "")) for key in ("/Registry", "/Ordering")
        ) if isinstance(info, pikepdf.Dictionary) else ""
        if self._collection == "Adobe-Identity" and not isinstance(encoding, pikepdf.Stream):
            other = re.match(r"(?:Uni)?(GB|GBK|CNS|JIS|KS)", self._codes.name)
            names = {"GB": "Adobe-GB1", "GBK": "Adobe-GB1", "CNS": "Adobe-CNS1", "JIS": "Adobe-Japan1", "KS": "Adobe-Korea1"}
            self._collection = names[other.group(1)] if other else self._collection
        self._default = number(self.descendant.get("/DW"), 1000.0)
        self._widths = _cid_widths(array(self.descendant.get("/W")))
        pair = array(self.descendant.get("/DW2"))
        self._default2 = (number(pair[0], 880.0), number(pair[1], -1000.0)) if len(pair) == 2 else (880.0, -1000.0)
        self._widths2 = _cid_widths2(array(self.descendant.get("/W2")))
        self._gid_text: dict[int, str] | None = None

    def _composite(self, code: Code) -> tuple[str | None, float, tuple[float, float, float] | None, int]:
        cid = self._codes.cid(code)
        number_ = cid if cid is not None else 0
        width = self._widths.get(number_, self._default)
        vertical = None
        if self._codes.vertical:
            w1, vx, vy = self._widths2.get(number_, (self._default2[1], width / 2, self._default2[0]))
            vertical = (w1 / 1000, vx / 1000, vy / 1000)
        return _trusted(self._composite_text(code, cid)), width / 1000, vertical, number_

    def _composite_text(self, code: Code, cid: int | None) -> str | None:
        if self._unicode:
            found = self._unicode.get(code.value)
            if found is not None:
                return found
        if self._codes.name.startswith("Uni") and code.stop - code.start in (2, 4):
            size = code.stop - code.start
            kind = "utf-32-be" if "UTF32" in self._codes.name else "utf-16-be"
            return code.value.to_bytes(size).decode(kind, "replace")
        if cid is None:
            return None
        if self._collection not in ("", "Adobe-Identity"):
            found = collection(self._collection, self._codes.vertical).get(cid)
            if found is None and self._codes.vertical:
                found = collection(self._collection, False).get(cid)
            return found
        if self._gid_text is None:
            self._gid_text = {} if self._unicode else program_map(self.descendant)
        return self._gid_text.get(cid)

    # ---- simple ------------------------------------------------------------------------------------

    def _open_simple(self) -> None:
        encoding = self.obj.get("/Encoding")
        base, differences = "", []
        if isinstance(encoding, pikepdf.Dictionary):
            base, differences = name_of(encoding.get("/BaseEncoding")), array(encoding.get("/Differences"))
        elif isinstance(encoding, pikepdf.Name):
            base = name_of(encoding)
        descriptor = self.obj.get("/FontDescriptor")
        descriptor = descriptor if isinstance(descriptor, pikepdf.Dictionary) else pikepdf.Dictionary()
        self._has_base = bool(base)
        symbolic = bool(integer(descriptor.get("/Flags"), 0) & 4)
        embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        self._names: dict[int, str] = {}
        self._table: dict[int, str] = {}
        if base or not (self.type3 or (symbolic and embedded)):
            default = "WinAnsiEncoding" if self.subtype == "TrueType" else "StandardEncoding"
            self._table = dict(EncodingDB.get_encoding(base or default))
        elif embedded:
            self._table = builtin(descriptor)
        code = 0
        for item in differences:
            if isinstance(item, pikepdf.Name):
                self._names[code] = name_of(item)
                code += 1
            else:
                code = integer(item, code)
        self._first = integer(self.obj.get("/FirstChar"), 0)
        self._list = [number(item, 0.0) for item in array(self.obj.get("/Widths"))]
        self._missing = number(descriptor.get("/MissingWidth"), 0.0)
        self._metrics: dict[str, int] = {}
        if not self._list:
            plain = self.name.split("+")[-1]
            self._metrics = FONT_METRICS.get(plain, FONT_METRICS["Helvetica"])[1]
        if self.type3:
            values = [number(item, 0.0) for item in array(self.obj.get("/FontMatrix"))]
            if len(values) == 6:
                self.matrix = tuple(values)  # type: ignore[assignment]

    def _simple(self, code: int) -> tuple[str | None, float, None, int]:
        text = self._unicode.get(code)
        if text is None and code in self._names:
            text = glyph_text(self._names[code])
        elif text is None:
            text = self._table.get(code)
        at = code - self._first
        if 0 <= at < len(self._list):
            width = self._list[at]
        elif self._metrics and text:
            width = float(self._metrics.get(text, 500))
        else:
            width = self._missing
        return _trusted(text), width * self.matrix[0], None, code

    def vertical_widths(self) -> dict[int, tuple[float, float, float]]:
        """/W2 by CID."""
        return dict(self._widths2) if self.composite else {}

    def program_glyphs(self, codes: Iterable[int]) -> set[str]:
        """The glyph names of the program that these codes of a simple font show, as far as names tell."""
        own = {} if self._has_base else program_names(self.obj.get("/FontDescriptor"))
        found = set()
        for code in codes:
            name = self._names.get(code) or own.get(code) or UNICODE_NAMES.get(self._table.get(code, ""))
            if name:
                found.add(name)
        return found

    def program_glyph(self, code: int) -> str | None:
        """The glyph name of the program that a code of a simple font shows; None where names do not tell."""
        found = self.program_glyphs([code])
        return next(iter(found), None)

    @property
    def identity(self) -> bool:
        """True for a composite font whose codes are its CIDs, two bytes each."""
        return self.composite and self._codes.name == "Identity-H"

    def glyph_name(self, code: int) -> str | None:
        """The glyph name that /Differences gives a code of a simple font."""
        return self._names.get(code)


def _trusted(text: str | None) -> str | None:
    """None for what is no character: private use, controls, replacement and unassigned code points."""
    if not text:
        return None
    for character in text:
        if unicodedata.category(character) in ("Co", "Cn", "Cs", "Cc") and character not in "\t\n\r":
            return None
        if character == "\ufffd":
            return None
    return " " if text in ("\t", "\n", "\r") else text


def _cid_widths(items: list[Any]) -> dict[int, float]:
    found: dict[int, float] = {}
    at = 0
    while at + 1 < len(items):
        first, second = integer(items[at], 0), items[at + 1]
        if isinstance(second, pikepdf.Array):
            for offset, value in enumerate(array(second)):
                found[first + offset] = number(value, 1000.0)
            at += 2
        elif at + 2 < len(items):
            value = number(items[at + 2], 1000.0)
            for cid in range(first, min(integer(second, 0), first + 0xFFFF) + 1):
                found[cid] = value
            at += 3
        else:
            break
    return found


def _cid_widths2(items: list[Any]) -> dict[int, tuple[float, float, float]]:
    found: dict[int, tuple[float, float, float]] = {}
    at = 0
    while at + 1 < len(items):
        first, second = integer(items[at], 0), items[at + 1]
        if isinstance(second, pikepdf.Array):
            values = [number(value, 0.0) for value in array(second)]
            for offset in range(len(values) // 3):
                w1, vx, vy = values[offset * 3 : offset * 3 + 3]
                found[first + offset] = (w1, vx, vy)
            at += 2
        elif at + 4 < len(items):
            w1, vx, vy = (number(value, 0.0) for value in items[at + 2 : at + 5])
            for cid in range(first, min(integer(second, 0), first + 0xFFFF) + 1):
                found[cid] = (w1, vx, vy)
            at += 5
        else:
            break
    return found
