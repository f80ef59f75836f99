"""The life of a procedure as a machine: whatever is done by whomever in whatever order, it is in one of its states."""

import dataclasses
import itertools
import tempfile
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select

from app.access import principals
from app.authoring import (
    drafts,
    importing,
    preconditions,
    publishing,
    refusals,
    releasing,
    reviewing,
    withdrawing,
)
from app.catalogue import drafts as reading
from app.catalogue import procedures
from app.content import drafting, freezing, problems, writing_problems
from app.db import clock, engine, following, projection, tables
from tests import builders, databases, writers

SLUG = "other-peel"
EFFECT = builders.named("side_effect_2", procedure=2)
PEOPLE = st.sampled_from([writers.AUTHOR, writers.OTHER, writers.REVIEWER, writers.ADMIN])
NOTE: dict[str, Any] = {"note": "Said by a test.", "expected": preconditions.ANYTHING}


@dataclasses.dataclass
class Model:
    """What is expected of the procedure."""

    state: str | None = None
    """Where its draft stands; None: there is none."""
    writings: list[tuple[str, int]] = dataclasses.field(default_factory=list)
    """Who wrote a version, and how often the procedure had been published by then."""
    base: int | None = None
    holds_effect: bool = True
    """Whether the draft holds the statement that can be recalled."""
    number: int | None = None
    public: bool = False
    recalled: bool = False
    says_effect: bool = True
    """Whether what was published last says it."""


