"""What resources of FHIR are called: identifiers that any server takes, addresses, codes of our own vocabulary."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import markupsafe

from app.renderings import fhir_extensions
from app.renderings.fhir_extensions import Tree

URI = "urn:ietf:rfc:3986"
"""The system of identifiers that are addresses."""
KINDS, SECTIONS = "statement-kind", "section"
"""The code systems of ours."""
SYSTEMS = "/fhir/CodeSystem/"
PUBLISHER = "Organization/candour"
_PREFIX = "candour-"
"""Keeps our resources apart from those of the server that loads them; an identifier of digits only is often refused."""
_LONGEST = 64


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What every resource of a document needs: addresses, labels, and what the document says of its statements."""

    url: Callable[[str], str]
    slug: str
    language: str
    version: str
    published: str
    licence: str
    publisher: str
    disclaimer: str
    experimental: bool
    """Whether a statement of the document is not reviewed, or disputed by its reviewer."""
    labels: Mapping[str, str]
    languages: Mapping[str, str]
    """The language of each source."""
    conflicts: Mapping[str, list[Tree]] = field(default_factory=dict)
    """The conflicts that each statement is part of."""

    @property
    def make(self) -> fhir_extensions.Maker:
        """Return what makes extensions."""
        return fhir_extensions.Maker(url=self.url)

    @property
    def procedure(self) -> str:
        """Return the reference to the procedure."""
        return f"ActivityDefinition/{named(self.slug)}"

    def base(self, kind: str, name: str, *, tagged: bool = True) -> Tree:
        """Return what every resource begins with; `tagged` by the procedure, where it belongs to one only."""
        head: Tree = {"resourceType": kind, "id": named(name)}
        tag = {"system": self.url("/v1/procedures"), "code": self.slug}
        return {**head, **({"meta": {"tag": [tag]}} if tagged else {}), "language": self.language}

    def identifier(self, path: str) -> Tree:
        """Return an address of ours as an identifier."""
        return {"system": URI, "value": self.url(path)}

    def concept(self, name: str) -> Tree:
        """Return a concept of the vocabulary."""
        label = self.labels[name]
        return {
            "coding": [{"system": self.url("/v1/concepts"), "code": name, "display": label}],
            "text": label,
        }

    def code(self, system: str, code: str, text: str) -> Tree:
        """Return a code of one of our own systems."""
        return {"coding": [{"system": self.url(SYSTEMS + system), "code": code}], "text": text}


def named(name: str) -> str:
    """Return the id of a resource: at most 64 letters, digits and hyphens; what is longer ends in its digest."""
    whole = _PREFIX + name.replace("_", "-")
    if len(whole) <= _LONGEST:
        return whole
    return f"{whole[: _LONGEST - 17]}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def reference(resource: Tree) -> str:
    """Return the reference to a resource from any other of the same bundle."""
    return f"{resource['resourceType']}/{resource['id']}"


def narrative(*paragraphs: str, listed: list[str] | None = None) -> Tree:
    """Return text that people read, as XHTML in which every text is escaped."""
    told = "".join(f"<p>{markupsafe.escape(text)}</p>" for text in paragraphs)
    items = "".join(f"<li>{markupsafe.escape(text)}</li>" for text in listed or ())
    inner = told + (f"<ul>{items}</ul>" if items else "")
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">{inner}</div>'
    return {"status": "generated", "div": div}


def present(members: Tree) -> Tree:
    """Return a resource or a part of one without the members that have no value here."""
    return {name: value for name, value in members.items() if value not in (None, [], {}, "")}
