"""What a page draws, in drawing order: glyphs with boxes, filled areas, ruled lines and pictures.

One walk serves the reader (text), the redactor (which bytes of which operator a glyph is) and the proof. Order:
page content, Form XObjects where they are invoked, then the appearances of the annotations. Coordinates are
points on the page as shown: origin top left of the visible box, /Rotate applied. ISO 32000-1 §8, §9, §12.5.5.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf

from pipeline.readers.pdf_colour import Rgb
from pipeline.readers.pdf_fonts import Font
from pipeline.readers.pdf_geometry import appearance, inherited, intersect, page_geometry
from pipeline.readers.pdf_layers import OptionalContent
from pipeline.readers.pdf_objects import (
    PDF_ERRORS,
    TooLarge,
    array,
    check_size,
    dictionary,
    instructions_of,
    key_of,
    numbers,
    stream_bytes,
)
from pipeline.readers.pdf_paths import (
    IDENTITY,
    Box,
    Edge,
    Matrix,
    multiply,
    transformed_box,
)

MAX_DEPTH = 16
MAX_OPERATORS = 1_500_000
MAX_GLYPHS = 200_000
MAX_CONTENT = 24 * 2**20
"""Bounds of one page: nesting of forms, operators, glyphs, decoded bytes of one stream."""

Path = tuple[int, ...]
"""Which stream: operator numbers of the invocations from the page down; -(k+1) first for annotation k."""


@dataclass(slots=True)
class Glyph:
    """One glyph drawn. `advance` is what it moved the text position, in thousandths of the font size for TJ."""

    ordinal: int
    text: str | None
    box: Box
    x: float
    y: float
    dx: float
    """Direction of writing, unit vector (dx, dy) on the shown page."""
    dy: float
    size: float
    width: float
    font: int
    seq: int
    colour: Rgb | None
    hidden: str
    artifact: str
    path: Path
    op: int
    element: int
    start: int
    stop: int
    advance: float
    vertical: bool


class Start(NamedTuple):
    """Where a string of the page's own stream starts, and the text state it is shown in."""

    tm: Matrix
    ctm: Matrix
    size: float
    scale: float
    mode: int


@dataclass(slots=True)
class Paint:
    """An area painted: `kind` is rect, shape or image; `opaque` hides what was drawn before."""

    seq: int
    kind: str
    box: Box
    colour: Rgb | None
    opaque: bool
    path: Path = ()
    op: int = -1
    source: Any = None
    pixels: tuple[int, int] = (0, 0)
    matrix: Matrix = IDENTITY
    """Pictures: from the unit square to the shown page."""


@dataclass(slots=True)
class PageContent:
    """Everything one page draws. `troubles` are words for gaps: limit, damaged, unreadable, nested_text."""

    width: float
    height: float
    base: Matrix
    glyphs: list[Glyph] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    fonts: list[Font] = field(default_factory=list)
    troubles: set[str] = field(default_factory=set)
    actual: list[tuple[str, int, int]] = field(default_factory=list)
    """ActualText of marked content: the text, and the glyphs `start` to `stop` that it stands for."""
    shapes: int = 0
    starts: dict[tuple[int, int], Start] | None = None
    """Asked for by setting it: (operator, element) of the page's own stream → where its string starts."""


@dataclass(slots=True)
class State:
    """Graphics and text state; copied by q."""

    ctm: Matrix
    clip: Box
    fill: Rgb | None = (0.0, 0.0, 0.0)
    stroke: Rgb | None = (0.0, 0.0, 0.0)
    fill_space: str = "DeviceGray"
    stroke_space: str = "DeviceGray"
    alpha: float = 1.0
    normal: bool = True
    line_width: float = 1.0
    font: Font | None = None
    font_index: int = -1
    size: float = 0.0
    char: float = 0.0
    word: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    def copy(self) -> State:
        """A copy for the stack."""
        return State(*(getattr(self, name) for name in self.__slots__))


