"""What a procedure is: pure values and rules, no database, no HTTP."""

from app.content import access_problems as access_problems  # so that wherever one problem is known, all are
from app.content import beside_problems as beside_problems
from app.content import export_problems as export_problems
from app.content import webhook_problems as webhook_problems
from app.content import writing_problems as writing_problems
