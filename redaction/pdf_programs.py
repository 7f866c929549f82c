"""Rewrites embedded font programs so that only what is still shown keeps its outline, name and width."""

from __future__ import annotations

import io
import logging
import struct
from dataclasses import dataclass, field
from typing import Any

from fontTools.cffLib import CFFFontSet
from fontTools.misc.psCharStrings import T2CharString
from fontTools.ttLib import TTFont, TTLibError
from fontTools.ttLib.tables._g_l_y_f import Glyph as Outline

from pipeline.readers.pdf_fonts import Font
from pipeline.readers.pdf_objects import stream_bytes
from pipeline.readers.pdf_programs import MAX_FONT_BYTES
from redaction.pdf_type1 import blank_type1

logging.getLogger("fontTools").setLevel(logging.CRITICAL)  # remarks on odd tables are no news to the user
FONT_ERRORS = (
    TTLibError, KeyError, ValueError, IndexError, TypeError, AttributeError, AssertionError, EOFError, OverflowError,
    ArithmeticError, NotImplementedError, RecursionError, MemoryError, OSError, struct.error,
)
DROPPED_TABLES = (
    "GSUB", "GPOS", "GDEF", "BASE", "kern", "name", "DSIG", "morx", "mort", "feat", "meta", "VORG", "gasp", "hdmx",
    "VDMX", "LTSH", "JSTF", "PCLT", "EBDT", "EBLC", "EBSC", "CBDT", "CBLC", "sbix", "SVG ", "COLR", "CPAL", "post",
)


@dataclass(slots=True)
class Usage:
    """What the pages still show with one font."""

    font: Font
    codes: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Code → (bytes of the code, text)."""
    cids: dict[int, float] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


def pruned(font: Font, key: str, data: bytes, usage: Usage) -> bytes:
    """The program with only what is still shown. Raises FONT_ERRORS when its shape is unknown."""
    if key == "/FontFile":
        return blank_type1(data, usage.names | font.program_glyphs(usage.codes))
    if key == "/FontFile3" and data[:4] not in (b"OTTO", b"\x00\x01\x00\x00", b"true"):
        fonts = CFFFontSet()
        around = TTFont(recalcBBoxes=False)
        fonts.decompile(io.BytesIO(data), around)
        _blank_cff(fonts, font, usage, {})
        out = io.BytesIO()
        fonts.compile(out, around)
        return out.getvalue()
    with TTFont(io.BytesIO(data), lazy=False, recalcTimestamp=False, recalcBBoxes=False) as program:
        kept = _kept_gids(program, font, usage)
        order = program.getGlyphOrder()
        if "glyf" in program:
            _blank_glyf(program, kept)
        if "CFF " in program:
            _blank_cff(program["CFF "].cff, font, usage, {order[g]: g for g in kept if g < len(order)})
        for table in program["cmap"].tables if "cmap" in program else ():
            table.cmap = {code: name for code, name in table.cmap.items() if program.getGlyphID(name) in kept}
        for name in DROPPED_TABLES:
            if name in program:
                del program[name]
        out = io.BytesIO()
        program.save(out, reorderTables=False)
        return out.getvalue()


def _kept_gids(program: TTFont, font: Font, usage: Usage) -> set[int]:
    kept = {0}
    if font.composite:
        mapping = stream_bytes(font.descendant.get("/CIDToGIDMap"), MAX_FONT_BYTES)
        for cid in usage.cids:
            if mapping is None:
                kept.add(cid)
            elif cid * 2 + 1 < len(mapping):
                kept.add(int.from_bytes(mapping[cid * 2 : cid * 2 + 2]))
        return kept
    names = set(usage.names)
    texts = {text for _, text in usage.codes.values()}
    for table in program["cmap"].tables if "cmap" in program else ():
        symbolic = (table.platformID, table.platEncID) in ((3, 0), (1, 0))
        for code, name in table.cmap.items():
            if (symbolic and (code & 0xFF) in usage.codes) or (not symbolic and chr(code) in texts):
                names.add(name)
    kept.update(program.getGlyphID(name) for name in names if name in program.getReverseGlyphMap())
    if kept == {0}:
        kept.update(usage.codes)
    return kept


def _blank_glyf(program: TTFont, kept: set[int]) -> None:
    table = program["glyf"]
    order = program.getGlyphOrder()
    waiting = [order[gid] for gid in kept if gid < len(order)]
    names = set(waiting)
    while waiting:
        glyph = table[waiting.pop()]
        for part in glyph.getComponentNames(table) if glyph.isComposite() else ():
            if part not in names:
                names.add(part)
                waiting.append(part)
    for name in order:
        if name not in names:
            table[name] = Outline()
            program["hmtx"][name] = (0, 0)
            if "vmtx" in program:
                program["vmtx"][name] = (0, 0)


def _blank_cff(fonts: CFFFontSet, font: Font, usage: Usage, kept: dict[str, int]) -> None:
    """Outlines that are no longer shown become empty; names of simple fonts' glyphs become numbers."""
    top = fonts[0]
    strings = top.CharStrings
    if kept:
        names = set(kept)
    elif hasattr(top, "ROS"):
        names = {f"cid{cid:05d}" for cid in usage.cids}
    elif font.composite:
        order = top.charset
        names = {order[cid] for cid in usage.cids if cid < len(order)}
    else:
        names = usage.names | font.program_glyphs(usage.codes)
        names |= {name for name in top.charset if _shown(name, usage)}
    names.add(".notdef")
    for name in list(top.charset):
        if name not in names:
            private = getattr(strings[name], "private", None)
            blank = T2CharString(program=["endchar"], private=private)
            if strings.charStringsAreIndexed:
                strings.charStringsIndex[strings.charStrings[name]] = blank
            else:
                strings.charStrings[name] = blank
    if not hasattr(top, "ROS"):
        _rename(top, names)


def _shown(name: str, usage: Usage) -> bool:
    from pipeline.readers.pdf_programs import glyph_text

    text = glyph_text(name)
    return text is not None and any(text == shown for _, shown in usage.codes.values())


def _rename(top: Any, names: set[str]) -> None:
    strings = top.CharStrings
    fresh = {name: f"x{at}" for at, name in enumerate(top.charset) if name not in names}
    top.charset = [fresh.get(name, name) for name in top.charset]
    strings.charset = top.charset
    strings.charStrings = {fresh.get(name, name): value for name, value in strings.charStrings.items()}
    if isinstance(getattr(top, "Encoding", None), list):
        top.Encoding = [".notdef" if name in fresh else name for name in top.Encoding]
