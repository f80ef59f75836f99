"""Every problem is documented, and everything documented is a problem."""

import re
from http import HTTPStatus
from pathlib import Path

import pytest

from app.content import problems

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "errors.md"


def _sections() -> dict[str, str]:
    _, _, listed = DOCUMENT.read_text(encoding="utf-8").partition("## Every code\n")
    found = re.split(r"^### `([a-z_]+)`$", listed, flags=re.MULTILINE)[1:]
    return dict(zip(found[::2], (" ".join(text.split()) for text in found[1::2]), strict=True))


def test_the_document_lists_every_problem_in_order_and_nothing_else() -> None:
    assert list(_sections()) == list(problems.every())


@pytest.mark.parametrize("code", problems.every())
def test_the_document_says_of_a_problem_what_the_code_says(code: str) -> None:
    kind = problems.every()[code]
    expected = f"**{kind.status} {kind.title}.** {problems.documentation(kind)} *What to do:* {kind.remedy}"
    assert _sections()[code] == expected


@pytest.mark.parametrize("kind", problems.every().values(), ids=problems.every())
def test_a_problem_has_all_that_a_reader_needs(kind: type[problems.Problem]) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", kind.code)
    assert HTTPStatus(kind.status) >= 400
    assert "__doc__" in vars(kind)
    assert problems.documentation(kind).endswith(".")
    assert kind.remedy.endswith(".")
    assert kind.title
    assert not kind.title.endswith(".")


def test_no_two_problems_share_a_code() -> None:
    assert len({kind.code for kind in problems._descendants(problems.Problem)}) == len(problems.every())


def test_a_missing_procedure_and_an_unavailable_service_speak_of_silence() -> None:
    for kind in (problems.ProcedureNotFound, problems.Gone, problems.Internal, problems.Unavailable):
        assert kind.silence
