"""Which glyphs a reader of the page can see, and why not the others.

Hidden is: drawn in mode 3, transparent, outside the page or its clip, too small to read, of the colour of what
lies under it, covered by an opaque area or picture drawn later, in a layer that is off, or under a redaction
annotation that was never applied. Only upright rectangles and pictures cover; the box of a curved shape (a
vector seal) proves nothing.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pikepdf

from pipeline.readers.pdf_colour import contrast
from pipeline.readers.pdf_content import Glyph, PageContent, Paint
from pipeline.readers.pdf_objects import array, name_of, number, numbers
from pipeline.readers.pdf_paths import Box, Matrix, transformed_box

TINY = 1.2
"""Points: a glyph smaller than this cannot be read on paper."""
FAINT = 0.07
"""A smaller difference of colour from the ground cannot be seen."""
OVER_THE_EDGE = 4
"""So many Han characters beyond the edge still belong to what stands before it: a name, not a sentence."""
MIN_COVER = 6.0
"""Square points: smaller areas cover nothing."""


def judge(content: PageContent, marked: list[Box]) -> None:
    """Set `hidden` on every glyph of the page that cannot be seen; `marked` are unapplied redaction boxes."""
    glyphs = content.glyphs
    if not glyphs:
        return
    centres = np.array([((g.box[0] + g.box[2]) / 2, (g.box[1] + g.box[3]) / 2) for g in glyphs])
    seqs = np.array([g.seq for g in glyphs])
    ground = np.full(len(glyphs), -1)
    covered = np.zeros(len(glyphs), dtype=bool)
    paints = [p for p in content.paints if (p.box[2] - p.box[0]) * (p.box[3] - p.box[1]) >= MIN_COVER]
    for index, paint in enumerate(paints):
        inside = _inside(centres, _to_the_edge(paint.box, content))
        ground[inside & (seqs > paint.seq)] = index
        if paint.opaque:
            covered |= inside & (seqs < paint.seq)
    for box in marked:
        covered |= _inside(centres, box)
    outside = ~_inside(centres, (-1.0, -1.0, content.width + 1, content.height + 1))
    for index, glyph in enumerate(glyphs):
        if glyph.hidden and glyph.hidden != "clipped":
            continue
        if outside[index]:
            glyph.hidden = "outside"
        elif not glyph.hidden and covered[index]:
            glyph.hidden = "covered"
        elif not glyph.hidden and glyph.size < TINY:
            glyph.hidden = "tiny"
        elif not glyph.hidden:
            glyph.hidden = _faint(glyph, paints[ground[index]] if ground[index] >= 0 else None)
    _read_over_the_edge(glyphs)


def _read_over_the_edge(glyphs: list[Glyph]) -> None:
    """A number, a word or a name that runs over the edge of the page or of its clip is read to its end, as one."""
    for before, glyph in pairwise(glyphs):
        if before.hidden and glyph.hidden and (before.path, before.op) == (glyph.path, glyph.op) and _goes_on(before, glyph):
            glyph.hidden = before.hidden  # one text, for whatever reasons nobody sees its parts
    for ordered in (glyphs, glyphs[::-1]):
        count = 0
        for before, glyph in pairwise(ordered):
            over = glyph.hidden in ("outside", "clipped") and not before.hidden and _goes_on(before, glyph)
            together = (before.text or "") + (glyph.text or "")
            count = count + 1 if over else 0
            if over and together.isalnum() and (together.isascii() or count <= OVER_THE_EDGE):
                glyph.hidden = ""


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    height = max(before.box[3] - before.box[1], glyph.box[3] - glyph.box[1], 1.0)
    gap = max(glyph.box[0] - before.box[2], before.box[0] - glyph.box[2])
    return abs(before.box[1] - glyph.box[1]) < height / 2 and gap < height


def _inside(centres: np.ndarray, box: Box) -> np.ndarray:
    x0, y0, x1, y1 = box
    x, y = centres[:, 0], centres[:, 1]
    found: np.ndarray = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
    return found


def _to_the_edge(box: Box, content: PageContent) -> Box:
    """A box that reaches the edge of the page covers what stands on the edge."""
    x0, y0, x1, y1 = box
    return (x0 - 1 if x0 <= 0 else x0, y0 - 1 if y0 <= 0 else y0, x1 + 1 if x1 >= content.width else x1, y1 + 1 if y1 >= content.height else y1)


def _faint(glyph: Glyph, under: Paint | None) -> str:
    if glyph.colour is None or (under is not None and (under.kind == "image" or under.colour is None)):
        return ""
    ground = under.colour if under is not None and under.colour is not None else (1.0, 1.0, 1.0)
    if under is not None and under.kind == "shape":
        return ""
    return "faint" if contrast(glyph.colour, ground) < FAINT else ""


def redaction_boxes(page: pikepdf.Page, base: Matrix) -> list[Box]:
    """The areas of redaction annotations that nobody applied, and of opaque dark highlights."""
    found: list[Box] = []
    for annotation in array(page.obj.get("/Annots")):
        if not isinstance(annotation, pikepdf.Dictionary):
            continue
        kind = name_of(annotation.get("/Subtype"))
        if kind == "Redact" or (kind in ("Highlight", "Square") and _dark(annotation, kind)):
            found.extend(_areas(annotation, base))
    return found


def _dark(annotation: pikepdf.Dictionary, kind: str) -> bool:
    """A highlight or filled square so dark that black text under it cannot be read."""
    values = [number(v, 1.0) for v in array(annotation.get("/C" if kind == "Highlight" else "/IC"))]
    if not values or number(annotation.get("/CA"), 1.0) < 0.9:
        return False
    level = 1 - values[-1] if len(values) == 4 else sum(values) / len(values)
    return level < 0.25


def _areas(annotation: pikepdf.Dictionary, base: Matrix) -> list[Box]:
    points = [number(v, 0.0) for v in array(annotation.get("/QuadPoints"))]
    boxes = []
    for at in range(0, len(points) - 7, 8):
        xs, ys = points[at : at + 8 : 2], points[at + 1 : at + 8 : 2]
        boxes.append(transformed_box(base, min(xs), min(ys), max(xs), max(ys)))
    rect = numbers(annotation.get("/Rect"), 4)
    if not boxes and rect is not None:
        boxes.append(transformed_box(base, *rect))
    return boxes
