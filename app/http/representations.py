"""The forms of a whole procedure besides JSON: at which suffix each stands, what it is, and what makes it.

What an operation says of its form stands with its route; here is what all of them share.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.catalogue import procedures
from app.http import caching, dependencies, imprints, urls
from app.renderings import fhir, imprint, jsonld, markdown, tabular_flat

JSON = "application/json"
HEADERS: dict[str, Any] = {
    "Link": {
        "description": 'The page about the procedure, rel="canonical", and its other forms, rel="alternate".',
        "schema": {"type": "string"},
    }
}
"""What OpenAPI says of the headers of each form."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """One form: the suffix of its address, its media type, and the pure function of the stored bytes that makes it."""

    suffix: str
    media_type: str
    make: Callable[[bytes, imprint.Imprint], bytes]
    parameters: str = ""
    """What follows the media type in Content-Type, such as `; charset=utf-8`."""


FORMS = {
    form.suffix: form
    for form in (
        Form(
            suffix="jsonld",
            media_type=jsonld.MEDIA_TYPE,
            make=lambda document, imprint: jsonld.content(document, imprint=imprint),
        ),
        Form(
            suffix="md",
            media_type=markdown.MEDIA_TYPE,
            make=lambda document, imprint: markdown.content(document, imprint=imprint),
            parameters="; charset=utf-8",
        ),
        Form(
            suffix="csv",
            media_type=tabular_flat.MEDIA_TYPE,
            make=lambda document, imprint: tabular_flat.content(document, imprint=imprint),
            parameters="; charset=utf-8",
        ),
        Form(
            suffix="fhir.json",
            media_type=fhir.MEDIA_TYPE,
            make=lambda document, imprint: fhir.content(document, imprint=imprint),
            parameters=fhir.PARAMETERS,
        ),
    )
}
"""All forms by their suffix, in the order in which they are offered."""


def address(publisher: urls.Publisher, slug: str, *, suffix: str = "") -> str:
    """Return the address of a procedure in a form; without a suffix, of its document."""
    return publisher.url(f"/v1/procedures/{slug}.{suffix}" if suffix else f"/v1/procedures/{slug}")


def links(publisher: urls.Publisher, slug: str, *, suffix: str | None = "") -> str:
    """Return the value of Link for one form: the page, and the same in all other forms; for the page, in all."""
    page = publisher.url(f"/procedures/{slug}")
    types = {"": JSON, **{form.suffix: form.media_type for form in FORMS.values()}}
    others = [(address(publisher, slug, suffix=name), kind) for name, kind in types.items() if name != suffix]
    said = [
        f'<{page}>; rel="canonical"',
        *(f'<{url}>; rel="alternate"; type="{kind}"' for url, kind in others),
    ]
    return ", ".join(said)


def answer(
    request: Request,
    here: dependencies.Service,
    found: procedures.Published,
    *,
    slug: str,
    suffix: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with a published document in the form that has this suffix, or 304 where the caller already has it."""
    form = FORMS[suffix]
    return caching.conditional(
        request,
        chunks=[form.make(found.document, imprints.imprint(here.publisher, found))],
        revision=found.catalogue,
        media_type=form.media_type + form.parameters,
        headers={"Link": links(here.publisher, slug, suffix=suffix), **(headers or {})},
    )
