"""The command line as a user meets it: messages, exit codes, no traceback for a mistake."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import create_engine, inspect, make_url, text

from app import console
from app.commands import serving
from app.db import engine, migrations, schema
from tests import commands

ROOT = Path(__file__).parent.parent
ALEMBIC_FREE = "import sys, app.cli; sys.exit('alembic' in sys.modules)"


def test_migrate_makes_the_schema_and_then_changes_nothing(empty_database_url: str) -> None:
    for _ in range(2):
        result = commands.candour("migrate", url=empty_database_url)
        assert (result.returncode, result.stdout) == (0, "")
        assert "is current" in result.stderr
        assert migrations.current(empty_database_url) == schema.HEAD


def test_migrate_on_the_schema_of_another_version_says_so_and_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/candour.db"
    made = create_engine(url)
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('9999')"))
    made.dispose()
    result = commands.candour("migrate", url=url)
    assert result.returncode == console.EXIT_PROBLEMS
    assert "9999" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_password_of_the_database_is_never_shown(postgres_server: str) -> None:
    wrong = (
        make_url(postgres_server)
        .set(password="hunter2", database="nowhere")
        .render_as_string(hide_password=False)
    )
    result = commands.candour("migrate", url=wrong)
    assert result.returncode == console.EXIT_PROBLEMS
    assert "hunter2" not in result.stderr


def test_serve_refuses_a_database_without_a_schema_and_says_what_to_run(empty_database_url: str) -> None:
    result = commands.candour("serve", url=empty_database_url)
    assert result.returncode == console.EXIT_PROBLEMS
    assert "candour migrate" in result.stderr


def test_serve_never_migrates(empty_database_url: str) -> None:
    commands.candour("serve", url=empty_database_url)
    looked = create_engine(empty_database_url)
    with looked.connect() as connection:
        assert inspect(connection).get_table_names() == []
    looked.dispose()


def test_serve_refuses_a_language_that_may_not_be_offered_and_says_why(
    seeded_database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "fr.po").write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n')
    result = commands.candour("serve", url=seeded_database_url, locales=tmp_path)
    assert result.returncode == console.EXIT_PROBLEMS
    assert "fr.po" in result.stderr
    assert "safety wording" in result.stderr
    assert "Traceback" not in result.stderr


def test_serve_on_a_database_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    result = commands.candour("serve", url=f"sqlite:///{tmp_path}/missing/candour.db")
    assert result.returncode == console.EXIT_PROBLEMS
    assert "CANDOUR_DATABASE_URL" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["serve", "--port", "0"], "CANDOUR_PORT"),
        (["serve", "--port", "eight"], "--port"),
        (["serve", "--workers", "1000"], "CANDOUR_WORKERS"),
        (["sevre"], "sevre"),
        (["migrate", "--sideways"], "--sideways"),
    ],
)
def test_a_mistake_in_the_command_ends_with_2_and_names_it(
    arguments: list[str], words: str, tmp_path: Path
) -> None:
    result = commands.candour(*arguments, url=f"sqlite:///{tmp_path}/candour.db")
    assert result.returncode == console.EXIT_USAGE
    assert words in result.stderr


def test_a_setting_out_of_bounds_ends_with_2_and_is_named_without_its_value() -> None:
    result = commands.candour("migrate", url="mysql://candour:hunter2@db/candour")
    assert result.returncode == console.EXIT_USAGE
    assert "CANDOUR_DATABASE_URL" in result.stderr
    assert "hunter2" not in result.stderr


@pytest.mark.parametrize("command", ["migrate", "check"])
def test_a_file_that_is_no_database_is_named_as_the_reason(tmp_path: Path, command: str) -> None:
    (tmp_path / "notes.txt").write_text("Not a database. " * 100)
    found = commands.candour(command, url=f"sqlite:///{tmp_path}/notes.txt")
    assert (found.returncode, "file is not a database" in found.stderr) == (1, True)


def test_the_reason_why_a_server_does_not_answer_is_shown_without_the_password() -> None:
    found = commands.candour(
        "check", url=f"postgresql+psycopg://candour:hunter2@127.0.0.1:{_free_port()}/candour"
    )
    assert (found.returncode, "refused" in found.stderr, "hunter2" in found.stderr) == (1, True, False)


def test_help_lists_the_commands_and_the_exit_codes() -> None:
    result = commands.candour("--help")
    assert result.returncode == 0
    for word in ("serve", "migrate", "seed", "check", "import", "export", "openapi", "Exit codes"):
        assert word in result.stdout


def test_the_service_does_not_load_alembic() -> None:
    assert subprocess.run([sys.executable, "-c", ALEMBIC_FREE], cwd=ROOT, check=False).returncode == 0


def test_a_sqlite_with_the_write_ahead_fault_serves_with_one_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(engine._driver(), "sqlite_version_info", (3, 40, 1))
    assert serving.safe_workers(4, "sqlite:///var/candour.db") == 1
    assert "PostgreSQL" in capsys.readouterr().err


def test_a_sound_sqlite_serves_with_as_many_processes_as_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(engine._driver(), "sqlite_version_info", (3, 53, 0))
    assert serving.safe_workers(4, "sqlite:///var/candour.db") == 4
    assert capsys.readouterr().err == ""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """Return a copy of the seed that a test may spoil."""
    folder = tmp_path / "catalogue"
    shutil.copytree(ROOT / "seed_data", folder)
    return folder


def _spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_second_seed_changes_nothing(seeded_database_url: str) -> None:
    result = commands.candour("seed", url=seeded_database_url)
    assert result.returncode == 0
    assert "0 stored" in result.stderr
    assert "Changes: 0." in result.stderr


def test_seed_accounts_for_all_that_it_read(database_url: str) -> None:
    result = commands.candour("seed", url=database_url)
    assert result.returncode == 0
    found = re.search(r"Read (\d+) = (\d+) stored \+ (\d+) unchanged \+ (\d+) rejected", result.stderr)
    assert found
    read, stored, unchanged, rejected = map(int, found.groups())
    assert read == stored > 0
    assert (unchanged, rejected) == (0, 0)


def test_an_import_with_a_fault_stores_nothing_and_names_the_place(
    catalogue: Path, seeded_database_url: str
) -> None:
    _spoil(catalogue / "procedures" / "mesotherapy.yaml", "slug: mesotherapy", "slug: Meso Therapy")
    result = commands.candour("import", str(catalogue), url=seeded_database_url)
    assert result.returncode == console.EXIT_PROBLEMS
    assert "procedures/mesotherapy.yaml /slug" in result.stderr
    assert "0 stored" in result.stderr


def test_what_was_exported_can_be_imported_and_changes_nothing(
    tmp_path: Path, seeded_database_url: str
) -> None:
    assert commands.candour("export", str(tmp_path / "out"), url=seeded_database_url).returncode == 0
    result = commands.candour("import", str(tmp_path / "out"), url=seeded_database_url)
    assert (result.returncode, "Changes: 0." in result.stderr) == (0, True)


def test_an_export_overwrites_nothing(tmp_path: Path, sqlite_catalogue_url: str) -> None:
    (tmp_path / "letter.txt").write_text("Dear mother")
    result = commands.candour("export", str(tmp_path), url=sqlite_catalogue_url)
    assert result.returncode == console.EXIT_PROBLEMS
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_check_finds_nothing_wrong_with_the_seed(catalogue_url: str) -> None:
    result = commands.candour("check", url=catalogue_url)
    assert result.returncode == 0
    assert result.stdout.endswith("No problem was found.\n")
    assert "Automated Readability Index" in result.stdout


@pytest.mark.documents
def test_check_accounts_for_every_character_of_the_documents(documents: Path) -> None:
    result = commands.candour("check", "--content-only", "--documents", str(documents))
    assert result.returncode == 0
    accounted = re.findall(r"^(\S+) +([\d.]+)% ", result.stdout, flags=re.MULTILINE)
    assert [share for _, share in accounted] == ["100.0"] * 5


@pytest.mark.documents
def test_check_fails_where_a_document_was_altered(documents: Path, tmp_path: Path) -> None:
    copies = tmp_path / "documents"
    shutil.copytree(documents, copies)
    altered = min(copies.glob("*.txt"))
    altered.write_text(altered.read_text() + ".")
    result = commands.candour("check", "--content-only", "--documents", str(copies))
    assert result.returncode == console.EXIT_PROBLEMS
    assert "missing_document" in result.stdout


def test_check_fails_where_a_ledger_leaves_something_out(catalogue: Path) -> None:
    source = catalogue / "sources" / "mesotherapy-directory.yaml"
    source.write_text(
        re.sub(r"length: (\d+)", lambda found: f"length: {int(found[1]) + 1}", source.read_text(), count=1)
    )
    result = commands.candour("check", "--content-only", "--folder", str(catalogue))
    assert result.returncode == console.EXIT_PROBLEMS
    assert "ledger_gap" in result.stdout
    assert "100.0%" not in next(
        line for line in result.stdout.splitlines() if line.startswith("mesotherapy-directory")
    )


def test_check_needs_no_database_but_says_that_it_checked_none(tmp_path: Path) -> None:
    result = commands.candour("check", url=f"sqlite:///{tmp_path}/candour.db")
    assert result.returncode == 0
    assert "not checked" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_openapi_prints_a_description_without_a_database() -> None:
    result = commands.candour("openapi", url="sqlite:////nowhere/candour.db")
    assert result.returncode == 0
    assert json.loads(result.stdout)["openapi"].startswith("3.1")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize(("kind", "workers"), [("sqlite", "1"), ("postgresql", "2")])
def test_serve_answers_says_where_and_stops_when_told(
    kind: str, workers: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = request.getfixturevalue(f"{kind}_catalogue_url")
    address = f"http://127.0.0.1:{(port := _free_port())}"
    log = tmp_path / "log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve", "--port", str(port), "--workers", workers],
            cwd=ROOT,
            stdout=output,
            stderr=output,
            env={
                "PATH": os.environ["PATH"],
                "CANDOUR_DATABASE_URL": url,
                "CANDOUR_SEARCH_INDEX": str(tmp_path / "search"),
            },
        )
    try:
        answer = _when_ready(f"{address}{serving.EXAMPLE}", server=server)
        assert answer.status_code == 200, log.read_text()
        assert "server" not in answer.headers
        server.send_signal(signal.SIGTERM)
        server.wait(20)
    finally:
        server.kill()
        server.wait()
    said = log.read_text()
    assert f"{address}/docs" in said
    assert f"{address}{serving.EXAMPLE}" in said
    assert "Traceback" not in said


def _when_ready(url: str, *, server: subprocess.Popen[bytes]) -> httpx2.Response:
    deadline = time.monotonic() + 60
    while True:
        try:
            return httpx2.get(url)
        except httpx2.TransportError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_a_mistake_leaves_no_traceback_when_run_for_real(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "app.cli", "import", str(tmp_path / "nowhere")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "CANDOUR_DATABASE_URL": f"sqlite:///{tmp_path}/candour.db"},
    )
    assert result.returncode == console.EXIT_PROBLEMS
    assert "candour migrate" in result.stderr
    assert "Traceback" not in result.stderr
