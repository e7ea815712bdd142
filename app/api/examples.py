"""Examples that the OpenAPI document shows; ids as the sample articles give them."""

from typing import Final

from pydantic import WithJsonSchema

_ID = {"type": "string", "maxLength": 500}
RUTTE: Final = WithJsonSchema({**_ID, "examples": ["Q57792"]})
