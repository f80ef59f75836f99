"""A published document, or a part of one, as a JSON tree."""

from typing import Any


def claims(part: Any) -> list[dict[str, Any]]:
    """Return everything in a tree that carries evidence, in the tree's order."""
    if isinstance(part, list):
        return [claim for item in part for claim in claims(item)]
    if not isinstance(part, dict):
        return []
    held = [part] if "evidence" in part and "kind" in part else []
    return held + [claim for key, value in part.items() if key != "evidence" for claim in claims(value)]
