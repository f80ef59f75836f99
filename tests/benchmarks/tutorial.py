"""The same catalogue as FastAPI's tutorial would serve it: ORM models, a session a request, response models.

    python -m tests.benchmarks.tutorial <database> <port>

It is what a careful beginner writes: relations are loaded with `selectinload`, so no query is made for each row.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Query
from pydantic import BaseModel, ConfigDict
from sqlalchemy import JSON, Column, ForeignKey, Table, create_engine, exists, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload

from app.content import trees
from tests.benchmarks import bare

Tree = dict[str, Any]


class Base(DeclarativeBase):
    """The base of the tutorial's tables."""


class SourceRow(Base):
    """A source, as documents carry it."""

    __tablename__ = "sources"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[str]
    about: Mapped[Tree] = mapped_column(JSON)


rests_on = Table(
    "rests_on",
    Base.metadata,
    Column("procedure_slug", ForeignKey("procedures.slug"), primary_key=True),
    Column("source_id", ForeignKey("sources.id"), primary_key=True),
)


class EvidenceRow(Base):
    """What stands behind a statement."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[str] = mapped_column(ForeignKey("statements.id"), index=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"))
    access: Mapped[str]
    stance: Mapped[str]
    quality: Mapped[str]
    sha256: Mapped[str | None]
    start: Mapped[int | None]
    end: Mapped[int | None]
    phrase: Mapped[str | None]
    more: Mapped[Tree] = mapped_column(JSON)


class StatementRow(Base):
    """One claim; what only some kinds have is kept as JSON."""

    __tablename__ = "statements"

    id: Mapped[str] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("sections.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(index=True)
    text: Mapped[str]
    rank: Mapped[str]
    grade: Mapped[str]
    hedge: Mapped[str | None]
    concept: Mapped[str | None] = mapped_column(index=True)
    review: Mapped[Tree] = mapped_column(JSON)
    details: Mapped[Tree] = mapped_column(JSON)
    evidence: Mapped[list[EvidenceRow]] = relationship(order_by=EvidenceRow.id)


class SectionRow(Base):
    """The statements of one kind, and what their absence means."""

    __tablename__ = "sections"

    id: Mapped[int] = mapped_column(primary_key=True)
    procedure_slug: Mapped[str] = mapped_column(ForeignKey("procedures.slug"), index=True)
    path: Mapped[str]
    coverage: Mapped[str]
    words: Mapped[str | None]
    silent_on: Mapped[list[Tree]] = mapped_column(JSON)
    statements: Mapped[list[StatementRow]] = relationship(order_by=StatementRow.position)


class ProcedureRow(Base):
    """A procedure."""

    __tablename__ = "procedures"

    slug: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    summary: Mapped[Tree] = mapped_column(JSON)
    concepts: Mapped[list[Tree]] = mapped_column(JSON)
    conflicts: Mapped[Tree] = mapped_column(JSON)
    review: Mapped[Tree] = mapped_column(JSON)
    sections: Mapped[list[SectionRow]] = relationship(order_by=SectionRow.id)
    sources: Mapped[list[SourceRow]] = relationship(secondary=rests_on, order_by=SourceRow.id)


class Shape(BaseModel):
    """What all response models share."""

    model_config = ConfigDict(from_attributes=True)


class Source(Shape):
    """A source."""

    id: str
    title: str
    kind: str
    about: Tree


class Evidence(Shape):
    """What stands behind a statement."""

    source_id: str
    access: str
    stance: str
    quality: str
    sha256: str | None
    start: int | None
    end: int | None
    phrase: str | None
    more: Tree


class Statement(Shape):
    """One claim."""

    id: str
    kind: str
    text: str
    rank: str
    grade: str
    hedge: str | None
    concept: str | None
    review: Tree
    details: Tree
    evidence: list[Evidence]


class Section(Shape):
    """The statements of one kind."""

    path: str
    coverage: str
    words: str | None
    silent_on: list[Tree]
    statements: list[Statement]


class Card(Shape):
    """What a list shows of a procedure."""

    slug: str
    name: str
    summary: Tree


class Procedure(Card):
    """A procedure with everything."""

    concepts: list[Tree]
    conflicts: Tree
    review: Tree
    sections: list[Section]
    sources: list[Source]


_COLUMNS = ("kind", "text", "rank", "grade", "hedge", "concept", "review")
_OF_EVIDENCE = ("access", "stance", "quality", "sha256", "start", "end", "phrase")


def fill(path: Path, documents: Iterable[Tree]) -> int:
    """Make the database anew from published documents, all at once with `add_all`; return how many there were."""
    path.unlink(missing_ok=True)
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    known: dict[str, SourceRow] = {}
    count = 0
    with Session(engine) as session:
        for tree in documents:
            session.add_all(rows(tree, known=known))
            count += 1
        session.commit()
    engine.dispose()
    return count


def rows(tree: Tree, *, known: dict[str, SourceRow]) -> list[Base]:
    """Return a document as rows: new sources first, then the procedure with all that belongs to it."""
    new = [source for source in tree["sources"] if source["id"] not in known]
    made = [SourceRow(id=each["id"], title=each["title"], kind=each["kind"], about=each) for each in new]
    known.update({row.id: row for row in made})
    procedure = ProcedureRow(
        slug=tree["slug"],
        name=tree["name"],
        summary=tree["summary"],
        concepts=tree.get("concepts", []),
        conflicts=tree["conflicts"],
        review=tree["review"],
        sections=[_section(path, section) for path, section in sections(tree)],
        sources=[known[source["id"]] for source in tree["sources"]],
    )
    return [*made, procedure]


def sections(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """Yield every section of a document with its path; other names stand in one of their own."""
    if tree.get("aliases"):
        yield "aliases", {"coverage": "stated", "statements": tree["aliases"]}
    for name in ("invasiveness", "body_areas", "categories", "techniques"):
        yield name, tree[name]
    for technique in tree["techniques"].get("statements", ()):
        for name in ("use", "steps"):
            yield f"techniques/{technique['slug']}/{name}", technique[name]
    yield from tree["sections"].items()


def _section(path: str, section: Tree) -> SectionRow:
    claims = [*section.get("statements", ()), *([section["finding"]] if "finding" in section else [])]
    return SectionRow(
        path=path,
        coverage=section["coverage"],
        words=section.get("words"),
        silent_on=section.get("silent_on", []),
        statements=[_statement(claim, position) for position, claim in enumerate(claims)],
    )


def _statement(claim: Tree, position: int) -> StatementRow:
    apart = {*_COLUMNS, "id", "evidence", "use", "steps"}
    return StatementRow(
        id=claim["id"],
        position=position,
        details={name: value for name, value in claim.items() if name not in apart},
        evidence=[_evidence(each) for each in claim["evidence"]],
        **{name: claim.get(name) for name in _COLUMNS},
    )


def _evidence(each: Tree) -> EvidenceRow:
    more = {name: value for name, value in each.items() if name not in {*_OF_EVIDENCE, "source"}}
    return EvidenceRow(source_id=each["source"], more=more, **{name: each.get(name) for name in _OF_EVIDENCE})


def facts(tree: Tree) -> set[tuple[str, ...]]:
    """Return what both a document and the tutorial's answer say: coverages, statements, evidence."""
    of_sections = (
        sections(tree) if isinstance(tree["sections"], dict) else ((s["path"], s) for s in tree["sections"])
    )
    return claimed(tree) | {("coverage", path, section["coverage"]) for path, section in of_sections}


