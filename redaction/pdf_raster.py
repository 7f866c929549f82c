"""Makes a page a picture, for a page that cannot be cut exactly: the cuts black in the pixels, the rest as text under it.

The picture is what pdfium draws of the original page. The text layer holds what was read on the page less the cuts,
invisible, at its place, and the marks, so that the page can still be searched; nobody reads characters from the picture (no OCR).
Refused when the place of a cut is not known for sure: a second engine must find the same characters there, and must
not find the cut text anywhere else on the page.
"""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pypdfium2.raw as raw
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph as Outline
from PIL import Image, ImageDraw

from pipeline.errors import RedactionRefused
from pipeline.readers.pdf_content import Glyph, PageContent
from pipeline.readers.pdf_objects import array, key_of, name_of
from pipeline.readers.pdf_paths import Box
from pipeline.readers.pdf_reading import open_pdf
from redaction.pdf_cuts import Run, overlaps, small_shapes
from redaction.pdf_marks import number_text, to_unicode

MAX_PIXELS = 60_000_000
FONT, NAME, PICTURE = "/XsText", "XSTEXT+XianshenText", "/XsPage"
NEAR = 0.6
"""Font sizes within which the second engine must find the same character."""


class TextFont:
    """A font that names every character and draws a box for each, shown invisibly; built once for all pages."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.codes: dict[str, int] = {}
        self.obj = pdf.make_indirect(pikepdf.Dictionary())

    def code(self, text: str) -> str:
        """The code of a character, in hex."""
        return f"{self.codes.setdefault(text, len(self.codes) + 1):04x}"

    def finish(self) -> None:
        """Write the font object."""
        if not self.codes:
            return
        builder = FontBuilder(1000, isTTF=True)
        pen = TTGlyphPen(None)
        pen.moveTo((0, -120))
        for corner in ((0, 880), (1000, 880), (1000, -120)):
            pen.lineTo(corner)
        pen.closePath()
        builder.setupGlyphOrder([".notdef", "box"])
        builder.setupGlyf({".notdef": Outline(), "box": pen.glyph()})
        builder.setupHorizontalMetrics({".notdef": (1000, 0), "box": (1000, 0)})
        builder.setupHorizontalHeader(ascent=880, descent=-120)
        for stamp in ("created", "modified"):
            setattr(builder.font["head"], stamp, 0)
        builder.font.recalcTimestamp = False
        builder.setupMaxp()
        out = io.BytesIO()
        builder.font.save(out)
        stream = self.pdf.make_stream(out.getvalue())
        stream["/Length1"] = len(out.getvalue())
        name = pikepdf.Name("/" + NAME)
        descriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=name, Flags=4, FontBBox=[0, -120, 1000, 880], ItalicAngle=0,
            Ascent=880, Descent=-120, CapHeight=733, StemV=80, FontFile2=stream,
        )
        info = pikepdf.Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0)
        descendant = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=name, CIDSystemInfo=info, DW=1000,
            FontDescriptor=self.pdf.make_indirect(descriptor),
            CIDToGIDMap=self.pdf.make_stream(b"\0\1" * (len(self.codes) + 1)),
        )
        made = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=name, Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[self.pdf.make_indirect(descendant)],
            ToUnicode=self.pdf.make_stream(to_unicode({code: (2, text) for text, code in self.codes.items()})),
        )
        for key, value in made.items():
            self.obj[key] = value


def rasterise(
    pdf: pikepdf.Pdf, data: bytes, number: int, content: PageContent, cut: set[int], marks: Sequence[Run], boxes: Sequence[Box],
    texts: Sequence[str], font: TextFont, dpi: int,
) -> None:
    """Make page `number` of `pdf` a picture of the same page of `data` with `boxes` black. Raises RedactionRefused."""
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[number]
        _known(page, content, cut, texts, number)
        picture = blackened_page(page, content, black(content, cut, boxes), dpi)
    except pypdfium2.PdfiumError:
        raise RedactionRefused(f"第{number + 1}页不能绘制，不能转为图像。", advice="请用原编辑软件重新导出 PDF 后再删减。") from None
    finally:
        document.close()
    _replace(pdf, number, picture, content, font.obj, [*(_glyph(g, content, font) for g in layer(content, cut)), *_marks(marks, content, font)])


def _known(page: pypdfium2.PdfPage, content: PageContent, cut: set[int], texts: Sequence[str], number: int) -> None:
    """Refuse unless pdfium finds every cut character at its place, and the cut texts nowhere else on the page."""
    where = characters(page, content)
    said = "".join(character for character, _, _ in where)
    wanted = [content.glyphs[o] for o in sorted(cut) if (content.glyphs[o].text or " ").strip()]
    sure = all(
        any(c == glyph.text and abs(x - middle[0]) < NEAR * glyph.size and abs(y - middle[1]) < NEAR * glyph.size for c, x, y in where)
        for glyph in wanted
        for middle in [((glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2)]
    )
    drawn = "".join(glyph.text or "" for glyph in content.glyphs)
    more = any(said.count(solid) > "".join(drawn.split()).count(solid) for text in texts if (solid := "".join(text.split())))
    if not sure or more:
        raise RedactionRefused(f"第{number + 1}页删减处的位置不能确定，不能转为图像。", advice="请用原编辑软件重新导出 PDF 后再删减。")


def characters(page: pypdfium2.PdfPage, content: PageContent) -> list[tuple[str, float, float]]:
    """The characters that pdfium finds, with their middles on the shown page."""
    text = page.get_textpage()
    found = []
    values = [ctypes.c_double() for _ in range(4)]
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if code and chr(code).strip() and raw.FPDFText_GetCharBox(text, index, *(ctypes.byref(v) for v in values)):
            left, right, bottom, top = (v.value for v in values)
            a, b, c, d, e, f = content.base
            x, y = (left + right) / 2, (bottom + top) / 2
            found.append((chr(code), a * x + c * y + e, b * x + d * y + f))
    text.close()
    return found


def black(content: PageContent, cut: set[int], areas: Sequence[Box]) -> list[Box]:
    """Where the picture is black: the cuts, as high as the curves that stand there."""
    found = []
    for box in [*areas, *(content.glyphs[o].box for o in sorted(cut))]:
        tall = [shape for shape in small_shapes(content) if overlaps(shape, box)]
        found.append((box[0], min([box[1], *(s[1] for s in tall)]), box[2], max([box[3], *(s[3] for s in tall)])))
    return found


def blackened_page(page: pypdfium2.PdfPage, content: PageContent, boxes: Sequence[Box], dpi: int) -> Image.Image:
    """The page as pdfium draws it, every pixel that a box touches black."""
    scale = dpi / 72
    if content.width * content.height * scale * scale > MAX_PIXELS:
        scale = (MAX_PIXELS / (content.width * content.height)) ** 0.5
    picture: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        draw.rectangle(pixels(box, content, picture.size), fill=(0, 0, 0))
    flat = np.asarray(picture)
    grey = bool((flat[..., 0] == flat[..., 1]).all() and (flat[..., 1] == flat[..., 2]).all())
    return picture.convert("L") if grey else picture


def pixels(box: Box, content: PageContent, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """A box in pixels, a little wider than itself: ink reaches over the edges of a glyph's box."""
    more = 0.12 * (box[3] - box[1])
    fx, fy = size[0] / content.width, size[1] / content.height
    return (int((box[0] - more) * fx), int((box[1] - more) * fy), int((box[2] + more) * fx) + 1, int((box[3] + more) * fy) + 1)


