"""The page of a procedure: everything that is known of it, and what is not."""

import dataclasses
import re

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


def page(held: shown.Shown, *, frame: html.Frame, picture: Picture, preview: bool = False) -> bytes:
    """Return the page of a procedure; a preview says that it is one."""
    return html.page("procedure.html", frame, shown=held, picture=picture, preview=preview)
