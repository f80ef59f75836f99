"""What keeps search current while the service runs: within half a second, and whatever becomes of the folder."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main
from app import settings as settings_
from app.authoring import importing
from app.catalogue.search import asking, engine, following, snapshot
from app.content import problems, reading
from app.db import engine as database_
from app.db import freshness
from tests import builders, clients, databases


@pytest.fixture
def watched(filled: database_.Database) -> Iterator[freshness.Watcher]:
    """Return the watcher of a database that holds one procedure."""
    watcher = freshness.Watcher(filled)
    watcher.start()
    yield watcher
    watcher.stop()


@pytest.fixture
def started(
    filled: database_.Database, watched: freshness.Watcher
) -> Iterator[Callable[[Path | None], engine.Engine]]:
    """Return what starts an engine over that database with its index in a folder, or in memory."""
    held: list[engine.Engine] = []

    def start(path: Path | None) -> engine.Engine:
        made = engine.Engine(filled, path=path, watcher=watched)
        made.start()
        held.append(made)
        return made

    yield start
    for made in held:
        made.stop()


def _slugs(held: snapshot.Snapshot, question: str) -> list[str]:
    found = held.find(held.read(question), asking.Filters(), size=10)
    return [hit.slug for hit in found.hits]


def _eventually(holds: Callable[[], bool], *, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.02)


def _publish_another(database: database_.Database, folder: Path) -> None:
    trees = [builders.draft_tree(), builders.draft_tree("other-peel", procedure=2)]
    importing.import_folder(database, builders.folder(folder, *trees))


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_small_catalogue_can_be_searched_as_soon_as_it_is_served(
    started: Callable[[Path | None], engine.Engine], tmp_path: Path, in_memory: bool
) -> None:
    finder = started(None if in_memory else tmp_path / "index")
    assert _slugs(finder.current(), "glow peel") == ["example-peel"]


def test_every_engine_over_one_folder_finds_what_was_published(
    started: Callable[[Path | None], engine.Engine], filled: database_.Database, tmp_path: Path
) -> None:
    finders = [started(tmp_path / "index") for _ in range(3)]
    _publish_another(filled, tmp_path / "b")
    for finder in finders:
        _eventually(lambda finder=finder: len(_slugs(finder.current(), "glow peel")) == 2)  # type: ignore[misc] # reason: bound at once


def test_a_question_waits_for_a_change_that_is_known_of(
    started: Callable[[Path | None], engine.Engine],
    filled: database_.Database,
    watched: freshness.Watcher,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "PATIENCE_SECONDS", 30.0)  # a busy machine needs longer
    finder = started(tmp_path / "index")
    _publish_another(filled, tmp_path / "b")
    known = watched.poll()
    assert finder.current().state.revision == known


def test_deleting_the_folder_under_a_running_service_costs_a_rebuild(
    started: Callable[[Path | None], engine.Engine], filled: database_.Database, tmp_path: Path
) -> None:
    finder = started(tmp_path / "index")
    shutil.rmtree(tmp_path / "index")
    assert _slugs(finder.current(), "glow peel") == ["example-peel"]
    _eventually((tmp_path / "index").exists)
    _publish_another(filled, tmp_path / "b")
    _eventually(lambda: len(_slugs(finder.current(), "glow peel")) == 2)


def test_a_folder_that_cannot_be_made_leaves_the_index_in_memory(
    started: Callable[[Path | None], engine.Engine], filled: database_.Database, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    finder = started(tmp_path / "taken")

    def found() -> bool:
        try:
            return _slugs(finder.current(), "glow peel") == ["example-peel"]
        except problems.Unavailable:
            return False

    _eventually(found)
    _publish_another(filled, tmp_path / "b")
    _eventually(lambda: len(_slugs(finder.current(), "glow peel")) == 2)


def test_while_there_is_no_index_search_says_so_and_everything_else_answers(
    seeded_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "SMALL", 0)
    monkeypatch.setattr(engine.Engine, "turn", lambda _: time.sleep(0.05))
    configured = settings_.Settings(
        database_url=SecretStr(seeded_database_url),
        public_url=clients.PUBLIC_URL,
        search_index=tmp_path / "s",
    )
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as client:
        for path in ("/v1/search?q=laser", "/v1/suggest?q=las", "/v1/procedures?q=laser"):
            answer = client.get(path)
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
            assert "no evidence that something is safe" in answer.json()["notice"]
            assert answer.headers["retry-after"]
        assert client.get("/v1/procedures").status_code == 200


def _reword(database: database_.Database, folder: Path) -> None:
    catalogue = Path(shutil.copytree(databases.SEED, folder / "seed"))
    path = catalogue / "procedures" / "mesotherapy.yaml"
    tree: Any = reading.read_yaml(path.read_bytes())
    tree["sections"]["mechanisms"]["statements"][0]["text"] = "The injections can hold zanzibarite."
    path.unlink()
    path.with_suffix(".json").write_text(json.dumps(tree), "utf-8")
    importing.import_folder(database, catalogue)


def test_a_published_change_is_found_over_http_at_once(
    own_client: TestClient, seeded_database_url: str, tmp_path: Path
) -> None:
    assert own_client.get("/v1/search?q=zanzibarite").json()["page"]["total"] == 0
    database = database_.Database(seeded_database_url)
    _reword(database, tmp_path)
    database.dispose()
    _eventually(lambda: own_client.get("/v1/search?q=zanzibarite").json()["page"]["total"] == 1)


def test_an_answer_from_an_index_that_is_behind_says_so_and_is_not_kept(
    seeded_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured = settings_.Settings(
        database_url=SecretStr(seeded_database_url), public_url=clients.PUBLIC_URL
    )
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as client:
        monkeypatch.setattr(following.Following, "catch_up", lambda _: None)  # it is slow, say
        database = database_.Database(seeded_database_url)
        _reword(database, tmp_path)
        database.dispose()
        for path in ("/v1/search?q=laser", "/v1/procedures?q=laser"):
            answer = client.get(path)
            assert answer.status_code == 200
            assert answer.headers["catalogue-freshness"] == "stale"
            assert answer.headers["cache-control"] == "no-store"
        assert client.get("/v1/procedures").headers["catalogue-freshness"] == "confirmed"


def test_questions_do_not_wait_again_for_what_was_waited_for_in_vain(
    started: Callable[[Path | None], engine.Engine],
    filled: database_.Database,
    watched: freshness.Watcher,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finder = started(None)
    monkeypatch.setattr(following.Following, "catch_up", lambda _: None)  # it is slow, say
    _publish_another(filled, tmp_path / "b")
    watched.poll()
    for _ in range(2):  # a turn that was under way already may end between the first wait and the second
        finder.current()
    waits: list[float] = []
    monkeypatch.setattr(finder, "_turned", _Noting(waits))
    assert _slugs(finder.current(), "glow peel") == ["example-peel"]
    assert waits == []


class _Noting:
    """Note who waits."""

    def __init__(self, waits: list[float]) -> None:
        self.waits = waits

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)

    def notify_all(self) -> None: ...


def test_no_failure_ends_the_following(
    started: Callable[[Path | None], engine.Engine],
    filled: database_.Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finder = started(None)
    catch_up = following.Following.catch_up
    failures = [TypeError("one"), IndexError("two")]

    def failing(follower: following.Following) -> following.Report | None:
        if failures:
            raise failures.pop()
        return catch_up(follower)

    monkeypatch.setattr(following.Following, "catch_up", failing)
    _publish_another(filled, tmp_path / "b")
    _eventually(lambda: len(_slugs(finder.current(), "glow peel")) == 2)
    assert failures == []
