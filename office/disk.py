"""Every write to the home goes through here: whole or not at all, 0600 for files and 0700 for folders."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600
_UNFINISHED = ".new-"


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk as an argument: tests hand in one that fails or dies at a chosen point."""

    def point(self, name: str) -> None:
        """Called before each step that changes the disk; does nothing. A test may stop the process here."""

    def folder(self, path: Path) -> Path:
        """Make `path` with its parents, 0700; an existing one is tightened."""
        path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        path.chmod(FOLDER_MODE)
        return path

    def write(self, path: Path, data: bytes, *, settled: bool = True) -> None:
        """Replace `path` by `data` in one step: temporary file in the same folder, fsync, rename, fsync.

        With `settled` False a power cut may bring back the file as it was before: never half a file.
        """
        self.point(f"write:{path.name}")
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=_mark())
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(FILE_MODE)
            self.point(f"rename:{path.name}")
            os.replace(name, path)  # noqa: PTH105 - the promise of os.replace is what is meant
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
            raise
        if settled:
            self.settle(path.parent)

    def new_folder(self, parent: Path) -> Path:
        """A fresh folder below `parent`, 0700; swept away if it is never moved."""
        self.point("mkdtemp")
        return Path(tempfile.mkdtemp(dir=parent, prefix=_mark()))

    def sweep(self, folder: Path) -> None:
        """Remove what processes of this machine that have ended left unfinished in `folder`."""
        for left in folder.glob(f"{_UNFINISHED}{socket.gethostname()}-*"):
            if is_running(int(left.name.rsplit("-", 2)[1])):
                continue
            if left.is_dir():
                self.remove(left)
            else:
                self.point(f"remove:{left.name}")
                left.unlink(missing_ok=True)

    def move(self, folder: Path, target: Path) -> None:
        """Give a finished folder its name. Fails if the name is taken."""
        self.point(f"move:{target.name}")
        folder.rename(target)
        self.settle(target.parent)

    def remove(self, folder: Path) -> None:
        """Remove a folder and what is in it, if it is there."""
        self.point(f"remove:{folder.name}")
        shutil.rmtree(folder, ignore_errors=True)

    def settle(self, folder: Path) -> None:
        """Flush a folder's entries to the disk."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    @contextlib.contextmanager
    def lock(self, path: Path) -> Iterator[None]:
        """Hold an exclusive lock between processes; `path` is made if it is not there."""
        handle = os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _mark() -> str:
    """How the names of unfinished files and folders begin: with the process that makes them."""
    return f"{_UNFINISHED}{socket.gethostname()}-{os.getpid()}-"


def is_running(pid: int) -> bool:
    """True for a process of this machine that has not ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
