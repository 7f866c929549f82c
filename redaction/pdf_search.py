"""Searches a saved PDF for what must be gone: every string, every stream decompressed, every font."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import numpy as np
import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont

from pipeline.readers.pdf_cmap import parse
from pipeline.readers.pdf_objects import (
    PDF_ERRORS,
    array,
    check_size,
    dictionary,
    key_of,
    name_of,
    text_of,
)
from pipeline.readers.pdf_programs import glyph_text
from redaction.needles import Needles
from redaction.needles import is_telling as says_something
from redaction.pdf_programs import FONT_ERRORS
from redaction.pdf_scrub import is_telling
from redaction.pdf_strays import content_keys, only_numbers, unshown
from redaction.proof import encodings

MAX_STREAM = 256 * 2**20
MAX_READ = 2**20
RAW = 8
"""Bytes that a form must have to be searched in raw, compressed file bytes."""
_FONT_KEYS = ("/FontFile", "/FontFile2", "/FontFile3")


def reachable(pdf: pikepdf.Pdf) -> tuple[int, int]:
    """(objects in the file, objects that the trailer leads to)."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [pdf.trailer]
    while waiting:
        obj = waiting.pop()
        if not isinstance(obj, pikepdf.Object):
            continue
        if obj.is_indirect:
            if key_of(obj) in seen:
                continue
            seen.add(key_of(obj))
        if isinstance(obj, (pikepdf.Dictionary, pikepdf.Stream)):
            waiting.extend(value for _, value in obj.items() if isinstance(value, pikepdf.Object))  # type: ignore[redundant-expr]  # plain numbers come too
        elif isinstance(obj, pikepdf.Array):
            waiting.extend(value for value in array(obj) if isinstance(value, pikepdf.Object))
    kinds = [
        key_of(obj) for obj in pdf.objects
        if isinstance(obj, pikepdf.Object) and obj.is_indirect  # type: ignore[redundant-expr]  # plain numbers come too
        and not (isinstance(obj, pikepdf.Stream) and name_of(obj.get("/Type")) in ("XRef", "ObjStm"))
    ]
    return sum(1 for key in kinds if key not in seen) + len(seen), len(seen)


class Forms:
    """Byte strings to look for; many of them at once by their first eight bytes."""

    def __init__(self, forms: Iterable[bytes]) -> None:
        self.forms = tuple(sorted(set(forms)))
        self._short = tuple(form for form in self.forms if len(form) < 8)
        self._by_head: dict[int, list[bytes]] = {}
        for form in self.forms:
            if len(form) >= 8:
                self._by_head.setdefault(int.from_bytes(form[:8]), []).append(form)
        self._heads = np.array(sorted(self._by_head), dtype=np.uint64)

    def in_(self, data: bytes) -> bool:
        """True when one of them is in `data`."""
        if len(self.forms) < 64 or len(data) < 4096:
            return any(form in data for form in self.forms)
        return any(form in data for form in self._short) or self._long(data)

    def _long(self, data: bytes) -> bool:
        for offset in range(8):
            count = (len(data) - offset) // 8
            words = np.frombuffer(data, dtype=">u8", count=count, offset=offset).astype(np.uint64)
            for at in np.flatnonzero(np.isin(words, self._heads)):
                start = offset + int(at) * 8
                if any(data.startswith(form, start) for form in self._by_head[int(words[at])]):
                    return True
        return False


def object_leaks(pdf: pikepdf.Pdf, data: bytes, texts: tuple[str, ...]) -> list[str]:
    """Where a text still stands: kinds and numbers of objects, never the text."""
    if not texts:
        return []
    forms = Forms(form for text in texts for form in encodings(text))
    found = []
    raw = Forms(form for text in texts if is_telling(text) for form in encodings(text) if len(form) >= RAW)
    if raw.in_(data):
        found.append("文件字节中仍有应删文字")
    binary, drawing = _binary(pdf), content_keys(pdf)
    needles = Needles.made(dict.fromkeys((t for t in texts if is_telling(t) and says_something(t)), ""), "")
    for obj in pdf.objects:
        where = f"对象{obj.objgen[0]}" if isinstance(obj, pikepdf.Object) else "对象"  # type: ignore[redundant-expr]  # plain numbers come too
        if _strings_leak(obj, texts, forms, needles, 0):
            found.append(f"{where}的字符串中仍有应删文字")
        if isinstance(obj, pikepdf.Stream) and key_of(obj) not in binary and _stream_leaks(obj, forms, needles, key_of(obj) in drawing):
            found.append(f"{where}的数据流中仍有应删文字")
    return found


