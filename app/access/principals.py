"""Who acts, and what their role permits; how a key is read and proved is the subject of app/access/keys.py."""

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, Self, get_args

Role = Literal["reader", "clinic", "author", "reviewer", "publisher", "admin"]


class Permission(enum.Enum):
    """Name what a role can be permitted."""

    READ_DRAFTS = "read drafts"
    WRITE_DRAFTS = "write drafts"
    REVIEW = "review drafts"
    PUBLISH = "publish and withdraw"
    CLINIC = "write what a clinic says of itself"
    FOLLOW = "have changes sent"


_EDITORS = frozenset({Permission.READ_DRAFTS, Permission.FOLLOW})
PERMITTED: Mapping[Role, frozenset[Permission]] = {
    "reader": frozenset({Permission.FOLLOW}),
    "clinic": frozenset({Permission.CLINIC, Permission.FOLLOW}),
    "author": _EDITORS | {Permission.WRITE_DRAFTS},
    "reviewer": _EDITORS | {Permission.REVIEW},
    "publisher": _EDITORS | {Permission.PUBLISH},
    "admin": frozenset(Permission),
}
"""What each role is permitted. That nobody reviews what they wrote holds for all of them."""


@dataclass(frozen=True, kw_only=True)
class Principal:
    """Say who acts: the holder of a key, from an address."""

    key_id: str
    holder: str
    role: Role
    job: str | None = None
    """What a reviewer is by profession."""
    clinic: str | None = None
    """The clinic that a clinic's key writes for."""
    procedures: tuple[str, ...] = ()
    """The procedures that the key is confined to; an empty tuple confines nothing."""
    address: str = "unknown"
    """The address that the request came from."""

    @property
    def actor(self) -> str:
        """Return how the audit log names the right by which this principal acts."""
        return f"key:{self.key_id}"

    def at(self, address: str) -> Self:
        """Return the same one, acting from an address."""
        return replace(self, address=address)

    def may(self, permission: Permission) -> bool:
        """Tell whether the role permits this."""
        return permission in PERMITTED[self.role]

    def reaches(self, procedure: str) -> bool:
        """Tell whether the key is not confined to other procedures."""
        return not self.procedures or procedure in self.procedures

    def is_same_person(self, holder: str) -> bool:
        """Tell whether a holder's name is that of this one, so that nobody passes for two by having two keys."""
        return " ".join(holder.casefold().split()) == " ".join(self.holder.casefold().split())


def role(word: str) -> Role:
    """Return the role that is kept as a word; raise ValueError for one that does not exist."""
    for known in get_args(Role):
        if known == word:
            return known  # type: ignore[no-any-return] # reason: get_args forgets what it holds
    raise ValueError("there is no such role")


def confined(scopes: bytes) -> tuple[str, ...]:
    """Return the procedures that a key is confined to, from the JSON that is kept of them."""
    return tuple(str(slug) for slug in json.loads(scopes))
