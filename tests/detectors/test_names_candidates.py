"""Candidates for names: in the order of the text, and in parts that judge alone what the whole would judge."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from detectors.names import judged
from detectors.names_candidates import Candidate, candidates, in_parts
from pipeline.contracts import Reading
from tests.detectors.test_names import document

PLACES = st.lists(st.tuples(st.integers(0, 200), st.integers(2, 5)), max_size=60)


@given(PLACES, st.integers(1, 9))
def test_parts_hold_all_and_never_overlap(places: list[tuple[int, int]], least: int) -> None:
    """Candidates that overlap, and so are rivals, stay in one part; none is lost or moved."""
    found = [Candidate(at, at + size, "han", 0.0, "") for at, size in sorted(places)]
    parts = list(in_parts(iter(found), least))
    assert [one for part in parts for one in part] == found
    for before, after in itertools.pairwise(parts):
        assert max(one.stop for one in before) <= min(one.start for one in after)


def test_candidates_stand_in_the_order_of_the_text() -> None:
    """Sources of three kinds, merged: what begins first comes first."""
    text = "户主额尔敦仓、张三、大卫·约翰逊，村民阿依古丽·买买提与李建国到场。"
    starts = [one.start for one in candidates(text)]
    assert starts == sorted(starts)


def test_a_long_list_is_judged_like_a_short_one() -> None:
    """Beyond the length from which a text is read in parts every row gives the same names."""
    rows = "申请人张大山、李秀英到场，村民阿依古丽·买买提说明情况。\n"
    names = {
        size: {(one.candidate.text, one.settled) for one in judged(Reading.of(document(rows * size)))}
        for size in (300, 600)
    }
    assert names[300] == names[600]
    assert ("张大山", False) in names[300]
