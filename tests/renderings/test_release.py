"""A released script never changes, is made from its sources alone, is light, and does nothing that a guest may not."""

import gzip
import json
import re
from pathlib import Path

import pytest

from app.renderings import release

SOURCES = Path(release.__file__).parent
LIGHT = 6_000
FORBIDDEN = (
    r"\beval\b",
    r"\bFunction\s*\(",
    r"innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|setHTMLUnsafe|\bsetHTML\b",
    r"document\.write|DOMParser|\bsrcdoc\b|XSLT",
    r"\bcookie\b|localStorage|sessionStorage|indexedDB|\bcaches\b|serviceWorker|BroadcastChannel",
    r"\bimport\b|importScripts|XMLHttpRequest|sendBeacon|WebSocket|EventSource",
    r"setTimeout\(\s*[\"'`]|setInterval",
    r"\bonclick\b|\bonerror\b|javascript:",
    r"https?://",
    r"\.focus\(",
)


def test_the_sources_make_the_released_files() -> None:
    made = release.assembled()
    newest = release.newest(major=1)
    assert newest.version == made.version
    assert newest.files == made.files, "the sources changed: see CONTRIBUTING.md on releases of the script"


def test_putting_it_together_again_gives_the_same_bytes() -> None:
    assert release.assembled() == release.assembled()


def test_the_manifest_names_the_digest_of_every_file() -> None:
    held = json.loads((SOURCES / "static" / "embed" / "manifest.json").read_text())
    for found in release.every():
        assert held[found.version]["files"] == found.integrity
    kept = {path.name for path in (SOURCES / "static" / "embed").iterdir()} - {"manifest.json"}
    assert kept == {name for found in release.every() for name in found.files}


def test_a_version_that_was_released_cannot_be_written_again(tmp_path: Path) -> None:
    made = release.write(tmp_path)
    assert release.write(tmp_path) == made
    manifest = tmp_path / "manifest.json"
    held = json.loads(manifest.read_text())
    held[made.version]["released"] = True
    manifest.write_text(json.dumps(held))
    assert release.write(tmp_path) == made
    held[made.version]["files"] = dict.fromkeys(made.files, "sha384-other")
    manifest.write_text(json.dumps(held))
    with pytest.raises(release.ReleasedError, match="raise VERSION"):
        release.write(tmp_path)


def test_a_version_that_was_frozen_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release.freeze(tmp_path)
    held = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert json.loads(held["manifest.json"])[release.VERSION]["released"] is True
    monkeypatch.setattr(release, "_NOTICE", "/*! Changed {version}. */\n")
    for write in (release.write, release.freeze):
        with pytest.raises(release.ReleasedError, match="raise VERSION"):
            write(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == held


def test_snippets_are_given_the_present_digest() -> None:
    digest = release.assembled().integrity[f"{release.VERSION}.js"]
    old = '<script src="http://x/embed/0.9.0.js" integrity="sha384-' + "A" * 64 + '" async>'
    made = f'<script src="http://x/embed/{release.VERSION}.js" integrity="{digest}" async>'
    assert release.quoted(f"a {old} b") == f"a {made} b"


def test_the_readme_brings_the_present_version() -> None:
    text = (SOURCES.parents[1] / "README.md").read_text("utf-8")
    assert release.quoted(text) == text, "see CONTRIBUTING.md on releases of the script"


def test_the_script_is_light() -> None:
    script = release.newest(major=1).files[f"{release.VERSION}.js"]
    assert len(gzip.compress(script, 9)) <= LIGHT


@pytest.mark.parametrize("pattern", FORBIDDEN)
@pytest.mark.parametrize("name", ["embed/procedure.js", "static/frame.js"])
def test_no_script_does_what_a_guest_may_not(name: str, pattern: str) -> None:
    lines = [line for line in (SOURCES / name).read_text().splitlines() if not line.strip().startswith("//")]
    assert [line for line in lines if re.search(pattern, line)] == []


def test_the_released_script_has_no_comment_but_its_first_line() -> None:
    script = release.newest(major=1).files[f"{release.VERSION}.js"].decode()
    first, rest = script.split("\n", 1)
    assert first.startswith(f"/*! Candour embed {release.VERSION}. Apache-2.0.")
    assert not re.search(r"^\s*//|/\*|@version@|@styles@", rest, re.MULTILINE)
    assert script.isascii()


def test_styles_lose_nothing_but_white_space_and_comments() -> None:
    made = release._small_css(
        "/* x */\na > b , c:not(.d) {\n  margin: 0 calc(1px + 2px);\n  color: red;\n}\n"
    )
    assert made == "a > b ,c:not(.d){margin:0 calc(1px + 2px);color:red}"
