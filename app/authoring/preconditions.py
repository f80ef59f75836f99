"""What a change expects to find, as If-Match and If-None-Match say it; nobody overwrites what they have not seen."""

from collections.abc import Callable
from dataclasses import dataclass

from app.content import values, writing_problems


@dataclass(frozen=True, kw_only=True)
class Expected:
    """Hold the strong tags of which the stored thing must have one, or that anything will do."""

    tags: frozenset[str] = frozenset()
    any: bool = False

    def require(self, tag: str, *, current: Callable[[], values.Json]) -> None:
        """Raise PreconditionFailed with the current state, unless what is stored has one of the tags."""
        if not self.any and tag not in self.tags:
            raise writing_problems.PreconditionFailed(
                "It was changed since you read it. Nothing was stored; `current` is what is there now.",
                headers={"ETag": f'"{tag}"'},
                current=current(),
            )


ANYTHING = Expected(any=True)
"""What a change expects that is made whatever is there."""
