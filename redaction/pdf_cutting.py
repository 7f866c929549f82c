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
from redaction.pdf_cuts import (
    InexactPage,
    Selection,
    area_runs,
    in_areas,
    outlined,
    runs,
    select,
    with_twins,
)
from redaction.pdf_fonts import Cut, close_fonts
from redaction.pdf_images import blackened
from redaction.pdf_marks import Marker, MarkFont
from redaction.pdf_raster import TextFont, rasterise
from redaction.pdf_reflow import reflow
from redaction.pdf_replace import Replacer
from redaction.pdf_scrub import scrub, searchable
from redaction.pdf_streams import StreamCutter

SECONDS = 600.0


def cut_pdf(data: bytes, document: Document, excisions: Sequence[Excision], dpi: int = 0) -> Redacted:
    """The bytes with every excision made. Raises RedactionRefused naming page and carrier.

    A page that cannot be cut exactly is made a picture of so many dots an inch; 0 refuses.
    """
    if not excisions:
        return Redacted(data)
    try:
        with open_pdf(data) as pdf:
            return _cut(pdf, data, document, excisions, dpi)
    except UnreadableSource:
        raise RedactionRefused("PDF 文件不能打开，不能删减。", advice="请取得完好、未加密的文件。") from None
    except PDF_ERRORS as error:
        raise RedactionRefused(
            f"PDF 文件结构异常，不能删减（{type(error).__name__}）。", advice="请用原编辑软件重新导出 PDF 后再删减。"
        ) from None


def _cut(pdf: pikepdf.Pdf, data: bytes, document: Document, excisions: Sequence[Excision], dpi: int) -> Redacted:
    selection = select(document, excisions)
    texts = searchable(document.text[e.span.start : e.span.stop] for e in excisions)
    cutter = _Cutter(pdf, data, selection, excisions, texts, dpi)
    for number in sorted(selection.ordinals):
        cutter.page(number)
    cutter.font.finish()
    cutter.layer.finish()
    notes = scrub(pdf, selection.strings, texts)
    if pdf.is_encrypted:
        notes.append("原文件的权限加密没有保留。")
    if cutter.taken:
        notes.append(f"为隐去字数，另删去标记旁的{cutter.taken}个字。")
    if cutter.rastered:
        places = "、".join(f"第{number + 1}页" for number in cutter.rastered)
        notes.append(f"{places}不能逐字删减，已转为{dpi}点图像，删减处涂黑，其余文字保留在图像下层。")
    fonts = close_fonts(pdf, cutter.cuts)
    for told in fonts.told:
        cutter.hidden[told] = False
    notes.extend(fonts.notes)
    return Redacted(_saved(pdf, reordered=fonts.renumbered), tuple(dict.fromkeys(notes)), tuple(cutter.hidden), rastered=tuple(cutter.rastered))


def walked(pdf: pikepdf.Pdf, number: int, fonts: FontCache, layers: OptionalContent) -> PageContent:
    """One page as drawn, with what is hidden on it."""
    page = pdf.pages[number]
    walk = Walk(page, fonts, layers, time.monotonic() + SECONDS)
    walk.out.starts = {}
    content = walk.run()
    judge(content, redaction_boxes(page, content.base))
    return content


