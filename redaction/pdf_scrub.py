"""Cleans everything of a PDF that is not drawn: what is dropped whole, and what is searched for the cut texts.

Drops: Info, XMP and every other metadata stream, PieceInfo, thumbnails, attachments and associated files, scripts
and automatic actions, XFA, signatures' values, multimedia, appearances that are not shown, ActualText of tags.
Rewrites: outline titles, destinations, labels, annotation and form strings that hold a cut text. Idempotent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pikepdf

from pipeline.errors import RedactionRefused
from pipeline.readers.pdf_carriers import carriers, structure_nodes
from pipeline.readers.pdf_objects import (
    PDF_ERRORS,
    array,
    dictionary,
    name_of,
    numbers,
    stream_bytes,
    text_of,
)
from pipeline.readers.pdf_paths import Box, Matrix, transformed_box
from redaction.needles import Needles
from redaction.needles import is_telling as says_something
from redaction.pdf_strays import drop_remarks, drop_strays
from redaction.proof import encodings

_EVERYWHERE = ("/Metadata", "/PieceInfo", "/Thumb", "/LastModified", "/AF", "/AA", "/JS", "/OpenAction", "/SpiderInfo")
_ROOT = ("/Metadata", "/PieceInfo", "/AF", "/AA", "/OpenAction", "/Collection", "/Perms", "/Legal", "/Requirements", "/DSS", "/Threads", "/URI", "/SpiderInfo", "/Extensions")
_TRAILER = frozenset(("/Root", "/Size", "/ID", "/Encrypt", "/Prev", "/XRefStm", "/Type", "/W", "/Index", "/Filter", "/Length", "/DecodeParms"))
"""What a trailer needs; the digest that LibreOffice adds would confirm a guess of what was cut."""
_MEDIA = ("FileAttachment", "Movie", "Sound", "Screen", "RichMedia", "3D", "Redact")
_BAD_ACTIONS = ("JavaScript", "Launch", "ImportData", "SubmitForm", "Rendition", "RichMediaExecute", "GoToE")
_SPACES = re.compile(r"[\s\u3000\-]*")
MIN_HAN, MIN_ASCII = 2, 4
"""A shorter text is too common to be searched for in names and strings of the file."""


def searchable(texts: Iterable[str]) -> tuple[str, ...]:
    """The cut texts long enough to mean something, longest first, and their forms without spaces."""
    found: set[str] = set()
    for text in texts:
        for form in (text.strip(), "".join(text.split())):
            if len(form) >= (MIN_ASCII if form.isascii() else MIN_HAN):
                found.add(form)
    return tuple(sorted(found, key=lambda form: (-len(form), form)))


def is_telling(text: str) -> bool:
    """False for plain Latin words: the format's own names (Title, Font) consist of them."""
    return not (text.isascii() and text.isalpha())


def scrub(pdf: pikepdf.Pdf, strings: dict[str, list[tuple[int, int, str]]], texts: tuple[str, ...]) -> list[str]:
    """Clean the file; the notes say in Chinese what was dropped."""
    notes: list[str] = []
    _strings(pdf, strings)
    _root(pdf, notes)
    if drop_strays(pdf):
        notes.append("已清空不在页序中的页面。")
    _annotations(pdf, notes)
    _form(pdf, notes)
    _tags(pdf)
    _objects(pdf, texts)
    drop_remarks(pdf, (form for text in texts for form in encodings(text)))
    return notes


def _strings(pdf: pikepdf.Pdf, strings: dict[str, list[tuple[int, int, str]]]) -> None:
    """Cuts by object path; a carrier that is dropped anyway needs nothing."""
    if not strings:
        return
    for carrier in list(carriers(pdf)):
        cuts = strings.get(carrier.path)
        if not cuts or carrier.holder is None:
            continue
        text = carrier.text
        for start, stop, replacement in sorted(cuts, reverse=True):
            text = text[:start] + replacement + text[stop:]
        holder: Any = carrier.holder
        if isinstance(holder[carrier.key], pikepdf.Stream):
            del holder[carrier.key]
        else:
            holder[carrier.key] = pikepdf.String(text)


def _root(pdf: pikepdf.Pdf, notes: list[str]) -> None:
    root = pdf.Root
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for key in pdf.trailer.keys():  # noqa: SIM118 - not a dict
        if key not in _TRAILER:
            del pdf.trailer[key]
    for key in _ROOT:
        if key in root:
            del root[key]
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        for key, word in (("/EmbeddedFiles", "附件"), ("/JavaScript", "脚本"), ("/XFAImages", ""), ("/Renditions", ""), ("/AlternatePresentations", "")):
            if key in names:
                del names[key]
                if word:
                    notes.append(f"已去除{word}。")
    notes.append("已去除文件属性、XMP元数据和历史版本。")


def _annotations(pdf: pikepdf.Pdf, notes: list[str]) -> None:
    dropped = 0
    for page in pdf.pages:
        listed = array(page.obj.get("/Annots"))
        kept = []
        for annotation in listed:
            if not isinstance(annotation, pikepdf.Dictionary) or _is_dropped(annotation):
                dropped += 1
                continue
            kept.append(annotation)
            _one(annotation)
        if len(kept) != len(listed):
            page.obj["/Annots"] = pikepdf.Array(kept)
        for key in ("/Thumb", "/PieceInfo", "/Metadata", "/AA", "/AF", "/LastModified"):
            if key in page.obj:
                del page.obj[key]
    if dropped:
        notes.append(f"已去除不显示的批注、批注附件和多媒体{dropped}处。")


