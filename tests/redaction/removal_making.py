"""Files with pictures and objects in every place where a package or a page can carry one."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable

from PIL import Image

from tests.redaction.sheet_making import Book, row, text
from tests.redaction.word_making import OTHER, Made, p, part, r, shown

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def picture(seed: str, form: str = "PNG") -> bytes:
    """A made-up picture whose pixels come from `seed`."""
    noise = b"".join(hashlib.sha256(f"{seed}{n}".encode()).digest() for n in range(96))
    out = io.BytesIO()
    Image.frombytes("RGB", (32, 32), noise).save(out, form)
    return out.getvalue()


ONE, TWO = picture("one"), picture("two")
OBJECT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + picture("object")


def blip(identity: str, inner: str = "", name: str = "图片 1", attribute: str = "embed") -> str:
    """A picture in a drawing of its own."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="1" name="{name}" descr="某甲的证件"/>'
        '<a:graphic><a:graphicData uri="x"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="证件.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:{attribute}="{identity}">{inner}</a:blip></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def vml(identity: str, inner: str = "") -> str:
    """A picture in the old form, with an object beside it when `inner` has one."""
    holder = "object" if inner else "pict"
    return f'<w:r><w:{holder}><v:shape id="s1" alt="某甲的证件"><v:imagedata r:id="{identity}" o:title="证件"/></v:shape>{inner}</w:{holder}></w:r>'


def with_media(body: str, *media: tuple[str, str, bytes | str], kind: str = "image") -> Made:
    """A document with pictures; each has an id, a member and its bytes."""
    made = shown(p(body))
    for identity, name, data in media:
        made.parts[f"word/{name}"] = data
        made.link(identity, kind, name)
    return made


def _alternate() -> Made:
    body = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{blip("rId5")}</mc:Choice>'
        f"<mc:Fallback>{vml('rId6')}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    return with_media(
        body,
        ("rId5", "media/image1.png", ONE),
        ("rId6", "media/image2.jpeg", picture("one", "JPEG")),
    )


def _svg() -> Made:
    inner = '<a:extLst><a:ext uri="{96DAC541}"><asvg:svgBlip xmlns:asvg="urn:s" r:embed="rId6"/></a:ext></a:extLst>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/png;base64,{base64.b64encode(ONE).decode()}"/></svg>'
    return with_media(
        blip("rId5", inner), ("rId5", "media/image1.png", ONE), ("rId6", "media/image2.svg", svg)
    )


def _effects() -> Made:
    inner = '<a:extLst><a:ext uri="{BEBA8EAE}"><a14:imgProps xmlns:a14="urn:a"><a14:imgLayer r:embed="rId6"/></a14:imgProps></a:ext></a:extLst>'
    made = with_media(blip("rId5", inner), ("rId5", "media/image1.png", ONE))
    made.parts["word/media/hdphoto1.wdp"] = OBJECT
    return made.link("rId6", "hdphoto", "media/hdphoto1.wdp")


def _embedded() -> Made:
    made = with_media(
        vml("rId5", '<o:OLEObject Type="Embed" ProgID="Package" r:id="rId6"/>'),
        ("rId5", "media/image1.emf", ONE),
    )
    made.parts["word/embeddings/oleObject1.bin"] = OBJECT
    return made.link("rId6", "oleObject", "embeddings/oleObject1.bin")


def _numbered() -> Made:
    made = shown(p(r("甲")))
    made.parts["word/numbering.xml"] = part(
        "w:numbering", f'<w:numPicBullet w:numPicBulletId="0">{vml("rId1")}</w:numPicBullet>'
    )
    made.parts["word/media/image1.gif"] = ONE
    made.parts["word/_rels/numbering.xml.rels"] = _table("image", "media/image1.gif")
    return made.link("rId5", "numbering", "numbering.xml")


