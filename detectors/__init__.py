"""What to see. One subject a file; yields findings, decides nothing."""

from __future__ import annotations

from pathlib import Path

from detectors import (
    citations,
    conflict,
    handling,
    hidden,
    language,
    markings,
    names,
    scope,
    sensitive,
)
from detectors.aggregate import link
from detectors.metadata import read_metadata
from detectors.names_scorer import scorer_of
from detectors.negative_list import NegativeList, entries_of
from pipeline.contracts import Detector

__all__ = ["DETECTORS", "detectors_of", "link", "read_metadata"]

DETECTORS: tuple[Detector, ...] = (
    markings.DETECTOR,
    handling.DETECTOR,
    conflict.DETECTOR,
    scope.DETECTOR,
    citations.DETECTOR,
    hidden.DETECTOR,
    names.DETECTOR,
    language.DETECTOR,
    sensitive.DETECTOR,
)
"""Every detector, in the order in which they look: names before what asks for them, so that the memory of both never adds up."""


def detectors_of(home: Path) -> tuple[Detector, ...]:
    """The detectors of an office: with its 负面清单, and its own model for names where its settings name one.

    Raises UsageError for a list or a setting that cannot be used.
    """
    listed = entries_of(home)
    more: tuple[Detector, ...] = (NegativeList(listed),) if listed else ()
    scorer = scorer_of(home)
    if scorer is None:
        return (*DETECTORS, *more) if more else DETECTORS
    own = names.Names(scorer)
    instead: dict[str, Detector] = {
        own.name: own,
        "sensitive": sensitive.Sensitive(own),
        "identifiers": language.Identifiers(own),
    }
    return (*(instead.get(one.name, one) for one in DETECTORS), *more)
