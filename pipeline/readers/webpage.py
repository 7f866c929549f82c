"""Reads .html: the visible text with its tables, then everything else that a page carries.

Hidden elements, hidden fields, comments, scripts, attributes, data addresses and meta entries are read into
their own layers. Anchors count characters of the decoded source, so that a cut changes nothing else. A picture
is a gap, and so is a frame or an embedded object.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.builder import DocumentBuilder
from pipeline.contracts import Limits
from pipeline.document import Cell, Document, GapReason, Layer, Source, TextAnchor, Trait
from pipeline.readers.plain import Decoded, decode
from pipeline.readers.seven_bit import hides_chinese
from pipeline.readers.webpage_carriers import Carriers
from pipeline.readers.webpage_elements import BLOCKS, VOID
from pipeline.readers.webpage_hidden import hidden_selectors, is_hidden
from pipeline.readers.webpage_tables import Tables, plain_tables
from pipeline.readers.webpage_text import fragments
from pipeline.readers.webpage_tokens import Sort, Token, numbered, tokens
from pipeline.readers.word_gather import Fragment, Gathered, Passage

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LOOKS = {
    "b": Trait.BOLD,
    "strong": Trait.BOLD,
    "s": Trait.STRUCK,
    "strike": Trait.STRUCK,
    "del": Trait.STRUCK,
}
_STATED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_STYLE = re.compile(r"<style", re.IGNORECASE)
_DEPTH = 2_000
_LONG = 1_000_000
"""Characters of a source from which a table is not held until its end, if it can be known before."""
_HAN = re.compile("[\u4e00-\u9fff]")


def decode_page(data: bytes) -> Decoded:
    """The source of a page. Bytes decide; the stated charset only where neither UTF-8 nor GB18030 fits.

    Raises UnreadableSource when no reading makes a text.
    """
    stated = _STATED.search(data[:4096])
    if stated is not None and stated[1].lower().startswith(b"gb") and _reads_better_as_gb(data):
        return Decoded(data.decode("gb18030"), "gb18030", b"")
    if stated is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = stated[1].decode("ascii").lower()
        if name not in ("utf-8", "utf8", "gb2312", "gbk", "gb18030"):
            try:
                data.decode("utf-8")
            except UnicodeDecodeError:
                try:
                    return Decoded(data.decode(name), name, b"")
                except (LookupError, UnicodeError):
                    pass
    return decode(data)


def _reads_better_as_gb(data: bytes) -> bool:
    """Short Chinese text in GB18030 may happen to be valid UTF-8 as well; then it has no Han characters."""
    try:
        return not _HAN.search(data.decode("utf-8")) and bool(_HAN.search(data.decode("gb18030")))
    except UnicodeDecodeError:
        return False


class WebpageReader:
    """Reader of web pages."""

    formats: Sequence[str] = ("html",)

    def read(self, data: bytes, source: Source, limits: Limits) -> Document:
        """The document in `data`. Raises UnreadableSource when the bytes are no text."""
        gathered = Gathered(limits)
        text = decode_page(data).text
        if "\ufffd" in text or hides_chinese(text):
            gathered.gap(GapReason.GARBLED_TEXT, "网页源文件")
        _Page(text, gathered).all()
        builder = DocumentBuilder(source)
        gathered.write(builder)
        return builder.build()


@dataclass(slots=True)
class _Open:
    """An open element."""

    name: str
    is_hidden: bool
    traits: frozenset[Trait]
    """Its look and that of every element around it."""


@dataclass(slots=True)
class _Page:
    """One pass over one page."""

    source: str
    gathered: Gathered
    stack: list[_Open] = field(default_factory=list)
    shown: list[Fragment] = field(default_factory=list)
    hidden: list[Fragment] = field(default_factory=list)
    tables: Tables = field(default_factory=Tables)
    selectors: frozenset[str] = frozenset()
    paragraphs: int = 0
    numbers: dict[int, int] = field(default_factory=dict)

    def all(self) -> None:
        """Read every token."""
        self.selectors = hidden_selectors("\n".join(self._css()))
        if len(self.source) > _LONG:
            self.tables.plain = plain_tables(self.source)
        carriers = Carriers(self.source, self.gathered)
        for carriers.number, token in numbered(self.source):
            match token.sort:
                case Sort.TEXT:
                    self._text(token)
                case Sort.OPEN:
                    carriers.attributes(token)
                    self._open(token)
                    if token.name == "input":
                        self._field(token)
                case Sort.CLOSE:
                    self._close(token)
                case _:
                    carriers.other(token)
        while self.stack:
            self._pop()
        self._flush()
        self._hand_over()

    def _css(self) -> list[str]:
        """The style sheets of the page, wherever they stand: they are needed before its first element."""
        if not _STYLE.search(self.source):
            return []
        return [
            self.source[token.start : token.stop]
            for token in tokens(self.source)
            if token.sort is Sort.RAW and token.name == "style"
        ]

    # ---- text

    @property
    def _is_hidden(self) -> bool:
        return bool(self.stack) and self.stack[-1].is_hidden

    def _text(self, token: Token) -> None:
        names = {opened.name for opened in self.stack[-3:]}
        kept = "pre" in names or token.name == "textarea"
        look = self.stack[-1].traits if self.stack else frozenset()
        traits = look & {Trait.BOLD, Trait.STRUCK}
        found = fragments(self.source, token.start, token.stop, traits, keep=kept)
        if token.name == "title":
            if any(f.text.strip() for f in found):
                self.gathered.add(Passage(Layer.METADATA, "网页标题", found))
            return
        line = self.hidden if self._is_hidden else self.shown
        for fragment in found:
            if (
                fragment.text == " "
                and (not line or line[-1].text.endswith((" ", "\n")))
                and not kept
            ):
                continue
            line.append(fragment)

    def _field(self, token: Token) -> None:
        sort = (token.get("type") or "text").lower()
        for attribute in token.attributes:
            if attribute.name == "value" and attribute.value.strip():
                anchor = TextAnchor(attribute.start)
                fragment = Fragment(
                    attribute.value, anchor, width=attribute.stop - attribute.start
                )
                if sort == "hidden" or self._is_hidden:
                    self.gathered.add(Passage(Layer.HIDDEN, "隐藏表单项", [fragment]))
                elif sort not in ("checkbox", "radio", "color", "range", "image"):
                    self.shown.append(fragment)

    def _flush(self) -> None:
        if not self.shown and not self.hidden and self.tables.is_open:
            return
        look = self.stack[-1].traits if self.stack else frozenset()
        traits = look & {Trait.HEADING, Trait.CENTRED, Trait.RIGHT}
        cell = self.tables.cell
        line = _trimmed(self.shown)
        if line:
            layer = Layer.TABLE if cell is not None else Layer.BODY
            self.tables.add(Passage(layer, "", line, cell, traits=traits))
        concealed = _trimmed(self.hidden)
        if concealed:
            passage = Passage(
                Layer.HIDDEN, "隐藏内容", concealed, traits=frozenset({Trait.HIDDEN})
            )
            self.gathered.add(passage)
        self.shown, self.hidden = [], []
        if not self.tables.is_open:
            self._hand_over()

    def _hand_over(self) -> None:
        """Number what was read and pass it on; tables that only arrange the page have no number."""
        for passage in self.tables.finished():
            if passage.cell is None:
                self.paragraphs += 1
                passage.place = f"第{self.paragraphs}段"
            else:
                number = self.numbers.setdefault(passage.cell.table, len(self.numbers))
                passage.cell = passage.cell._replace(table=number)
                passage.place = self._place(passage.cell)
            self.gathered.add(passage, Layer.BODY)

    def _place(self, cell: Cell | None) -> str:
        if cell is None:
            return f"第{self.paragraphs}段"
        return f"表{cell.table + 1}第{cell.row + 1}行第{cell.column + 1}列"

    # ---- elements

    def _open(self, token: Token) -> None:
        name = token.name
        if name == "br":
            anchor = TextAnchor(token.start)
            line = self.hidden if self._is_hidden else self.shown
            line.append(Fragment("\n", anchor, width=token.stop - token.start))
            return
        if name in BLOCKS:
            self._flush()
            self._implied(name)
        self.tables.opened(name, token, lambda: self.gathered.count("表") - 1)
        if name == "tr" and self.tables.is_settled:
            self._hand_over()
        if name in VOID or (
            self.source[token.stop - 2 : token.stop] == "/>" and name not in BLOCKS
        ):
            return
        if len(self.stack) < _DEPTH:
            hidden = self._is_hidden or is_hidden(token, self.selectors)
            around = self.stack[-1].traits if self.stack else frozenset()
            own = _trait(token)
            self.stack.append(_Open(name, hidden, around | {own} if own else around))
        else:
            self.gathered.gap(GapReason.LIMIT, "嵌套层数")

    def _implied(self, name: str) -> None:
        """Elements that this one ends although nothing says so."""
        ended = {
            "li": ("li", "p"), "dt": ("dt", "dd", "p"), "dd": ("dt", "dd", "p"), "option": ("option",),
            "tr": ("td", "th", "tr", "p"), "td": ("td", "th", "p"), "th": ("td", "th", "p"),
        }.get(name, ("p",))  # fmt: skip
        while self.stack and self.stack[-1].name in ended:
            self._pop()

    def _close(self, token: Token) -> None:
        if token.name in BLOCKS:
            self._flush()
        if any(opened.name == token.name for opened in reversed(self.stack)):
            while self.stack[-1].name != token.name:
                self._pop()
            self._pop()

    def _pop(self) -> None:
        if self.stack[-1].name in BLOCKS:
            self._flush()
        self.tables.closed(self.stack.pop().name)


def _trait(token: Token) -> Trait | None:
    if token.name in _HEADINGS:
        return Trait.HEADING
    style = (token.get("style") or "").replace(" ", "").lower()
    side = (token.get("align") or "").lower()
    if token.name == "center" or side == "center" or "text-align:center" in style:
        return Trait.CENTRED
    if side == "right" or "text-align:right" in style:
        return Trait.RIGHT
    return _LOOKS.get(token.name)


def _trimmed(line: list[Fragment]) -> list[Fragment]:
    """The line without blanks at its ends; nothing when it is only blanks."""
    while line and not line[-1].text.strip():
        line = line[:-1]
    while line and not line[0].text.strip():
        line = line[1:]
    return line


READER = WebpageReader()
