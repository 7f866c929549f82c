"""Wiring: the readers, detectors and redactors that make up one examination of one file.

No Prefect here. `check` calls it directly, the batch through `flows.worker`.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, assert_never

from flows import bounded
from pipeline import masks
from pipeline.contracts import Limits
from pipeline.document import Document, Gap, GapReason, Source, Span
from pipeline.evidence import Evidence
from pipeline.finding import Kind
from pipeline.policy import load_policy, office_settings
from pipeline.proposal import Cut
from pipeline.readers import read
from pipeline.readers.sniff import sniff
from pipeline.review import Review, Rules, review, unlinked
from pipeline.review_json import rules_digest, to_json
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Examined:
    """A document and its review, together in one process only."""

    document: Document = field(repr=False)
    review: Review = field(repr=False)


def rules_of(settings: Settings, evidence: tuple[Evidence, ...] = ()) -> Rules:
    """The detectors and the policy of this installation, with what is known of a document's marks."""
    from detectors import detectors_of, link, read_metadata

    return Rules(
        detectors_of(settings.home),
        read_metadata,
        load_policy(settings.home),
        settings.on,
        link,
        settings.cleared,
        settings.expires_soon_days,
        evidence,
    )


def examine(
    data: bytes, name: str, settings: Settings, evidence: tuple[Evidence, ...] = ()
) -> Examined:
    """Read and review one file in this process."""
    document = read(data, name, settings.limits)
    return Examined(document, review(document, rules_of(settings, evidence)))


def examine_bounded(
    data: bytes, name: str, settings: Settings, *, reveal: bool = False
) -> dict[str, Any]:
    """`review.json` of one file, made in a child process; a hang, a crash or a limit is a gap of that file."""

    def work() -> dict[str, Any]:
        seen = examine(data, name, settings)
        return as_json(seen, settings, reveal=reveal)

    outcome = bounded.run(work, seconds=settings.limits.seconds)
    if isinstance(outcome, bounded.Answer):
        return dict(outcome.value)
    return unexamined(data, name, settings, lost(outcome))


def as_json(seen: Examined, settings: Settings, *, reveal: bool = False) -> dict[str, Any]:
    """`review.json` of what was seen."""
    return to_json(
        seen.review,
        seen.document,
        rules=rules_used(settings),
        office=settings.office,
        reveal=reveal,
    )


def rules_used(settings: Settings) -> str:
    """The digest of the rules of this installation."""
    own = (settings.home / "policy" / name for name in ("office.toml", "negative_list.tsv"))
    stated = b"".join(path.read_bytes() for path in own if path.is_file())
    return rules_digest(load_policy(settings.home), stated)


def lost(outcome: bounded.Exceeded | bounded.Crashed) -> Gap:
    """The gap of a file whose examination did not come back."""
    match outcome:
        case bounded.Exceeded(what):
            return Gap(GapReason.LIMIT, f"全文（{what}超限）")
        case bounded.Crashed(what):
            return Gap(GapReason.DAMAGED, f"全文（读取程序中止：{what}）")
        case _:
            assert_never(outcome)


def unexamined(data: bytes, name: str, settings: Settings, gap: Gap) -> dict[str, Any]:
    """`review.json` of a file that was not read: the gap, and what follows from it."""
    document = Document(Source.of(name, sniff(data[: 1 << 20], name), b""), "", gaps=(gap,))
    document = replace(document, source=Source.of(name, document.source.format, data))
    seen = review(document, replace(rules_of(settings), detectors=(), link=unlinked))
    return as_json(Examined(document, seen), settings)


def read_bounded(data: bytes, name: str, limits: Limits) -> Document | Gap:
    """The document alone, read in a child process; a hang or crash comes back as its gap."""
    outcome = bounded.run(lambda: read(data, name, limits), seconds=limits.seconds)
    if isinstance(outcome, bounded.Answer):
        document: Document = outcome.value
        return document
    return lost(outcome)


def replacements(document: Document, cuts: Sequence[Cut]) -> list[tuple[Span, str]]:
    """What stands in the place of each cut: the constant mark, or the prescribed partial mask."""
    return sorted(masks.replacements(document, cuts).items())


def may_raster(settings: Settings) -> bool:
    """True when the office lets pages that cannot be cut exactly become pictures (`raster_pages` in office.toml)."""
    return office_settings(settings.home).get("raster_pages") is True


def words_of(review_json: Mapping[str, Any]) -> frozenset[Span]:
    """The cuts of common words: every finding behind them is of such a kind."""
    kinds = {found["id"]: Kind(found["kind"]) for found in review_json["findings"]}
    return frozenset(
        Span(cut["start"], cut["stop"])
        for proposal in review_json["proposals"]
        if proposal["findings"] and all(kinds[name].is_word for name in proposal["findings"])
        for cut in proposal["cuts"]
    )


def examine_all(
    sources: Sequence[tuple[str, bytes]], settings: Settings, *, reveal: bool = False
) -> Iterator[dict[str, Any]]:
    """`review.json` of several files, one after the other, containers followed by their members."""
    if len(sources) > 1:
        warm()
    for name, data in sources:
        yield examine_bounded(data, name, settings, reveal=reveal)


def warm() -> None:
    """Look at one sentence, so that everything lazy is loaded once, before children are forked."""
    settings = Settings(on=dt.date(2026, 1, 1), home=Path(os.devnull))
    sentence = "关于召开会议的通知，联系人：张三，电话13800000000，秘密★1年。"
    examine(sentence.encode(), "warm.txt", settings)
