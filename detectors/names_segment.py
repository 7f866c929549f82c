"""A run of Han characters read as words: the cheapest reading, and what it would cost with a name in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from detectors.names_lexicon import NAME_COST, lexicon, words

LONGEST = 5
_ACROSS = 4.0
_RARE_GIVEN = 11.5
_SINGLE_GIVEN = 1.9
"""Extra cost of a given name of one character."""
_DOUBLE_GIVEN = 0.2
_NO_WORD = 1e9
_ROUNDING = 1e-6
HOPELESS = -18.0
"""A gain below which no cue makes a candidate."""


@dataclass(frozen=True, slots=True)
class Run:
    """Costs of the cheapest readings of every prefix and suffix of one run."""

    text: str = field(repr=False)
    prefix: list[float]
    suffix: list[float]
    ends: list[int]
    """`ends[i]`: where the last word of the cheapest reading of `text[:i]` starts."""
    starts: list[int]
    """`starts[i]`: where the first word of the cheapest reading of `text[i:]` stops."""

    def gain(self, start: int, stop: int, cost: float) -> float:
        """How much cheaper the run reads with a word of `cost` from `start` to `stop`; negative if dearer."""
        return self.prefix[-1] - self.prefix[start] - cost - self.suffix[stop]

    def word_before(self, index: int) -> str:
        """The word that ends at `index`."""
        return self.text[self.ends[index] : index] if index else ""

    def word_after(self, index: int) -> str:
        """The word that begins at `index`."""
        return self.text[index : self.starts[index]] if index < len(self.text) else ""

    def crosses(self, index: int) -> bool:
        """True when the cheapest reading of the whole run has a word across `index`."""
        return self.prefix[index] + self.suffix[index] > self.prefix[-1] + 1e-6


def segment(text: str, breaks: Sequence[int] = ()) -> Run:
    """Read one run of Han characters; linear in its length. A word across one of `breaks` costs more."""
    vocabulary = words()
    get, costs, ceiling, heads = (
        vocabulary.index.get,
        vocabulary.costs,
        vocabulary.ceiling,
        vocabulary.heads,
    )
    size = len(text)
    edges: list[list[tuple[int, float]]] = []
    prefix = [1e9] * (size + 1)
    prefix[0] = 0.0
    ends = [0] * (size + 1)
    for i in range(size):
        at = get(text[i])
        found = [(i + 1, ceiling if at is None else costs[at])]
        pair = text[i : i + 2]
        if (at := get(pair)) is not None and i + 1 < size:
            found.append((i + 2, costs[at]))
        if pair in heads:
            for j in range(i + 3, min(i + LONGEST, size) + 1):
                if (at := get(text[i:j])) is not None:
                    found.append((j, costs[at]))  # noqa: PERF401 - read for every character
        if breaks and len(found) > 1:
            found = [
                (j, cost + _ACROSS if any(i < b < j for b in breaks) else cost)
                for j, cost in found
            ]
        edges.append(found)
        base = prefix[i]
        for j, cost in found:
            if base + cost < prefix[j]:
                prefix[j] = base + cost
                ends[j] = i
    suffix = [0.0] * (size + 1)
    starts = [size] * (size + 1)
    for i in range(size - 1, -1, -1):
        best = 1e9
        for j, cost in edges[i]:
            if cost + suffix[j] < best:
                best = cost + suffix[j]
                starts[i] = j
        suffix[i] = best
    return Run(text, prefix, suffix, ends, starts)


def most_gain(text: str, start: int, stop: int, cost: float) -> float:
    """More than a word of this cost can gain in a run without breaks, for two or three characters.

    No reading of the run spends more on them than the cheapest reading of them alone, nor than one with a word
    across an edge of theirs, where the character beyond the edge is no end of another word.
    """
    vocabulary = words()
    get, costs, ceiling = vocabulary.index.get, vocabulary.costs, vocabulary.ceiling
    first = ceiling if (at := get(text[start])) is None else costs[at]
    second = ceiling if (at := get(text[start + 1])) is None else costs[at]
    head = _NO_WORD if (at := get(text[start : start + 2])) is None else costs[at]
    if stop - start == 2:
        most, before, behind = min(first + second, head), second, first
    else:
        third = ceiling if (at := get(text[start + 2])) is None else costs[at]
        tail = _NO_WORD if (at := get(text[start + 1 : stop])) is None else costs[at]
        whole = _NO_WORD if (at := get(text[start:stop])) is None else costs[at]
        before, behind = min(second + third, tail), min(first + second, head)
        most = min(first + before, behind + third, whole)
    if most - cost <= HOPELESS:
        return most - cost
    if start and (at := get(text[start - 1 : start + 1])) is not None and costs[at] < ceiling:
        across = costs[at] + before
        if not any(
            text[k:start] in vocabulary.index for k in range(max(0, start - LONGEST), start - 1)
        ):
            single = get(text[start - 1])
            most = min(most, across - (ceiling if single is None else costs[single]))
    if (
        (at := get(text[stop - 1 : stop + 1])) is not None
        and stop < len(text)
        and costs[at] < ceiling
    ):
        across = costs[at] + behind
        if not any(
            text[stop:k] in vocabulary.index
            for k in range(stop + 2, min(len(text), stop + LONGEST) + 1)
        ):
            single = get(text[stop])
            most = min(most, across - (ceiling if single is None else costs[single]))
    return most - cost + _ROUNDING


def name_cost(surname: str, given: str) -> float:
    """Negative log chance of this name as a word of running text."""
    known = lexicon()
    cost = NAME_COST + known.surnames[surname]
    cost += _SINGLE_GIVEN if len(given) == 1 else _DOUBLE_GIVEN
    for character in given:
        cost += known.given.get(character, _RARE_GIVEN)
    return cost
