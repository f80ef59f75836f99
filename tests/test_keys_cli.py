"""`candour keys` as whoever has the host meets it."""

import re

import pytest
from starlette.testclient import TestClient

from app import console
from app.access import keys
from tests import commands, holders

FORM = re.compile(r"cdr_[a-z0-9]{10}_[0-9A-Za-z]{49}\n")


def create(url: str, *more: str, role: str = "admin", holder: str = "Ada Ling") -> str:
    result = commands.candour("keys", "create", "--role", role, "--holder", holder, *more, url=url)
    assert result.returncode == 0, result.stderr
    assert FORM.fullmatch(result.stdout)
    assert result.stdout.strip() not in result.stderr
    return result.stdout.strip()


def test_a_key_is_written_once_and_listed_without_its_secret(database_url: str) -> None:
    text = create(database_url)
    result = commands.candour("keys", "list", url=database_url)
    (line,) = result.stdout.splitlines()[1:]
    assert re.match(rf"{keys.identifier(text)}  admin      valid     never       20\d\d-", line)
    assert line.endswith("  Ada Ling")
    assert text[15:30] not in result.stdout + result.stderr


def test_a_lost_admin_s_key_is_replaced_on_the_host(database_url: str) -> None:
    lost = create(database_url)
    result = commands.candour("keys", "rotate", str(keys.identifier(lost)), url=database_url)
    assert result.returncode == 0
    assert FORM.fullmatch(result.stdout)
    states = [
        line.split()[:3:2]
        for line in commands.candour("keys", "list", url=database_url).stdout.splitlines()[1:]
    ]
    assert sorted(states) == sorted(
        [[keys.identifier(lost), "revoked"], [keys.identifier(result.stdout.strip()), "valid"]]
    )


def test_a_lost_admin_s_key_is_replaced_under_a_running_service(
    own_client: TestClient, seeded_database_url: str
) -> None:
    lost = create(seeded_database_url)
    holders.known(own_client, lost)
    new = commands.candour(
        "keys", "rotate", str(keys.identifier(lost)), url=seeded_database_url
    ).stdout.strip()
    assert own_client.get("/health/live", headers=holders.known(own_client, new)).status_code == 200
    assert own_client.get("/health/live", headers=holders.bearing(lost)).status_code == 401


@pytest.mark.parametrize("shown", [14, 64])
def test_a_key_is_revoked_by_its_beginning_or_by_the_whole_of_it(database_url: str, shown: int) -> None:
    text = create(database_url)
    for word in ("is revoked", "was revoked already"):
        result = commands.candour("keys", "revoke", text[:shown], url=database_url)
        assert (result.returncode, result.stdout) == (0, "")
        assert word in result.stderr
        assert text[15:30] not in result.stderr


@pytest.mark.parametrize(
    ("expires", "shown"),
    [("30", r"20\d\d-\d\d-\d\d \d\d:\d\d"), ("2031-12-31", "2032-01-01 00:00"), ("never", "no end")],
)
def test_a_key_ends_when_it_was_said(database_url: str, expires: str, shown: str) -> None:
    create(database_url, "--expires", expires)
    assert re.search(f"  {shown}", commands.candour("keys", "list", url=database_url).stdout)


@pytest.mark.parametrize(
    "expires", ["0", "-1", "9999", "2020-01-01", "2999-01-01", "soon", "1e3", "2030-02-30", "٣"]
)
def test_an_end_that_cannot_be_is_refused(database_url: str, expires: str) -> None:
    arguments = ("keys", "create", "--role", "reader", "--holder", "Ada", "--expires", expires)
    result = commands.candour(*arguments, url=database_url)
    assert (result.returncode, result.stdout) == (console.EXIT_USAGE, "")
    assert "--expires" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--role", "reviewer"),
        ("--role", "author", "--job", "surgeon"),
        ("--role", "clinic"),
        ("--role", "reader", "--procedure", "laser-skin-tightening"),
        ("--role", "author", "--procedure", "Not a slug"),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused(database_url: str, arguments: tuple[str, ...]) -> None:
    result = commands.candour("keys", "create", "--holder", "Ada", *arguments, url=database_url)
    assert (result.returncode, result.stdout) == (console.EXIT_PROBLEMS, "")
    assert "the key's" in result.stderr


def test_what_is_no_id_is_refused_and_not_repeated(database_url: str) -> None:
    text = keys.make().text[:-1]
    for command in ("revoke", "rotate"):
        result = commands.candour("keys", command, text, url=database_url)
        assert result.returncode == console.EXIT_USAGE
        assert text[15:30] not in result.stderr
        assert (
            commands.candour("keys", command, "0123456789", url=database_url).returncode
            == console.EXIT_PROBLEMS
        )


def test_a_reviewer_is_listed_with_profession_and_bounds(database_url: str) -> None:
    create(
        database_url,
        "--job",
        "surgeon",
        "--procedure",
        "glow-peel",
        "--procedure",
        "glow-peel",
        role="reviewer",
    )
    assert "Ada Ling (surgeon, glow-peel)" in commands.candour("keys", "list", url=database_url).stdout
