"""Who acts, and what their role permits; how a key is read and proved is the subject of app/access/keys.py."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

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

    def may(self, permission: Permission) -> bool:
        """Tell whether the role permits this."""
        return permission in PERMITTED[self.role]

    def reaches(self, procedure: str) -> bool:
        """Tell whether the key is not confined to other procedures."""
        return not self.procedures or procedure in self.procedures

    def is_same_person(self, holder: str) -> bool:
        """Tell whether a holder's name is that of this one, so that nobody passes for two by having two keys."""
        return " ".join(holder.casefold().split()) == " ".join(self.holder.casefold().split())
