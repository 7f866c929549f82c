"""The text operators of a content stream, and the table of all operators."""

from __future__ import annotations

import math
from typing import Any

import pikepdf

from pipeline.readers.pdf_graphics import Graphics
from pipeline.readers.pdf_objects import integer, number
from pipeline.readers.pdf_paths import IDENTITY, Box, multiply, transformed_box

ASCENT, DESCENT = 0.88, -0.13
"""Top and bottom of a glyph's box in font sizes; Han glyphs fill it, Latin ones stay inside."""


class Interpreter(Graphics):
    """Runs the instructions of one stream, text included."""

    def begin_text(self, _: list[Any]) -> None:
        """BT: back to the origin."""
        self.tm = self.tlm = IDENTITY

    def font(self, operands: list[Any]) -> None:
        """Tf: font and size."""
        self._set_font(self._resource("/Font", operands[0]), number(operands[1], 0.0))

    def matrix(self, operands: list[Any]) -> None:
        """Tm: place and turn of the line."""
        values = tuple(number(item, 0.0) for item in operands)
        if len(values) == 6:
            self.tm = self.tlm = values

    def advance_line(self, operands: list[Any]) -> None:
        """Td: to the next line."""
        tx, ty = (number(item, 0.0) for item in operands[:2])
        self.tm = self.tlm = multiply((1.0, 0.0, 0.0, 1.0, tx, ty), self.tlm)

    def advance_leading(self, operands: list[Any]) -> None:
        """TD: the same, and remember the distance."""
        self.state.leading = -number(operands[1], 0.0)
        self.advance_line(operands)

    def next_line(self, _: list[Any]) -> None:
        """T*: down by the distance remembered."""
        self.advance_line([0.0, -self.state.leading])

    def show(self, operands: list[Any]) -> None:
        """Tj: show a string."""
        self._show(0, bytes(operands[0]))

    def show_array(self, operands: list[Any]) -> None:
        """TJ: show strings with moves between them."""
        for element, item in enumerate(list(operands[0])):
            if isinstance(item, pikepdf.String):
                self._show(element, bytes(item))
            else:
                self._move(-number(item, 0.0) / 1000 * self.state.size)

    def show_next(self, operands: list[Any]) -> None:
        """': next line, then show."""
        self.next_line([])
        self._show(0, bytes(operands[0]))

    def show_spaced(self, operands: list[Any]) -> None:
        """": spacing, next line, show."""
        self.state.word, self.state.char = number(operands[0], 0.0), number(operands[1], 0.0)
        self.next_line([])
        self._show(0, bytes(operands[2]))

    def _move(self, amount: float) -> None:
        """Move along the line by `amount` text space units before horizontal scaling."""
        state = self.state
        vertical = state.font is not None and state.font.is_vertical
        tx, ty = (0.0, amount) if vertical else (amount * state.scale, 0.0)
        a, b, c, d, e, f = self.tm
        self.tm = (a, b, c, d, e + tx * a + ty * c, f + tx * b + ty * d)

    def _show(self, element: int, data: bytes) -> None:
        state = self.state
        if state.font is None:
            if data:
                self.out.troubles.add("no_font")
            return
        if not state.font.known:
            self.out.troubles.add("unknown_encoding")
        a, b, c, d, e, f = multiply(self.tm, state.ctm)
        size, scale = state.size, state.scale
        em = math.hypot(c, d) * abs(size) or math.hypot(a, b) * abs(size)
        hidden = self._hidden()
        artifact = self._artifact()
        colour = state.stroke if state.mode in (1, 5) else state.fill
        self.walk.seq += 1
        if self.out.starts is not None and not self.path:
            self.out.starts[self.op, element] = self._start(self.tm, state.ctm, size, scale, state.mode)
        glyphs = self.out.glyphs
        offset = 0.0
        across = _unit(a * scale, b * scale, size), math.hypot(a * scale, b * scale)
        down = _unit(-c, -d, size), math.hypot(c, d)
        for shown in state.font.show(data):
            extra = state.char + (state.word if shown.space else 0.0)
            if shown.vertical is None:
                unit = shown.width * size
                step = unit + extra
                corner = (offset * scale, DESCENT * size + state.rise, (offset + unit) * scale, ASCENT * size + state.rise)
                direction, reach = across
                ox, oy = offset * scale, state.rise
            else:
                fall, vx, _ = shown.vertical
                step = fall * size + extra
                left, top = -vx * size * scale, offset
                corner = (left, top + fall * size, left + shown.width * size * scale, top)
                direction, reach = down
                unit = abs(fall * size)
                ox, oy = 0.0, offset
            box = transformed_box((a, b, c, d, e, f), *corner)
            glyphs.append(
                self._glyph(
                    len(glyphs), shown.text, box,
                    a * ox + c * oy + e, b * ox + d * oy + f, *direction, em,
                    abs(unit) * reach, state.font_index, self.walk.seq, colour, hidden or _clipped(box, state.clip),
                    artifact,
                    self.path, self.op, element, shown.code.start, shown.code.stop,
                    step / size * 1000 if size else 0.0, shown.vertical is not None,
                )
            )
            offset += step
        self._move(offset)

    def _hidden(self) -> str:
        if self._is_off():
            return "layer"
        if self.state.mode in (3, 7):
            return "invisible"
        return "transparent" if self.state.alpha < 0.05 else ""




