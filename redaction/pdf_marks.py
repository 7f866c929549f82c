"""Draws what stands in the place of a cut: a constant mark in a box, or the prescribed partial mask as text.

The font is a small subset of Noto Sans CJK SC (see pdf_mark.LICENSE.txt), embedded with the used characters only.
A character that it lacks (the surname of a mask) is drawn with the font and code of the glyph that was cut.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from importlib import resources as packaged
from typing import Any

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont

from pipeline.readers.pdf_content import Glyph, PageContent
from pipeline.readers.pdf_fonts import Font
from pipeline.readers.pdf_objects import dictionary, instructions_of
from pipeline.readers.pdf_paths import Box, invert
from redaction.pdf_cuts import Run
from redaction.pdf_streams import copied
from redaction.pdf_wrap import LEADING, fitted

MARK = "【已删减】"
GROUND = 0.88
"""Grey of the box under a mark."""
FONT_KEY, NAME = "/XsMark", "XSMARK+XianshenMark"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters drawn with one font: resource name, shown bytes, width in font sizes."""

    font: str
    data: bytes
    width: float


class MarkFont:
    """The embedded font; it learns what is drawn and is built once at the end."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.used: dict[int, str] = {}
        self.obj = pdf.make_indirect(pikepdf.Dictionary())

    @cached_property
    def program(self) -> TTFont:
        """The font that ships."""
        data = packaged.files("redaction").joinpath("pdf_mark.otf").read_bytes()
        return TTFont(io.BytesIO(data))

    @cached_property
    def table(self) -> dict[int, str]:
        """Character → glyph name."""
        return dict(self.program.getBestCmap())

    def piece(self, character: str) -> Piece | None:
        """The character as this font shows it; None when it has no glyph."""
        glyph = self.table.get(ord(character))
        if glyph is None:
            return None
        cid = int(glyph.removeprefix("cid"))
        self.used[cid] = character
        return Piece(FONT_KEY, cid.to_bytes(2), self.program["hmtx"][glyph][0] / 1000)

    def finish(self) -> None:
        """Write the font object with the characters that were drawn."""
        if not self.used:
            return
        options = subset.Options(
            layout_features=[], name_IDs=[], notdef_outline=True, hinting=False, recalc_timestamp=False
        )
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(self.used.values()))
        widths = {cid: self.program["hmtx"][f"cid{cid:05d}"][0] for cid in self.used}
        cutter.subset(self.program)
        out = io.BytesIO()
        self.program["CFF "].cff.compile(out, self.program)
        self._write(out.getvalue(), widths)

    def _write(self, data: bytes, widths: dict[int, int]) -> None:
        stream = self.pdf.make_stream(data)
        stream["/Subtype"] = pikepdf.Name.CIDFontType0C
        name = pikepdf.Name("/" + NAME)
        descriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=name, Flags=4, FontBBox=[0, -120, 1000, 880], ItalicAngle=0,
            Ascent=880, Descent=-120, CapHeight=733, StemV=80, FontFile3=stream,
        )
        rows = pikepdf.Array()
        for cid in sorted(widths):
            rows.extend([cid, pikepdf.Array([widths[cid]])])  # type: ignore[list-item]  # the library wraps numbers
        info = pikepdf.Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0)
        descendant = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType0, BaseFont=name, CIDSystemInfo=info, DW=1000,
            W=rows, FontDescriptor=self.pdf.make_indirect(descriptor),
        )
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=name, Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[self.pdf.make_indirect(descendant)],
            ToUnicode=self.pdf.make_stream(to_unicode({cid: (2, text) for cid, text in self.used.items()})),
        )
        for key, value in font.items():
            self.obj[key] = value


def to_unicode(entries: dict[int, tuple[int, str]]) -> bytes:
    """A ToUnicode map: code → (bytes of the code, text)."""
    sizes = sorted({size for size, _ in entries.values()}) or [2]
    lines = [
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def", "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def", f"{len(sizes)} begincodespacerange",
        *(f"<{'00' * size}> <{'FF' * size}>" for size in sizes), "endcodespacerange",
    ]
    codes = sorted(entries)
    for at in range(0, len(codes), 100):
        part = codes[at : at + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines.extend(
            f"<{code:0{entries[code][0] * 2}X}> <{entries[code][1].encode('utf-16-be', 'surrogatepass').hex().upper()}>"
            for code in part
        )
        lines.append("endbfchar")
    lines.extend(("endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"))
    return "\n".join(lines).encode("ascii")


class Marker:
    """Draws the marks of one page behind its content."""

    def __init__(self, pdf: pikepdf.Pdf, page: pikepdf.Page, content: PageContent, font: MarkFont) -> None:
        self.pdf, self.page, self.content, self.font = pdf, page, content, font
        self.resources = copied(dictionary(page.obj.get("/Resources")))
        self.borrowed: dict[str, Font] = {}
        self.names: dict[str, str] = {}

    def _name(self, name: str) -> str:
        """The resource name for a font of ours: one that the page does not use yet."""
        if name not in self.names:
            listed, serial = dictionary(self.resources.get("/Font")), 0
            while f"{name}x{serial}" in listed:
                serial += 1
            self.names[name] = f"{name}x{serial}"
        return self.names[name]

    def draw(self, marks: list[Run]) -> None:
        """All marks of the page."""
        back = invert(self.content.base)
        if back is None or not marks:
            return
        parts = ["q", _matrix(back)]
        for mark in marks:
            parts.extend(self._mark(mark))
        parts.append("Q")
        before = self.page.obj.get("/Contents")
        data = b""
        if before is not None:
            self.page.contents_coalesce()
            data = self.page.obj["/Contents"].read_bytes()
        made = b"q\n" + data + b"\nQ\n" * (1 + unclosed(data)) + "\n".join(parts).encode("ascii")
        self.page.obj["/Contents"] = self.pdf.make_stream(made)
        fonts = dictionary(self.resources.get("/Font"))
        for name, short in self.names.items():
            fonts[short] = self.borrowed[name].obj if name in self.borrowed else self.font.obj
        self.resources["/Font"] = fonts
        self.page.obj["/Resources"] = self.resources

    def _mark(self, mark: Run) -> list[str]:
        """One mark, in the space turned so that the line runs to the right and y goes down."""
        cos, sin = math.cos(math.radians(mark.angle)), math.sin(math.radians(mark.angle))
        half = 0.5 * mark.size
        u0, u1, v0, v1 = mark.u0, mark.u1, mark.v - half, mark.v + half
        if mark.box is not None:
            u0, u1, middle = mark.box[0] + 3, mark.box[2] - 3, mark.v
            v0, v1 = middle - half, middle + half
        pieces = self._pieces(mark)
        boxed = not mark.bare and (mark.text == "" or mark.text.startswith("【"))
        if mark.box is not None and not boxed:
            return self._masked(mark, mark.box, pieces)
        lines = ["q", _matrix((cos, sin, -sin, cos, 0.0, 0.0))]
        if boxed:
            lines.append(f"{GROUND} g {number_text(u0)} {number_text(v0)} {number_text(u1 - u0)} {number_text(v1 - v0)} re f")
        total = sum(piece.width for piece in pieces)
        if total:
            room = u1 - u0
            size = mark.size * (0.72 if boxed else 1.0)
            squeeze = min(1.0, room / (total * size)) if boxed or mark.exact or mark.fitted or mark.box is not None else 1.0
            if squeeze < 0.8:
                size, squeeze = size * max(squeeze / 0.8, 0.35), 1.0
                squeeze = min(1.0, room / (total * size))
            start = u0 + max(0.0, (room - total * size * squeeze) / 2) if boxed or mark.box is not None else u0
            base = (v0 + v1) / 2 + 0.38 * size
            lines.append(f"0 g BT {number_text(squeeze * 100)} Tz 1 0 0 -1 {number_text(start)} {number_text(base)} Tm")
            lines.extend(f"{self._name(piece.font)} {number_text(size)} Tf <{piece.data.hex()}> Tj" for piece in _joined(pieces))
            lines.append("ET")
        lines.append("Q")
        return lines

    def _masked(self, mark: Run, box: Box, pieces: list[Piece]) -> list[str]:
        """A mask over the lines of its cell: where the cell's text began, or in its middle."""
        inset = min(glyph.box[0] for glyph in mark.glyphs) - box[0] if mark.glyphs else 3.0
        first = mark.v - 0.5 * mark.size - box[1]
        left = inset if 0 < inset < mark.size else 3.0
        top = first if -0.3 * mark.size < first < 0.9 * mark.size else None
        size, lines = fitted(pieces, box[2] - box[0] - left - 2, box[3] - box[1] - (top or 0.0), mark.size)
        height = len(lines) * LEADING * size
        v = box[1] + (top if top is not None else max(0.0, (box[3] - box[1] - height) / 2)) + 0.88 * size
        room = box[2] - box[0] - left - 2
        made = ["q", "0 g BT"]
        for line in lines:
            wide = sum(piece.width for piece in line) * size
            u = box[0] + left if inset < mark.size or len(lines) > 1 else box[0] + left + max(0.0, (room - wide) / 2)
            made.append(f"{number_text(min(1.0, room / wide if wide else 1.0) * 100)} Tz 1 0 0 -1 {number_text(u)} {number_text(v)} Tm")
            made.extend(f"{self._name(piece.font)} {number_text(size)} Tf <{piece.data.hex()}> Tj" for piece in _joined(line))
            v += LEADING * size
        return [*made, "ET", "Q"]

    def _pieces(self, mark: Run) -> list[Piece]:
        """The mark's text; characters of no known font are shown as a star."""
        own = {glyph.text: glyph for glyph in mark.glyphs if glyph.text}
        found = []
        for character in mark.text:
            piece = self.font.piece(character)
            if piece is None and character in own:
                piece = self._borrow(own[character])
            if piece is None:
                piece = self.font.piece("＊")
            if piece is not None:
                found.append(piece)
        return found

    def _borrow(self, glyph: Glyph) -> Piece | None:
        """The character with the font of the glyph that was cut, when that font writes along the line."""
        font = self.content.fonts[glyph.font]
        if font.type3 or font.is_vertical or not font.known or not glyph.text:
            return None
        code = code_of(font, glyph.text)
        if code is None:
            return None
        name = f"/XsB{glyph.font}"
        self.borrowed[name] = font
        return Piece(name, code, glyph.width / glyph.size if glyph.size else 1.0)


def code_of(font: Font, text: str) -> bytes | None:
    """The bytes by which a font that was used for `text` shows it."""
    for data, shown in font.seen():
        for one in shown:
            if one.text == text:
                return data[one.code.start : one.code.stop]
    return None


def _joined(pieces: list[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].font == piece.font:
            last = found.pop()
            found.append(Piece(piece.font, last.data + piece.data, last.width + piece.width))
        else:
            found.append(piece)
    return found


def unclosed(data: bytes) -> int:
    """How many q of a content stream have no Q, so that what is appended starts from the page's own state."""
    depth = 0
    try:
        for instruction in instructions_of(pikepdf.Stream(pikepdf.new(), data))[0]:
            name = str(instruction.operator)
            depth = depth + 1 if name == "q" else max(0, depth - 1) if name == "Q" else depth
    except (pikepdf.PdfError, ValueError, TypeError):
        return 0
    return depth


def _matrix(m: Any) -> str:
    return " ".join(number_text(value) for value in m) + " cm"


def number_text(value: float) -> str:
    """A number as content streams write it: at most four decimals, no exponent."""
    text = f"{Decimal(repr(float(value))):.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text
