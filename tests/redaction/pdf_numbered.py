"""Makes an embedded font whose codes are given in the order of first use, as LibreOffice and others write it."""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib import resources

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, String


def numbered(pdf: pikepdf.Pdf, text: str) -> tuple[Dictionary, Callable[[str], str]]:
    """An embedded subset font whose codes are given in the order of first use, and how it writes."""
    data = resources.files("redaction").joinpath("pdf_mark.otf").read_bytes()
    font = TTFont(io.BytesIO(data))
    table = font.getBestCmap()
    codes = {character: number for number, character in enumerate(dict.fromkeys(text), 1)}
    glyphs = font.getGlyphSet()
    outlines = {}
    for character in (".notdef", *codes):
        pen = T2CharStringPen(1000, glyphs)
        glyphs[table[ord(character)] if character in codes else ".notdef"].draw(pen)
        outlines[f"u{codes.get(character, 0)}" if character in codes else ".notdef"] = pen.getCharString()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(list(outlines))
    builder.setupCFF("Mark", {}, outlines, {})
    program = io.BytesIO()
    builder.font["CFF "].cff.compile(program, builder.font)
    name = Name("/ABCDEF+Numbered")
    stream = pdf.make_stream(program.getvalue(), Subtype=Name.CIDFontType0C)
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=name, Flags=4, FontBBox=[0, -120, 1000, 880], ItalicAngle=0, Ascent=880, Descent=-120, CapHeight=700, StemV=80, FontFile3=stream)
    info = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
    child = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=name, CIDSystemInfo=info, DW=1000, FontDescriptor=pdf.make_indirect(descriptor))
    rows = "\n".join(f"<{code:04X}> <{ord(character):04X}>" for character, code in codes.items())
    unicode = f"1 begincodespacerange <0000> <FFFF> endcodespacerange {len(codes)} beginbfchar\n{rows}\nendbfchar"
    made = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"), DescendantFonts=[child], ToUnicode=pdf.make_stream(unicode.encode()))
    return made, lambda text: "<" + "".join(f"{codes[c]:04x}" for c in text) + ">"
