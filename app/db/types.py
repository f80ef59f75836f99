"""The column types and the base of all tables: times with a zone, text that both databases order alike."""

import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Dialect, MetaData, String, TypeDecorator
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class UtcDateTime(TypeDecorator[datetime.datetime]):
    """Keep an instant: UTC on the way in and out, on SQLite too, which knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime.datetime | None, dialect: Dialect
    ) -> datetime.datetime | None:
        """Return the instant in UTC; raise ValueError for one without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone is not an instant")
        return value.astimezone(datetime.UTC)

    def process_result_value(
        self, value: datetime.datetime | None, dialect: Dialect
    ) -> datetime.datetime | None:
        """Return the instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)


def key(length: int) -> String:
    """Return a text type that compares by code point on both databases, whatever the server's locale is."""
    return String(length).with_variant(postgresql.VARCHAR(length, collation="C"), "postgresql")


SLUG = key(80)
STATEMENT_ID = key(13)
CONFLICT_ID = key(13)
EVIDENCE_ID = key(20)
PATH = key(120)
LABEL_KEY = key(240)
WORD = key(24)
DIGEST = key(64)
KEY_ID = key(10)
ROUTE = key(120)
IDEMPOTENCY_KEY = key(64)
NUMBER = BigInteger()


class Base(DeclarativeBase):
    """Hold the metadata of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: dict[Any, Any] = {
        str: String(),
        datetime.datetime: UtcDateTime(),
        int: BigInteger(),
    }


def one_of(column: str, allowed: tuple[str, ...], *, name: str | None = None) -> CheckConstraint:
    """Return a check that the column holds one of these words, or nothing where it may be null."""
    words = ", ".join(f"'{word}'" for word in allowed)
    return CheckConstraint(f"{column} IN ({words})", name=name or column)
