"""The script that shows cards in other sites' pages, as it is released: one file a version, which never changes.

A release is put together from embed/procedure.js, embed/host.css and static/card.css, always to the same bytes. Its
digests stand in static/embed/manifest.json, and in the snippets that clinics copy.
"""

import base64
import hashlib
import importlib.resources
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

VERSION = "1.0.1"
"""The version that the sources in this folder make; what has changed since a release needs the next one."""
_SOURCES = Path(__file__).parent
_RELEASES = _SOURCES / "static" / "embed"
_MANIFEST = "manifest.json"
_SNIPPET = re.compile(r'(<script src="[^"]*/embed/)[^"]+" integrity="sha384-[A-Za-z0-9+/=]{64}"')
_NOTICE = (
    "/*! Candour embed {version}. Apache-2.0. Made from app/renderings/embed/ in the source of Candour. */\n"
)


class ReleasedError(Exception):
    """A version that was released may not change; raise VERSION."""


@dataclass(frozen=True, kw_only=True)
class Release:
    """One version: its files by name, and the digest of each as browsers check it."""

    version: str
    files: Mapping[str, bytes]
    released: bool = False
    """Whether it was given out, so that it never changes."""

    @property
    def integrity(self) -> dict[str, str]:
        """Return the digest of each file, in the form of the attribute `integrity`."""
        return {name: integrity(content) for name, content in self.files.items()}


def integrity(content: bytes) -> str:
    """Return the SHA-384 of a file in the form of the attribute `integrity`."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode("ascii")


def assembled() -> Release:
    """Return the release that the sources make at present."""
    styles = _small_css((_SOURCES / "embed" / "host.css").read_text("utf-8"))
    card = _small_css((_SOURCES / "static" / "card.css").read_text("utf-8"))
    styles += re.sub(r"([\d.]+)rem\b", r"calc(\1*var(--rem))", card)
    script = (_SOURCES / "embed" / "procedure.js").read_text("utf-8")
    script = _small_js(script).replace('"@version@"', f'"{VERSION}"')
    script = script.replace('"@styles@"', json.dumps(styles, ensure_ascii=True))
    notice = _NOTICE.format(version=VERSION)
    return Release(
        version=VERSION,
        files={
            f"{VERSION}.js": (notice + script).encode("utf-8"),
            f"{VERSION}.css": (notice + styles + "\n").encode("utf-8"),
        },
    )


def write(folder: Path = _RELEASES) -> Release:
    """Write the present release into the folder; raise ReleasedError where that version was given out already."""
    made, known = assembled(), _manifest(folder)
    if known.get(made.version, {}).get("released") and known[made.version]["files"] != made.integrity:
        raise ReleasedError(f"{made.version} was released and may not change: raise VERSION in release.py")
    folder.mkdir(exist_ok=True)
    for name, content in made.files.items():
        (folder / name).write_bytes(content)
    known.setdefault(made.version, {"released": False})["files"] = made.integrity
    (folder / _MANIFEST).write_text(json.dumps(known, indent=1) + "\n", "utf-8")
    return made


def freeze(folder: Path = _RELEASES) -> None:
    """Mark the present version as given out: from now on a change of the sources needs another VERSION.

    Raise ReleasedError where it was given out already with other contents.
    """
    version = write(folder).version
    known = _manifest(folder)
    known[version]["released"] = True
    (folder / _MANIFEST).write_text(json.dumps(known, indent=1) + "\n", "utf-8")


def quoted(text: str) -> str:
    """Return a text in which every snippet brings the present version, with its digest."""
    name, digest = next(iter(assembled().integrity.items()))
    return _SNIPPET.sub(rf'\g<1>{name}" integrity="{digest}"', text)


def _main(words: list[str]) -> None:
    (freeze if words == ["--freeze"] else write)()
    for page in (_SOURCES.parents[1] / "README.md", *(_SOURCES / "guide").glob("*.md")):
        page.write_text(quoted(page.read_text("utf-8")), "utf-8")


def every() -> tuple[Release, ...]:
    """Return every version that is served, the newest last."""
    folder = importlib.resources.files("app.renderings") / "static" / "embed"
    known = json.loads((folder / _MANIFEST).read_text("utf-8"))
    return tuple(
        Release(
            version=version,
            files={name: (folder / name).read_bytes() for name in known[version]["files"]},
            released=known[version]["released"],
        )
        for version in sorted(known, key=_order)
    )


def newest(*, major: int) -> Release:
    """Return the newest version of a major one."""
    return [release for release in every() if release.version.startswith(f"{major}.")][-1]


def _manifest(folder: Path) -> dict[str, dict[str, object]]:
    path = folder / _MANIFEST
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _small_js(text: str) -> str:
    """Return a script without comments that have a line of their own or end one, and without indentation."""
    lines = (re.sub(r"(?<=;) // .*", "", line.strip()) for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def _small_css(text: str) -> str:
    """Return a style sheet without comments and without white space that means nothing."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};]) ?", r"\1", text)
    return re.sub(r"([:,]) ", r"\1", text).replace(";}", "}").strip()


if __name__ == "__main__":
    _main(sys.argv[1:])
