"""Lines of the log say what our own modules add to them, and nothing else that a record may carry."""

import json
import logging
import subprocess
import sys

PROGRAM = """
import logging
from app.http import logging as ours

ours.configure("INFO")
logging.getLogger("app.made").error("export_not_made", extra={"form": "ndjson", "reason": "Too large.", "query": "hiv"})
"""


def test_a_line_says_the_reason_and_nothing_that_a_caller_sent() -> None:
    said = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stderr
    line = json.loads(said.splitlines()[-1])
    assert (line["event"], line["form"], line["reason"]) == ("export_not_made", "ndjson", "Too large.")
    assert "query" not in line
    assert line["level"] == logging.getLevelName(logging.ERROR).lower()
