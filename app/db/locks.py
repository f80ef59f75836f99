"""A lock that lasts as long as a transaction, so that no crash leaves it behind."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.content import values


def try_lock(session: Session, name: str) -> bool:
    """Take a lock until the transaction ends, or return False where another transaction has it.

    On SQLite there is only ever one transaction that writes: whoever comes second waits, and gets the lock.
    """
    if session.connection().dialect.name != "postgresql":
        return True
    number = int(values.digest(name.encode("utf-8"))[:15], 16)
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(number))))