class _Cutter:
    """Cuts the pages of one file one by one."""

    def __init__(
        self, pdf: pikepdf.Pdf, data: bytes, selection: Selection, excisions: Sequence[Excision], texts: tuple[str, ...], dpi: int
    ) -> None:
        self.pdf, self.data, self.selection, self.excisions, self.texts, self.dpi = pdf, data, selection, excisions, texts, dpi
        self.fonts, self.layers, self.font, self.layer = FontCache(), OptionalContent(pdf), MarkFont(pdf), TextFont(pdf)
        self.hidden = [True] * len(excisions)
        self.cuts: list[Cut] = []
        self.rastered: list[int] = []
        self.taken = 0

    def page(self, number: int) -> None:
        """Make every cut of one page, exactly or, where allowed, in a picture of it."""
        content = walked(self.pdf, number, self.fonts, self.layers)
        numbers, areas = self.selection.numbers[number], self.selection.areas.get(number, [])
        for ordinal, excision in in_areas(content, areas).items():
            self.selection.ordinals[number].add(ordinal)
            numbers.setdefault(ordinal, excision)
        cut = with_twins(content, self.selection.ordinals[number], numbers)
        if max(self.selection.ordinals[number], default=-1) >= len(content.glyphs):
            raise RedactionRefused(f"第{number + 1}页的文字与审查时不同。", advice="请重新审查后再删减。")
        try:
            self._exactly(number, content, cut, areas)
        except InexactPage:
            if not self.dpi:
                raise
            self.rastered.append(number)
            marks = [*runs(content, cut, numbers, self.excisions), *area_runs(areas, self.excisions)]
            rasterise(self.pdf, self.data, number, content, cut, marks, [box for box, _ in areas], self.texts, self.layer, self.dpi)
            for told in {numbers[o] for o in cut if o in numbers} | {excision for _, excision in areas}:
                self.hidden[told] = False
        self.cuts.extend(
            Cut(numbers[o], key_of(content.fonts[content.glyphs[o].font].obj), content.glyphs[o].text or "") for o in sorted(cut) if o in numbers
        )

    def _exactly(self, number: int, content: PageContent, cut: set[int], areas: list[tuple[Box, int]]) -> None:
        page, numbers = self.pdf.pages[number], self.selection.numbers[number]
        _check(content, cut, [box for box, _ in areas], number)
        marks = [*runs(content, cut, numbers, self.excisions), *area_runs(areas, self.excisions)]
        boxes: list[Box] = [content.glyphs[ordinal].box for ordinal in sorted(cut)] + [box for box, _ in areas]
        pictures = blackened(self.pdf, content, boxes, number)
        moved = reflow(page, content, cut, marks)
        more = cut | moved.extra
        replacer = Replacer(content.glyphs, more, moved.settings, moved.ops, content.starts or {}, font_names(page, content)) if moved.ops else None
        StreamCutter(self.pdf, page, number, content.glyphs, more, pictures, replacer).run()
        Marker(self.pdf, page, content, self.font).draw(marks)
        for extra in moved.extra:
            numbers.setdefault(extra, next((run.excision for run in marks if content.glyphs[extra] in run.glyphs), marks[0].excision))
        cut |= moved.extra
        self.taken += moved.taken
        for run in marks:
            for told in (run.excision, *run.joined):
                self.hidden[told] = self.hidden[told] and not run.exact


def font_names(page: pikepdf.Page, content: PageContent) -> dict[int, str]:
    """Number of a font on the page → the name by which the page's own resources know it."""
    listed = dictionary(dictionary(inherited(page.obj, "/Resources")).get("/Font"))
    names = {key_of(font): name for name, font in listed.items() if isinstance(font, pikepdf.Object)}  # type: ignore[redundant-expr]
    return {index: names[key_of(font.obj)] for index, font in enumerate(content.fonts) if key_of(font.obj) in names}


def _check(content: PageContent, cut: set[int], areas: Sequence[Box], number: int) -> None:
    """What cannot be cut exactly: strings that cannot be split into codes, unknown operators, outlines of letters."""
    if any(not content.fonts[content.glyphs[o].font].known or content.glyphs[o].size == 0 for o in cut):
        raise RedactionRefused(
            f"第{number + 1}页的文字编码未知，不能准确删减。", advice="请用原编辑软件重新导出 PDF 后再删减。"
        )
    if content.troubles & {"limit", "damaged", "cycle", "operator", "nested_text"}:
        raise InexactPage(number, "的内容不能完整解析")
    unseen = [content.glyphs[o].box for o in cut if content.glyphs[o].hidden == "invisible"]
    if outlined(content, [*areas, *unseen]):
        raise InexactPage(number, "删减处是转为曲线的文字")


def _saved(pdf: pikepdf.Pdf, *, reordered: bool) -> bytes:
    """The file written new. Its identifier is new too: the old one may be a digest of what was cut.

    Objects in object streams keep the order that they had, and in it the order in which fonts were first used;
    `reordered` writes the file without such streams first, which orders them by where they are used.
    """
    if "/Size" not in pdf.trailer:
        pdf.trailer["/Size"] = 1  # the writer keeps the key and corrects the number; without one it writes none
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]
    pdf.remove_unreferenced_resources()
    if reordered:
        with pikepdf.open(io.BytesIO(_written(pdf, pikepdf.ObjectStreamMode.disable))) as again:
            return _saved(again, reordered=False)
    for mode in (pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable):
        data = _written(pdf, mode)
        with contextlib.suppress(*PDF_ERRORS), pikepdf.open(io.BytesIO(data), attempt_recovery=False):
            return data
    raise RedactionRefused("PDF 文件结构异常，写出后不能打开。", advice="请用原编辑软件重新导出 PDF 后再删减。")


def _written(pdf: pikepdf.Pdf, mode: pikepdf.ObjectStreamMode) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out, deterministic_id=True, fix_metadata_version=False, encryption=False, object_stream_mode=mode,
        compress_streams=True,
    )
    return out.getvalue()
