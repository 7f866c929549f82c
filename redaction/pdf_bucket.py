"""Widens a cut over the characters beside it until its width is one of a few, where the policy says so.

What stands behind the cut on its line goes first, then what stands before it. Nothing moves. A cut beside another
cut, beside a wide gap or with too little text around it stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.readers.pdf_content import Glyph, PageContent
from redaction.pdf_cuts import Run, with_twins

NEAR = 0.6
"""A gap of so many font sizes ends the text that a bucket may take."""
OFF = 0.35
"""So much, in font sizes, may what is left differ from the width of the bucket."""


def widened(content: PageContent, cut: set[int], run: Run, sizes: Sequence[float]) -> set[int] | None:
    """The further glyphs to cut; the run is widened and no longer `exact`. None where no bucket can be filled."""
    width = run.u1 - run.u0
    target = next((size * run.size for size in sorted(sizes) if size * run.size >= width - 0.05 * run.size), None)
    if target is None:
        return None
    line = sorted(
        (g for g in content.glyphs if not g.hidden and not g.path and g.dx > 0.999 and abs(g.y - 0.375 * g.size - run.v) < 0.4 * run.size),
        key=lambda g: g.x,
    )
    after = [g for g in line if g.x > run.u0 and g not in run.glyphs]
    before = [g for g in line if g.x < run.u0 and g not in run.glyphs][::-1]
    taken: list[Glyph] = []
    u0, u1 = run.u0, run.u1
    for glyph in after:
        if u1 - u0 >= target - OFF * run.size:
            break
        if glyph.ordinal in cut or glyph.x - u1 > NEAR * run.size:
            break
        taken.append(glyph)
        u1 = glyph.x + glyph.width
    for glyph in before:
        if u1 - u0 >= target - OFF * run.size:
            break
        if glyph.ordinal in cut or u0 - (glyph.x + glyph.width) > NEAR * run.size:
            break
        taken.append(glyph)
        u0 = glyph.x
    if abs(u1 - u0 - target) > OFF * run.size:
        return None
    more = with_twins(content, {g.ordinal for g in taken}, {})
    if more & cut:
        return None
    run.glyphs.extend(content.glyphs[o] for o in sorted(more))
    run.u0, run.u1, run.exact, run.fitted = u0, u0 + target, False, True
    return more