def layer(content: PageContent, cut: set[int]) -> list[Glyph]:
    """The glyphs that a reader of the page sees and the file names, less the cuts."""
    return [g for g in content.glyphs if g.ordinal not in cut and not g.hidden and g.text and g.text.strip() and g.size > 0]


def _replace(pdf: pikepdf.Pdf, number: int, picture: Image.Image, content: PageContent, font: pikepdf.Object, text: Sequence[str]) -> None:
    page = pdf.pages[number]
    image = pdf.make_stream(picture.tobytes())
    image["/Type"], image["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Image
    image["/Width"], image["/Height"], image["/BitsPerComponent"] = picture.width, picture.height, 8
    image["/ColorSpace"] = pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB
    n = number_text
    rows = ["q", f"{n(content.width)} 0 0 {n(content.height)} 0 0 cm", f"{PICTURE} Do", "Q", "BT", "3 Tr"]
    rows.extend(text)
    rows.append("ET")
    page.obj["/Contents"] = pdf.make_stream("\n".join(rows).encode("ascii"))
    page.obj["/Resources"] = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary({PICTURE: pdf.make_indirect(image)}), Font=pikepdf.Dictionary({FONT: font})
    )
    page.obj["/MediaBox"] = pikepdf.Array([0, 0, round(content.width, 4), round(content.height, 4)])
    page.obj["/CropBox"] = page.obj["/MediaBox"]
    page.obj["/Rotate"] = 0
    for key in ("/BleedBox", "/TrimBox", "/ArtBox", "/UserUnit", "/Group", "/StructParents", "/Tabs", "/B", "/AA", "/Trans"):
        if key in page.obj:
            del page.obj[key]
    _annotations(pdf, page)


