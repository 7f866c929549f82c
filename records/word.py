"""Paper values as a .docx that looks like an office's own form.

Written as XML text with one paragraph style for each look that occurs, because python-docx walks a table again
for each cell and a record may have ten thousand of them. The result opens in Word, WPS and LibreOffice; bytes
depend on the content alone (`records.package.settle`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Twips

from records.package import settle
from records.paper import FANG, LATIN, SONG, Cell, Flow, Page, Para, Row, Run, Table

_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot carry."""
_HERE = "@@paper@@"
"""Where our paragraphs go in the saved part: moving ten thousand rows from tree to tree takes minutes."""


def paper(
    flow: Sequence[Flow], *, title: str, page: Page | None = None, footer: str = ""
) -> bytes:
    """The .docx. `footer` stands before the page number in the foot of each page."""
    layout = page or Page()
    document = docx.Document()
    writer = _Writer()
    made = "".join(writer.item(item) for item in flow)
    foot = writer.foot(footer)
    _set_section(document.sections[0], layout)
    document.add_paragraph(_HERE)
    _set_foot(document.sections[0].footer._element, foot)
    _set_styles(document.styles.element, writer.styles)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, "", ""
    properties.comments, properties.language = "", "zh-CN"
    buffer = io.BytesIO()
    document.save(buffer)
    here = f"<w:p><w:r><w:t>{_HERE}</w:t></w:r></w:p>".encode()
    return settle(buffer.getvalue(), {"word/document.xml": (here, made.encode())})


def _set_section(section: Any, layout: Page) -> None:
    width, height = (16838, 11906) if layout.landscape else (11906, 16838)
    section.page_width, section.page_height = Twips(width), Twips(height)
    for side in ("top", "right", "bottom", "left"):
        setattr(section, f"{side}_margin", Twips(round(getattr(layout, side) * 567)))
    section.header_distance, section.footer_distance = Twips(680), Twips(567)


def _set_foot(footer: Any, xml: str) -> None:
    for old in list(footer):
        footer.remove(old)
    footer.append(parse_xml(xml.replace("<w:p>", f"<w:p {_SPACE}>", 1)))


def _set_styles(styles: Any, looks: dict[str, str]) -> None:
    """Faces and language of every style, then ours: without them Han characters fall to a Japanese face."""
    for properties in styles.iter(qn("w:rPr")):
        for fonts in properties.findall(qn("w:rFonts")):
            properties.remove(fonts)
    defaults = f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"
    base = styles.find(defaults)
    for old in base.findall(qn("w:lang")):
        base.remove(old)
    base.insert(0, parse_xml(_fonts(FANG, f" {_SPACE}")))
    base.append(parse_xml(f'<w:lang {_SPACE} w:val="en-US" w:eastAsia="zh-CN"/>'))
    for spacing in styles.iter(qn("w:spacing")):
        spacing.attrib.clear()
    for look, name in looks.items():
        xml = (
            f'<w:style {_SPACE} w:type="paragraph" w:customStyle="1" w:styleId="{name}">'
            f'<w:name w:val="{name}"/>{look}</w:style>'
        )
        styles.append(parse_xml(xml))


