"""Whether a standby is level with its primary: one that was cut off answers what no longer holds, and does not know."""

import datetime

from sqlalchemy import ColumnElement, case, column, func, or_, select, table, true
from sqlalchemy.orm import Session

SECONDS = 5.0
"""How far a standby may be behind in what it has received, before nothing is confirmed by it."""
_RECEIVER = table("pg_stat_wal_receiver", column("pid"), column("latest_end_lsn"))
_REPLAYED = func.pg_last_wal_replay_lsn()
# The primary's own position is shown to roles that have pg_read_all_stats; without it there is what was received.
_SENT = func.coalesce(_RECEIVER.c.latest_end_lsn, func.pg_last_wal_receive_lsn())


def level(session: Session, *, seconds: float = SECONDS) -> ColumnElement[bool]:
    """Return a column: whether this database says what its primary said so long ago at most; no standby is behind."""
    if session.get_bind().dialect.name != "postgresql":
        return true()
    since = func.clock_timestamp() - datetime.timedelta(seconds=seconds)
    recent = func.pg_last_xact_replay_timestamp() > since
    receiving = select(_RECEIVER.c.pid).where(or_(_SENT <= _REPLAYED, recent)).exists()
    return case((func.pg_is_in_recovery(), receiving), else_=true())
