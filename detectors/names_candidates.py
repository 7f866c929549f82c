"""Stretches of text that could be a person's name. Generous: what is a name is judged afterwards."""

from __future__ import annotations

import bisect
import heapq
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter

from detectors.names_context import within_word
from detectors.names_dotted import dotted
from detectors.names_lexicon import NEVER, Lexicon, lexicon, words
from detectors.names_segment import HOPELESS, Run, most_gain, name_cost, segment
from detectors.phrases import pattern

_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
KIN = frozenset("老婶叔伯姨嫂爷奶娘妈爸姑舅哥姐姓孃家氏")
"""After a surname alone an address (王婶, 李姐, 邱老) or a family (赵家)."""
_TITLES = frozenset("工局")
"""After a surname a title, whatever follows (周工重做)."""
ADVERBS = frozenset("未曾因又均已也还仍则却亦皆须需即且并做叫讲说找去到被让给跟请收")
"""What no name without a surname begins with: after a word for a person the sentence goes on (原告曾起诉)."""
_PEACE = "和平"
"""The one given name that begins with a character of `NEVER`."""
_LONGEST_RUN = 400
"""A longer run has no punctuation at all; it is read in overlapping parts."""
_LISTED = -1.5
"""Least gain of a word that the dictionary lists as a person: being a word does not speak against it."""
LEAST_GAIN = -9.0
"""A reading with the name may be this much dearer before the place is dropped unseen (cues can make up for it)."""


@dataclass(slots=True)
class Candidate:
    """A possible name at folded offsets. `source` tells where it came from; `run` and `offset` its words."""

    start: int
    stop: int
    source: str
    gain: float
    text: str = field(repr=False)
    run: Run | None = field(repr=False, default=None)
    offset: int = 0
    score: float = 0.0
    features: list[str] = field(repr=False, default_factory=list)


def candidates(text: str, breaks: Sequence[int] = ()) -> Iterator[Candidate]:
    """Every candidate of a folded text, by where they start; they overlap. `breaks`: where spaces were printed."""
    known = lexicon()
    return heapq.merge(
        _in_runs(text, known, breaks),
        (Candidate(at, to, "dotted", 6.0, text[at:to]) for at, to in dotted(text)),
        _free(text, known),
        key=attrgetter("start"),
    )


def in_parts(found: Iterable[Candidate], least: int) -> Iterator[list[Candidate]]:
    """Candidates as they start, in lists of `least` or a few more; no candidate overlaps one of another list."""
    part, furthest = list[Candidate](), 0
    for one in found:
        if len(part) >= least and one.start >= furthest:
            yield part
            part = []
        part.append(one)
        furthest = max(furthest, one.stop)
    yield part


def _in_runs(text: str, known: Lexicon, breaks: Sequence[int]) -> Iterator[Candidate]:
    for match in _RUN.finditer(text):
        start, stop = match.span()
        for at in range(start, stop, _LONGEST_RUN):
            end = min(at + _LONGEST_RUN + 8, stop)
            inside = breaks[bisect.bisect_right(breaks, at) : bisect.bisect_left(breaks, end)]
            found = _in_run(text[at:end], at, known, [b - at for b in inside])
            yield from sorted(found, key=attrgetter("start"))


@cache
def _introducers() -> re.Pattern[str]:
    """Words for a private person that a name often follows at once (妻子, 报警人, 村民 …), longest first."""
    terms = [
        cue.term
        for cue in lexicon().before.values()
        if cue.role == "private" and cue.group in {"party", "trade"} and len(cue.term) > 1
    ]
    return re.compile("|".join(sorted(terms, key=len, reverse=True)))


def _free(text: str, known: Lexicon) -> Iterator[Candidate]:
    """Two to four characters right after such a word, though no surname begins them (户主额尔敦仓, 工友四四)."""
    for match in _introducers().finditer(text):
        start = match.end()
        run = _RUN.match(text, start)
        if within_word(text, match.start(), start) or _tail_of_word(text, match.start()):
            continue
        if (
            run is None
            or text[start] in known.surnames
            or text[start : start + 2] in known.compounds
        ):
            continue
        read = segment(text[start : min(run.end(), start + 12)])
        for stop in range(start + 2, min(run.end(), start + 4) + 1):
            if text[start] in ADVERBS or text[start] in _GOES_ON or not _UNNAMED.isdisjoint(text[start:stop]):
                break
            if words().cost(text[start:stop]) and words().tag(text[start:stop])[:2] != "nr":
                continue
            gain = read.gain(0, stop - start, _FREE_COST + (stop - start) * _FREE_CHARACTER)
            yield Candidate(start, stop, "free", gain, text[start:stop], read, start)


_RARE_SHARE, _ORDINARY = 3, 13.0
_NO_WORD, _LENIENT = 10.0, 5.0
_PARTICLES = frozenset("和时应要能由从同连经过将向")
"""Surnames that are particles far more often."""


def _tail_of_word(text: str, start: int) -> bool:
    """True when the character before begins a common word that ends in the cue: 国家|公 is no 家公."""
    return (words().cost(text[max(0, start - 1) : start + 1]) or 99.0) < _ORDINARY - 3.0


def _ordinary(run: Run, text: str, start: int, stop: int) -> bool:
    """A rare surname does not make a name of a word or of the end of one (受理, 公务员, 过半数)."""
    cost = words().cost
    inner = cost(text[start + 1 : stop]) if stop - start > 2 else None
    if inner is not None and text[start] in _PARTICLES:
        return True
    plain = (inner or 99.0) < _ORDINARY - 2.0 and _least(text[start]) == LEAST_GAIN
    return (cost(text[start:stop]) or 99.0) < _ORDINARY or plain or run.crosses(start)


