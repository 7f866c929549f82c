"""Which glyphs go, and what stands in their place: from excisions to glyph numbers, boxes and marks.

With a glyph go its twins: the same character drawn at the same place (fake bold), and hidden text under the cut
(the layer that OCR leaves). Lengths: a cut that fills a ruled cell takes the cell; one before the next column takes
a constant width; one in running text leaves exactly its own place, and its length can be told, unless the rest of
its paragraph can be set anew (`pdf_reflow`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.contracts import Excision
from pipeline.document import BoxAnchor, Document, GlyphAnchor, ObjectAnchor
from pipeline.errors import RedactionRefused
from pipeline.readers.pdf_content import Glyph, PageContent
from pipeline.readers.pdf_lines import is_double, place, turned
from pipeline.readers.pdf_paths import Box
from pipeline.readers.pdf_tables import Slot, ruled
from redaction.pdf_wrap import shared

MARK_WIDTH = 4.0
"""Width of a mark at the end of a line, in font sizes, whatever was cut."""

OUTLINE = 60.0
"""Points: a filled curve no higher than this may be a letter."""
TIGHT = 1.0
"""A cell has so many font sizes of room beside what was cut, or its width tells the length."""


class InexactPage(RedactionRefused):
    """One page cannot be cut exactly; it may be made a picture where the office allows that."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(
            f"第{number + 1}页{why}，不能准确删减。",
            advice="请用原编辑软件重新导出 PDF 后再删减；本单位也可以设置 raster_pages，允许把这样的页面转为图像。",
        )
        self.number = number


@dataclass(slots=True)
class Run:
    """Cut glyphs on one line of one excision, in the turned space of their direction."""

    excision: int
    angle: int
    glyphs: list[Glyph]
    u0: float
    u1: float
    v: float
    size: float
    text: str = ""
    exact: bool = True
    """True when the width left tells the length."""
    box: Box | None = None
    """The whole cell, in page coordinates, when the cut fills it."""
    joined: list[int] = field(default_factory=list)
    """Further excisions whose marks became this one."""
    bare: bool = False
    """True for a part of a mask over several lines: no box is drawn where it shows nothing."""
    fitted: bool = False
    """True when the line was moved to make room: the mark must stay inside its place."""


@dataclass(slots=True)
class Selection:
    """What an excision list means for one file."""

    ordinals: dict[int, set[int]]
    strings: dict[str, list[tuple[int, int, str]]]
    """Object path → (start, stop, replacement), in order."""
    numbers: dict[int, dict[int, int]] = field(default_factory=dict)
    """Page → glyph → number of its excision."""
    areas: dict[int, list[tuple[Box, int]]] = field(default_factory=dict)
    """Page → boxes of text that was read from pictures, with the number of the excision."""


def select(document: Document, excisions: Sequence[Excision]) -> Selection:
    """The glyphs by page and the parts of strings by path."""
    found = Selection(defaultdict(set), defaultdict(list), defaultdict(dict))
    for number, excision in enumerate(excisions):
        replaced: set[str] = set()
        for located in excision.located:
            match located.anchor:
                case GlyphAnchor(page=page, glyph=glyph):
                    for ordinal in range(glyph, glyph + located.units):
                        found.ordinals[page].add(ordinal)
                        found.numbers[page][ordinal] = number
                case ObjectAnchor(path=path, start=start):
                    text = "" if path in replaced else excision.replacement
                    replaced.add(path)
                    found.strings[path].append((start, start + located.units, text))
                case BoxAnchor(page=page, x0=x0, y0=y0, x1=x1, y1=y1):
                    found.ordinals[page].update()
                    found.areas.setdefault(page, []).append(((x0, y0, x1, y1), number))
                case _:
                    raise RedactionRefused("删减位置不属于 PDF 文件。", advice="请重新审查后再删减。")
    return found


def in_areas(content: PageContent, areas: list[tuple[Box, int]]) -> dict[int, int]:
    """The glyphs whose middle lies in an area, with the number of its excision."""
    return {
        glyph.ordinal: number
        for box, number in areas
        for glyph in content.glyphs
        if box[0] <= (glyph.box[0] + glyph.box[2]) / 2 <= box[2] and box[1] <= (glyph.box[1] + glyph.box[3]) / 2 <= box[3]
    }


