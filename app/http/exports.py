"""Exports as answers: a file that is whole already, sent piece by piece; or a problem, never a part of a file."""

import os
import time
from collections.abc import Mapping
from typing import BinaryIO

import anyio
from starlette import types
from starlette.requests import Request
from starlette.responses import Response

from app.catalogue.exports import folder, press
from app.content import export_problems, exports
from app.http import caching, middleware

WAIT_SECONDS = 2.0
"""How long a request waits for a file that is being made."""
AGAIN_SECONDS = 5
_PIECE = 262_144


async def answer(request: Request, printer: press.Press, form: exports.Form) -> Response:
    """Return the file of a form, or 304; raise NotReady, NotMade, Damaged or Unavailable.

    It waits without holding a thread, for threads are few.
    """
    until, pause = time.monotonic() + WAIT_SECONDS, 0.01
    while True:
        printed = printer.current(form.suffix)
        confirmed = printed is not None
        if printed is None:
            printer.want(form.suffix)
            if time.monotonic() < until:
                await anyio.sleep(pause)
                pause = min(pause * 2, 0.2)
                continue
            printed = printer.recent(form.suffix)
        if printed is None:
            raise export_problems.NotReady(
                "The export is being made.", headers={"Retry-After": str(AGAIN_SECONDS)}
            )
        headers = _headers(printed, form, confirmed=confirmed)
        if caching.matches(request, tag=printed.tag):
            return Response(status_code=304, headers=headers)
        try:
            file = await anyio.to_thread.run_sync(_opened, printed)
        except OSError:
            printer.forget(printed)  # another process made a newer one, or somebody spoilt the folder
            continue
        return FileAnswer(file, size=printed.size, headers=headers, media_type=form.media_type)


def _opened(printed: folder.Printed) -> BinaryIO:
    """Return the file, open; one that has not the size that it had is deleted, and raises OSError."""
    file = printed.path.open("rb")
    if os.fstat(file.fileno()).st_size != printed.size:
        file.close()
        printed.path.unlink(missing_ok=True)
        raise OSError("the file is not what was written")
    return file


def _headers(printed: folder.Printed, form: exports.Form, *, confirmed: bool) -> dict[str, str]:
    name = f"candour-{printed.revision}.{form.suffix}"
    return caching.kept(
        tag=printed.tag,
        revision=printed.revision,
        confirmed=confirmed,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Accept-Ranges": "none"},
    )


class FileAnswer(Response):
    """Send an open file, whose length is known, and close it; one that turns out shorter breaks the answer off."""

    def __init__(self, file: BinaryIO, *, size: int, headers: Mapping[str, str], media_type: str) -> None:
        self._file, self._size = file, size
        super().__init__(headers={**headers, "Content-Length": str(size)}, media_type=media_type)

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        """Send the file; where nobody gets the body, none of it is read."""
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            left = 0 if scope.get(middleware.BODILESS) else self._size
            while left > 0:
                piece = await anyio.to_thread.run_sync(self._file.read, min(left, _PIECE))
                if not piece:
                    raise OSError("the file is shorter than it was")
                left -= len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._file.close()
