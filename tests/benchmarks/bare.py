"""The least that can be served on the same uvicorn: prebuilt bytes by path, from a table in memory, with no framework.

    python -m tests.benchmarks.bare <folder> <port>

The folder holds `table.json`: by path the file, its media type, and the ETag that gets a 304.
"""

import json
import sys
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

Answer = tuple[bytes, list[tuple[bytes, bytes]], bytes]


def table(folder: Path) -> dict[str, Answer]:
    """Return for each path the body, the headers and the tag."""
    found: dict[str, Answer] = {}
    for path, (name, media_type, tag) in json.loads((folder / "table.json").read_text()).items():
        body = (folder / name).read_bytes()
        headers = [(b"content-type", media_type.encode()), (b"content-length", str(len(body)).encode())]
        found[path] = (body, [*headers, (b"etag", tag.encode())], tag.encode())
    return found


class Bare:
    """Answer with the bytes of a path, or 304 to whoever names their tag."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        body, headers, tag = self.answers[scope["path"]]
        for name, value in scope["headers"]:
            if name == b"if-none-match" and value == tag:
                await send({"type": "http.response.start", "status": 304, "headers": headers[2:]})
                await send({"type": "http.response.body", "body": b""})
                return
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def serve(app: ASGIApp, *, port: int) -> None:
    """Serve with the options with which Candour is served."""
    uvicorn.run(
        app,
        port=port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )


def main() -> None:
    """Serve a folder's table on a port."""
    folder, port = sys.argv[1:]
    serve(Bare(table(Path(folder))), port=int(port))


if __name__ == "__main__":
    main()
