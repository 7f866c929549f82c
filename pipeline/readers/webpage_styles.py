"""Pictures that styles show: addresses and data in `url(…)`."""

from __future__ import annotations

import re

PICTURE = re.compile(
    r"url\(\s*[\"']?(data:image/[^\"')]*|[^\"')\s]{1,2000}?\.(?:png|jpe?g|gif|bmp|webp|svg)(?:[?#][^\"')\s]*)?)[\"']?\s*\)",
    re.IGNORECASE,
)
"""A picture in a style; group 1 is its address. Fonts and rules of other files are none."""
DRAWN = 4_000
"""Characters of path data from which a drawing may hold text as outlines; icons have fewer."""
