"""Looking for cut texts in a package as an attacker would: raw, part by part, by no reader of ours.

Strings of elements and attributes, texts joined over runs and over a whole part, the undecoded markup (comments,
character references, CDATA), addresses with percent signs, other members in every encoding, packages in packages.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from lxml import etree

from pipeline.readers.word_names import kind
from redaction.needles import Needles
from redaction.package_edit import is_free, strings
from redaction.picture_text import loose_bytes
from redaction.proof import encodings

_DEPTH = 4
_TYPES = "[content_types].xml"
_SHORT_BYTES = 8
_STREAMS = {
    "t": frozenset({"w:t", "a:t", "m:t"}),
    "deleted": frozenset({"w:delText"}),
    "code": frozenset({"w:instrText", "w:delInstrText"}),
}
_PARAGRAPHS = frozenset({"w:p", "a:p", "?:si", "?:is", "?:text", "?:comment", "?:p"})


def leaks(data: bytes, needles: Needles, depth: int = 0) -> Iterator[str]:
    """The names of the carriers (Chinese, by sort, never by name) in which a cut text still stands."""
    if not needles.marks:
        return
    named = [text for text in needles.marks if not (text.isascii() and text.isalpha())]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.comment and in_bytes(archive.comment, needles, short=True):
            yield "压缩包注释"
        for info in archive.infolist():
            if any(
                text in info.filename for text in named
            ):  # words of the format itself are no leak
                yield "部件名称"
            yield from (
                f"{sort_of(info.filename)}：{where}"
                for where in _member(archive, info, needles, depth)
            )


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, needles: Needles, depth: int
) -> Iterator[str]:
    data = archive.read(info)
    if data.startswith(b"PK\x03\x04"):
        if depth >= _DEPTH:
            yield "嵌套过深，未能检查"
        else:
            try:
                yield from leaks(data, needles, depth + 1)
            except (
                zipfile.BadZipFile,
                zlib.error,
                RuntimeError,
                NotImplementedError,
                EOFError,
                ValueError,
            ):
                yield "内嵌文件包未能检查"
    elif info.filename.lower().endswith((".xml", ".rels", ".vml")):
        yield from in_markup(
            data, needles, vocabulary=info.filename.lower().endswith((".rels", _TYPES))
        )
    else:
        loose = loose_bytes(data)
        if in_bytes(data, needles, short=False) or in_bytes(loose, needles, short=True):
            yield "字节"


def in_markup(data: bytes, needles: Needles, *, vocabulary: bool = False) -> Iterator[str]:
    """The ways in which a cut text stands in one XML part; in tables of the package only outer addresses count."""
    try:
        root = etree.fromstring(
            data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        )
    except (etree.XMLSyntaxError, ValueError):
        yield "标记损坏，未能检查"
        return
    nodes = [element for element in root.iter() if isinstance(element.tag, str)]
    if any(
        needles.stands_meant(text)
        for element in nodes
        for slot, text in strings(element)
        if not vocabulary or is_free(element, slot)
    ):
        yield "文字或属性"
    if any(needles.stands_in(text) for text in joined(nodes)):
        yield "跨格式段的文字"
    if needles.stands_across(
        "".join(text for element in nodes for text in (element.text, element.tail) if text)
    ):
        yield "跨段落的文字"
    raw = _decoded(data, root)
    if "<!--" in raw or "<?" in raw[5:] or "<![CDATA[" in raw or "&#" in raw:
        rest = html.unescape(
            " ".join(
                re.findall(
                    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|[^<>]*&#[^<>]*", raw, re.DOTALL
                )
            )
        )
        if needles.stands_in(rest):
            yield "注释或转义文字"


def joined(nodes: Iterable[etree._Element]) -> Iterator[str]:
    """The text of each paragraph, one string a stream: as shown, as deleted, as coded, and all of it."""
    texts: dict[tuple[int, str], list[str]] = {}
    keep: list[etree._Element] = []
    for element in nodes:
        name = kind(element)
        if not element.text and name not in ("w:tab", "w:br", "w:cr"):
            continue
        owner = next(
            (above for above in element.iterancestors() if kind(above) in _PARAGRAPHS), None
        )
        if owner is None:
            continue
        keep.append(owner)
        for stream, names in _STREAMS.items():
            if name in names:
                texts.setdefault((id(owner), stream), []).append(element.text or "")
        texts.setdefault((id(owner), "all"), []).append(element.text or "")
    yield from ("".join(parts) for parts in texts.values() if len(parts) > 1)


def _decoded(data: bytes, root: etree._Element) -> str:
    encoding = root.getroottree().docinfo.encoding or "utf-8"
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def in_bytes(data: bytes, needles: Needles, *, short: bool) -> bool:
    """True when a cut text stands in `data` in any encoding; `short` also looks for forms under 8 bytes."""
    return any(
        form in data
        for text in needles.marks
        for form in encodings(text)
        if short or len(form) >= _SHORT_BYTES
    )


def sort_of(name: str) -> str:
    """A member's sort in Chinese; names of members may say too much to be shown."""
    lower = name.lower()
    for prefix, words in (
        ("word/document", "正文"),
        ("word/header", "页眉"),
        ("word/footer", "页脚"),
        ("word/comments", "批注"),
        ("word/footnotes", "脚注"),
        ("word/endnotes", "尾注"),
        ("word/media/", "图片"),
        ("word/embeddings/", "嵌入对象"),
        ("word/charts/", "图表"),
        ("word/diagrams/", "智能图形"),
        ("word/", "文档部件"),
        ("docprops/", "文件属性"),
        ("customxml/", "自定义 XML"),
        ("xl/worksheets/", "工作表"),
        ("xl/", "表格部件"),
    ):
        if lower.startswith(prefix):
            return words
    return "其他部件"
