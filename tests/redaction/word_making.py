"""Word packages made in memory, from raw parts, with a text planted in one carrier each.

Length: one maker a carrier of text in a Word package.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

SECRET = "欧阳志远13800138000"
"""Invented: a name and a number that belong to nobody."""
OTHER = "此段文字与删减无关，必须原样保留。"
NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = {
    "word/document.xml": "wordprocessingml.document.main+xml",
    "word/styles.xml": "wordprocessingml.styles+xml",
    "word/settings.xml": "wordprocessingml.settings+xml",
    "word/comments.xml": "wordprocessingml.comments+xml",
    "word/footnotes.xml": "wordprocessingml.footnotes+xml",
    "word/endnotes.xml": "wordprocessingml.endnotes+xml",
    "word/numbering.xml": "wordprocessingml.numbering+xml",
    "word/glossary/document.xml": "wordprocessingml.document.glossary+xml",
    "word/charts/chart1.xml": "drawingml.chart+xml",
    "word/diagrams/data1.xml": "drawingml.diagramData+xml",
    "docProps/custom.xml": "custom-properties+xml",
    "docProps/app.xml": "extended-properties+xml",
}


def p(inner: str, properties: str = "") -> str:
    """A paragraph of raw runs."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run with a text."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


@dataclass(slots=True)
class Made:
    """A package to be: body, further parts, relationships of the document, and how the zip is written."""

    body: str
    parts: dict[str, str | bytes] = field(default_factory=dict)
    relations: list[tuple[str, str, str, bool]] = field(default_factory=list)
    section: str = ""
    comment: bytes = b""
    extra: bytes = b""
    visible: bool = True

    def link(self, identity: str, kind: str, target: str, *, external: bool = False) -> Made:
        """Add a relationship of the document."""
        self.relations.append((identity, kind, target, external))
        return self

    def bytes(self) -> bytes:
        """The package."""
        members: dict[str, str | bytes] = {
            "[Content_Types].xml": _content_types(self.parts),
            "_rels/.rels": _rels(
                [("rId1", "officeDocument", "word/document.xml", False)]
                + [
                    (f"rIdP{i}", _package_kind(name), name, False)
                    for i, name in enumerate(self.parts)
                    if name.startswith("docProps/")
                ]
            ),
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {NS}><w:body>'
            f"{self.body}<w:sectPr>{self.section}</w:sectPr></w:body></w:document>",
            "word/_rels/document.xml.rels": _rels(self.relations),
            **self.parts,
        }
        return zipped(members, self.comment, self.extra)


def zipped(members: Mapping[str, str | bytes], comment: bytes = b"", extra: bytes = b"") -> bytes:
    """A zip of the members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (2020, 2, 2, 2, 2, 2))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.extra = extra
            archive.writestr(info, content)
    return buffer.getvalue()


def _package_kind(name: str) -> str:
    if "thumbnail" in name:
        return "metadata/thumbnail"
    return {
        "docProps/core.xml": "metadata/core-properties",
        "docProps/app.xml": "extended-properties",
    }.get(name, "custom-properties")


def _rels(relations: list[tuple[str, str, str, bool]]) -> str:
    rows = "".join(
        f'<Relationship Id="{identity}" Type="{_REL}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if external else ''}/>"
        for identity, kind, target, external in relations
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _content_types(parts: Mapping[str, str | bytes]) -> str:
    names = {"word/document.xml", *(name for name in parts if not name.endswith(".rels"))}
    rows = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.{_TYPES[name]}"/>'
        for name in sorted(names)
        if name in _TYPES
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="jpeg" ContentType="image/jpeg"/>'
        '<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>'
        f"{rows}</Types>"
    )


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A one-pixel picture with further chunks."""

    def chunk(sort: bytes, body: bytes) -> bytes:
        return (
            len(body).to_bytes(4, "big") + sort + body + zlib.crc32(sort + body).to_bytes(4, "big")
        )

    head = (1).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    inner = b"".join(chunk(sort, body) for sort, body in chunks)
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + inner + pixels + chunk(b"IEND", b"")


def part(root: str, inner: str) -> str:
    """An XML part whose root declares every namespace."""
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} {NS}>{inner}</{root}>'


