"""A shallow network over named features: how the models of names and of roles score.

Every feature has a linear weight and a vector. The vectors of the features that hold are added up; the first half of the
sums, where positive, are added to the linear score and the second half are taken off, so that features can count
together what none of them says alone. All of it is one table, a row a feature (`corpora/names/*.tsv`): the linear weight
in decimal, the vector as signed bytes in base64, in steps of `STEP`.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

import corpora

STEP = 1 / 192
Table = NDArray[np.float32]
AT_ONCE = 1_024
"""Lists of features that are scored together: more would fill the memory, fewer take longer."""


def signs(width: int) -> Table:
    """What every hidden unit does to the score."""
    return np.repeat(np.array([1, -1], np.float32), width // 2)


@dataclass(frozen=True, slots=True)
class Network:
    """One row a feature: its linear weight, and its vector in units of `step` (signed bytes take a quarter of the memory)."""

    index: dict[str, int] = field(repr=False)
    linear: Table = field(repr=False)
    vectors: NDArray[Any] = field(repr=False)
    step: float = 1.0

    def scores(self, found: Iterable[Sequence[str]]) -> list[float]:
        """One score for each list of features, which holds `bias`; unknown features count nothing."""
        taken, scores = iter(found), list[float]()
        while part := list(islice(taken, AT_ONCE)):
            scores += self._scores(part)
        return scores

    def _scores(self, found: Sequence[Sequence[str]]) -> list[float]:
        get = self.index.get
        known = [[at for one in features if (at := get(one)) is not None] for features in found]
        lengths = np.fromiter(map(len, known), np.int64, len(known))
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        flat = np.fromiter((at for row in known for at in row), np.int64, int(lengths.sum()))
        sums = np.add.reduceat(self.vectors[flat], starts, axis=0, dtype=np.float32)
        hidden = np.maximum(sums, 0.0) @ (signs(self.vectors.shape[1]) * np.float32(self.step))
        return [float(one) for one in np.add.reduceat(self.linear[flat], starts) + hidden]


@cache
def network(path: str) -> Network:
    """The network of a registered file, loaded once a process."""
    lines = [line for line in corpora.text(path).splitlines() if line and line[0] != "#"]
    names, weights, vectors = zip(*(line.split("\t") for line in lines[1:]), strict=True)
    steps = np.frombuffer(b"".join(map(b64decode, vectors)), np.int8).reshape(len(names), -1)
    linear = np.array(list(map(float, weights)), np.float32)
    return Network({name: at for at, name in enumerate(names)}, linear, steps, STEP)
