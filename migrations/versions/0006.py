"""Create what authoring needs: keys, drafts, the log of changes, webhooks, clinics; say in the audit who acted."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"

TABLES = (
    "access",
    "keys",
    "drafts",
    "draft_revisions",
    "answered",
    "changes",
    "webhooks",
    "deliveries",
    "clinics",
    "clinic_revisions",
    "source_texts",
)
"""In the order in which they are made."""
LOSES_CHECKS_UP = frozenset({"audit"})
LOSES_ROWS_DOWN = frozenset(TABLES)
LOSES_CHECKS_DOWN = frozenset({*TABLES, "audit"})
SAFETY_KINDS = frozenset({"contraindication", "precaution", "interaction", "side_effect", "warning_sign"})
AT_ONCE = 20
"""How many documents are held in memory."""


def _key(length: int) -> sa.String:
    return sa.String(length).with_variant(postgresql.VARCHAR(length, collation="C"), "postgresql")


SLUG, WORD, DIGEST, KEY_ID, ROUTE, IDEMPOTENCY_KEY = (
    _key(80),
    _key(24),
    _key(64),
    _key(10),
    _key(120),
    _key(64),
)
INSTANT = sa.DateTime(timezone=True)


def _column(name: str, kind: Any, *, null: bool = False, **more: Any) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=null, **more)


def _number(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _digest(table: str, column: str = "sha256") -> sa.CheckConstraint:
    return _check(table, column, f"length({column}) = 64")


NOW = ("length(action) > 0", "action <> 'publish' OR revision IS NOT NULL")
THEN = ("action IN ('publish', 'source', 'concept')", "(action = 'publish') = (revision IS NOT NULL)")
"""What the audit's actions and revisions must be, from this migration on and before it."""


def _audit_checks(batch: Any, conditions: tuple[str, str]) -> None:
    for name, condition in zip((op.f("ck_audit_action"), op.f("ck_audit_revision")), conditions, strict=True):
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(condition))


def _audit() -> None:
    """Say by what right and from where; let what makes no document say that there is none after it."""
    with op.batch_alter_table("audit") as batch:
        batch.add_column(_column("actor", sa.String(), server_default="host"))
        batch.add_column(_column("origin", sa.String(), server_default="command line"))
        batch.alter_column("after_sha256", existing_type=DIGEST, nullable=True)
        _audit_checks(batch, NOW)


def _access() -> None:
    op.create_table(
        "access",
        _number("id"),
        _column("revision", sa.BigInteger()),
        _check("access", "one_row", "id = 1"),
        _check("access", "revision", "revision >= 0"),
        sa.PrimaryKeyConstraint("id", name="pk_access"),
    )
    op.execute(sa.text("INSERT INTO access (id, revision) VALUES (1, 0)"))
    op.create_table(
        "keys",
        _column("id", KEY_ID),
        _column("sha256", DIGEST),
        _column("holder", sa.String()),
        _column("role", WORD),
        _column("job", sa.String(), null=True),
        _column("clinic_slug", SLUG, null=True),
        _column("scopes", sa.LargeBinary()),
        _column("created_at", INSTANT),
        _column("expires_at", INSTANT, null=True),
        _column("revoked_at", INSTANT, null=True),
        _column("replaced_by", KEY_ID, null=True),
        _column("last_used_on", sa.Date(), null=True),
        _check("keys", "role", "role IN ('reader', 'clinic', 'author', 'reviewer', 'publisher', 'admin')"),
        _digest("keys"),
        _check("keys", "clinic_slug", "(role = 'clinic') = (clinic_slug IS NOT NULL)"),
        _check("keys", "expires_at", "expires_at IS NULL OR expires_at > created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_keys"),
        sa.UniqueConstraint("sha256", name="uq_keys_sha256"),
    )
    op.create_index("ix_keys_holder_id", "keys", ["holder", "id"])