def small_shapes(content: PageContent) -> list[Box]:
    """Curves no higher than letters."""
    return [p.box for p in content.paints if p.kind == "shape" and p.box[3] - p.box[1] < OUTLINE]


def overlaps(a: Box, b: Box) -> bool:
    """True when two boxes share more than a point either way."""
    return min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1


def outlined(content: PageContent, boxes: Sequence[Box]) -> bool:
    """True when curves as small as letters are drawn in one of the boxes: text as outlines, which no cut reaches."""
    return any(overlaps(shape, box) for shape in small_shapes(content) for box in boxes) if boxes else False


def area_runs(areas: list[tuple[Box, int]], excisions: Sequence[Excision]) -> list[Run]:
    """Marks over text that was read from pictures: the box itself, which tells its length."""
    return [
        Run(number, 0, [], box[0], box[2], (box[1] + box[3]) / 2, max(4.0, box[3] - box[1]), excisions[number].replacement)
        for box, number in areas
    ]


def with_twins(content: PageContent, wanted: set[int], numbers: dict[int, int]) -> set[int]:
    """The glyphs wanted, their doubles at the same place, and hidden text under them."""
    cut = {ordinal for ordinal in wanted if ordinal < len(content.glyphs)}
    grid: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for ordinal in cut:
        glyph = content.glyphs[ordinal]
        grid[int(glyph.box[0] // 16), int(glyph.box[1] // 16)].append(glyph)
    reached = {(i, j) for kx, ky in grid for i in range(kx - 4, kx + 4) for j in range(ky - 4, ky + 4)}
    found = set(cut)
    texts = {content.glyphs[ordinal].text for ordinal in cut}
    around: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in content.glyphs:
        key = kx, ky = int(glyph.box[0] // 16), int(glyph.box[1] // 16)
        if glyph.ordinal in cut or key not in reached or not (glyph.hidden or glyph.text in texts):
            continue
        if key not in around:
            around[key] = [o for i in range(kx - 3, kx + 4) for j in range(ky - 3, ky + 4) for o in grid.get((i, j), ())]
        for other in around[key]:
            if glyph.text != other.text and not glyph.hidden:
                continue  # no double
            if is_double(glyph, other) or (glyph.hidden and not other.hidden and _under(glyph, other)):
                found.add(glyph.ordinal)
                numbers.setdefault(glyph.ordinal, numbers.get(other.ordinal, 0))
                break
    return found


def _under(glyph: Glyph, other: Glyph) -> bool:
    x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
    return other.box[0] <= x <= other.box[2] and other.box[1] <= y <= other.box[3]


def runs(
    content: PageContent, cut: set[int], numbers: dict[int, int], excisions: Sequence[Excision]
) -> list[Run]:
    """The cut glyphs as runs with their marks; the first run of an excision carries its replacement."""
    found: list[Run] = []
    shown = [glyph for glyph in content.glyphs if not glyph.hidden or glyph.ordinal in cut]
    slots = [slot for table in ruled(content.edges)[0] for slot in table.slots]
    for angle, glyphs in turned(shown):
        placed = sorted(
            ((place(glyph, angle), glyph) for glyph in glyphs), key=lambda item: (round(item[0][2]), item[0][0])
        )
        visible = [(p, g) for p, g in placed if g.ordinal in cut and not g.hidden]
        stays = [(p[0], p[2]) for p, g in placed if g.ordinal not in cut and (g.text or "x").strip()]
        left = min((p[0] for p, g in placed if not g.hidden), default=0.0)
        for run in _split(visible, angle, numbers):
            found.append(run)
            _room(run, placed, stays, left, cut, content, slots if angle == 0 else [])
    _texts(found, excisions)
    return _merged(found)


def _split(
    placed: list[tuple[tuple[float, float, float], Glyph]], angle: int, numbers: dict[int, int]
) -> list[Run]:
    found: list[Run] = []
    for (u0, u1, v), glyph in sorted(placed, key=lambda item: (numbers.get(item[1].ordinal, 0), item[0][2], item[0][0])):
        number = numbers.get(glyph.ordinal, 0)
        last = found[-1] if found else None
        if last and last.excision == number and abs(last.v - v) < 0.4 * glyph.size and u0 - last.u1 < 1.5 * glyph.size and u0 > last.u0 - 0.5 * glyph.size:
            last.u1 = max(last.u1, u1)
            last.glyphs.append(glyph)
        else:
            found.append(Run(number, angle, [glyph], u0, u1, v, glyph.size))
    return found


def _room(
    run: Run, placed: Iterable[tuple[tuple[float, float, float], Glyph]], stays: Sequence[tuple[float, float]], left: float,
    cut: set[int], content: PageContent, slots: list[Slot],
) -> None:
    """Widen the run's place where nothing beside it tells its length.

    `stays` are the start and height of all that is not cut, `left` is where the page's text begins.
    """
    middle = ((run.u0 + run.u1) / 2, run.v)
    slot = min(
        (s for s in slots if s.box[0] <= middle[0] <= s.box[2] and s.box[1] <= middle[1] <= s.box[3]),
        key=lambda s: (s.box[2] - s.box[0]) * (s.box[3] - s.box[1]), default=None,
    )
    if slot is not None and all(
        glyph.ordinal in cut or not (glyph.text or "x").strip()
        for _, glyph in placed
        if slot.box[0] <= (glyph.box[0] + glyph.box[2]) / 2 <= slot.box[2]
        and slot.box[1] <= (glyph.box[1] + glyph.box[3]) / 2 <= slot.box[3]
    ):
        run.box, run.exact = slot.box, _is_tight(run, slot.box)
        return
    edge = slot.box[2] - 2 if slot else _extent(content, run.angle)
    beside = [u0 for u0, v in stays if abs(v - run.v) < 0.6 * run.size]
    after = [u0 for u0 in beside if u0 > run.u0]
    before = any(u0 < run.u0 for u0 in beside)
    limit = min([edge, *(u - 0.3 * run.size for u in after)])
    wide = MARK_WIDTH * run.size
    anchored = before or run.u0 < left + 2.2 * run.size or bool(after)
    ends = not after and run.angle != 0
    if run.u0 + wide <= limit and (ends or (after and min(after) - run.u1 > 1.5 * run.size)) and anchored:
        run.u1 = run.u0 + wide
        run.exact = False


def _is_tight(run: Run, box: Box) -> bool:
    """A cell that is hardly larger than what was cut from it was made for it, and its size tells."""
    width = max(glyph.box[2] for glyph in run.glyphs) - min(glyph.box[0] for glyph in run.glyphs)
    return box[2] - box[0] - width < TIGHT * run.size


def _extent(content: PageContent, angle: int) -> float:
    """How far a line may go: the page less a margin."""
    match angle:
        case 0:
            return content.width - 20
        case 90:
            return content.height - 20
        case _:
            return -20.0


def _texts(found: list[Run], excisions: Sequence[Excision]) -> None:
    """The widest run of an excision shows its mark, a mask goes over all its lines; lines make lengths plain."""
    by_number: dict[int, list[Run]] = defaultdict(list)
    for run in found:
        by_number[run.excision].append(run)
    for number, members in by_number.items():
        mark = excisions[number].replacement
        lines = sorted(members, key=lambda run: (run.v, run.u0))
        if len(members) > 1 and mark and not mark.startswith("【") and all(run.box is None and run.angle == 0 for run in members):
            for run, part in zip(lines, shared(mark, [(r.u1 - r.u0) / r.size for r in lines]), strict=True):
                run.text, run.bare = part, True
        else:
            widest = max(members, key=lambda run: (round(run.u1 - run.u0), -run.v))
            widest.text = mark
        if len(members) > 1:
            for run in members:
                run.exact = run.exact or run.box is None


def _merged(found: list[Run]) -> list[Run]:
    """Marks that touch on one line become one when they say the same."""
    kept: list[Run] = []
    for run in sorted(found, key=lambda r: (r.box is not None, r.box or (), r.angle, round(r.v), r.u0)):
        last = kept[-1] if kept else None
        if last is not None and run.box is not None and last.box == run.box and not (last.text and run.text):
            last.text = last.text or run.text
            last.glyphs.extend(run.glyphs)
            last.joined.append(run.excision)
            last.v = min(last.v, run.v)
            continue
        if (
            last is not None and last.angle == run.angle and abs(last.v - run.v) < 0.3 * run.size
            and run.u0 - last.u1 < 0.35 * run.size and last.text == run.text and run.box is None and last.box is None
        ):
            last.u1 = max(last.u1, run.u1)
            last.exact = last.exact or run.exact
            last.glyphs.extend(run.glyphs)
            last.joined.append(run.excision)
        else:
            kept.append(run)
    return kept
