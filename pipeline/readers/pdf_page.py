"""One page: what it draws, split into visible lines, tables, turned text and hidden text; and its gaps."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

import pikepdf

from pipeline.document import GapReason
from pipeline.fold import fold
from pipeline.readers.pdf_content import Glyph, PageContent, Walk
from pipeline.readers.pdf_lines import Line, deduplicated, lines_of, turned
from pipeline.readers.pdf_pictures import unread_picture
from pipeline.readers.pdf_sight import judge, redaction_boxes
from pipeline.readers.pdf_tables import Slot, Table, ruled

HIDDEN_NAMES = {
    "invisible": "不可见文字", "transparent": "透明文字", "outside": "页面外文字", "clipped": "裁切外文字",
    "tiny": "极小文字", "faint": "与底色同色文字", "covered": "被遮盖文字", "layer": "关闭图层文字",
}
_TROUBLES = {
    "limit": GapReason.LIMIT, "damaged": GapReason.DAMAGED, "cycle": GapReason.DAMAGED, "operator": GapReason.DAMAGED,
    "no_font": GapReason.GARBLED_TEXT, "unknown_encoding": GapReason.GARBLED_TEXT,
    "nested_text": GapReason.UNREADABLE_TEXT,
}
_SYMBOLS = ("Wingdings", "Symbol", "Webdings", "ZapfDingbats", "MTExtra", "OpenSymbol")
OUTLINES = 500
"""Curved shapes on a page with text from which on they may be text drawn as outlines."""


@dataclass(slots=True)
class PageText:
    """A page ready to be put in order."""

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[Table]
    turned: list[tuple[int, list[Line]]]
    hidden: list[tuple[str, list[Line]]]
    gaps: list[tuple[GapReason, str]] = field(default_factory=list)
    actual: list[str] = field(default_factory=list)
    characters: int = 0
    main: int = 0


def examine(page: pikepdf.Page, number: int, walk: Walk) -> PageText:
    """The page as text. Never raises for what the page holds."""
    content = walk.run()
    _spoken(content)
    judge(content, redaction_boxes(page, content.base))
    visible = deduplicated(g for g in content.glyphs if not g.hidden)
    groups = turned(visible)
    main = max(groups, key=lambda group: len(group[1]))[0] if groups else 0
    if main % 90 or (not any(g.vertical for _, gs in groups for g in gs) and 0 in dict(groups)):
        main = 0
    tables: list[Table] = []
    lines: list[Line] = []
    others: list[tuple[int, list[Line]]] = []
    gaps = _gaps(content, number)
    for angle, glyphs in groups:
        if angle != main:
            others.append((angle, lines_of(glyphs, angle, number)))
            continue
        loose = glyphs
        if angle == 0:
            tables, looked = ruled(content.edges)
            if not looked:
                gaps.append((GapReason.LIMIT, f"第{number + 1}页线条"))
            loose = _fill(tables, glyphs, number)
        lines = lines_of(loose, angle, number)
    hidden: dict[str, list[Glyph]] = {}
    for glyph in content.glyphs:
        if glyph.hidden and glyph.text:
            hidden.setdefault(glyph.hidden, []).append(glyph)
    return PageText(
        number, content.width, content.height, lines, tables, others,
        [(why, line_group) for why, glyphs in sorted(hidden.items()) for _, gs in turned(deduplicated(glyphs))
         if (line_group := lines_of(gs, _, number))],
        gaps, _actual(content), len(content.glyphs), main,
    )


def _fill(tables: list[Table], glyphs: list[Glyph], number: int) -> list[Glyph]:
    """Put the glyphs into the cells they stand in; the rest comes back. Tables without text are dropped."""
    inside: dict[int, tuple[Slot, list[Glyph]]] = {}
    loose = []
    for glyph in glyphs:
        x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
        slot = _slot_at(tables, x, y)
        if slot is None:
            loose.append(glyph)
        else:
            inside.setdefault(id(slot), (slot, []))[1].append(glyph)
    for slot, members in inside.values():
        slot.lines = lines_of(members, 0, number)
    for table in tables:
        table.last_page = number
        for slot in table.slots:
            slot.page = number
    tables[:] = [table for table in tables if any(slot.lines for slot in table.slots)]
    return loose


def _slot_at(tables: list[Table], x: float, y: float) -> Slot | None:
    for table in tables:
        if table.box[0] <= x <= table.box[2] and table.box[1] <= y <= table.box[3]:
            hits = [s for s in table.slots if s.box[0] <= x <= s.box[2] and s.box[1] <= y <= s.box[3]]
            if hits:
                return min(hits, key=lambda s: (s.box[2] - s.box[0]) * (s.box[3] - s.box[1]))
    return None


def _spoken(content: PageContent) -> None:
    """Take the plain character where the font names a radical and the tag names the same character plainly."""
    for text, start, stop in content.actual:
        glyphs = content.glyphs[start:stop]
        if len(text) == len(glyphs):
            for glyph, character in zip(glyphs, text, strict=True):
                if glyph.text and glyph.text != character and _is_variant(glyph.text, character):
                    glyph.text = character


def _is_variant(shown: str, plain: str) -> bool:
    """A radical for its character, or another form that folds to it."""
    return "\u2e80" <= shown <= "\u2fdf" or fold(shown).text == plain


def _actual(content: PageContent) -> list[str]:
    """ActualText that says something else than the glyphs it stands for."""
    found = []
    for text, start, stop in content.actual:
        shown = "".join(g.text or "\ufffd" for g in content.glyphs[start:stop])
        if "".join(text.split()) != "".join(shown.split()) and text.strip("\u00ad\ufeff "):
            found.append(text)
    return found


def _gaps(content: PageContent, number: int) -> list[tuple[GapReason, str]]:
    place = f"第{number + 1}页"
    found = [(_TROUBLES[trouble], place) for trouble in sorted(content.troubles)]
    if garbled(content):
        found.append((GapReason.GARBLED_TEXT, place))
    shown = sum(1 for g in content.glyphs if not g.hidden and (g.text is None or g.text.strip()))
    pictures = [p for p in content.paints if p.kind == "image"]
    if any(unread_picture(p, content.width * content.height) for p in pictures) or (not shown and (pictures or content.shapes)):
        found.append((GapReason.PICTURE_NOT_READ, place))
    elif content.shapes > OUTLINES:
        found.append((GapReason.PICTURE_NOT_READ, f"{place}矢量图形"))
    return found


def garbled(content: PageContent) -> bool:
    """True when the page's text cannot be trusted: characters not told, or improbable ones.

    Symbol fonts draw bullets and are let pass. Improbable: more than a third of at least ten Han characters
    in neither GB 2312 nor Big5.
    """
    symbol = {i for i, font in enumerate(content.fonts) if any(name in font.name for name in _SYMBOLS)}
    unknown = total = han = rare = 0
    for glyph in content.glyphs:
        if glyph.text is None:
            if glyph.font not in symbol and glyph.width > 0:
                unknown += 1
            continue
        if not glyph.text.strip():
            continue
        total += 1
        if "\u3400" <= glyph.text[0] <= "\u9fff":
            han += 1
            rare += not _common(glyph.text[0])
        elif unicodedata.category(glyph.text[0]) in ("Lo", "So") and _odd(glyph.text[0]):
            rare += 1
            han += 1
    return unknown >= 2 or (unknown == 1 and total < 20) or (han >= 10 and rare * 3 > han)


def _common(character: str) -> bool:
    for encoding in ("gb2312", "big5"):
        try:
            character.encode(encoding)
        except UnicodeEncodeError:
            continue
        return True
    return False


def _odd(character: str) -> bool:
    """Scripts that do not stand in Chinese or Western documents by the dozen."""
    return "\u0700" <= character <= "\u1cff" or "\ua000" <= character <= "\uabff"
