"""Write what the service is made of as CycloneDX 1.6 JSON: each package of the lock with its version and hashes.

The lock is the only thing it reads, and no time or random number goes in, so that the same lock gives the same bytes.
Standard library only: nothing needs to be installed to make it.
"""

import hashlib
import json
import re
import sys
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "runtime.txt"
PACKAGE = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==(?P<version>[^ ;\\]+)(?: *; *(?P<marker>[^\\]+))?",
    re.MULTILINE,
)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def packages(lock: str) -> "list[dict[str, object]]":
    """Return a component for each package of a lock."""
    found = list(PACKAGE.finditer(lock))
    ends = [match.start() for match in found[1:]] + [len(lock)]
    return [component(match, lock[match.start() : end]) for match, end in zip(found, ends, strict=True)]


def component(match: "re.Match[str]", entry: str) -> "dict[str, object]":
    """Return the component of one entry of the lock."""
    name, version = match["name"], match["version"]
    address = f"pkg:pypi/{name}@{version}"
    made: dict[str, object] = {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        "scope": "required",
    }
    properties = [
        {"name": "candour:sha256-of-a-file", "value": value} for value in sorted(set(HASH.findall(entry)))
    ]
    if match["marker"]:
        properties.append({"name": "candour:only-where", "value": match["marker"].strip()})
    return {**made, "properties": properties}


def version() -> str:
    """Return the version of the code."""
    found = re.search(r'VERSION = "([^"]+)"', (ROOT / "app" / "__init__.py").read_text())
    if found is None:
        raise SystemExit("sbom: app/__init__.py names no version")
    return found[1]


def document(lock: str) -> "dict[str, object]":
    """Return the whole document."""
    own = f"pkg:generic/candour@{version()}"
    parts = packages(lock)
    digest = hashlib.sha256(lock.encode()).digest()
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=digest[:16], version=4)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "candour",
                "version": version(),
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "purl": own,
            }
        },
        "components": parts,
        "dependencies": [{"ref": own, "dependsOn": [str(part["bom-ref"]) for part in parts]}],
    }


def main(path: Path) -> None:
    """Write the document to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document(LOCK.read_text()), indent=1) + "\n")
    sys.stderr.write(f"Wrote {path}.\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
