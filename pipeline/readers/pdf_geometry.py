"""Where a page and its annotations stand: the visible box, rotation, inherited attributes, placed appearances."""

from __future__ import annotations

from typing import Any

import pikepdf

from pipeline.readers.pdf_layers import OptionalContent
from pipeline.readers.pdf_objects import dictionary, integer, name_of, numbers
from pipeline.readers.pdf_paths import Box, Matrix, transformed_box


def intersect(a: Box, b: Box) -> Box:
    """The common part; may be empty (x1 < x0)."""
    return (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))


def inherited(obj: Any, key: str) -> Any:
    """A page attribute, from the page or its ancestors."""
    for _ in range(50):
        if not isinstance(obj, pikepdf.Dictionary):
            return None
        found = obj.get(key)
        if found is not None:
            return found
        obj = obj.get("/Parent")
    return None


def page_geometry(page: pikepdf.Page) -> tuple[Box, Matrix, float, float]:
    """The visible box in user space, the matrix from user space to the shown page, and its width and height."""
    media = _normal(numbers(inherited(page.obj, "/MediaBox"), 4)) or (0.0, 0.0, 612.0, 792.0)
    crop = _normal(numbers(inherited(page.obj, "/CropBox"), 4))
    box = intersect(media, crop) if crop else media
    if box[2] - box[0] < 1 or box[3] - box[1] < 1:
        box = media
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    match integer(inherited(page.obj, "/Rotate"), 0) % 360:
        case 90:
            return box, (0.0, 1.0, 1.0, 0.0, -y0, -x0), height, width
        case 180:
            return box, (-1.0, 0.0, 0.0, 1.0, x1, -y0), width, height
        case 270:
            return box, (0.0, -1.0, -1.0, 0.0, y1, x1), height, width
        case _:
            return box, (1.0, 0.0, 0.0, -1.0, -x0, y1), width, height


def _normal(values: tuple[float, ...] | None) -> Box | None:
    if values is None:
        return None
    x0, y0, x1, y1 = values
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box[2] - box[0] >= 1 and box[3] - box[1] >= 1 else None


def appearance(annotation: pikepdf.Dictionary, layers: OptionalContent) -> tuple[pikepdf.Stream, Matrix] | None:
    """The normal appearance of a shown annotation and the matrix that places it; None when nothing is drawn."""
    flags = integer(annotation.get("/F"), 0)
    if flags & 0b100010 or name_of(annotation.get("/Subtype")) == "Popup" or layers.is_off(annotation.get("/OC")):
        return None
    normal = dictionary(annotation.get("/AP")).get("/N")
    if isinstance(normal, pikepdf.Dictionary) and not isinstance(normal, pikepdf.Stream):
        state = annotation.get("/AS")
        normal = normal.get(str(state)) if isinstance(state, pikepdf.Name) else None
    rect = _normal(numbers(annotation.get("/Rect"), 4))
    if not isinstance(normal, pikepdf.Stream) or rect is None:
        return None
    bbox = _normal(numbers(normal.get("/BBox"), 4)) or (0.0, 0.0, rect[2] - rect[0], rect[3] - rect[1])
    matrix = numbers(normal.get("/Matrix"), 6) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    x0, y0, x1, y1 = transformed_box(matrix, *bbox)  # type: ignore[arg-type]
    sx = (rect[2] - rect[0]) / (x1 - x0) if x1 - x0 > 1e-6 else 1.0
    sy = (rect[3] - rect[1]) / (y1 - y0) if y1 - y0 > 1e-6 else 1.0
    return normal, (sx, 0.0, 0.0, sy, rect[0] - x0 * sx, rect[1] - y0 * sy)