def _drafts() -> None:
    op.create_table(
        "drafts",
        _column("slug", SLUG),
        _column("number", sa.BigInteger()),
        _column("first_number", sa.BigInteger()),
        _column("sha256", DIGEST),
        _column("state", WORD),
        _column("base_revision", sa.BigInteger(), null=True),
        _column("created_at", INSTANT),
        _column("changed_at", INSTANT),
        _column("authors", sa.LargeBinary()),
        _column("reviewer", sa.String(), null=True),
        _column("note", sa.String()),
        _check("drafts", "state", "state IN ('draft', 'in_review', 'approved')"),
        _check("drafts", "number", "number >= 1"),
        _digest("drafts"),
        _check("drafts", "reviewer", "(state = 'approved') = (reviewer IS NOT NULL)"),
        sa.PrimaryKeyConstraint("slug", name="pk_drafts"),
    )
    op.create_index("ix_drafts_state_slug", "drafts", ["state", "slug"])
    op.create_table(
        "draft_revisions",
        _column("slug", SLUG),
        _number("number"),
        _column("sha256", DIGEST),
        _column("document", sa.LargeBinary()),
        _column("at", INSTANT),
        _column("editor", sa.String()),
        _column("action", WORD),
        _column("note", sa.String()),
        _check("draft_revisions", "number", "number >= 1"),
        _digest("draft_revisions"),
        _check("draft_revisions", "document", "length(document) > 0"),
        sa.PrimaryKeyConstraint("slug", "number", name="pk_draft_revisions"),
    )


def _answered() -> None:
    op.create_table(
        "answered",
        _column("key_id", KEY_ID),
        _column("route", ROUTE),
        _column("idempotency_key", IDEMPOTENCY_KEY),
        _column("fingerprint", DIGEST),
        _column("status", sa.BigInteger()),
        _column("headers", sa.LargeBinary()),
        _column("body", sa.LargeBinary()),
        _column("at", INSTANT),
        _digest("answered", "fingerprint"),
        sa.PrimaryKeyConstraint("key_id", "route", "idempotency_key", name="pk_answered"),
    )
    op.create_index("ix_answered_at", "answered", ["at"])


def _changes() -> sa.Table:
    made = op.create_table(
        "changes",
        _number("number"),
        _column("slug", SLUG),
        _column("kind", WORD),
        _column("revision", sa.BigInteger()),
        _column("sha256", DIGEST),
        _column("at", INSTANT),
        _column("catalogue_revision", sa.BigInteger()),
        _column("safety_changed", sa.Boolean()),
        _column("reason", sa.String(), null=True),
        _column("successor", SLUG, null=True),
        _check("changes", "kind", "kind IN ('create', 'update', 'withdraw', 'restore', 'rename')"),
        _check("changes", "number", "number >= 1"),
        _digest("changes"),
        _check("changes", "reason", "kind NOT IN ('withdraw', 'rename') OR reason IS NOT NULL"),
        _check("changes", "successor", "(kind = 'rename') = (successor IS NOT NULL)"),
        sa.ForeignKeyConstraint(
            ["slug", "revision"], ["revisions.slug", "revisions.number"], name="fk_changes_revision"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_changes"),
    )
    op.create_index("ix_changes_slug_number", "changes", ["slug", "number"])
    op.create_index("ix_changes_slug_revision", "changes", ["slug", "revision"])
    op.create_index("ix_changes_successor", "changes", ["successor"])
    return made


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        _column("id", KEY_ID),
        _column("key_id", KEY_ID),
        _column("url", sa.String()),
        _column("secret", sa.String()),
        _column("created_at", INSTANT),
        _column("delivered", sa.BigInteger()),
        _column("failures", sa.BigInteger()),
        _column("next_at", INSTANT, null=True),
        _column("stopped", sa.String(), null=True),
        _check("webhooks", "delivered", "delivered >= 0"),
        _check("webhooks", "failures", "failures >= 0"),
        sa.ForeignKeyConstraint(["key_id"], ["keys.id"], name="fk_webhooks_key"),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
    )
    op.create_index("ix_webhooks_key_id", "webhooks", ["key_id", "id"])
    op.create_index("ix_webhooks_next_at", "webhooks", ["next_at", "id"])
    op.create_table(
        "deliveries",
        _column("webhook_id", KEY_ID),
        _number("number"),
        _column("change_number", sa.BigInteger()),
        _column("attempt", sa.BigInteger()),
        _column("at", INSTANT),
        _column("status", sa.BigInteger(), null=True),
        _column("error", sa.String(), null=True),
        _column("milliseconds", sa.BigInteger()),
        _check("deliveries", "attempt", "attempt >= 1"),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhooks.id"], name="fk_deliveries_webhook"),
        sa.PrimaryKeyConstraint("webhook_id", "number", name="pk_deliveries"),
        sa.UniqueConstraint(
            "webhook_id", "change_number", "attempt", name="uq_deliveries_webhook_id_change_number_attempt"
        ),
    )


