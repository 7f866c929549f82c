"""The checks of a PDF proof, in order; each says in Chinese what was compared and how much.

(1) the output opens, is one revision, and holds no unused object; (2) what was to be cut was readable before;
(3) glyph by glyph, the output draws what the original drew less the cuts; (4) our reader, pdfium and poppler no
longer read what was cut; (5) no string and no stream holds it in any encoding; (6) no font names a character that
only the cut text had; (7) nothing that is to be dropped is left; (8) pixels outside the marks are the same.
"""

from __future__ import annotations

import hashlib
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pikepdf
from PIL import Image

from pipeline.contracts import Excision, Limits, Redacted
from pipeline.document import Document, Source
from pipeline.errors import RedactionRefused, UnreadableSource
from pipeline.readers.pdf_content import FontCache, Glyph, PageContent, Walk
from pipeline.readers.pdf_fonts import Font
from pipeline.readers.pdf_layers import OptionalContent
from pipeline.readers.pdf_objects import PDF_ERRORS, dictionary, name_of
from pipeline.readers.pdf_paths import Box
from pipeline.readers.pdf_reading import open_pdf, read_pdf
from pipeline.readers.pdf_sight import judge, redaction_boxes
from redaction import compare
from redaction.needles import UNSEEN, Needles, is_telling
from redaction.pdf_cuts import in_areas, runs, select, with_twins
from redaction.pdf_images import decoded
from redaction.pdf_pixels import Mask, compare_pixels
from redaction.pdf_raster import black, is_raster, layer, pixels
from redaction.pdf_reflow import reflow
from redaction.pdf_reread import apart, outside, plain, readings
from redaction.pdf_scrub import dropped_areas, searchable
from redaction.pdf_search import dropped_left, font_leaks, object_leaks, reachable
from redaction.proof import Check

SECONDS = 900.0


@dataclass(slots=True)
class Expected:
    """What one page should draw now: glyphs before and behind the marks, and the areas that may differ."""

    page: list[tuple[str | None, int, int]]
    annotations: list[tuple[str | None, int, int]]
    areas: list[Mask]
    cut: int
    gone: set[str]
    fonts: set[str]
    black: list[Box] = field(default_factory=list)
    """On a page that was made a picture: where its pixels are black."""
    content: PageContent | None = None


def checks(
    original: bytes, redacted: Redacted, document: Document, excisions: Sequence[Excision]
) -> Iterator[Check]:
    """All checks; one that cannot be run has failed."""
    if not excisions:
        same = redacted.data == original
        yield Check("没有删减", same, "输出与原件逐字节相同" if same else "没有删减，输出却与原件不同")
        return
    try:
        with open_pdf(original) as before, open_pdf(redacted.data) as after:
            yield from _checks(before, after, original, redacted, document, excisions)
    except (UnreadableSource, RedactionRefused, *PDF_ERRORS) as error:
        yield Check("可以打开", False, f"输出或原件不能打开或解析（{type(error).__name__}）")


def _checks(
    before: pikepdf.Pdf, after: pikepdf.Pdf, original: bytes, redacted: Redacted, document: Document,
    excisions: Sequence[Excision],
) -> Iterator[Check]:
    yield _opens(before, after, redacted.data)
    yield _not_vacuous(document, excisions)
    expected = _expected(before, document, excisions, frozenset(redacted.rastered))
    yield _glyphs(before, after, expected, excisions)
    again = read_pdf(redacted.data, Source.of("", "pdf", redacted.data), Limits(seconds=int(SECONDS)))
    yield from readings(document, again, redacted, excisions)
    if redacted.rastered:
        yield _rastered(after, expected, redacted.rastered)
    texts = searchable(
        document.text[e.span.start : e.span.stop] for e in excisions if not e.may_recur
    )
    standing = _standing(document, excisions)
    yield Check("其他位置无相同文字", not standing, "、".join(standing))
    rest = outside(document, excisions)
    free = tuple(text for text in texts if is_telling(text) or plain(text) not in rest)
    leaks = object_leaks(after, redacted.data, apart(free, excisions))
    yield Check("全部对象和数据流", not leaks, "；".join(leaks) or f"解压后搜索，{len(free)}种应删文字均不存在")
    gone = {c for page in expected.values() for t in page.gone for c in t if c.strip()} - set(again.text)
    named = font_leaks(after, gone, {name for page in expected.values() for name in page.fonts})
    yield Check("字体中的字符", not named, "；".join(named) or f"只见于被删文字的{len(gone)}个字符已不在任何字体中")
    left = dropped_left(after)
    yield Check("附带内容", not left, "；".join(left) or "属性、元数据、附件、脚本、缩略图均已去除")
    yield compare_pixels(original, redacted.data, {number: page.areas for number, page in expected.items()})


