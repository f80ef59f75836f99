"""Libraries of others are the files that they published, come with their licence, and reach nobody but us."""

import re
from pathlib import Path

import pytest

from app.renderings import editor, html
from tests import vendored

LIBRARIES = pytest.mark.parametrize("folder", vendored.libraries(), ids=lambda path: path.name)
EDITOR = Path(vendored.FOLDER).parent / "editor"


@LIBRARIES
def test_a_library_is_what_its_manifest_says(folder: Path) -> None:
    said = vendored.manifest(folder)
    assert said["files"] == vendored.files(folder)
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", said["version"])
    assert said["version"] in (folder / "README.md").read_text()
    assert said["origin"].startswith(f"npm: {said['name']}@{said['version']}")


@LIBRARIES
def test_a_library_comes_with_its_licence(folder: Path) -> None:
    said = vendored.manifest(folder)
    assert said["licence"] == "MIT"
    words = " ".join((folder / "LICENSE").read_text().split())
    assert "Permission is hereby granted, free of charge" in words


@LIBRARIES
def test_a_library_makes_no_code_of_text_and_asks_nobody(folder: Path) -> None:
    for path in folder.glob("*.js"):
        source = path.read_text()
        assert not re.search(r"\beval\(|new Function\(|document\.write\(|importScripts\(", source)
        assert not re.search(
            r"(?<!this\.options\.)\bfetch\(|XMLHttpRequest|sendBeacon|EventSource|WebSocket", source
        )


def test_we_have_no_library_follow_references_to_other_schemas() -> None:
    assert not any(
        "RefParser" in path.read_text() for path in EDITOR.glob("*.js")
    )  # it alone would ask for them


def test_our_own_scripts_of_the_editor_write_no_markup_and_keep_nothing_beyond_the_tab() -> None:
    for path in EDITOR.glob("*.js"):
        source = path.read_text()
        for banned in ("insertAdjacentHTML", "outerHTML", "document.write", "eval(", "localStorage", "http:"):
            assert banned not in source, path.name
        assert path.name == "trusted.js" or "innerHTML" not in source, path.name
        assert not re.search(r"https://", source), path.name


def test_other_pages_load_none_of_it() -> None:
    assert not set(editor.FILES) & set(html.ASSETS)
    for template in (EDITOR.parents[1] / "templates").glob("*.html"):
        if not template.name.startswith("editor_"):
            assert "vendor" not in template.read_text(), template.name
            assert "editor/" not in template.read_text(), template.name


def test_the_address_changes_with_every_file() -> None:
    changed = {**editor.FILES, "editor/main.js": html.asset("builder.js")}
    assert editor._digest(changed) != editor.DIGEST
    assert editor._digest(editor.FILES) == editor.DIGEST
