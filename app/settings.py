"""What can be set: environment variables with the prefix ENTENTE_, or a file `.env` beside the place Entente is started from."""

from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of the web app. The README's table is checked against these fields."""

    model_config = SettingsConfigDict(env_prefix="ENTENTE_", env_file=".env", extra="ignore")

    store: str = Field(default="sqlite:///data/graph.db", description="URL of the store that holds the graph")
    host: str = Field(default="127.0.0.1", description="address to listen on; loopback alone unless you say otherwise")
    port: int = Field(default=8000, ge=0, le=65535, description="port to listen on")
    allowed_hosts: Annotated[list[str], NoDecode] = Field(
        default=["localhost", "127.0.0.1", "[::1]"],
        description="host names it answers to, comma separated; `*` for any (guards against DNS rebinding)",
    )
    allowed_origins: Annotated[list[str], NoDecode] = Field(
        default=[], description="other web origins that may call the API from a browser (CORS), comma separated"
    )
    body_limit: int = Field(default=5_000_000, ge=1, description="largest request body accepted, bytes")
    writable: bool = Field(
        default=False,
        description="whether articles may be added and removed, and entities merged, split and renamed, over HTTP",
    )

    @field_validator("allowed_hosts", "allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
