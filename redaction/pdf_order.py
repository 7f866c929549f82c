"""Whether the numbers of a font tell how many characters were cut.

Some programs number the characters of an embedded font in the order of their first use. Characters that stood in a
cut only leave a gap in these numbers, and the gap tells how many there were, wherever the rest of the line stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.readers.pdf_content import PageContent
from pipeline.readers.pdf_fonts import Font
from redaction.pdf_cuts import Run

DENSE = 8
"""A font whose highest code is below so many times its codes in use is numbered for this file."""


def numbered(font: Font) -> bool:
    """True for a subset whose codes stand close together, as numbers given in the order of use do."""
    if "+" not in font.name[:8]:
        return False
    codes = {int.from_bytes(data[one.code.start : one.code.stop]) for data, shown in font.seen() for one in shown}
    return bool(codes) and max(codes) - min(codes) < DENSE * len(codes) + 32


def told(run: Run, content: PageContent, fonts: dict[int, bool], kept: set[tuple[int, str | None]]) -> bool:
    """True when a character of the run is gone from a font that is numbered by use."""
    for glyph in run.glyphs:
        if glyph.font not in fonts:
            fonts[glyph.font] = numbered(content.fonts[glyph.font])
        if fonts[glyph.font] and (glyph.font, glyph.text) not in kept:
            return True
    return False


def told_runs(content: PageContent, cut: set[int], marks: Sequence[Run]) -> bool:
    """Set `exact` on every run of one page whose length the fonts still tell; True when there is one."""
    fonts: dict[int, bool] = {}
    kept = {(glyph.font, glyph.text) for glyph in content.glyphs if glyph.ordinal not in cut}
    found = False
    for run in marks:
        if not run.exact and told(run, content, fonts, kept):
            run.exact = found = True
    return found
