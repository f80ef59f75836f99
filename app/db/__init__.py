"""Where it is kept: connections, tables, the projection of the published documents, and the audit log."""

from app.db import access as access  # all tables are named here, so that none is there without the rest
from app.db import clinics as clinics
from app.db import drafts as drafts
from app.db import following as following
from app.db import sessions as sessions
from app.db import statements as statements
