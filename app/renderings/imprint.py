"""Who publishes a document, on what terms, and which revision it is: what a rendering says besides the document."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Imprint:
    """Who publishes a document, on what terms, and which revision it is; `url` makes a path an absolute address."""

    url: Callable[[str], str]
    publisher: str
    licence: str
    """The address of the licence."""
    disclaimer: str
    revision: int
    sha256: str
    published: str
    """When this revision was published, in ISO 8601."""
