"""What a document says of itself: the eight elements of 通辽 (二)-(十四) and the elements of GB/T 9704."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from typing import NamedTuple

from pipeline.document import Span


class Stated(NamedTuple):
    """A value as printed, and where it stands; `span` None when it was derived. `proposed` marks a guess."""

    value: str
    span: Span | None = None
    proposed: bool = False


class StatedDate(NamedTuple):
    """A date and where it stands."""

    value: dt.date
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """Elements of one document; None is "not stated". Values are as printed, see the contract §5.

    `printed_on` is 印发日期; `issued_on` below is the later of it and 成文日期.
    """

    title: Stated | None = None
    document_number: Stated | None = None
    issuer: Stated | None = None
    written_on: StatedDate | None = None
    printed_on: StatedDate | None = None
    genre: Stated | None = None
    addressee: Stated | None = None
    copy_number: Stated | None = None
    urgency: Stated | None = None
    signatory: Stated | None = None
    release_note: Stated | None = None
    index_number: Stated | None = None
    subject_category: Stated | None = None
    published_on: StatedDate | None = None
    copied_to: Stated | None = None
    subject_terms: tuple[Stated, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def issued_on(self) -> dt.date | None:
        """制发日 from which a term runs: the later of 成文日期 and 印发日期."""
        days = [stated.value for stated in (self.written_on, self.printed_on) if stated]
        return max(days) if days else None


JSON_FIELDS = (
    "title",
    "document_number",
    "issuer",
    "written_on",
    "genre",
    "addressee",
    "copy_number",
    "urgency",
    "signatory",
    "release_note",
    "index_number",
    "subject_category",
    "published_on",
    "subject_terms",
)
"""The fields of `metadata` in `review.json`, in order."""

ELEMENTS: dict[str, str] = {
    "title": "标题",
    "document_number": "发文字号",
    "issuer": "发文机关",
    "genre": "文种",
    "addressee": "主送机关",
    "index_number": "索引号",
    "subject_category": "主题分类",
}
"""Elements that may be proposed, with the names people use."""

assert set(JSON_FIELDS) <= {field.name for field in fields(Metadata)}  # noqa: S101
