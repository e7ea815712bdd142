"""The world on a flat sheet: land (Natural Earth, through world-atlas) in the Equal Earth projection as SVG paths, and places as circles.

Equal Earth (Šavrič, Patterson & Jenny 2018, DOI 10.1080/13658816.2018.1504949) keeps areas, so no state looks larger than it is.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from math import asin, cos, pi, radians, sin, sqrt
from pathlib import Path
from typing import Any, Final

from app.templating import folder
from graph.atlas import Place

Point = tuple[float, float]  # longitude, latitude in degrees

#: The sheet's size in pixels and the meridian in its middle: with 11° east its edge runs through the Bering Strait.
WIDTH: Final = 960
HEIGHT: Final = 468
MIDDLE: Final = 11.0
_A: Final = (1.340264, -0.081106, 0.000893, 0.003796)
_SCALE: Final = WIDTH * 3 * _A[0] / (4 * sqrt(3) * pi)
#: Radius in pixels of the largest circle and the smallest; relations that are worth the largest, whatever the others have; radius of the
#: largest circle that a name may cover; how many names are written, how wide a letter of them is and how high a line.
_LARGEST: Final = 26.0
_SMALLEST: Final = 3.0
_MANY: Final = 25
_COVERED: Final = 6.0
_NAMED: Final = 40
_LETTER: Final = 6.3
_LINE: Final = 12.0


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Pixels from the sheet's top left corner."""
    return _flat((longitude - MIDDLE + 180) % 360 - 180, latitude)


def _flat(longitude: float, latitude: float) -> tuple[float, float]:
    """As `project`, of a longitude counted from the middle; beyond 180° it lies beyond the sheet's edge."""
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    x = 2 * sqrt(3) * radians(longitude) * cos(theta) / (3 * slope)
    y = theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))
    return WIDTH / 2 + _SCALE * x, HEIGHT / 2 - _SCALE * y


# -- what the sheet shows beneath the places, as path data in tenths of a pixel --------------------------------------------


@cache
def outline() -> str:
    """The edge of the sheet."""
    edge = [(180.0, float(latitude)) for latitude in range(-90, 91, 2)]
    return _path([*edge, *((-180.0, latitude) for _, latitude in reversed(edge))]) + "z"


@cache
def graticule() -> str:
    """Every thirtieth meridian and parallel."""
    meridians = [[(float(x) - MIDDLE, float(y)) for y in range(-90, 91, 3)] for x in range(-150, 181, 30)]
    parallels = [[(-180.0, float(y)), (180.0, float(y))] for y in range(-60, 61, 30)]
    return "".join(map(_path, [*meridians, *parallels]))


@cache
def land() -> str:
    """The outlines of all land; empty where world-atlas was not installed."""
    files = sorted((folder("static") / "vendor").glob("world-atlas-*/land-110m.json"))
    return "".join(_path(ring) + "z" for ring in _unrolled(rings(files[-1]))) if files else ""


def rings(file: Path) -> Iterator[list[Point]]:
    """The rings of all polygons of a TopoJSON file: lines that polygons share are kept once, as whole-numbered steps, and put together here."""
    topology: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines: list[list[Point]] = []
    for steps in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            line.append((x * scale_x + left, y * scale_y + bottom))
        lines.append(line)
    for layer in topology["objects"].values():
        for shape in layer["geometries"]:
            polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
            for numbers in (ring for polygon in polygons for ring in polygon):
                parts = [lines[number] if number >= 0 else lines[~number][::-1] for number in numbers]
                yield [parts[0][0], *(point for part in parts for point in part[1:])]


def _unrolled(closed: Iterable[Sequence[Point]]) -> Iterator[list[Point]]:
    """Rings with longitudes from the sheet's middle and without jumps; what crosses the sheet's edge comes once more on its other side,
    what goes round a pole (Antarctica) is led along the edge to it."""
    for ring in closed:
        x = ring[0][0] - MIDDLE
        path = [(x, ring[0][1])]
        for (before, _), (after, latitude) in pairwise(ring):
            x += (after - before + 180) % 360 - 180
            path.append((x, latitude))
        if abs(path[-1][0] - path[0][0]) > 180:
            pole = -90.0 if path[0][1] < 0 else 90.0
            path += [(path[-1][0], pole), (path[0][0], pole)]
        west, east = min(x for x, _ in path), max(x for x, _ in path)
        for turn in (-360, 0, 360):
            if west + turn < 180 and east + turn > -180:
                yield [(x + turn, y) for x, y in path]


def _path(points: Iterable[Point]) -> str:
    """SVG path data through these points, in whole tenths of a pixel, relative."""
    found: list[str] = []
    last = (0, 0)
    for x, y in (_flat(*point) for point in points):
        here = (round(x * 10), round(y * 10))
        if not found:
            found.append(f"M{here[0]} {here[1]}")
        elif here != last:
            found.append(f"l{here[0] - last[0]} {here[1] - last[1]}")
        last = here
    return "".join(found)


# -- the places on it ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    """A name beside or over a circle, from its centre; `anchor` as in SVG. `free`: whether nothing else is written there."""

    x: float
    y: float
    anchor: str
    free: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A place as a circle around (x, y), as large in area as its relations are many, and its name."""

    place: Place
    x: float
    y: float
    radius: float
    name: Name


def marks(places: Sequence[Place]) -> list[Mark]:
    """Places as circles in the order given, larger first, so that the smaller lie on top of them and can be pointed at. The first _NAMED
    are named where there is room: not over another name nor a circle that is to be seen, and over as few small ones as can be."""
    most = max((place.relations for place in places), default=0)
    circles = []
    for place in places:
        x, y = project(place.longitude, place.latitude)
        circles.append((x, y, max(_SMALLEST, _LARGEST * sqrt(place.relations / max(most, _MANY)))))
    written: list[_Box] = []
    names = []
    for place, (x, y, radius) in zip(places, circles, strict=True):
        free: list[tuple[int, _Box, Name]] = []
        for name in _names(radius) if len(written) < _NAMED else ():
            box = _room(x + name.x, y + name.y, name.anchor, place.entity.name)
            covered = [r for cx, cy, r in circles if _overlap(box, (cx - r, cy - r, cx + r, cy + r))]
            inside = box[0] >= 0 and box[2] <= WIDTH
            if inside and max(covered, default=0) <= _COVERED and not any(_overlap(box, other) for other in written):
                free.append((len(covered), box, name))
        if free:
            _, box, name = min(free, key=lambda one: one[0])
            written.append(box)
            names.append(name)
        else:
            names.append(replace(next(_names(radius)), free=False))
    return [Mark(place, *circle, name) for place, circle, name in zip(places, circles, names, strict=True)]


_Box = tuple[float, float, float, float]  # left, top, right, bottom


def _names(radius: float) -> Iterator[Name]:
    """Where a name may stand: right, left, below, above."""
    yield Name(radius + 2, _LINE / 3, "start", True)
    yield Name(-radius - 2, _LINE / 3, "end", True)
    yield Name(0, radius + _LINE - 2, "middle", True)
    yield Name(0, -radius - 3, "middle", True)


def _room(x: float, y: float, anchor: str, name: str) -> _Box:
    """The room that a name takes."""
    width = len(name) * _LETTER
    left = x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    return left, y - _LINE * 0.8, left + width, y + _LINE * 0.2


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
