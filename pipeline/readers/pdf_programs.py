"""What the font programs inside a PDF tell by themselves: glyph names, built-in encodings, Unicode tables."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont, TTLibError
from pdfminer.encodingdb import EncodingDB, name2unicode
from pdfminer.glyphlist import glyphname2unicode

from pipeline.readers.pdf_objects import integer, stream_bytes

MAX_FONT_BYTES = 64 * 2**20
UNICODE_NAMES = {text: name for name, text in sorted(glyphname2unicode.items(), reverse=True)}


@lru_cache(maxsize=4096)
def glyph_text(name: str) -> str | None:
    """The characters that an Adobe glyph name stands for; None when it stands for none."""
    try:
        return str(name2unicode(name))
    except (KeyError, ValueError, OverflowError):
        return None


def _program(descriptor: Any) -> tuple[str, bytes] | None:
    if not isinstance(descriptor, pikepdf.Dictionary):
        return None
    for key in ("/FontFile2", "/FontFile3", "/FontFile"):
        data = stream_bytes(descriptor.get(key), MAX_FONT_BYTES)
        if data:
            return key, data
    return None


def program_map(descendant: pikepdf.Dictionary) -> dict[int, str]:
    """Glyph → character from the program's own Unicode table, for Identity fonts without ToUnicode."""
    program = _program(descendant.get("/FontDescriptor"))
    if program is None or integer(descendant.get("/CIDToGIDMap"), 0) or isinstance(
        descendant.get("/CIDToGIDMap"), pikepdf.Stream
    ):
        return {}
    try:
        with TTFont(io.BytesIO(program[1]), lazy=True) as font:
            table = font.getBestCmap() or {}
            return {font.getGlyphID(glyph): chr(code) for code, glyph in sorted(table.items(), reverse=True)}
    except _FONT_ERRORS:
        return {}


def builtin(descriptor: pikepdf.Dictionary) -> dict[int, str]:
    """Code → character of a symbolic embedded font, where its own program tells."""
    program = _program(descriptor)
    if program is None:
        return {}
    key, data = program
    try:
        if key == "/FontFile":
            return _type1_encoding(data)
        if key == "/FontFile3" and not data.startswith((b"OTTO", b"\x00\x01\x00\x00", b"true")):
            return _cff_encoding(data)
        with TTFont(io.BytesIO(data), lazy=True) as font:
            return _truetype_encoding(font)
    except _FONT_ERRORS:
        return {}


def _truetype_encoding(font: TTFont) -> dict[int, str]:
    best = font.getBestCmap() or {}
    known = {glyph: chr(code) for code, glyph in sorted(best.items(), reverse=True)}
    found: dict[int, str] = {}
    for table in font["cmap"].tables:
        if (table.platformID, table.platEncID) in ((3, 0), (1, 0)):
            for code, glyph in table.cmap.items():
                text = known.get(glyph) or glyph_text(glyph)
                if text and (code & 0xFF) not in found:
                    found[code & 0xFF] = text
    return found


def _type1_encoding(data: bytes) -> dict[int, str]:
    return _texts(_type1_names(data))


def _type1_names(data: bytes) -> dict[int, str]:
    head = data.split(b"eexec")[0]
    if re.search(rb"/Encoding\s+StandardEncoding", head):
        return _standard_names()
    return {
        int(match.group(1)): match.group(2).decode("latin-1")
        for match in re.finditer(rb"dup\s+(\d{1,3})\s*/([^\s]+)\s+put", head)
    }


def _cff_encoding(data: bytes) -> dict[int, str]:
    return _texts(_cff_names(data))


def _cff_names(data: bytes) -> dict[int, str]:
    from fontTools.cffLib import CFFFontSet

    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    encoding = fonts[0].Encoding
    if encoding == "StandardEncoding":
        return _standard_names()
    if not isinstance(encoding, list):
        return {}
    return {code: glyph for code, glyph in enumerate(encoding) if glyph != ".notdef"}


def _texts(names: dict[int, str]) -> dict[int, str]:
    return {code: text for code, name in names.items() if (text := glyph_text(name))}


def _standard_names() -> dict[int, str]:
    return {code: UNICODE_NAMES[t] for code, t in EncodingDB.get_encoding("StandardEncoding").items() if t in UNICODE_NAMES}


def program_names(descriptor: Any) -> dict[int, str]:
    """Code → glyph name in the encoding that a Type 1 or CFF program brings itself."""
    program = _program(descriptor)
    if program is None or program[1].startswith((b"OTTO", b"\x00\x01\x00\x00", b"true")):
        return {}
    try:
        return _type1_names(program[1]) if program[0] == "/FontFile" else _cff_names(program[1])
    except _FONT_ERRORS:
        return {}


_FONT_ERRORS = (
    TTLibError, KeyError, ValueError, IndexError, TypeError, AttributeError, AssertionError, EOFError, OverflowError,
    ArithmeticError, NotImplementedError, RecursionError, MemoryError, OSError,
)
