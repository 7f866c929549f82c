"""What was cut, as something to look for: in text, in markup, in bytes.

A text of one or two characters (男, 45) stands everywhere by chance; such a text tells nothing by itself and is
not searched for. That it is gone from its place is proven by comparing the rest of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.contracts import Excision
from pipeline.document import Document, Layer, Span
from pipeline.fold import fold
from redaction.spellings import spellings

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
_SHORT, _REMEMBERED = 200, 20_000
_LONG = 8
_LONG_HAN = 3
_BETWEEN = r"[-\u2010-\u2015.\u00b7/()_:+]{0,2}"
_SPLIT = re.compile(r"[-\u2010-\u2015.\u00b7/()_:+\s]")
_DATE = re.compile(r"([12][0-9]{3})[年./-]([0-9]{1,2})[月./-]([0-9]{1,2})[日号]?")
_SCIENTIFIC = re.compile(r"(?<![0-9.])[1-9]\.[0-9]{5,17}[eE]\+?[0-9]{1,2}(?![0-9])")
_KEPT_DIGITS = 15
"""Digits that a number keeps when a sheet or chart stores it as a floating-point number."""
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
    _rounded: frozenset[tuple[int, str]] = field(repr=False)
    _met: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)
    """Short texts that were asked about: markup repeats its names and values by the thousand."""

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
        return cls.made(marks, excisions[0].replacement if excisions else "")

    @classmethod
    def made(cls, marks: dict[str, str], default: str) -> Needles:
        """The needles of these texts, each with its mark."""
        folded = {form for text in marks if is_telling(form := fold(text).text)}
        forms = [form for text in folded for form in _loose_forms(text)]
        return cls(
            marks,
            default,
            _pattern(marks),
            re.compile("|".join(sorted(forms, key=lambda f: (-len(f), f)))) if forms else None,
            _pattern(
                form
                for text in folded
                if len(form := "".join(text.split())) >= _LONG or len(_HAN.findall(form)) >= _LONG_HAN
            ),
            frozenset((len(text), text[:_KEPT_DIGITS]) for text in folded if _is_number(text)),
        )

    def spans(self, text: str) -> Iterator[Span]:
        """Where a cut text stands in `text`, also in full-width, spaced or divided form, as another way to write
        the date, or as a rounded number; not overlapping."""
        found = (
            [Span(*match.span()) for match in self._exact.finditer(text)] if self._exact else []
        )
        if self._folded is not None:
            folded = fold(text)
            found.extend(
                folded.unfold(*match.span()) for match in self._folded.finditer(folded.text)
            )
        if self._rounded:
            for match in _SCIENTIFIC.finditer(text):
                digits = str(int(Decimal(match[0])))
                if (len(digits), digits[:_KEPT_DIGITS]) in self._rounded:
                    found.append(Span(*match.span()))
        last = -1
        for span in sorted(found, key=lambda s: (s.start, -s.stop)):
            if span.start >= last:
                yield span
                last = span.stop

    def stands_in(self, text: str) -> bool:
        """True when a cut text stands in `text`."""
        return next(self.spans(text), None) is not None

    def stands_meant(self, text: str) -> bool:
        """True when a cut text stands in `text` however it is spelled: references, escapes, Base64 …"""
        known = self._met.get(text)
        if known is None:
            known = any(map(self.stands_in, spellings(text)))
            if len(text) <= _SHORT and len(self._met) < _REMEMBERED:
                self._met[text] = known
        return known

    def stands_across(self, text: str) -> bool:
        """The same for text joined over paragraph and cell ends, where only long texts and names say something."""
        if self._long is None:
            return False
        return self._long.search("".join(fold(text).text.split())) is not None

    def cleaned(self, text: str, mark: str | None = None) -> str:
        """`replaced`, or nothing but the mark when a cut text still stands there in another spelling."""
        made = self.replaced(text, mark)
        return made if not self.stands_meant(made) else (self.default if mark is None else mark)

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


def _loose_forms(folded: str) -> Iterator[str]:
    """Patterns of one text for folded text: as it is, its digits divided, its date in another form."""
    yield _form(folded)
    solid = _SPLIT.sub("", folded)
    if solid.isascii() and len(solid) >= _LONG and sum(c.isdigit() for c in solid) >= _LONG - 1:
        divided = _BETWEEN.join(map(re.escape, solid))
        yield f"(?<![0-9])(?i:{divided})(?![0-9])"
    date = _DATE.fullmatch(folded)
    if date is not None:
        year, month, day = date[1], int(date[2]), int(date[3])
        yield f"(?<![0-9]){year}[-年./]?0?{month}[-月./]?0?{day}(?![0-9])"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) >= _LONG - 1


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
