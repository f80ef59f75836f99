"""The shapes of authoring: what those who write send, and what they are answered."""

import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from app.content import values
from app.http import bodies, models

Note = Annotated[str, Field(max_length=600)]
Ids = Annotated[tuple[values.StatementId, ...], Field(max_length=2_000)]


class NewDraft(bodies.Body):
    """What a draft is begun with."""

    slug: values.Slug
    """The procedure's slug; it is never given to another procedure."""
    name: values.Label | None = None
    """Its name, where nothing is published and no document is given."""
    document: dict[str, Any] | None = None
    """The document to begin with; without it the draft begins from what is published, or empty."""


class Remark(bodies.Body):
    """A remark of whoever acts; the history of the draft keeps it."""

    note: Note = ""


class Approval(bodies.Body):
    """What a reviewer found."""

    statements: Ids
    """The statements that the reviewer has compared with their evidence and finds right."""
    disputed: Ids = ()
    """Those that the reviewer finds wrong or doubtful; readers are told so."""
    next_due: values.Day | None = None
    """When these statements should be looked at again."""
    note: Note = ""


class Publication(bodies.Body):
    """What a publication may take away, and why."""

    note: Note = ""
    """What changes, for the history."""
    allow: Ids = ()
    """The published statements that may be withdrawn or weakened, one by one."""
    reason: Annotated[values.Text, Field(min_length=1)] | None = None
    """Why statements are withdrawn; readers see it for ever."""


class Restoration(bodies.Body):
    """Which revision to begin a draft from."""

    revision: Annotated[int, Field(ge=1, le=1_000_000_000)]
    note: Note = ""


class Withdrawal(bodies.Body):
    """Why a procedure is withdrawn."""

    reason: values.Text
    """Readers see it for ever, in the place of the procedure."""


class NewSummary(bodies.Body):
    """What sums a procedure up."""

    text: values.Text
    statements: Annotated[tuple[values.StatementId, ...], Field(min_length=1, max_length=200)]
    """The statements that it sums up."""


class Recall(bodies.Body):
    """Which statements are withdrawn, and why."""

    statements: Annotated[tuple[values.StatementId, ...], Field(min_length=1, max_length=200)]
    """With a technique go its use and its steps: name them too."""
    reason: values.Text
    """Readers see it for ever, in the place of each."""
    summary: NewSummary | None = None
    """What sums the procedure up from now on, where the summary names one of them."""
    conflicts: dict[values.ConflictId, values.Text] = Field(default_factory=dict, max_length=50)
    """What is said of a contradiction from now on, where one of them took part and two others stay."""


class Renaming(bodies.Body):
    """Which slug a procedure has from now on, and why."""

    to: values.Slug
    reason: values.Text


class Violation(models.Shape):
    """One thing that stands between a draft and its publication."""

    code: str
    pointer: str
    """The JSON pointer of its place in the draft."""
    message: str


class DraftState(models.Shape):
    """A draft as it stands."""

    slug: str
    state: Literal["draft", "in_review", "approved"]
    number: int
    """Counts the versions of all drafts of this procedure."""
    sha256: str
    authors: list[str]
    """Who wrote it; none of them can review it."""
    note: str
    """What was remarked at the last step; may be empty."""
    created_at: datetime.datetime
    changed_at: datetime.datetime
    base_revision: int | None = None
    """The published revision that it was begun from."""
    reviewer: str | None = None
    """Who approved it."""
    document: dict[str, Any]
    """What is written so far."""
    violations: list[Violation]
    """What is missing or wrong; empty where nothing stands between it and its publication but reviews."""
    left_withdrawn: list[str] | None = None
    """Statements of the old revision that were withdrawn since, and are left out."""


class Reviews(models.Shape):
    """The reviews of what is published, counted."""

    unreviewed: int
    overdue: int
    oldest: datetime.date | None = None
    """The day of the oldest review; absent where there is none."""
    next_due: datetime.date | None = None


class PublishedRevision(models.Shape):
    """What is published of a procedure."""

    number: int
    sha256: str
    at: datetime.datetime


class Withdrawn(models.Shape):
    """That a procedure was withdrawn."""

    at: datetime.datetime
    reason: str


class DraftRow(models.Shape):
    """A procedure in the list of those who write."""

    slug: str
    name: str
    state: Literal["draft", "in_review", "approved", "none"]
    """Where its draft stands; `none`: there is none."""
    number: int | None = None
    authors: list[str] | None = None
    reviewer: str | None = None
    note: str | None = None
    changed_at: datetime.datetime | None = None
    published: PublishedRevision | None = None
    withdrawn: Withdrawn | None = None
    reviews: Reviews | None = None


class DraftVersion(models.Shape):
    """One version of a draft, and what made it."""

    number: int
    sha256: str
    at: datetime.datetime
    editor: str
    action: str
    note: str
    document: dict[str, Any] | None = None
    """Its document, where one version is asked for."""


class Checked(models.Shape):
    """What the rules say of a document."""

    violations: list[Violation]
    """Empty where nothing stands between it and its publication but reviews."""


class PublishedDraft(models.Shape):
    """What a publication came to."""

    slug: str
    number: int
    """The revision that readers see now."""
    sha256: str
    changed: bool
    """Whether it says anything that the revision before it did not."""
    catalogue_revision: int


class ChangedStatement(models.Shape):
    """What becomes of one statement."""

    id: str
    kind: str
    what: Literal["added", "changed", "withdrawn", "judged"]
    """`judged`: its review or its grade changes, not its words."""
    safety: bool
    before: str | None = None
    """Its words as they are."""
    after: str | None = None
    """Its words as they will be, or why it goes."""
    fields: list[str] | None = None
    """What differs beside the words."""


class DraftDifference(models.Shape):
    """What publishing a draft would change."""

    safety: bool
    """Whether any of it is about safety."""
    statements: list[ChangedStatement]
    """Empty where no statement changes."""
    other: list[str]
    """What else differs: the name, the summary, the coverage of sections."""


class Imported(models.Shape):
    """What an import came to."""

    drafts: list[DraftState]
    """The drafts that were begun; empty where it was only tried."""
    differences: dict[str, DraftDifference] | None = None
    """What publishing each would change, by slug, where it was only tried."""
