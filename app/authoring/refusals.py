"""Why a change was refused: every fault found, with where it is and what to do about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.content import rules


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Name one fault: the file or the procedure, its code, the JSON pointer there, and a message to act on."""

    place: str
    code: str
    pointer: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}{' ' + self.pointer if self.pointer else ''}: {self.message}"


class Refused(Exception):  # noqa: N818 - it names what happened
    """A change was refused, and nothing of it was stored."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        super().__init__(
            "\n".join(
                [
                    f"Nothing was stored: {count} {'fault' if count == 1 else 'faults'}.",
                    *map(str, self.faults),
                ]
            )
        )


def at(place: str, violations: Iterable[rules.Violation]) -> Iterator[Fault]:
    """Yield the violations of the rules as faults of a file or a procedure."""
    for violation in violations:
        yield Fault(place=place, code=violation.code, pointer=violation.pointer, message=violation.message)
