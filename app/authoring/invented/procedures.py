"""Made-up procedures as drafts, with the made-up pages that they quote; each says of itself that it is invented."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from app.authoring.invented import claims, draws, identity, outlines, pages, words
from app.content import document, freezing, sources, vocabulary


@dataclasses.dataclass(frozen=True, kw_only=True)
class Invented:
    """Hold a made-up procedure, the sources that it quotes, and their texts by id."""

    draft: document.ProcedureDraft
    sources: tuple[sources.AccountedSource, ...]
    texts: Mapping[str, str]


def invent(number: int, *, seed: int) -> Invented:
    """Return the procedure with this number, from 1; it depends on the number and the seed alone."""
    draw = draws.Draw(f"procedure {seed} {number}")
    word = identity.word(number, seed=seed)
    title = f"{word.capitalize()} {draw.pick(words.NOUNS)} {draw.pick(words.NOUNS)}"
    written = [
        pages.Page(draw, name=f"{identity.PREFIX}page-{seed}-{number}-{place}", subject=title)
        for place in range(1, draw.pick((1, 1, 1, 2, 2, 3)) + 1)
    ]
    author = claims.Author(
        draw, number=number, seed=seed, written=written, earlier=_earlier(draw, number, seed=seed)
    )
    tree: dict[str, Any] = {
        "format": 1,
        "slug": identity.slug(number, seed=seed),
        "name": f"{title} (generated example)",
        **outlines.outline(author, word=word, brand=identity.brand(number, seed=seed)),
    }
    finished = [page.finish() for page in written if page.is_quoted]
    return Invented(
        draft=document.ProcedureDraft.model_validate(tree),
        sources=tuple(sources.AccountedSource.model_validate(said) for said, _ in finished),
        texts={said["id"]: text for said, text in finished},
    )


def documents(count: int, *, seed: int, terms: vocabulary.Vocabulary) -> Iterator[document.ProcedureDocument]:
    """Yield the documents of so many procedures, one at a time; the terms hold the real and the made-up concepts."""
    for number in range(1, count + 1):
        made = invent(number, seed=seed)
        yield freezing.freeze(made.draft, known={source.id: source for source in made.sources}, terms=terms)


def _earlier(draw: draws.Draw, number: int, *, seed: int) -> list[str]:
    """Return the slugs of one or two procedures with lower numbers, where there are any."""
    back = (draw.between(1, 40), draw.between(1, 400))
    return [identity.slug(number - steps, seed=seed) for steps in back if steps < number]