def dropped_areas(page: pikepdf.Page, base: Matrix) -> list[Box]:
    """Where annotations stand that a cut file no longer has, in points of the shown page."""
    found = []
    for annotation in array(page.obj.get("/Annots")):
        if isinstance(annotation, pikepdf.Dictionary) and _is_dropped(annotation):
            rect = numbers(annotation.get("/Rect"), 4)
            if rect is not None:
                found.append(transformed_box(base, *rect))
    return found


def _is_dropped(annotation: Any) -> bool:
    """Media, popups, unapplied redaction marks, and what is never shown."""
    kind = name_of(annotation.get("/Subtype"))
    if kind in _MEDIA or kind == "Popup":
        return True
    flags = annotation.get("/F")
    return isinstance(flags, int) and bool(flags & 0b100010) and kind != "Widget"


def _one(annotation: Any) -> None:
    """The parts of a kept annotation that nobody sees."""
    for key in ("/Popup", "/RC", "/AA", "/AF", "/Metadata", "/PA", "/RO"):
        if key in annotation:
            del annotation[key]
    action = annotation.get("/A")
    if isinstance(action, pikepdf.Dictionary) and name_of(action.get("/S")) in _BAD_ACTIONS:
        del annotation["/A"]
    looks = annotation.get("/AP")
    if isinstance(looks, pikepdf.Dictionary):
        flags = annotation.get("/F")
        if isinstance(flags, int) and flags & 0b100010:
            del annotation["/AP"]
            return
        annotation["/AP"] = pikepdf.Dictionary({"/N": looks["/N"]}) if "/N" in looks else pikepdf.Dictionary()


def _form(pdf: pikepdf.Pdf, notes: list[str]) -> None:
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return
    if "/XFA" in form:
        del form["/XFA"]
        notes.append("已去除XFA表单。")
    for key in ("/SigFlags", "/CO"):
        if key in form:
            del form[key]
    for obj in pdf.objects:
        if isinstance(obj, pikepdf.Dictionary) and name_of(obj.get("/FT")) == "Sig" and "/V" in obj:
            del obj["/V"]
            notes.append("原数字签名因删减而失效，已去除。")


def _tags(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, pikepdf.Dictionary):
        return
    for node in structure_nodes(root):
        for key in ("/ActualText", "/E"):
            if key in node:
                del node[key]


def _objects(pdf: pikepdf.Pdf, texts: tuple[str, ...]) -> None:
    """Every string of every object: cut texts go; a name that holds one is a refusal."""
    needles = Needles.made(dict.fromkeys((t for t in texts if is_telling(t) and says_something(t)), "■"), "■")
    for obj in pdf.objects:
        if isinstance(obj, (pikepdf.Dictionary, pikepdf.Stream)):
            for key in _EVERYWHERE:
                if key in obj and key != "/OpenAction":
                    del obj[key]
        _walk(obj, texts, needles, 0)
    _walk(pdf.trailer, texts, needles, 0)


def _walk(obj: Any, texts: tuple[str, ...], needles: Needles, depth: int) -> None:
    if depth > 40:
        return
    if isinstance(obj, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in list(obj.keys()):
            value = obj[key]
            _refuse_name(key, texts)
            if isinstance(value, pikepdf.String):
                made = _cleaned(value, texts, needles)
                if made is not None:
                    obj[key] = made
            elif isinstance(value, pikepdf.Name):
                _refuse_name(str(value), texts)
            elif isinstance(value, pikepdf.Object) and not value.is_indirect:  # type: ignore[redundant-expr]  # plain numbers come too
                _walk(value, texts, needles, depth + 1)
    elif isinstance(obj, pikepdf.Array):
        for at, value in enumerate(array(obj)):
            if isinstance(value, pikepdf.String):
                made = _cleaned(value, texts, needles)
                if made is not None:
                    obj[at] = made
            elif isinstance(value, pikepdf.Object) and not value.is_indirect:
                _walk(value, texts, needles, depth + 1)


def _refuse_name(name: str, texts: tuple[str, ...]) -> None:
    if any(text in name for text in texts if is_telling(text)):
        raise RedactionRefused("文件的内部名称中含有应删文字。", advice="请用原编辑软件重新导出 PDF 后再删减。")


def _cleaned(value: pikepdf.String, texts: tuple[str, ...], needles: Needles) -> pikepdf.String | None:
    """The string without the cut texts, in whatever encoding; None when it holds none."""
    if not texts:
        return None
    shown, raw = text_of(value), bytes(value)
    made, solid = shown, _SPACES.sub("", shown)
    for text in texts:
        if text in made:
            made = made.replace(text, "■")
        elif text in solid:
            made = re.sub(_SPACES.pattern.join(re.escape(c) for c in _SPACES.sub("", text)), "■", made)
    made = needles.cleaned(made)
    if made != shown:
        return pikepdf.String(made)
    for text in texts:
        forms = (text.encode("utf-8", "replace"), text.encode("gb18030", "replace"), text.encode("utf-16-be", "replace"), text.encode("utf-16-le", "replace"))
        if any(form in raw for form in forms):
            return pikepdf.String("■")
    return None


__all__ = ["PDF_ERRORS", "dictionary", "scrub", "searchable", "stream_bytes"]
