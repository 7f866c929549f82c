"""Cuts a PDF: glyphs, pictures under them, fonts, and every string that is not drawn; then one fresh file.

(1) the file opens and is the one that was read; (2) each page with cuts is walked and its glyphs chosen;
(3) pictures under the cuts are blacked out in copies; (4) streams are rewritten; (5) marks are drawn; (6) what is
not drawn is cleaned; (7) fonts are pruned to what is still shown and numbered anew; (8) the file is written new, without unused
objects and earlier revisions, the same bytes every time.
"""

from __future__ import annotations

import contextlib
import io
import time
from collections.abc import Sequence

import pikepdf

from pipeline.contracts import Excision, Redacted
from pipeline.document import Document
from pipeline.errors import RedactionRefused, UnreadableSource
from pipeline.readers.pdf_content import FontCache, PageContent, Walk
from pipeline.readers.pdf_geometry import inherited
from pipeline.readers.pdf_layers import OptionalContent
from pipeline.readers.pdf_objects import PDF_ERRORS, dictionary, key_of
from pipeline.readers.pdf_paths import Box
from pipeline.readers.pdf_reading import open_pdf
from pipeline.readers.pdf_sight import judge, redaction_boxes
from redaction.pdf_cuts import Run, Selection, area_runs, in_areas, runs, select, with_twins
from redaction.pdf_fonts import Cut, close_fonts
from redaction.pdf_images import blackened
from redaction.pdf_marks import Marker, MarkFont
from redaction.pdf_reflow import reflow
from redaction.pdf_replace import Replacer
from redaction.pdf_scrub import scrub, searchable
from redaction.pdf_streams import StreamCutter

SECONDS = 600.0


def cut_pdf(data: bytes, document: Document, excisions: Sequence[Excision]) -> Redacted:
    """The bytes with every excision made. Raises RedactionRefused naming page and carrier."""
    if not excisions:
        return Redacted(data)
    try:
        with open_pdf(data) as pdf:
            return _cut(pdf, document, excisions)
    except UnreadableSource:
        raise RedactionRefused("PDF 文件不能打开，不能删减。", advice="请取得完好、未加密的文件。") from None
    except PDF_ERRORS as error:
        raise RedactionRefused(
            f"PDF 文件结构异常，不能删减（{type(error).__name__}）。", advice="请用原编辑软件重新导出 PDF 后再删减。"
        ) from None


def _cut(pdf: pikepdf.Pdf, document: Document, excisions: Sequence[Excision]) -> Redacted:
    selection = select(document, excisions)
    hidden = [True] * len(excisions)
    font = MarkFont(pdf)
    layers = OptionalContent(pdf)
    cuts: list[Cut] = []
    taken = 0
    for number in sorted(selection.ordinals):
        marks, glyphs, more = _page(pdf, number, selection, excisions, layers, font)
        for run in marks:
            for number_of in (run.excision, *run.joined):
                hidden[number_of] = hidden[number_of] and not run.exact
        cuts.extend(glyphs)
        taken += more
    font.finish()
    texts = searchable(document.text[e.span.start : e.span.stop] for e in excisions)
    notes = scrub(pdf, selection.strings, texts)
    if pdf.is_encrypted:
        notes.append("原文件的权限加密没有保留。")
    if taken:
        notes.append(f"为隐去字数，另删去标记旁的{taken}个字。")
    fonts = close_fonts(pdf, cuts)
    for told in fonts.told:
        hidden[told] = False
    notes.extend(fonts.notes)
    return Redacted(_saved(pdf), tuple(dict.fromkeys(notes)), tuple(hidden))


