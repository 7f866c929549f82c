"""Every row of the identifier lexicons does what its examples say."""

from __future__ import annotations

import pytest

import corpora
from detectors import places
from detectors.address_owner import is_of_body
from pipeline.finding import Certainty, Kind
from tests.detectors.test_language import findings, found

LABELLED = corpora.rows("lexicons/labelled_numbers.tsv")
ADDRESSES = corpora.rows("lexicons/address_cues.tsv")


@pytest.mark.parametrize("row", LABELLED, ids=lambda row: f"{row['subject']}-{row['example']}")
def test_labelled_numbers(row: dict[str, str]) -> None:
    """The example gives the kind of the row, the counter-example does not."""
    assert row["kind"] in [kind for kind, _ in found(row["example"])]
    assert row["kind"] not in [kind for kind, _ in found(row["counter_example"])]


@pytest.mark.parametrize("row", ADDRESSES, ids=lambda row: f"{row['where']}-{row['term']}")
def test_address_cues(row: dict[str, str]) -> None:
    """A person's word makes an address private; with an office's nothing is cut, a question at most."""
    seen = {f.kind.value: f.certainty for f in findings(row["example"])}
    if row["owner"] == "person":
        assert "pi.address" in seen
    if row["owner"] == "office":
        assert seen.get("pi.address", Certainty.POSSIBLE) is Certainty.POSSIBLE


def test_the_examples_of_offices_would_be_cut_without_the_word() -> None:
    """The flat in the examples of offices is private as long as no word says otherwise."""
    for text in ("涉及巴彦镇锦绣花园3号楼2单元402室。", "该户住巴彦镇胜利路12号"):
        assert [f.certainty for f in findings(text)] not in ([], [Certainty.POSSIBLE])


def test_no_word_of_an_office_hides_in_the_name_of_a_division() -> None:
    """门市 in 厦门市: no name of a county or city makes an address an office's."""
    assert not [name for name in places.names() if is_of_body(name)]


def test_every_kind_of_a_row_exists() -> None:
    """Rows name kinds of the contract."""
    assert {Kind(row["kind"]) for row in LABELLED}


def test_no_reason_quotes_the_document() -> None:
    """`why` is the rule, never the number."""
    for row in LABELLED:
        for finding in findings(row["example"]):
            assert finding.why
            assert not any(char.isdigit() for char in finding.why.replace("IPv6", ""))
