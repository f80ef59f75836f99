"""The pages for people hold together: links lead somewhere, decisions are complete, examples are true."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from app.content import ledger, reading, rules, sources, statements, values, vocabulary

ROOT = Path(__file__).parents[2]
FOLDERS = ("app", "docs", "migrations", "seed_data", "tests")
DECISIONS = ROOT / "docs" / "adr"
HEADINGS = ["Context", "Decision", "Consequences", "What would change our mind"]
CONTENT = ROOT / "docs" / "content.md"
_FENCE = re.compile(r"^( *)(```+|~~~+).*?^\1\2[ \t]*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:")


def _pages() -> list[Path]:
    found = [*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md"))]
    return sorted(page for page in found if "node_modules" not in page.parts)


def _prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text())


def _anchors(page: Path) -> set[str]:
    found: set[str] = set()
    for heading in _HEADING.findall(_prose(page)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        anchor = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        found.add(next(name for name in _numbered(anchor) if name not in found))
    return found


def _numbered(anchor: str) -> Iterator[str]:
    yield anchor
    yield from (f"{anchor}-{number}" for number in range(1, 1000))


def _broken(page: Path) -> Iterator[str]:
    for link in _LINK.findall(_prose(page)):
        if _ELSEWHERE.match(link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.is_relative_to(ROOT) or not target.exists():
            yield f"{link}: no such file"
        elif anchor and anchor not in _anchors(target):
            yield f"{link}: no such heading"


@pytest.mark.parametrize("page", _pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    assert list(_broken(page)) == []


@pytest.mark.parametrize("page", _pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_is_unfinished(page: Path) -> None:
    assert re.findall(r"\b(?:TODO|TBD|FIXME|XXX)\b", page.read_text()) == []


@pytest.mark.parametrize("number", range(1, 16))
def test_every_decision_has_a_page_with_its_four_headings(number: int) -> None:
    pages = list(DECISIONS.glob(f"{number:04}-*.md"))
    assert len(pages) == 1
    text = pages[0].read_text()
    assert text.startswith(f"# {number}. ")
    assert re.search(r"^Status: accepted, \d{4}-\d{2}-\d{2}", text, re.MULTILINE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS


def test_the_index_lists_every_decision_by_its_title() -> None:
    listed = re.findall(
        r"^\| \[(\d+)\]\((.+?)\) \| (.+?) \|", (DECISIONS / "README.md").read_text(), re.MULTILINE
    )
    pages = sorted(path for path in DECISIONS.glob("[0-9]*.md"))
    titles = [path.read_text().splitlines()[0].removeprefix("# ").partition(". ") for path in pages]
    assert listed == [
        (number, path.name, title) for path, (number, _, title) in zip(pages, titles, strict=True)
    ]


def test_the_readme_is_short() -> None:
    outside_the_answer = re.sub(
        r"<!-- answer: begin -->.*<!-- answer: end -->", "", (ROOT / "README.md").read_text(), flags=re.DOTALL
    )
    assert len(outside_the_answer.splitlines()) < 150


def _example(name: str) -> str:
    found = re.search(
        rf"^<!-- example: {name} -->\n```\w+\n(.*?)^```$", CONTENT.read_text(), re.MULTILINE | re.DOTALL
    )
    assert found is not None, f"docs/content.md has no example named {name}"
    return found[1]


def _example_tree(name: str) -> values.Json:
    return reading.read_yaml(_example(name).encode())


def test_the_examples_of_a_source_and_a_statement_prove_each_other() -> None:
    source = sources.AccountedSource.model_validate(_example_tree("source"))
    effect = statements.SideEffect.model_validate(_example_tree("side_effect"))
    quoted = [
        ledger.Quotation(statement=effect.id, item=item) for item in effect.evidence if item.access == "held"
    ]
    assert quoted
    assert ledger.check(source, quoted) == ()
    assert ledger.verify(source, quoted, _example("document")) == ()
    assert all(rules.words_in(quotation.item.phrase) <= rules.MAX_PHRASE_WORDS for quotation in quoted)


def test_the_example_of_the_vocabulary_is_one() -> None:
    tree = _example_tree("concepts")
    assert isinstance(tree, dict)
    assert isinstance(tree["concepts"], list)
    terms = vocabulary.Vocabulary(vocabulary.Concept.model_validate(concept) for concept in tree["concepts"])
    assert terms.faults() == ()
    assert terms.resolve("brusing") == ("bruising",)


def test_the_recipe_for_the_digest_gives_the_digest() -> None:
    tree: values.Json = {"b": "größer \u2013 “quoted” \\ /", "a": [1, {"z": True, "y": "line\nbreak"}]}
    answer = json.dumps({"meta": {"any": 1}, "data": tree}).encode()
    run = subprocess.run(
        [sys.executable, "-c", _example("digest")], input=answer, capture_output=True, check=True
    )
    assert run.stdout.decode().strip() == values.digest(values.canonical(tree))


def test_the_page_on_content_names_every_violation_kind_and_reason() -> None:
    codes = {
        code
        for module in ("rules.py", "ledger.py")
        for code in re.findall(
            r'code="([a-z_]+)"|_violation\(\s*"([a-z_]+)"', (ROOT / "app/content" / module).read_text()
        )
        for code in code
        if code
    }
    kinds = {name for kind in ("SourceKind", "ExclusionReason") for name in getattr(sources, kind).__args__}
    text = CONTENT.read_text()
    assert len(codes) > 15
    assert [name for name in sorted(codes | kinds) if f"`{name}`" not in text] == []