def _standing(document: Document, excisions: Sequence[Excision]) -> list[str]:
    """Places on the page that show a cut text and were not among the cuts."""
    needles = Needles.of(document, excisions)
    found = [
        block.place
        for block, text in compare.outside(document, excisions)
        if block.layer not in UNSEEN and needles.stands_in(text)
    ]
    return list(dict.fromkeys(found))


def _syntax(pdf: pikepdf.Pdf) -> list[str]:
    """What qpdf complains of; a missing decoder for fax pictures is no complaint."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(pdf.check_pdf_syntax())


def _opens(before: pikepdf.Pdf, after: pikepdf.Pdf, data: bytes) -> Check:
    pages = len(before.pages)
    problems = []
    if after.get_warnings() or len(_syntax(after)) > len(_syntax(before)):
        problems.append("文件有语法错误")
    if len(after.pages) != pages:
        problems.append("页数不同")
    if data.count(b"startxref") != 1 or data.count(b"%%EOF") != 1:
        problems.append("含有历史版本")
    total, used = reachable(after)
    if total > used:
        problems.append("含有未被引用的对象")
    return Check("可以打开", not problems, "；".join(problems) or f"{pages}页，{used}个对象，单一版本")


def _not_vacuous(document: Document, excisions: Sequence[Excision]) -> Check:
    empty = sum(1 for e in excisions if not e.located or not document.text[e.span.start : e.span.stop].strip())
    return Check("删减前可读", not empty, f"{empty}处没有可删的文字" if empty else f"{len(excisions)}处在原件中均可读出")


def _walk(
    pdf: pikepdf.Pdf, number: int, fonts: FontCache, layers: OptionalContent, *, starts: bool = False
) -> PageContent:
    walk = Walk(pdf.pages[number], fonts, layers, time.monotonic() + SECONDS)
    walk.out.starts = {} if starts else None
    return walk.run()


def _row(glyph: Glyph, x: float | None = None, y: float | None = None) -> tuple[str | None, int, int]:
    return (glyph.text, round((glyph.x if x is None else x) * 4), round((glyph.y if y is None else y) * 4))


def _expected(
    before: pikepdf.Pdf, document: Document, excisions: Sequence[Excision], rastered: frozenset[int]
) -> dict[int, Expected]:
    """What every page with cuts should still draw, worked out anew from the original."""
    selection = select(document, excisions)
    fonts, layers = FontCache(), OptionalContent(before)
    found: dict[int, Expected] = {}
    for number in sorted(selection.ordinals):
        content = _walk(before, number, fonts, layers, starts=True)
        judge(content, redaction_boxes(before.pages[number], content.base))
        numbers = selection.numbers[number]
        boxes = selection.areas.get(number, [])
        for ordinal, excision in in_areas(content, boxes).items():
            selection.ordinals[number].add(ordinal)
            numbers.setdefault(ordinal, excision)
        cut = with_twins(content, selection.ordinals[number], numbers)
        if number in rastered:
            found[number] = _of_picture(content, cut, [box for box, _ in boxes])
            continue
        marks = runs(content, cut, numbers, excisions)
        areas = [Mask.of_box(content.glyphs[o].box) for o in sorted(cut)]
        moved = reflow(before.pages[number], content, cut, marks)
        areas.extend(Mask(box) for box in moved.areas)
        areas.extend(Mask.of_run(mark) for mark in marks)
        cut |= moved.extra
        areas.extend(Mask.of_box(content.glyphs[o].box) for o in sorted(moved.extra))
        kept = moved.order([g for g in content.glyphs if g.ordinal not in cut])
        areas.extend(Mask(box) for box, _ in boxes)
        areas.extend(_pictures(content, areas))
        areas.extend(Mask.of_box(box) for box in dropped_areas(before.pages[number], content.base))
        found[number] = Expected(
            [_row(g, x, y) for g, x, y in kept if not g.path or g.path[0] >= 0],
            [_row(g, x, y) for g, x, y in kept if g.path and g.path[0] < 0],
            areas, len(cut), {content.glyphs[o].text or "" for o in cut},
            {name for o in cut for name in _font_names(content.fonts[content.glyphs[o].font])},
        )
    return found


def _of_picture(content: PageContent, cut: set[int], boxes: list[Box]) -> Expected:
    """What a page that was made a picture should hold: the visible text less the cuts, and black at the cuts."""
    dark = black(content, cut, boxes)
    return Expected(
        [_row(glyph) for glyph in layer(content, cut)], [], [Mask.of_box(box) for box in dark], len(cut),
        {content.glyphs[o].text or "" for o in cut},
        {name for o in cut for name in _font_names(content.fonts[content.glyphs[o].font])}, dark, content,
    )


def _rastered(after: pikepdf.Pdf, expected: dict[int, Expected], numbers: Sequence[int]) -> Check:
    """Every page that was made a picture is one picture and invisible text, and its cuts are black."""
    for number in numbers:
        page, wanted = after.pages[number], expected.get(number)
        if wanted is None or wanted.content is None or not is_raster(page):
            return Check("图像页", False, f"第{number + 1}页不是单一图像")
        (source,) = dictionary(page.obj["/Resources"]["/XObject"]).values()
        picture = decoded(source)  # type: ignore[arg-type]  # `is_raster` has looked
        boxes = (pixels(box, wanted.content, picture.size) for box in wanted.black)
        if any(value[1] for box in boxes for value in _extrema(picture, box)):
            return Check("图像页", False, f"第{number + 1}页删减处没有涂黑")
    return Check("图像页", True, "、".join(f"第{number + 1}页" for number in numbers) + "为图像，删减处全部涂黑，其余文字在图像下层")


def _extrema(picture: Image.Image, box: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    x0, y0, x1, y1 = box
    left, top, right, bottom = max(0, x0), max(0, y0), min(picture.width, x1), min(picture.height, y1)
    if left >= right or top >= bottom:
        return []  # off the page
    inside = picture.crop((left, top, right, bottom))
    return [channel.getextrema() for channel in inside.split()]  # type: ignore[misc]  # one pair for each channel


def _font_names(font: Font) -> set[str]:
    descriptor = dictionary((font.descendant if font.composite else font.obj).get("/FontDescriptor"))
    return {font.name, name_of(descriptor.get("/FontName"))} - {""}


def _pictures(content: PageContent, areas: list[Mask]) -> list[Mask]:
    """Pixels of coarse pictures reach further than the cut that touches them."""
    found: list[Mask] = []
    for paint in content.paints:
        if paint.kind == "image" and min(paint.pixels) > 0:
            px = (paint.box[2] - paint.box[0]) / paint.pixels[0] + (paint.box[3] - paint.box[1]) / paint.pixels[1]
            found.extend(Mask((b[0] - px, b[1] - px, b[2] + px, b[3] + px)) for b in (a.box for a in areas) if px > 1)
    return found


def _glyphs(
    before: pikepdf.Pdf, after: pikepdf.Pdf, expected: dict[int, Expected], excisions: Sequence[Excision]
) -> Check:
    """Glyph by glyph: text, place and order; between page and annotations stand only marks."""
    fonts, old_fonts = FontCache(), FontCache()
    layers, old_layers = OptionalContent(after), OptionalContent(before)
    allowed = {character for e in excisions for character in e.replacement} | {"＊"}
    total = cut = 0
    for number in range(len(after.pages)):
        wanted = expected.get(number)
        if wanted is None and _same_streams(before, after, number):
            continue
        content = _walk(after, number, fonts, layers)
        rows = [_row(glyph) for glyph in content.glyphs]
        if wanted is None:
            old = _walk(before, number, old_fonts, old_layers)
            wanted = Expected([_row(g) for g in old.glyphs if not g.path or g.path[0] >= 0],
                              [_row(g) for g in old.glyphs if g.path and g.path[0] < 0], [], 0, set(), set())
        page = [row for row, g in zip(rows, content.glyphs, strict=True) if not g.path or g.path[0] >= 0]
        drawn = [row for row, g in zip(rows, content.glyphs, strict=True) if g.path and g.path[0] < 0]
        count = len(wanted.page)
        if not _same(page[:count], wanted.page) or not _is_kept(drawn, wanted.annotations):
            return Check("其余文字", False, f"第{number + 1}页删减之外的文字或位置有变化")
        if any((text or "") not in allowed for text, _, _ in page[count:]):
            return Check("其余文字", False, f"第{number + 1}页多出标记以外的文字")
        total += count
        cut += wanted.cut
    return Check("其余文字", True, f"逐字比对：删去{cut}个字形，{len(expected)}页其余{total}个字形次序、位置不变")


def _same(made: list[tuple[str | None, int, int]], wanted: list[tuple[str | None, int, int]]) -> bool:
    """Equal to half a point; a character that the file never told stays untold."""
    return len(made) == len(wanted) and all(
        (a[0] == b[0] or not (b[0] or "").strip()) and abs(a[1] - b[1]) <= 2 and abs(a[2] - b[2]) <= 2
        for a, b in zip(made, wanted, strict=True)
    )


def _is_kept(made: list[tuple[str | None, int, int]], wanted: list[tuple[str | None, int, int]]) -> bool:
    """What annotations draw is what they drew, or less: whole annotations may have been dropped."""
    rest = iter(wanted)
    return all(any(_same([row], [other]) for other in rest) for row in made)


def _same_streams(before: pikepdf.Pdf, after: pikepdf.Pdf, number: int) -> bool:
    old, new = before.pages[number].obj.get("/Contents"), after.pages[number].obj.get("/Contents")
    return _digest(old) == _digest(new)


def _digest(contents: object) -> bytes:
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    made = hashlib.sha256()
    for stream in streams:
        if isinstance(stream, pikepdf.Stream):
            made.update(stream.read_bytes())
    return made.digest()