def _glyph(glyph: Glyph, content: PageContent, font: TextFont) -> str:
    wide = glyph.width / glyph.size if glyph.width > 0 else 1.0
    return _shown(font.code(glyph.text or ""), glyph.size, wide, (glyph.dx, -glyph.dy), (glyph.x, content.height - glyph.y))


def _marks(marks: Sequence[Run], content: PageContent, font: TextFont) -> Iterator[str]:
    """The marks as text, as wide as the cuts that they stand for."""
    for mark in marks:
        step = (mark.u1 - mark.u0) / max(1, len(mark.text))
        cos, sin = math.cos(math.radians(mark.angle)), math.sin(math.radians(mark.angle))
        for number, character in enumerate(mark.text):
            u, v = mark.u0 + number * step, mark.v + 0.375 * mark.size
            place = (u * cos - v * sin, content.height - (u * sin + v * cos))
            yield _shown(font.code(character), mark.size, step / mark.size, (cos, -sin), place)


def _shown(code: str, size: float, wide: float, along: tuple[float, float], at: tuple[float, float]) -> str:
    n, (x, y) = number_text, along
    return f"{FONT} {n(size)} Tf {n(wide * 100)} Tz {n(x)} {n(y)} {n(-y)} {n(x)} {n(at[0])} {n(at[1])} Tm <{code}> Tj"


def _annotations(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """What annotations draw is in the picture now; a form field of the page goes with its value."""
    dropped = {key_of(a) for a in array(page.obj.get("/Annots")) if isinstance(a, pikepdf.Object) and key_of(a) != (0, 0)}
    if "/Annots" in page.obj:
        del page.obj["/Annots"]
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/Fields" in form:
        form["/Fields"] = _left(form["/Fields"], dropped)


def _left(fields: Any, dropped: set[tuple[int, int]]) -> pikepdf.Array:
    kept = pikepdf.Array()
    for field in array(fields):
        if not isinstance(field, pikepdf.Dictionary) or key_of(field) in dropped:
            continue
        if "/Kids" in field:
            field["/Kids"] = _left(field["/Kids"], dropped)
            if not len(field["/Kids"]):
                continue
        kept.append(field)
    return kept


def raster_pages(data: bytes) -> frozenset[int]:
    """The pages, from 0, of an output that are pictures of ours. Raises UnreadableSource for a lost file."""
    with open_pdf(data) as pdf:
        return frozenset(number for number, page in enumerate(pdf.pages) if is_raster(page))


def is_raster(page: pikepdf.Page) -> bool:
    """True for a page that holds one picture and invisible text of our font, and nothing else."""
    resources = page.obj.get("/Resources")
    if not isinstance(resources, pikepdf.Dictionary) or "/Annots" in page.obj or set(resources.keys()) != {"/XObject", "/Font"}:
        return False
    shown = [str(i.operator) for i in pikepdf.parse_content_stream(page)]
    objects, fonts = list(resources["/XObject"].values()), list(resources["/Font"].values())
    return (
        shown[:7] == ["q", "cm", "Do", "Q", "BT", "Tr", *shown[6:7]] and set(shown[6:]) <= {"Tf", "Tz", "Tm", "Tj", "ET"}
        and len(objects) == 1 and name_of(objects[0].get("/Subtype")) == "Image" and set(objects[0].keys()) <= _PICTURE_KEYS
        and all(name_of(font.get("/BaseFont")) == NAME for font in fonts)
    )


_PICTURE_KEYS = frozenset(("/Type", "/Subtype", "/Width", "/Height", "/BitsPerComponent", "/ColorSpace", "/Length", "/Filter", "/DecodeParms"))
