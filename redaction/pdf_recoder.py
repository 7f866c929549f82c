"""Rewrites every content stream of a file for fonts with new codes, and gives the fonts new names without gaps.

Nothing is changed before every stream is known to be rewritable: an unknown operator, a text in a stream that is not
walked, a font that a form takes over from the page or that the form fields use leave the file as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf

from pipeline.readers.pdf_content import FontCache
from pipeline.readers.pdf_geometry import inherited
from pipeline.readers.pdf_objects import (
    PDF_ERRORS,
    array,
    dictionary,
    instructions_of,
    key_of,
    name_of,
)

Key = tuple[int, int]
Instruction = Any
_SHOWING = frozenset(("Tj", "TJ", "'", '"'))
MAX_DEPTH = 16


class _Unsure(Exception):
    """A stream cannot be rewritten; the file stays as it is."""


def field_fonts(pdf: pikepdf.Pdf) -> frozenset[Key]:
    """The fonts by which form fields are filled in; programs use them with codes of their own."""
    listed = dictionary(dictionary(dictionary(pdf.Root.get("/AcroForm")).get("/DR")).get("/Font"))
    return frozenset(key_of(font) for font in listed.values() if isinstance(font, pikepdf.Object))  # type: ignore[redundant-expr]


class Recoder:
    """`codes`: font → old code → new code; `shown`: the fonts that still show something, in the order of their names."""

    def __init__(self, pdf: pikepdf.Pdf, fonts: FontCache, codes: Mapping[Key, Mapping[int, int]], shown: Sequence[Key]) -> None:
        self.pdf, self.fonts, self.codes = pdf, fonts, codes
        self.names = {key: f"/F{number}" for number, key in enumerate(shown, 1)}
        self.streams: dict[Key, bytes] = {}
        self.pages: dict[int, bytes] = {}
        self.resources: dict[Key, Any] = {}
        self._seen: dict[tuple[Key, Key | None], Key | None] = {}

    def run(self) -> bool:
        """Rewrite everything; False when something stood in the way and nothing was changed."""
        try:
            for number, page in enumerate(self.pdf.pages):
                resources = dictionary(inherited(page.obj, "/Resources"))
                if page.obj.get("/Contents") is not None:
                    self.pages[number] = self._stream(page, resources, None, 0)[0]
                    self._note(resources, page.obj)
                for annotation in array(page.obj.get("/Annots")):
                    for form in _looks(annotation):
                        self._form(form, pikepdf.Dictionary(), None, 0)
        except (_Unsure, *PDF_ERRORS):
            return False
        self._write()
        return True

    def _write(self) -> None:
        for number, data in self.pages.items():
            self.pdf.pages[number].obj["/Contents"] = self.pdf.make_stream(data)
        for key, data in self.streams.items():
            self.pdf.get_object(key).write(data)
        for resources in self.resources.values():
            listed = dictionary(resources.get("/Font"))
            fonts = {self.names[key_of(font)]: font for font in listed.values() if key_of(font) in self.names}
            resources["/Font"] = pikepdf.Dictionary(fonts)

    def _note(self, resources: Any, owner: Any) -> None:
        """Remember resources whose fonts get new names; fonts written in place have no name of their own."""
        listed = dictionary(resources.get("/Font"))
        if any(not isinstance(font, pikepdf.Object) or key_of(font) == (0, 0) for font in listed.values()):  # type: ignore[redundant-expr]
            raise _Unsure
        key = key_of(resources) if key_of(resources) != (0, 0) else key_of(owner)
        self.resources[key] = resources

    def _form(self, form: Any, around: Any, font: Key | None, depth: int) -> Key | None:
        """Rewrite a form once; it must come out the same wherever it is drawn."""
        key = key_of(form)
        if key == (0, 0) or depth > MAX_DEPTH:
            raise _Unsure
        if (key, font) in self._seen:
            return self._seen[key, font]
        self._seen[key, font] = font
        own = form.get("/Resources")
        resources = dictionary(own) if own is not None else around
        data, last = self._stream(form, resources, font, depth + 1)
        if self.streams.setdefault(key, data) != data:
            raise _Unsure
        if own is not None:
            self._note(resources, form)
        self._seen[key, font] = last
        return last

    def _stream(self, source: Any, resources: Any, font: Key | None, depth: int) -> tuple[bytes, Key | None]:
        instructions, whole = instructions_of(source)
        if not whole:
            raise _Unsure
        listed, forms = dictionary(resources.get("/Font")), dictionary(resources.get("/XObject"))
        made: list[Instruction] = []
        stack: list[Key | None] = []
        for instruction in instructions:
            name = str(instruction.operator)
            operands: list[Any] = list(getattr(instruction, "operands", ()))
            match name:
                case "q":
                    stack.append(font)
                case "Q":
                    font = stack.pop() if stack else font
                case "Tf":
                    found = listed.get(str(operands[0]))
                    font = key_of(found) if found is not None else None
                    if font is None or font not in self.names:
                        continue
                    made.append(pikepdf.ContentStreamInstruction([pikepdf.Name(self.names[font]), operands[1]], instruction.operator))
                    continue
                case "gs":
                    if "/Font" in dictionary(dictionary(resources.get("/ExtGState")).get(str(operands[0]))):
                        raise _Unsure
                case "Do":
                    form = forms.get(str(operands[0]))
                    if isinstance(form, pikepdf.Stream) and name_of(form.get("/Subtype")) == "Form":
                        self._form(form, resources, font, depth)
                case _ if name in _SHOWING and font is not None and font not in self.names:
                    raise _Unsure
                case _ if name in _SHOWING and font is not None and font in self.codes:
                    instruction = pikepdf.ContentStreamInstruction(self._operands(operands, font), instruction.operator)
            made.append(instruction)
        return pikepdf.unparse_content_stream(made), font

    def _operands(self, operands: list[Any], font: Key) -> list[Any]:
        last = operands[-1]
        if isinstance(last, pikepdf.Array):
            items = [self._string(item, font) if isinstance(item, pikepdf.String) else item for item in array(last)]
            return [*operands[:-1], pikepdf.Array(items)]
        return [*operands[:-1], self._string(last, font)]

    def _string(self, item: Any, key: Key) -> pikepdf.String:
        font, codes = self.fonts.get(self.pdf.get_object(key)), self.codes[key]
        made = bytearray()
        for shown in font.show(bytes(item)):
            if shown.code.value not in codes:
                raise _Unsure
            made += codes[shown.code.value].to_bytes(shown.code.stop - shown.code.start)
        return pikepdf.String(bytes(made))


def _looks(annotation: Any) -> list[Any]:
    normal = dictionary(dictionary(annotation).get("/AP")).get("/N")
    if isinstance(normal, pikepdf.Stream):
        return [normal]
    return [look for look in dictionary(normal).values() if isinstance(look, pikepdf.Stream)]
