"""Recall and precision per kind on labelled drafts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flows.examine import Examined, examine
from flows.specimens import Label, Specimen, build, load_all, squeeze
from pipeline.document import Span
from pipeline.finding import Certainty
from pipeline.review_json import cuts_of
from pipeline.settings import Settings


@dataclass(slots=True)
class Tally:
    """Counts of one kind: labels found and missed, findings that no label explains."""

    found: int = 0
    missed: int = 0
    false: int = 0

    @property
    def recall(self) -> float | None:
        """Found labels of all labels; None without labels."""
        total = self.found + self.missed
        return self.found / total if total else None

    @property
    def precision(self) -> float | None:
        """Explained findings of all findings; None without findings."""
        total = self.found + self.false
        return self.found / total if total else None


@dataclass(slots=True)
class Score:
    """The score of a folder of specimens. `wrong` names specimen and place of every error, never the text."""

    drafts: int = 0
    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    cuts: Tally = field(default_factory=Tally)
    outcomes: Tally = field(default_factory=Tally)
    markings: Tally = field(default_factory=Tally)
    wrong: list[str] = field(default_factory=list)


def score(folder: Path, settings: Settings) -> Score:
    """Review every specimen below `folder` and compare with its labels."""
    total = Score()
    for specimen in load_all(folder):
        data = build(specimen, folder)
        seen = examine(data, f"{specimen.name}.{specimen.format}", settings)
        add(total, specimen, seen)
    return total


def add(total: Score, specimen: Specimen, seen: Examined) -> None:
    """Count one reviewed specimen."""
    total.drafts += 1
    spans = dict(spans_of(specimen, seen.document.text))
    _kinds(total, specimen, seen, spans)
    _cuts(total, specimen, seen, spans)
    _outcome(total, specimen, seen)


def spans_of(specimen: Specimen, text: str) -> Iterator[tuple[Label, Span | None]]:
    """Where each label stands in the flat text of the built draft; None for one that is not in it."""
    squeezed, back = _squeezed(text)
    for label in specimen.labels:
        yield label, _find(label, label.text, squeezed, back)


def _squeezed(text: str) -> tuple[str, list[int]]:
    kept = [(character, at) for at, character in enumerate(text) if squeeze(character)]
    return "".join(character for character, _ in kept), [at for _, at in kept]


def _find(label: Label, wanted: str, squeezed: str, back: list[int]) -> Span | None:
    plain = squeeze(wanted)
    at = -1
    for _ in range(label.occurrence + 1):
        at = squeezed.find(plain, at + 1)
        if at < 0:
            return None
    return Span(back[at], back[at + len(plain) - 1] + 1)


def _kinds(
    total: Score, specimen: Specimen, seen: Examined, spans: dict[Label, Span | None]
) -> None:
    findings = seen.review.findings
    for label, span in spans.items():
        hit = span is not None and any(
            f.kind.value == label.kind and f.span.overlaps(span) for f in findings
        )
        tally = total.kinds[label.kind]
        tally.found += hit
        tally.missed += not hit
        if not hit:
            total.wrong.append(f"{specimen.name}：漏报 {label.kind}（标注第{label.occurrence + 1}处）")
    labelled = [(label.kind, span) for label, span in spans.items() if span]
    for found in findings:
        if found.certainty is Certainty.POSSIBLE or not _scored(found.kind.value, specimen):
            continue
        if not any(kind == found.kind.value and found.span.overlaps(span) for kind, span in labelled):
            total.kinds[found.kind.value].false += 1
            total.wrong.append(f"{specimen.name}：误报 {found.kind.value}（{found.place}）")


def _scored(kind: str, specimen: Specimen) -> bool:
    """Personal kinds and markings are labelled exhaustively; the others where a draft labels them at all."""
    return kind.startswith("pi.") or kind == "secrecy.marking" or kind in {x.kind for x in specimen.labels}


def _cuts(
    total: Score, specimen: Specimen, seen: Examined, spans: dict[Label, Span | None]
) -> None:
    cuts = [cut.span for cut in cuts_of(seen.review)]
    barred = seen.review.judgement.outcome.name in ("WITHHOLD", "HALT") and not cuts
    for label, span in spans.items():
        if not label.cut or barred:
            continue
        part = Span(span.stop - len(label.cut), span.stop) if span else None
        hit = part is not None and _covered(part, cuts, seen.document.text)
        total.cuts.found += hit
        total.cuts.missed += not hit
        if not hit:
            total.wrong.append(f"{specimen.name}：未删 {label.kind}")
    wanted = [span for label, span in spans.items() if span and (label.cut or label.kind.startswith("secrecy"))]
    for cut in cuts:
        if not any(cut.overlaps(span) for span in wanted):
            total.cuts.false += 1
            block = seen.document.block_at(cut.start)
            total.wrong.append(f"{specimen.name}：误删（{block.place if block else ''}）")


def _covered(span: Span, cuts: Iterable[Span], text: str) -> bool:
    cuts = list(cuts)
    return all(
        any(cut.start <= at < cut.stop for cut in cuts) or not squeeze(text[at])
        for at in range(span.start, span.stop)
    )


def _outcome(total: Score, specimen: Specimen, seen: Examined) -> None:
    wanted = specimen.expect.get("outcome")
    if wanted:
        allowed = [wanted] if isinstance(wanted, str) else wanted
        right = seen.review.judgement.outcome.code in allowed
        total.outcomes.found += right
        total.outcomes.missed += not right
        if not right:
            total.wrong.append(
                f"{specimen.name}：结论为 {seen.review.judgement.outcome.code}，应为 {'/'.join(allowed)}"
            )
    expected = [_marking(m) for m in specimen.expect.get("markings", [])]
    for marking in seen.review.markings:
        said = {
            "level": marking.level.name,
            "state": marking.state.value,
            "term": marking.term,
            "expires_on": marking.expires_on.isoformat() if marking.expires_on else None,
        }
        match = next((e for e in expected if all(said[k] == v for k, v in e.items())), None)
        if match is None:
            total.markings.false += 1
            total.wrong.append(f"{specimen.name}：多出标志 {marking.level.name} {marking.state.value}")
        else:
            expected.remove(match)
            total.markings.found += 1
    total.markings.missed += len(expected)
    total.wrong.extend(f"{specimen.name}：漏报标志 {e.get('level')}" for e in expected)


def _marking(stated: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in stated.items() if key in ("level", "state", "term", "expires_on")}
