"""Optional content: which layers the file's default configuration does not show. ISO 32000-1 §8.11."""

from __future__ import annotations

from typing import Any

import pikepdf

from pipeline.readers.pdf_objects import array, dictionary, key_of, name_of


class OptionalContent:
    """The layers that are off when the file is opened."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        properties = dictionary(pdf.Root.get("/OCProperties"))
        default = dictionary(properties.get("/D"))
        off = {key_of(item) for item in array(default.get("/OFF")) if isinstance(item, pikepdf.Object)}
        if name_of(default.get("/BaseState")) == "OFF":
            groups = {key_of(item) for item in array(properties.get("/OCGs")) if isinstance(item, pikepdf.Object)}
            off |= groups - {key_of(item) for item in array(default.get("/ON")) if isinstance(item, pikepdf.Object)}
        self.off = off

    def is_off(self, group: Any) -> bool:
        """True when a group or membership dictionary is not shown."""
        if not self.off or not isinstance(group, pikepdf.Dictionary):
            return False
        if name_of(group.get("/Type")) != "OCMD":
            return key_of(group) in self.off
        listed = group.get("/OCGs")
        members = array(listed) if isinstance(listed, pikepdf.Array) else [listed]
        states = [key_of(item) not in self.off for item in members if isinstance(item, pikepdf.Dictionary)]
        if not states:
            return False
        match name_of(group.get("/P")) or "AnyOn":
            case "AllOn":
                return not all(states)
            case "AnyOff":
                return all(states)
            case "AllOff":
                return any(states)
            case _:
                return not any(states)
