"""What a key looks like, how one is made, and how one that is presented is compared with the digest that is kept.

`cdr_<id>_<secret><checksum>`: the id names the key in lists and in the audit log, the secret proves it. By the checksum
a mistyped key is known without a look at any other, and scanners of code find keys that were left there.
"""

import hashlib
import hmac
import re
import secrets
import string
import zlib
from dataclasses import dataclass, field

_LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_ID_LETTERS = string.ascii_lowercase + string.digits
_ID_LENGTH, _SECRET_LENGTH, _CHECKSUM_LENGTH = 10, 43, 6
_FORM = re.compile(r"cdr_(?P<id>[a-z0-9]{10})_[0-9A-Za-z]{49}")
_ID_ALONE = re.compile(r"(?:cdr_)?(?P<id>[a-z0-9]{10})")
_LIKE = re.compile(r"cdr_[a-z0-9]{10}_[0-9a-z]{8}", re.IGNORECASE)
"""What is enough of a key to be taken for one, cut short or in other letters too."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """Hold a key that was made: its text is for its holder alone, its digest is what is kept."""

    id: str
    text: str = field(repr=False)
    sha256: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Presented:
    """Hold what a well-formed key says: which one it is, and the digest of the whole."""

    id: str
    sha256: str = field(repr=False)


def make() -> Made:
    """Return a new key with 256 bits of chance in it."""
    identifier = "".join(secrets.choice(_ID_LETTERS) for _ in range(_ID_LENGTH))
    secret = "".join(secrets.choice(_LETTERS) for _ in range(_SECRET_LENGTH))
    signed = f"cdr_{identifier}_{secret}"
    text = signed + _checksum(signed)
    return Made(id=identifier, text=text, sha256=_digest(text))


def parse(text: str) -> Presented | None:
    """Return what a text says if it has the form of a key and a right checksum, else None."""
    match = _FORM.fullmatch(text)
    if match is None or text[-_CHECKSUM_LENGTH:] != _checksum(text[:-_CHECKSUM_LENGTH]):
        return None
    return Presented(id=match["id"], sha256=_digest(text))


def is_proved(presented: Presented, *, kept: str) -> bool:
    """Tell whether the digest of what was presented is the one that is kept, in the same time for every other."""
    return hmac.compare_digest(presented.sha256, kept)


def is_in(text: str) -> bool:
    """Tell whether a text holds something that looks like a key."""
    return _LIKE.search(text) is not None


def identifier(text: str) -> str | None:
    """Return the id in a key, in its beginning or standing alone; None where there is none."""
    match = _FORM.fullmatch(text) or _ID_ALONE.fullmatch(text)
    return match["id"] if match else None


def _checksum(signed: str) -> str:
    rest, letters = zlib.crc32(signed.encode("ascii")), ""
    for _ in range(_CHECKSUM_LENGTH):
        rest, place = divmod(rest, len(_LETTERS))
        letters = _LETTERS[place] + letters
    return letters


def _digest(text: str) -> str:
    # The secret has 256 bits, so nothing is won by a slow digest, which would be a way to keep the service busy.
    return hashlib.sha256(text.encode("ascii")).hexdigest()
