"""Every code that a review can carry has a Chinese word."""

from __future__ import annotations

import pytest

from pipeline.document import GapReason, Layer
from pipeline.proposal import StepKind
from pipeline.secrecy import MarkingState
from records import labels


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (GapReason, labels.GAP_REASONS),
        (GapReason, labels.GAP_ADVICE),
        (StepKind, labels.STEP_KINDS),
        (MarkingState, labels.MARKING_STATES),
        (Layer, labels.LAYERS),
    ],
)
def test_lists_are_complete(codes: type, words: dict[str, str]) -> None:
    """No member without a word, no word without a member."""
    assert set(words) == set(codes)  # type: ignore[call-overload]
    assert all(words.values())


def test_unknown_codes_are_shown_not_hidden() -> None:
    """A code from a newer version is printed as it is."""
    assert labels.gap_reason("new") == "new"
    assert labels.kind("pi.new") == "pi.new"
    assert labels.reason("99") == "99"
    assert labels.reason(None) == "理由待选定"


def test_every_kind_of_entry_has_its_word() -> None:
    """The ledger is shown in Chinese: no kind without a word, no word without a kind."""
    from office.entry import KINDS

    assert set(labels.LEDGER) == set(KINDS)


@pytest.mark.parametrize(
    ("places", "read"), [((), "whole"), (("图片1",), "part"), (("全文",), "nothing"), (("全文（没有文字）",), "nothing")]
)
def test_how_much_was_read(places: tuple[str, ...], read: str) -> None:
    """Of a file that was not read at all nothing may be said to be absent."""
    assert labels.coverage([{"reason": "damaged", "place": place} for place in places]) == read
