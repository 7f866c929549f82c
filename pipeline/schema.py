"""The JSON Schema of `review.json`, generated from the types. `python -m pipeline.schema` writes it to `docs/`."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path
from typing import Any

from pipeline.document import GapReason, Layer
from pipeline.finding import Certainty, Kind
from pipeline.metadata import JSON_FIELDS
from pipeline.proposal import REASON_CODES, Action, Outcome, ReleaseMode, StepKind
from pipeline.review_json import SCHEMA
from pipeline.secrecy import Level, MarkingState

TARGET = Path(__file__).parent.parent / "docs" / "review.schema.json"

_TEXT = {"type": "string"}
_TEXT_OR_NULL = {"type": ["string", "null"]}
_DAY_OR_NULL = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_ID = {"type": "string", "pattern": "^[0-9a-f]{16}$"}
_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_OFFSET = {"type": "integer", "minimum": 0}
_DATES = {"written_on", "published_on"}


def schema() -> dict[str, Any]:
    """The schema as an object; every list of words comes from its enum."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **_object(
            {
                "case": _TEXT,
                "schema": {"const": SCHEMA},
                "source": _object({"name": _TEXT, "format": _TEXT, "sha256": _DIGEST, "bytes": _OFFSET}),
                "metadata": _object({name: _element(name) for name in JSON_FIELDS}),
                "markings": _list(_marking()),
                "gaps": _list(_object({"reason": _words(GapReason), "place": _TEXT})),
                "findings": _list(_finding()),
                "proposals": _list(_proposal()),
                "outcome": {"enum": [outcome.code for outcome in Outcome]},
                "release_status": {"enum": [outcome.release_status for outcome in Outcome]},
                "release_mode": _words(ReleaseMode),
                "steps": _list(
                    _object(
                        {
                            "kind": _words(StepKind),
                            "grounds": _TEXT,
                            "basis": _list(_TEXT),
                            "due_on": _DAY_OR_NULL,
                        }
                    )
                ),
                "on": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
                "office": _TEXT,
                "software": _TEXT,
                "corpora": _DIGEST,
                "members": _list(_object({"name": _TEXT, "sha256": _DIGEST})),
            },
            optional=("case", "members"),
        ),
    }


def _element(name: str) -> dict[str, Any]:
    if name in _DATES:
        return _DAY_OR_NULL
    return _list(_TEXT) if name == "subject_terms" else _TEXT_OR_NULL


def _marking() -> dict[str, Any]:
    return _object(
        {
            "level": {"enum": [level.name for level in Level if level]},
            "term": _TEXT_OR_NULL,
            "issued_on": _DAY_OR_NULL,
            "expires_on": _DAY_OR_NULL,
            "state": _words(MarkingState),
            "findings": _list(_ID),
        }
    )


def _finding() -> dict[str, Any]:
    return _object(
        {
            "id": _ID,
            "kind": _words(Kind),
            "start": _OFFSET,
            "stop": _OFFSET,
            "layer": _words(Layer),
            "place": _TEXT,
            "certainty": _words(Certainty),
            "detector": _TEXT,
            "text": _TEXT,
        },
        optional=("text",),
    )


def _proposal() -> dict[str, Any]:
    return _object(
        {
            "id": _ID,
            "findings": _list(_ID),
            "action": _words(Action),
            "outcome": {"enum": [outcome.code for outcome in Outcome]},
            "reason_code": {"enum": [*REASON_CODES, None]},
            "basis": _list(_TEXT),
            "grounds": _TEXT,
            "cuts": _list(_object({"start": _OFFSET, "stop": _OFFSET, "text": _TEXT}, optional=("text",))),
        }
    )


def _words(words: type[Enum]) -> dict[str, Any]:
    return {"enum": [word.value for word in words]}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _object(properties: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def dumps() -> str:
    """The file's content."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(dumps(), "utf-8")
