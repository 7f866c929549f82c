"""What a page carries beside its text: attributes, comments, scripts, meta entries, data addresses, pictures."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from urllib.parse import unquote, unquote_to_bytes

from pipeline.document import GapReason, Layer, TextAnchor
from pipeline.readers.picture_blank import BLANK_ADDRESS
from pipeline.readers.webpage_styles import DRAWN, PICTURE
from pipeline.readers.webpage_tokens import Attribute, Sort, Token
from pipeline.readers.word_gather import Fragment, Gathered, Passage

_WORDS = {
    "alt": "图片替代文字",
    "title": "提示文字",
    "placeholder": "输入提示",
    "aria-label": "无障碍标签",
    "label": "标签",
    "summary": "表格摘要",
    "content": "网页元数据",
    "cite": "引用来源",
    "abbr": "缩写",
    "srcdoc": "内嵌网页",
}
_ADDRESSES = frozenset(
    {
        "href",
        "src",
        "action",
        "data",
        "poster",
        "background",
        "formaction",
        "xlink:href",
        "longdesc",
        "srcset",
    }
)
_INERT_META = frozenset(
    {
        "viewport",
        "generator",
        "renderer",
        "robots",
        "theme-color",
        "content-type",
        "x-ua-compatible",
    }
)
_TELLING = re.compile(
    r"[^\x00-\x7f]|[A-Za-z0-9]@[A-Za-z0-9]|(?<![0-9A-Fa-f])\d{6}|\\u[0-9A-Fa-f]{4}|%[Ee][0-9A-Fa-f]%"
)
_ESCAPE = re.compile(r"\\u\{?([0-9A-Fa-f]{4})\}?|\\x([0-9A-Fa-f]{2})")
_FRAMES = frozenset({"iframe", "frame", "object", "embed", "applet", "video", "audio", "portal"})


@dataclass(slots=True)
class Carriers:
    """Reads what is not text of one page."""

    source: str
    gathered: Gathered
    number: int = -1
    """Of the tag at hand, see `numbered`."""
    drawing: tuple[int, int] | None = None
    """Number of the last `svg` tag, and the characters of its paths."""

    def attributes(self, token: Token) -> None:
        """The attributes of a tag, and what it stands for."""
        if token.name in ("img", "image", "source") or (
            token.name == "input" and token.get("type") == "image"
        ):
            self._picture(token)
        elif token.name in _FRAMES:
            self._embedded("内嵌内容")
        if token.name == "svg":
            self.drawing = (self.number, 0)
        for attribute in token.attributes:
            if attribute.value.strip():
                self._attribute(token, attribute)

    def _attribute(self, token: Token, attribute: Attribute) -> None:
        name, value = attribute.name, attribute.value
        if name == "value" and token.name == "input":
            return  # shown, or a hidden field: read with the page
        if name in _ADDRESSES and value.lower().startswith("data:"):
            self._data(token, attribute)
        elif name in _ADDRESSES:
            self._string(attribute, "链接地址", unquote(value, errors="replace"))
        elif name in _WORDS:
            if token.name != "meta" or _meta(token) not in _INERT_META:
                self._string(attribute, _WORDS[name], value)
        elif _TELLING.search(value) and name not in (
            "style",
            "d",
            "points",
            "transform",
            "viewbox",
            "integrity",
        ):
            self._string(attribute, "脚本" if name.startswith("on") else "标签属性", value)
        elif name == "style" and "content" in value:
            self._string(attribute, "样式", value)
        if name == "style":
            self._styled(value)
        elif name == "d" and self.drawing is not None:
            self._drawn(len(value))

    def _string(
        self, attribute: Attribute, place: str, text: str, layer: Layer = Layer.METADATA
    ) -> None:
        raw = self.source[attribute.start : attribute.stop]
        width = None if raw == text else len(raw)
        shown = " ".join(text.split()) if width is None and "\n" in text else text
        width = len(raw) if shown != raw else None
        fragment = Fragment(shown, TextAnchor(attribute.start), width=width)
        self.gathered.add(Passage(layer, place, [fragment]))

    def _data(self, token: Token, attribute: Attribute) -> None:
        head, _, body = attribute.value.partition(",")
        if head.lower().startswith("data:image/") and "svg" not in head.lower():
            if token.name not in ("img", "image", "source"):
                self._shows(attribute.value)
            return
        if (
            "text" in head
            or "json" in head
            or "xml" in head
            or "svg" in head
            or head.lower() in ("data:", "data:;base64")
        ):
            try:
                data = (
                    base64.b64decode(body, validate=False)
                    if "base64" in head
                    else unquote_to_bytes(body)
                )
            except (binascii.Error, ValueError):
                self.gathered.gap(GapReason.UNREADABLE_TEXT, "数据地址")
                return
            text = data.decode("utf-8", "replace")
            if text.strip():
                self._string(attribute, "数据地址", " ".join(text.split()), Layer.HIDDEN)
        else:
            self._embedded("数据地址")

    def _embedded(self, what: str) -> None:
        here = f"tag:{self.number}"
        self.gathered.embedded(f"{here}:{what}", what, here)

    def _shows(self, address: str) -> None:
        """A picture: one gap however often the page shows the same one."""
        if address.strip() == BLANK_ADDRESS:
            return
        if address.startswith("data:"):
            address = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
        self.gathered.picture(address, at=f"tag:{self.number}")

    def _styled(self, text: str) -> None:
        for match in PICTURE.finditer(text):
            self._shows(match[1])

    def _drawn(self, length: int) -> None:
        """A drawing that is large enough to be writing is a picture."""
        number, before = self.drawing or (self.number, 0)
        self.drawing = (number, before + length)
        if before + length >= DRAWN:
            self.gathered.picture(f"svg:{number}", at=f"tag:{number}")

    def _picture(self, token: Token) -> None:
        sizes = [
            (token.get(side) or "").strip().removesuffix("px") for side in ("width", "height")
        ]
        if any(size in ("0", "1", "2") for size in sizes):
            return  # a counter, not a picture
        sources = ("src", "srcset", "data-src", "href", "xlink:href")
        self._shows(next((s for name in sources if (s := token.get(name))), f"#{self.number}"))

    def other(self, token: Token) -> None:
        """Comments, scripts, styles and declarations."""
        start, stop = token.inner
        text = self.source[start:stop]
        if token.name == "style":
            self._styled(text)
        if token.sort is Sort.OTHER:
            if _TELLING.search(text):
                self._lines(start, stop, "声明", Layer.METADATA)
        elif token.sort is Sort.COMMENT:
            if text.strip():
                self._lines(
                    start,
                    stop,
                    "网页注释",
                    Layer.HIDDEN if _TELLING.search(text) else Layer.METADATA,
                )
        elif token.name in ("script", "xmp", "noembed", "noframes"):
            if _TELLING.search(text):
                self._lines(
                    start, stop, "脚本", Layer.METADATA if token.name == "script" else Layer.HIDDEN
                )
        elif _TELLING.search(text):
            self._lines(start, stop, "样式", Layer.METADATA)

    def _lines(self, start: int, stop: int, place: str, layer: Layer) -> None:
        """One block a line that is not blank; escapes of scripts are resolved."""
        at = start
        for line in self.source[start:stop].split("\n"):
            if line.strip():
                self.gathered.add(Passage(layer, place, _unescaped(line.rstrip("\r"), at)))
            at += len(line) + 1


def _meta(token: Token) -> str:
    return (token.get("name") or token.get("http-equiv") or "").lower()


def _unescaped(line: str, start: int) -> list[Fragment]:
    found: list[Fragment] = []
    at = 0
    for match in _ESCAPE.finditer(line):
        if match.start() > at:
            found.append(_fragment(line[at : match.start()], start + at))
        code = int(match[1] or match[2], 16)
        shown = chr(code) if code >= 0x20 and not 0xD800 <= code <= 0xDFFF else " "
        found.append(Fragment(shown, TextAnchor(start + match.start()), width=len(match[0])))
        at = match.end()
    if line[at:]:
        found.append(_fragment(line[at:], start + at))
    return found


def _fragment(text: str, start: int) -> Fragment:
    flat = text.translate({9: " ", 12: " ", 11: " ", 13: " "})
    return Fragment(flat, TextAnchor(start))
