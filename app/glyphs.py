"""One small drawing per kind of entity (stroke paths on a 24 × 24 grid), so that kinds differ without colour too.

The explorer draws the same ones (static/js/glyphs.js); tests/app/test_pages.py compares the two.
"""

from collections.abc import Mapping
from typing import Final

from graph.model import Kind

PATHS: Final[Mapping[Kind, str]] = {
    Kind.PERSON: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1-4 4-6 7.5-6s6.5 2 7.5 6",
    Kind.COUNTRY: "M6 21V4M6 4.5c4-2 7 2 12 0v9c-5 2-8-2-12 0",
    Kind.IGO: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18",
    Kind.ORG: "M4 20h16M5.5 20V9M10 20V9M14 20V9M18.5 20V9M3.5 9 12 4l8.5 5z",
    Kind.PLACE: "M12 21c-4-5-6-8-6-11a6 6 0 1 1 12 0c0 3-2 6-6 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
    Kind.FACILITY: "M4 20V10l5 3V10l5 3V5h5v15zM8 20v-3M12 20v-3M16 20v-3",
    Kind.EQUIPMENT: "M3 15h18l-2.5 5h-13zM7 15V9h8l2 6M11 9V4",
    Kind.EVENT: "M4 6h16v14H4zM4 10h16M8.5 3v5M15.5 3v5M12 12.5l1 2h2l-1.6 1.4.6 2.1-2-1.2-2 1.2.6-2.1L9 14.5h2z",
    Kind.GROUP: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM16 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 19c.6-3.5 2.8-5 5.5-5s4.9 1.5 5.5 5M12.5 14.9c1-.6 2.2-.9 3.5-.9 2.7 0 4.9 1.5 5.5 5",
}
