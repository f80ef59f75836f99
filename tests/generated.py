"""Made-up procedures in any number, for tests that need many: as documents, or in a database."""

import functools
from collections.abc import Iterator

from app.authoring import generating
from app.authoring.invented import concepts, procedures
from app.content import document, vocabulary
from app.db import engine
from tests.content import seed as catalogue


@functools.cache
def terms() -> vocabulary.Vocabulary:
    """Return the vocabulary that made-up procedures need: the one that comes with the code, and the made-up one."""
    return vocabulary.Vocabulary([*catalogue.terms().concepts.values(), *concepts.concepts()])


def documents(count: int, *, seed: int = 1) -> Iterator[document.ProcedureDocument]:
    """Yield so many made-up procedures as they would be published, without a database."""
    return procedures.documents(count, seed=seed, terms=terms())


def fill(database: engine.Database, count: int, *, seed: int = 1, beside: bool = True) -> generating.Report:
    """Publish so many made-up procedures in a database, beside whatever it holds."""
    return generating.generate(
        database, count, seed=seed, real=catalogue.terms().concepts.values(), beside=beside
    )
