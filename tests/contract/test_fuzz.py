"""Generated requests for every operation, on both databases: no 5xx, and nothing outside the description."""

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

from app import main
from app.http import urls
from tests import clients

EXAMPLES = 20
"""Of each mode: requests that fit the description, and requests that do not."""
OPERATIONS = [
    (path, method)
    for path, operations in main.describe(urls.Publisher(public_url=clients.PUBLIC_URL)).openapi()["paths"].items()
    for method in operations
]
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
def api(
    catalogue_url: str, opened: clients.Opened, loaded: dict[str, schemathesis.BaseSchema]
) -> schemathesis.BaseSchema:
    """Return the description that a running application over the seed serves itself."""
    if catalogue_url not in loaded:
        loaded[catalogue_url] = schemathesis.openapi.from_asgi("/openapi.json", opened.of(catalogue_url).app)
    return loaded[catalogue_url]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfitting"])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_generated_request_breaks_the_service_or_its_description(
    api: schemathesis.BaseSchema, path: str, method: str, mode: GenerationMode
) -> None:
    cases = api[path][method.upper()].as_strategy(generation_mode=mode)
    statuses: set[int] = set()

    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )
    @hypothesis.given(case=cases)
    def ask(case: schemathesis.Case) -> None:
        statuses.add(case.call_and_validate(checks=CHECKS).status_code)

    ask()
    assert statuses
    assert max(statuses) < 500


def test_every_operation_succeeds_at_least_once(api: schemathesis.BaseSchema, client: clients.TestClient) -> None:
    for path, method in OPERATIONS:
        known = {"slug": "mesotherapy", "source": "mesotherapy-directory", "concept": "isotretinoin", "code": "gone"}
        statement = clients.data(client, "/v1/procedures/mesotherapy")["summary"]["statements"][0]
        address = path.format(**known, identifier=statement)
        assert client.request(method, address).status_code == 200, address


