"""Which files a batch takes, and under which names."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.batch import collect
from pipeline.files import file_bytes


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    """A link inside a folder of drafts gets its line, and opening it is refused."""
    (tmp_path / "elsewhere.txt").write_text("x", "utf-8")
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    (drafts / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    (entry,) = collect([drafts], tmp_path / "out", tmp_path / "home")
    assert entry.name == "link.txt"
    with pytest.raises(OSError, match=r".*"):
        file_bytes(entry.path, follow=False)


def test_the_output_folder_is_left_out(tmp_path: Path) -> None:
    """Results that lie inside the folder of drafts are no drafts."""
    (tmp_path / "a.txt").write_text("x", "utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "b.txt").write_text("x", "utf-8")
    assert [entry.name for entry in collect([tmp_path], tmp_path / "out", tmp_path / "home")] == ["a.txt"]


def test_two_files_of_one_name_get_two_folders(tmp_path: Path) -> None:
    """Nothing is overwritten when two folders hold a file of the same name."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(folder, "utf-8")
    entries = collect([tmp_path / "a", tmp_path / "b"], tmp_path / "out", tmp_path / "home")
    assert len({entry.folder for entry in entries}) == 2
