"""Writes a text object anew, each part of its text at a place of its own, so that no place speaks of what was cut.

Moves between lines (Td, TD, T*) and advances over removed glyphs go; every part that stays is preceded by a Tm with
its own place. What then draws nothing (an empty text object, q and Q around it) goes as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pikepdf

from pipeline.readers.pdf_content import Glyph
from pipeline.readers.pdf_paths import Matrix, invert

Instruction = Any
Starts = dict[tuple[int, int], tuple[Matrix, Matrix, float, float]]
"""(operator, element) → text matrix and transformation where the element starts, font size, horizontal scale."""
_TEXT_STATE = frozenset(("Tf", "Tc", "Tw", "Tz", "TL", "Ts", "Tr"))
_STATE = _TEXT_STATE | frozenset((
    "g", "rg", "k", "G", "RG", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "w", "J", "j", "M", "d", "ri", "i", "gs",
    "cm", "re", "m", "l", "c", "v", "y", "h", "W", "W*", "n",
))


class Replacer:
    """Rewrites the text objects of one page that hold one of the operators `ops`."""

    def __init__(self, glyphs: list[Glyph], cut: set[int], moves: dict[int, float], ops: set[int], starts: Starts) -> None:
        self.cut, self.moves, self.ops, self.starts = cut, moves, ops, starts
        self.shown: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
        for glyph in glyphs:
            if not glyph.path:
                self.shown[glyph.op, glyph.element].append(glyph)

    def inside(self, instructions: Sequence[Instruction]) -> set[int]:
        """The operators of the text objects that are written anew."""
        found: set[int] = set()
        begun: int | None = None
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
        open_at: float | None = None
        part: list[Any] = []
        for element, item in enumerate(items):
            if not isinstance(item, pikepdf.String):
                if part:
                    part.append(float(item))
                continue
            data, offset = bytes(item), 0.0
            for glyph in self.shown.get((op, element), ()):
                shift = self.moves.get(glyph.ordinal, 0.0)
                if part and (glyph.ordinal in self.cut or shift != open_at):
                    made.extend(_shown(part))
                    part = []
                if glyph.ordinal not in self.cut:
                    if not part:
                        made.append(self._place(op, element, offset, shift))
                        open_at = shift
                    code = data[glyph.start : glyph.stop]
                    if part and isinstance(part[-1], bytes):
                        part[-1] += code
                    else:
                        part.append(code)
                offset += glyph.advance
        made.extend(_shown(part))
        return made

    def _place(self, op: int, element: int, offset: float, shift: float) -> Instruction:
        (a, b, c, d, e, f), ctm, size, scale = self.starts[op, element]
        along = offset / 1000 * size * scale
        back = invert((*ctm[:4], 0.0, 0.0))
        dx, dy = (shift * back[0], shift * back[1]) if back is not None else (0.0, 0.0)
        values = (a, b, c, d, e + along * a + dx, f + along * b + dy)
        return _plain("Tm", *(round(value, 4) for value in values[:4]), *(round(value, 2) + 0.0 for value in values[4:]))


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
