"""`python -m bench.specimens`: make the PDF specimens anew from their TOML, with LibreOffice.

The files lie beside their TOML and are checked in, because scoring must not need LibreOffice.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from flows.specimens import build_docx, load

HOME = Path(__file__).parent.parent / "corpora" / "specimens"


def main() -> int:
    """Make every missing PDF, or all of them with `--all`."""
    everything = "--all" in sys.argv
    for path in sorted(HOME.rglob("*.toml")):
        specimen = load(path)
        target = path.with_suffix(".pdf")
        if specimen.format != "pdf" or (target.exists() and not everything):
            continue
        target.write_bytes(to_pdf(build_docx(specimen)))
        print(target.name)
    return 0


def to_pdf(word: bytes) -> bytes:
    """A Word file as PDF, by LibreOffice with a profile of its own."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "draft.docx"
        source.write_bytes(word)
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                folder,
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return source.with_suffix(".pdf").read_bytes()


if __name__ == "__main__":
    sys.exit(main())
