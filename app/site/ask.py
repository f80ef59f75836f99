"""The question about a person's circumstances as a form: it is answered and forgotten, and never a verdict."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, get_args

from fastapi import APIRouter, Depends
from pydantic import ValidationError
from starlette.responses import Response

from app.catalogue import choosing, screening
from app.content import problems, recognition
from app.http import forms, paging, questions
from app.renderings import ask, shown, withdrawal
from app.site import views

router = APIRouter()
PLACES: tuple[recognition.Place, ...] = get_args(recognition.Place)
_BETWEEN = re.compile(r"[\r\n,]+")
_BLANKS = re.compile(r"[ \t]+")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was sent, if anything: as it was typed, and as a question where it is one, else what is wrong with it."""

    typed: ask.Typed = field(default_factory=ask.Typed)
    posted: bool = True
    question: questions.Question | None = None
    faults: tuple[ask.Fault, ...] = ()

    @property
    def terms(self) -> tuple[recognition.Term, ...]:
        """Return the terms that are to be looked up."""
        return self.question.terms() if self.question else ()

    @property
    def slugs(self) -> tuple[str, ...]:
        """Return the procedures that were named, as far as the form can offer them."""
        return self.typed.slugs[: questions.MOST_PROCEDURES]

    @property
    def size(self) -> int:
        """Return how many procedures the answer shows at once."""
        return self.question.size() if self.question else 0


def read(sent: Annotated[forms.Pairs | None, Depends(forms.sent)]) -> Asked:
    """Return what a form asks, if one was posted; raise InvalidBody for what no page of ours sends."""
    if sent is None:
        return Asked(posted=False)
    forms.closed(sent, once=(*PLACES, "cursor"), often=("procedures",))
    read = [(name, *forms.legible(value)) for name, value in sent]
    held = {name: value for name, value, _ in read}
    slugs = [part for name, value, _ in read if name == "procedures" for part in _parts(value)]
    typed = ask.Typed(
        texts={place: held.get(place, "") for place in PLACES},
        terms={place: tuple(_parts(held.get(place, ""))) for place in PLACES},
        slugs=tuple(dict.fromkeys(slugs)),
    )
    if not all(whole for _, _, whole in read):
        return Asked(typed=typed, faults=("unreadable",))
    return _asked(typed, cursor=held.get("cursor"))


def _parts(text: str) -> Iterator[str]:
    parts = (_BLANKS.sub(" ", part).strip() for part in _BETWEEN.split(text))
    yield from dict.fromkeys(part for part in parts if part)


def _asked(typed: ask.Typed, *, cursor: str | None) -> Asked:
    tree: dict[str, object] = dict(typed.terms)
    if typed.slugs:
        tree["procedures"] = typed.slugs
    if cursor:
        tree["cursor"] = cursor
    try:
        return Asked(typed=typed, question=questions.Question.model_validate(tree))
    except ValidationError as error:
        found = (
            _fault(item["loc"], item["type"]) for item in error.errors(include_input=False, include_url=False)
        )
        return Asked(typed=typed, faults=tuple(dict.fromkeys(found)))


def _fault(place: tuple[int | str, ...], kind: str) -> ask.Fault:
    if not place:
        return "nothing"
    if place[0] == "procedures":
        return "many_procedures" if kind == "too_long" else "procedures"
    return "many" if kind == "too_long" else "long"


@router.api_route("/ask", methods=["GET", "POST"])
def show_question(seen: views.Seen, asked: Annotated[Asked, Depends(read)]) -> Response:
    """What the documents say about circumstances, medicines and concerns; nothing of it is kept."""
    after = _after(seen, asked)
    with seen.here.database.read() as session:
        found = choosing.screened(session, asked.terms, slugs=asked.slugs, size=asked.size, after=after)
    return _page(seen, asked, found)


def _after(seen: views.View, asked: Asked) -> paging.Key | None:
    return asked.question.after(asked.question.listing(seen.request)) if asked.question else None


def _page(seen: views.View, asked: Asked, found: choosing.Screened) -> Response:
    choice = found.choice
    offered = {slug for slug, _ in choice.procedures}
    form = ask.Form(
        typed=asked.typed,
        offered=choice.procedures,
        others=", ".join(slug for slug in asked.typed.slugs if slug not in offered),
        more=choice.more,
        faults=asked.faults,
        unknown=tuple(_unknown(found.unknown, asked.typed.slugs)) if found.unknown else (),
        withdrawn=withdrawal.several(found.unknown) if found.unknown else {},
    )
    answer = _answer(seen, asked, found.found) if found.found else None
    frame = seen.frame(
        "/ask",
        title=seen.language.gettext("Ask about your circumstances"),
        description=seen.language.gettext(
            "What sources say about aesthetic procedures and a circumstance, a medicine or a concern, and where they "
            "say nothing. A search, never a verdict; nothing that is asked is kept."
        ),
        indexed=not asked.posted,
    )
    page = ask.page(form, answer, frame=frame)
    if not asked.posted:
        return seen.answer(page, revision=choice.catalogue)
    return seen.unstored(page, revision=choice.catalogue, status=422 if form.refused else 200)


def _answer(seen: views.View, asked: Asked, found: screening.Screened) -> ask.Answer:
    question = asked.question
    last = found.listed.last
    cursor = None
    if question is not None and last is not None:
        cursor = paging.encode(question.listing(seen.request), key=last)
    return ask.Answer(
        understood=found.understood,
        sentences=found.sentences(),
        rows=tuple(_row(seen, row) for row in found.listed.rows),
        cursor=cursor,
        first=question is None or "cursor" not in question.model_fields_set,
    )


def _row(seen: views.View, row: screening.Row) -> ask.Row:
    held = row.found
    document = shown.Shown.read(
        held.document, number=held.number, sha256=held.sha256, published=held.published, today=seen.today
    )
    return ask.Row(shown=document, tree=row.answers)


def _unknown(problem: problems.UnknownProcedure, slugs: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield each slug that is not published, and those that look like it."""
    listed = problem.extra["errors"]
    for fault in listed if isinstance(listed, list) else ():
        if isinstance(fault, dict):
            yield slugs[int(str(fault["pointer"]).rpartition("/")[2])], str(fault.get("nearest", ""))
