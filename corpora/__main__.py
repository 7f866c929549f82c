"""`python -m corpora`: register every data file in `manifest.toml` again.

Source, date and licence are read from `# source:`, `# date:` and `# licence:` lines at the head of each text
file, or kept from the old manifest for files that cannot carry a comment.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

HOME = Path(__file__).parent
SKIPPED = {".py", ".pyc"}
UNREGISTERED = {"specimens"}
"""Folders that are not rules: they do not change what a review says."""


def main() -> None:
    """Rewrite the manifest; prints the number of files."""
    target = HOME / "manifest.toml"
    old = {}
    if target.exists():
        old = {entry["path"]: entry for entry in tomllib.loads(target.read_text("utf-8"))["file"]}
    entries = []
    for path in sorted(HOME.rglob("*")):
        name = path.relative_to(HOME).as_posix()
        if not path.is_file() or path.suffix in SKIPPED or path == target or "__pycache__" in name:
            continue
        if name.split("/")[0] in UNREGISTERED:
            continue
        data = path.read_bytes()
        entry = {"path": name, "sha256": hashlib.sha256(data).hexdigest()}
        head = data[:2000].decode("utf-8", "replace")
        for key in ("source", "date", "licence"):
            stated = re.search(rf"^(?:#|<!--|\{{#)\s*{key}:\s*(.+?)\s*(?:-->|#\}})?$", head, re.MULTILINE)
            entry[key] = stated[1] if stated else old.get(name, {}).get(key, "")
        entries.append(entry)
    quoted = "\n".join(
        "[[file]]\n" + "".join(f'{key} = "{_escape(value)}"\n' for key, value in entry.items())
        for entry in entries
    )
    target.write_text(
        "# Written by `python -m corpora`. Every rule file with its digest, source, date and licence.\n\n"
        + quoted,
        "utf-8",
    )
    missing = [entry["path"] for entry in entries if not entry["source"]]
    print(f"{len(entries)} files registered" + (f"; without a source: {missing}" if missing else ""))


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


if __name__ == "__main__":
    main()
