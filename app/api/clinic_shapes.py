"""The shapes of what clinics say of themselves."""

import datetime

from app.content import clinics, values
from app.http import models


class ClinicRevision(models.Shape):
    """Which version of it this is."""

    number: int
    sha256: values.Sha256
    """What `If-Match` names, between quotation marks, to change this version and no other."""
    changed: datetime.datetime


class ClinicSaid(clinics.Clinic):
    """What a clinic says of itself; it is the clinic's, and not checked."""

    slug: values.Slug
    words: str
    """Whose words these are; show it with them."""
    revision: ClinicRevision