@cache
def _least(surname: str) -> float:
    """Least gain of a candidate: a character that is hardly a word of its own tells of a name even before a word (吕建设)."""
    alone = (words().cost(surname) or 99.0) >= _NO_WORD
    return LEAST_GAIN - _LENIENT if alone else LEAST_GAIN


_GOES_ON = frozenset("局厅委办组能赴自正全诉")
"""Right after a word for persons the rest of an office's name (退役军人局), or the sentence goes on (农户自评)."""
_UNNAMED = frozenset(NEVER) | frozenset("我你您他她它们勿")
_FREE_COST, _FREE_CHARACTER = 6.0, 5.0
"""Cost of a name without a surname: that there is one, and each of its characters."""


def _in_run(text: str, offset: int, known: Lexicon, breaks: Sequence[int]) -> Iterator[Candidate]:
    rare = words().rare
    wanted = [one for one in _costed(text, known) if breaks or _may_gain(text, one, known, rare)]
    stems, sounds = (list(spelling.finditer(text)) for spelling in _spellings())
    if not (wanted or stems or sounds):
        return
    run = segment(text, breaks)
    for start, stop, cost in wanted:
        rare_one = known.shares.get(text[start], 99) <= _RARE_SHARE or text[start] in _PARTICLES
        if rare_one and _ordinary(run, text, start, stop):
            continue
        gain = run.gain(start, stop, cost)
        if gain < _LISTED and stop - start == 3 and text[start:stop] in rare:
            gain = _LISTED
        if gain > _least(text[start]) or (gain > HOPELESS and _cued(text, start, known)):
            yield Candidate(
                offset + start, offset + stop, "han", gain, text[start:stop], run, offset
            )
    for start, stop in (_with_surname(text, *match.span(), known) for match in stems):
        gain = run.gain(start, stop, 14.0)
        yield Candidate(offset + start, offset + stop, "stem", gain, text[start:stop], run, offset)
    for start, stop in (_trimmed(run, *match.span()) for match in sounds):
        gain = run.gain(start, stop, 16.0)
        if gain > LEAST_GAIN:
            yield Candidate(
                offset + start, offset + stop, "sound", gain, text[start:stop], run, offset
            )


def _costed(text: str, known: Lexicon) -> Iterator[tuple[int, int, float]]:
    """Start and stop of every place that begins with a surname, and what it costs as a name."""
    for start, surname, stop in _places(text, known):
        yield start, stop, name_cost(surname, text[start + len(surname) : stop])


def _may_gain(
    text: str, place: tuple[int, int, float], known: Lexicon, rare: frozenset[str]
) -> bool:
    """False when no run can make this place a name: saves reading most runs of official prose."""
    start, stop, cost = place
    if stop - start > 3 or text[start:stop] in rare:
        return True
    most = most_gain(text, start, stop, cost)
    return most > _least(text[start]) or (most > HOPELESS and _cued(text, start, known))


def _with_surname(text: str, start: int, stop: int, known: Lexicon) -> tuple[int, int]:
    """A name of stems with the surname some bear before it (村民白乌云其木格), where a cue or the line begins before."""
    before = start - 1
    bears = stop - start >= 3 and before >= 0 and text[before] in known.surnames
    return (
        (before, stop) if bears and (before == 0 or _cued(text, before, known)) else (start, stop)
    )


def _trimmed(run: Run, start: int, stop: int) -> tuple[int, int]:
    """A spelling without the end of the word before it (丈夫罗文塔尔: 夫 spells, too)."""
    if run.crosses(start):
        over = next((at for at in range(start + 1, stop - 2) if not run.crosses(at)), start)
        return over, stop
    return start, stop


def _cued(text: str, start: int, known: Lexicon) -> bool:
    """True when a cue of two or more characters stands before; looked up only for poor readings."""
    return any(
        text[start - length : start] in known.before for length in range(2, min(6, start) + 1)
    )


def _places(text: str, known: Lexicon) -> Iterator[tuple[int, str, int]]:
    """Surname and one or two characters that can be a given name."""
    surnames, size = known.surnames, len(text)
    for match in _openers().finditer(text, 0, size - 1):
        i = match.start()
        if (
            text[i] in surnames
            and (text[i + 1] not in NEVER or text[i + 1 : i + 3] == _PEACE)
            and text[i : i + 2] not in known.before
        ):
            if text[i + 1] in _TITLES or text[i + 1 : i + 3] in known.salutations:
                continue
            if text[i + 1] not in KIN and text[i + 1] not in NEVER:
                yield i, text[i], i + 2
            if i + 2 < size and text[i + 2] not in NEVER:
                yield i, text[i], i + 3
        pair = text[i : i + 2]
        if pair in known.compounds and i + 2 < size and text[i + 2] not in NEVER:
            yield i, pair, i + 3
            if i + 3 < size and text[i + 3] not in NEVER:
                yield i, pair, i + 4


@cache
def _openers() -> re.Pattern[str]:
    """Every character that begins a surname."""
    known = lexicon()
    return re.compile(f"[{''.join(sorted({name[0] for name in known.shares}))}]")


@cache
def _spellings() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Rows of stems, and runs of characters that spell foreign names (three to seven)."""
    known = lexicon()
    firsts = "".join(sorted({stem[0] for stem in known.stems}))
    sounds = "".join(sorted(known.transliteration))
    return re.compile(f"(?=[{firsts}])(?:{pattern(known.stems).pattern})+"), re.compile(
        f"(?<![{sounds}])[{sounds}]{{3,8}}(?![{sounds}])"
    )
