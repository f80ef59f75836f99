"""The requests in the README and in the tour of the API are answered as these say."""

import json
import os
import re
from pathlib import Path

from starlette.testclient import TestClient

from app import main, settings

README = Path(__file__).parent.parent.parent / "README.md"
TOUR = README.parent / "docs" / "api.md"
UPDATE = bool(os.environ.get("CANDOUR_UPDATE_EXAMPLES"))
_REQUEST = re.compile(r"curl 'http://127\.0\.0\.1:8000(?P<path>[^']+)'")
_ANSWER = re.compile(r"(?<=<!-- answer: begin -->\n```json\n).*?(?=```\n<!-- answer: end -->)", re.DOTALL)

_QUESTION = re.compile(
    r"curl http://127\.0\.0\.1:8000(?P<path>/v1/screen) .*?-d '(?P<body>[^']+)'", re.DOTALL
)
_FOUND = re.compile(
    r"(?<=<!-- screening: begin -->\n```json\n).*?(?=```\n<!-- screening: end -->)", re.DOTALL
)
_WHEN = re.compile(r'(?<="published": ")[^"]+')


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


def test_the_answer_in_the_tour_to_a_question_about_a_person_is_the_real_one(
    sqlite_catalogue_url: str,
) -> None:
    text = TOUR.read_text("utf-8")
    question = _QUESTION.search(text)
    assert question
    configured = settings.Settings(database_url=sqlite_catalogue_url)  # type: ignore[arg-type] # reason: pydantic makes the secret
    with TestClient(main.create_app(configured)) as client:
        answer = client.post(question["path"], json=json.loads(question["body"]))
    assert answer.status_code == 200
    shown = json.dumps(answer.json()["data"], indent=1, ensure_ascii=False) + "\n"
    shown = _WHEN.sub("…", shown)  # differs from one installation to the next
    if UPDATE:
        TOUR.write_text(_FOUND.sub(lambda _: shown, text), "utf-8")
        text = TOUR.read_text("utf-8")
    found = _FOUND.search(text)
    assert found
    assert found[0] == shown
