"""`make review`: the main job on the files named, or on the specimens that ship. Ends with the summary page."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from flows.specimens import build, load_all

SPECIMENS = Path(__file__).parent.parent / "corpora" / "specimens"


def main() -> int:
    """Run `xianshen review` and print where the summary lies. Fails only when the batch did not run."""
    options = argparse.ArgumentParser()
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--home", type=Path, required=True)
    options.add_argument("files", nargs="*", type=Path)
    stated = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        files = stated.files or [_specimens(Path(scratch))]
        code = _review(files, stated.out, stated.home)
    summary = stated.out / "summary.html"
    if code in (1, 2) or not summary.exists():
        return code or 1
    print(summary.resolve())  # noqa: T201 - the result of the command
    return 0


def _review(files: list[Path], out: Path, home: Path) -> int:
    import subprocess

    command = [sys.executable, "-m", "workbench.cli", "review", *map(str, files)]
    return subprocess.run([*command, "--out", str(out), "--home", str(home)], check=False).returncode  # noqa: S603


def _specimens(folder: Path) -> Path:
    for specimen in load_all(SPECIMENS):
        data = build(specimen, SPECIMENS)
        (folder / f"{specimen.name}.{specimen.format}").write_bytes(data)
    return folder


if __name__ == "__main__":
    sys.exit(main())
