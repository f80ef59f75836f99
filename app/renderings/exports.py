"""The forms in which the whole catalogue is exported: to add one, write its module and name it here."""

from app.content import exports
from app.renderings import ndjson

FORMS: tuple[exports.Form, ...] = (
    exports.Form(
        suffix="ndjson",
        media_type=ndjson.MEDIA_TYPE,
        write=ndjson.write,
        summary="Read everything as NDJSON",
        description="An object in each line; `type` says what it is: `about` is the first, then every `concept` and "
        "`source`, then every `procedure` with its revision, its digest, and the whole `document` as it was published: "
        "its canonical JSON (keys sorted, no white space, UTF-8) has the digest `sha256`.",
        example=ndjson.EXAMPLE,
    ),
)
"""Every form, with its address `/v1/export.<suffix>`."""
