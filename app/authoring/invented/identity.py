"""What a made-up procedure is called: its word, slug and ids, each its own for every number of every seed."""

from app.authoring.invented import words

PREFIX = "generated-"
"""What every slug begins with."""
MOST_PROCEDURES = 1_000_000
LARGEST_SEED = 65_535
RARE_WORDS = 60_000
"""How many of the first made-up words are kept for the vocabulary and for the texts."""
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_BITS = 50
_MASK = (1 << _BITS) - 1
_ODD = 0x2545F4914F6CD
"""An odd number: multiplying by it modulo a power of two sends no two numbers to the same one."""
_NAMES = words.COUNT - RARE_WORDS


def word(number: int, *, seed: int) -> str:
    """Return the made-up word in a procedure's name."""
    return words.made_up(RARE_WORDS + (seed * 7_919 + number) % _NAMES)


def brand(number: int, *, seed: int) -> str:
    """Return a second made-up word, which no name of this seed carries."""
    return words.made_up(RARE_WORDS + (seed * 7_919 + number + MOST_PROCEDURES) % _NAMES)


def slug(number: int, *, seed: int) -> str:
    """Return a procedure's slug."""
    return f"{PREFIX}{word(number, seed=seed)}-{seed}-{number}"


def identifier(prefix: str, place: int, *, number: int, seed: int) -> str:
    """Return an id; the place is below 4096. They look as scattered as real ones, and none comes twice."""
    left = ((seed << 34 | number << 12 | place) * _ODD + _ODD) & _MASK
    written = ""
    for _ in range(_BITS // 10):
        left, pair = divmod(left, 1024)
        written = _PAIRS[pair] + written
    return f"{prefix}_{written}"
