"""An office's own .docx: `{{field}}` places filled wherever they stand, table rows repeated for lists.

What it does: replaces `{{name}}` in body, tables, headers, footers, notes and text boxes, also where Word has split
the place over several runs (the first run's looks are kept); `{{§reference,reference}}` becomes the citation; a table row with
`{{cut.place}}` is repeated for each cut. What it refuses: a file that is no .docx, and a field nobody knows.
What it leaves alone: everything else, byte for byte.
"""

from __future__ import annotations

import copy
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from pipeline.errors import UsageError
from records.articles import cite_all
from records.chinese import clean_lines
from records.fields import LISTS
from records.package import settle

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FIELD = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
MOST_BYTES, MOST_MEMBERS = 64 * 2**20, 2000
"""Limits on what a template may unpack to."""


class TemplateError(UsageError):
    """The office's template cannot be used; says why."""


def fields_in(template: bytes) -> tuple[str, ...]:
    """Every `{{field}}` of a template, in order, without repetition. Raises TemplateError for a broken file."""
    found: dict[str, None] = {}
    for name, data in _members(template).items():
        if _PARTS.fullmatch(name):
            for paragraph in _tree(data, name).iter(f"{W}p"):
                found.update(dict.fromkeys(_FIELD.findall(_text(paragraph))))
    return tuple(found)


def fill(
    template: bytes,
    values: Mapping[str, str],
    lists: Mapping[str, Sequence[Mapping[str, str]]],
    *,
    on: dt.date,
) -> bytes:
    """The template with its places filled. Fields known to be empty become blank.

    Raises TemplateError for a file that is no .docx or that names an unknown field, CorpusError for an article
    that is not in force on `on`.
    """
    members = _members(template)
    unknown = [name for name in fields_in(template) if not _is_known(name, values, lists)]
    if unknown:
        raise TemplateError(
            f"模板中有无法识别的字段：{'、'.join(unknown[:10])}。",
            "可用的字段见 xianshen letter --fields。",
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            if _PARTS.fullmatch(name):
                root = _tree(data, name)
                _repeat_rows(root, lists)
                for paragraph in root.iter(f"{W}p"):
                    _fill_paragraph(paragraph, values, on)
                data = etree.tostring(
                    root, xml_declaration=True, encoding="UTF-8", standalone=True
                )
            package.writestr(name, data)
    return settle(buffer.getvalue())


def _is_known(name: str, values: Mapping[str, str], lists: Mapping[str, object]) -> bool:
    if name.startswith("§"):
        return True
    group, dot, field = name.partition(".")
    return field in LISTS.get(group, ()) if dot else name in values


def _members(template: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            entries = package.infolist()
            if (
                len(entries) > MOST_MEMBERS
                or sum(entry.file_size for entry in entries) > MOST_BYTES
            ):
                raise TemplateError("模板文件过大。", "请删去模板中的图片和多余内容。")
            members = {entry.filename: package.read(entry) for entry in entries}
    except (
        zipfile.BadZipFile,
        OSError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
        zlib.error,
    ) as error:
        raise TemplateError(
            "模板不是可以读取的 docx 文件。", "请用 docx 格式另存后重试。"
        ) from error
    if "word/document.xml" not in members:
        raise TemplateError("模板不是 docx 文件。", "请用 docx 格式另存后重试。")
    return members


def _tree(data: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise TemplateError(f"模板部件 {name} 已损坏。", "请重新制作模板。") from error


def _texts(paragraph: etree._Element) -> list[etree._Element]:
    """The text nodes of this paragraph, not of paragraphs inside its text boxes."""
    return [
        node
        for node in paragraph.iter(f"{W}t")
        if next((a for a in node.iterancestors(f"{W}p")), None) is paragraph
    ]


def _text(paragraph: etree._Element) -> str:
    return "".join(node.text or "" for node in _texts(paragraph))


def _fill_paragraph(paragraph: etree._Element, values: Mapping[str, str], on: dt.date) -> None:
    nodes = _texts(paragraph)
    for match in reversed(list(_FIELD.finditer("".join(node.text or "" for node in nodes)))):
        name = match[1]
        value = (
            cite_all(name[1:].split(","), on)
            if name.startswith("§")
            else clean_lines(values.get(name, ""))
        )
        _replace(nodes, match.start(), match.end(), value)
    for node in nodes:
        _break_lines(node)


def _replace(nodes: Sequence[etree._Element], start: int, stop: int, value: str) -> None:
    """Put `value` for the characters [start, stop) of the nodes' joined text, into the first node it touches."""
    at = 0
    for node in nodes:
        text = node.text or ""
        left, right = max(start - at, 0), min(stop - at, len(text))
        if left < right:
            node.text = text[:left] + value + text[right:]
            node.set(SPACE, "preserve")
            value = ""
        at += len(text)


def _break_lines(node: etree._Element) -> None:
    """A newline in a value is a line break of the paragraph."""
    lines = (node.text or "").split("\n")
    if len(lines) == 1:
        return
    node.text = lines[0]
    parent, position = node.getparent(), 0
    if parent is None:
        return
    position = parent.index(node) + 1
    for line in lines[1:]:
        text = etree.Element(f"{W}t")
        text.text = line
        text.set(SPACE, "preserve")
        parent.insert(position, etree.Element(f"{W}br"))
        parent.insert(position + 1, text)
        position += 2


def _repeat_rows(root: etree._Element, lists: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
    for row in list(root.iter(f"{W}tr")):
        if any(True for _ in row.iter(f"{W}tbl")):
            continue
        group = _group(row.iter(f"{W}p"))
        if group is None:
            continue
        parent = row.getparent()
        if parent is None:
            continue
        position = parent.index(row)
        parent.remove(row)
        for offset, entry in enumerate(lists.get(group, ())):
            made = copy.deepcopy(row)
            for paragraph in made.iter(f"{W}p"):
                _fill_entry(paragraph, group, entry)
            parent.insert(position + offset, made)


def _group(paragraphs: Iterable[etree._Element]) -> str | None:
    for paragraph in paragraphs:
        for name in _FIELD.findall(_text(paragraph)):
            if "." in name and not name.startswith("§"):
                return str(name.partition(".")[0])
    return None


def _fill_entry(paragraph: etree._Element, group: str, entry: Mapping[str, str]) -> None:
    nodes = _texts(paragraph)
    for match in reversed(list(_FIELD.finditer("".join(node.text or "" for node in nodes)))):
        prefix, dot, field = match[1].partition(".")
        if dot and prefix == group:
            _replace(nodes, match.start(), match.end(), clean_lines(entry.get(field, "")))