class Life(RuleBasedStateMachine):
    """A procedure, what is done to it, and what is expected."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name)
        self.database = engine.Database(databases.sqlite(path, template="migrated"), pool_size=1)
        importing.import_folder(self.database, builders.folder(path / "first"))
        self.model, self.words = Model(), itertools.count()
        self.done = self._entries()

    def teardown(self) -> None:
        """Give back what the machine held."""
        self.database.dispose()
        self.folder.cleanup()

    def _entries(self) -> int:
        with self.database.read() as session:
            return session.scalar(select(func.count()).select_from(tables.Audit)) or 0

    def _try(self, act: Any, expected: type[Exception] | None) -> Any:
        """Do something; fail unless it is refused as expected, or done with one audit row."""
        refused: Exception | None = None
        try:
            with self.database.write() as session:
                made = act(session)
        except (problems.Problem, refusals.Refused) as error:
            refused = error
        if refused is not None:
            assert isinstance(refused, expected or ()), f"{type(refused).__name__}: {refused}"
            return None
        assert expected is None, f"expected {expected}"
        self.done += 1
        return made

    @initialize()
    def begin(self) -> None:
        """Begin with nothing of the procedure."""

    @rule(who=PEOPLE)
    def create(self, who: principals.Principal) -> None:
        """Begin a draft."""
        model = self.model
        expected = (
            writing_problems.DraftExists
            if model.state
            else writing_problems.WrongState
            if model.number and not model.public
            else None
        )
        tree = None if model.number else builders.draft_tree(SLUG, procedure=2)
        made = self._try(
            lambda s: drafts.create(s, who, SLUG, name=None, tree=tree, now=clock.now()), expected
        )
        if made:
            model.state, model.base = "draft", model.number
            self._wrote(who)
            model.holds_effect = model.says_effect

    @rule(who=PEOPLE, safety=st.booleans())
    def edit(self, who: principals.Principal, safety: bool) -> None:
        """Change the words of a statement."""
        with self.database.read() as session:
            held = reading.find(session, SLUG)
        tree = held.tree if held else {}
        if held:
            line = "side_effect_1" if safety else "duration"
            builders.found(tree, builders.named(line, procedure=2))["text"] = f"Words {next(self.words)}."
        expected = None if self.model.state else writing_problems.DraftNotFound
        self._try(
            lambda s: drafts.replace(s, who, SLUG, tree, expected=preconditions.ANYTHING, now=clock.now()),
            expected,
        )
        if held:
            self.model.state = "draft"
            self._wrote(who)

    @rule(who=PEOPLE)
    def submit(self, who: principals.Principal) -> None:
        """Hand the draft to review."""
        model = self.model
        expected = self._wrong("draft") or (
            refusals.Refused if model.recalled and model.holds_effect else None
        )
        self._try(lambda s: reviewing.submit(s, who, SLUG, **NOTE, now=clock.now()), expected)
        if expected is None:
            model.state = "in_review"

    @rule(who=PEOPLE)
    def approve(self, who: principals.Principal) -> None:
        """Approve the draft with every statement of it."""
        wrong = self._wrong("in_review")
        expected = wrong or (writing_problems.OwnWork if who.holder in self._authors() else None)
        if expected is None and not who.job:
            expected = refusals.Refused

        def act(session: Any) -> Any:
            held = reading.one(session, SLUG)
            names = frozenset(drafting.by_id(held.tree))
            verdict = reviewing.Verdict(reviewed=names)
            return reviewing.approve(session, who, SLUG, verdict, **NOTE, now=clock.now())

        self._try(act, expected)
        if expected is None:
            self.model.state = "approved"

    @rule()
    def send_back(self) -> None:
        """Give the draft back."""
        expected = self._wrong("in_review", "approved")
        self._try(lambda s: reviewing.send_back(s, writers.REVIEWER, SLUG, **NOTE, now=clock.now()), expected)
        if expected is None:
            self.model.state = "draft"

    @rule()
    def publish(self) -> None:
        """Publish the draft."""
        model = self.model
        expected = self._wrong("approved")
        if expected is None and model.number and not model.public:
            expected = writing_problems.WrongState
        elif expected is None and model.base != model.number:
            expected = writing_problems.Outdated
        elif expected is None and model.recalled and model.holds_effect:
            expected = refusals.Refused
        conditions = publishing.Conditions(allow_dropping={EFFECT}, reason="Allowed.")
        made = self._try(
            lambda s: releasing.publish(
                s, writers.PUBLISHER, SLUG, conditions=conditions, **NOTE, now=clock.now()
            ),
            expected,
        )
        if made:
            if not made.changed:  # nothing new is said: the draft goes, and no entry is made of a publication
                self.done = self._entries()
            assert made.number == (model.number or 0) + made.changed
            model.number, model.public, model.state = made.number, True, None
            model.says_effect = model.holds_effect

    @rule(steps=st.integers(1, 3))
    def go_on(self, steps: int) -> None:
        """Do what usually comes next, so that a procedure gets far in few steps."""
        others = [who for who in (writers.REVIEWER, writers.ADMIN) if who.holder not in self._authors()]
        for _ in range(steps):
            if self.model.state is None:
                self.create(writers.AUTHOR)
            elif self.model.state == "draft":
                self.submit(writers.AUTHOR)
            elif self.model.state == "in_review" and others:
                self.approve(others[0])
            elif self.model.state == "approved":
                self.publish()

    @rule()
    def rebase(self) -> None:
        """Say that the draft was compared with what was published since."""
        expected = None if self.model.state else writing_problems.DraftNotFound
        self._try(lambda s: releasing.rebase(s, writers.AUTHOR, SLUG, **NOTE, now=clock.now()), expected)
        if expected is None:
            self.model.state, self.model.base = "draft", self.model.number
            self._wrote(writers.AUTHOR)

    @rule()
    def publish_by_the_host(self) -> None:
        """Publish something else from the command line, beside any draft."""
        if not self.model.public:
            return
        with self.database.read() as session:
            latest = projection.latest(session, SLUG)
        assert latest is not None
        tree = freezing.thaw(latest[0]).tree()
        builders.found(tree, builders.named("duration", procedure=2))["text"] = f"Words {next(self.words)}."
        allowed = publishing.Conditions(allow_unreviewed=True)
        given: dict[str, Any] = {"editor": "Host", "note": "", "now": clock.now(), "conditions": allowed}
        made = self._try(lambda s: publishing.publish(s, drafting.parsed(tree), **given), None)
        self.model.number = made.number

    @rule()
    def discard(self) -> None:
        """Take the draft away."""
        expected = None if self.model.state else writing_problems.DraftNotFound
        self._try(
            lambda s: drafts.discard(
                s, writers.AUTHOR, SLUG, expected=preconditions.ANYTHING, now=clock.now()
            ),
            expected,
        )
        self.model.state = None

    @rule()
    def withdraw(self) -> None:
        """Withdraw the procedure."""
        expected = None if self.model.public else self._absent()
        self._signed(lambda edit: withdrawing.withdraw(edit, SLUG, reason="It was wrong."), expected)
        self.model.public = False

    @rule()
    def reinstate(self) -> None:
        """Bring the procedure back."""
        model = self.model
        expected: type[Exception] | None = None
        if not model.number:
            expected = problems.ProcedureNotFound
        elif model.public:
            expected = refusals.Refused
        made = self._signed(lambda edit: withdrawing.reinstate(edit, SLUG), expected)
        if made:
            assert made.number == (model.number or 0) + 1
            model.number, model.public = made.number, True

    @rule()
    def recall(self) -> None:
        """Withdraw one statement."""
        model = self.model
        expected = None if model.public else self._absent()
        if expected is None and not model.says_effect:
            expected = refusals.Refused
        asked = withdrawing.Recall(statements={EFFECT}, reason="The source says the opposite.")
        made = self._signed(lambda edit: withdrawing.recall(edit, SLUG, asked), expected)
        if made:
            model.number, model.recalled, model.says_effect = made.number, True, False

    def _wrote(self, who: principals.Principal) -> None:
        self.model.writings.append((who.holder, self.model.number or 0))

    def _authors(self) -> set[str]:
        """Return who wrote since the revision that the draft was begun from, in whatever draft."""
        return {holder for holder, number in self.model.writings if number >= (self.model.base or 0)}

    def _signed(self, act: Any, expected: type[Exception] | None) -> Any:
        def signed(session: Any) -> Any:
            edit = drafts.signed(session, writers.PUBLISHER, now=clock.now())
            made = act(edit)
            edit.finish()
            return made

        return self._try(signed, expected)

    def _wrong(self, *states: str) -> type[Exception] | None:
        if self.model.state is None:
            return writing_problems.DraftNotFound
        return None if self.model.state in states else writing_problems.WrongState

    def _absent(self) -> type[Exception]:
        return problems.Gone if self.model.number else problems.ProcedureNotFound

    @invariant()
    def stands_as_expected(self) -> None:
        """Compare the database with the model, and the rows with the documents."""
        model = self.model
        with self.database.read() as session:
            held = reading.find(session, SLUG)
            assert (held.state if held else None) == model.state
            assert projection.differences(session) == ()
            try:
                assert procedures.published(session, SLUG).number == model.number
                assert model.public
            except problems.Gone:
                assert model.number
                assert not model.public
            except problems.ProcedureNotFound:
                assert model.number is None
            numbers = list(session.scalars(select(tables.Audit.number).order_by(tables.Audit.number)))
            told = list(session.scalars(select(following.Change.number).order_by(following.Change.number)))
        assert numbers == list(range(1, self.done + 1)), (
            "one entry for each change, none for what was refused"
        )
        assert told == list(range(1, len(told) + 1))


TestLife = Life.TestCase
TestLife.settings = hypothesis.settings(
    max_examples=15,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(hypothesis.HealthCheck),
    phases=[hypothesis.Phase.generate],  # to find the shortest way to a failure takes minutes
)
