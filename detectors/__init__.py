"""What to see. One subject a file; yields findings, decides nothing."""

from __future__ import annotations

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
from pipeline.contracts import Detector

__all__ = ["DETECTORS", "link", "read_metadata"]

DETECTORS: tuple[Detector, ...] = (
    markings.DETECTOR,
    handling.DETECTOR,
    conflict.DETECTOR,
    scope.DETECTOR,
    citations.DETECTOR,
    hidden.DETECTOR,
    language.DETECTOR,
    names.DETECTOR,
    sensitive.DETECTOR,
)
"""Every detector, in the order in which they look."""
