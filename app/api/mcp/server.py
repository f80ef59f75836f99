"""The protocol itself, by the official library, which is imported here and nowhere else: it takes a second to load.

The library's own logs and traces are off: they would repeat what was asked.
"""

import logging

import anyio.to_thread
from mcp import types as protocol
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError
from starlette import types
from starlette.requests import Request

from app import VERSION
from app.api.mcp import endpoint, running, tools
from app.http import dependencies

_HINTS = protocol.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_MOST_BYTES = 2**40
"""The layers outside bound the body already."""
_LISTED = protocol.ListToolsResult(
    tools=[
        protocol.Tool(
            name=tool.name,
            title=tool.title,
            description=tool.description,
            input_schema=tool.input_schema,
            output_schema=tool.output_schema,
            annotations=_HINTS,
        )
        for tool in tools.TOOLS
    ]
)

logging.getLogger("mcp").setLevel(logging.CRITICAL)


async def answer(scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
    """Answer one request; whatever tasks that takes have ended when this returns."""
    manager = StreamableHTTPSessionManager(
        app=_SERVER, json_response=True, stateless=True, max_request_body_size=_MOST_BYTES
    )
    async with manager.run():
        await manager.handle_request(scope, receive, send)


async def _list_tools(
    context: ServerRequestContext[object], asked: protocol.PaginatedRequestParams | None
) -> protocol.ListToolsResult:
    return _LISTED


async def _call_tool(
    context: ServerRequestContext[object], asked: protocol.CallToolRequestParams
) -> protocol.CallToolResult:
    tool = tools.BY_NAME.get(asked.name)
    if tool is None:
        raise MCPError(
            code=protocol.INVALID_PARAMS, message=f"There is no such tool; there are: {tools.NAMES}."
        )
    if not isinstance(context.request, Request):
        raise TypeError("a tool was called outside of a request")
    here = await dependencies.service(context.request)
    told = await anyio.to_thread.run_sync(running.run, tool, here, asked.arguments or {})
    context.request.scope[endpoint.UNCONFIRMED] = told.unconfirmed
    content: list[protocol.ContentBlock] = [protocol.TextContent(type="text", text=told.text)]
    if told.tree is None:
        return protocol.CallToolResult(content=content, is_error=True)
    return protocol.CallToolResult(content=content, structured_content=told.tree)


def _made() -> Server[object]:
    server: Server[object] = Server(
        "candour",
        version=VERSION,
        title="Candour",
        instructions=tools.INSTRUCTIONS,
        on_list_tools=_list_tools,
        on_call_tool=_call_tool,
    )
    server.middleware.clear()
    return server


_SERVER = _made()
