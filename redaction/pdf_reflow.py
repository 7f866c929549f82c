"""Hides the length of a cut in running text, by the policy of `corpora/policy/masks.toml`.

`rejustify`: the paragraph is set anew from the line of the cut on (`pdf_paragraph`), with a mark of constant width.
Only where that really hides it: upright text of the page's own stream, and nothing else (a rule, a link, a picture,
hidden text) that keeps the old width. `bucket`: characters beside the cut are cut as well, until its width is one of
a few. `exact`: the place stays as it was, and the proof says that the length can be told. What is decided here is
decided anew by the proof from the original.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pikepdf

import corpora
from pipeline.readers.pdf_content import Glyph, PageContent
from pipeline.readers.pdf_geometry import inherited
from pipeline.readers.pdf_lines import CELL_GAP
from pipeline.readers.pdf_objects import dictionary, key_of
from pipeline.readers.pdf_paths import Box
from pipeline.readers.pdf_tables import ruled
from redaction.pdf_bucket import widened
from redaction.pdf_cuts import MARK_WIDTH, Run
from redaction.pdf_obstacles import Obstacles, Place, text_objects
from redaction.pdf_paragraph import LONGEST, Part, Setter, Setting, parts_of, pitch_of
from redaction.pdf_wrap import text_width

_FIXED = frozenset("0123456789*Xx＊")
_BLANK = " \u00a0\u3000"


@dataclass(slots=True)
class Reflow:
    """What changes on one page beside the cuts themselves."""

    settings: list[Setting] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    ops: set[int] = field(default_factory=set)
    """Operators whose text object is written anew, each part at a place of its own."""
    extra: set[int] = field(default_factory=set)
    """Glyphs that go as well: blanks at the ends of lines set anew, and what a bucket takes."""
    taken: int = 0
    """How many characters were cut beside the cuts."""

    def order(self, kept: Sequence[Glyph]) -> list[tuple[Glyph, float, float]]:
        """The glyphs of the page that stay, in their new order and places."""
        heads = {min(o for o, _, _ in s.glyphs): s for s in self.settings if s.glyphs}
        moved = {o for s in self.settings for o, _, _ in s.glyphs}
        by_ordinal = {glyph.ordinal: glyph for glyph in kept}
        made: list[tuple[Glyph, float, float]] = []
        for glyph in kept:
            if glyph.ordinal in heads:
                made.extend((by_ordinal[o], x, y) for o, x, y in heads[glyph.ordinal].glyphs)
            elif glyph.ordinal not in moved:
                made.append((glyph, glyph.x, glyph.y))
        return made


def hides(mark: str) -> bool:
    """False for the mask of a number of fixed length, whose width says nothing."""
    return not (any(character.isdigit() for character in mark) and set(mark) <= _FIXED)


def mark_width(mark: str) -> float:
    """Width of a mark in running text, in font sizes: of its own text alone."""
    if not mark or mark.startswith("【"):
        return MARK_WIDTH
    return text_width(mark)


def reflow(page: pikepdf.Page, content: PageContent, cut: set[int], marks: list[Run]) -> Reflow:
    """Plan the page; runs whose length is hidden by it are moved, widened, joined and no longer `exact`."""
    made = Reflow()
    policy = corpora.table("policy/masks.toml")["pdf"]
    planner = _Planner(page, content, cut, marks)
    wanted = [run for run in marks if run.angle == 0 and run.exact and run.box is None and run.glyphs and hides(_whole(run, marks))]
    methods = (policy["running_text"], policy["otherwise"])
    if wanted:
        for part in planner.parts:
            own = [run for run in marks if run.glyphs and run.glyphs[0].ordinal in planner.members(part)]
            if any(run in wanted for run in own):
                planner.part(part, own, wanted, made, anew="rejustify" in methods)
    if "bucket" in methods:
        _buckets(content, cut, marks, [run for run in wanted if run.exact], policy["buckets"], made)
    for run in marks:
        run.exact = run.exact or not planner.leaves_nothing(run, made)
    return made


def _whole(run: Run, marks: Sequence[Run]) -> str:
    """The mark of all parts of a cut that was broken over lines."""
    return "".join(other.text for other in marks if other.excision == run.excision)


def _buckets(content: PageContent, cut: set[int], marks: list[Run], wanted: list[Run], sizes: Sequence[float], made: Reflow) -> None:
    """Widen what is still exact; a cut in several places stays as it is."""
    several = {run.excision for run in marks if sum(r.excision == run.excision for r in marks) > 1}
    for run in wanted:
        if run.excision in several:
            continue
        more = widened(content, cut | made.extra, run, sizes)
        if more is not None:
            made.extra |= more
            made.taken += len(more)
            made.areas.extend(content.glyphs[o].box for o in more)


class _Planner:
    """Looks at one page paragraph by paragraph."""

    def __init__(self, page: pikepdf.Page, content: PageContent, cut: set[int], marks: list[Run]) -> None:
        self.page, self.content, self.cut, self.marks = page, content, cut, marks
        self._members: dict[int, frozenset[int]] = {}
        self._pitches: dict[float, float] = {}
        self._bands: dict[tuple[float, float], list[Glyph]] = {}
        self._fit: dict[int, bool] = {}

    @cached_property
    def slots(self) -> list[Box]:
        """The ruled cells."""
        return [slot.box for table in ruled(self.content.edges)[0] for slot in table.slots]

    @cached_property
    def objects(self) -> dict[int, tuple[int, int]]:
        """Show operators of plain text objects."""
        return text_objects(self.page)

    @cached_property
    def obstacles(self) -> Obstacles:
        """What stands beside text."""
        return Obstacles(self.page, self.content, max((part.right for part in self.parts), default=self.content.width))

    @cached_property
    def fonts(self) -> set[tuple[int, int]]:
        """The fonts that the page names itself."""
        listed = dictionary(dictionary(inherited(self.page.obj, "/Resources")).get("/Font"))
        return {key_of(font) for font in listed.values() if isinstance(font, pikepdf.Object)} - {(0, 0)}  # type: ignore[redundant-expr]

    @cached_property
    def parts(self) -> list[Part]:
        """The paragraphs of upright text."""
        upright = [g for g in self.content.glyphs if not g.hidden and g.dx > 0.999 and not g.vertical]
        self._centred = [(g.y - 0.375 * g.size, g) for g in upright]
        return list(parts_of(self.content, upright, self.cut, self._slot))

    def members(self, part: Part) -> frozenset[int]:
        """The glyphs of a paragraph."""
        if id(part) not in self._members:
            self._members[id(part)] = frozenset(c.ordinal for line in part.lines for c in line.chars if c.ordinal >= 0)
        return self._members[id(part)]

    def _slot(self, glyph: Glyph) -> Box | None:
        if not self.slots:
            return None
        x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
        hits = [s for s in self.slots if s[0] <= x <= s[2] and s[1] <= y <= s[3]]
        return min(hits, key=lambda s: (s[2] - s[0]) * (s[3] - s[1]), default=None)

    def leaves_nothing(self, run: Run, made: Reflow) -> bool:
        """Have the operators that drew the cut written anew; False where their number would stay to be counted."""
        ops = {g.op for g in run.glyphs}
        plain = self.content.starts is not None and all(not g.path and g.op in self.objects for g in run.glyphs)
        if not plain or (not run.fitted and len({self.objects[op][1] for op in ops}) > 1):
            return False
        made.ops |= ops
        return True

    def part(self, part: Part, runs: list[Run], wanted: list[Run], made: Reflow, *, anew: bool) -> None:
        """Plan one paragraph: from its first hidden cut that can be set anew to its end, or its last line's end."""
        mine = [run for run in runs if run in wanted]
        if anew:
            short = [run for run in mine if run.u1 - run.u0 <= LONGEST * run.size + 0.5]
            for some in ([mine, short] if 0 < len(short) < len(mine) else [mine]) + [mine[n:] for n in range(1, len(mine))]:
                if self._set(part, runs, some, made):
                    return
        last = part.lines[-1]
        run = max((r for r in mine if abs(r.v - last.v) < 0.6 * r.size), key=lambda r: r.u1, default=None)
        if run is not None and run.u1 > last.u1 - 0.3 * run.size and part.side == "left":
            limit = part.cell[2] - 2 if part.cell else max(part.right, self.content.width - 20)
            if run.u0 + MARK_WIDTH * run.size <= limit and not self.obstacles.near(Place(last.u0, run.u0, run.u1, run.v, run.size), part.cell):
                run.u1, run.exact = run.u0 + MARK_WIDTH * run.size, False

    def _set(self, part: Part, runs: list[Run], mine: list[Run], made: Reflow) -> bool:
        sources = _joined(runs)
        wide = {run.excision for run in mine}
        heads = [run for run, _ in sources if run.excision in wide]
        if any(len(own) > 1 for run, own in sources if run not in heads):
            return False  # what stays as wide as it was is not broken over lines anew
        for scale in (1.0, 0.75):
            widths = {id(run): mark_width(run.text) * run.size * scale for run in heads}
            setter = Setter(self.content, part, [run for run, _ in sources], widths, self._pitch(part))
            if not self._is_plain(setter) or self._is_kept(setter, part, heads):
                return False
            setting = setter.setting()
            if setting is not None:
                self._take(setter, part, setting, {id(run): own for run, own in sources}, widths, made)
                return True
        return False

    def _pitch(self, part: Part) -> float:
        size = part.lines[0].size
        if size not in self._pitches:
            self._pitches[size] = pitch_of(self.parts, size, self.cut)
        return self._pitches[size]

    def _take(self, setter: Setter, part: Part, setting: Setting, sources: dict[int, list[Run]], widths: dict[int, float], made: Reflow) -> None:
        """Make the plan: marks move, parts of one cut become one, blanks at the ends of the lines go."""
        for whole, u0, u1, v in setting.marks:
            first, *others = sources[id(whole)]
            for other in others:
                self.marks.remove(other)
            first.glyphs, first.text, first.bare = whole.glyphs, whole.text, first.bare and not others
            first.u0, first.u1, first.v, first.fitted = u0, u1, v, True
            first.exact = first.exact and id(whole) not in widths
        placed = {o for o, _, _ in setting.glyphs}
        made.settings.append(setting)
        for line in setter.tail:
            top, bottom = line.v - 0.7 * line.size, line.v + 0.75 * line.size
            made.areas.append((min(line.u0, part.left) - 2, top, max(part.right, line.u1) + 2, bottom))
            for glyph in self._band(line.v, line.size):
                if self._slot(glyph) == part.cell:
                    made.ops.add(glyph.op)
                    if glyph.ordinal not in placed and glyph.ordinal not in self.cut:
                        made.extra.add(glyph.ordinal)

    def _band(self, v: float, size: float) -> list[Glyph]:
        if (v, size) not in self._bands:
            self._bands[v, size] = [g for centre, g in self._centred if abs(centre - v) < 0.6 * size]
        return self._bands[v, size]

    def _is_plain(self, setter: Setter) -> bool:
        """Upright text of one column, drawn by operators whose places can be written anew."""
        members = {char.ordinal for line in setter.tail for char in line.chars}
        for line in setter.tail:
            band = [g for g in self._band(line.v, line.size) if self._slot(g) == setter.part.cell]
            ends: float | None = None
            for glyph in sorted(band, key=lambda g: g.x):
                blank = (glyph.text or "x") in _BLANK
                if not blank and glyph.ordinal not in members:
                    return False
                if not self._is_simple(glyph, line.v, line.size):
                    return False
                if not blank and ends is not None and glyph.box[0] - ends > CELL_GAP * line.size:
                    return False
                ends = max(ends or glyph.box[2], glyph.box[2])
        return True

    def _is_simple(self, glyph: Glyph, v: float, size: float) -> bool:
        if glyph.font not in self._fit:
            font = self.content.fonts[glyph.font]
            self._fit[glyph.font] = key_of(font.obj) in self.fonts and font.known and not font.is_vertical
        start = (self.content.starts or {}).get((glyph.op, glyph.element))
        return (
            not glyph.path and glyph.size > 0 and glyph.op in self.objects and start is not None and start.mode == 0
            and glyph.colour is not None and self._fit[glyph.font]
            and abs(glyph.y - 0.375 * glyph.size - v) < 0.12 * size
        )

    def _is_kept(self, setter: Setter, part: Part, heads: list[Run]) -> bool:
        """True when something beside one of the lines keeps its old width."""
        end = max(run.u1 for run in heads)
        for number, line in enumerate(setter.tail):
            cuts = [run.u0 for run in heads if abs(run.v - line.v) < 0.6 * line.size] if number == 0 else []
            place = Place(line.u0, min(cuts, default=line.u0), max(line.u1, end), line.v, line.size)
            if self.obstacles.near(place, part.cell):
                return True
        return False


def _joined(runs: list[Run]) -> list[tuple[Run, list[Run]]]:
    """The cuts of a paragraph with the marks that they are now: parts that were broken over lines are one cut."""
    found: list[tuple[Run, list[Run]]] = []
    for run in sorted(runs, key=lambda r: (round(r.v), r.u0)):
        before, own = found[-1] if found else (None, [])
        if before is not None and before.excision == run.excision and not run.joined and own[-1].v < run.v - 0.6 * run.size:
            own.append(run)
            before.glyphs.extend(run.glyphs)
            before.u1 += run.u1 - run.u0
            before.text += run.text
        else:
            whole = Run(run.excision, run.angle, list(run.glyphs), run.u0, run.u1, run.v, run.size, run.text, run.exact)
            found.append((whole, [run]))
    return found
