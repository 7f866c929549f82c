"""Compares original and output as pictures: outside the marks the pages must look the same.

Rendered by pdfium in grey at one pixel a point. A pixel differs when it is off by more than 64 of 255 from every
neighbour of its place (pdfium rounds advances, so glyphs may move by a fraction of a pixel); a page passes when fewer than one pixel in 5,000 differs outside the areas of cuts and marks, each 2 pixels wider.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pypdfium2

from pipeline.readers.pdf_paths import Box
from redaction.pdf_cuts import Run
from redaction.proof import Check

OFF = 64
SHARE = 5_000
PAD = 2.0
MAX_SIDE = 4_000.0
SAMPLE = 60
"""Pages without cuts that are compared at most, spread evenly over the file."""


@dataclass(frozen=True, slots=True)
class Mask:
    """An area that may differ, in points of the shown page."""

    box: Box

    @classmethod
    def of_box(cls, box: Box) -> Mask:
        """The area of a glyph."""
        height = box[3] - box[1]
        return cls((box[0] - 0.15 * height, box[1] - 0.2 * height, box[2] + 0.15 * height, box[3] + 0.2 * height))

    @classmethod
    def of_run(cls, run: Run) -> Mask:
        """The area of a mark."""
        if run.box is not None:
            return cls(run.box)
        cos, sin = math.cos(math.radians(run.angle)), math.sin(math.radians(run.angle))
        half = 0.7 * run.size
        points = [
            (u * cos - v * sin, u * sin + v * cos)
            for u in (run.u0, run.u1 + (0 if run.exact else 8 * run.size * bool(run.text and not run.text.startswith("【"))))
            for v in (run.v - half, run.v + half)
        ]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return cls((min(xs), min(ys), max(xs), max(ys)))


def compare_pixels(original: bytes, output: bytes, areas: dict[int, list[Mask]]) -> Check:
    """The check over every page with cuts and a sample of the others."""
    name = "页面外观"
    try:
        before, after = pypdfium2.PdfDocument(original), pypdfium2.PdfDocument(output)
    except pypdfium2.PdfiumError:
        return Check(name, False, "pdfium 不能打开文件")
    try:
        if len(before) != len(after):
            return Check(name, False, "页数不同")
        others = [number for number in range(len(before)) if number not in areas]
        step = max(1, math.ceil(len(others) / SAMPLE))
        looked = sorted([*areas, *others[::step]])
        for number in looked:
            share = _difference(before, after, number, areas.get(number, []))
            if share is None:
                return Check(name, False, f"第{number + 1}页不能绘制")
            if share > 1 / SHARE:
                return Check(name, False, f"第{number + 1}页标记之外有{share:.2%}的像素不同")
    finally:
        before.close()
        after.close()
    return Check(name, True, f"比对{len(looked)}页，标记之外没有变化（容差：每页不超过{1 / SHARE:.2%}的像素）")


def _difference(
    before: pypdfium2.PdfDocument, after: pypdfium2.PdfDocument, number: int, areas: list[Mask]
) -> float | None:
    old, new = _picture(before, number), _picture(after, number)
    if old is None or new is None or old[0].shape != new[0].shape:
        return None
    off = _outside(old[0], new[0]) | _outside(new[0], old[0])
    scale = old[1]
    for area in areas:
        x0, y0, x1, y1 = (value * scale for value in area.box)
        off[max(0, int(y0 - PAD)) : max(0, int(y1 + PAD) + 1), max(0, int(x0 - PAD)) : max(0, int(x1 + PAD) + 1)] = False
    return float(off.mean())


def _outside(picture: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Pixels that are darker or lighter than all neighbours of their place in the other picture, by `OFF`."""
    padded = np.pad(other.astype(np.int16), 1, mode="edge")
    rows, columns = other.shape
    near = np.stack([padded[i : i + rows, j : j + columns] for i in range(3) for j in range(3)])
    plain = picture.astype(np.int16)
    found: np.ndarray = (plain < near.min(axis=0) - OFF) | (plain > near.max(axis=0) + OFF)
    return found


def _picture(pdf: pypdfium2.PdfDocument, number: int) -> tuple[np.ndarray, float] | None:
    try:
        page = pdf[number]
        scale = min(1.0, MAX_SIDE / max(*page.get_size(), 1.0))
        bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        made = bitmap.to_numpy().copy()
        bitmap.close()
        page.close()
    except pypdfium2.PdfiumError:
        return None
    return made.reshape(made.shape[0], -1), scale
