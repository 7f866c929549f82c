"""What several detectors ask of one document is worked out once."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from pipeline.contracts import Reading
from pipeline.document import Document

T = TypeVar("T")


def once(compute: Callable[[Reading], T]) -> Callable[[Reading], T]:
    """`compute` with its last answer kept as long as that document lives, and no longer.

    One answer is kept, so memory does not grow with a batch; another document replaces it. Threads that read
    different documents at the same time only work more. The answer must not depend on metadata, and whoever
    gets it must not change it.
    """
    kept: list[tuple[weakref.ref[Document], T]] = []

    def forget(gone: weakref.ref[Document]) -> None:
        kept[:] = [one for one in kept if one[0] is not gone]

    @wraps(compute)
    def asked(reading: Reading) -> T:
        for document, answer in tuple(kept):
            if document() is reading.document:
                return answer
        answer = compute(reading)
        kept[:] = [(weakref.ref(reading.document, forget), answer)]
        return answer

    return asked