def _clinics() -> None:
    op.create_table(
        "clinics",
        _column("slug", SLUG),
        _column("number", sa.BigInteger()),
        _column("sha256", DIGEST),
        _column("json", sa.LargeBinary()),
        _column("changed_at", INSTANT),
        _check("clinics", "number", "number >= 1"),
        _digest("clinics"),
        sa.PrimaryKeyConstraint("slug", name="pk_clinics"),
    )
    op.create_index("ix_clinics_slug_sha256", "clinics", ["slug", "sha256"])
    op.create_table(
        "clinic_revisions",
        _column("slug", SLUG),
        _number("number"),
        _column("sha256", DIGEST),
        _column("json", sa.LargeBinary()),
        _column("at", INSTANT),
        _column("editor", sa.String()),
        _check("clinic_revisions", "number", "number >= 1"),
        _digest("clinic_revisions"),
        sa.PrimaryKeyConstraint("slug", "number", name="pk_clinic_revisions"),
    )
    op.create_table(
        "source_texts",
        _column("source_id", SLUG),
        _column("sha256", DIGEST),
        _column("text", sa.LargeBinary()),
        _column("right_held", sa.String()),
        _column("imported_at", INSTANT),
        _column("editor", sa.String()),
        _digest("source_texts"),
        _check("source_texts", "right_held", "length(right_held) > 0"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_source_texts_source"),
        sa.PrimaryKeyConstraint("source_id", name="pk_source_texts"),
    )


def _fill(changes: sa.Table) -> None:
    """Enter what was published before, in the order in which it was."""
    rows: list[dict[str, Any]] = []
    safety: dict[str, str] = {}
    for number, row in enumerate(_revisions(), start=1):
        said = _safety(json.loads(bytes(row.document)))
        rows.append(
            {
                "number": number,
                "slug": row.slug,
                "kind": "create" if row.slug not in safety else "update",
                "revision": row.number,
                "sha256": row.sha256,
                "at": row.published_at,
                "catalogue_revision": row.catalogue_revision,
                "safety_changed": safety.get(row.slug) != said,
            }
        )
        safety[row.slug] = said
        if len(rows) == AT_ONCE:
            op.bulk_insert(changes, rows)
            rows = []
    op.bulk_insert(changes, rows)


def _revisions() -> Iterator[Any]:
    revisions = sa.table(
        "revisions",
        sa.column("slug"),
        sa.column("number"),
        sa.column("sha256"),
        sa.column("document"),
        sa.column("published_at", INSTANT),
        sa.column("catalogue_revision"),
    )
    order = (revisions.c.catalogue_revision, revisions.c.slug)
    query = sa.select(revisions).order_by(*order).limit(AT_ONCE)
    found = op.get_bind().execute(query).all()
    while found:
        yield from found
        place = sa.tuple_(*order) > sa.tuple_(found[-1].catalogue_revision, found[-1].slug)
        found = op.get_bind().execute(query.where(place)).all()


def _safety(tree: Any) -> str:
    """Return what a document says about safety, as a text to compare; reviews and grades do not count."""
    found: list[Any] = []
    waiting = [tree]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if item.get("kind") in SAFETY_KINDS and "evidence" in item:
                found.append({key: value for key, value in item.items() if key not in ("review", "grade")})
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return json.dumps(sorted(found, key=lambda claim: str(claim.get("id"))), sort_keys=True)


def upgrade() -> None:
    """Create the tables, and the log of what was published before."""
    _audit()
    _access()
    _drafts()
    _answered()
    _fill(_changes())
    _webhooks()
    _clinics()


def downgrade() -> None:
    """Remove them, and with them all drafts, keys and clinics; the audit keeps no row that it could not keep before."""
    for table in reversed(TABLES):
        op.drop_table(table)
    with op.batch_alter_table("audit") as batch:
        batch.drop_column("actor")
        batch.drop_column("origin")
        batch.alter_column("after_sha256", existing_type=DIGEST, nullable=False)
        _audit_checks(batch, THEN)
