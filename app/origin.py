"""Where a change comes from: a browser must not carry out what a page of another site wants (CSRF)."""

from urllib.parse import urlsplit

from fastapi import Request

from app.errors import NotAllowed


def same_site(request: Request) -> None:
    """Refuse a request that a browser sends for another origin's page, unless the setting trusts that origin.

    Sec-Fetch-Site tells it; browsers leave it out over plain HTTP, then Origin does. Programs send neither.
    """
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if site in ("same-origin", "none") or origin in request.app.state.settings.allowed_origins:
        return
    own = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if site is not None or not own:
        raise NotAllowed(
            f"this comes from a page of another site ({origin or site}); ENTENTE_ALLOWED_ORIGINS names trusted ones"
        )
