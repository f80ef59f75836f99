"""Libraries of others that we keep and serve: what their manifests must say. `python -m tests.vendored` writes them."""

import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "app" / "renderings" / "static" / "vendor"
OURS = frozenset({"README.md", "manifest.json"})
"""What we wrote ourselves beside them."""


def libraries() -> list[Path]:
    """Return the folder of each library."""
    return sorted(path for path in FOLDER.iterdir() if path.is_dir())


def manifest(folder: Path) -> dict[str, Any]:
    """Return what is said of a library."""
    said: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    return said


def files(folder: Path) -> dict[str, dict[str, str]]:
    """Return the digests of the files of a library, by their names."""
    held = sorted(path for path in folder.iterdir() if path.name not in OURS)
    return {path.name: _digests(path.read_bytes()) for path in held}


def _digests(content: bytes) -> dict[str, str]:
    strong = base64.b64encode(hashlib.sha384(content).digest()).decode()
    return {"sha256": hashlib.sha256(content).hexdigest(), "integrity": f"sha384-{strong}"}


def main() -> None:
    """Write the digests of what is there into the manifests."""
    for folder in libraries():
        said = {**manifest(folder), "files": files(folder)}
        (folder / "manifest.json").write_text(json.dumps(said, indent=2) + "\n")
        sys.stdout.write(f"{folder.name}: {len(said['files'])} files\n")


if __name__ == "__main__":
    main()
