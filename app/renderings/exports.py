"""The forms in which the whole catalogue is exported: to add one, write its module and name it here."""

from app.content import exports
from app.renderings import fhir, fhir_export, ndjson, tabular_sqlite, tabular_zip, whole_yaml

FORMS: tuple[exports.Form, ...] = (
    exports.Form(
        suffix="ndjson",
        media_type=ndjson.MEDIA_TYPE,
        write=ndjson.write,
        summary="Read everything as NDJSON",
        description="An object in each line; `type` says what it is: `about` is the first, then every `concept` and "
        "`source`, what is `withdrawn` or `renamed`, then every `procedure` with its revision, its digest, and the "
        "whole `document` as it was published: its canonical JSON (keys sorted, no white space, UTF-8) has the digest "
        "`sha256`.",
        example=ndjson.EXAMPLE,
    ),
    exports.Form(
        suffix="csv.zip",
        media_type=tabular_zip.MEDIA_TYPE,
        write=tabular_zip.write,
        summary="Read everything as tables of CSV",
        description="A file of CSV for each table, `README.md` to read first, and `datapackage.json`, which describes "
        "every column. A cell that a spreadsheet could run as a formula has a `'` in front; taking one `'` away from "
        "every cell that begins with one gives back what was there.",
    ),
    exports.Form(
        suffix="sqlite",
        media_type=tabular_sqlite.MEDIA_TYPE,
        write=tabular_sqlite.write,
        summary="Read everything as a database",
        description="The same tables as a file of SQLite, with keys, indexes, views, a `readme` with questions and "
        "their queries, and the meaning of every column in `columns`.",
    ),
    exports.Form(
        suffix="yaml",
        media_type=whole_yaml.MEDIA_TYPE,
        write=whole_yaml.write,
        summary="Read everything as YAML",
        description="What the NDJSON has in a line is a document of YAML here.",
        example=whole_yaml.EXAMPLE,
    ),
    exports.Form(
        suffix="fhir.json",
        media_type=fhir.MEDIA_TYPE + fhir.PARAMETERS,
        write=fhir_export.write,
        summary="Read everything as FHIR",
        description="A Bundle of FHIR R5 of the type `transaction`: POST it to the base address of a FHIR server, "
        "which then holds every procedure, or none. All ids begin with `candour`, and loading it again replaces "
        "them, and deletes what was withdrawn.",
        example=fhir_export.EXAMPLE,
    ),
)
"""Every form, with its address `/v1/export.<suffix>`."""