def shown(inner: str) -> Made:
    """A document whose body holds `inner` between paragraphs that must stay."""
    return Made(p(r(OTHER)) + inner + p(r("结束" + OTHER)))


def beside(inner: str = "") -> Made:
    """A document that shows the text in its body and hides a second copy somewhere else."""
    made = shown(p(r(f"联系人：{SECRET}。")) + inner)
    made.visible = False
    return made


HALF = len(SECRET) // 2
SPLIT = r(SECRET[:3], "<w:b/>") + r(SECRET[3:9]) + r(SECRET[9:], "<w:i/>")
PICT = '<w:p><w:r><w:pict><v:shape id="s1" style="width:10pt" {}>{}</v:shape></w:pict></w:r></w:p>'


def _header(kind: str, *, tag: str = "hdr") -> Made:
    word = "header" if tag == "hdr" else "footer"
    made = shown("")
    made.parts[f"word/{word}1.xml"] = part(f"w:{tag}", p(r(SECRET)))
    made.section = f'<w:{word}Reference w:type="{kind}" r:id="rId9"/><w:titlePg/>'
    return made.link("rId9", word, f"{word}1.xml")


def _notes(sort: str) -> Made:
    made = shown(p(f'<w:r><w:{sort}Reference w:id="2"/></w:r>'))
    note = f'<w:{sort} w:id="2">{p(r("注：" + SECRET))}</w:{sort}>'
    made.parts[f"word/{sort}s.xml"] = part(f"w:{sort}s", note)
    return made.link("rId8", f"{sort}s", f"{sort}s.xml")


def _text_box(choice: str, fallback: str) -> str:
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
        '<wp:extent cx="1" cy="1"/><wp:docPr id="1" name="文本框 1"/><a:graphic><a:graphicData uri="x"><wps:wsp><wps:txbx>'
        f"<w:txbxContent>{choice}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
        '</mc:Choice><mc:Fallback><w:pict><v:shape id="t1"><v:textbox>'
        f"<w:txbxContent>{fallback}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )


def _drawing(graphic: str) -> str:
    return f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="3" name="图表 3"/>{graphic}</wp:inline></w:drawing></w:r></w:p>'


