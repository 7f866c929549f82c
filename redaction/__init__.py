"""What to cut. Knows formats, knows nothing of why.

`apply` is the only door: it cuts, reads the result back, proves it, and returns bytes only with a proof that
holds. There is no other way to get an output and no fallback.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipeline.contracts import Excision, Redacted, Redactor, Remover
from pipeline.document import Document, Gap, Span
from pipeline.errors import RedactionRefused
from redaction import (
    package_proof,
    package_removal,
    pdf,
    pdf_proof,
    plain,
    sheet,
    webpage,
    webpage_removal,
    word,
)
from redaction.proof import Check, Proof, Prover

REDACTORS: tuple[Redactor, ...] = (
    plain.REDACTOR,
    word.REDACTOR,
    pdf.REDACTOR,
    sheet.REDACTOR,
    webpage.REDACTOR,
)
REMOVERS: tuple[Remover, ...] = (package_removal.REMOVER, webpage_removal.REMOVER)
PROVERS: tuple[Prover, ...] = (
    plain.PROVER,
    package_proof.PROVER,
    pdf_proof.PROVER,
    webpage.PROVER,
)

Rescan = Callable[[bytes], Iterable[Check]]
"""Given by the caller, who knows the detectors: looks at the output with today's rules."""


def excisions(
    document: Document, cuts: Iterable[tuple[Span, str]], words: frozenset[Span] = frozenset()
) -> tuple[Excision, ...]:
    """Cuts as anchors. Overlapping cuts become one, with the replacement of the one that starts first.

    `words` are the cuts of common words, see `Excision.may_recur`.
    """
    merged: list[tuple[Span, str]] = []
    for span, replacement in sorted(cuts, key=lambda cut: (cut[0].start, -cut[0].stop)):
        if merged and span.start < merged[-1][0].stop:
            before, kept = merged[-1]
            merged[-1] = (Span(before.start, max(before.stop, span.stop)), kept)
        else:
            merged.append((span, replacement))
    return tuple(
        Excision(span, text, document.locate(span), span in words) for span, text in merged
    )


def apply(
    data: bytes,
    document: Document,
    cuts: Sequence[tuple[Span, str]],
    rescan: Rescan | None = None,
    words: frozenset[Span] = frozenset(),
    removals: Sequence[Gap] = (),
    *,
    raster: bool = False,
) -> tuple[bytes, Proof]:
    """The redacted bytes and the proof that they hold nothing of what was cut.

    `cuts` are spans with what stands in their place; `words` those of common words that may stand elsewhere;
    `removals` the gaps whose pictures and objects are taken out whole. Without cuts and removals the bytes come
    back unchanged. `raster` lets a page that cannot be cut exactly become a picture.
    Raises RedactionRefused when the format cannot be cut, a cut cannot be made, or the proof fails.
    """
    if hashlib.sha256(data).hexdigest() != document.source.sha256:
        raise RedactionRefused("文件内容与审查时不同。", advice="请重新审查后再删减。")
    wanted = excisions(document, cuts, words)
    redactors = (pdf.RASTERING, *REDACTORS) if raster else REDACTORS
    redactor = next((r for r in redactors if document.source.format in r.formats), None)
    prover = next((p for p in PROVERS if document.source.format in p.formats), None)
    if redactor is None or prover is None:
        raise RedactionRefused(
            f"暂不能对 {document.source.format} 格式作删减。", advice="请转换为 docx 或 pdf 后重新审查。"
        )
    made = redactor.redact(data, document, wanted) if wanted else Redacted(data)
    if removals:
        made = _without(made, document, removals)
    checks = list(prover.prove(data, made, document, wanted))
    if rescan is not None:
        checks.extend(rescan(made.data))
    proof = Proof(
        document.source.sha256,
        hashlib.sha256(made.data).hexdigest(),
        tuple(checks),
        made.length_hidden,
        made.notes,
        made.removed,
        made.rastered,
    )
    if not proof.holds:
        failed = tuple(f"{check.name}：{check.detail}" for check in checks if not check.holds)
        raise RedactionRefused("删减结果未通过验证，没有输出文件。", failed or ("没有可用的验证。",))
    return made.data, proof


def removable(document: Document) -> tuple[Gap, ...]:
    """The gaps of a document that can be taken out whole."""
    known = {unread.gap for unread in document.unread}
    there = any(document.source.format in remover.formats for remover in REMOVERS)
    return tuple(gap for gap in document.gaps if there and gap in known)


def _without(made: Redacted, document: Document, removals: Sequence[Gap]) -> Redacted:
    """What was made, without the pictures and objects of these gaps, and without text that was cut before."""
    remover = next((r for r in REMOVERS if document.source.format in r.formats), None)
    if remover is None:
        raise RedactionRefused(
            f"暂不能从 {document.source.format} 格式中移除图片和对象。",
            advice="请在原文件中移除后重新审查，或对未审部分作出答复。",
        )
    done = remover.remove(made.data, document, removals)
    notes = tuple(dict.fromkeys((*made.notes, *done.notes)))
    return replace(made, data=done.data, notes=notes, removed=done.removed)
