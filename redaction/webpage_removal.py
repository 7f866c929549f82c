"""Taking pictures and embedded contents out of web pages, whole: on a person's decision.

The tag of a picture gives way to one that shows a grey picture and keeps its size and place; all else that it said
(further sources, what scripts load later, its title) goes, and so does a link around it that leads to a picture. A
frame or player goes with the tags inside. Nothing else of the source is touched. Idempotent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.contracts import Redacted
from pipeline.document import Document, Gap
from pipeline.errors import RedactionRefused, UnreadableSource
from pipeline.readers.picture_blank import BLANK_ADDRESS, WORDS
from pipeline.readers.webpage import decode_page
from pipeline.readers.webpage_elements import VOID
from pipeline.readers.webpage_styles import PICTURE
from pipeline.readers.webpage_tokens import Sort, Token, numbered
from redaction.package_removal import targets
from redaction.proof import Check
from redaction.webpage_source import encoded, spliced

_PICTURES = frozenset({"img", "image", "input"})
_FRAMES = frozenset({"iframe", "object", "applet", "video", "audio", "portal", "svg"})
_GONE = frozenset({"source", "frame", "embed", "track", "param"})
_KEPT = frozenset(
    {"width", "height", "align", "border", "hspace", "vspace", "class", "id", "x", "y"}
)
_PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?|webp|svg)(?:[?#].*)?$", re.IGNORECASE)
_TELLING = 24
"""Characters of an address that is looked for in the whole page."""


class WebpageRemover:
    """Remover of web pages."""

    formats: Sequence[str] = ("html",)

    def remove(self, data: bytes, document: Document, gaps: Sequence[Gap]) -> Redacted:
        """The page without what these gaps stand for. Raises RedactionRefused when one has no place."""
        wanted = {int(name.removeprefix("tag:")) for name in targets(document, gaps)}
        try:
            decoded = decode_page(data)
        except UnreadableSource:
            raise RedactionRefused("网页无法读取，不能移除图片。") from None
        if encoded(decoded, decoded.text) != data:
            raise RedactionRefused(
                "网页中有无法识别的字节，不能保证其余内容不变。", advice="请另存为 UTF-8 后重审。"
            )
        found = list(numbered(decoded.text))
        if not wanted <= {number for number, _ in found}:
            raise RedactionRefused("移除位置与文件内容不符。")
        made = spliced(decoded.text, dict(_changes(decoded.text, found, wanted)))
        return Redacted(encoded(decoded, made), removed=tuple(gaps))


def _changes(
    text: str, found: Sequence[tuple[int, Token]], wanted: set[int]
) -> Iterator[tuple[tuple[int, int], str]]:
    for at, (number, token) in enumerate(found):
        if number not in wanted or token.sort not in (Sort.OPEN, Sort.RAW) or token.name == "br":
            continue
        whole = (token.start, token.stop)
        if token.sort is Sort.RAW:
            for match in PICTURE.finditer(text, *token.inner):
                yield match.span(), "none"
        elif token.name in _PICTURES or token.name in _FRAMES:
            yield whole, _grey(text, token)
            yield from _link_around(found, at)
            if token.name in _FRAMES:
                yield from _inside(found, at)
        elif token.name in _GONE:
            yield whole, ""
        else:
            yield from _values(text, token)


def _grey(text: str, token: Token) -> str:
    """A tag with the grey picture in the frame of the old one."""
    kept = "".join(
        f' {a.name}="{text[a.start : a.stop]}"'
        for a in token.attributes
        if a.name in _KEPT and '"' not in text[a.start : a.stop]
    )
    if token.name == "image":
        return f'<image href="{BLANK_ADDRESS}"{kept}/>'
    return f'<img src="{BLANK_ADDRESS}" alt="{WORDS}"{kept}>'


def _values(text: str, token: Token) -> Iterator[tuple[tuple[int, int], str]]:
    """Data in addresses, and pictures in styles, of a tag that itself stays."""
    for attribute in token.attributes:
        if attribute.value.lower().startswith("data:"):
            yield (attribute.start, attribute.stop), ""
        for match in PICTURE.finditer(text, attribute.start, attribute.stop):
            yield match.span(), "none"


def _link_around(
    found: Sequence[tuple[int, Token]], at: int
) -> Iterator[tuple[tuple[int, int], str]]:
    """The address of a link that stands right around the picture and leads to a picture."""
    for _, token in reversed(found[max(0, at - 2) : at]):
        if token.sort is Sort.OPEN:
            for attribute in token.attributes:
                if token.name == "a" and _PICTURE_FILE.search(attribute.value):
                    yield (attribute.start, attribute.stop), ""
            return


def _inside(found: Sequence[tuple[int, Token]], at: int) -> Iterator[tuple[tuple[int, int], str]]:
    """The tags inside a frame or player up to its end tag, which goes too; text stays, it was read."""
    name, depth = found[at][1].name, 1
    inner: list[tuple[int, int]] = []
    for _, token in found[at + 1 :]:
        if token.name == name and token.name not in VOID:
            depth += {Sort.OPEN: 1, Sort.CLOSE: -1}.get(token.sort, 0)
        if depth == 0:
            inner.append((token.start, token.stop))
            yield from ((span, "") for span in inner)
            return
        drawn = name == "svg" and token.sort in (Sort.OPEN, Sort.CLOSE)
        if drawn or token.name in _GONE:
            inner.append((token.start, token.stop))


def removal_checks(
    original: str, output: str, document: Document, removed: Sequence[Gap]
) -> Iterator[Check]:
    """Three checks: it was there, none of its addresses and data is left, and every other picture is as it was."""
    wanted = {u.target for u in document.unread if u.gap in removed}
    tags = {f"tag:{n}": token for n, token in numbered(original) if token.sort is not Sort.CLOSE}
    kept = {u.target for u in document.unread if u.gap not in removed}
    held = bool(wanted) and wanted <= tags.keys()
    yield Check("移除前在文件中", held, f"共{len(wanted)}个图片或内嵌内容")
    gone = {a for name in wanted & tags.keys() for a in _addresses(original, tags[name])}
    stay = {a for name in kept & tags.keys() for a in _addresses(original, tags[name])}
    left = sum(address in output for address in gone - stay if len(address) >= _TELLING)
    shown = [a for _, token in numbered(output) for a in _addresses(output, token)]
    left += sum(address in shown for address in gone - stay)
    yield Check("移除的图片和对象已无残留", not left, f"残留{left}个" if left else "逐标签检索")
    lost = sum(address not in shown for address in stay)
    yield Check("其余图片和对象未变", not lost, f"{lost}个有变动" if lost else "")


def _addresses(text: str, token: Token) -> Iterable[str]:
    """The addresses and data of a picture or frame."""
    for attribute in token.attributes:
        value = attribute.value.strip()
        named = attribute.name in (
            "src",
            "srcset",
            "data-src",
            "data",
            "poster",
            "href",
            "xlink:href",
        )
        shows = token.name in _PICTURES | _FRAMES | _GONE or value.lower().startswith("data:")
        if value and value != BLANK_ADDRESS and named and shows:
            yield value
        for match in PICTURE.finditer(text, attribute.start, attribute.stop):
            yield match[0]


REMOVER = WebpageRemover()
