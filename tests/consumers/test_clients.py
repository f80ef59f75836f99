"""Clients that public generators make compile and read what the service says; docs/clients.md is run as it stands."""

import csv
import io
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests import consuming

SLUG = "mesotherapy"
pytestmark = pytest.mark.timeout(300)  # they start a service, generators and compilers
NOWHERE = "http://127.0.0.1:9"
DESCRIPTION = consuming.ROOT / "docs" / "openapi.json"


def answered(address: str) -> httpx2.Response:
    return httpx2.get(address, timeout=consuming.SECONDS)


def section(served: str) -> dict[str, Any]:
    found: dict[str, Any] = answered(f"{served}/v1/procedures/{SLUG}/side-effects").json()["data"]
    return found


def told(served: str) -> dict[str, Any]:
    """Return what the smoke tests of the generated clients should tell."""
    document = answered(f"{served}/v1/procedures/{SLUG}").json()["data"]
    return {
        "slugs": [row["slug"] for row in answered(f"{served}/v1/procedures").json()["data"]],
        "silent": sorted(
            name for name, held in document["sections"].items() if held["coverage"] == "not_addressed"
        ),
        "lasting": {
            effect["id"]: [
                effect["evidence"][0]["phrase"],
                *(effect["duration"][side] for side in ("min", "max") if side in effect["duration"]),
            ]
            for effect in section(served)["statements"]
        },
        "refusal": ["procedure_not_found", f"{served}/problems/procedure_not_found"],
        "screened": {"laser-skin-tightening": "stated", SLUG: "not_addressed"},
    }


def generate(language: str, *, served: str, folder: Path) -> str:
    """Run the command of the page that makes a client for one language; return what it says."""
    commands = consuming.example("generate", address=served).splitlines()
    command = next(line for line in commands if language in line)
    return consuming.run(*command.split(), folder=folder)


def shows_everything(text: str, served: str) -> None:
    """Fail unless a text has the coverage in words, and each statement with each of its phrases."""
    held = section(served)
    phrases = [proof["phrase"] for effect in held["statements"] for proof in effect["evidence"]]
    sources = [proof["source"] for effect in held["statements"] for proof in effect["evidence"]]
    wanted = [held["words"], *(effect["text"] for effect in held["statements"]), *phrases, *sources]
    assert [item for item in wanted if item not in text] == []


def refuses(said: str) -> None:
    """Fail unless a failure says that nothing follows from it."""
    assert re.search(r"could not be loaded; this does not mean that there are (?:none|no risks)\.", said), (
        said
    )


def test_the_description_passes_the_rules_of_redocly_and_spectral(generators: None, tmp_path: Path) -> None:
    for rules in ("redocly.yaml", "spectral.yaml"):
        shutil.copy(consuming.FOLDER / rules, tmp_path)
    shutil.copy(DESCRIPTION, tmp_path)
    checked = consuming.run(
        *("redocly", "lint", "--config", "redocly.yaml", "--format", "json", "openapi.json"), folder=tmp_path
    )
    assert json.loads(checked)["totals"] == {"errors": 0, "warnings": 0, "ignored": 0}, checked
    # Redocly held the examples to their shapes, in a sixth of the time.
    (tmp_path / "bare.json").write_text(json.dumps(without_examples(json.loads(DESCRIPTION.read_bytes()))))
    consuming.run(
        "spectral", "lint", "-r", "spectral.yaml", "--fail-severity", "hint", "bare.json", folder=tmp_path
    )


