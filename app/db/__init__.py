"""Where it is kept: connections, tables, the projection of the published documents, and the audit log."""

from app.db import (
    statements as statements,
)  # all tables refer to each other, so that none is there without the rest
