"""The command line as a user meets it: messages, exit codes, no traceback for a mistake."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, make_url

from app import cli
from app.db import engine, migrations, schema

ROOT = Path(__file__).parent.parent
ALEMBIC_FREE = "import sys, app.cli; sys.exit('alembic' in sys.modules)"


def _candour(*arguments: str, url: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    given = {"CANDOUR_DATABASE_URL": url} if url else {}
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={"PATH": os.environ["PATH"], "COLUMNS": "200", **given, **environment},
    )


def test_migrate_makes_the_schema_and_then_changes_nothing(empty_database_url: str) -> None:
    for _ in range(2):
        result = _candour("migrate", url=empty_database_url)
        assert (result.returncode, result.stdout) == (0, "")
        assert "is current" in result.stderr
        assert migrations.current(empty_database_url) == schema.HEAD


def test_the_password_of_the_database_is_never_shown(postgres_server: str) -> None:
    wrong = (
        make_url(postgres_server)
        .set(password="hunter2", database="nowhere")
        .render_as_string(hide_password=False)
    )
    result = _candour("migrate", url=wrong)
    assert result.returncode == cli.EXIT_PROBLEMS
    assert "hunter2" not in result.stderr
    assert "Traceback" not in result.stderr


def test_serve_refuses_a_database_without_a_schema_and_says_what_to_run(empty_database_url: str) -> None:
    result = _candour("serve", url=empty_database_url)
    assert result.returncode == cli.EXIT_PROBLEMS
    assert "candour migrate" in result.stderr
    assert "Traceback" not in result.stderr


def test_serve_never_migrates(empty_database_url: str) -> None:
    _candour("serve", url=empty_database_url)
    looked = create_engine(empty_database_url)
    with looked.connect() as connection:
        assert inspect(connection).get_table_names() == []
    looked.dispose()


def test_serve_on_a_database_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    result = _candour("serve", url=f"sqlite:///{tmp_path}/missing/candour.db")
    assert result.returncode == cli.EXIT_PROBLEMS
    assert "CANDOUR_DATABASE_URL" in result.stderr
    assert "Traceback" not in result.stderr


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
    result = _candour(*arguments, url=f"sqlite:///{tmp_path}/candour.db")
    assert result.returncode == cli.EXIT_USAGE
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_a_setting_out_of_bounds_ends_with_2_and_is_named_without_its_value() -> None:
    result = _candour("migrate", url="mysql://candour:hunter2@db/candour")
    assert result.returncode == cli.EXIT_USAGE
    assert "CANDOUR_DATABASE_URL" in result.stderr
    assert "hunter2" not in result.stderr


def test_help_lists_the_commands_and_the_exit_codes() -> None:
    result = _candour("--help")
    assert result.returncode == 0
    for word in ("serve", "migrate", "seed", "check", "import", "export", "openapi", "Exit codes"):
        assert word in result.stdout


def test_the_service_does_not_load_alembic() -> None:
    assert subprocess.run([sys.executable, "-c", ALEMBIC_FREE], cwd=ROOT, check=False).returncode == 0


def test_a_sqlite_with_the_write_ahead_fault_serves_with_one_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(engine._driver(), "sqlite_version_info", (3, 40, 1))
    assert cli._safe_workers(4, "sqlite:///var/candour.db") == 1
    assert "PostgreSQL" in capsys.readouterr().err


def test_a_sound_sqlite_serves_with_as_many_processes_as_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(engine._driver(), "sqlite_version_info", (3, 53, 0))
    assert cli._safe_workers(4, "sqlite:///var/candour.db") == 4
    assert capsys.readouterr().err == ""
