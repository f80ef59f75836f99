"""How a tool is run: its arguments read strictly, its answer made in two forms, and what went wrong said in words."""

import math
from dataclasses import dataclass
from typing import Any

from app.api.mcp import answering, tools
from app.content import problems, reading, values, words
from app.http import bodies, dependencies, envelope, errors, logging
from app.renderings import assistant_answers

Tree = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Told:
    """An answer as text, and as a tree where nothing went wrong."""

    text: str
    tree: Tree | None = None
    unconfirmed: int | None = None
    """For how many seconds nobody could confirm what it rests on; None while it is confirmed."""


def run(tool: tools.Tool, here: dependencies.Service, arguments: Tree) -> Told:
    """Return what a tool answers; whatever goes wrong is said in its place, and never raised.

    What is null counts as left out. One look at the database at a time, so it is to be run in a thread.
    """
    try:
        asked = _asked(tool, arguments)
        before = _unconfirmed(here)
        answered = tool.answer(here, asked)
        seconds = before if before is not None else _unconfirmed(here)
        tree = {"notice": {**_stale(seconds), **_notice(here)}, **answered}
        return Told(tree=tree, text=tool.text(tree), unconfirmed=seconds)
    except problems.Problem as problem:
        if problem.status >= 500:
            logging.log.error("problem", code=problem.code)
        return Told(text=_said(problem, here))
    except Exception as error:  # noqa: BLE001 - the asker is told that it failed, and the log why, but not what was asked
        logging.log.error("failed", error=logging.described(error))
        return Told(text=_said(errors.unexpected(), here))


def _asked(tool: tools.Tool, arguments: Tree) -> bodies.Body:
    """Return what a tool is asked; a whole number may be written 5.0. Raises InvalidBody."""
    given = {
        name: int(held) if isinstance(held, float) and held.is_integer() else held
        for name, held in arguments.items()
        if held is not None
    }
    try:
        return bodies.parsed(tool.model, reading.strict(given))
    except reading.Unreadable as error:
        raise bodies.invalid([bodies.fault("", code="unreadable", message=str(error))]) from None


def _unconfirmed(here: dependencies.Service) -> int | None:
    age = here.watcher.age()
    return None if here.watcher.confirmed or math.isinf(age) else int(age)


def _stale(seconds: int | None) -> Tree:
    """Return what is said first of an answer that nobody could confirm for so long."""
    if seconds is None:
        return {}
    return {"freshness": "stale", "unconfirmed_for": f"PT{seconds}S", "words": words.UNCONFIRMED}


def _notice(here: dependencies.Service) -> Tree:
    return {
        "reading": assistant_answers.READING,
        "disclaimer": envelope.DISCLAIMER,
        "licence": dict(envelope.LICENCE),
        "report_error": here.publisher.url("/report-error"),
    }


def _said(problem: problems.Problem, here: dependencies.Service) -> str:
    called = problem.extra.get("called")
    if isinstance(problem, problems.InvalidBody):
        said = ["The arguments are not what this tool takes."]
    elif isinstance(called, str):
        said = [f"No procedure is known here as “{called}”; that says nothing about any procedure."]
    else:
        said = [f"{_which(problem)}{problem.title}. {problem.detail}"]
    said += [_fault(fault) for fault in _listed(problem, "errors")]
    said += [_last(problem.extra["withdrawal"])] if "withdrawal" in problem.extra else []
    near = [str(name) for name in _listed(problem, "nearest")]
    if isinstance(called, str):
        near += _nearest(here, called)
    if near:
        said.append(f"Nearest: {', '.join(dict.fromkeys(near))}.")
    elif isinstance(called, str):
        said.append("Nothing here has a name like it. Look for it with the tool search, in other words.")
    return " ".join([*said, problems.SILENCE])


def _which(problem: problems.Problem) -> str:
    """Return which of the procedures asked about was withdrawn, to begin with."""
    notice = problem.extra.get("withdrawal")
    return f"{notice['procedure']}: " if isinstance(notice, dict) else ""


def _nearest(here: dependencies.Service, called: str) -> list[str]:
    try:
        return answering.nearest(here, called)
    except problems.Problem:
        return []  # the index is being made; the slugs that look alike are known without it


def _listed(problem: problems.Problem, name: str) -> list[values.Json]:
    held = problem.extra.get(name)
    return held if isinstance(held, list) else []


def _fault(fault: values.Json) -> str:
    if not isinstance(fault, dict):
        return ""
    place = str(fault.get("pointer", "")).strip("/").replace("/", ", ") or "The arguments"
    return f"{place}: {fault.get('message')}."


def _last(notice: values.Json) -> str:
    revision = notice.get("revision") if isinstance(notice, dict) else None
    if not isinstance(revision, dict):
        return ""
    return (
        f"The last revision that was public had the number {revision['number']} and the SHA-256 {revision['sha256']}. "
        "Do not rely on copies of it."
    )