def _clipped(box: Box, clip: Box) -> str:
    """Whether the middle of a glyph lies outside what may be painted."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    inside = clip[0] - 1 <= x <= clip[2] + 1 and clip[1] - 1 <= y <= clip[3] + 1
    return "" if inside else "clipped"


def _unit(x: float, y: float, size: float) -> tuple[float, float]:
    length = math.hypot(x, y)
    if length < 1e-9:
        return (1.0, 0.0)
    sign = -1.0 if size < 0 else 1.0
    return (sign * x / length, sign * y / length)


def _setter(name: str, scale: float = 1.0) -> Any:
    def setter(interpreter: Interpreter, operands: list[Any]) -> None:
        setattr(interpreter.state, name, number(operands[0], 0.0) * scale)

    return setter


def _mode(interpreter: Interpreter, operands: list[Any]) -> None:
    interpreter.state.mode = integer(operands[0], 0)


def _device(stroke: bool, space: str) -> Any:
    name = pikepdf.Name("/" + space)

    def setter(interpreter: Interpreter, operands: list[Any]) -> None:
        interpreter._colour(stroke, name, operands)

    return setter


_HANDLERS: dict[str, Any] = {
    "q": Interpreter.save, "Q": Interpreter.restore, "cm": Interpreter.concat, "w": Interpreter.line_width,
    "gs": Interpreter.extended, "m": Interpreter.move, "l": Interpreter.line, "c": Interpreter.curve,
    "v": Interpreter.curve, "y": Interpreter.curve, "h": Interpreter.close, "re": Interpreter.rectangle,
    "W": Interpreter.clip, "W*": Interpreter.clip, "Do": Interpreter.invoke, "sh": Interpreter.shading,
    "BDC": Interpreter.begin_marked, "BMC": Interpreter.begin_marked, "EMC": Interpreter.end_marked,
    "BT": Interpreter.begin_text, "Tf": Interpreter.font, "Tm": Interpreter.matrix, "Td": Interpreter.advance_line,
    "TD": Interpreter.advance_leading, "T*": Interpreter.next_line, "Tj": Interpreter.show,
    "TJ": Interpreter.show_array, "'": Interpreter.show_next, '"': Interpreter.show_spaced,
    "Tc": _setter("char"), "Tw": _setter("word"), "Tz": _setter("scale", 0.01), "TL": _setter("leading"),
    "Ts": _setter("rise"), "Tr": _mode,
    "g": _device(False, "DeviceGray"), "rg": _device(False, "DeviceRGB"), "k": _device(False, "DeviceCMYK"),
    "G": _device(True, "DeviceGray"), "RG": _device(True, "DeviceRGB"), "K": _device(True, "DeviceCMYK"),
    "cs": lambda i, o: i._space(False, o), "CS": lambda i, o: i._space(True, o),
    "sc": lambda i, o: i._colour(False, i.state.fill_space, o), "scn": lambda i, o: i._colour(False, i.state.fill_space, o),
    "SC": lambda i, o: i._colour(True, i.state.stroke_space, o), "SCN": lambda i, o: i._colour(True, i.state.stroke_space, o),
}
Interpreter.handlers = _HANDLERS
