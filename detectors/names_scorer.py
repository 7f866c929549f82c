"""A larger model that an office has installed itself scores the candidates for names, too.

`HOME/policy/office.toml` names it: `names_model = "zh_core_web_trf"` (any spaCy model for Chinese that is an
installed package). Nothing is downloaded; without the setting no such model is looked for. The model reads only
blocks with a candidate that the shipped weights leave in doubt, and never takes away a name that a label, a
column or a cue speaks for.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from detectors.names_people import Person
from pipeline.errors import UsageError
from pipeline.policy import office_settings

KEY = "names_model"
_PACKAGE = re.compile(r"zh_[a-z0-9_]{1,60}")
_IN_DOUBT = 4.0
_RAISED, _LOWERED = 4.0, 2.0
_LONGEST = 2_000
"""Characters that the model gets at once."""

Scorer = Callable[[str], frozenset[tuple[int, int]]]
"""Spans of the persons in a text."""


def scorer_of(home: Path) -> Scorer | None:
    """The model that the office's settings name; None without one. Raises UsageError for one that is not there."""
    stated = office_settings(home).get(KEY)
    return None if stated is None else load(str(stated))


@cache
def load(package: str) -> Scorer:
    """The persons that an installed spaCy model sees. Raises UsageError."""
    if not _PACKAGE.fullmatch(package) or importlib.util.find_spec(package) is None:
        raise UsageError(
            f"本单位设置的姓名模型“{package}”没有安装。请安装该中文模型，或者删去设置 {KEY}。"
        )
    try:
        pipeline: Any = importlib.import_module(package).load()
    except (ImportError, OSError, ValueError, AttributeError):
        raise UsageError(
            f"本单位设置的姓名模型“{package}”无法载入。请核对其版本，或者删去设置 {KEY}。"
        ) from None

    def persons(text: str) -> frozenset[tuple[int, int]]:
        return frozenset(
            (one.start_char, one.end_char) for one in pipeline(text).ents if one.label_ == "PERSON"
        )

    return persons


def rescored(pool: Sequence[Person], text: str, scorer: Scorer) -> list[Person]:
    """The candidates with the scores of those in doubt moved by what the model sees."""
    doubtful: dict[tuple[int, int], list[Person]] = {}
    for person in pool:
        if abs(person.candidate.score) < _IN_DOUBT:
            doubtful.setdefault(_around(text, person.candidate.start), []).append(person)
    for (start, stop), people in doubtful.items():
        seen = scorer(text[start:stop])
        for person in people:
            one = person.candidate
            if (one.start - start, one.stop - start) in seen:
                one.score += _RAISED
            elif not person.witnesses:
                one.score -= _LOWERED
    return list(pool)


def _around(text: str, at: int) -> tuple[int, int]:
    """The line that holds a place, cut to what the model may get."""
    start = max(text.rfind("\n", 0, at) + 1, at - at % _LONGEST)
    end = text.find("\n", at)
    return start, min(end if end >= 0 else len(text), start + _LONGEST)
