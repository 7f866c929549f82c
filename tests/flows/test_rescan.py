"""Looking again at an output: what the review left standing for a reason is no leak, everything else is."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from flows.examine import examine
from flows.rescan import left_to_cut
from pipeline.settings import Settings

SETTINGS = Settings(on=dt.date(2026, 6, 1), home=Path(os.devnull))
OUTPUT = "申请人周建国，男，1980年生，反映邻居占道。"


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("会议由县长周建国主持，县长周建国讲话。", []),
        ("申请人反映邻居占道。", ["周建国"]),
        ("会议由县长周建国主持。\n申请人周建国，男，1980年生。", ["周建国"]),
    ],
)
def test_who_is_in_office_in_the_whole_document_stays(source: str, left: list[str]) -> None:
    """A name that reads private only because of the masks around it is none to cut; one that is private anywhere is."""
    before = examine(source.encode(), "a.txt", SETTINGS).document
    again = examine(OUTPUT.encode(), "a.txt", SETTINGS)
    spans = left_to_cut(before, again, SETTINGS)
    assert [again.document.text[span.start : span.stop] for span in spans if span.start == 3] == left


def test_a_number_is_never_excused() -> None:
    """Only names are; what else today's rules cut is left."""
    before = examine("会议由县长周建国主持。".encode(), "a.txt", SETTINGS).document
    again = examine("县长周建国，手机13800001234，家住城关镇和平街3号楼2单元501室。".encode(), "a.txt", SETTINGS)
    assert left_to_cut(before, again, SETTINGS)