def _table(kind: str, target: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{_REL}/{kind}" Target="{target}"/></Relationships>'


def _header() -> Made:
    made = with_media(blip("rId5"), ("rId5", "media/image1.png", ONE))
    made.parts["word/header1.xml"] = part("w:hdr", p(vml("rId1")))
    made.parts["word/_rels/header1.xml.rels"] = _table("image", "media/image1.png")
    made.section = '<w:headerReference w:type="default" r:id="rId9"/>'
    return made.link("rId9", "header", "header1.xml")


def _thumbnail() -> Made:
    made = with_media(blip("rId5"), ("rId5", "media/image1.png", ONE))
    made.parts["docProps/thumbnail.jpeg"] = picture("one", "JPEG")
    return made


def _control() -> Made:
    made = with_media(vml("rId5", '<w:control r:id="rId6"/>'), ("rId5", "media/image1.wmf", ONE))
    made.parts["word/activeX/activeX1.xml"] = '<ax:ocx xmlns:ax="urn:x"/>'
    made.parts["word/activeX/_rels/activeX1.xml.rels"] = _table(
        "activeXControlBinary", "activeX1.bin"
    )
    made.parts["word/activeX/activeX1.bin"] = OBJECT
    return made.link("rId6", "control", "activeX/activeX1.xml")


def _macros() -> Made:
    made = with_media(blip("rId5"), ("rId5", "media/image1.png", ONE))
    made.parts["word/vbaProject.bin"] = OBJECT
    return made.link("rId6", "vbaProject", "vbaProject.bin")


def _imported() -> Made:
    made = Made(p(r(OTHER)) + '<w:altChunk r:id="rId5"/>' + p(r("结束" + OTHER)))
    made.parts["word/afchunk.bin"] = OBJECT
    return made.link("rId5", "aFChunk", "afchunk.bin")


def _handwritten() -> Made:
    point = '<w14:contentPart xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" r:id="rId6"/>'
    body = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wpi"><w:drawing><wp:inline><wp:docPr id="1" name="墨迹 1"/><a:graphic>'
        f'<a:graphicData uri="x">{point}</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>'
        f"<mc:Fallback>{blip('rId5')}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    made = with_media(body, ("rId5", "media/image1.png", ONE))
    made.parts["word/ink/ink1.xml"] = (
        '<ink xmlns="urn:ink"><trace>101 202, 303 404, 505 606</trace></ink>'
    )
    return made.link("rId6", "customXml", "ink/ink1.xml")


def _building_block() -> Made:
    made = shown(p(r("甲")))
    made.parts["word/glossary/document.xml"] = part(
        "w:glossaryDocument",
        f"<w:docParts><w:docPart><w:docPartBody>{p(blip('rId1'))}</w:docPartBody></w:docPart></w:docParts>",
    )
    made.parts["word/media/image1.png"] = ONE
    made.parts["word/glossary/_rels/document.xml.rels"] = _table("image", "../media/image1.png")
    return made.link("rId5", "glossaryDocument", "glossary/document.xml")


def _twice() -> Made:
    with_remark = ONE[:8] + ONE[8:33] + b"\0\0\0\x01tEXta\xe8\xb7\xbe\x43" + ONE[33:]
    return with_media(
        blip("rId5") + blip("rId6"),
        ("rId5", "media/image1.png", ONE),
        ("rId6", "media/image2.png", with_remark),
    )


WORD: dict[str, Callable[[], Made]] = {
    "图片": lambda: with_media(blip("rId5"), ("rId5", "media/image1.png", ONE)),
    "旧式图片": lambda: with_media(
        vml("rId5"), ("rId5", "media/image1.jpeg", picture("one", "JPEG"))
    ),
    "矢量图片": lambda: with_media(blip("rId5"), ("rId5", "media/image1.emf", OBJECT)),
    "备用副本": _alternate,
    "矢量孪生": _svg,
    "效果之前的原图": _effects,
    "嵌入对象及其预览": _embedded,
    "控件": _control,
    "宏": _macros,
    "导入内容": _imported,
    "图片项目符号": _numbered,
    "正文和页眉共用": _header,
    "缩略图": _thumbnail,
    "相同内容的两个文件": _twice,
    "手写墨迹": _handwritten,
    "构建基块中的图片": _building_block,
    "未引用的图片": lambda: with_media("", ("rId5", "media/image1.png", ONE)),
    "页面背景": lambda: with_media(
        blip("rId5"), ("rId5", "media/image1.png", ONE), ("rId6", "media/image2.png", TWO)
    ),
}


def _book(
    inner: str, *relations: tuple[str, str, str, bool], around: str = "", **parts: bytes
) -> Book:
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{_REL}">{inner}</xdr:wsDr>'
    )
    made = Book(rows=row(2, text("A2", "甲")), around=around)
    made.parts = {"xl/drawings/drawing1.xml": drawing, "xl/media/image1.png": ONE, **parts}
    made.parts["xl/drawings/_rels/drawing1.xml.rels"] = _table("image", "../media/image1.png")
    made.relations = [("rId1", "drawing", "../drawings/drawing1.xml", False), *relations]
    return made