def _fonts(face: str, space: str = "") -> str:
    return (
        f'<w:rFonts{space} w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{face}" w:cs="{LATIN}"'
        ' w:hint="eastAsia"/>'
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """Paragraphs and tables as XML; `styles` collects each look once, with the name of its style."""

    styles: dict[str, str] = field(default_factory=dict)

    def item(self, item: Flow) -> str:
        return self.paragraph(item) if isinstance(item, Para) else self.table(item)

    def paragraph(self, item: Para) -> str:
        first = item.runs[0] if item.runs else None
        own = _run_look(first) if first is not None else ""
        look = f"<w:pPr>{_para_look(item)}</w:pPr>" + (f"<w:rPr>{own}</w:rPr>" if own else "")
        name = self.styles.setdefault(look, f"Paper{len(self.styles) + 1}")
        properties = f'<w:pStyle w:val="{name}"/>' + (
            "<w:pageBreakBefore/>" if item.page_break else ""
        )
        runs = "".join(_run(run, own) for run in item.runs)
        return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"

    def table(self, item: Table) -> str:
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in item.widths)
        rows = "".join(self.row(row, item.widths) for row in item.rows)
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(item.widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'{_borders(item)}<w:tblLayout w:type="fixed"/><w:tblCellMar>'
            '<w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
            '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        )

    def row(self, item: Row, widths: Sequence[int]) -> str:
        properties = "" if item.splits else "<w:cantSplit/>"
        if item.height:
            properties += f'<w:trHeight w:val="{round(item.height * 20)}" w:hRule="atLeast"/>'
        if item.head:
            properties += "<w:tblHeader/>"
        cells, column = [], 0
        for cell in item.cells:
            cells.append(self.cell(cell, sum(widths[column : column + cell.span])))
            column += cell.span
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"

    def cell(self, item: Cell, width: int) -> str:
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        if item.span > 1:
            properties += f'<w:gridSpan w:val="{item.span}"/>'
        if item.merge is not None:
            properties += '<w:vMerge w:val="restart"/>' if item.merge == "start" else "<w:vMerge/>"
        if item.shade:
            properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{item.shade}"/>'
        properties += f'<w:vAlign w:val="{item.valign}"/>'
        paragraphs = "".join(self.paragraph(paragraph) for paragraph in item.paras or (Para(()),))
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"

    def foot(self, words: str) -> str:
        """第 N 页 共 M 页 in the middle of the foot."""
        opening = self.paragraph(
            Para((Run(f"{words}　第" if words else "第", SONG, 9),), "center")
        )
        made = opening.removesuffix("</w:p>")
        for instruction, after in (("PAGE", "页　共"), ("NUMPAGES", "页")):
            shown, told = _run(Run("1", SONG, 9), ""), _run(Run(after, SONG, 9), "")
            made += f'<w:fldSimple w:instr="{instruction}">{shown}</w:fldSimple>{told}'
        return made + "</w:p>"


def _borders(item: Table) -> str:
    if not item.borders:
        return ""
    sides = []
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        thickness = item.inner if side.startswith("inside") else item.outer
        sides.append(f'<w:{side} w:val="single" w:sz="{thickness}" w:space="0" w:color="000000"/>')
    return f"<w:tblBorders>{''.join(sides)}</w:tblBorders>"


def _para_look(item: Para) -> str:
    look = "<w:keepNext/>" if item.keep_next else ""
    look += '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
    look += f'<w:spacing w:before="{round(item.before * 20)}" w:after="{round(item.after * 20)}"'
    if item.line is not None:
        look += f' w:line="{round(item.line * 20)}" w:lineRule="exact"'
    look += "/>"
    if item.indent:
        look += f'<w:ind w:firstLine="{round(item.indent * 20)}"/>'
    return look + f'<w:jc w:val="{item.align}"/>'


def _run_look(item: Run) -> str:
    size = round(item.size * 2)
    look = _fonts(item.font) + ("<w:b/>" if item.bold else "")
    if item.colour:
        look += f"<w:color w:val={quoteattr(item.colour)}/>"
    look += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    if item.boxed:
        look += f'<w:bdr w:val="single" w:sz="8" w:space="2" w:color={quoteattr(item.colour or "000000")}/>'
    return look


def _run(item: Run, paragraph_look: str) -> str:
    """A run; its look is stated only where it differs from that of the paragraph's style."""
    look = _run_look(item)
    stated = "" if look == paragraph_look else f"<w:rPr>{look}</w:rPr>"
    lines = escape(_UNFIT.sub("", item.text)).split("\n")
    text = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{stated}{text}</w:r>"