def _binary(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    """Streams of pixels, outlines and cross references: a chance hit there means nothing."""
    found: set[tuple[int, int]] = set()
    for obj in pdf.objects:
        if isinstance(obj, pikepdf.Stream) and (
            name_of(obj.get("/Subtype")) == "Image" or name_of(obj.get("/Type")) in ("XRef", "ObjStm")
        ):
            found.add(key_of(obj))
        if isinstance(obj, pikepdf.Dictionary):
            found.update(key_of(obj[key]) for key in _FONT_KEYS if key in obj)
    return found


def _strings_leak(obj: Any, texts: tuple[str, ...], forms: Forms, needles: Needles, depth: int) -> bool:
    if depth > 60:
        return True
    if isinstance(obj, pikepdf.String):
        raw, shown = bytes(obj), text_of(obj)
        return forms.in_(raw) or any(text in shown for text in texts) or needles.stands_meant(shown)
    if isinstance(obj, pikepdf.Name):
        return any(text in str(obj) for text in texts if is_telling(text))
    if isinstance(obj, (pikepdf.Dictionary, pikepdf.Stream)):
        return any(any(text in key for text in texts if is_telling(text)) for key in obj.keys()) or any(  # noqa: SIM118
            _strings_leak(value, texts, forms, needles, depth + 1)
            for _, value in obj.items()
            if isinstance(value, pikepdf.Object) and not value.is_indirect  # type: ignore[redundant-expr]  # plain numbers come too
        )
    if isinstance(obj, pikepdf.Array):
        joined = "".join(text_of(value) for value in array(obj) if isinstance(value, pikepdf.String))
        return needles.stands_across(joined) or any(
            _strings_leak(value, texts, forms, needles, depth + 1)
            for value in array(obj)
            if isinstance(value, pikepdf.Object) and not value.is_indirect
        )
    return False


def _stream_leaks(stream: pikepdf.Stream, forms: Forms, needles: Needles, drawing: bool) -> bool:
    try:
        check_size(stream, MAX_STREAM)
        data = stream.read_bytes()
    except PDF_ERRORS:
        try:
            data = stream.read_raw_bytes()
        except PDF_ERRORS:
            return True
    if b"begincmap" in data:
        return False
    if drawing:
        try:
            told = unshown(stream, data)
        except PDF_ERRORS:
            return True
        return any(forms.in_(text) for text in told) or (forms.in_(data) and not only_numbers(stream, data, forms))
    return forms.in_(data) or (len(data) <= MAX_READ and needles.stands_meant(data.decode("utf-8", "replace")))


def font_leaks(pdf: pikepdf.Pdf, gone: set[str], touched: set[str]) -> list[str]:
    """Fonts that still name a character that stood in cut text only; `touched` names those that drew cut text."""
    if not gone:
        return []
    found = []
    for obj in pdf.objects:
        if isinstance(obj, pikepdf.Dictionary) and name_of(obj.get("/Type")) == "Font" and _named(obj, "/BaseFont", touched) and _font_names(obj) & gone:
            found.append(f"字体对象{obj.objgen[0]}仍含被删字符")
        if isinstance(obj, pikepdf.Dictionary) and any(key in obj for key in _FONT_KEYS) and _subset(obj) and _named(obj, "/FontName", touched):
            characters = _program_names(obj)
            if characters & gone:
                found.append(f"字体程序{obj.objgen[0]}仍含被删字符")
    return found


def _named(obj: Any, key: str, touched: set[str]) -> bool:
    return name_of(obj.get(key)) in touched


def _subset(descriptor: Any) -> bool:
    """A full font names all characters of its script and so tells nothing."""
    return name_of(descriptor.get("/FontName"))[6:7] == "+"


def _font_names(font: Any) -> set[str]:
    found: set[str] = set()
    stream = font.get("/ToUnicode")
    if isinstance(stream, pikepdf.Stream):
        for text in parse(stream.read_bytes()).unicode.values():
            found.update(text)
    for item in array(dictionary(font.get("/Encoding")).get("/Differences")):
        if isinstance(item, pikepdf.Name):
            found.update(glyph_text(name_of(item)) or "")
    return found


def _program_names(descriptor: Any) -> set[str]:
    for key in _FONT_KEYS:
        stream = descriptor.get(key)
        if isinstance(stream, pikepdf.Stream):
            data = stream.read_bytes()
            try:
                return _names_of(key, data)
            except FONT_ERRORS:
                return set()
    return set()


def _names_of(key: str, data: bytes) -> set[str]:
    if key == "/FontFile":
        return set()
    if data[:4] in (b"OTTO", b"\x00\x01\x00\x00", b"true"):
        with TTFont(io.BytesIO(data), lazy=True) as font:
            found: set[str] = set()
            for table in font["cmap"].tables if "cmap" in font else ():
                found.update(chr(code) for code in table.cmap)
            return found
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    if hasattr(fonts[0], "ROS"):
        return set()
    return {c for name in fonts[0].charset for c in glyph_text(name) or ""}


def dropped_left(pdf: pikepdf.Pdf) -> list[str]:
    """Carriers that a cut file must not have at all."""
    found = []
    root, names = pdf.Root, dictionary(pdf.Root.get("/Names"))
    if "/Info" in pdf.trailer:
        found.append("文件属性")
    found.extend(word for key, word in (("/Metadata", "XMP元数据"), ("/OpenAction", "打开动作"), ("/AF", "关联文件")) if key in root)
    found.extend(word for key, word in (("/EmbeddedFiles", "附件"), ("/JavaScript", "脚本")) if key in names)
    if "/XFA" in dictionary(root.get("/AcroForm")):
        found.append("XFA表单")
    keys = {"/Thumb": "缩略图", "/PieceInfo": "编辑软件私有数据", "/Metadata": "元数据", "/JS": "脚本"}
    for obj in pdf.objects:
        if isinstance(obj, (pikepdf.Dictionary, pikepdf.Stream)):
            found.extend(word for key, word in keys.items() if key in obj)
    return list(dict.fromkeys(found))
