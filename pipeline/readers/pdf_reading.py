"""A PDF as a document: pages in order, then running heads, turned text, hidden text and every other string."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator

import pikepdf

from pipeline.builder import DocumentBuilder
from pipeline.contracts import Limits
from pipeline.document import Document, GapReason, Layer, ObjectAnchor, Source, Trait
from pipeline.errors import UnreadableSource
from pipeline.readers.pdf_carriers import carriers, name_tree
from pipeline.readers.pdf_content import FontCache, Walk
from pipeline.readers.pdf_emit import Emitter
from pipeline.readers.pdf_furniture import running
from pipeline.readers.pdf_layers import OptionalContent
from pipeline.readers.pdf_objects import PDF_ERRORS, TooLarge, array, dictionary, name_of
from pipeline.readers.pdf_page import PageText, examine

MAX_CARRIERS = 50_000


def open_pdf(data: bytes) -> pikepdf.Pdf:
    """The file, opened with the empty password. Raises UnreadableSource for encrypted and damaged ones."""
    try:
        pdf = pikepdf.open(io.BytesIO(data), suppress_warnings=True, attempt_recovery=True)
        len(pdf.pages)
    except pikepdf.PasswordError:
        raise UnreadableSource("encrypted") from None
    except PDF_ERRORS:
        raise UnreadableSource("damaged") from None
    return pdf


def read_pdf(data: bytes, source: Source, limits: Limits) -> Document:
    """The document in `data`. Raises UnreadableSource when nothing of it can be read."""
    with open_pdf(data) as pdf:
        builder = DocumentBuilder(source)
        pages = list(page_texts(pdf, builder, limits))
        heads = running(pages)
        emitter = Emitter(builder)
        emitter.body(pages, heads)
        emitter.furniture(pages, heads)
        emitter.turned(pages)
        emitter.hidden(pages)
        _strings(pdf, builder, pages, limits)
        _whole(pdf, builder)
        return builder.build()


def page_texts(pdf: pikepdf.Pdf, builder: DocumentBuilder, limits: Limits) -> Iterator[PageText]:
    """The pages one by one; what is over a limit or cannot be opened is a gap."""
    deadline = time.monotonic() + limits.seconds
    fonts, layers = FontCache(), OptionalContent(pdf)
    total = len(pdf.pages)
    characters = 0
    if not total:
        builder.gap(GapReason.DAMAGED, "全文")
    for number in range(min(total, limits.pages)):
        if time.monotonic() > deadline or characters > limits.text_characters:
            builder.gap(GapReason.LIMIT, f"第{number + 1}页起")
            return
        try:
            page = pdf.pages[number]
            text = examine(page, number, Walk(page, fonts, layers, deadline))
        except PDF_ERRORS:
            builder.gap(GapReason.DAMAGED, f"第{number + 1}页")
            continue
        characters += text.characters
        for reason, place in text.gaps:
            builder.gap(reason, place)
        yield text
    if total > limits.pages:
        builder.gap(GapReason.LIMIT, f"第{limits.pages + 1}页起")


def _strings(pdf: pikepdf.Pdf, builder: DocumentBuilder, pages: list[PageText], limits: Limits) -> None:
    for page in pages:
        for number, text in enumerate(page.actual):
            place = f"第{page.number + 1}页替换文字"
            with builder.block(Layer.METADATA, place, page=page.number):
                builder.add(_clean(text), ObjectAnchor(f"page/{page.number}/actual/{number}", 0))
    try:
        for count, carrier in enumerate(carriers(pdf)):
            if count >= MAX_CARRIERS or builder.length > limits.text_characters:
                builder.gap(GapReason.LIMIT, "文件内部文字")
                return
            with builder.block(carrier.layer, carrier.place, page=carrier.page):
                traits = (Trait.HIDDEN,) if carrier.layer is Layer.HIDDEN else ()
                builder.add(_clean(carrier.text), ObjectAnchor(carrier.path, 0), traits)
    except TooLarge:
        builder.gap(GapReason.LIMIT, "文件内部文字")
    except PDF_ERRORS:
        builder.gap(GapReason.DAMAGED, "文件内部文字")


def _clean(text: str) -> str:
    """One line end for all, character for character, so that offsets hold; the surrogates of a bad string go."""
    made = text.replace("\r", "\n").replace("\x00", "\ufffd")
    return made.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _whole(pdf: pikepdf.Pdf, builder: DocumentBuilder) -> None:
    """Gaps and notes about the file as a whole."""
    try:
        names = dictionary(pdf.Root.get("/Names"))
        for number, _ in enumerate(name_tree(names.get("/EmbeddedFiles"))):
            builder.gap(GapReason.EMBEDDED_OBJECT, f"附件{number + 1}")
        for number, page in enumerate(pdf.pages):
            for annotation in array(page.obj.get("/Annots")):
                kind = name_of(annotation.get("/Subtype")) if isinstance(annotation, pikepdf.Dictionary) else ""
                if kind in ("FileAttachment", "Movie", "Sound", "Screen", "RichMedia", "3D"):
                    builder.gap(GapReason.EMBEDDED_OBJECT, f"第{number + 1}页批注附件")
        if array(pdf.Root.get("/AF")) and not list(name_tree(names.get("/EmbeddedFiles"))):
            builder.gap(GapReason.EMBEDDED_OBJECT, "关联文件")
        if pdf.Root.get("/Collection") is not None:
            builder.gap(GapReason.EMBEDDED_OBJECT, "文件包")
        form = dictionary(pdf.Root.get("/AcroForm"))
        if form.get("/XFA") is not None:
            builder.gap(GapReason.HIDDEN_LAYER, "XFA表单")
        if pdf.is_encrypted:
            builder.note("文件设有权限加密（打开口令为空），已读取。")
    except PDF_ERRORS:
        builder.gap(GapReason.DAMAGED, "文件结构")
    warnings = [str(item) for item in pdf.get_warnings()]
    if any("damaged" in text or "reconstruct" in text or "recover" in text for text in warnings):
        builder.gap(GapReason.DAMAGED, "文件结构")
