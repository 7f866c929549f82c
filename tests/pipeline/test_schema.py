"""The schema in the manual is the one the types give."""

from __future__ import annotations

from pipeline import schema


def test_the_schema_is_the_one_checked_in() -> None:
    """`docs/review.schema.json` is what `make schema` writes today."""
    assert schema.TARGET.read_text("utf-8") == schema.dumps()
