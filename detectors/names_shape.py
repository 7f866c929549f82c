"""Features of a possible name itself: how it is built, what kind of word it is, how it stands to other readings and names."""

from __future__ import annotations

from typing import NamedTuple

from detectors.names_candidates import Candidate
from detectors.names_lexicon import Cue, lexicon, words


class Around(NamedTuple):
    """What stands around a candidate."""

    text: str
    before: Cue | None
    after: Cue | None
    label: Cue | None
    column: Cue | None
    dropped: tuple[bool, bool, bool]
    """Whether a space was printed before, inside, after the name."""
    introduced: bool
    office: bool
    organ: bool
    rival: float
    """Gain of the best other reading that begins at the same place; -99 without one."""
    times: int
    """How often the same characters stand in the document."""
    again: bool
    """Whether the paper has a whole name of these characters (second look only)."""
    given: int
    """How many whole names of the paper end in these characters (second look only)."""
    longer: bool
    """Whether a longer stretch that ends at the same place is proposed, too (second look only)."""
    clan: bool
    """Whether another name of the paper begins alike (second look only)."""


SECOND = frozenset({"wide", "given", "spelt"})
"""Sources of the second look, which only papers full of names get."""


def second(candidate: Candidate, around: Around) -> list[str]:
    """How the candidate stands to the names that the paper has shown already."""
    source, name = candidate.source, candidate.text
    found = [f"again={around.again}/{source}", f"tail={min(2, around.given)}/{source}"]
    if source == "given":
        table = lexicon().given
        found += [f"g={ch}" for ch in name]
        found.append(f"alone={round(sum(table.get(ch, 11.5) for ch in name) / 2)}")
        found.append(f"tail={min(2, around.given)}/word={tier(words().cost(name))}")
        if name[0] == name[1]:
            found.append("doubled")
        if name[0] in "阿小大老":
            found.append(f"called={name[0]}")
    if source == "spelt":
        stems = lexicon().stems
        found += [f"s={ch}" for ch in name]
        found += [f"stem-head={stems.get(name[:2], '-')}", f"stem-tail={stems.get(name[-2:], '-')}"]
    found += [f"clan={around.clan}/{source}", f"longer={around.longer}/{source}"]
    return found


def tier(cost: float | None) -> str:
    """How common a word is, in five steps."""
    if cost is None:
        return "none"
    return next((str(step) for step in (8, 9, 10, 11, 12, 13, 14) if cost < step), "rare")


def rivals(candidate: Candidate, rival: float, times: int, cued: bool) -> list[str]:
    """How the name compares with a shorter or longer one at the same place, and whether the paper repeats it."""
    found = []
    size = len(candidate.text)
    if rival > -90:
        found.append(f"rival={max(-4, min(4, round((candidate.gain - rival) / 2)))}/{size}")
    else:
        found.append(f"rival=none/{size}")
    cost = words().cost(candidate.text)
    word = cost is not None
    if times > 1:
        found.append(f"times={min(3, times)}/{'word' if word else size}")
    spoken = "cued" if cued else "bare"
    found.append(f"word={tier(cost)}/{candidate.source}/{spoken}")
    if word:
        found.append(f"tag={words().tag(candidate.text)}/{spoken}")
    inner = words().cost(candidate.text[1:]) if size == 3 else None
    if inner is not None and candidate.source in {"han", "wide"}:
        crossed = candidate.run is not None and candidate.run.crosses(
            candidate.start - candidate.offset
        )
        found.append(f"inner={tier(inner)}/{'crossed' if crossed else 'whole'}")
        found.append(f"inner-tag={words().tag(candidate.text[1:])}/{spoken}")
    return found


def shape(name: str, shares: dict[str, int], given: dict[str, float]) -> list[str]:
    """Surname and given name: how common they are, and whether they make a word."""
    surname = name[:2] if name[:2] in shares and len(name) > 2 else name[0]
    rest = name[len(surname) :]
    share = shares.get(surname, 1)
    tier = "top" if share >= 100 else "often" if share >= 20 else "some" if share > 3 else "rare"
    mean = sum(given.get(ch, 11.5) for ch in rest) / max(1, len(rest))
    found = [f"surname={tier}{len(surname)}", f"given={round(mean)}x{len(rest)}", f"sn={surname}"]
    found += [f"g={ch}" for ch in rest]
    if any(ch not in given for ch in rest):
        found.append("given=strange")
        if tier in {"some", "rare"} and all(ch not in given for ch in rest):
            found.append("given=strange-rare")
    vocabulary = words()
    if name in vocabulary.persons:
        found.append("listed=person")
    elif name in vocabulary.rare:
        found.append("listed=rare")
    whole, tail = vocabulary.cost(name), vocabulary.cost(rest) if len(rest) == 2 else None
    if whole is not None:
        found.append(f"word={min(15, round(whole))}")
    if tail is not None:
        found.append(f"rest={min(15, round(tail))}")
    return found
