"""The page of a procedure: everything that is known of it, and what is not."""

import dataclasses
import re

from app.renderings import earlier as earlier_
from app.renderings import html, shown

_SIZE = re.compile(rb'<svg [^>]*?width="(\d+)" height="(\d+)"')


@dataclasses.dataclass(frozen=True, kw_only=True)
class Picture:
    """The size of the picture of its timeline, in pixels."""

    width: int
    height: int

    @classmethod
    def of(cls, svg: bytes) -> "Picture":
        """Return the size that a picture states."""
        found = _SIZE.search(svg)
        if found is None:
            raise ValueError("the picture states no size")
        return cls(width=int(found[1]), height=int(found[2]))


def page(
    held: shown.Shown,
    *,
    frame: html.Frame,
    picture: Picture,
    slug: str = "",
    earlier: earlier_.Earlier | None = None,
    preview: bool = False,
) -> bytes:
    """Return the page of a procedure; one of an earlier revision says so, with the `slug` of now, as a preview does."""
    return html.page(
        "procedure.html",
        frame,
        shown=held,
        picture=picture,
        slug=slug or held.document.slug,
        earlier=earlier,
        preview=preview,
    )
