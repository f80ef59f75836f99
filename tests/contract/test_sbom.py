"""What the service is made of is said as it is locked: every package once, with its version and its hashes."""

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements" / "runtime.txt").read_text()


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """Return the script that makes the document."""
    spec = importlib.util.spec_from_file_location("sbom", ROOT / ".ci" / "sbom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_locked_package_stands_in_it_once_with_its_version_and_hashes(
    maker: ModuleType, tmp_path: Path
) -> None:
    maker.main(tmp_path / "sbom.json")
    made: Any = json.loads((tmp_path / "sbom.json").read_text())
    assert (made["bomFormat"], made["specVersion"], made["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", made["serialNumber"])
    entries = re.split(r"\n(?=[a-z0-9])", LOCK)
    locked = {
        (entry.split("==")[0].partition("[")[0], re.split(r"[ ;\\]", entry.split("==")[1])[0]): sorted(
            set(re.findall(r"sha256:([0-9a-f]{64})", entry))
        )
        for entry in entries
    }
    said = [
        (
            (part["name"], part["version"]),
            [one["value"] for one in part["properties"] if one["name"] == "candour:sha256-of-a-file"],
        )
        for part in made["components"]
    ]
    assert len(said) == len(locked) > 50
    assert dict(said) == locked
    assert all(hashes for _, hashes in said)
    (own,) = made["dependencies"]
    assert own["ref"] == made["metadata"]["component"]["bom-ref"]
    assert own["dependsOn"] == [part["bom-ref"] for part in made["components"]]


def test_the_same_lock_gives_the_same_bytes(maker: ModuleType) -> None:
    assert json.dumps(maker.document(LOCK)) == json.dumps(maker.document(LOCK))
