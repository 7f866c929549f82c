"""Looking at an output with today's rules: the part of a proof that needs the detectors."""

from __future__ import annotations

from collections.abc import Iterable

from flows.examine import Examined, examine
from pipeline.document import Document, GapReason, Layer, Span
from pipeline.finding import Kind
from pipeline.review_json import cuts_of
from pipeline.settings import Settings
from redaction import Rescan
from redaction.proof import Check

_FAILED = frozenset(
    {GapReason.DETECTOR_FAILED, GapReason.DAMAGED, GapReason.ENCRYPTED, GapReason.LIMIT}
)
"""Gaps that an output must not have; a page made a picture reads back as `picture_not_read` and is declared."""


def rescan_with(before: Document, settings: Settings) -> Rescan:
    """A function for `redaction.apply`: the output reviewed again must have nothing left to cut."""

    def rescan(output: bytes) -> Iterable[Check]:
        again = examine(output, before.source.name, settings)
        pictures = _pictures(output) if before.source.format == "pdf" else frozenset[int]()
        left = [cut for cut in cuts_of(again.review) if not _is_layer(again, cut.span, pictures)]
        yield Check("按现行规则复查", not left, f"仍有{len(left)}处应删减")
        unread = [gap for gap in again.review.gaps if gap.reason in _FAILED]
        yield Check("复查未遗漏", not unread, f"{len(unread)}处未能复查")

    return rescan


def _pictures(output: bytes) -> frozenset[int]:
    from redaction.pdf_raster import raster_pages  # the PDF libraries load with the first PDF only

    return raster_pages(output)


def _is_layer(again: Examined, span: Span, pictures: frozenset[int]) -> bool:
    """True for the text under a page that was made a picture: it does not show, and holds nothing to cut but that."""
    block = again.document.block_at(span.start)
    kinds = {found.kind for found in again.review.findings if found.span.overlaps(span)}
    return block is not None and block.layer is Layer.HIDDEN and block.page in pictures and kinds == {Kind.HIDDEN}
