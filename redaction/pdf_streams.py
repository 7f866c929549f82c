"""Takes glyphs out of content streams: their bytes go, their advance stays as a number, everything else is as it was.

Page content is rewritten; a Form XObject or an appearance that loses a glyph is copied first, so that other
places that draw the same one keep theirs. ActualText and its like go from every stream that is touched.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pikepdf

from pipeline.readers.pdf_content import Glyph, Path
from pipeline.readers.pdf_geometry import inherited
from pipeline.readers.pdf_objects import PDF_ERRORS, array, dictionary, instructions_of, name_of
from redaction.pdf_cuts import InexactPage
from redaction.pdf_replace import Replacer, tidied, unused_dropped

Instruction = Any
_POSITIONING = frozenset(("Td", "TD", "Tm", "T*", "ET", "'", '"'))
_SHOWING = frozenset(("Tj", "TJ", "'", '"'))
_SPOKEN = ("/ActualText", "/Alt", "/E")


class StreamCutter:
    """Rewrites the streams of one page. `pictures` maps (path, operator) to the stream that replaces a picture."""

    def __init__(
        self, pdf: pikepdf.Pdf, page: pikepdf.Page, number: int, glyphs: list[Glyph], cut: set[int],
        pictures: dict[tuple[Path, int], pikepdf.Stream], replacer: Replacer | None = None,
    ) -> None:
        self.pdf, self.page, self.number = pdf, page, number
        self.pictures, self.replacer = pictures, replacer
        self.shown: dict[tuple[Path, int], list[Glyph]] = defaultdict(list)
        touched: set[tuple[Path, int]] = {
            (glyph.path, glyph.op) for glyph in glyphs if glyph.ordinal in cut
        }
        for glyph in glyphs:
            if (glyph.path, glyph.op) in touched:
                self.shown[glyph.path, glyph.op].append(glyph)
        self.cut = cut
        self.paths: set[Path] = {path for path, _ in touched} | {path for path, _ in pictures}
        self._serial = 0

    def run(self) -> None:
        """Make every cut of the page."""
        if any(not path or path[0] >= 0 for path in self.paths):
            resources = copied(dictionary(inherited(self.page.obj, "/Resources")))
            data = self._rewrite(self.page, resources, ())
            self.page.obj["/Contents"] = self.pdf.make_stream(data)
            self.page.obj["/Resources"] = resources
        for path in sorted({path[:1] for path in self.paths if path and path[0] < 0}):
            self._appearance(path)

    def _appearance(self, path: Path) -> None:
        annotation = array(self.page.obj.get("/Annots"))[-path[0] - 1]
        normal = annotation["/AP"]["/N"]
        state = annotation.get("/AS")
        source = normal if isinstance(normal, pikepdf.Stream) else normal[str(state)]
        made = self._copy(source, pikepdf.Dictionary(), path)
        if isinstance(normal, pikepdf.Stream):
            annotation["/AP"] = pikepdf.Dictionary({"/N": made})
        else:
            annotation["/AP"] = pikepdf.Dictionary({"/N": pikepdf.Dictionary({str(state): made})})

    def _copy(self, source: pikepdf.Stream, around: Any, path: Path) -> pikepdf.Stream:
        """A private copy of a form with its cuts made."""
        own = source.get("/Resources")
        resources = copied(dictionary(own) if own is not None else around)
        data = self._rewrite(source, resources, path)
        made = self.pdf.make_stream(data)
        for key in source.keys():  # noqa: SIM118 - pikepdf objects iterate differently
            if key not in ("/Length", "/Filter", "/DecodeParms", "/Resources", "/PieceInfo", "/Metadata"):
                made[key] = source[key]
        made["/Resources"] = resources
        return made

    def _rewrite(self, source: Any, resources: pikepdf.Dictionary, path: Path) -> bytes:
        """The stream without its cut glyphs; nested forms are copied into `resources` under new names."""
        try:
            instructions = instructions_of(source)[0]
            made: list[Instruction] = []
            replacer = self.replacer if not path else None
            anew = replacer.inside(instructions) if replacer else set()
            for op, instruction in enumerate(instructions):
                if replacer is not None and op in anew and str(instruction.operator) != "BDC":
                    made.extend(replacer.instruction(instruction, op))
                    continue
                made.extend(self._instruction(instruction, instructions, op, resources, path))
            return pikepdf.unparse_content_stream(unused_dropped(tidied(made) if replacer else made))
        except PDF_ERRORS as error:
            raise InexactPage(self.number, f"的内容流不能改写（{type(error).__name__}）") from None

    def _instruction(
        self, instruction: Instruction, all_of: list[Instruction], op: int, resources: pikepdf.Dictionary, path: Path
    ) -> list[Instruction]:
        name = str(instruction.operator)
        if name == "BDC":
            return [_unspoken(instruction, resources)]
        if (path, op) in self.pictures:
            return [self._invoke(resources, self.pictures[path, op])]
        if name == "Do" and any(other[: len(path) + 1] == (*path, op) for other in self.paths):
            form: Any = dictionary(resources.get("/XObject"))[str(instruction.operands[0])]
            return [self._invoke(resources, self._copy(form, resources, (*path, op)))]
        glyphs = self.shown.get((path, op))
        if glyphs is None:
            return [instruction]
        return _show(instruction, glyphs, self.cut, drop_tail=_positioned(all_of, op))

    def _invoke(self, resources: pikepdf.Dictionary, stream: pikepdf.Stream) -> Instruction:
        listed = dictionary(resources.get("/XObject"))
        while f"/XsF{self._serial}" in listed:
            self._serial += 1
        name = f"/XsF{self._serial}"
        if stream.objgen == (0, 0):
            stream = self.pdf.make_indirect(stream)
        listed[name] = stream
        resources["/XObject"] = listed
        return pikepdf.ContentStreamInstruction([pikepdf.Name(name)], pikepdf.Operator("Do"))


def copied(resources: Any) -> pikepdf.Dictionary:
    """Resources of its own: the dictionary and its dictionaries are new, what they name is shared."""
    made = pikepdf.Dictionary()
    for key in resources.keys():  # noqa: SIM118
        value = resources[key]
        made[key] = pikepdf.Dictionary(dict(value.items())) if isinstance(value, pikepdf.Dictionary) else value
    return made


def _unspoken(instruction: Instruction, resources: pikepdf.Dictionary) -> Instruction:
    """Marked content without the texts that stand for its glyphs."""
    operands = list(instruction.operands)
    if len(operands) < 2:
        return instruction
    properties = operands[1]
    if isinstance(properties, pikepdf.Name):
        listed = dictionary(resources.get("/Properties"))
        found = listed.get(str(properties))
        if isinstance(found, pikepdf.Dictionary) and any(key in found for key in _SPOKEN):
            listed[str(properties)] = _without(found)
        return instruction
    if isinstance(properties, pikepdf.Dictionary) and any(key in properties for key in _SPOKEN):
        return pikepdf.ContentStreamInstruction([operands[0], _without(properties)], pikepdf.Operator("BDC"))
    return instruction


def _without(properties: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary({key: value for key, value in properties.items() if key not in _SPOKEN})


def _positioned(instructions: list[Instruction], op: int) -> bool:
    """True when what follows sets its own position, so that the advance at the end may go."""
    for instruction in instructions[op + 1 : op + 40]:
        name = str(instruction.operator)
        if name in _POSITIONING:
            return True
        if name in _SHOWING:
            return False
    return False


def _show(instruction: Instruction, glyphs: list[Glyph], cut: set[int], *, drop_tail: bool) -> list[Instruction]:
    """The show operator as a TJ without the cut glyphs."""
    name = str(instruction.operator)
    operands = list(instruction.operands)
    before: list[Instruction] = []
    items: list[Any]
    match name:
        case "TJ":
            items = list(operands[0])
        case "Tj":
            items = [operands[0]]
        case "'":
            before = [_plain("T*")]
            items = [operands[0]]
        case _:
            before = [_plain("Tw", operands[0]), _plain("Tc", operands[1]), _plain("T*")]
            items = [operands[2]]
    by_element: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        by_element[glyph.element].append(glyph)
    made: list[Any] = []
    for element, item in enumerate(items):
        if not isinstance(item, pikepdf.String):
            _number(made, float(item))
            continue
        data = bytes(item)
        for glyph in by_element.get(element, ()):
            if glyph.ordinal in cut:
                _number(made, -glyph.advance)
            elif made and isinstance(made[-1], bytes):
                made[-1] += data[glyph.start : glyph.stop]
            else:
                made.append(data[glyph.start : glyph.stop])
    while drop_tail and made and not isinstance(made[-1], bytes):
        made.pop()
    if not made:
        return before
    content = [pikepdf.String(item) if isinstance(item, bytes) else round(item, 2) for item in made]
    return [*before, pikepdf.ContentStreamInstruction([pikepdf.Array(content)], pikepdf.Operator("TJ"))]


def _plain(name: str, *operands: Any) -> Instruction:
    return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(name))


def _number(made: list[Any], value: float) -> None:
    """Add to the number at the end, so that no single advance survives."""
    if made and not isinstance(made[-1], bytes):
        made[-1] += value
    else:
        made.append(value)


__all__ = ["StreamCutter", "copied", "name_of"]
