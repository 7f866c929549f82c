"""What a PDF holds that no page shows: pages out of the page tree, templates, remarks inside content streams."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pikepdf

from pipeline.readers.pdf_objects import (
    PDF_ERRORS,
    array,
    check_size,
    dictionary,
    instructions_of,
    key_of,
    name_of,
)

_KEPT = frozenset({"/Type", "/MediaBox"})
MAX_STREAM = 256 * 2**20
_NAMES = (
    "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q "
    "re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y '"
)
KNOWN = frozenset(_NAMES.split()) | {'"'}
"""The operators of ISO 32000-1, Annex A."""
OPERATORS = frozenset(name.encode() for name in KNOWN) | {b"true", b"false", b"null"}
_WORD = re.compile(rb"(?<![^\s\])>])[A-Za-z'\"][A-Za-z0-9*'\"]*(?![^\s\[(<\]/])")
_PROPERTY = re.compile(rb"<<[^>]*[(<]|(?<![^\s])BI(?![^\s])")


def content_keys(pdf: pikepdf.Pdf) -> frozenset[tuple[int, int]]:
    """The streams that draw: contents of pages, forms, patterns, glyph procedures."""
    found: set[tuple[int, int]] = set()
    for obj in pdf.objects:
        if isinstance(obj, pikepdf.Stream):
            if name_of(obj.get("/Subtype")) == "Form" or "/PatternType" in obj:
                found.add(key_of(obj))
        elif isinstance(obj, pikepdf.Dictionary):
            if "/Contents" in obj and name_of(obj.get("/Type")) in ("Page", "Template"):
                contents = obj["/Contents"]
                streams = array(contents) if isinstance(contents, pikepdf.Array) else [contents]
                found.update(
                    key_of(stream) for stream in streams if isinstance(stream, pikepdf.Stream)
                )
            if "/CharProcs" in obj:
                procedures = dictionary(obj["/CharProcs"]).values()
                found.update(
                    key_of(stream) for stream in procedures if isinstance(stream, pikepdf.Stream)
                )
    return frozenset(found)


def drop_strays(pdf: pikepdf.Pdf) -> int:
    """Empty every page that is not in the page tree and drop the trees of templates; returns how many pages."""
    names = dictionary(pdf.Root.get("/Names"))
    for key in ("/Templates", "/Pages"):
        if key in names:
            del names[key]
    shown = {key_of(page.obj) for page in pdf.pages}
    emptied = 0
    for obj in pdf.objects:
        if (
            isinstance(obj, pikepdf.Dictionary)
            and key_of(obj) not in shown
            and name_of(obj.get("/Type")) in ("Page", "Template")
        ):
            stale = [key for key in obj.keys() if key not in _KEPT]  # noqa: SIM118 - not a dict
            for key in stale:
                del obj[key]
            emptied += bool(stale)
    return emptied


def drop_remarks(pdf: pikepdf.Pdf, forms: Iterable[bytes]) -> None:
    """Write content streams anew that hold remarks with one of `forms`, or operators that no program knows.

    Neither draws anything; what is shown stays as it is.
    """
    wanted = tuple(forms)
    if not wanted:
        return
    drawing = content_keys(pdf)
    for obj in pdf.objects:
        if not isinstance(obj, pikepdf.Stream) or key_of(obj) not in drawing:
            continue
        try:
            check_size(obj, MAX_STREAM)
            data = obj.read_bytes()
            remarks = b"%" in data and any(form in data for form in wanted)
            if not remarks and not has_strange(data):
                continue
            instructions, whole = instructions_of(obj)
            kept = [i for i in instructions if not is_strange(i)]
            if whole and (remarks or len(kept) < len(instructions)):
                obj.write(pikepdf.unparse_content_stream(kept))
        except PDF_ERRORS:
            continue  # the proof searches it


def has_strange(data: bytes) -> bool:
    """True when a stream may hold an operator that no program knows; words in strings are taken for one."""
    return any(word not in OPERATORS for word in set(_WORD.findall(data)))


def is_strange(instruction: Any) -> bool:
    """True for an operator that no program knows."""
    name = str(instruction.operator)
    return name not in KNOWN and name != "INLINE IMAGE"


def unshown(stream: pikepdf.Stream, data: bytes) -> list[bytes]:
    """The strings of a content stream that are not shown: of unknown operators, properties and inline pictures.

    As bytes, strings of one operand joined. Raises PDF_ERRORS for what is no content stream.
    """
    if not has_strange(data) and not _PROPERTY.search(data):
        return []
    found: list[bytes] = []
    for instruction in instructions_of(stream)[0]:
        shows = str(instruction.operator) in ("Tj", "TJ", "'", '"')
        for operand in getattr(instruction, "operands", ()):
            if isinstance(operand, pikepdf.PdfInlineImage):
                found.extend(_strings(operand.obj, 0))
            elif not shows:
                found.extend(_strings(operand, 0))
    return found


def _strings(value: Any, depth: int) -> list[bytes]:
    if isinstance(value, pikepdf.String):
        return [bytes(value)]
    if depth > 20:
        return []
    if isinstance(value, pikepdf.Array):
        inner = [item for part in array(value) for item in _strings(part, depth + 1)]
        return [*inner, b"".join(inner)]
    if isinstance(value, pikepdf.Dictionary):
        return [item for _, part in value.items() for item in _strings(part, depth + 1)]
    return []


def only_numbers(stream: pikepdf.Stream, data: bytes, forms: Any) -> bool:
    """True for a content stream in which every hit is a number or a code, not a string, a remark or a property."""
    try:
        instructions, whole = instructions_of(stream)
        if not instructions or not whole:
            return False
        again = pikepdf.unparse_content_stream(instructions)
    except PDF_ERRORS:
        return False
    if any(data.count(form) > again.count(form) for form in forms.forms):
        return False
    return not any(
        _tells(operand, forms)
        for instruction in instructions
        for operand in getattr(instruction, "operands", ())
    )


def _tells(operand: Any, forms: Any) -> bool:
    if isinstance(operand, pikepdf.PdfInlineImage):
        return bool(forms.in_(operand.unparse().partition(b"ID")[0]))
    items = array(operand) if isinstance(operand, pikepdf.Array) else [operand]
    joined = b"".join(bytes(item) for item in items if isinstance(item, pikepdf.String))
    if forms.in_(joined):
        return True
    return isinstance(operand, pikepdf.Dictionary) and bool(forms.in_(operand.unparse()))
