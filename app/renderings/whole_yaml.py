"""The catalogue as YAML: the lines of its NDJSON as documents one after another, the export itself first."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from app.content import exports, writing_yaml
from app.renderings import ndjson

MEDIA_TYPE = "application/yaml"
EXAMPLE = """\
---
catalogue_revision: 1
counts: {concepts: 131, procedures: 4, sources: 5}
format: 1
type: about
---
document: {format: 1, slug: mesotherapy}
revision: 1
slug: mesotherapy
type: procedure
"""
"""Documents of which most parts are left out."""


def write(stream: BinaryIO, documents: Iterator[exports.Published], about: exports.About, /) -> None:
    """Write a document of YAML for each line that the NDJSON has."""
    stream.writelines(
        b"---\n" + writing_yaml.dumped(json.loads(line)).encode("utf-8")
        for line in ndjson.lines(documents, about)
    )