def without_examples(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {
            name: without_examples(value)
            for name, value in tree.items()
            if not (name == "example" and isinstance(value, dict))
        }
    return [without_examples(item) for item in tree] if isinstance(tree, list) else tree


def test_a_generated_python_client_reads_the_facts(generators: None, served: str, tmp_path: Path) -> None:
    described = json.loads(DESCRIPTION.read_bytes())
    assert (
        answered(f"{served}/openapi.json").json()["components"]["schemas"]
        == described["components"]["schemas"]
    )
    said = generate("openapi-python-client", served=served, folder=tmp_path)
    assert "will not be generated" not in said
    operations = [each["operationId"] for path in described["paths"].values() for each in path.values()]
    assert sorted(path.stem for path in tmp_path.glob("candour_client/api/*/[!_]*.py")) == sorted(operations)

    shutil.copy(consuming.FOLDER / "smoke.py", tmp_path)
    (tmp_path / "example.py").write_text(consuming.example("python", address=served))
    consuming.run("python", "-m", "compileall", "-q", "candour_client", folder=tmp_path)
    consuming.run(
        *(sys.executable, "-m", "mypy", "--config-file=", "--strict", "--follow-imports=silent"),
        *("--python-executable", str(consuming.PYTHON), "smoke.py", "example.py"),
        folder=tmp_path,
    )
    assert json.loads(consuming.run("python", "smoke.py", served, folder=tmp_path)) == told(served)
    shows_everything(consuming.run("python", "example.py", folder=tmp_path), served)
    (tmp_path / "example.py").write_text(consuming.example("python", address=served).replace(SLUG, "nothing"))
    refuses(consuming.run("python", "example.py", folder=tmp_path, fails=True))


def test_a_generated_typescript_client_reads_the_facts(generators: None, served: str, tmp_path: Path) -> None:
    generate("openapi-typescript", served=served, folder=tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    shutil.copy(consuming.FOLDER / "smoke.ts", tmp_path)
    example = consuming.example("typescript", address=served)
    (tmp_path / "example.ts").write_text(example)
    (tmp_path / "mistaken.ts").write_text(example.replace(SLUG, "nothing"))
    consuming.run(
        *("tsc", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"),
        *("--outDir", "built", "smoke.ts", "example.ts", "mistaken.ts"),
        folder=tmp_path,
    )
    assert json.loads(consuming.run("node", "built/smoke.js", served, folder=tmp_path)) == told(served)
    shows_everything(consuming.run("node", "built/example.js", folder=tmp_path), served)
    refuses(consuming.run("node", "built/mistaken.js", folder=tmp_path, fails=True))


@pytest.mark.parametrize("language", ["curl", "httpx"])
def test_the_examples_without_a_client_show_everything_and_no_empty_success(
    language: str, generators: None, served: str, tmp_path: Path
) -> None:
    text = consuming.example(language, address=served)
    program = ("bash", "-c") if language == "curl" else ("python", "-c")
    shows_everything(consuming.run(*program, text, folder=tmp_path).replace('\\"', '"'), served)
    refuses(consuming.run(*program, text.replace(SLUG, "nothing"), folder=tmp_path, fails=True))


def test_the_example_for_wordpress_shows_everything_and_keeps_no_failure(
    php: str, generators: None, served: str, tmp_path: Path
) -> None:
    shutil.copy(consuming.FOLDER / "wordpress.php", tmp_path)
    (tmp_path / "example.php").write_text("<?php\n" + consuming.example("php", address=served))
    shown, kept, again = consuming.run(php, "wordpress.php", SLUG, folder=tmp_path).splitlines()
    shows_everything(shown, served)
    assert (kept, again) == ("1", shown)
    shown, kept, again = consuming.run(php, "wordpress.php", "nothing", folder=tmp_path).splitlines()
    refuses(shown)
    assert (kept, again) == ("0", shown)
    (tmp_path / "example.php").write_text("<?php\n" + consuming.example("php", address=NOWHERE))
    refuses(consuming.run(php, "wordpress.php", SLUG, folder=tmp_path))


def test_the_formula_for_spreadsheets_loads_each_statement_below_its_coverage_with_its_evidence(
    served: str,
) -> None:
    formula = re.fullmatch(
        r'=IFERROR\(IMPORTDATA\("(.+)"\), "(.+)"\)\n', consuming.example("sheet", address=served)
    )
    assert formula
    refuses(formula[2])
    answer = answered(formula[1])
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, "text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    first = next(
        i for i, row in enumerate(rows) if (row["row"], row["section"]) == ("sections", "side_effects")
    )
    assert (rows[first]["coverage"], rows[first]["words"]) == ("stated", section(served)["words"])
    below = [row for row in rows[first + 1 :] if row["row"] in {"sections", "statements", "evidence"}]
    for effect in section(served)["statements"]:
        assert (below[0]["row"], below[0]["text"]) == ("statements", effect["text"])
        proofs = [
            (row["row"], row["source"], row["phrase"]) for row in below[1 : 1 + len(effect["evidence"])]
        ]
        assert proofs == [("evidence", proof["source"], proof["phrase"]) for proof in effect["evidence"]]
        below = below[1 + len(proofs) :]
    assert below[0]["row"] == "sections"
    assert "not_addressed" in {row["coverage"] for row in below if row["row"] == "sections"}
