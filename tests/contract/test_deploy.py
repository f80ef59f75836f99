"""What stands in deploy/ fits together, and the service; `make hosts` runs it."""

import re
from pathlib import Path
from typing import Any

import yaml

from app import settings

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE: Any = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
NGINX = re.sub(r"#.*", "", (DEPLOY / "nginx.conf").read_text())
FIELDS = settings.Settings.model_fields
OWN = {"CANDOUR_PASSWORD", "CANDOUR_PRIMARY", "CANDOUR_PRIMARY_PORT"}
"""What the scripts of deploy/ are told, and the service is not."""


def _given(name: str) -> dict[str, str]:
    lines = (DEPLOY / name).read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def _one(pattern: str) -> int:
    found = re.findall(pattern, NGINX)
    assert len(found) == 1, pattern
    return int(found[0])


def test_only_settings_that_exist_are_set() -> None:
    text = "".join(path.read_text() for path in DEPLOY.rglob("*") if path.is_file())
    named = set(re.findall(r"CANDOUR_[A-Z_]+[A-Z]", text)) - OWN
    assert named <= {f"CANDOUR_{name.upper()}" for name in FIELDS}
    assert {"CANDOUR_READ_DATABASE_URL", "CANDOUR_TRUSTED_PROXIES"} <= named


def test_the_examples_are_settings_and_hold_no_secret() -> None:
    secrets, public = _given("secrets.env.example"), _given("candour.env.example")
    assert all(value == "" or "<CANDOUR_PASSWORD>" in value for value in secrets.values())
    # Read as they stand, but for the password that whoever copies them puts in.
    filled = {name: value.replace("<CANDOUR_PASSWORD>", "made-up") for name, value in secrets.items()}
    given = {name.removeprefix("CANDOUR_").lower(): value for name, value in filled.items() if "URL" in name}
    assert settings.Settings.model_validate(given).urls == (filled["CANDOUR_DATABASE_URL"],) * 2
    subnet = COMPOSE["networks"]["front"]["ipam"]["config"][0]["subnet"]
    assert public["CANDOUR_TRUSTED_PROXIES"] == f'["{subnet}"]'


def test_images_carry_no_registry_and_databases_never_start_by_themselves() -> None:
    for name, service in COMPOSE["services"].items():
        assert re.fullmatch(r"[a-z]+:[a-z0-9.]+", service["image"]), name
        assert (service["restart"] == "no") is (name.startswith("db-") or name == "candour")


def test_the_proxy_asks_the_hosts_that_there_are_and_reads_what_they_read() -> None:
    hosts = re.findall(r"server (api-\d):8000", NGINX)
    assert hosts == [name for name in COMPOSE["services"] if name.startswith("api-")]
    assert _one(r"client_max_body_size (\d+)m;") * 2**20 >= FIELDS["max_body_bytes"].default
    assert _one(r"large_client_header_buffers 4 (\d+)k;") * 2**10 >= FIELDS["max_header_bytes"].default
    assert _one(r"keepalive_timeout (\d+)s;\s*}") < FIELDS["keep_alive"].default


def test_the_proxy_keeps_nothing_longer_than_the_service_says_and_sends_no_change_twice() -> None:
    assert "proxy_cache_background_update off;" in NGINX
    assert not re.search(
        r"proxy_cache_use_stale|proxy_cache_valid|proxy_ignore_headers|non_idempotent", NGINX
    )
    assert re.search(r"location @write {\s*proxy_next_upstream off;", NGINX)
    for directive in ("proxy_cache_bypass", "proxy_no_cache"):
        assert f"{directive} $http_authorization $http_cookie;" in NGINX
    assert "$remote_addr" not in NGINX.partition("log_format")[2].partition("access_log")[0]
    assert re.search(r"location = /metrics {\s*return 404;", NGINX)
