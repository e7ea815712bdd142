"""Static files. Vendored libraries carry their version in the path, so browsers may keep them; ours are asked for anew each time."""

import mimetypes
import os

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

for _suffix, _type in {".mjs": "text/javascript", ".js": "text/javascript", ".geojson": "application/geo+json"}.items():
    mimetypes.add_type(_type, _suffix)


class Assets(StaticFiles):
    """StaticFiles with Cache-Control."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        kept = "vendor" in scope["path"].split("/")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if kept else "no-cache"
        return response
