"""The guide can be followed: its commands run in order, answers are as it says, and what is made from the code is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import forking, guide, manual

MOST_UNRUN = 14
WRITTEN = guide.written()
FOLLOWED = [name for name, found in WRITTEN.items() if any(block.is_run for block in found)]
SHOWN = frozenset({"html"})
"""What tests in a browser show: tests/browser/test_guide.py."""


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the folder in which the command is."""
    with forking.running(tmp_path_factory.mktemp("command")) as held:
        yield held


@pytest.mark.parametrize("name", FOLLOWED)
def test_a_chapter_can_be_followed_to_the_letter(name: str, programs: Path, tmp_path: Path) -> None:
    desk = guide.desk(tmp_path, programs=programs)
    last = ""
    with desk.following(WRITTEN[name]) as answers:
        for block in WRITTEN[name]:
            last = answers.get(block, last)
            if block.is_answer:
                assert guide.unlike(block, last, home=desk.home) == [], f"{block.place}: {last[:400]}"


def test_everything_that_is_shown_is_run_or_says_why_not() -> None:
    every = [block for found in WRITTEN.values() for block in found]
    left = [
        block.place
        for block in every
        if not (block.is_run or block.is_answer or block.file or block.unrun or block.language in SHOWN)
    ]
    assert left == []
    unrun = [block for block in every if block.unrun]
    assert len(unrun) <= MOST_UNRUN, [block.place for block in unrun]
    assert len([block for block in every if block.is_run]) > 20


def test_an_answer_follows_what_it_answers_and_a_file_is_used() -> None:
    for name, found in WRITTEN.items():
        for place, block in enumerate(found):
            if block.is_answer:
                assert any(before.is_run for before in found[:place]), block.place
            if block.file:
                used = [after.content for after in found[place:] if after.is_run]
                assert any(block.file in content for content in used), f"{name}: nothing uses {block.file}"


@pytest.mark.parametrize(
    ("said", "real", "differs"),
    [
        ({"a": 1}, {"a": 1}, False),
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": 1, "…": "…"}, {"a": 1, "b": 2}, False),
        ({"a": 1, "…": "…"}, {"b": 2}, True),
        ([1, "…"], [1, 2], False),
        ([1], [1, 2], True),
        ([1, 2, "…"], [1], True),
        ("a … c", "a b c", False),
        ("a … c", "a b d", True),
        (True, 1, True),
        ("…", None, True),
    ],
)
def test_only_what_is_marked_may_be_left_out(said: object, real: object, differs: bool) -> None:
    assert bool(list(guide.differences(said, real))) == differs


def test_a_command_that_fails_is_found(programs: Path, tmp_path: Path) -> None:
    desk = guide.desk(tmp_path, programs=programs)
    failing = guide.Block(
        place="here", language="sh", content="candour nothing | cat", file=None, serves=False, unrun=None
    )
    with pytest.raises(AssertionError, match="here failed"), desk.following([failing]):
        pass


def test_the_chapter_on_commands_says_what_the_commands_say() -> None:
    assert manual.CHAPTER.read_text("utf-8") == manual.chapter(), "write it anew: python -m tests.manual"
