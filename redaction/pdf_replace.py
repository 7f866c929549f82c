"""Writes a text object anew, each part of its text at a place of its own, so that no place speaks of what was cut.

Moves between lines (Td, TD, T*) and advances over removed glyphs go; every part that stays is preceded by a Tm with
its own place. Paragraphs that are set anew are written as one text object each where their first glyph stood. What
then draws nothing (an empty text object, q and Q around it) goes as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pikepdf

from pipeline.readers.pdf_content import Glyph, Start
from pipeline.readers.pdf_paths import Matrix, invert, multiply
from redaction.pdf_paragraph import Setting

Instruction = Any
Starts = dict[tuple[int, int], Start]
_TEXT_STATE = frozenset(("Tf", "Tc", "Tw", "Tz", "TL", "Ts", "Tr"))
_STATE = _TEXT_STATE | frozenset((
    "g", "rg", "k", "G", "RG", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "w", "J", "j", "M", "d", "ri", "i", "gs",
    "cm", "re", "m", "l", "c", "v", "y", "h", "W", "W*", "n",
))


class Replacer:
    """Rewrites the text objects of one page that hold one of the operators `ops`."""

    def __init__(
        self, glyphs: list[Glyph], cut: set[int], settings: Sequence[Setting], ops: set[int], starts: Starts,
        names: dict[int, str],
    ) -> None:
        self.glyphs, self.ops, self.starts, self.names = glyphs, ops, starts, names
        self.heads = {min(o for o, _, _ in s.glyphs): s for s in settings if s.glyphs}
        self.gone = cut | {o for s in settings for o, _, _ in s.glyphs}
        self.instructions: Sequence[Instruction] = ()
        self.shown: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
        for glyph in glyphs:
            if not glyph.path:
                self.shown[glyph.op, glyph.element].append(glyph)

    def inside(self, instructions: Sequence[Instruction]) -> set[int]:
        """The operators of the text objects that are written anew."""
        found: set[int] = set()
        begun: int | None = None
        self.instructions = instructions
        for op, instruction in enumerate(instructions):
            name = str(instruction.operator)
            if name == "BT":
                begun = op
            elif name == "ET" and begun is not None:
                if not self.ops.isdisjoint(range(begun, op)):
                    found.update(range(begun, op + 1))
                begun = None
        return found

    def instruction(self, instruction: Instruction, op: int) -> list[Instruction]:
        """What stands for one operator of such an object."""
        name, operands = str(instruction.operator), list(instruction.operands)
        match name:
            case "Td" | "Tm" | "T*":
                return []
            case "TD":
                return [_plain("TL", -float(operands[1]))]
            case "Tj" | "'":
                return self._parts([operands[0]], op)
            case "TJ":
                return self._parts(list(operands[0]), op)
            case '"':
                return [_plain("Tw", operands[0]), _plain("Tc", operands[1]), *self._parts([operands[2]], op)]
            case _:
                return [instruction]

    def _parts(self, items: list[Any], op: int) -> list[Instruction]:
        made: list[Instruction] = []
        part: list[Any] = []
        for element, item in enumerate(items):
            if not isinstance(item, pikepdf.String):
                if part:
                    part.append(float(item))
                continue
            data, offset = bytes(item), 0.0
            for glyph in self.shown.get((op, element), ()):
                if part and glyph.ordinal in self.gone:
                    made.extend(_shown(part))
                    part = []
                if glyph.ordinal in self.heads:
                    made.extend(self._setting(self.heads[glyph.ordinal], op, element))
                if glyph.ordinal not in self.gone:
                    if not part:
                        made.append(self._place(op, element, offset))
                    code = data[glyph.start : glyph.stop]
                    if part and isinstance(part[-1], bytes):
                        part[-1] += code
                    else:
                        part.append(code)
                offset += glyph.advance
        made.extend(_shown(part))
        return made

    def _place(self, op: int, element: int, offset: float) -> Instruction:
        start = self.starts[op, element]
        a, b, c, d, e, f = start.tm
        along = offset / 1000 * start.size * start.scale
        return _matrix((a, b, c, d, e + along * a, f + along * b))

    def _setting(self, setting: Setting, op: int, element: int) -> list[Instruction]:
        """A text object of its own for a paragraph, in the state of its first glyph."""
        back = invert(self.starts[op, element].ctm)
        if back is None:
            raise ValueError("matrix")
        made = [_plain("ET"), _plain("q"), _plain("BT"), *(_plain(name, value) for name, value in (("Tc", 0), ("Tw", 0), ("Ts", 0), ("Tr", 0)))]
        state: dict[str, tuple[Any, ...]] = {}
        row: tuple[Any, ...] = ()
        part: list[Any] = []
        end = 0.0
        for ordinal, x, y in setting.glyphs:
            glyph = self.glyphs[ordinal]
            start = self.starts[glyph.op, glyph.element]
            linear = multiply(start.tm, start.ctm)[:4]
            look = (glyph.font, start.size, start.scale, glyph.colour)
            if row != (look, linear, y):
                made.extend(_shown(part))
                made.extend(self._state(state, look))
                made.append(_matrix(multiply((*linear, x, y), back)))
                part, row = [], (look, linear, y)
            elif abs(x - end) > 0.001:
                part.append(-(x - end) / (start.size * start.scale * linear[0]) * 1000)
            code = self._code(glyph)
            if part and isinstance(part[-1], bytes):
                part[-1] += code
            else:
                part.append(code)
            end = x + glyph.width
        return [*made, *_shown(part), _plain("ET"), _plain("Q"), _plain("BT")]

    def _state(self, state: dict[str, tuple[Any, ...]], look: tuple[Any, ...]) -> list[Instruction]:
        """The settings that differ from those before."""
        font, size, scale, colour = look
        wanted: dict[str, tuple[Any, ...]] = {
            "Tf": (pikepdf.Name(self.names[font]), size), "Tz": (round(scale * 100, 4),),
            "rg": tuple(round(value, 4) for value in colour),
        }
        fresh = {name: value for name, value in wanted.items() if state.get(name) != value}
        state.update(fresh)
        return [_plain(name, *value) for name, value in fresh.items()]

    def _code(self, glyph: Glyph) -> bytes:
        operands = self.instructions[glyph.op].operands
        match str(self.instructions[glyph.op].operator):
            case "TJ":
                data = operands[0][glyph.element]
            case '"':
                data = operands[2]
            case _:
                data = operands[0]
        return bytes(data)[glyph.start : glyph.stop]


def _matrix(m: Matrix) -> Instruction:
    return _plain("Tm", *(round(value, 4) for value in m[:4]), *(round(value, 2) + 0.0 for value in m[4:]))


def _shown(part: list[Any]) -> list[Instruction]:
    while part and not isinstance(part[-1], bytes):
        part.pop()
    if not part:
        return []
    content = [pikepdf.String(item) if isinstance(item, bytes) else round(item, 2) for item in part]
    return [pikepdf.ContentStreamInstruction([pikepdf.Array(content)], pikepdf.Operator("TJ"))]


def _plain(name: str, *operands: Any) -> Instruction:
    return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(name))


def tidied(instructions: Sequence[Instruction]) -> list[Instruction]:
    """Without text objects that show nothing, groups that draw nothing, and settings that the next one replaces."""
    made: list[Instruction] = []
    begun: list[int] = []
    shows = False
    at = -1
    for instruction in instructions:
        name = str(instruction.operator)
        if name == "BT":
            at, shows = len(made), False
        elif name in ("Tj", "TJ", "'", '"'):
            shows = True
        elif name == "ET" and at >= 0 and not shows:
            made[at:] = [i for i in made[at + 1 :] if str(i.operator) not in ("Td", "Tm", "T*")]
            _settle(made)
            at = -1
            continue
        elif name == "q":
            begun.append(len(made))
        elif name == "Q" and begun:
            start = begun.pop()
            if all(str(i.operator) in _STATE for i in made[start + 1 :]):
                del made[start:]
                continue
        made.append(instruction)
    return made


def _settle(made: list[Instruction]) -> None:
    """Of the text settings at the end keep the last of each kind."""
    first = len(made)
    while first and str(made[first - 1].operator) in _TEXT_STATE:
        first -= 1
    last = {str(instruction.operator): instruction for instruction in made[first:]}
    made[first:] = [last[name] for name in sorted(last)]


def unused_dropped(instructions: Sequence[Instruction]) -> list[Instruction]:
    """Without fonts, spacings, places and marks with which nothing is shown: they would speak of what was shown there."""
    made: list[Instruction | None] = []
    waiting: dict[str, int] = {}
    for instruction in instructions:
        name = str(instruction.operator)
        if name in ("Tj", "TJ", "'", '"', "q", "Do", "gs", "sh", "INLINE IMAGE"):
            waiting.clear()
        elif name == "Q":
            for at in waiting.values():
                made[at] = None
            waiting.clear()
        elif name in ("Td", "TD", "T*", "ET"):
            at_matrix = waiting.pop("Tm", None)
            if name == "ET" and at_matrix is not None:
                made[at_matrix] = None
        elif name in _TEXT_STATE or name == "Tm":
            before = waiting.get(name)
            if before is not None:
                made[before] = None
            waiting[name] = len(made)
        made.append(instruction)
    for at in waiting.values():
        made[at] = None
    kept: list[Instruction] = []
    for instruction in made:
        if instruction is not None and str(instruction.operator) == "EMC" and kept and _is_bare(kept[-1]):
            kept.pop()
        elif instruction is not None:
            kept.append(instruction)
    return kept


def _is_bare(instruction: Instruction) -> bool:
    """The beginning of marked content that says nothing: without a number in the structure or a property."""
    name, operands = str(instruction.operator), list(instruction.operands)
    return name == "BMC" or (name == "BDC" and len(operands) == 2 and isinstance(operands[1], pikepdf.Dictionary) and not operands[1].keys())
