"""The one door to absolute URLs: they come from the configured public address, never from a request's Host header."""

import dataclasses
import functools
import re
from collections.abc import Iterable
from urllib.parse import quote, urlencode, urlsplit

_EMAIL = re.compile(r"[^\s@<>:\"]{1,64}@[A-Za-z0-9.-]{1,253}")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Publisher:
    """Who answers: the public address of this installation and how its operator can be reached about errors."""

    public_url: str
    contact: str = ""
    name: str = "Candour"

    def __post_init__(self) -> None:
        parts = urlsplit(self.public_url)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
            raise ValueError(
                "the public URL must be http(s)://host[:port][/path] without a query or fragment"
            )
        if "@" in parts.netloc:
            raise ValueError("the public URL must not carry a user name or password")
        object.__setattr__(self, "public_url", self.public_url.rstrip("/"))

    @functools.cached_property
    def origin(self) -> str:
        """Return scheme, host and port of the public address, as a browser's Origin header would."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @functools.cached_property
    def secure(self) -> bool:
        """Return whether the public address is reached by TLS."""
        return self.public_url.startswith("https://")

    @functools.cached_property
    def contact_url(self) -> str | None:
        """Return the contact as a link (an e-mail address becomes mailto:), or None where none is configured."""
        if _EMAIL.fullmatch(self.contact):
            return f"mailto:{self.contact}"
        return self.contact or None

    def path(self, path: str, *, query: Iterable[tuple[str, str]] = ()) -> str:
        """Return the address of a decoded path on whatever host a page is read from, with the query encoded."""
        return self.url(path, query=query)[len(self.origin) :]

    def url(self, path: str, *, query: Iterable[tuple[str, str]] = ()) -> str:
        """Return the absolute address of a decoded path that begins with a slash, with the query encoded."""
        if not path.startswith("/"):
            raise ValueError("a path begins with a slash")
        text = urlencode(list(query), errors="replace")
        return self.public_url + quote(path, safe="/:~", errors="replace") + (f"?{text}" if text else "")
