"""What was cut, as something to look for: in text, in markup, in bytes.

A text of one or two characters (男, 45) stands everywhere by chance; such a text tells nothing by itself and is
not searched for. That it is gone from its place is proven by comparing the rest of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.contracts import Excision
from pipeline.document import Document, Layer, Span
from pipeline.fold import fold

UNSEEN: frozenset[Layer] = frozenset(
    {
        Layer.COMMENT,
        Layer.REVISION,
        Layer.HIDDEN,
        Layer.METADATA,
        Layer.ANNOTATION,
        Layer.ATTACHMENT,
    }
)
"""Layers beside the page. What was cut on the page is cut there too, without being asked."""
_LONG = 8
_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def is_telling(text: str) -> bool:
    """True when finding `text` somewhere says something about what was cut."""
    solid = "".join(text.split())
    han = len(_HAN.findall(solid))
    return han >= 2 or len(solid) >= (3 if han else 5)


def segments(document: Document, excision: Excision) -> tuple[str, ...]:
    """The cut text, split where the reader put separators of its own (between cells and paragraphs)."""
    parts: list[Span] = []
    for located in excision.located:
        if parts and parts[-1].stop == located.span.start:
            parts[-1] = Span(parts[-1].start, located.span.stop)
        else:
            parts.append(located.span)
    return tuple(document.text[part.start : part.stop] for part in parts)


@dataclass(frozen=True, slots=True)
class Needles:
    """The texts to look for, with the mark that stands in the place of each."""

    marks: dict[str, str] = field(repr=False)
    default: str = field(repr=False)
    _exact: re.Pattern[str] | None = field(repr=False)
    _folded: re.Pattern[str] | None = field(repr=False)
    _long: re.Pattern[str] | None = field(repr=False)

    @classmethod
    def of(cls, document: Document, excisions: Sequence[Excision]) -> Needles:
        """The needles of these cuts."""
        marks: dict[str, str] = {}
        for excision in excisions:
            if excision.may_recur:
                continue
            for text in segments(document, excision):
                for form in (text.strip(), "".join(text.split())):
                    if is_telling(form):
                        marks.setdefault(form, excision.replacement)
        default = excisions[0].replacement if excisions else ""
        numbers = {
            fold(text).text
            for text in marks
            if sum(c.isascii() and c.isalnum() for c in text) >= 6
        }
        return cls(
            marks,
            default,
            _pattern(marks),
            _pattern(n for n in numbers if is_telling(n)),
            _pattern(text for text in marks if len(text) >= _LONG),
        )

    def spans(self, text: str) -> Iterator[Span]:
        """Where a cut text stands in `text`, also in full-width or spaced form for numbers; not overlapping."""
        found = (
            [Span(*match.span()) for match in self._exact.finditer(text)] if self._exact else []
        )
        if self._folded is not None:
            folded = fold(text)
            found.extend(
                folded.unfold(*match.span()) for match in self._folded.finditer(folded.text)
            )
        last = -1
        for span in sorted(found, key=lambda s: (s.start, -s.stop)):
            if span.start >= last:
                yield span
                last = span.stop

    def stands_in(self, text: str) -> bool:
        """True when a cut text stands in `text`."""
        return next(self.spans(text), None) is not None

    def stands_across(self, text: str) -> bool:
        """The same for text joined over paragraph ends, where only long texts say something."""
        return self._long is not None and self._long.search(text) is not None

    def replaced(self, text: str, mark: str | None = None) -> str:
        """`text` with every cut text replaced by its mark, or by `mark`."""
        parts, last = [], 0
        for span in self.spans(text):
            found = text[span.start : span.stop]
            parts += [
                text[last : span.start],
                self.marks.get(found, self.default) if mark is None else mark,
            ]
            last = span.stop
        return "".join([*parts, text[last:]])


def _pattern(texts: Iterable[str]) -> re.Pattern[str] | None:
    forms = [_form(text) for text in sorted(set(texts), key=lambda t: (-len(t), t))]
    return re.compile("|".join(forms)) if forms else None


def _form(text: str) -> str:
    escaped = re.escape(text)
    if not text.isascii():
        return escaped
    escaped = f"(?i:{escaped})"
    return escaped if len(text) >= _LONG else f"(?<![0-9A-Za-z]){escaped}(?![0-9A-Za-z])"


def unseen_cuts(
    document: Document, needles: Needles, excisions: Sequence[Excision]
) -> tuple[Excision, ...]:
    """Further cuts: what was cut on the page, wherever it stands in the layers beside the page."""
    taken = [excision.span for excision in excisions]
    found: list[Excision] = []
    for block in document.blocks:
        if block.layer not in UNSEEN:
            continue
        text = document.text[block.span.start : block.span.stop]
        for inner in needles.spans(text):
            span = Span(block.span.start + inner.start, block.span.start + inner.stop)
            if not any(span.overlaps(other) for other in taken):
                mark = needles.marks.get(text[inner.start : inner.stop], needles.default)
                found.append(Excision(span, mark, document.locate(span)))
    return tuple(found)
