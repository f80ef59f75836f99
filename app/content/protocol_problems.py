"""The errors of `/mcp`, where assistants ask: sent elsewhere, sent by a page of somebody else, or not installed."""

from app.content import problems


class Misdirected(problems.Problem):
    """The Host header does not name this service: a page that somebody else serves may have been made to look like a
    local one, or a proxy does not pass the name on. Only `/mcp` insists on it where no host names are set.
    """

    code = "misdirected"
    status = 421
    title = "Addressed to another host"
    remedy = (
        "Use the public address of the service. Operators: have the proxy pass the Host header on, or name the host in "
        "CANDOUR_ALLOWED_HOSTS."
    )


class ForeignOrigin(problems.Problem):
    """A browser sent this for a page of another site. Assistants do not ask through pages, and other pages' scripts are
    not to.
    """

    code = "foreign_origin"
    status = 403
    title = "Sent by a page of another site"
    remedy = (
        "Ask from a program, which sends no Origin header; pages read the API under /v1, from any origin."
    )


class ToolsNotInstalled(problems.Problem):
    """This installation lacks the library by which assistants are answered. All else works."""

    code = "tools_not_installed"
    status = 501
    title = "Tools for assistants not installed"
    remedy = "Read the API under /v1. Operators: install the extra `mcp`, or set CANDOUR_MCP to false."
