"""The corrections: what was published and then changed or withdrawn, fed from the audit log."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.api import answers, queries, shapes
from app.catalogue import corrections
from app.content import values
from app.http import dependencies, envelope, models, paging

router = APIRouter(tags=["Corrections"])


@router.get("/corrections", response_model=models.Listed[shapes.Correction], summary="List corrections")
def list_corrections(
    request: Request, here: dependencies.Here, query: Annotated[queries.Paged, Query()]
) -> Response:
    """Every publication or withdrawal that took back what readers may have seen, the newest first."""
    after = paging.after(request, query.cursor)
    with here.database.read() as session:
        found = corrections.listed(session, size=query.limit, after=after)
    rows = [envelope.dumps(tree(row)) for row in found.rows]
    return answers.page(request, here, rows, listed=found, size=query.limit)


def tree(row: corrections.Correction) -> values.Json:
    """Return a correction as it is answered."""
    shown: dict[str, values.Json] = {"at": row.at, "procedure": row.procedure, "revision": row.revision}
    if row.whole:
        shown["whole"] = "restored" if "restored" in row.whole else "withdrawn"
        shown |= {"reason": row.whole["reason"]} if "reason" in row.whole else {}
    if row.note:
        shown["note"] = row.note
    if row.details.get("changed"):
        shown["changed"] = [{"id": name, **row.details["texts"][name]} for name in row.details["changed"]]
    if row.details.get("withdrawn"):
        shown["withdrawn"] = row.details["withdrawn"]
    return shown
