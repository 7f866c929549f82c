"""Prunes the fonts that cut glyphs used: characters, widths, names and outlines that nothing shows any more.

Kept is exactly what the rewritten pages still show, so that a gap in a full font does not name what was cut.
Removes also CIDSet and CharSet. Leaves fonts that no cut touched. Programs that fontTools cannot read are
refused when they are subsets and a character would survive in them alone.
"""

from __future__ import annotations

import io
import logging
import struct
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.misc.psCharStrings import T2CharString
from fontTools.ttLib import TTFont, TTLibError
from fontTools.ttLib.tables._g_l_y_f import Glyph as Outline

from pipeline.errors import RedactionRefused
from pipeline.readers.pdf_cmap import parse
from pipeline.readers.pdf_content import PageContent
from pipeline.readers.pdf_fonts import MAX_FONT_BYTES, Font
from pipeline.readers.pdf_objects import (
    array,
    dictionary,
    integer,
    key_of,
    name_of,
    number,
    stream_bytes,
)
from redaction.pdf_marks import to_unicode
from redaction.pdf_type1 import blank_type1

logging.getLogger("fontTools").setLevel(logging.CRITICAL)  # remarks on odd tables are no news to the user
FONT_ERRORS = (
    TTLibError, KeyError, ValueError, IndexError, TypeError, AttributeError, AssertionError, EOFError, OverflowError,
    ArithmeticError, NotImplementedError, RecursionError, MemoryError, OSError, struct.error,
)
_DROPPED_TABLES = (
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


def usages(contents: list[PageContent]) -> dict[tuple[int, int], Usage]:
    """Codes by font object over all pages."""
    found: dict[tuple[int, int], Usage] = {}
    for content in contents:
        for font in content.fonts:
            usage = found.setdefault(key_of(font.obj), Usage(font))
            for data, shown in font.everything():
                del data
                for one in shown:
                    usage.codes[one.code.value] = (one.code.stop - one.code.start, one.text or "")
                    usage.cids[one.cid] = one.width
                    if not font.composite and (name := font.glyph_name(one.code.value)):
                        usage.names.add(name)
    return found


def prune(pdf: pikepdf.Pdf, usage: Usage, gone: set[str]) -> str | None:
    """Prune one font. `gone` are the characters that stand nowhere any more. A note when something stayed."""
    font = usage.font
    obj = font.obj
    if font.name.startswith("XSMARK+"):
        return None
    if isinstance(obj.get("/ToUnicode"), pikepdf.Stream):
        _prune_unicode(pdf, obj, usage)
    if font.composite:
        descendant = font.descendant
        _prune_cid_widths(descendant, usage)
        descriptor = dictionary(descendant.get("/FontDescriptor"))
    else:
        _prune_simple(obj, usage)
        descriptor = dictionary(obj.get("/FontDescriptor"))
    for key in ("/CIDSet", "/CharSet"):
        if key in descriptor:
            del descriptor[key]
    if font.type3:
        _prune_procedures(obj, usage)
        return None
    return _prune_program(pdf, font, descriptor, usage, gone)


def _prune_unicode(pdf: pikepdf.Pdf, obj: Any, usage: Usage) -> None:
    known = parse(stream_bytes(obj["/ToUnicode"], MAX_FONT_BYTES) or b"").unicode
    kept = {code: (size, known[code]) for code, (size, _) in usage.codes.items() if code in known}
    if kept:
        obj["/ToUnicode"] = pdf.make_stream(to_unicode(kept))
    else:
        del obj["/ToUnicode"]


def _prune_cid_widths(descendant: Any, usage: Usage) -> None:
    default = number(descendant.get("/DW"), 1000.0)
    rows = pikepdf.Array()
    for cid, width in sorted(usage.cids.items()):
        if abs(width * 1000 - default) > 0.01:
            rows.append(cid)
            value = round(width * 1000, 3)
            rows.append(pikepdf.Array([int(value) if value == int(value) else value]))
    if "/W" in descendant:
        descendant["/W"] = rows
    if "/W2" in descendant:
        kept = pikepdf.Array()
        for cid, (w1, vx, vy) in sorted(usage.font.vertical_widths().items()):
            if cid in usage.cids:
                kept.append(cid)
                kept.append(pikepdf.Array([w1, vx, vy]))
        descendant["/W2"] = kept


def _prune_simple(obj: Any, usage: Usage) -> None:
    first = integer(obj.get("/FirstChar"), 0)
    widths = array(obj.get("/Widths"))
    if widths:
        obj["/Widths"] = pikepdf.Array([w if first + i in usage.codes else 0 for i, w in enumerate(widths)])
    encoding = obj.get("/Encoding")
    if isinstance(encoding, pikepdf.Dictionary) and "/Differences" in encoding:
        rows = pikepdf.Array()
        last = -2
        for code in sorted(usage.codes):
            name = usage.font.glyph_name(code)
            if name is None:
                continue
            if code != last + 1:
                rows.append(code)
            rows.append(pikepdf.Name("/" + name))
            last = code
        made = pikepdf.Dictionary({key: value for key, value in encoding.items() if key != "/Differences"})
        made["/Differences"] = rows
        obj["/Encoding"] = made


def _prune_procedures(obj: Any, usage: Usage) -> None:
    procedures = dictionary(obj.get("/CharProcs"))
    obj["/CharProcs"] = pikepdf.Dictionary(
        {key: value for key, value in procedures.items() if key[1:] in usage.names}
    )


def _prune_program(pdf: pikepdf.Pdf, font: Font, descriptor: Any, usage: Usage, gone: set[str]) -> str | None:
    for key in ("/FontFile2", "/FontFile3", "/FontFile"):
        data = stream_bytes(descriptor.get(key), MAX_FONT_BYTES)
        if data is None:
            continue
        try:
            made = _program(font, key, data, usage)
        except FONT_ERRORS:
            if gone and (font.name[6:7] == "+" or not font.name):
                raise RedactionRefused(
                    "内嵌子集字体不能精简，被删文字的字形会留在文件中。", advice="请用原编辑软件重新导出 PDF 后再删减。"
                ) from None
            return "一个内嵌字体未能精简，其中可能留有不再显示的字形。"
        stream = pdf.make_stream(made)
        subtype = descriptor[key].get("/Subtype")
        if subtype is not None:
            stream["/Subtype"] = subtype
        if key == "/FontFile2":
            stream["/Length1"] = len(made)
        if key == "/FontFile":
            for name in ("/Length1", "/Length2", "/Length3"):
                stream[name] = descriptor[key].get(name, 0)
            stream["/Length1"], stream["/Length2"] = _type1_lengths(made)
        descriptor[key] = stream
    return None


def _type1_lengths(data: bytes) -> tuple[int, int]:
    start = data.find(b"eexec")
    head = start + 6 if start >= 0 else len(data)
    tail = data.rfind(b"0" * 64)
    while tail > 0 and data[tail - 1 : tail] in (b"0", b"\n", b"\r"):
        tail -= 1
    return head, max(0, (tail if tail > head else len(data)) - head)


def _program(font: Font, key: str, data: bytes, usage: Usage) -> bytes:
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
        for name in _DROPPED_TABLES:
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
    from pipeline.readers.pdf_fonts import glyph_text

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


__all__ = ["Usage", "name_of", "prune", "usages"]
