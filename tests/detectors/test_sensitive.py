"""Sensitive information is reported with a person and passed over in policy."""

from __future__ import annotations

import re

import pytest

import corpora
from detectors.sensitive import DETECTOR
from pipeline.contracts import Reading
from tests.detectors.test_names import document

ROWS = corpora.rows("lexicons/sensitive.tsv")


def kinds(text: str) -> set[str]:
    """Kinds found."""
    return {f.kind.value for f in DETECTOR.find(Reading.of(document(text)))}


@pytest.mark.parametrize("row", ROWS, ids=[str(i) for i in range(len(ROWS))])
def test_every_row(row: dict[str, str]) -> None:
    """The example of each row fires with its kind, the counter-example does not."""
    assert re.compile(row["pattern"]).search(row["example"].replace("，", ","))
    assert row["kind"] in kinds(row["example"])
    assert row["kind"] not in kinds(row["counter-example"])


def test_table_columns() -> None:
    """Cells under 病种 and 残疾等级 are health information of the person in the row."""
    text = "|姓名|病种|残疾等级|\n|张建军|尿毒症|肢体二级|\n|李桂兰|无||"
    found = list(DETECTOR.find(Reading.of(document(text))))
    assert [f.kind.value for f in found] == ["pi.health", "pi.health"]


def test_masked_person_ties_nothing() -> None:
    """张某某 identifies nobody."""
    assert kinds("张某某患有尿毒症。") == set()


def test_informant() -> None:
    """The name of an informant is protected."""
    assert "pi.protected" in kinds("举报人张建军反映，该厂夜间排污。")
