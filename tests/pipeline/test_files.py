"""Opening files that somebody named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.files import file_bytes


def test_reads_files_and_links_to_files(tmp_path: Path) -> None:
    """A regular file is read whole, through a link too."""
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "b").symlink_to("a")
    assert file_bytes(tmp_path / "b") == b"abc"


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "dangling"])
def test_refuses_what_has_no_end(kind: str, tmp_path: Path) -> None:
    """A pipe that nobody writes to, a device without end, a folder, a link to nothing: at once an error."""
    path = tmp_path / "x"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero" if kind == "device" else "nowhere")
    with pytest.raises(OSError, match=r"\[Errno"):
        file_bytes(path)
