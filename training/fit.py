"""Fitting the networks of names and of roles, always the same for the same samples.

There are many candidates for names and few persons whose role is open: these need smaller batches, and features that are
forgotten by chance, so that no single one of them carries a verdict.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from detectors.names_network import STEP, Network, Table, signs

Sample = tuple[list[str], bool]
BATCH, WIDTH = 512, 32
RATE = 3e-3
SLOWER = 0.7
"""Factor on the rate after every round."""
DECAY = 0.01
DROPPED = 0.2
"""Share of the hidden units that a step does without."""
SPREAD = 0.1
"""Standard deviation of the first vectors."""
_FIRST, _SECOND, _SMALL = 0.9, 0.999, 1e-8
"""Adam's constants."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to fit: rounds over all samples, samples from which on a feature counts, samples a step, hidden units, the
    share of the features of a sample that a step does without."""

    rounds: int
    least: int
    batch: int = BATCH
    width: int = WIDTH
    forget: float = 0.0


def fit(found: Sequence[Sample], plan: Plan, seed: int = 1) -> Network:
    """A network for the samples, by Adam steps."""
    index, known, truth = _numbered(found, plan.least)
    chance, units = np.random.default_rng(seed), signs(plan.width)
    table: Table = np.zeros((len(index), 1 + plan.width), np.float32)
    table[:, 1:] = chance.normal(0.0, SPREAD, (len(index), plan.width))
    mean: Any = np.zeros_like(table)
    square: Any = np.zeros_like(table)
    rate, step = RATE, 0
    for _ in range(plan.rounds):
        order = chance.permutation(len(known))
        for at in range(0, len(order), plan.batch):
            batch = order[at : at + plan.batch]
            kept = (chance.random((len(batch), plan.width)) >= DROPPED) / (1.0 - DROPPED)
            rows = [_some(known[i], plan.forget, chance) for i in batch]
            slope = _slope(table, rows, truth[batch], kept * units)
            step += 1
            mean = _FIRST * mean + (1 - _FIRST) * slope
            square = _SECOND * square + (1 - _SECOND) * slope * slope
            spread = np.sqrt(square / (1 - _SECOND**step)) + _SMALL
            moved = mean / (1 - _FIRST**step) / spread + DECAY * table
            table = (table - rate * moved).astype(np.float32)
        rate *= SLOWER
    return Network(index, table[:, 0].copy(), table[:, 1:].copy())


def joined(networks: Sequence[Network]) -> Network:
    """One network that scores the mean of several over the same features: where one errs by chance, the others do not."""
    share = np.float32(1 / len(networks))
    halves = [np.hsplit(network.vectors * share, 2) for network in networks]
    plus, minus = zip(*halves, strict=True)
    linear = np.sum([network.linear * share for network in networks], axis=0)
    return Network(networks[0].index, linear, np.hstack([*plus, *minus]))


def _some(row: np.ndarray, forget: float, chance: np.random.Generator) -> np.ndarray:
    """The features of a sample without those forgotten; never without all."""
    if not forget:
        return row
    kept = row[chance.random(len(row)) >= forget]
    return kept if len(kept) else row


def _numbered(
    found: Sequence[Sample], least: int
) -> tuple[dict[str, int], list[np.ndarray], np.ndarray]:
    counts = Counter(feature for features, _ in found for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= least)
    index = {feature: at for at, feature in enumerate(names)}
    known = [np.array([index[f] for f in features if f in index]) for features, _ in found]
    return index, known, np.array([label for _, label in found], np.float32)


def _slope(
    table: Table, rows: Sequence[np.ndarray], truth: np.ndarray, units: np.ndarray
) -> np.ndarray:
    """Gradient of the mean loss of a batch by the table."""
    lengths = np.array(list(map(len, rows)))
    flat = np.concatenate(rows)
    sums = np.add.reduceat(table[flat], np.concatenate(([0], np.cumsum(lengths)[:-1])), axis=0)
    score = sums[:, 0] + (np.maximum(sums[:, 1:], 0.0) * units).sum(axis=1)
    error = (1.0 / (1.0 + np.exp(-np.clip(score, -30, 30))) - truth) / len(rows)
    parts = np.empty((len(rows), table.shape[1]), np.float32)
    parts[:, 0] = error
    parts[:, 1:] = error[:, None] * units * (sums[:, 1:] > 0)
    order = np.argsort(flat, kind="stable")
    touched, first = np.unique(flat[order], return_index=True)
    slope = np.zeros_like(table)
    slope[touched] = np.add.reduceat(np.repeat(parts, lengths, axis=0)[order], first, axis=0)
    return slope


def figures(scores: Sequence[float], found: Sequence[Sample]) -> str:
    """Precision and recall at score 0."""
    right = sum(score > 0 and label for score, (_, label) in zip(scores, found, strict=True))
    said = sum(score > 0 for score in scores)
    wanted = sum(label for _, label in found)
    return f"P {right / max(1, said):.4f}  R {right / max(1, wanted):.4f}  of {wanted}"


def write(columns: str, rows: Iterable[str], target: Path, module: str) -> None:
    """A corpus file of the given rows, sorted."""
    head = (
        f"# source: trained by `python -m {module}` on drafts the project makes itself\n"
        f"# date: 2026-11-23\n# licence: Apache-2.0\n{columns}\n"
    )
    target.write_text(head + "\n".join(sorted(rows)) + "\n", "utf-8")


def printed(model: Network) -> Iterator[str]:
    """The rows of a network's file, as `detectors.names_network.network` reads them."""
    for name, at in model.index.items():
        steps = np.clip(np.round(model.vectors[at] / STEP), -127, 127).astype(np.int8)
        vector = base64.b64encode(steps.tobytes()).decode()
        yield f"{name}\t{model.linear[at]:.3f}\t{vector}"
