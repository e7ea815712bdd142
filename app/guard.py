"""The outermost middleware: who may ask (Host), how much (body), and the headers that every answer carries.

Host names are checked since a page of another site could otherwise reach a service on loopback by DNS rebinding.
"""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import errors

SECURITY: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        "font-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Refuses foreign hosts (400) and large bodies (413), answers bugs (500), adds security and revision headers."""

    def __init__(self, app: ASGIApp, hosts: list[str], body_limit: int) -> None:
        self.app, self.hosts, self.body_limit = app, frozenset(hosts), body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in {**SECURITY, **getattr(request.state, "headers", {})}.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refused(request)
        if refused:
            await errors.problem(request, *refused)(scope, receive, send_with_headers)
            return
        try:
            await self.app(scope, self._limited(receive), send_with_headers)
        except Exception as error:
            if started:
                raise
            await errors.unexpected(request, error)(scope, receive, send_with_headers)

    def _refused(self, request: Request) -> tuple[int, str] | None:
        headers = Headers(scope=request.scope)
        host = _name(headers.get("host", ""))
        if "*" not in self.hosts and host not in self.hosts:
            return (
                400,
                f"this service does not answer to the host name {host!r}; ENTENTE_ALLOWED_HOSTS says which it does",
            )
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > self.body_limit:
            return 413, f"a request body may hold at most {self.body_limit} bytes"
        return None

    def _limited(self, receive: Receive) -> Receive:
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.body_limit:
                raise HTTPException(413, f"a request body may hold at most {self.body_limit} bytes")
            return message

        return limited


def _name(host: str) -> str:
    """The host without its port; IPv6 keeps its brackets."""
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0].lower()
