"""Bar plots as inline SVG: geometry only; colours come from the page's style."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

LABEL, WIDTH, BAR, GAP = 120, 520, 16, 6


def bars(rows: Sequence[tuple[str, int]]) -> Markup:
    """Horizontal bars with a label before and the count behind; empty for no rows."""
    if not rows:
        return Markup("")
    most = max(count for _, count in rows) or 1
    height = len(rows) * (BAR + GAP) + GAP
    parts = [Markup('<svg class="plot" viewBox="0 0 {} {}" role="img">').format(WIDTH, height)]
    for number, (label, count) in enumerate(rows):
        y = GAP + number * (BAR + GAP)
        length = max(1, round((WIDTH - LABEL - 60) * count / most))
        parts.append(
            Markup(
                '<text class="name" x="{}" y="{}">{}</text><rect class="bar" x="{}" y="{}" width="{}" height="{}"/>'
                '<text x="{}" y="{}">{}</text>'
            ).format(
                LABEL - 8, y + 12, label, LABEL, y, length, BAR, LABEL + length + 6, y + 12, count
            )
        )
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)


def stacked(rows: Sequence[tuple[str, str, int]]) -> Markup:
    """One bar of shares with a legend below; `rows` are (class, label, count)."""
    total = sum(count for _, _, count in rows)
    if not total:
        return Markup("")
    height = 40 + 20 * ((len(rows) + 2) // 3)
    parts = [Markup('<svg class="plot" viewBox="0 0 {} {}" role="img">').format(WIDTH, height)]
    x = 0
    for number, (name, label, count) in enumerate(rows):
        left = round(WIDTH * x / total)
        x += count
        length = max(1, round(WIDTH * x / total) - left)
        column, row = number % 3, number // 3
        parts.append(
            Markup(
                '<rect class="{}" x="{}" y="2" width="{}" height="24"/>'
                '<rect class="{}" x="{}" y="{}" width="11" height="11"/><text x="{}" y="{}">{}　{}</text>'
            ).format(
                name,
                left,
                length,
                name,
                column * 170,
                36 + row * 20,
                column * 170 + 17,
                46 + row * 20,
                label,
                count,
            )
        )
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)
