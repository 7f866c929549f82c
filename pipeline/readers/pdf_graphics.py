"""The operators of a content stream that are not text: state, colour, paths, pictures, forms, marked content."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar

import pikepdf

from pipeline.readers.pdf_colour import Colours, Rgb, luminance
from pipeline.readers.pdf_geometry import intersect
from pipeline.readers.pdf_objects import (
    PDF_ERRORS,
    dictionary,
    integer,
    name_of,
    number,
    text_of,
)
from pipeline.readers.pdf_paths import (
    IDENTITY,
    Matrix,
    PathBuilder,
    multiply,
    stroked,
    thin_edge,
    transformed_box,
)

if TYPE_CHECKING:
    from pipeline.readers.pdf_content import Path, State, Walk

DARK = 0.25
"""Luminance below which paint hides black text whatever its blend mode."""
_FILLS = frozenset(("f", "F", "f*", "B", "B*", "b", "b*"))
_STROKES = frozenset(("S", "s", "B", "B*", "b", "b*"))
_PAINTS = _FILLS | _STROKES | {"n"}


class Graphics:
    """Runs the instructions of one stream: state, colours, paths, pictures, forms, marked content."""

    handlers: ClassVar[dict[str, Any]] = {}
    """Operator → method; the text operators are added by the class that knows them."""

    def __init__(
        self, walk: Walk, resources: Any, state: State, path: Path, above: frozenset[tuple[int, int]]
    ) -> None:
        from pipeline.readers.pdf_content import Glyph, Paint, Start

        self._glyph, self._paint, self._start, self.walk, self.out = Glyph, Paint, Start, walk, walk.out
        self.resources = resources
        self.state = state
        self.path, self.above = path, above
        self.stack: list[State] = []
        self.marked: list[tuple[bool, str, str, int]] = []
        self.tm: Matrix = IDENTITY
        self.tlm: Matrix = IDENTITY
        self.way = PathBuilder()
        self.clipping = False
        self.op = -1

    def run(self, instructions: Any) -> None:
        """Every instruction in order; one that is malformed is skipped and noted."""
        for self.op, instruction in enumerate(instructions):
            self.walk.count()
            try:
                name = str(instruction.operator)
                if name == "INLINE IMAGE":
                    self._inline(instruction)
                    continue
                handler = self.handlers.get(name)
                if handler is not None:
                    handler(self, list(instruction.operands))
                elif name in _PAINTS:
                    self._paint_path(name)
            except PDF_ERRORS as error:
                if type(error).__name__ == "TooLarge":
                    raise
                self.out.troubles.add("operator")

    def _resource(self, kind: str, name: Any) -> Any:
        return dictionary(self.resources.get(kind)).get(str(name))

    # ---- graphics state ----------------------------------------------------------------------------

    def save(self, _: list[Any]) -> None:
        """q: keep the state."""
        if len(self.stack) < 512:
            self.stack.append(self.state.copy())

    def restore(self, _: list[Any]) -> None:
        """Q: back to the state kept last."""
        if self.stack:
            self.state = self.stack.pop()

    def concat(self, operands: list[Any]) -> None:
        """cm: change the space drawn in."""
        values = tuple(number(item, 0.0) for item in operands)
        if len(values) == 6:
            self.state.ctm = multiply(values, self.state.ctm)

    def line_width(self, operands: list[Any]) -> None:
        """w: width of strokes."""
        self.state.line_width = number(operands[0], 1.0)

    def extended(self, operands: list[Any]) -> None:
        """gs: transparency, blend mode, font."""
        found = dictionary(self._resource("/ExtGState", operands[0]))
        self.state.alpha = number(found.get("/ca"), self.state.alpha)
        blend = found.get("/BM")
        if blend is not None:
            self.state.normal = name_of(blend) in ("Normal", "Compatible", "")
        self.state.line_width = number(found.get("/LW"), self.state.line_width)
        font = found.get("/Font")
        if isinstance(font, pikepdf.Array) and len(font) == 2:
            self._set_font(font[0], number(font[1], 0.0))

    def _colour(self, stroke: bool, space: Any, operands: list[Any]) -> None:
        colour = Colours.named(space, operands)
        if operands and isinstance(operands[-1], pikepdf.Name):
            pattern = self._resource("/Pattern", operands[-1])
            if isinstance(pattern, pikepdf.Stream):
                self.walk.nested(pattern)
        self._set_colour(stroke, colour, space)

    def _set_colour(self, stroke: bool, colour: Rgb | None, space: Any) -> None:
        if stroke:
            self.state.stroke, self.state.stroke_space = colour, space
        else:
            self.state.fill, self.state.fill_space = colour, space

    def _space(self, stroke: bool, operands: list[Any]) -> None:
        space = self._resource("/ColorSpace", operands[0])
        space = operands[0] if space is None else space
        self._set_colour(stroke, Colours.initial(space), space)

    # ---- paths -------------------------------------------------------------------------------------

    def move(self, operands: list[Any]) -> None:
        """m: begin a subpath."""
        self.way.move(self.state.ctm, *(number(item, 0.0) for item in operands[:2]))

    def line(self, operands: list[Any]) -> None:
        """l: a straight segment."""
        self.way.line(self.state.ctm, *(number(item, 0.0) for item in operands[:2]))

    def curve(self, operands: list[Any]) -> None:
        """c, v, y: a curved segment."""
        self.way.curve(self.state.ctm, *(number(item, 0.0) for item in operands))

    def close(self, _: list[Any]) -> None:
        """h: back to the subpath's start."""
        self.way.close()

    def rectangle(self, operands: list[Any]) -> None:
        """re: a rectangle as a subpath."""
        x, y, w, h = (number(item, 0.0) for item in operands[:4])
        self.way.rectangle(self.state.ctm, x, y, w, h)

    def clip(self, _: list[Any]) -> None:
        """W: the path painted next limits what follows."""
        self.clipping = True

    def _paint_path(self, name: str) -> None:
        if not self._is_off():
            if name in _FILLS:
                self._fill()
            if name in _STROKES:
                self._stroke(closing=name in ("s", "b", "b*"))
        if self.clipping:
            box = self.way.box()
            if box is not None:
                self.state.clip = intersect(self.state.clip, box)
            self.clipping = False
        self.way = PathBuilder()

    def _is_off(self) -> bool:
        return any(entry[0] for entry in self.marked)

    def _hides(self) -> bool:
        colour = self.state.fill
        dark = colour is not None and luminance(colour) < DARK
        return self.state.alpha >= 0.9 and (self.state.normal or dark)

    def _fill(self) -> None:
        for box in self.way.rectangles():
            edge = thin_edge(box)
            if edge is not None and len(self.out.edges) < 50_000:
                self.out.edges.append(edge)
                continue
            self._add_paint("rect", intersect(box, self.state.clip), self._hides())
        count = self.way.shapes()
        box_ = self.way.box()
        if count and box_ is not None:
            self.out.shapes += count
            self._add_paint("shape", intersect(box_, self.state.clip), False)

    def _add_paint(self, kind: str, box: Any, opaque: bool, **more: Any) -> None:
        if box[2] <= box[0] or box[3] <= box[1] or len(self.out.paints) > 50_000:
            return
        self.walk.seq += 1
        self.out.paints.append(self._paint(self.walk.seq, kind, box, self.state.fill, opaque, self.path, self.op, **more))

    def _stroke(self, closing: bool) -> None:
        if closing:
            self.way.close()
        ctm = self.state.ctm
        width = self.state.line_width * math.sqrt(abs(ctm[0] * ctm[3] - ctm[1] * ctm[2]))
        for edge in self.way.lines():
            if width > 4 and self.state.alpha >= 0.9:
                self.walk.seq += 1
                box = intersect(stroked(edge, width), self.state.clip)
                self.out.paints.append(self._paint(self.walk.seq, "rect", box, self.state.stroke, True, self.path, self.op))
            elif len(self.out.edges) < 50_000:
                self.out.edges.append(edge)
        self.out.shapes += self.way.shapes()

    # ---- pictures and forms ------------------------------------------------------------------------

    def invoke(self, operands: list[Any]) -> None:
        """Do: a picture or a form."""
        found = self._resource("/XObject", operands[0])
        if not isinstance(found, pikepdf.Stream):
            return
        off = self.walk.layers.is_off(found.get("/OC"))
        if name_of(found.get("/Subtype")) == "Image":
            self._image(found, found, off)
            return
        self.marked.append((off, "", "", 0))
        inner = self.state.copy()
        before = self.out.glyphs.__len__()
        self.walk.form(found, self.resources, inner, (*self.path, self.op), self.above)
        if self._is_off():
            for glyph in self.out.glyphs[before:]:
                glyph.hidden = "layer"
        artifact = self._artifact()
        if artifact:
            for glyph in self.out.glyphs[before:]:
                glyph.artifact = artifact
        self.marked.pop()

    def _image(self, info: Any, source: Any, off: bool) -> None:
        if off or self._is_off():
            return
        mask = info.get("/ImageMask") is True or info.get("/IM") is True
        clear = info.get("/SMask") is not None or info.get("/Mask") is not None
        box = intersect(transformed_box(self.state.ctm, 0, 0, 1, 1), self.state.clip)
        pixels = (
            integer(info.get("/Width", info.get("/W")), 0),
            integer(info.get("/Height", info.get("/H")), 0),
        )
        opaque = not mask and not clear and self.state.alpha >= 0.9 and self.state.normal
        if mask and pixels == (1, 1):
            opaque = self._hides()
        self._add_paint("image", box, opaque, source=source, pixels=pixels, matrix=self.state.ctm)

    def _inline(self, instruction: Any) -> None:
        image = instruction.iimage
        self._image(image.obj, image, False)

    def shading(self, _: list[Any]) -> None:
        """sh: a gradient over the clip."""
        self._add_paint("shape", self.state.clip, False)

    # ---- marked content ----------------------------------------------------------------------------

    def begin_marked(self, operands: list[Any]) -> None:
        """BMC, BDC: layer, artifact or spoken text begins."""
        tag = name_of(operands[0]) if operands else ""
        properties: Any = operands[1] if len(operands) > 1 else None
        if isinstance(properties, pikepdf.Name):
            properties = self._resource("/Properties", properties)
        off = tag == "OC" and self.walk.layers.is_off(properties)
        actual = artifact = ""
        if isinstance(properties, pikepdf.Dictionary):
            actual = text_of(properties.get("/ActualText"))
            if tag == "Artifact":
                artifact = name_of(properties.get("/Subtype")) or name_of(properties.get("/Type")) or "Artifact"
        if tag == "Artifact" and not artifact:
            artifact = "Artifact"
        if len(self.marked) < 4096:
            self.marked.append((off, artifact, actual, len(self.out.glyphs)))

    def end_marked(self, _: list[Any]) -> None:
        """EMC: it ends."""
        if self.marked:
            _off, _artifact, actual, start = self.marked.pop()
            if actual:
                self.out.actual.append((actual, start, len(self.out.glyphs)))

    def _artifact(self) -> str:
        return next((entry[1] for entry in reversed(self.marked) if entry[1]), "")

    def _set_font(self, obj: Any, size: float) -> None:
        self.state.size = size
        if isinstance(obj, pikepdf.Dictionary):
            self.state.font, self.state.font_index = self.walk.font(obj)
        else:
            self.state.font, self.state.font_index = None, -1
