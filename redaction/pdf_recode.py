"""Gives the characters of an embedded font new numbers: without gaps, in the order of the characters themselves.

Some programs number the characters of a font in the order of their first use. What stood in a cut leaves gaps in
these numbers, and a character that stood in a cut first keeps the number of that place. In the order of the
characters, numbers tell nothing but which characters are still shown. Outlines, names and widths follow.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from pipeline.readers.pdf_objects import array, dictionary, integer, stream_bytes
from pipeline.readers.pdf_programs import MAX_FONT_BYTES
from redaction.pdf_marks import to_unicode
from redaction.pdf_programs import DROPPED_TABLES, FONT_ERRORS, Usage
from redaction.pdf_type1 import Type1Lengths, ordered_type1

DENSE = 8
"""A font whose highest code is below so many times its codes in use is numbered for this file."""
_SFNT = (b"OTTO", b"\x00\x01\x00\x00", b"true")


@dataclass(frozen=True, slots=True)
class Recoding:
    """New codes of one font: old code → new code, of the same number of bytes; and its new program."""

    usage: Usage
    codes: dict[int, int]
    key: str = ""
    program: bytes = b""
    lengths: Type1Lengths | None = None

    def apply(self, pdf: pikepdf.Pdf) -> None:
        """Rewrite the font object; the content streams must be rewritten as well."""
        obj, font = self.usage.font.obj, self.usage.font
        shown = {self.codes[code]: value for code, value in self.usage.codes.items()}
        texts = {code: value for code, value in shown.items() if value[1]}
        obj["/ToUnicode"] = pdf.make_stream(to_unicode(texts)) if texts else pdf.make_stream(to_unicode({}))
        if font.composite:
            _composite(pdf, font.descendant, {self.codes[cid]: width for cid, width in self.usage.cids.items()})
        else:
            _simple(obj, self, font.matrix[0])
        if self.key:
            holder = font.descendant if font.composite else obj
            descriptor = pikepdf.Dictionary(dict(dictionary(holder["/FontDescriptor"]).items()))
            stream = pdf.make_stream(self.program)
            for name in ("/Subtype",):
                if name in descriptor[self.key]:
                    stream[name] = descriptor[self.key][name]
            if self.key == "/FontFile2":
                stream["/Length1"] = len(self.program)
                descriptor["/Flags"] = integer(descriptor.get("/Flags"), 4) & ~32 | 4
            if self.lengths is not None:
                stream["/Length1"], stream["/Length2"], stream["/Length3"] = self.lengths
            for name in ("/CIDSet", "/CharSet"):
                if name in descriptor:
                    del descriptor[name]
            descriptor[self.key] = stream
            holder["/FontDescriptor"] = pdf.make_indirect(descriptor)


def numbered(usage: Usage) -> bool:
    """True for a subset whose codes stand close together and do not follow the characters that they show."""
    font = usage.font
    if "+" not in font.name[:8] and not font.type3:
        return False
    codes = {code: text for code, (_, text) in usage.codes.items()}
    if not codes or max(codes) - min(codes) >= DENSE * len(codes) + 32:
        return False
    return sum(text == chr(code) for code, text in codes.items()) * 2 < len(codes) or len(codes) < 2


def recoding(usage: Usage) -> Recoding | None:
    """New numbers for what the pages still show with a font; None where its shape is not known."""
    font = usage.font
    sizes = {size for size, _ in usage.codes.values()}
    order = sorted(usage.codes, key=lambda code: (usage.codes[code][1], code))
    codes = {old: new for new, old in enumerate(order, 1)}
    if len(sizes) != 1 or len(order) > (255 if sizes == {1} else 0xFFFE) or font.is_vertical:
        return None
    try:
        if font.type3:
            return Recoding(usage, codes) if all(font.glyph_name(code) for code in order) else None
        made = _composite_program(usage, order) if font.composite else _simple_program(usage, order)
    except FONT_ERRORS:
        return None
    return None if made is None else Recoding(usage, codes, *made)


# ---- font objects ------------------------------------------------------------------------------------


def _composite(pdf: pikepdf.Pdf, descendant: Any, widths: dict[int, float]) -> None:
    del pdf
    rows = pikepdf.Array()
    for cid, width in sorted(widths.items()):
        value = round(width * 1000, 3)
        rows.extend([cid, pikepdf.Array([int(value) if value == int(value) else value])])  # type: ignore[list-item]  # the library wraps numbers
    descendant["/W"] = rows
    if "/CIDToGIDMap" in descendant:
        descendant["/CIDToGIDMap"] = pikepdf.Name.Identity


def _simple(obj: Any, made: Recoding, unit: float) -> None:
    usage = made.usage
    obj["/FirstChar"], obj["/LastChar"] = 1, len(made.codes)
    widths = [usage.cids[old] / unit for old in made.codes]
    obj["/Widths"] = pikepdf.Array([int(w) if w == int(w) else round(w, 3) for w in (round(w, 3) for w in widths)])
    if made.key == "/FontFile2":
        if "/Encoding" in obj:
            del obj["/Encoding"]
        return
    names = [pikepdf.Name(f"/g{new}") for new in made.codes.values()]
    if usage.font.type3:
        obj["/FontBBox"] = pikepdf.Array([0, 0, 0, 0])  # stated by none: the old one may be of a glyph that went
        procedures = dictionary(obj.get("/CharProcs"))
        obj["/CharProcs"] = pikepdf.Dictionary(
            {f"/g{new}": procedures["/" + (usage.font.glyph_name(old) or "")] for old, new in made.codes.items()}
        )
    obj["/Encoding"] = pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=pikepdf.Array([1, *names]))


# ---- programs ----------------------------------------------------------------------------------------


def _descriptor(usage: Usage) -> Any:
    return dictionary((usage.font.descendant if usage.font.composite else usage.font.obj).get("/FontDescriptor"))


def _composite_program(usage: Usage, order: Sequence[int]) -> tuple[str, bytes] | None:
    descriptor = _descriptor(usage)
    font = usage.font
    if not font.identity or set(order) != set(usage.cids):
        return None
    data = stream_bytes(descriptor.get("/FontFile2"), MAX_FONT_BYTES)
    if data is not None:
        mapping = stream_bytes(font.descendant.get("/CIDToGIDMap"), MAX_FONT_BYTES)
        gids = [cid if mapping is None else int.from_bytes(mapping[cid * 2 : cid * 2 + 2]) for cid in order]
        return "/FontFile2", _truetype(data, gids)
    data = stream_bytes(descriptor.get("/FontFile3"), MAX_FONT_BYTES)
    if data is None or data[:4] in _SFNT:
        return None
    fonts, around = _cff(data)
    top = fonts[0]
    if hasattr(top, "ROS"):
        names = [f"cid{cid:05d}" for cid in order]
        fresh = [f"cid{new:05d}" for new in range(1, len(order) + 1)]
    else:
        names = [top.charset[cid] for cid in order]
        fresh = [f"g{new}" for new in range(1, len(order) + 1)]
    return "/FontFile3", _reordered(fonts, around, names, fresh)


def _simple_program(usage: Usage, order: Sequence[int]) -> tuple[str, bytes] | tuple[str, bytes, Type1Lengths] | None:
    descriptor, font = _descriptor(usage), usage.font
    data = stream_bytes(descriptor.get("/FontFile2"), MAX_FONT_BYTES)
    if data is not None:
        gids = _simple_gids(data, usage, order)
        return None if gids is None else ("/FontFile2", _truetype(data, gids, encoded=True))
    listed = [font.program_glyph(code) for code in order]
    names = [name for name in listed if name]
    if len(names) != len(order) or len(set(names)) != len(names):
        return None
    data = stream_bytes(descriptor.get("/FontFile"), MAX_FONT_BYTES)
    if data is not None:
        return "/FontFile", *ordered_type1(data, names)
    data = stream_bytes(descriptor.get("/FontFile3"), MAX_FONT_BYTES)
    if data is None or data[:4] in _SFNT:
        return None
    fonts, around = _cff(data)
    if hasattr(fonts[0], "ROS"):
        return None
    fonts[0].Encoding = "StandardEncoding"
    return "/FontFile3", _reordered(fonts, around, names, [f"g{new}" for new in range(1, len(order) + 1)])


def _simple_gids(data: bytes, usage: Usage, order: Sequence[int]) -> list[int] | None:
    """The outlines that the codes of a simple TrueType font show; None when one cannot be told."""
    with TTFont(io.BytesIO(data), lazy=True) as program:
        tables = {(t.platformID, t.platEncID): t.cmap for t in (program["cmap"].tables if "cmap" in program else ())}
        found = []
        for code in order:
            text = usage.codes[code][1]
            name = tables.get((3, 0), {}).get(0xF000 + code) or tables.get((3, 0), {}).get(code) or tables.get((1, 0), {}).get(code)
            if "/Encoding" in usage.font.obj and len(text) == 1:
                name = tables.get((3, 1), {}).get(ord(text)) or name
            if name is None:
                return None
            found.append(program.getGlyphID(name))
        return found


def _truetype(data: bytes, gids: Sequence[int], *, encoded: bool = False) -> bytes:
    """The program with these outlines only, numbered from 1 in this order, and what they are composed of."""
    with TTFont(io.BytesIO(data), lazy=False, recalcTimestamp=False, recalcBBoxes=False) as program:
        order, table = program.getGlyphOrder(), program["glyf"]
        if len(set(gids)) != len(gids) or 0 in gids:
            raise ValueError("gids")
        kept = [order[0], *(order[gid] for gid in gids)]
        for name in kept:
            glyph = table[name]
            for part in glyph.getComponentNames(table) if glyph.isComposite() else ():
                if part not in kept:
                    kept.append(part)
        fresh = {name: f"g{number}" for number, name in enumerate(kept)}
        glyphs = {}
        for name in kept:
            glyph = table[name]
            if glyph.isComposite():
                for component in glyph.components:
                    component.glyphName = fresh[component.glyphName]
            glyphs[fresh[name]] = glyph
        for key in ("hmtx", "vmtx"):
            if key in program:
                program[key].metrics = {fresh[name]: program[key].metrics[name] for name in kept}
        for key in (*DROPPED_TABLES, "cmap", "OS/2"):
            if key in program:
                del program[key]
        table.glyphs, table.glyphOrder = glyphs, list(fresh.values())
        program.setGlyphOrder(list(fresh.values()))
        program["maxp"].numGlyphs = len(kept)
        if encoded:
            _encode(program, len(gids))
        out = io.BytesIO()
        program.save(out, reorderTables=False)
        return out.getvalue()


def _encode(program: TTFont, count: int) -> None:
    """Tables by which a simple symbolic font finds its outlines."""
    table = newTable("cmap")
    table.tableVersion = 0
    table.tables = []
    for platform, encoding, form, base in ((1, 0, 0, 0), (3, 0, 4, 0xF000)):
        sub = CmapSubtable.newSubtable(form)
        sub.platformID, sub.platEncID, sub.language = platform, encoding, 0
        sub.cmap = {base + code: f"g{code}" for code in range(1, count + 1)}
        table.tables.append(sub)
    program["cmap"] = table


def _cff(data: bytes) -> tuple[CFFFontSet, TTFont]:
    fonts, around = CFFFontSet(), TTFont(recalcBBoxes=False)
    fonts.decompile(io.BytesIO(data), around)
    return fonts, around


def _reordered(fonts: CFFFontSet, around: TTFont, names: Sequence[str], fresh: Sequence[str]) -> bytes:
    """A CFF program with the outlines `names` only, in this order, under the names `fresh`, and no shared pieces."""
    fonts.desubroutinize()
    top = fonts[0]
    strings = top.CharStrings
    kept, called = [".notdef", *names], [".notdef", *fresh]
    if len(set(kept)) != len(kept) or any(name not in strings for name in names):
        raise ValueError("charset")
    kept[0] = top.charset[0]
    if strings.charStringsAreIndexed:
        at = [strings.charStrings[name] for name in kept]
        index = strings.charStringsIndex
        index.items = [index[number] for number in at]
        for name in ("file", "offsets"):
            if hasattr(index, name):
                delattr(index, name)
        if hasattr(top, "FDSelect"):
            select = top.FDSelect
            select.format = None
            select.gidArray = [select.gidArray[number] for number in at]
        strings.charStrings = {name: number for number, name in enumerate(called)}
    else:
        strings.charStrings = {new: strings.charStrings[old] for old, new in zip(kept, called, strict=True)}
    top.charset = list(called)
    strings.charset = top.charset
    top.numGlyphs = len(called)
    out = io.BytesIO()
    fonts.compile(out, around)
    return out.getvalue()


__all__ = ["Recoding", "array", "numbered", "recoding"]
