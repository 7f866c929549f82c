"""The labelled drafts that ship are scored on every run, with a floor for each kind."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flows.score import Score, score
from pipeline.finding import Kind
from pipeline.settings import Settings

FOLDER = Path(__file__).parent.parent.parent / "corpora" / "specimens"
CHECKED = {"pi.resident_id", "pi.bank_card", "pi.disability_id", "pi.student_id", "org.identifier"}
FLOORS = {
    **{kind.value: 0.97 for kind in Kind},
    **dict.fromkeys(CHECKED, 0.995),
    "pi.mobile": 0.99,
    "pi.landline": 0.99,
    "pi.email": 0.99,
    "pi.name": 0.97,
    "pi.address": 0.95,
    "secrecy.marking": 1.0,
}
"""Least recall of each kind."""


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Score:
    """Every specimen, reviewed once."""
    return score(FOLDER, Settings(on=dt.date(2026, 11, 22), home=tmp_path_factory.mktemp("home")))


def test_there_are_specimens_enough(scored: Score) -> None:
    """More than two hundred drafts, in every format that is cut exactly."""
    assert scored.drafts > 200


def test_every_kind_is_above_its_floor(scored: Score) -> None:
    """Recall a kind: a missed number on a public page is the accident that really happens."""
    below = {
        name: tally.recall
        for name, tally in scored.kinds.items()
        if tally.recall is not None and tally.recall < FLOORS[name]
    }
    assert not below


def test_no_marking_is_missed_and_none_invented(scored: Score) -> None:
    """Every marking with its state and date, and no other."""
    assert (scored.markings.missed, scored.markings.false) == (0, 0)


def test_cuts_hit_what_they_should(scored: Score) -> None:
    """Cut precision and recall over all drafts."""
    assert (scored.cuts.precision or 0) >= 0.97
    assert (scored.cuts.recall or 0) >= 0.97


def test_outcomes_are_right(scored: Score) -> None:
    """Every draft ends as its label says."""
    assert scored.outcomes.missed == 0
