"""Blacks out what lies under a cut in the pixels of pictures, in a private copy of each picture.

All filters that can be decoded; soft masks and stencil masks are filled too, because text can be drawn by a mask
alone. A picture under a cut that cannot be decoded is a refusal. Pictures of one colour hold nothing.
"""

from __future__ import annotations

import io
import math
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw, UnidentifiedImageError

from pipeline.readers.pdf_content import PageContent, Paint, Path
from pipeline.readers.pdf_objects import PDF_ERRORS, check_size
from pipeline.readers.pdf_paths import Box, invert, transformed_box
from pipeline.readers.pdf_pictures import MIN_SIDE, is_plain
from redaction.pdf_cuts import InexactPage

MAX_PIXELS = 80_000_000


def blackened(
    pdf: pikepdf.Pdf, content: PageContent, boxes: list[Box], number: int
) -> dict[tuple[Path, int], pikepdf.Stream]:
    """Private copies of the pictures that lie under the boxes, by where they are drawn."""
    found: dict[tuple[Path, int], pikepdf.Stream] = {}
    for paint in content.paints:
        if paint.kind != "image":
            continue
        under = [box for box in boxes if _overlap(paint.box, box)]
        if not under or min(paint.box[2] - paint.box[0], paint.box[3] - paint.box[1]) < MIN_SIDE or is_plain(paint):
            continue
        try:
            found[paint.path, paint.op] = _copy(pdf, paint, under)
        except (*PDF_ERRORS, Image.DecompressionBombError, UnidentifiedImageError, MemoryError) as error:
            raise InexactPage(number, f"删减处下方的图片不能遮盖（{type(error).__name__}）") from None
    return found


def _overlap(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 0.5 and min(a[3], b[3]) - max(a[1], b[1]) > 0.5


def _copy(pdf: pikepdf.Pdf, paint: Paint, boxes: list[Box]) -> pikepdf.Stream:
    columns, rows = paint.pixels
    if columns * rows > MAX_PIXELS or columns < 1 or rows < 1:
        raise ValueError("pixels")
    source = paint.source
    if isinstance(source, pikepdf.Stream):
        check_size(source, MAX_PIXELS * 4)
        picture = decoded(source)
        info: Any = source
    else:
        picture = source.as_pil_image()
        info = source.obj
    areas = _areas(paint, boxes, picture.size)
    stencil = info.get("/ImageMask") is True or info.get("/IM") is True
    if stencil:
        return _stencil(pdf, info, picture, areas)
    mode = "L" if picture.mode in ("1", "L", "I;16", "I") else "RGB"
    drawn = picture.convert(mode)
    _fill(drawn, areas, 0 if mode == "L" else (0, 0, 0))
    made = _stream(pdf, drawn)
    soft = info.get("/SMask")
    if isinstance(soft, pikepdf.Stream):
        mask = decoded(soft).convert("L")
        _fill(mask, _areas(paint, boxes, mask.size), 255)
        made["/SMask"] = _stream(pdf, mask)
    hard = info.get("/Mask")
    if isinstance(hard, pikepdf.Stream):
        mask = decoded(hard).convert("L")
        inverted = [float(v) for v in hard.get("/Decode", [0, 1])] == [1.0, 0.0]
        shown = mask if inverted else Image.eval(mask, lambda v: 255 - v)
        _fill(shown, _areas(paint, boxes, mask.size), 255)
        made["/SMask"] = _stream(pdf, shown)
    return made


def decoded(source: pikepdf.Stream) -> Image.Image:
    """The picture's pixels: by Pillow, else drawn by pdfium, which knows JBIG2 and JPEG 2000 itself."""
    try:
        return pikepdf.PdfImage(source).as_pil_image()
    except (*PDF_ERRORS, UnidentifiedImageError):
        columns, rows = int(source["/Width"]), int(source["/Height"])
        with pikepdf.new() as alone:
            page = alone.add_blank_page(page_size=(columns, rows))
            page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=alone.copy_foreign(source)))
            page.obj["/Contents"] = alone.make_stream(b"%d 0 0 %d 0 0 cm /X Do" % (columns, rows))
            out = io.BytesIO()
            alone.save(out)
        drawn = pypdfium2.PdfDocument(out.getvalue())
        try:
            picture: Image.Image = drawn[0].render(scale=1).to_pil()
            return picture.convert("RGB")
        except pypdfium2.PdfiumError:
            raise ValueError("picture") from None
        finally:
            drawn.close()


def _areas(paint: Paint, boxes: list[Box], size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """The boxes in pixels, every pixel that they touch."""
    back = invert(paint.matrix)
    if back is None:
        raise ValueError("matrix")
    found = []
    for box in boxes:
        x0, y0, x1, y1 = transformed_box(back, *box)
        left, right = x0 * size[0], x1 * size[0]
        top, bottom = (1 - y1) * size[1], (1 - y0) * size[1]
        found.append((math.floor(left), math.floor(top), math.ceil(right) - 1, math.ceil(bottom) - 1))
    return found


def _fill(picture: Image.Image, areas: list[tuple[int, int, int, int]], colour: Any) -> None:
    draw = ImageDraw.Draw(picture)
    for area in areas:
        draw.rectangle(area, fill=colour)


def _stream(pdf: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Stream:
    made = pdf.make_stream(picture.tobytes())
    made["/Type"], made["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Image
    made["/Width"], made["/Height"], made["/BitsPerComponent"] = picture.width, picture.height, 8
    made["/ColorSpace"] = pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB
    return made


def _stencil(
    pdf: pikepdf.Pdf, info: Any, picture: Image.Image, areas: list[tuple[int, int, int, int]]
) -> pikepdf.Stream:
    """A stencil mask with the areas painted: a sample of 0 paints, of 1 leaves the ground."""
    drawn = picture.convert("1")
    _fill(drawn, areas, 0)
    made = pdf.make_stream(drawn.tobytes())
    made["/Type"], made["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Image
    made["/Width"], made["/Height"], made["/BitsPerComponent"] = drawn.width, drawn.height, 1
    made["/ImageMask"] = True
    return made
