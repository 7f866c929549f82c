"""Colours of PDF operators as RGB from 0 to 1, as far as needed to tell whether text can be seen."""

from __future__ import annotations

from typing import Any

import pikepdf

from pipeline.readers.pdf_objects import array, dictionary, integer, name_of, number

Rgb = tuple[float, float, float]
_PLAIN = {"DeviceGray": 1, "CalGray": 1, "G": 1, "DeviceRGB": 3, "CalRGB": 3, "RGB": 3, "DeviceCMYK": 4, "CMYK": 4}


def luminance(colour: Rgb) -> float:
    """Brightness from 0 (black) to 1 (white)."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def contrast(a: Rgb, b: Rgb) -> float:
    """The largest difference of a channel, 0 to 1."""
    return max(abs(x - y) for x, y in zip(a, b, strict=True))


class Colours:
    """Turns operands into colours; None is a colour that cannot be told (patterns, Lab)."""

    @staticmethod
    def device(values: list[float]) -> Rgb | None:
        """Gray, RGB or CMYK by the number of components."""
        clipped = [min(1.0, max(0.0, value)) for value in values]
        match clipped:
            case [gray]:
                return (gray, gray, gray)
            case [red, green, blue]:
                return (red, green, blue)
            case [c, m, y, k]:
                return ((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k))
            case _:
                return None

    @classmethod
    def named(cls, space: Any, operands: list[Any]) -> Rgb | None:
        """The colour of sc / scn operands in a colour space object."""
        if any(isinstance(item, pikepdf.Name) for item in operands):
            return None
        values = [number(item, 0.0) for item in operands]
        family = name_of(space) or (name_of(array(space)[0]) if array(space) else "")
        if family in _PLAIN or family == "ICCBased":
            return cls.device(values)
        if family in ("Separation", "DeviceN") and values:
            tint = 1 - min(1.0, max(values))
            return (tint, tint, tint)
        if family == "Indexed" and values:
            return cls._indexed(array(space), int(values[0]))
        return None

    @classmethod
    def initial(cls, space: Any) -> Rgb | None:
        """The colour that selecting a colour space sets."""
        family = name_of(space) or (name_of(array(space)[0]) if array(space) else "")
        return None if family in ("Pattern", "Lab") else (0.0, 0.0, 0.0)

    @classmethod
    def _indexed(cls, space: list[Any], index: int) -> Rgb | None:
        if len(space) < 4:
            return None
        table = space[3]
        data = bytes(table) if isinstance(table, pikepdf.String) else None
        if isinstance(table, pikepdf.Stream):
            return None
        base = space[1]
        count = _PLAIN.get(name_of(base), 0)
        if not count and array(base) and name_of(array(base)[0]) == "ICCBased":
            count = integer(dictionary(array(base)[1]).get("/N"), 0)
        if data is None or not count or len(data) < (index + 1) * count or index < 0:
            return None
        return cls.device([byte / 255 for byte in data[index * count : (index + 1) * count]])