def claimed(tree: Any) -> set[tuple[str, ...]]:
    """Return the statements of a tree, wherever they stand in it, and their evidence."""
    said: set[tuple[str, ...]] = set()
    for claim in trees.claims(tree):
        said.add(("statement", claim["id"], claim["kind"], claim["text"], str(claim.get("hedge"))))
        for each in claim["evidence"]:
            source = each.get("source") or each["source_id"]
            said.add(("evidence", claim["id"], str(source), str(each.get("phrase")), str(each.get("start"))))
    return said


def application(path: str) -> FastAPI:
    """Return the tutorial's application over its database."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False})
    app = FastAPI()

    def get_session() -> Iterator[Session]:
        with Session(engine) as session:
            yield session

    Opened = Annotated[Session, Depends(get_session)]  # noqa: N806 - a type, as in the tutorial
    whole = (
        selectinload(ProcedureRow.sections)
        .selectinload(SectionRow.statements)
        .selectinload(StatementRow.evidence),
        selectinload(ProcedureRow.sources),
    )

    @app.get("/procedures/{slug}", response_model=Procedure)
    def read_procedure(slug: str, session: Opened) -> ProcedureRow:
        found = session.scalars(select(ProcedureRow).where(ProcedureRow.slug == slug).options(*whole)).first()
        if found is None:
            raise HTTPException(status_code=404, detail="Procedure not found")
        return found

    @app.get("/procedures/", response_model=list[Card])
    def list_procedures(
        session: Opened,
        concern: str | None = None,
        offset: int = 0,
        limit: Annotated[int, Query(le=100)] = 20,
    ) -> list[ProcedureRow]:
        query = select(ProcedureRow).order_by(ProcedureRow.name)
        if concern is not None:
            query = query.where(_has(StatementRow.kind == "indication", StatementRow.concept == concern))
        return list(session.scalars(query.offset(offset).limit(limit)))

    @app.get("/search", response_model=list[Card])
    def search(session: Opened, q: str) -> list[ProcedureRow]:
        query = select(ProcedureRow).order_by(ProcedureRow.name)
        for word in q.split():
            query = query.where(_has(StatementRow.text.contains(word)))
        return list(session.scalars(query.limit(20)))

    return app


def _has(*conditions: Any) -> Any:
    inside = exists().where(SectionRow.procedure_slug == ProcedureRow.slug)
    return inside.where(StatementRow.section_id == SectionRow.id, *conditions)


def main() -> None:
    """Serve a database on a port."""
    path, port = sys.argv[1:]
    bare.serve(application(path), port=int(port))


if __name__ == "__main__":
    main()
