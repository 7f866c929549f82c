"""Geometry of PDF content: matrices, boxes, and paths reduced to rectangles, shapes and ruled lines."""

from __future__ import annotations

import itertools
from typing import NamedTuple

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
THIN = 3.0
"""Points: a filled rectangle thinner than this is a ruled line."""
MAX_POINTS = 20_000


class Edge(NamedTuple):
    """A ruled line, horizontal (y0 = y1) or vertical (x0 = x1), on the shown page."""

    x0: float
    y0: float
    x1: float
    y1: float


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """`m` applied first, then `n`."""
    a, b, c, d, e, f = m
    g, h, i, j, k, l = n  # noqa: E741 - the twelve numbers of two matrices
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l)


def invert(m: Matrix) -> Matrix | None:
    """The inverse, or None for a matrix that flattens."""
    a, b, c, d, e, f = m
    det = a * d - b * c
    if abs(det) < 1e-12:
        return None
    return (d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det)


def transformed_box(m: Matrix, x0: float, y0: float, x1: float, y1: float) -> Box:
    """The upright box around a transformed rectangle."""
    a, b, c, d, e, f = m
    xs = (a * x0 + c * y0 + e, a * x1 + c * y0 + e, a * x0 + c * y1 + e, a * x1 + c * y1 + e)
    ys = (b * x0 + d * y0 + f, b * x1 + d * y0 + f, b * x0 + d * y1 + f, b * x1 + d * y1 + f)
    return (min(xs), min(ys), max(xs), max(ys))


class PathBuilder:
    """Collects one path in page coordinates until it is painted."""

    def __init__(self) -> None:
        self.subpaths: list[tuple[list[tuple[float, float]], bool]] = []
        self.count = 0

    def move(self, m: Matrix, x: float, y: float) -> None:
        """m"""
        self.subpaths.append(([self._at(m, x, y)], False))

    def line(self, m: Matrix, x: float, y: float) -> None:
        """l"""
        if self.subpaths and self.count < MAX_POINTS:
            self.count += 1
            self.subpaths[-1][0].append(self._at(m, x, y))

    def curve(self, m: Matrix, *points: float) -> None:
        """c, v, y: the control points stand for the curve in its box"""
        if self.subpaths and self.count < MAX_POINTS:
            self.count += 1
            made = self.subpaths[-1][0]
            made.extend(self._at(m, points[i], points[i + 1]) for i in range(0, len(points) - 1, 2))
            self.subpaths[-1] = (made, True)

    def rectangle(self, m: Matrix, x: float, y: float, w: float, h: float) -> None:
        """re"""
        corners = ((x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y))
        self.subpaths.append(([self._at(m, px, py) for px, py in corners], False))

    def close(self) -> None:
        """h"""
        if self.subpaths and self.subpaths[-1][0]:
            self.subpaths[-1][0].append(self.subpaths[-1][0][0])

    @staticmethod
    def _at(m: Matrix, x: float, y: float) -> tuple[float, float]:
        return (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])

    def box(self) -> Box | None:
        """The box around everything; None for an empty path."""
        points = [point for subpath, _ in self.subpaths for point in subpath]
        if not points:
            return None
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return (min(xs), min(ys), max(xs), max(ys))

    def rectangles(self) -> list[Box]:
        """The subpaths that are upright rectangles."""
        return [found for points, curved in self.subpaths if not curved and (found := upright(points))]

    def shapes(self) -> int:
        """How many subpaths are no upright rectangles."""
        return sum(1 for points, curved in self.subpaths if curved or upright(points) is None)

    def lines(self) -> list[Edge]:
        """The upright segments of all subpaths."""
        found: list[Edge] = []
        for points, curved in self.subpaths:
            if curved:
                continue
            for (ax, ay), (bx, by) in itertools.pairwise(points):
                if abs(ay - by) < 0.7 and abs(ax - bx) > 1:
                    found.append(Edge(min(ax, bx), (ay + by) / 2, max(ax, bx), (ay + by) / 2))
                elif abs(ax - bx) < 0.7 and abs(ay - by) > 1:
                    found.append(Edge((ax + bx) / 2, min(ay, by), (ax + bx) / 2, max(ay, by)))
        return found


def upright(points: list[tuple[float, float]]) -> Box | None:
    """The box of a closed upright rectangle; None for any other outline."""
    if len(points) not in (4, 5, 6):
        return None
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
    near = 0.3
    if all(min(abs(x - x0), abs(x - x1)) < near and min(abs(y - y0), abs(y - y1)) < near for x, y in points):
        return (x0, y0, x1, y1)
    return None


def thin_edge(box: Box) -> Edge | None:
    """The ruled line that a thin rectangle is."""
    x0, y0, x1, y1 = box
    if y1 - y0 <= THIN and x1 - x0 > y1 - y0:
        return Edge(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    if x1 - x0 <= THIN and y1 - y0 > x1 - x0:
        return Edge((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
    return None


def stroked(edge: Edge, width: float) -> Box:
    """The area that a thick upright stroke paints."""
    half = width / 2
    if edge.y0 == edge.y1:
        return (edge.x0, edge.y0 - half, edge.x1, edge.y1 + half)
    return (edge.x0 - half, edge.y0, edge.x1 + half, edge.y1)
