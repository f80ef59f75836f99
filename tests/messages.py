"""The texts of the interface as a template for translators, and two made-up languages that show what was forgotten.

`python -m tests.messages` writes the template; with a folder it also writes the made-up languages there.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from babel.messages import catalog, extract, pofile

from app.content import (
    alignment,
    cards,
    comparison_words,
    document,
    durations,
    problems,
    recognition,
    statements,
    vocabulary,
    words,
)
from app.http import envelope
from app.renderings import languages

ROOT = Path(__file__).resolve().parents[1]
RENDERINGS = ROOT / "app" / "renderings"
TEMPLATE = RENDERINGS / "locales" / f"{languages.DOMAIN}.pot"
LONG, MIRRORED = "en-XA", "ar-XB"
_OPTIONS = {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "trimmed": "true", "newstyle_gettext": "true"}
_KEYWORDS = {**extract.DEFAULT_KEYWORDS}
_HELD = re.compile(r"(%\(\w+\)[sd]|%%)")
_ACCENTED = str.maketrans("aceiounyAEIOU", "áçéíóúñýÁÉÍÓÚ")


def template() -> catalog.Catalog:
    """Return every text of the interface: of templates, of the code, and the sentences on what is silent."""
    made = catalog.Catalog(domain=languages.DOMAIN, project="Candour", charset="utf-8")
    for folder, pattern, method in (
        (RENDERINGS / "templates", "*.html", "jinja2.ext:babel_extract"),
        (ROOT / "app", "**/*.py", "python"),
    ):
        for path in sorted(folder.glob(pattern)):
            with path.open("rb") as file:
                options = _OPTIONS if method != "python" else {}
                for _, message, _, _ in extract.extract(method, file, keywords=_KEYWORDS, options=options):
                    made.add(message, flags=_flags(message))
    for sentence in sentences():
        made.add(sentence)
    return made


def sentences() -> Iterator[str]:
    """Yield the sentences that documents carry, of which there are not many."""
    for section in words.NOUNS:
        for state in get_args(document.Coverage):
            yield words.coverage(section, state)
    for section in words.NOUNS:
        yield from (said for _, said in words.silences(section, set()))
    yield from (words.NO_CONFLICT, words.CONFLICT, envelope.DISCLAIMER, problems.SILENCE)
    yield words.review(unreviewed=1, disputed=0, total=1)
    yield from _unstated()
    yield from (
        words.FOUND,
        words.FOUND_NOTHING,
        words.NOT_ALL_WORDS,
        words.NOT_SEARCHED,
        words.NOT_ALL_SEARCHED,
        words.UNCONFIRMED,
    )
    yield from _screened()
    yield from _compared()


def _screened() -> Iterator[str]:
    yield from (
        words.LEGAL,
        words.LOOKED_UP,
        words.PARTLY_LOOKED_UP,
        words.NOTHING_LOOKED_UP,
        words.NOT_LOOKED_UP,
    )
    yield from (words.NEAREST, words.NOTHING_NEAR, words.SEVERAL, words.NOT_ALL_LOOKED_UP, words.MORE_FOLLOWS)
    for said in (
        words.SILENT, words.ABOUT_IT, words.ONLY_BROADER, words.ONLY_NARROWER, words.NARROWER_AND_BROADER
    ):  # fmt: skip
        yield from (said, f"{said} {words.SOME_WITHDRAWN}")
    for scheme in get_args(vocabulary.Scheme):
        yield from (words.elsewhere(scheme, place) for place in get_args(recognition.Place))


def _compared() -> Iterator[str]:
    held = comparison_words
    yield from (held.HOW_TO_READ, held.EXACTLY, held.NOT_EXACTLY, held.ALIASES, held.NO_ALIASES)
    yield from (held.WITHDRAWN, held.NOT_WITHDRAWN)
    yield from held.HEADINGS.values()
    yield from held.LABELS.values()
    yield from (held.section(name) for name in words.NOUNS)
    for name in (*alignment.ALIGNED, "session_plan", "recovery"):
        yield f"{words.coverage(name, 'stated')} {held.IN_ROWS_BELOW}"
        yield from (f"{said} {held.UNKNOWN}" for _, said in words.silences(name, set()))
    for name in alignment.ALIGNED:
        yield f"{held.row(name)}: on the whole"
        yield held.silent(name)


def _unstated() -> Iterator[str]:
    yield durations.Unstated().words
    yield from cards.UNSTATED
    for kind, field in (
        (statements.SideEffect, "duration"),
        (statements.Outcome, "lasts"),
        (statements.Recovery, "duration"),
        (statements.Preparation, "until"),
    ):
        yield kind.model_fields[field].default.words


def pseudo(held: catalog.Catalog, *, tag: str) -> catalog.Catalog:
    """Return a made-up language: `en-XA` is a third longer, `ar-XB` runs from right to left; neither loses a value."""
    made = catalog.Catalog(locale=tag.partition("-")[0], domain=languages.DOMAIN, charset="utf-8")
    for message in held:
        if not message.id:
            continue
        forms = made.num_plurals
        if isinstance(message.id, str):
            made.add(message.id, _changed(message.id, tag=tag), flags=message.flags)
        else:
            one, many = (_changed(text, tag=tag) for text in message.id)
            made.add(message.id, (one, *[many] * (forms - 1)), flags=message.flags)
    return made


def write(folder: Path) -> None:
    """Write both made-up languages into a folder."""
    held = template()
    folder.mkdir(parents=True, exist_ok=True)
    for tag in (LONG, MIRRORED):
        with (folder / f"{tag}.po").open("wb") as file:
            pofile.write_po(file, pseudo(held, tag=tag), width=0)


def written() -> str:
    """Return the template as its file should be."""

    file = io.BytesIO()
    pofile.write_po(file, template(), width=110, omit_header=True, sort_output=True, no_location=True)
    return file.getvalue().decode("utf-8")


def _flags(message: "str | tuple[str, ...]") -> set[str]:
    text = message if isinstance(message, str) else " ".join(message)
    return {"python-format"} if "%(" in text else set()


def _changed(text: str, *, tag: str) -> str:
    parts = [part if _HELD.fullmatch(part) else part.translate(_ACCENTED) for part in _HELD.split(text)]
    changed = "".join(parts)
    if tag == MIRRORED:
        return f"⟦{changed}⟧"
    return f"⟦{changed} {'one two three four five six seven '[: max(3, len(text) // 3)].strip()}⟧"


if __name__ == "__main__":
    TEMPLATE.write_text(written(), encoding="utf-8")
    for name in sys.argv[1:]:
        write(Path(name))