def walked(pdf: pikepdf.Pdf, number: int, fonts: FontCache, layers: OptionalContent) -> PageContent:
    """One page as drawn, with what is hidden on it. Raises RedactionRefused when it cannot be walked whole."""
    page = pdf.pages[number]
    walk = Walk(page, fonts, layers, time.monotonic() + SECONDS)
    walk.out.starts = {}
    content = walk.run()
    bad = content.troubles & {"limit", "damaged", "cycle", "operator", "nested_text"}
    if bad:
        raise RedactionRefused(
            f"第{number + 1}页的内容不能完整解析，不能准确删减。", advice="请用原编辑软件重新导出 PDF 后再删减。"
        )
    judge(content, redaction_boxes(page, content.base))
    return content


def _page(
    pdf: pikepdf.Pdf, number: int, selection: Selection, excisions: Sequence[Excision], layers: OptionalContent,
    font: MarkFont,
) -> tuple[list[Run], list[Cut], int]:
    page = pdf.pages[number]
    content = walked(pdf, number, FontCache(), layers)
    numbers = selection.numbers[number]
    areas = selection.areas.get(number, [])
    for ordinal, excision in in_areas(content, areas).items():
        selection.ordinals[number].add(ordinal)
        numbers.setdefault(ordinal, excision)
    cut = with_twins(content, selection.ordinals[number], numbers)
    if max(selection.ordinals[number], default=-1) >= len(content.glyphs):
        raise RedactionRefused(f"第{number + 1}页的文字与审查时不同。", advice="请重新审查后再删减。")
    _check(content, cut, number)
    marks = [*runs(content, cut, numbers, excisions), *area_runs(areas, excisions)]
    boxes: list[Box] = [content.glyphs[ordinal].box for ordinal in sorted(cut)] + [box for box, _ in areas]
    pictures = blackened(pdf, content, boxes, number)
    moved = reflow(page, content, cut, marks)
    cut |= moved.extra
    replacer = Replacer(content.glyphs, cut, moved.settings, moved.ops, content.starts or {}, font_names(page, content)) if moved.ops else None
    StreamCutter(pdf, page, number, content.glyphs, cut, pictures, replacer).run()
    Marker(pdf, page, content, font).draw(marks)
    gone = [Cut(numbers.get(o, marks[0].excision if marks else 0), key_of(content.fonts[content.glyphs[o].font].obj), content.glyphs[o].text or "") for o in sorted(cut)]
    return marks, gone, moved.taken


def font_names(page: pikepdf.Page, content: PageContent) -> dict[int, str]:
    """Number of a font on the page → the name by which the page's own resources know it."""
    listed = dictionary(dictionary(inherited(page.obj, "/Resources")).get("/Font"))
    names = {key_of(font): name for name, font in listed.items() if isinstance(font, pikepdf.Object)}  # type: ignore[redundant-expr]
    return {index: names[key_of(font.obj)] for index, font in enumerate(content.fonts) if key_of(font.obj) in names}


def _check(content: PageContent, cut: set[int], number: int) -> None:
    """Fonts whose strings cannot be split into codes cannot be cut exactly."""
    for ordinal in cut:
        glyph = content.glyphs[ordinal]
        if not content.fonts[glyph.font].known or (glyph.size == 0):
            raise RedactionRefused(
                f"第{number + 1}页的文字编码未知，不能准确删减。", advice="请用原编辑软件重新导出 PDF 后再删减。"
            )


def _saved(pdf: pikepdf.Pdf) -> bytes:
    """The file written new. Its identifier is new too: the old one may be a digest of what was cut."""
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]
    pdf.remove_unreferenced_resources()
    for mode in (pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable):
        out = io.BytesIO()
        pdf.save(
            out, deterministic_id=True, fix_metadata_version=False, encryption=False, object_stream_mode=mode,
            compress_streams=True,
        )
        with contextlib.suppress(*PDF_ERRORS), pikepdf.open(io.BytesIO(out.getvalue()), attempt_recovery=False):
            return out.getvalue()
    raise RedactionRefused("PDF 文件结构异常，写出后不能打开。", advice="请用原编辑软件重新导出 PDF 后再删减。")
