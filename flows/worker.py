"""A long-lived worker of a batch: loads dictionaries and models once, then forks one child a document.

Jobs and replies are JSON lines over the worker's own pipes. A job holds paths and ids; a reply holds the
review (offsets, no text); the only words of a document in it are what a mask shows of a name (张某).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from flows import bounded
from flows.examine import as_json, examine, lost, unexamined, warm
from flows.outputs import write_outputs
from flows.pseudonyms import people_of
from pipeline.contracts import Limits
from pipeline.errors import MissingPart
from pipeline.evidence import of_spelled
from pipeline.files import file_bytes
from pipeline.review import Review
from pipeline.review_json import kept
from pipeline.secrecy import Level
from pipeline.settings import Settings


def settings_to_json(settings: Settings) -> dict[str, Any]:
    """Settings as a job carries them."""
    return {
        "on": settings.on.isoformat(),
        "home": str(settings.home),
        "cleared": settings.cleared.name,
        "office": settings.office,
        "expires_soon_days": settings.expires_soon_days,
        "limits": asdict(settings.limits),
    }


def settings_from_json(stated: Mapping[str, Any]) -> Settings:
    """The settings of a job."""
    return Settings(
        on=dt.date.fromisoformat(stated["on"]),
        home=Path(stated["home"]),
        cleared=Level[stated["cleared"]],
        office=stated["office"],
        expires_soon_days=stated["expires_soon_days"],
        limits=Limits(**stated["limits"]),
    )


def perform(job: Mapping[str, Any]) -> dict[str, Any]:
    """One job. `examine`: review a file within its bounds. `write`: its record, proposed cut and proof.

    Never raises for what a file holds; OSError when it cannot be opened.
    """
    settings = settings_from_json(job["settings"])
    if job["job"] == "write":
        if job["review"]["source"]["format"] == "pdf":
            _load_pdf()
        data = b"" if job["lost"] else file_bytes(Path(job["path"]), follow=False)
        refused = write_outputs(Path(job["folder"]), data, job["review"], job["cuts"], settings)
        return {"refused": refused}
    data = file_bytes(Path(job["path"]), follow=False)

    def work() -> dict[str, Any]:
        known = tuple(of_spelled(words) for words in job.get("evidence", ()))
        seen = examine(data, job["name"], settings, known)
        return {
            "review": kept(as_json(seen, settings)),
            "cuts": cuts_of(seen.review),
            "people": people_of(seen, bytes.fromhex(job["key"])),
            "length": len(seen.document.text),
        }

    outcome = bounded.run(work, seconds=settings.limits.seconds)
    if isinstance(outcome, bounded.Answer):
        return dict(outcome.value)
    made = unexamined(data, job["name"], settings, lost(outcome))
    return {"review": made, "cuts": [], "people": [], "length": None}


def _load_pdf() -> None:
    """Load the PDF libraries here, once, rather than in the child of each document."""
    import redaction.pdf_checks
    import redaction.pdf_cutting
    import redaction.pdf_raster  # noqa: F401


def cuts_of(review: Review) -> list[list[Any]]:
    """Every cut of every proposal: proposal id, start, stop, name of the mask or null."""
    return [
        [proposal.id, cut.span.start, cut.span.stop, cut.mask]
        for proposal in review.judgement.proposals
        for cut in proposal.cuts
    ]


class Worker:
    """A worker process as its owner sees it: one job at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flows.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parent.parent,
            start_new_session=True,
        )
        self._lock = threading.Lock()
        self._is_ready = False

    def _wait(self) -> None:
        """Until it has loaded its dictionaries; raises MissingPart when it never does."""
        if self._is_ready or _open(self._process.stdout).readline():
            self._is_ready = True
        elif self._process.wait() == -signal.SIGKILL:
            raise BrokenPipeError("worker was ended")
        else:
            self.close()
            raise MissingPart("审查进程无法启动。", advice="请检查内存和安装是否完整，然后重新运行。")

    def perform(self, job: Mapping[str, Any]) -> dict[str, Any]:
        """The reply to one job. Raises BrokenPipeError when the worker is gone, MissingPart when it never started,
        and OSError when the file cannot be read.
        """
        with self._lock:
            self._wait()
            stdin, stdout = _open(self._process.stdin), _open(self._process.stdout)
            stdin.write(json.dumps(job).encode() + b"\n")
            stdin.flush()
            line = stdout.readline()
        if not line:
            raise BrokenPipeError("worker ended")
        reply = json.loads(line)
        if "failed" in reply:
            raise OSError(reply["failed"])
        return dict(reply["done"])

    def kill(self) -> None:
        """End the worker at once, with what it is doing."""
        self._process.kill()

    def close(self) -> None:
        """End the worker and wait for it."""
        with contextlib.suppress(BrokenPipeError):
            _open(self._process.stdin).close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise BrokenPipeError("worker has no pipe")
    return stream


def _end_with_owner() -> None:
    """Look every second whether the process that asks is still there; it may have been killed."""
    owner = os.getppid()

    def look(_signal: int, _frame: object) -> None:
        if os.getppid() != owner:
            os._exit(1)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 1, 1)


def main() -> None:
    """Serve jobs from standard input until it closes."""
    _end_with_owner()
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    warm()
    replies.write(b"{}\n")
    replies.flush()
    for line in sys.stdin.buffer:
        try:
            reply: dict[str, Any] = {"done": perform(json.loads(line))}
        except OSError as error:
            reply = {"failed": f"{type(error).__name__} {error.errno}"}
        replies.write(json.dumps(reply).encode() + b"\n")
        replies.flush()
    signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main()
