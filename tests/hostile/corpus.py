"""Hostile and odd requests, each with the exact status it must be answered with; the checks are in test_corpus."""

from tests.hostile import addresses, bodies, framing, heads, questions, rows, texts, values

FAMILIES = (
    texts.texts,
    addresses.addresses,
    values.values,
    values.names,
    heads.methods,
    heads.headers,
    heads.hosts,
    bodies.bodies,
    questions.questions,
    framing.framing,
)


def table() -> list[rows.Row]:
    """Return the whole table."""
    return [row for family in FAMILIES for row in family()]
