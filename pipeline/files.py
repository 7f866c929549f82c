"""Reading a file that somebody named: only a regular file has an end, and only such a file is opened."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def file_bytes(path: Path, *, follow: bool = True) -> bytes:
    """All bytes of a regular file. Raises OSError for anything else: pipes, sockets and devices never end.

    `follow` False refuses a symbolic link as well: one inside a folder of drafts may point anywhere.
    """
    link = 0 if follow else os.O_NOFOLLOW
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | link)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return file.read()
