"""Releasing a decided case: cut as people decided, prove, certify, write the final record."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import redaction
from flows import bounded
from flows.examine import may_raster, replacements
from flows.outputs import write
from flows.paper import told_of
from flows.record import write_record
from flows.rescan import rescan_with
from office import Actor, Dossier, Office, State
from pipeline.document import Document, Gap, GapReason, Span
from pipeline.errors import RedactionRefused, Refused
from pipeline.finding import Kind
from pipeline.proposal import Cut
from pipeline.readers import read
from pipeline.review_json import dumps
from pipeline.settings import Settings
from records import proof_html


@dataclass(frozen=True, slots=True)
class ReleasedFiles:
    """What was released and where it lies."""

    record: str
    output: Path
    again: bool
    """True when the case was released before and its files were only written anew."""


def release(
    office: Office, case: str, actor: Actor, out: Path, settings: Settings
) -> ReleasedFiles:
    """Release a case into `out`. Raises ActRefused or RedactionRefused with every reason; then nothing is written.

    A case that is released already gets the same files again, byte for byte, and no second certificate.
    """
    dossier = office.case(case, actor=actor)
    again = dossier.state is State.RELEASED
    if not again:
        reasons = office.why_not_release(case)
        if reasons:
            office.release(
                case, actor, b"", None
            )  # refuses with its reasons and leaves the ledger entry
            raise Refused("不能公开。", reasons)
    output, proof = _made(office, dossier, settings)
    if again:
        if hashlib.sha256(output).hexdigest() != dossier.output_sha256:
            raise RedactionRefused(
                "重新生成的文件与已公开的不同，没有输出。", advice="请从备份取回已公开的文件。"
            )
    else:
        office.release(case, actor, output, proof)
        dossier = office.case(case, actor=actor)
    return ReleasedFiles(case, write_release(office, dossier, output, proof, out, settings), again)


def _made(
    office: Office, dossier: Dossier, settings: Settings
) -> tuple[bytes, dict[str, Any] | None]:
    """The output bytes and their proof; without cuts and removals the source itself and no proof."""
    data = office.source_bytes(dossier.id)
    cuts = tuple(Cut(Span(cut.start, cut.stop), cut.mask) for cut in office.final_cuts(dossier.id))
    removals = tuple(Gap(GapReason(r.reason), r.place) for r in dossier.removals)
    if not cuts and not removals:
        return data, None
    words = frozenset(
        Span(cut.start, cut.stop)
        for cut in office.final_cuts(dossier.id)
        if cut.origin in dossier.proposals and Kind(cut.kind).is_word
    )
    as_proposed = all(decision.verdict == "accept" for decision in dossier.decisions.values())

    def work() -> tuple[bytes, dict[str, Any]] | Refused:
        try:
            document = replace(read(data, dossier.facts.name, settings.limits))
            rescan = rescan_with(document, settings) if as_proposed else None
            output, proof = redaction.apply(
                data,
                document,
                replacements(document, _inside(document, cuts)),
                rescan,
                words,
                removals,
                raster=may_raster(settings),
            )
        except Refused as no:
            return no
        return output, proof.to_json()

    match bounded.run(work, seconds=settings.limits.seconds):
        case bounded.Answer(Refused() as no):
            raise no
        case bounded.Answer((bytes() as output, dict() as proof)):
            return output, proof
        case bounded.Exceeded(what):
            raise RedactionRefused(f"处理{what}超限，没有输出文件。")
        case _:
            raise RedactionRefused("处理程序中止，没有输出文件。")


def _inside(document: Document, cuts: tuple[Cut, ...]) -> tuple[Cut, ...]:
    if any(cut.span.stop > len(document.text) for cut in cuts):
        raise RedactionRefused("删减范围超出全文。", advice="请核对人工增加的删减位置。")
    return cuts


def write_release(
    office: Office,
    dossier: Dossier,
    output: bytes,
    proof: dict[str, Any] | None,
    out: Path,
    settings: Settings,
) -> Path:
    """Write everything of a release; gives the path of the output."""
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"output.{dossier.facts.format}"
    write(target, output)
    write(
        out / "certificate.json",
        dumps(dict(dossier.release["certificate"]), indent=1).encode() + b"\n",
    )
    shown = proof or {
        "schema": "xianshen/proof/1",
        "original_sha256": dossier.facts.sha256,
        "output_sha256": dossier.facts.sha256,
        "holds": True,
        "checks": [{"name": "输出与原件逐字节相同", "holds": True, "detail": "未作删减"}],
        "cuts": [],
        "notes": [],
    }
    write(out / "proof.json", dumps(shown, indent=1).encode() + b"\n")
    page = proof_html(shown, {"case": dossier.id, **dossier.review}, told_of(office, dossier))
    write(out / "proof.html", page.encode())
    write_record(office, dossier, out, settings)
    return target