def coded(code: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + code
        + f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def chart(title: str, cached: str) -> Made:
    made = shown(
        _drawing(
            '<a:graphic><a:graphicData uri="x"><c:chart r:id="rId7"/></a:graphicData></a:graphic>'
        )
    )
    made.parts["word/charts/chart1.xml"] = part(
        "c:chartSpace",
        f"<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea>"
        f'<c:ser><c:cat><c:strRef><c:f>Sheet1!$A$2</c:f><c:strCache><c:pt idx="0"><c:v>{cached}</c:v></c:pt></c:strCache>'
        "</c:strRef></c:cat></c:ser></c:plotArea></c:chart>",
    )
    return made.link("rId7", "chart", "charts/chart1.xml")


def _extended_chart() -> Made:
    made = shown(
        _drawing(
            '<a:graphic><a:graphicData uri="x"><cx:chart xmlns:cx="urn:cx" r:id="rId7"/></a:graphicData></a:graphic>'
        )
    )
    made.parts["word/charts/chartEx1.xml"] = (
        '<cx:chartSpace xmlns:cx="urn:cx"><cx:chartData><cx:data id="0"><cx:strDim type="cat"><cx:lvl ptCount="1">'
        f'<cx:pt idx="0">{SECRET}</cx:pt></cx:lvl></cx:strDim></cx:data></cx:chartData></cx:chartSpace>'
    )
    return made.link("rId7", "chartEx", "charts/chartEx1.xml")


def _smart_art() -> Made:
    relations = '<dgm:relIds r:dm="rId7" r:lo="rId71" r:qs="rId72" r:cs="rId73"/>'
    made = shown(
        _drawing(f'<a:graphic><a:graphicData uri="x">{relations}</a:graphicData></a:graphic>')
    )
    text = f"<a:p><a:r><a:t>{SECRET[:4]}</a:t></a:r><a:r><a:t>{SECRET[4:]}</a:t></a:r></a:p>"
    made.parts["word/diagrams/data1.xml"] = part(
        "dgm:dataModel", f"<dgm:ptLst><dgm:pt><dgm:t>{text}</dgm:t></dgm:pt></dgm:ptLst>"
    )
    made.parts["word/diagrams/drawing1.xml"] = part(
        "dsp:drawing",
        f"<dsp:spTree><dsp:txBody><a:p><a:r><a:t>{SECRET}</a:t></a:r></a:p></dsp:txBody></dsp:spTree>",
    )
    made.link("rId7", "diagramData", "diagrams/data1.xml")
    return made.link("rId70", "diagramDrawing", "diagrams/drawing1.xml")


def table(rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>"


def cell(inner: str, properties: str = "") -> str:
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{inner}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


SHOWN: dict[str, Callable[[], Made]] = {
    "正文": lambda: shown(p(r(f"联系人{SECRET}。"))),
    "拆分的文字块": lambda: shown(p(r("前") + SPLIT + r("后"))),
    "表格": lambda: shown(
        table(row(cell(p(r("姓名"))), cell(p(r("乙")))) + row(cell(p(SPLIT)), cell(p(r("丙")))))
    ),
    "嵌套表格": lambda: shown(
        table(row(cell(p(r("外")) + table(row(cell(p(r(SECRET))))) + p(r("尾")))))
    ),
    "合并单元格": lambda: shown(
        table(
            row(
                cell(p(r(SECRET)), '<w:vMerge w:val="restart"/>'),
                cell(p(r("甲")), '<w:gridSpan w:val="2"/>'),
            )
            + row(cell(p(""), "<w:vMerge/>"), cell(p(r("乙"))), cell(p(r("丙"))))
        )
    ),
    "页眉": lambda: _header("default"),
    "首页页眉": lambda: _header("first"),
    "偶数页页眉": lambda: _header("even"),
    "页脚": lambda: _header("default", tag="ftr"),
    "脚注": lambda: _notes("footnote"),
    "尾注": lambda: _notes("endnote"),
    "文本框及备用副本": lambda: shown(_text_box(p(r("框" + SECRET)), p(r("框") + SPLIT))),
    "VML文本框": lambda: shown(
        PICT.format("", f"<v:textbox><w:txbxContent>{p(SPLIT)}</w:txbxContent></v:textbox>")
    ),
    "水印": lambda: shown(PICT.format("", f'<v:textpath string="{SECRET}"/>')),
    "修订插入": lambda: shown(p(f'<w:ins w:id="1" w:author="某甲">{SPLIT}</w:ins>')),
    "行内内容控件": lambda: shown(
        p(f"<w:sdt><w:sdtPr/><w:sdtContent>{SPLIT}</w:sdtContent></w:sdt>")
    ),
    "块级内容控件": lambda: shown(
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p(SPLIT)}</w:sdtContent></w:sdt>"
    ),
    "简单域结果": lambda: shown(p(f'<w:fldSimple w:instr=" AUTHOR ">{SPLIT}</w:fldSimple>')),
    "复杂域结果": lambda: shown(p(coded(instruction(" AUTHOR "), SPLIT))),
    "链接文字": lambda: shown(p(f'<w:hyperlink w:anchor="a">{SPLIT}</w:hyperlink>')),
    "公式": lambda: shown(p(f"<m:oMath><m:r><m:t>{SECRET}</m:t></m:r></m:oMath>")),
    "注音": lambda: shown(
        p(
            f"<w:r><w:ruby><w:rt>{r('pin')}</w:rt><w:rubyBase>{r(SECRET)}</w:rubyBase></w:ruby></w:r>"
        )
    ),
    "智能标记": lambda: shown(p(f'<w:smartTag w:element="x">{SPLIT}</w:smartTag>')),
    "删除线": lambda: shown(p(r(SECRET, "<w:strike/>"))),
    "图表标题": lambda: chart(SECRET, "甲"),
    "图表缓存": lambda: chart("标题", SECRET),
    "扩展图表": _extended_chart,
    "智能图形及绘图副本": _smart_art,
    "图形内文字": lambda: shown(
        _drawing(f"<a:graphic><a:t/><a:p><a:r><a:t>{SECRET}</a:t></a:r></a:p></a:graphic>")
    ),
}
"""Carriers that show on the page: the text stands there alone."""
