"""Many short strings in one buffer."""

from __future__ import annotations

from array import array


class Texts:
    """Strings end to end, by number; one that follows itself is kept once."""

    __slots__ = ("_buffer", "_ends", "_last", "_numbers")

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._ends = array("I", (0,))
        self._numbers = array("I")
        self._last: str | None = None

    def append(self, text: str) -> None:
        """One more string."""
        if text != self._last:
            self._buffer += text.encode("utf-8", "surrogatepass")
            self._ends.append(len(self._buffer))
            self._last = text
        self._numbers.append(len(self._ends) - 2)

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, index: int) -> str:
        number = self._numbers[index]
        part = self._buffer[self._ends[number] : self._ends[number + 1]]
        return part.decode("utf-8", "surrogatepass")
