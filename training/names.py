"""Train the names model: `python -m training.names` rewrites `corpora/names/weights.tsv`, in about seven minutes.

Deterministic: the same code and data give the same bytes. It learns from what the project made itself: labelled
drafts and copies of them with other people (`training.drafts`), prose that names nobody and lines of words
(`training.salad`). A part of the dictionary is hidden while the copies are read, because real drafts hold words
that no dictionary has. The drafts under `training/exam` train nothing; they score (`xianshen score training/exam`).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import detectors.names_model as names_model
import detectors.names_segment as names_segment
import detectors.names_shape as names_shape
from detectors.names_lexicon import Words, words
from detectors.names_network import Network
from training import drafts, salad
from training.fit import Plan, Sample, figures, fit, printed, write

COPIES = 2
WORD_LINES = 20_000
PLAN = Plan(rounds=4, least=8, forget=0.25)
"""Some features are forgotten, so that several must speak for a name."""
LEAN = 0.5
"""Added to every score: a question too many costs an officer a glance, a name too few the person."""
FORGET = 0.5
"""Share of the samples whose neighbouring words are hidden, so that the shape must carry the rest."""
NEIGHBOURS = ("lw=", "rw=", "lc=", "rc=", "l1=", "r1=", "r2=", "sn=")
HIDDEN = 0.08
"""Share of the dictionary's words that is hidden."""
TARGET = Path(__file__).parent.parent / "corpora" / "names" / "weights.tsv"


def samples() -> list[Sample]:
    """Features and truth of every candidate that trains."""
    found = [one for draft in drafts.originals() for one in drafts.samples(draft)]
    thin = _thinned(7)
    for module in (names_segment, names_model, names_shape):
        module.words = lambda: thin  # type: ignore[attr-defined]
    found += [one for draft in drafts.copies(COPIES, 1) for one in drafts.samples(draft)]
    for module in (names_segment, names_model, names_shape):
        module.words = words  # type: ignore[attr-defined]
    return found + drafts.negatives() + salad.samples(WORD_LINES, 5)


def _forgetful(found: Sequence[Sample], seed: int) -> list[Sample]:
    chance = random.Random(seed)
    return [
        ([one for one in features if not one.startswith(NEIGHBOURS)], label)
        if chance.random() < FORGET
        else (features, label)
        for features, label in found
    ]


def _thinned(seed: int) -> Words:
    full, chance = words(), random.Random(seed)
    costs = list(full.costs)
    for term, at in full.index.items():
        if len(term) > 1 and chance.random() < HIDDEN:
            costs[at] = 99.0
    return replace(full, costs=costs)


def _figures(model: Network, found: Sequence[Sample]) -> str:
    return figures(model.scores([features for features, _ in found]), found)


def main() -> None:
    """Train, score on the drafts held out, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=TARGET)
    chosen = options.parse_args()
    found = samples()
    model = fit(_forgetful(found, 3), PLAN)
    model.linear[model.index["bias"]] += LEAN
    print(f"training: {len(found)} candidates, {len(model.index)} features, {_figures(model, found)}")
    held_out = [one for draft in drafts.exam() for one in drafts.samples(draft)]
    print(f"scoring:  {_figures(model, held_out)}")
    write("feature\tweight\tvector", printed(model), chosen.out, "training.names")
    print("python -m corpora registers the new weights")


if __name__ == "__main__":
    main()
