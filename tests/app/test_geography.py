"""The flat world: known points of the projection, land where there is land, and circles one can read."""

import json
import re
from math import cos, radians
from pathlib import Path

import pytest

from app import geography
from graph.atlas import Place
from graph.model import Entity, Kind


def flat(longitude: float, latitude: float) -> tuple[float, float]:
    return geography.project(longitude, latitude)


def test_the_middle_lies_in_the_middle_and_the_edges_at_the_edges() -> None:
    assert flat(geography.MIDDLE, 0) == pytest.approx((geography.WIDTH / 2, geography.HEIGHT / 2))
    assert flat(geography.MIDDLE + 179.999, 0)[0] == pytest.approx(geography.WIDTH, abs=0.01)
    assert flat(geography.MIDDLE - 180, 0)[0] == pytest.approx(0, abs=0.01)
    assert 0 < flat(0, 90)[1] < 1
    assert geography.HEIGHT - 1 < flat(0, -90)[1] < geography.HEIGHT


def test_the_projection_is_equal_earth() -> None:
    """Against the published shape: the poles are 0.59247 as long as the equator, the sheet is 2.05458 times as wide as high."""
    width = flat(geography.MIDDLE + 179.9999, 0)[0] - flat(geography.MIDDLE - 180, 0)[0]
    pole = flat(geography.MIDDLE + 179.9999, 90)[0] - flat(geography.MIDDLE - 180, 90)[0]
    height = flat(0, -90)[1] - flat(0, 90)[1]
    assert pole / width == pytest.approx(0.59247, abs=1e-4)
    assert width / height == pytest.approx(2.05458, abs=1e-4)


@pytest.mark.parametrize("latitude", [15, 30, 45, 60, 75, 85])
def test_areas_are_equal(latitude: float) -> None:
    """A small field covers as much of the sheet as one at the equator, but for the cosine by which it is smaller on the globe."""
    assert field(latitude) / cos(radians(latitude)) == pytest.approx(field(0), rel=1e-3)


def field(latitude: float) -> float:
    """Square pixels of a field of 0.02° by 0.02°."""
    west, north = flat(geography.MIDDLE - 0.01, latitude)[0], flat(geography.MIDDLE, latitude + 0.01)[1]
    east, south = flat(geography.MIDDLE + 0.01, latitude)[0], flat(geography.MIDDLE, latitude - 0.01)[1]
    return (east - west) * (south - north)


@pytest.fixture(scope="module")
def land() -> list[list[tuple[float, float]]]:
    data = geography.land()
    if not data:
        pytest.skip("world-atlas is not here (npm ci && npm run vendor)")
    return polygons(data)


def polygons(data: str) -> list[list[tuple[float, float]]]:
    """The polygons of path data in whole relative steps, in pixels."""
    found = []
    for part in data.split("z"):
        points: list[tuple[float, float]] = []
        for letter, x, y in re.findall(r"([Ml])(-?\d+) (-?\d+)", part):
            before = points[-1] if letter == "l" else (0.0, 0.0)
            points.append((before[0] + int(x) / 10, before[1] + int(y) / 10))
        if points:
            found.append(points)
    return found


def covered(shapes: list[list[tuple[float, float]]], longitude: float, latitude: float) -> bool:
    """Whether an odd number of outlines goes round a point."""
    x, y = flat(longitude, latitude)
    inside = False
    for points in shapes:
        for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


@pytest.mark.parametrize(
    ("place", "longitude", "latitude"),
    [
        ("Paris", 2.35, 48.85),
        ("Denver", -104.99, 39.74),
        ("Chita, Siberia", 113.5, 52.03),
        ("Alice Springs", 133.87, -23.7),
        ("Anadyr, beyond the date line's beginning", 177.0, 66.5),
        ("Egvekinot, beyond the date line", -178.9, 66.8),
        ("near the South Pole", 0.0, -87.5),
        ("Vostok, Antarctica", 106.8, -78.46),
    ],
)
def test_there_is_land_where_there_is(
    land: list[list[tuple[float, float]]], place: str, longitude: float, latitude: float
) -> None:
    assert covered(land, longitude, latitude), place


@pytest.mark.parametrize(
    ("sea", "longitude", "latitude"),
    [
        ("Gulf of Guinea", 0.0, 0.0),
        ("mid Atlantic", -40.0, 30.0),
        ("mid Pacific", -150.0, 0.0),
        ("Bay of Bengal", 88.0, 15.0),
        ("Caspian Sea", 51.0, 42.0),
        ("North Pole", 0.0, 89.0),
    ],
)
def test_there_is_sea_where_there_is(
    land: list[list[tuple[float, float]]], sea: str, longitude: float, latitude: float
) -> None:
    assert not covered(land, longitude, latitude), sea


def test_a_topology_is_put_together_from_shared_lines(tmp_path: Path) -> None:
    """Two squares side by side that share their middle line; the second takes it backwards."""
    topology = {
        "transform": {"scale": [10, 5], "translate": [-20, 0]},
        "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]],
        "objects": {
            "land": {
                "geometries": [{"type": "Polygon", "arcs": [[0, 1]]}, {"type": "MultiPolygon", "arcs": [[[2, ~0]]]}]
            }
        },
    }
    file = tmp_path / "land.json"
    file.write_text(json.dumps(topology), encoding="utf-8")
    first, second = geography.rings(file)
    assert first == [(-10, 0), (-10, 5), (-20, 5), (-20, 0), (-10, 0)]
    assert second == [(-10, 0), (0, 0), (0, 5), (-10, 5), (-10, 0)]


def place(name: str, longitude: float, latitude: float, relations: int) -> Place:
    return Place(Entity(name, name, Kind.PLACE), latitude, longitude, relations, relations, 0, {"VISITS": relations})


def test_circles_are_as_large_as_relations_are_many() -> None:
    large, small = geography.marks([place("Large", 0, 0, 400), place("Small", 100, 0, 100)])
    assert large.radius == pytest.approx(2 * small.radius)
    (few,) = geography.marks([place("Few", 0, 0, 1)])
    assert few.radius < small.radius, "one relation is little, also where there is nothing else"
    assert geography.marks([]) == []


def test_names_stand_where_there_is_room() -> None:
    crowd = [place(f"Town number {number}", 10 + number / 100, 50, 50 - number) for number in range(30)]
    named = [mark for mark in geography.marks(crowd) if mark.name.free]
    assert 1 <= len(named) <= 4
    (edge,) = geography.marks([place("A long name at the edge", 189, 0, 30)])
    assert (edge.name.free, edge.name.anchor) == (True, "end")


def test_no_two_names_overlap() -> None:
    many = [
        place(f"Place {number}", (number * 37) % 360 - 180, (number * 53) % 150 - 75, 200 - number)
        for number in range(90)
    ]
    marks = [mark for mark in geography.marks(many) if mark.name.free]
    boxes = []
    for mark in marks:
        width = len(mark.place.entity.name) * 6.3
        left = mark.x + mark.name.x - {"start": 0, "middle": width / 2, "end": width}[mark.name.anchor]
        boxes.append((left, mark.y + mark.name.y, left + width))
    assert len(boxes) == 40
    for number, (left, line, right) in enumerate(boxes):
        for other_left, other_line, other_right in boxes[number + 1 :]:
            assert right <= other_left or other_right <= left or abs(line - other_line) >= 12 - 1e-9
