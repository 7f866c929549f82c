"""What a batch is: the files named on the command line, each with the name and folder it gets."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError

_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a batch: where it lies, the name shown, and its folder under `--out`."""

    path: Path
    name: str
    folder: Path


def collect(paths: Sequence[Path], out: Path, home: Path) -> tuple[Entry, ...]:
    """Every file, folders recursively, in a stable order; `--out` and the home are left out.

    The name is relative to the folder given; files given directly have their base name. Two files of one
    name get numbered folders. Symbolic links inside folders are not followed: such a file is one that cannot be opened. Raises UsageError for a missing path.
    """
    found: dict[Path, str] = {}
    for path in paths:
        if path.is_dir():
            for file in sorted(_walk(path, (out.resolve(), home.resolve()))):
                found.setdefault(file, _printable(file.relative_to(path).as_posix()))
        elif path.exists() or path.is_symlink():
            found.setdefault(path.resolve(), _printable(path.name))
        else:
            raise UsageError(f"找不到：{path}。", advice="请检查路径。")
    return tuple(_named(found, out))


def _printable(name: str) -> str:
    """The name as it can be shown and written: names in another encoding as GB18030, control and bidi characters as `_`.

    The path that is opened stays as it is.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("gb18030", "replace")
    return "".join("_" if unicodedata.category(c) in _UNPRINTABLE or c in _TURNING else c for c in name)


def _walk(top: Path, skipped: Iterable[Path]) -> Iterable[Path]:
    left_out = set(skipped)
    for folder, folders, names in os.walk(top, followlinks=False):
        here = Path(folder)
        folders[:] = [name for name in folders if (here / name).resolve() not in left_out]
        for name in names:
            yield here / name


def _named(found: dict[Path, str], out: Path) -> Iterable[Entry]:
    taken: set[str] = set()
    for path, name in found.items():
        unique, number = name, 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{name} ({number})"
        taken.add(unique.casefold())
        yield Entry(path, name, out / unique)


def save(batch: Path, jobs: Iterable[Mapping[str, Any]]) -> None:
    """Write the jobs of a batch, one a line; tasks get the path of this list and a range, never more."""
    batch.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    batch.write_text("".join(f"{json.dumps(job)}\n" for job in jobs), "ascii")
    batch.chmod(0o600)


def load(batch: Path, start: int, stop: int) -> Iterator[dict[str, Any]]:
    """The jobs of one chunk, each with its number in the batch."""
    with batch.open(encoding="ascii") as lines:
        for number, line in enumerate(islice(lines, start, stop), start):
            yield {**json.loads(line), "number": number}
