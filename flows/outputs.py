"""The folder of one document under `--out`: review, draft record, and the proposed cut with its proof."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import redaction
from flows.examine import Examined, replacements
from flows.rescan import rescan_with
from pipeline.errors import RedactionRefused
from pipeline.proposal import Outcome
from pipeline.review_json import cuts_of, dumps
from pipeline.settings import Settings
from records import record_docx, record_html

FILES = ("review.json", "record.html", "record.docx", "proof.json")


def write_proposed(folder: Path, data: bytes, seen: Examined, settings: Settings) -> list[str]:
    """Write the proposed cut and its proof where one is due; gives the reasons why it was refused, if it was.

    Each file appears whole or not at all, and the proposed file only after its proof holds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("proposed.*"):
        old.unlink()
    (folder / "proof.json").unlink(missing_ok=True)
    if seen.review.judgement.outcome is not Outcome.PARTIAL_RELEASE:
        return []
    return _write_proposed(folder, data, seen, settings)


def write_record(folder: Path, made: dict[str, Any]) -> None:
    """Write `review.json` and the draft record of one review; `made` carries its case number."""
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "record.html", record_html(made, None).encode())
    write(folder / "record.docx", record_docx(made, None))
    write(folder / "review.json", dumps(made, indent=1).encode() + b"\n")


def _write_proposed(folder: Path, data: bytes, seen: Examined, settings: Settings) -> list[str]:
    cuts = replacements(seen.document, cuts_of(seen.review))
    try:
        output, proof = redaction.apply(
            data, seen.document, cuts, rescan_with(seen.document, settings)
        )
    except RedactionRefused as no:
        return [no.what, *no.reasons]
    write(folder / f"proposed{_suffix(seen)}", output)
    write(folder / "proof.json", dumps(proof.to_json(), indent=1).encode() + b"\n")
    return []


def _suffix(seen: Examined) -> str:
    return f".{seen.document.source.format}"


def write(path: Path, data: bytes) -> None:
    """Write a file atomically: a temporary name beside it, then a rename."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(temporary).chmod(0o600)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
