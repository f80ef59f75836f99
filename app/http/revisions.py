"""Which revision of a procedure a reader asks for: by its number, as of an instant, or the newest."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from app.catalogue import history
from app.http import parameters


class AsPublished(parameters.Query):
    """Which revision of a procedure to read; without any of these, the newest."""

    revision: Annotated[parameters.Count, Field(ge=1)] | None = None
    """The revision with this number."""
    as_of: parameters.Moment | None = None
    """The revision that was public at this RFC 3339 instant, or at the end of this day in UTC. For today: now."""

    @field_validator("as_of")
    @classmethod
    def _alone(cls, value: str | None, known: ValidationInfo) -> str | None:
        if value is not None and known.data.get("revision") is not None:
            raise ValueError("must not be given together with revision")
        return value

    @property
    def asked(self) -> history.Asked:
        """Return what is asked for."""
        at = parameters.moment(self.as_of) if self.as_of is not None else None
        return history.Asked(revision=self.revision, as_of=at)
