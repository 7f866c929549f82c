"""Findings of markings, made up."""

from __future__ import annotations

from pipeline.document import Layer, Span, digest_id
from pipeline.finding import Certainty, Finding, Kind
from pipeline.secrecy import MarkReading


def marking_finding(start: int, mark: MarkReading) -> Finding:
    """A marking at `start`, six characters long."""
    span = Span(start, start + 6)
    name = digest_id("test", str(start))
    return Finding(name, Kind.SECRECY_MARKING, span, Layer.BODY, "第1行", Certainty.SURE, "markings", mark=mark)
