"""Use the generated Python client as somebody's program would; fail where the service is not as described."""

import json
import sys

from candour_client import Client
from candour_client.api.procedures import list_procedures, read_procedure
from candour_client.api.questions_across_procedures import screen
from candour_client.api.sections_of_a_procedure import read_side_effects
from candour_client.models import (
    AnsweredConcept,
    Coverage,
    HealingSpan,
    HeldEvidence,
    Problem,
    ProcedureDocumentAnswer,
    ProcedureList,
    ScreeningAnswer,
    ScreeningQuestion,
    SideEffectExcerptAnswer,
)
from candour_client.types import UNSET, Unset


def every_slug(client: Client) -> list[str]:
    """Return the slugs of all procedures, from pages of one."""
    slugs: list[str] = []
    cursor: str | Unset = UNSET
    while True:
        page = list_procedures.sync(client=client, limit=1, cursor=cursor)
        assert isinstance(page, ProcedureList), page
        slugs += [card.slug for card in page.data]
        if page.page.complete:
            return slugs
        cursor = page.page.cursor


def silent_sections(client: Client) -> list[str]:
    """Return the sections of mesotherapy on which the sources are silent; read again, and find nothing changed."""
    answer = read_procedure.sync_detailed("mesotherapy", client=client)
    assert isinstance(answer.parsed, ProcedureDocumentAnswer), answer
    again = read_procedure.sync_detailed("mesotherapy", client=client, if_none_match=answer.headers["ETag"])
    assert (again.status_code, again.parsed, again.content) == (304, None, b"")
    sections = answer.parsed.data.sections.to_dict()
    return sorted(name for name, held in sections.items() if held["coverage"] == Coverage.NOT_ADDRESSED.value)


def lasting(client: Client) -> dict[str, list[str]]:
    """Return how long each side effect of mesotherapy lasts, and its first phrase."""
    answer = read_side_effects.sync("mesotherapy", client=client)
    assert isinstance(answer, SideEffectExcerptAnswer), answer
    assert answer.data.coverage is Coverage.STATED
    assert not isinstance(answer.data.statements, Unset)
    told: dict[str, list[str]] = {}
    for effect in answer.data.statements:
        proof = effect.evidence[0]
        phrase = proof.phrase if isinstance(proof, HeldEvidence) else ""
        length = effect.duration
        told[effect.id] = [phrase, *((length.min_, length.max_) if isinstance(length, HealingSpan) else ())]
    return told


def refusal(client: Client) -> list[str]:
    """Return the code and type of the problem that a slug which nothing has is answered with."""
    answer = read_side_effects.sync("no-such-procedure", client=client)
    assert isinstance(answer, Problem), answer
    assert not isinstance(answer.notice, Unset)
    return [answer.code, answer.type_]


def screened(client: Client) -> dict[str, str]:
    """Return what the document of each of two procedures says about pregnancy, as a coverage."""
    asked = ScreeningQuestion(
        circumstances=["pregnancy"], procedures=["laser-skin-tightening", "mesotherapy"]
    )
    answer = screen.sync(client=client, body=asked)
    assert isinstance(answer, ScreeningAnswer), answer
    return {
        held.procedure.slug: said.coverage.value
        for held in answer.data.procedures
        for said in held.answers
        if isinstance(said, AnsweredConcept)
    }


if __name__ == "__main__":
    here = Client(base_url=sys.argv[1])
    print(  # noqa: T201 - what the program is for
        json.dumps(
            {
                "slugs": every_slug(here),
                "silent": silent_sections(here),
                "lasting": lasting(here),
                "refusal": refusal(here),
                "screened": screened(here),
            }
        )
    )
