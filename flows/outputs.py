"""The folder of one document under `--out`: review, draft record, and the proposed cut with its proof."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import redaction
from flows import bounded
from flows.examine import may_raster, replacements, words_of
from flows.rescan import rescan_with
from pipeline.document import Span
from pipeline.errors import RedactionRefused
from pipeline.proposal import Cut
from pipeline.readers import read
from pipeline.review_json import encoded
from pipeline.settings import Settings
from records import proof_html, record_docx, record_html

Mask = Sequence[Any]
"""Proposal id, start, stop, and the name of the mask or None."""


def write_outputs(
    folder: Path, data: bytes, made: Mapping[str, Any], cuts: Sequence[Mask], settings: Settings
) -> list[str]:
    """Write everything for one reviewed document; gives the reasons why its cut was refused, if it was.

    Each file appears whole or not at all, the proposed file only after its proof holds, and `review.json` last. What cannot
    be written (OSError) leaves none of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    refused: list[str] = []
    try:
        if made["outcome"] == "partial_release":
            refused = _write_proposed(folder, data, made, cuts, settings)
        write(folder / "record.html", record_html(made, None).encode())
        write(folder / "record.docx", record_docx(made, None))
        write(folder / "review.json", encoded(made))
    except OSError:
        _clear(folder)
        raise
    return refused


def _clear(folder: Path) -> None:
    """Remove what an earlier run wrote, unfinished files included."""
    for pattern in ("review.json", "record.html", "record.docx", "proposed.*", "proof.*", ".*.part"):
        for old in folder.glob(pattern):
            old.unlink()


def _write_proposed(
    folder: Path, data: bytes, made: Mapping[str, Any], cuts: Sequence[Mask], settings: Settings
) -> list[str]:
    wanted = tuple(Cut(Span(start, stop), mask) for _, start, stop, mask in cuts)

    def work() -> tuple[bytes, dict[str, Any]] | RedactionRefused:
        document = read(data, made["source"]["name"], settings.limits)
        try:
            output, proof = redaction.apply(
                data,
                document,
                replacements(document, wanted),
                rescan_with(document, settings),
                words_of(made),
                raster=may_raster(settings),
            )
        except RedactionRefused as no:
            return no
        return output, proof.to_json()

    match bounded.run(work, seconds=settings.limits.seconds):
        case bounded.Answer(RedactionRefused() as no):
            return [no.what, *no.reasons]
        case bounded.Answer((bytes() as output, dict() as proof)):
            write(folder / f"proposed.{made['source']['format']}", output)
            write(folder / "proof.json", encoded(proof))
            write(folder / "proof.html", proof_html(proof, made).encode())
            return []
        case bounded.Exceeded(what):
            return [f"处理{what}超限。"]
        case _:
            return ["处理程序中止。"]


def write(path: Path, data: bytes | bytearray) -> None:
    """Write a file atomically: a temporary name beside it, then a rename.

    Raises OSError, and for a device or pipe, which a rename would replace, as well.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(temporary).chmod(0o600)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