class FontCache:
    """Fonts by object number, shared by the pages of one file."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], Font] = {}

    def get(self, obj: pikepdf.Object) -> Font:
        """The font of this dictionary. Raises PDF_ERRORS when it cannot be read at all."""
        key = key_of(obj)
        found = self._fonts.get(key) if key != (0, 0) else None
        if found is None:
            found = Font(obj)
            if key != (0, 0):
                self._fonts[key] = found
        return found


class Walk:
    """Walks one page. `deadline` is a value of `time.monotonic`; past it the page is a gap `limit`."""

    def __init__(self, page: pikepdf.Page, fonts: FontCache, layers: OptionalContent, deadline: float) -> None:
        self.page = page
        self.cache = fonts
        self.layers = layers
        self.deadline = deadline
        self.box, self.base, width, height = page_geometry(page)
        self.out = PageContent(width, height, self.base)
        self.operators = 0
        self.seq = 0
        self._index: dict[int, int] = {}
        self._nested: set[tuple[int, int]] = set()

    def run(self) -> PageContent:
        """The content of the page, appearances of annotations included; never raises for damaged content."""
        state = State(self.base, (0.0, 0.0, self.out.width, self.out.height))
        try:
            contents = self.page.obj.get("/Contents")
            for stream in array(contents) if isinstance(contents, pikepdf.Array) else [contents]:
                if isinstance(stream, pikepdf.Stream):
                    check_size(stream, MAX_CONTENT)
            resources = dictionary(inherited(self.page.obj, "/Resources"))
            if contents is not None:
                self.stream(self.page, resources, state, (), frozenset())
            self._annotations(state)
        except TooLarge:
            self.out.troubles.add("limit")
        except _Stop:
            self.out.troubles.add("limit")
        return self.out

    def _annotations(self, state: State) -> None:
        for index, annotation in enumerate(array(self.page.obj.get("/Annots"))):
            if isinstance(annotation, pikepdf.Dictionary):
                found = appearance(annotation, self.layers)
                if found is not None:
                    stream, placed = found
                    inner = state.copy()
                    inner.ctm = multiply(placed, state.ctm)
                    self.form(stream, pikepdf.Dictionary(), inner, (-(index + 1),), frozenset())

    # ---- streams -----------------------------------------------------------------------------------

    def stream(
        self, source: Any, resources: Any, state: State, path: Path, above: frozenset[tuple[int, int]]
    ) -> None:
        """Walk one content stream."""
        try:
            instructions, whole = instructions_of(source)
        except PDF_ERRORS:
            self.out.troubles.add("damaged")
            return
        if not whole:
            self.out.troubles.add("damaged")
        Interpreter(self, resources, state, path, above).run(instructions)

    def form(
        self, stream: pikepdf.Stream, resources: Any, state: State, path: Path, above: frozenset[tuple[int, int]]
    ) -> None:
        """Walk a Form XObject in the state given; `ctm` already places the form's own space."""
        key = key_of(stream)
        if (key != (0, 0) and key in above) or len(path) > MAX_DEPTH:
            self.out.troubles.add("cycle")
            return
        check_size(stream, MAX_CONTENT)
        matrix = numbers(stream.get("/Matrix"), 6)
        if matrix is not None:
            state.ctm = multiply(matrix, state.ctm)  # type: ignore[arg-type]
        bbox = numbers(stream.get("/BBox"), 4)
        if bbox is not None:
            state.clip = intersect(state.clip, transformed_box(state.ctm, *bbox))
        own = stream.get("/Resources")
        self.stream(stream, dictionary(own) if own is not None else resources, state, path, above | {key})

    def count(self) -> None:
        """One operator more; stops the page at its bounds."""
        self.operators += 1
        if self.operators > MAX_OPERATORS or len(self.out.glyphs) > MAX_GLYPHS:
            raise _Stop
        if self.operators % 256 == 0 and time.monotonic() > self.deadline:
            raise _Stop

    def font(self, obj: pikepdf.Object) -> tuple[Font, int]:
        """The font and its number on this page."""
        font = self.cache.get(obj)
        index = self._index.get(id(font))
        if index is None:
            index = self._index[id(font)] = len(self.out.fonts)
            self.out.fonts.append(font)
            if font.type3:
                self._check_procedures(font)
        return font, index

    def _check_procedures(self, font: Font) -> None:
        """Text drawn by the procedures of a Type 3 font is text this walk does not see."""
        for procedure in dictionary(font.obj.get("/CharProcs")).values():
            self.nested(procedure)

    def nested(self, stream: Any) -> None:
        """Note text operators in a stream that is not walked (Type 3 procedure, tiling pattern)."""
        if not isinstance(stream, pikepdf.Stream) or key_of(stream) in self._nested:
            return
        self._nested.add(key_of(stream))
        data = stream_bytes(stream, MAX_CONTENT) or b""
        words = data.split()
        if any(word in (b"Tj", b"TJ", b"'", b'"') or word.endswith((b")Tj", b"]TJ", b">Tj")) for word in words):
            self.out.troubles.add("nested_text")


class _Stop(Exception):
    """A bound of the page was reached."""


from pipeline.readers.pdf_operators import Interpreter  # noqa: E402 - the two know each other
