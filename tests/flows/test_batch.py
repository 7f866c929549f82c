"""What a batch is made of: names that can be shown, paths that can be opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.batch import collect, load, save

NAMES = {
    "名单.txt".encode("gb18030"): "名单.txt",
    b"a\nb\x1b[31m.txt": "a_b_[31m.txt",
    "\u202etxt.exe".encode(): "_txt.exe",
    "😀 --out.txt".encode(): "😀 --out.txt",
}


@pytest.mark.parametrize("raw", NAMES)
def test_names_can_be_shown_and_paths_opened(raw: bytes, tmp_path: Path) -> None:
    """A name in another encoding or with control characters is shown in plain and still opens."""
    (tmp_path / "in").mkdir()
    (tmp_path / os.fsdecode(b"in/" + raw)).write_bytes(b"abc")
    (entry,) = collect([tmp_path / "in"], tmp_path / "out", tmp_path / "home")
    assert entry.name == NAMES[raw]
    assert entry.folder == tmp_path / "out" / NAMES[raw]
    save(tmp_path / "batch.json", [{"path": str(entry.path), "name": entry.name}])
    (job,) = load(tmp_path / "batch.json", 0, 1)
    assert Path(job["path"]).read_bytes() == b"abc"
