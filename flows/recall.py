"""What earlier runs left of a document: its written results, or the review that its case keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from office import CaseRef, Office
from pipeline.schema import schema
from pipeline.settings import Settings


def written(folder: Path, case: CaseRef, digest: str, rules: str, on: str) -> dict[str, Any] | None:
    """The review in a results folder, if it is that of this case, these bytes and rules and this day."""
    try:
        made = json.loads((folder / "review.json").read_text("utf-8"))
        stated = (made["case"], made["source"]["sha256"], made["corpora"], made["on"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return dict(made) if stated == (case.id, digest, rules, on) else None


def stored(office: Office, case: CaseRef, name: str, settings: Settings) -> dict[str, Any] | None:
    """What an examination of this file would answer, from its case; None where it must be examined again.

    A halted document keeps no review, and a file that came under another name was examined as that.
    """
    if case.state in ("halted", "erased"):
        return None
    kept = office.case(case.id).review
    if (kept["source"]["name"], kept["office"]) != (name, settings.office):
        return None
    cuts = [
        [proposal["id"], cut["start"], cut["stop"], cut.get("mask")]
        for proposal in kept["proposals"]
        for cut in proposal["cuts"]
    ]
    return {"review": _in_order({"case": case.id, **kept}, schema()), "cuts": cuts}


def _in_order(value: Any, shape: Mapping[str, Any]) -> Any:
    """The value with the fields of the contract in their order, and no others (masks are the case's own)."""
    if "properties" in shape:
        fields = shape["properties"].items()
        return {name: _in_order(value[name], inner) for name, inner in fields if name in value}
    if "items" in shape:
        return [_in_order(item, shape["items"]) for item in value]
    return value
