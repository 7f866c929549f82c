"""Looking at an output with today's rules: the part of a proof that needs the detectors."""

from __future__ import annotations

from collections.abc import Iterable

from flows.examine import Examined, examine, rules_of
from pipeline.document import Document, GapReason, Layer, Span
from pipeline.finding import Kind
from pipeline.review import review
from pipeline.review_json import cuts_of
from pipeline.settings import Settings
from redaction import Rescan
from redaction.proof import Check

NAMES = frozenset({Kind.PI_NAME, Kind.PERSON_OFFICIAL})
_FAILED = frozenset(
    {GapReason.DETECTOR_FAILED, GapReason.DAMAGED, GapReason.ENCRYPTED, GapReason.LIMIT}
)
"""Gaps that an output must not have; a page made a picture reads back as `picture_not_read` and is declared."""


def rescan_with(before: Document, settings: Settings) -> Rescan:
    """A function for `redaction.apply`: the output reviewed again must have nothing left to cut."""

    def rescan(output: bytes) -> Iterable[Check]:
        again = examine(output, before.source.name, settings)
        pictures = _pictures(output) if before.source.format == "pdf" else frozenset[int]()
        left = [span for span in left_to_cut(before, again, settings) if not _is_layer(again, span, pictures)]
        yield Check("按现行规则复查", not left, f"仍有{len(left)}处应删减")
        unread = [gap for gap in again.review.gaps if gap.reason in _FAILED]
        yield Check("复查未遗漏", not unread, f"{len(unread)}处未能复查")

    return rescan


def left_to_cut(before: Document, again: Examined, settings: Settings) -> list[Span]:
    """What today's rules would still cut in an output made from `before`.

    Who is somebody in office in the whole document stays one: a mask takes the surroundings that said so, not the office.
    """
    left = [cut.span for cut in cuts_of(again.review)]
    names = [span for span in left if _kinds(again, span) <= NAMES]
    if not names:
        return left
    officials = _in_office(before, settings)
    return [span for span in left if span not in names or _text(again.document, span) not in officials]


def _in_office(document: Document, settings: Settings) -> frozenset[str]:
    """The names that stand for persons in office in a document, and for nobody else."""
    found = review(document, rules_of(settings)).findings
    texts = {kind: {_text(document, one.span) for one in found if one.kind is kind} for kind in NAMES}
    return frozenset(texts[Kind.PERSON_OFFICIAL] - texts[Kind.PI_NAME])


def _kinds(seen: Examined, span: Span) -> set[Kind]:
    return {found.kind for found in seen.review.findings if found.span.overlaps(span)}


def _text(document: Document, span: Span) -> str:
    return "".join(document.text[span.start : span.stop].split())


def _pictures(output: bytes) -> frozenset[int]:
    from redaction.pdf_raster import raster_pages  # the PDF libraries load with the first PDF only

    return raster_pages(output)


def _is_layer(again: Examined, span: Span, pictures: frozenset[int]) -> bool:
    """True for the text under a page that was made a picture: it does not show, and holds nothing to cut but that."""
    block = again.document.block_at(span.start)
    hidden = _kinds(again, span) == {Kind.HIDDEN}
    return block is not None and block.layer is Layer.HIDDEN and block.page in pictures and hidden
