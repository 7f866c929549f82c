"""A redaction for preview: the proposed cuts, applied and proven. Not a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import redaction
from flows import bounded
from flows.examine import Examined, as_json, examine, may_raster, replacements, words_of
from flows.outputs import write
from flows.rescan import rescan_with
from pipeline.document import Gap
from pipeline.errors import RedactionRefused, Refused
from pipeline.proposal import Outcome
from pipeline.review_json import cuts_of
from pipeline.settings import Settings
from records.labels import gap_reason

PREVIEW = "【预览】"


@dataclass(frozen=True, slots=True)
class Preview:
    """What was made: how many cuts, how many pictures and objects taken out, how many checks held, remarks."""

    cuts: int
    removed: int
    checks: int
    unchanged: bool
    notes: tuple[str, ...]


def preview(
    data: bytes, name: str, out: Path, settings: Settings, *, force: bool, remove: bool = False
) -> Preview:
    """Write the redacted file to `out` once its proof holds. Raises Refused with every reason otherwise.

    Refuses on a gap, on 不予公开 and on 停止处理; `force` overrides the first two and marks the cuts as a
    preview, never the last. `remove` takes out unread pictures and objects, which are then no reason to refuse.
    """

    def work() -> tuple[bytes, Preview] | Refused:
        try:
            seen = examine(data, name, settings)
            gone = redaction.removable(seen.document) if remove else ()
            _refuse(seen, gone, force=force)
            return _apply(data, seen, settings, gone, force=force)
        except Refused as no:
            return no

    match bounded.run(work, seconds=settings.limits.seconds):
        case bounded.Answer(Refused() as no):
            raise no
        case bounded.Answer((bytes() as output, Preview() as made)):
            write(out, output)
            return made
        case bounded.Exceeded(what):
            raise RedactionRefused(f"处理{what}超限，没有输出文件。")
        case _:
            raise RedactionRefused("处理程序中止，没有输出文件。", advice="文件可能已损坏。")


def _refuse(seen: Examined, gone: Sequence[Gap], *, force: bool) -> None:
    outcome = seen.review.judgement.outcome
    if outcome is Outcome.HALT:
        raise Refused(
            "文件带有本机无权处理的密级标志，停止处理。", advice="请立即报告本单位保密工作机构。"
        )
    left = [gap for gap in seen.review.gaps if gap not in gone]
    reasons = [f"未审：{gap_reason(gap.reason)}（{gap.place}）" for gap in left]
    if outcome is Outcome.WITHHOLD:
        reasons.append("建议不予公开，不作删减。")
    if reasons and not force:
        raise Refused("不能删减。", tuple(reasons))


def _apply(
    data: bytes, seen: Examined, settings: Settings, gone: Sequence[Gap], *, force: bool
) -> tuple[bytes, Preview]:
    cuts = replacements(seen.document, cuts_of(seen.review))
    if force:
        cuts = [
            (span, f"{PREVIEW}{text}" if text.startswith("【") else text) for span, text in cuts
        ]
    rescan = None if force else rescan_with(seen.document, settings)
    output, proof = redaction.apply(
        data,
        seen.document,
        cuts,
        rescan,
        words_of(as_json(seen, settings)),
        gone,
        raster=may_raster(settings),
    )
    notes = proof.notes
    if force:
        notes = (*notes, "预览件：含未审部分，不得公开。")
    return output, replace(
        Preview(len(cuts), len(gone), len(proof.checks), output == data, notes), notes=tuple(notes)
    )
