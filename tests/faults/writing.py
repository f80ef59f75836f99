"""A process that writes without end, as editors and imports do, and says of each write that it was answered as done."""

import contextlib
import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.authoring import edits, importing, publishing, refusals, withdrawing
from app.content import problems, writing_problems
from app.db import clock, engine
from tests import builders, writers
from tests.faults import checker

SLUGS = ("example-peel", "other-peel", "third-peel")
ALLOWED = (*SLUGS, *(concept.id for concept in builders.concepts()))
"""What an import may take the place of, also where the catalogue of the code is."""
WORDS = ("first", "second", "third", "fourth")
REFUSALS = (refusals.Refused, problems.Problem)
"""What rules refuse, such as a draft that another process has begun; an outage is none of it."""


def tree(slug: str, word: str) -> builders.Tree:
    """Return the draft of a procedure, one of a few."""
    made = builders.draft_tree(slug, procedure=SLUGS.index(slug) + 1)
    made["summary"]["text"] = f"It is done without surgery, said the {word} time."
    return made


def folders(within: Path) -> list[Path]:
    """Write a few catalogues to import, which differ."""
    return [
        builders.folder(within / word, *(tree(slug, word) for slug in SLUGS), listed=_concepts(word))
        for word in WORDS
    ]


def _concepts(word: str) -> list[Any]:
    return [concept.changed(definition=f"Said the {word} time.") for concept in builders.concepts()]


@dataclass
class Writer:
    """Make one change after the other, and tell each that was committed."""

    database: engine.Database
    folders: list[Path]
    chance: random.Random
    tell: Callable[[checker.Acknowledged], None]
    slugs: tuple[str, ...] = SLUGS

    def act(self) -> None:
        """Make one change, whichever chance wants."""
        acts = (self.publish, self.publish, self.take_in, self.take_away)
        try:
            self.chance.choice(acts)()
        except problems.Unavailable:
            raise
        except REFUSALS:
            return

    def publish(self) -> None:
        """Write, submit, approve and publish a draft: four writes."""
        slug = self.chance.choice(self.slugs)
        with contextlib.suppress(*REFUSALS):
            draft = writers.create(self.database, slug, tree(slug, self.chance.choice(WORDS)))
            self.tell(checker.Acknowledged("draft", slug, draft.number, draft.sha256))
        writers.submit(self.database, slug)
        writers.approve(self.database, slug)
        self._published(writers.publish(self.database, slug))

    def edit(self) -> None:
        """Begin a draft, or change one."""
        slug = self.chance.choice(self.slugs)
        held = tree(slug, self.chance.choice(WORDS))
        try:
            draft = writers.create(self.database, slug, held)
        except writing_problems.DraftExists:
            draft = writers.replace(self.database, slug, held)
        self.tell(checker.Acknowledged("draft", slug, draft.number, draft.sha256))

    def take_in(self) -> None:
        """Import a whole catalogue."""
        importing.import_folder(self.database, self.chance.choice(self.folders), allow_dropping=ALLOWED)

    def take_away(self) -> None:
        """Withdraw a procedure, or bring one back."""
        slug = self.chance.choice(self.slugs)
        try:
            found = self._edit(lambda edit: withdrawing.withdraw(edit, slug, reason="It was wrong."))
            self.tell(checker.Acknowledged("withdrawal", slug, found.catalogue_revision, found.sha256))
        except problems.Gone:
            self._published(self._edit(lambda edit: withdrawing.reinstate(edit, slug)))

    def _edit(self, act: Callable[[edits.Edit], publishing.Outcome]) -> publishing.Outcome:
        with self.database.write() as session:
            edit = edits.Edit(session, editor="Ada", note="", now=clock.now())
            found = act(edit)
            edit.finish()
        return found

    def _published(self, found: publishing.Outcome) -> None:
        self.tell(checker.Acknowledged("revision", found.slug, found.number, found.sha256))


@dataclass(frozen=True, kw_only=True)
class Child:
    """Hold a process that writes, and the end of the pipe on which it tells."""

    pid: int
    pipe: int

    def kill(self) -> None:
        """End it at once."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def told(self) -> Iterator[checker.Acknowledged]:
        """Yield what it told before it was ended; raise RuntimeError where it met what it should not."""
        with os.fdopen(self.pipe, "rb") as stream:
            for line in stream.read().splitlines(keepends=True):
                if line.startswith(b"!"):
                    raise RuntimeError(f"a writer met {line[1:].decode().strip()}")
                if line.endswith(b"]\n"):
                    yield checker.Acknowledged(*json.loads(line))


def begin(url: str, listed: list[Path], *, seed: int) -> Child:
    """Start a process that writes until it is ended; it has opened the database when this returns."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        os.read(reading, 1)
        return Child(pid=pid, pipe=reading)
    try:
        os.close(reading)
        _write(url, listed, seed=seed, pipe=writing)
    finally:
        os._exit(1)


def _write(url: str, listed: list[Path], *, seed: int, pipe: int) -> None:
    def tell(one: checker.Acknowledged) -> None:
        os.write(pipe, json.dumps(one).encode() + b"\n")

    database = engine.Database(url, pool_size=1)
    with database.read() as session:
        session.connection()
    writer = Writer(database, listed, random.Random(seed), tell)
    os.write(pipe, b".")
    while True:
        try:
            writer.act()
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever waits must know
            os.write(pipe, f"!{type(error).__name__}: {error}"[:300].replace("\n", " ").encode() + b"\n")
            time.sleep(60)
