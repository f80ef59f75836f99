"""Generated requests for every operation, on both databases: no 5xx, and nothing outside the description."""

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from app import main, settings
from app.api import examples
from app.http import urls
from tests import clients, databases, holders

FITTING, UNFITTING, PRIVATELY = 100, 50, 15
"""How many requests to generate for an operation that fit the description, that do not, and that come with a key."""
FEWER = 5
"""Of how many one is asked on PostgreSQL too: it differs in the store, which fewer requests reach as well."""
ALIKE = 3
"""How many for one that has nothing to vary: all of them are the same."""
REFUSALS = ["400", "404", "405", "406", "413", "414", "415", "422", "431"]
OPERATIONS = [
    (
        path,
        method,
        "requestBody" in operation
        or any("name" in parameter for parameter in operation.get("parameters", [])),
    )
    for path, operations in main.describe(urls.Publisher(public_url=clients.PUBLIC_URL))
    .openapi()["paths"]
    .items()
    for method, operation in operations.items()
    if {} in operation.get("security", [{}])
]
"""Path, method, and whether there is a parameter or a body that could be sent wrongly, of what needs no key."""
PRIVATE = [
    (path, method)
    for path, operations in main.describe(urls.Publisher(public_url=clients.PUBLIC_URL))
    .openapi()["paths"]
    .items()
    for method, operation in operations.items()
    if operation.get("security") == [{"key": []}]
]
"""Path and method of what needs a key."""
NEEDED = {"/v1/compare": "?procedures=mesotherapy,micro-laser-peel"}
"""What an operation cannot be asked without."""
NOT_IN_THE_SEED = {"/v1/sources/{source}/text", "/v1/clinics/{clinic}", "/v1/procedures/{slug}/diff"}
"""What the seed holds nothing of: texts, clinics, second revisions; their own tests read them."""
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.fixture(scope="session")
def loaded() -> dict[str, schemathesis.BaseSchema]:
    """Return the descriptions that were loaded, by the address of the database behind them."""
    return {}


@pytest.fixture
def api(catalogue_url: str, loaded: dict[str, schemathesis.BaseSchema]) -> schemathesis.BaseSchema:
    """Return the description that a running application over the seed serves itself."""
    if catalogue_url not in loaded:
        loaded[catalogue_url] = schemathesis.openapi.from_asgi(
            "/openapi.json",
            # Of its own: Schemathesis runs the lifespan around its calls, which would end that of a shared application.
            main.create_app(settings.Settings(database_url=catalogue_url, public_url=clients.PUBLIC_URL)),  # type: ignore[arg-type] # reason: pydantic makes the secret
            config=schemathesis.Config.from_dict(
                {"checks": {"negative_data_rejection": {"expected-statuses": REFUSALS}}}
            ),
        )
    return loaded[catalogue_url]


@pytest.mark.parametrize(("path", "method", "varied"), OPERATIONS)
def test_no_request_that_fits_the_description_breaks_the_service(
    api: schemathesis.BaseSchema, catalogue_url: str, path: str, method: str, varied: bool
) -> None:
    times = _times(FITTING, catalogue_url) if varied else ALIKE
    _ask(api[path][method.upper()], mode=GenerationMode.POSITIVE, times=times)


@pytest.mark.parametrize(("path", "method"), [(path, method) for path, method, wrong in OPERATIONS if wrong])
def test_no_request_that_does_not_fit_the_description_is_accepted(
    api: schemathesis.BaseSchema, catalogue_url: str, path: str, method: str
) -> None:
    _ask(api[path][method.upper()], mode=GenerationMode.NEGATIVE, times=_times(UNFITTING, catalogue_url))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def held(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[schemathesis.BaseSchema, dict[str, str]]]:
    """Return the description of an application over a database of its own, and the header that permits everything."""
    if request.param == "sqlite":
        url = databases.sqlite(tmp_path_factory.mktemp("held"), template="seeded")
    else:
        request.getfixturevalue("postgres_server")
        url = databases.postgresql(template="seeded")
    configured = settings.Settings(database_url=url, public_url=clients.PUBLIC_URL)  # type: ignore[arg-type] # reason: pydantic makes the secret
    key = holders.key(url)
    with TestClient(main.create_app(configured)) as client:
        yield schemathesis.openapi.from_asgi("/openapi.json", client.app), holders.known(client, key)
    if request.param == "postgresql":
        databases.drop_postgresql(url)


@pytest.mark.parametrize(("path", "method"), PRIVATE)
def test_no_request_of_somebody_who_may_do_everything_breaks_the_service(
    held: tuple[schemathesis.BaseSchema, dict[str, str]], path: str, method: str
) -> None:
    """Some of these requests are carried out: nobody else uses that database."""
    api, headers = held
    _ask(api[path][method.upper()], mode=GenerationMode.POSITIVE, times=PRIVATELY, headers=headers)


def _times(most: int, url: str) -> int:
    return most if url.startswith("sqlite") else most // FEWER


def _ask(
    operation: schemathesis.APIOperation[Any, Any, Any, Any],
    *,
    mode: GenerationMode,
    times: int,
    headers: dict[str, str] | None = None,
) -> None:
    asked = 0
    streamed = operation.path == "/v1/export.yaml"  # many documents, of which Schemathesis reads one only
    checks = [check for check in CHECKS if not (streamed and check is response_schema_conformance)]

    @hypothesis.settings(
        max_examples=times,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case[Any]) -> None:
        nonlocal asked
        asked += 1
        case.call_and_validate(checks=checks, headers=headers)

    ask()
    assert asked


def test_every_operation_succeeds_at_least_once(api: schemathesis.BaseSchema, client: TestClient) -> None:
    for path, method in [(path, method) for path, method, _ in OPERATIONS if path not in NOT_IN_THE_SEED]:
        known = {
            "slug": "mesotherapy",
            "source": "mesotherapy-directory",
            "concept": "isotretinoin",
            "code": "gone",
            "name": "statement-kind" if "CodeSystem" in path else "onset",
        }
        statement = clients.data(client, "/v1/procedures/mesotherapy")["summary"]["statements"][0]
        address = path.format(**known, identifier=statement) + NEEDED.get(path, "")
        questions = dict(examples.QUESTIONS.values())
        assert client.request(method, address, json=questions.get(path)).status_code == 200, address
