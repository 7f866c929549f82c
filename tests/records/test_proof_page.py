"""The proof as a page: the verdict is counted, not believed."""

from __future__ import annotations

from typing import Any

import pytest

from records.proof_page import proof_html, redaction_csv
from tests.records import reviews


def proof(*results: bool, holds: bool = True, cuts: int = 2) -> dict[str, Any]:
    """A parsed proof.json."""
    return {
        "schema": "xianshen/proof/1",
        "original_sha256": "a1" * 32,
        "output_sha256": "d4" * 32,
        "holds": holds,
        "checks": [
            {"name": f"检查{n}", "holds": result, "detail": "<b>"}
            for n, result in enumerate(results)
        ],
        "cuts": [{"number": n + 1, "length_hidden": n == 0} for n in range(cuts)],
        "notes": ["图片未改动"],
    }


def test_a_proof_that_holds() -> None:
    """Verdict, checks, digests and the list of cuts; the rejected cut is not in it."""
    page = proof_html(proof(True, True), reviews.partial(), reviews.signed())
    assert "通过：" in page
    assert "未通过" not in page
    assert "表1第2行第3列" in page
    assert "不采纳" not in page
    assert "不可推知" in page
    assert "&lt;b&gt;" in page
    assert "秘文" not in page


@pytest.mark.parametrize(
    "given",
    [proof(True, False), proof(), proof(True, holds=False)],
    ids=["failed", "empty", "denied"],
)
def test_a_proof_that_does_not_hold(given: dict[str, Any]) -> None:
    """One failed check, none at all, or its own word: not passed."""
    assert "未通过" in proof_html(given)


def test_redaction_list() -> None:
    """One row a cut that is made."""
    rows = (
        redaction_csv(reviews.partial(), reviews.signed(), proof(True))
        .decode("utf-8-sig")
        .splitlines()
    )
    assert len(rows) == 3
    assert "居民身份证号" in rows[1]
