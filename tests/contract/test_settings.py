"""Every setting stands in docs/settings.md as it is, and nothing else does."""

import re
from pathlib import Path
from typing import Any

import pydantic
import pytest

from app import settings

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"
FIELDS = settings.Settings.model_fields


def _documented() -> dict[str, list[str]]:
    rows = (
        line.strip("|").split(" | ")
        for line in DOCS.read_text().splitlines()
        if line.startswith("| `CANDOUR_")
    )
    return {cells[0].strip(" `"): [cell.strip() for cell in cells[1:]] for cells in rows}


def _variable(name: str) -> str:
    return f"CANDOUR_{name.upper()}"


def _limits(schema: dict[str, Any]) -> str:
    optional = [part for part in schema.get("anyOf", []) if part.get("type") != "null"]
    if len(optional) == 1:
        return _limits(optional[0])
    if "minimum" in schema:
        return f"{schema['minimum']} to {schema['maximum']}"
    if "enum" in schema:
        return ", ".join(schema["enum"])
    if schema.get("type") == "array":
        return f"at most {schema['maxItems']} entries"
    if "maxLength" in schema:
        return f"at most {schema['maxLength']} characters"
    return "true or false" if schema.get("type") == "boolean" else "-"


def test_the_page_documents_exactly_the_settings_there_are() -> None:
    assert set(_documented()) == {_variable(name) for name in FIELDS}


def test_the_page_names_no_setting_that_does_not_exist() -> None:
    named = set(re.findall(r"CANDOUR_[A-Z_]+[A-Z]", DOCS.read_text()))
    assert named <= {_variable(name) for name in FIELDS}


@pytest.mark.parametrize("name", FIELDS)
def test_each_row_says_the_default_the_limits_and_what_the_setting_is_for(name: str) -> None:
    default, limits, meaning = _documented()[_variable(name)]
    schema = settings.Settings.model_json_schema()["properties"][name]
    assert meaning == FIELDS[name].description
    assert limits == _limits(schema)
    if FIELDS[name].default_factory is None:
        value = FIELDS[name].default
        shown = value.get_secret_value() if isinstance(value, pydantic.SecretStr) else value
        words: dict[object, str] = {None: "not set", (): "empty"}
        assert default == words.get(shown, f"`{str(shown).lower() if isinstance(shown, bool) else shown}`")


@pytest.mark.parametrize("name", FIELDS)
def test_no_setting_is_unbounded(name: str) -> None:
    schema = settings.Settings.model_json_schema()["properties"][name]
    checked = name in {
        "database_url",
        "documents",
        "exports",
        "locales",
        "read_database_url",
        "search_index",
    }  # by its own validator; paths of this machine
    assert checked or _limits(schema) != "-"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CANDOUR_PORT", "0"),
        ("CANDOUR_PORT", "http"),
        ("CANDOUR_WORKERS", "65"),
        ("CANDOUR_DATABASE_URL", "mysql://there/it"),
        ("CANDOUR_DATABASE_URL", "nonsense"),
        ("CANDOUR_DATABASE_URL", "sqlite://"),
        ("CANDOUR_DATABASE_URL", "sqlite:///:memory:"),
        ("CANDOUR_PUBLIC_URL", "ftp://example.org"),
        ("CANDOUR_PUBLIC_URL", "https://example.org/?a=b"),
        ("CANDOUR_CONTACT", "javascript:alert(1)"),
        ("CANDOUR_LOG_LEVEL", "loud"),
        ("CANDOUR_TRUSTED_PROXIES", '["*"]'),
        ("CANDOUR_TRUSTED_PROXIES", '["10.0.0.1", "proxy.example"]'),
    ],
)
def test_a_value_out_of_bounds_is_refused(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(pydantic.ValidationError) as refusal:
        settings.Settings()
    assert variable.removeprefix("CANDOUR_").lower() in str(refusal.value)


def test_the_database_password_is_not_shown_when_settings_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANDOUR_DATABASE_URL", "postgresql+psycopg://candour:hunter2@db/candour")
    assert "hunter2" not in repr(settings.Settings())


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8123"),
        ("0.0.0.0", "http://127.0.0.1:8123"),  # noqa: S104  nothing is bound
        ("::1", "http://[::1]:8123"),
    ],
)
def test_the_public_address_follows_the_host_and_port(
    host: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANDOUR_HOST", host)
    monkeypatch.setenv("CANDOUR_PORT", "8123")
    assert settings.Settings().public_url == address
