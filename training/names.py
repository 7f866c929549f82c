"""Train the weights of the names model: `python -m training.names` rewrites `corpora/names/weights.tsv`.

Deterministic: the same code and data give the same bytes. It learns from three sources that the project made
itself: labelled drafts and copies of them with other people (`training.drafts`), filled templates of official prose
(`training.prose`), and prose and word lines that name nobody (`training.drafts.negatives`, `training.salad`). Template
families that end in a digit are for scoring alone; the drafts under `training/exam` train nothing (`xianshen score training/exam`).
A part of the dictionary is hidden while the templates train, because real drafts hold words that no dictionary has.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

import detectors.names_model as names_model
import detectors.names_segment as names_segment
from detectors.names import examples
from detectors.names_lexicon import Words, words
from pipeline.builder import DocumentBuilder
from pipeline.contracts import Reading
from pipeline.document import Document, Layer, Source, TextAnchor
from training import drafts as labelled
from training import salad
from training.drafts import Sample
from training.prose import Filled, Writer, templates

ROUNDS = 20
SCORING_ROUNDS = 20
COPIES = 2
WORD_LINES = 20_000
STEPS = 800
PRIORS = {
    "listed": 1.5,
    "gap=word": -5.0,
    "plain-word": -3.5,
    "long-stem": 5.0,
    "row-office": 3.5,
    "place-name": -4.0,
    "R=〔": -6.0,
    "R=[": -3.0,
    "g=之": -3.0,
    "given=strange-rare": -3.0,
    "thing-follows": -4.0,
    "beside-latin": -3.0,
    "sound-number": -4.0,
    "quoted": -1.5,
}
"""Weights that invented persons cannot teach: a person or a place that the dictionary has, things named like persons."""
LEAN = 0.5
"""Added to every score: a question too many costs an officer a glance, a name too few the person."""
FORGET = 0.3
"""Share of the samples whose neighbouring words are hidden."""
HIDDEN = 0.08
"""Share of the dictionary's words that is hidden in training."""
TARGET = Path(__file__).parent.parent / "corpora" / "names" / "weights.tsv"


def is_scoring(family: str) -> bool:
    """True for families held out for scoring."""
    return family.endswith("2")


def drafts(scoring: bool, rounds: int, seed: int) -> Iterator[list[Filled]]:
    """Documents of a few filled templates each."""
    writer = Writer(seed)
    chosen = [(family, text) for family, text in templates() if is_scoring(family) == scoring]
    for _ in range(rounds):
        writer.random.shuffle(chosen)
        for at in range(0, len(chosen), 6):
            yield [writer.fill(text, family) for family, text in chosen[at : at + 6]]


def document(parts: list[Filled]) -> tuple[Document, set[tuple[int, int]]]:
    """One block a filled template; printed spans of the names."""
    builder = DocumentBuilder(Source.of("draft.txt", "txt", b""))
    names = set()
    for part in parts:
        start = builder.length
        with builder.block(Layer.BODY, "段"):
            builder.add(part.text, TextAnchor(start))
        names |= {(start + a, start + b) for a, b in part.names}
    return builder.build(), names


def samples(scoring: bool, rounds: int, seed: int) -> list[Sample]:
    """Features and truth of every candidate in made-up drafts."""
    found: list[Sample] = []
    for parts in drafts(scoring, rounds, seed):
        drawn, names = document(parts)
        reading = Reading.of(drawn)
        for candidate in examples(reading):
            span = tuple(reading.folded.unfold(candidate.start, candidate.stop))
            found.append((candidate.features, span in names))
    return found


def forgetful(found: list[Sample], seed: int) -> list[Sample]:
    """The samples with the neighbouring words hidden in some of them, so that the shape must carry the rest."""
    pick = random.Random(seed)
    kept = []
    for features, label in found:
        if pick.random() < FORGET:
            features = [
                f for f in features if not f.startswith(("lw=", "rw=", "lc=", "rc=", "sn="))
            ]
        kept.append((features, label))
    return kept


def thinned(seed: int) -> Words:
    """The dictionary with a part of its words hidden."""
    full, pick = words(), random.Random(seed)
    costs = list(full.costs)
    for term, at in full.index.items():
        if len(term) > 1 and pick.random() < HIDDEN:
            costs[at] = 99.0
    return replace(full, costs=costs)


def fit(found: list[Sample], steps: int = STEPS, decay: float = 1.0) -> dict[str, float]:
    """Logistic regression with a quadratic penalty, by full-batch gradient steps of adaptive length."""
    counts = Counter(feature for features, _ in found for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= 8)
    index = {feature: i for i, feature in enumerate(names)}
    rows = [[index[f] for f in features if f in index] for features, _ in found]
    flat = np.fromiter((i for row in rows for i in row), np.int64)
    lengths = np.fromiter((len(row) for row in rows), np.int64)
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    truth = np.fromiter((float(label) for _, label in found), np.float64)
    weights, scale = np.zeros(len(names)), np.full(len(names), 1.0)
    for _ in range(steps):
        score = np.add.reduceat(weights[flat], starts)
        error = 1.0 / (1.0 + np.exp(-np.clip(score, -30, 30))) - truth
        gradient = np.bincount(flat, np.repeat(error, lengths), len(names)) + decay * weights
        scale += gradient * gradient
        weights -= 0.5 * gradient / np.sqrt(scale)
    return {name: float(weight) for name, weight in zip(names, weights, strict=True)}


def figures(found: list[Sample], weights: dict[str, float]) -> str:
    """Precision and recall of candidates at score 0 (overlaps not resolved)."""
    right = wrong = missed = 0
    for features, label in found:
        positive = sum(weights.get(feature, 0.0) for feature in features) > 0
        right += positive and label
        wrong += positive and not label
        missed += label and not positive
    return f"P {right / max(1, right + wrong):.4f}  R {right / max(1, right + missed):.4f}  of {right + missed}"


def write(weights: dict[str, float], target: Path) -> None:
    """One row a feature, sorted; tiny weights are left out."""
    lines = [
        f"{name}\t{weight:.3f}" for name, weight in sorted(weights.items()) if abs(weight) >= 0.03
    ]
    head = "# source: trained by `python -m training.names` on drafts the project makes itself\n# date: 2026-11-22\n# licence: Apache-2.0\nfeature\tweight\n"
    target.write_text(head + "\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Train, score on held-out templates, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=TARGET)
    options.add_argument(
        "--priors",
        action="store_true",
        help="keep the learned weights, renew the stated ones alone",
    )
    chosen = options.parse_args()
    if chosen.priors:
        write(names_model.weights() | PRIORS, chosen.out)
        return
    thin = thinned(7)
    for module in (names_segment, names_model):
        module.words = lambda: thin  # type: ignore[attr-defined]
    found = samples(False, ROUNDS, 1)
    for module in (names_segment, names_model):
        module.words = words  # type: ignore[attr-defined]
    found += labelled.samples(COPIES, 1) + labelled.negatives() + salad.samples(WORD_LINES, 5)
    weights = fit(forgetful(found, 3)) | PRIORS
    weights["bias"] += LEAN
    print(f"training: {len(found)} candidates, {len(weights)} features, {figures(found, weights)}")
    print(f"scoring:  {figures(samples(True, SCORING_ROUNDS, 2), weights)}")
    write(weights, chosen.out)
    print("python -m corpora registers the new weights")


if __name__ == "__main__":
    main()
