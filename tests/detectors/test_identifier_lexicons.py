"""Every row of the identifier lexicons does what its examples say."""

from __future__ import annotations

import pytest

import corpora
from pipeline.finding import Kind
from tests.detectors.test_language import findings, found

LABELLED = corpora.rows("lexicons/labelled_numbers.tsv")
ADDRESSES = corpora.rows("lexicons/address_cues.tsv")


@pytest.mark.parametrize("row", LABELLED, ids=lambda row: f"{row['subject']}-{row['example']}")
def test_labelled_numbers(row: dict[str, str]) -> None:
    """The example gives the kind of the row, the counter-example does not."""
    assert row["kind"] in [kind for kind, _ in found(row["example"])]
    assert row["kind"] not in [kind for kind, _ in found(row["counter_example"])]


@pytest.mark.parametrize("row", ADDRESSES, ids=lambda row: row["term"])
def test_address_cues(row: dict[str, str]) -> None:
    """A person's label gives an address, an office's none."""
    kinds = [kind for kind, _ in found(row["example"])]
    if row["owner"] == "person":
        assert "pi.address" in kinds
    if row["owner"] == "office":
        assert kinds == []


def test_every_kind_of_a_row_exists() -> None:
    """Rows name kinds of the contract."""
    assert {Kind(row["kind"]) for row in LABELLED}


def test_no_reason_quotes_the_document() -> None:
    """`why` is the rule, never the number."""
    for row in LABELLED:
        for finding in findings(row["example"]):
            assert finding.why
            assert not any(char.isdigit() for char in finding.why.replace("IPv6", ""))
