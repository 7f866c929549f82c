"""Looking at an output with today's rules: the part of a proof that needs the detectors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flows.examine import examine
from pipeline.document import Source
from pipeline.review_json import cuts_of
from pipeline.settings import Settings
from redaction.proof import Check


def rescan_with(source: Source, settings: Settings) -> Any:
    """A function for `redaction.apply`: the output reviewed again must have nothing left to cut."""

    def rescan(output: bytes) -> Iterable[Check]:
        again = examine(output, source.name, settings)
        left = cuts_of(again.review)
        yield Check("按现行规则复查", not left, f"仍有{len(left)}处应删减")

    return rescan
