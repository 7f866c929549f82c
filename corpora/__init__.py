"""The only loaders of the project's data: law, lexicons, policy, names, forms.

Every file is registered in `manifest.toml` with its SHA-256, source, date and licence, and is checked against
it when it is loaded: a rule that was changed without being registered does not run. `python -m corpora`
registers the files again after an edit (each file states source, date and licence in `#` lines at its head).
"""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from corpora.errors import CorpusChanged

MANIFEST = "manifest.toml"


@cache
def manifest() -> dict[str, dict[str, str]]:
    """Path → {sha256, source, date, licence} for every registered file."""
    entries = tomllib.loads(files("corpora").joinpath(MANIFEST).read_text("utf-8"))
    return {entry["path"]: entry for entry in entries["file"]}


@cache
def raw(path: str) -> bytes:
    """The bytes of one corpus file. Raises CorpusChanged when it is missing or not as registered."""
    entry = manifest().get(path)
    if entry is None:
        raise CorpusChanged(path)
    try:
        data = files("corpora").joinpath(path).read_bytes()
    except FileNotFoundError:
        raise CorpusChanged(path) from None
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise CorpusChanged(path)
    return data


def text(path: str) -> str:
    """The text of one corpus file (UTF-8)."""
    return raw(path).decode("utf-8")


@cache
def rows(path: str) -> tuple[dict[str, str], ...]:
    """The rows of a TSV file with a header line; lines that start with `#` are comments. No quoting."""
    lines = [line for line in text(path).splitlines() if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(io.StringIO("\n".join(lines)), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple({key: value or "" for key, value in row.items()} for row in reader)


@cache
def table(path: str) -> dict[str, Any]:
    """The content of a TOML file. Treat it as read-only."""
    return tomllib.loads(text(path))


def listing(folder: str, suffix: str) -> tuple[str, ...]:
    """Registered paths below `folder` that end in `suffix`, sorted."""
    return tuple(sorted(p for p in manifest() if p.startswith(f"{folder}/") and p.endswith(suffix)))


@cache
def digest() -> str:
    """One SHA-256 over every registered rule file: stands in each review as `corpora`."""
    lines = "".join(f"{path}\t{entry['sha256']}\n" for path, entry in sorted(manifest().items()))
    return hashlib.sha256(lines.encode()).hexdigest()
