"""The README's request is answered as the README says."""

import json
import os
import re
from pathlib import Path

from starlette.testclient import TestClient

from app import main, settings

README = Path(__file__).parent.parent.parent / "README.md"
UPDATE = bool(os.environ.get("CANDOUR_UPDATE_EXAMPLES"))
_REQUEST = re.compile(r"curl 'http://127\.0\.0\.1:8000(?P<path>[^']+)'")
_ANSWER = re.compile(r"(?<=<!-- answer: begin -->\n```json\n).*?(?=```\n<!-- answer: end -->)", re.DOTALL)


def test_the_answer_in_the_readme_is_the_real_one(sqlite_catalogue_url: str) -> None:
    text = README.read_text("utf-8")
    request = _REQUEST.search(text)
    assert request
    configured = settings.Settings(database_url=sqlite_catalogue_url)  # type: ignore[arg-type] # reason: pydantic makes the secret
    with TestClient(main.create_app(configured)) as client:
        answered = client.get(request["path"]).json()
    if UPDATE:
        shown = json.dumps(answered, indent=1, ensure_ascii=False) + "\n"
        README.write_text(_ANSWER.sub(lambda _: shown, text), "utf-8")
        text = README.read_text("utf-8")
    found = _ANSWER.search(text)
    assert found
    assert json.loads(found[0]) == answered
