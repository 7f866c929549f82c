"""The parts of a Word package that nothing on the page led to: read, known to be inert, or a gap."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document import Layer
from pipeline.readers import word_parts as parts
from pipeline.readers.word_names import kind
from pipeline.readers.word_open import Opened

_PICTURES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".emf",
    ".wmf",
    ".svg",
    ".wdp",
    ".webp",
    ".pcx",
    ".pict",
)
_INERT_NAMES = (
    "word/theme/",
    "xl/theme/",
    "xl/calcChain",
    "xl/styles",
    "word/fonts/",
    "word/printerSettings/",
    "word/webSettings",
    "word/fontTable",
    "word/stylesWithEffects",
    "word/commentsExtended",
    "word/commentsIds",
    "word/commentsExtensible",
    "word/glossary/",
    "word/keyMap",
    "word/charts/style",
    "word/charts/colors",
    "word/diagrams/layout",
    "word/diagrams/quickStyle",
    "word/diagrams/colors",
    "docProps/thumbnail",
)
_BINARY_INERT = (
    "xl/printerSettings/",
    "word/fonts/",
    "word/printerSettings/",
    "docProps/thumbnail",
)


@dataclass(slots=True)
class Leftovers(Opened):
    """The last station of a pass."""

    def rest(self) -> None:
        """Every member that nothing has read yet."""
        for name in self.package.names:
            if name in self.done or name in self.gathered.used or name == "[Content_Types].xml":
                continue
            self._leftover(name)

    def _leftover(self, name: str) -> None:
        lower = name.lower()
        if lower.startswith(("word/header", "word/footer")) and lower.endswith(".xml"):
            is_header = lower.startswith("word/header")
            self.header(
                name, is_header, "未使用的页眉" if is_header else "未使用的页脚", Layer.HIDDEN
            )
        elif lower.startswith("_xmlsignatures/"):
            self.gathered.notes["文件带有电子签名；删减后签名失效。"] = None
            if lower.endswith(".xml"):
                self._generic(name, "电子签名", attributes=False)
        elif name.startswith(_BINARY_INERT) or lower.startswith("docprops/thumbnail"):
            return
        elif lower.endswith(_PICTURES):
            self.gathered.picture(name)
        elif lower.endswith(".xml"):
            self._generic(name, *_words(name), attributes=not name.startswith(_INERT_NAMES))
        elif lower.endswith("vbaproject.bin"):
            self.gathered.embedded(name, "宏")
        else:
            self.gathered.embedded(name, "嵌入对象" if "/embeddings/" in lower else "未知部件")

    def _generic(self, name: str, place: str, *, attributes: bool) -> None:
        part = self.part(name, place)
        if part is None:
            return
        if "/charts/" in name and kind(part.root).endswith(":chartSpace"):
            parts.chart(part, self.gathered)
            return
        if kind(part.root) == "?:ink":  # handwriting, as strokes
            self.gathered.picture(name)
            return
        if kind(part.root) in (
            "w:document",
            "w:hdr",
            "w:ftr",
            "w:comments",
            "w:footnotes",
            "w:endnotes",
        ):
            layer = Layer.METADATA if place == "构建基块" else Layer.HIDDEN
            self.story(part, layer, "未引用的部件" if layer is Layer.HIDDEN else place).walk(
                part.root
            )
            return
        if part.root.tag and kind(part.root) in (
            "w:styles",
            "w:settings",
            "w:fonts",
            "w:webSettings",
            "w:numbering",
        ):
            attributes = False
        if _is_item_properties(name):
            attributes = False
        parts.anything(part, self.gathered, place, attributes=attributes)


def _words(name: str) -> tuple[str]:
    if name.startswith("word/glossary/"):
        return ("构建基块",)
    return ("自定义 XML",) if name.startswith("customXml/") else ("其他部件",)


def _is_item_properties(name: str) -> bool:
    return name.startswith("customXml/itemProps")
