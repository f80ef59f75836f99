"""A small service of several processes, for tests: `python -m tests.http.service <port> <processes> [<name>=<value>…]`.

The names are constants of the module that starts processes.
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from app.commands import workers
from app.http import logging, protocol


async def who(_: Request) -> PlainTextResponse:
    """Answer with the process that answers."""
    return PlainTextResponse(str(os.getpid()))


async def slow(_: Request) -> PlainTextResponse:
    """Answer in half a second."""
    await asyncio.sleep(0.5)
    return PlainTextResponse(str(os.getpid()))


@contextlib.asynccontextmanager
async def lifespan(_: Starlette) -> AsyncIterator[None]:
    """Refuse to start where the environment says so."""
    if "BROKEN" in os.environ:
        raise RuntimeError("broken")
    yield


def main() -> int:
    """Serve until told to stop."""
    port, processes, *constants = sys.argv[1:]
    for name, value in (constant.split("=") for constant in constants):
        setattr(workers, name, float(value))
    logging.configure("info")
    config = uvicorn.Config(
        Starlette(routes=[Route("/who", who), Route("/slow", slow)], lifespan=lifespan),
        loop="uvloop",
        http=protocol.Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        timeout_graceful_shutdown=10,
    )
    with workers.listening("127.0.0.1", int(port)) as listener:
        return workers.run(config, listener, processes=int(processes))


if __name__ == "__main__":
    sys.exit(main())