_ANCHORED = (
    '<xdr:twoCellAnchor><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="证件.png" descr="某甲的证件"/><xdr:cNvPicPr/>'
    '</xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill><xdr:spPr/></xdr:pic><xdr:clientData/></xdr:twoCellAnchor>'
)


def _in_cell() -> Book:
    named = _ANCHORED.replace('name="证件.png"', f'name="{CELL_PICTURE}"')
    made = _book(named, around='<drawing r:id="rId1"/>')
    made.parts["xl/cellimages.xml"] = made.parts.pop("xl/drawings/drawing1.xml")
    made.parts["xl/_rels/cellimages.xml.rels"] = _table("image", "media/image1.png")
    del made.parts["xl/drawings/_rels/drawing1.xml.rels"]
    made.relations, made.around = [], ""
    made.rows += row(
        3,
        f'<c r="A3" t="str"><f>_xlfn.DISPIMG("{CELL_PICTURE}",1)</f><v>=DISPIMG("{CELL_PICTURE}",1)</v></c>',
    )
    return made


CELL_PICTURE = "ID_" + "8A" * 16
SHEETS = {
    "工作表图片": lambda: _book(_ANCHORED, around='<drawing r:id="rId1"/>'),
    "单元格图片": lambda: _in_cell(),
    "工作表背景": lambda: _book(
        "", ("rId2", "image", "../media/image2.png", False),
        around='<drawing r:id="rId1"/><picture r:id="rId2"/>', **{"xl/media/image2.png": TWO},
    ),
    "工作表嵌入对象": lambda: _book(
        _ANCHORED, ("rId2", "oleObject", "../embeddings/oleObject1.bin", False),
        ("rId3", "image", "../media/image3.emf", False),
        around='<drawing r:id="rId1"/><oleObjects><oleObject progId="Package" shapeId="1" r:id="rId2"><objectPr r:id="rId3"/></oleObject></oleObjects>',
        **{"xl/embeddings/oleObject1.bin": OBJECT, "xl/media/image3.emf": TWO},
    ),
}  # fmt: skip


DATA = "data:image/png;base64," + base64.b64encode(ONE).decode()
PAGES = {
    "图片": '<p><img src="a/zhang.png" data-original="a/big.png" alt="某甲的证件" width="40"></p>',
    "带链接的图片": '<a href="/upload/big-zhang.jpg"><img src="/upload/small-zhang.jpg"></a>',
    "内嵌数据": f'<p><img src="{DATA}" title="某甲的证件"></p>',
    "同一图片两处": f'<img src="{DATA}"><td background="{DATA}">甲</td>',
    "样式中的图片": f'<div style="color:red;background:url({DATA}) no-repeat">甲</div>',
    "样式表中的图片": "<style>.a{background:url('x/zhang-photo.png')}</style><p class=a>甲</p>",
    "响应式图片": '<picture><source srcset="zhang-big.webp 2x"><img src="zhang.png"></picture>',
    "按钮图片": '<form><input type="image" src="zhang.png" value="1"></form>',
    "内嵌网页": '<iframe src="http://example.cn/zhang-photo.html"><p>备用</p></iframe>',
    "播放器": '<video poster="zhang-poster.png"><source src="zhang-video.mp4"></video>',
    "对象": '<object data="zhang-report.pdf"><param name="src" value="zhang-report.pdf"><embed src="zhang-report.pdf"></object>',
    "内嵌文件": f'<a href="data:application/pdf;base64,{base64.b64encode(OBJECT).decode()}">点此</a>',
    "描画的文字": f'<svg width="9" height="9"><path d="{"M1 1L2 2" * 900}"/><text>说明</text></svg>',
}  # fmt: skip
