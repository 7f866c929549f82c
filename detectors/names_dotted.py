"""Names with middle dots: parts whose characters spell names of peoples and foreigners (阿依古丽·买买提, 大卫·何)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from detectors.names_lexicon import lexicon, words
from detectors.names_segment import segment

_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
_DOTS = "·•‧・．"
_COMMON = 13.0


def dotted(text: str) -> Iterator[tuple[int, int]]:
    """Where such names stand in a folded text, in order."""
    for match in _chains().finditer(text):
        yield from _trimmed(text, *match.span())


@cache
def _chains() -> re.Pattern[str]:
    sounds = "".join(sorted(lexicon().dotted))
    surnames = "".join(sorted(name for name in lexicon().shares if len(name) == 1))
    whole = (stem for stem in lexicon().stems if not lexicon().dotted.issuperset(stem))
    known = "|".join(sorted(whole, key=len, reverse=True))  # 司马义 has a character that spells nothing
    part = f"(?:{known}|[{sounds}]{{1,8}})"
    return re.compile(f"{part}(?:[{_DOTS}]{part}){{0,3}}[{_DOTS}](?:{part}|[{surnames}])")


def _is_word(text: str, at: int) -> bool:
    """True when a common word goes across a place: …和买买提|到场 has none, …买买提|醒来 would."""
    cost = words().cost
    return any((cost(text[at - 1 : at + more]) or 99.0) < _COMMON for more in (1, 2))


def _trimmed(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """A name with middle dots, without the end of a word before it and the head of one behind it."""
    first = next(at for at in range(start, stop) if text[at] in _DOTS)
    last = next(at for at in range(stop - 1, start, -1) if text[at] in _DOTS)
    left = segment(text[max(0, start - 6) : first])
    shift = max(0, start - 6)
    glued = start > 0 and _RUN.match(text, start - 1) is not None
    while glued and start < first - 1 and left.crosses(start - shift):
        start += 1
    known = lexicon().before
    start = next(
        (
            start + k
            for k in range(4, 1, -1)
            if text[start : start + k] in known and start + k < first
        ),
        start,
    )
    right = segment(text[last + 1 : stop + 6])
    end = stop
    while end > last + 2 and right.crosses(end - last - 1) and _is_word(text, end):
        end -= 1
    stop = end if end > last + 2 or stop == last + 2 else stop
    if stop - last > 1 and stop - start >= 4:
        yield start, stop
