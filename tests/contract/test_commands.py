"""Every command and option stands in docs/cli.md and the other way round; commands that the docs show exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import console
from tests import manual

ROOT = Path(__file__).parents[2]
COMMANDS = manual.commands()
MANUAL = ROOT / "docs" / "cli.md"
GUIDE = ROOT / "app" / "renderings" / "guide"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted(GUIDE.glob("*.md"))]
FENCED = re.compile(r"^ *```(\w*)[^\n]*\n(.*?)^ *```$", flags=re.MULTILINE | re.DOTALL)
SHELL = {"", "sh", "bash", "shell", "console"}


def _sections() -> dict[str, str]:
    parts = re.split(r"^## `candour ([a-z]+(?: [a-z]+)?)`$", MANUAL.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _options(command: str) -> set[str]:
    names = {
        name
        for parameter in COMMANDS[command].params
        for name in (*parameter.opts, *parameter.secondary_opts)
    }
    return {name for name in names if name.startswith("--")} - {"--help"}


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))


def _shown(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the `make …` and `candour …` commands of a page's fenced blocks, as the program and its words."""
    for language, block in FENCED.findall(page.read_text()):
        if language not in SHELL:
            continue
        for line in block.replace("\\\n", " ").splitlines():
            words = [word for word in line.split("#")[0].split() if word != "$"]
            while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
                words.pop(0)
            if words and Path(words[0]).name in ("make", "candour"):
                yield Path(words[0]).name, words[1:]


def test_the_manual_has_a_section_for_each_command_and_no_other() -> None:
    assert set(_sections()) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_manual_names_exactly_the_options_of_each_command(command: str) -> None:
    assert set(re.findall(r"`(--[a-z-]+)", _sections()[command])) == _options(command)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_says_what_it_is_for(command: str) -> None:
    assert COMMANDS[command].help
    undocumented = [each.name for each in COMMANDS[command].params if not getattr(each, "help", None)]
    assert undocumented == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_that_a_page_shows_exist(page: Path) -> None:
    for program, words in _shown(page):
        if program == "make":
            targets = [word for word in words if "=" not in word and not word.startswith("-")]
            assert set(targets) <= _targets(), f"{page.name} shows make {' '.join(words)}"
        elif words:
            command = words[0] if words[0] in COMMANDS else " ".join(words[:2])
            assert command in COMMANDS, f"{page.name} shows candour {' '.join(words)}"
            shown = {word.split("=")[0] for word in words if word.startswith("--")}
            assert shown <= _options(command) | {"--help"}, f"{page.name} shows candour {' '.join(words)}"


def test_the_readme_tells_how_to_run_and_how_to_test() -> None:
    shown = [(program, *words) for program, words in _shown(ROOT / "README.md")]
    assert ("make", "serve") in shown
    assert ("make", "test") in shown


def test_ci_runs_the_command_that_the_readme_gives_for_testing() -> None:
    commands = [
        line for line in (ROOT / ".ci" / "run").read_text().splitlines() if line and not line.startswith("#")
    ]
    assert commands[-1] == "make test"


def test_the_exit_codes_are_documented() -> None:
    text = MANUAL.read_text()
    for code in (0, console.EXIT_PROBLEMS, console.EXIT_USAGE):
        assert f"| {code} |" in text
