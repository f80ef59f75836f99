"""What Alembic runs: the one transaction of app/db/migrations.py, on the database it was given."""

import os

from alembic import context

from app.db import migrations

url = context.config.attributes.get("url") or os.environ["CANDOUR_DATABASE_URL"]
if context.is_offline_mode():
    raise SystemExit("Migrations are watched while they run, so there is no offline mode.")
migrations.run(url, context)
