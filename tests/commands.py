"""The command line as a user meets it, run in this process: starting one costs a second."""

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pytest

from app import cli


class Result(NamedTuple):
    """Hold what a user sees of a command."""

    returncode: int
    stdout: str
    stderr: str


def candour(*arguments: str, url: str = "", locales: Path | None = None) -> Result:
    """Run a command as `candour` would."""
    given = {"COLUMNS": "200", **({"CANDOUR_DATABASE_URL": url} if url else {})}
    if locales is not None:
        given["CANDOUR_LOCALES"] = str(locales)
    bare = {name: value for name, value in os.environ.items() if not name.startswith("CANDOUR_")}
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.dict(os.environ, {**bare, **given}, clear=True),
        mock.patch.object(sys, "argv", ["candour", *arguments]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.raises(SystemExit) as end,
    ):
        cli.main()
    return Result(returncode=int(end.value.code or 0), stdout=out.getvalue(), stderr=err.getvalue())
