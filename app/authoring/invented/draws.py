"""Chance that repeats: draws from a stream that is the same for the same key, on every machine and Python."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_TABLE = 4096


class Draw:
    """Draw from a stream of chance; everything rests on `random()`, which Python promises never to change."""

    def __init__(self, key: str) -> None:
        self._next = random.Random(key).random  # noqa: S311  nothing here is secret

    def fraction(self) -> float:
        """Return a number from 0 to below 1."""
        return self._next()

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to below the limit."""
        return int(self._next() * limit)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self._next() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        """Tell whether something happens that has this probability."""
        return self._next() < probability

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices, each as likely as the others."""
        return choices[int(self._next() * len(choices))]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """Return this many different choices, or fewer where they run out of luck, in the order they were drawn."""
        return list(dict.fromkeys(self.pick(choices) for _ in range(count)))


def ranked(choices: Sequence[T], *, size: int = _TABLE) -> tuple[T, ...]:
    """Return a table from which an even draw takes each choice about as often as Zipf's law says of its rank."""
    weights = [1 / (rank + 2.7) for rank in range(len(choices))]
    total = sum(weights)
    return tuple(
        choice
        for choice, weight in zip(choices, weights, strict=True)
        for _ in range(max(1, round(size * weight / total)))
    )
