"""Generated requests for every operation, on both databases: no 5xx, and nothing outside the description."""

import hypothesis
import pytest
import schemathesis
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette import types

from tests.api import client as clients

EXAMPLES = 100
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def application(request: pytest.FixtureRequest, opened: clients.Opened) -> types.ASGIApp:
    """Return a running application over the seed, on each kind of database."""
    url: str = request.getfixturevalue(f"{request.param}_catalogue_url")
    return opened.of(url).app


@pytest.fixture(scope="session")
def api(application: types.ASGIApp) -> schemathesis.BaseSchema:
    """Return the description that the application itself serves."""
    return schemathesis.openapi.from_asgi("/openapi.json", application)


schema = schemathesis.pytest.from_fixture("api")


@schema.parametrize()
@hypothesis.settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck)
)
def test_no_generated_request_breaks_the_service_or_its_description(case: schemathesis.Case) -> None:
    case.call_and_validate(checks=CHECKS)
