"""Why a change was refused: every fault found, with where it is and what to do about it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from app.content import rules, values

_SAID: Mapping[str, TypeAdapter[str]] = {
    "editor": TypeAdapter(values.Label),
    "reviewer": TypeAdapter(values.Label),
    "note": TypeAdapter(values.Text | Literal[""]),
    "reason": TypeAdapter(values.Text),
}
"""What is said of a change by whoever makes it: kept for ever, and some of it shown to readers."""


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


def require_plain(**said: str | None) -> None:
    """Raise Refused where what is said of a change is too long or could not be shown; what is left out passes."""
    faults: list[Fault] = []
    for name, text in said.items():
        if text is not None:
            try:
                _SAID[name].validate_python(text, strict=True)
            except ValidationError as error:
                message = f"{error.errors(include_input=False)[0]['msg']}."
                faults.append(Fault(place=f"the {name}", code="malformed", pointer="", message=message))
    if faults:
        raise Refused(faults)
