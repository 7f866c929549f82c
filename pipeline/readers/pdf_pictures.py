"""Which pictures of a page may hold text that nobody read.

Let pass: less than 400 square points or 8 points in one direction (a rule, a bullet, a check mark), less than
12 pixels in one direction, and pictures of one colour. Everything else, a red seal too, is unread.
"""

from __future__ import annotations

import pikepdf
from PIL import Image, UnidentifiedImageError

from pipeline.readers.pdf_content import Paint
from pipeline.readers.pdf_objects import PDF_ERRORS, check_size

MIN_AREA = 400.0
MIN_SIDE = 8.0
MIN_PIXELS = 12
LOOKED_AT = 4_000_000
"""Pixels up to which a picture is decoded to see whether it has one colour only."""


def unread_picture(paint: Paint, page_area: float) -> bool:
    """True when the picture is large enough to hold text and is not of one colour."""
    width, height = paint.box[2] - paint.box[0], paint.box[3] - paint.box[1]
    if width < MIN_SIDE or height < MIN_SIDE or width * height < min(MIN_AREA, page_area / 4):
        return False
    if min(paint.pixels) < MIN_PIXELS and min(paint.pixels) > 0:
        return False
    return not is_plain(paint)


def is_plain(paint: Paint) -> bool:
    """True when every pixel has the same colour; False when that cannot be told."""
    columns, rows = paint.pixels
    if columns <= 0 or rows <= 0 or columns * rows > LOOKED_AT or not isinstance(paint.source, pikepdf.Stream):
        return False
    try:
        check_size(paint.source, 64 * 2**20)
        if len(paint.source.read_raw_bytes()) > 4000 + columns * rows // 100:
            return False
        picture = pikepdf.PdfImage(paint.source).as_pil_image()
        extrema = picture.getextrema()
    except (*PDF_ERRORS, Image.DecompressionBombError, UnidentifiedImageError, MemoryError):
        return False
    pairs = extrema if extrema and isinstance(extrema[0], tuple) else (extrema,)
    return all(isinstance(pair, tuple) and pair[0] == pair[1] for pair in pairs)  # type: ignore[redundant-expr]
