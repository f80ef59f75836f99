"""What a made-up procedure is called: its word, slug and ids, each its own for every number of every seed."""

from app.authoring.invented import words

PREFIX = "generated-"
"""What every slug begins with."""
MOST_PROCEDURES = 1_000_000
LARGEST_SEED = 65_535
_KEPT = words.RARE.stop
"""How many of the first made-up words are no procedure's own."""
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_NAMES = words.COUNT - _KEPT


def word(number: int, *, seed: int) -> str:
    """Return the made-up word in a procedure's name."""
    return words.made_up(_KEPT + (seed * 7_919 + number) % _NAMES)


def brand(number: int, *, seed: int) -> str:
    """Return a second made-up word, which no name of this seed carries."""
    return words.made_up(_KEPT + (seed * 7_919 + number + MOST_PROCEDURES) % _NAMES)


def slug(number: int, *, seed: int) -> str:
    """Return a procedure's slug."""
    return f"{PREFIX}{word(number, seed=seed)}-{seed}-{number}"


def identifier(prefix: str, place: int, *, number: int, seed: int) -> str:
    """Return an id: 16 bits for the seed, 22 for the number, 12 for the place, so that none comes twice.

    They count up, while real ones are scattered: then a database of millions grows at its end, and is filled in
    minutes instead of hours.
    """
    left = seed << 34 | number << 12 | place
    return (
        f"{prefix}_{_PAIRS[left >> 40]}{_PAIRS[left >> 30 & 1023]}{_PAIRS[left >> 20 & 1023]}"
        f"{_PAIRS[left >> 10 & 1023]}{_PAIRS[left & 1023]}"
    )
