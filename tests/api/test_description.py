"""The description of the API is true: asked in all the ways it allows, the API answers as it says, and never fails."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from igsp_portal.api.description import described
from igsp_portal.api.site import api
from igsp_portal.wsgi import application
from meetings.models import Process

from .conftest import Read

pytestmark = pytest.mark.slow
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
schema = schemathesis.openapi.from_dict(described(api)).include(method="GET")
schema.app = application


@schema.parametrize()
@settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_it_answers_as_it_says(case: Any, igsp: Process) -> None:
    if "process" in case.path_parameters:
        case.path_parameters["process"] = "igsp"
    case.call_and_validate(checks=CHECKS, headers={"Host": "localhost", "Accept-Encoding": "identity"})


@pytest.mark.parametrize("process", ["igsp", "inc"])
@pytest.mark.parametrize("lang", ["", "?lang=zh"])
def test_every_answer_of_a_process_is_as_it_says(process: str, lang: str, read: Read, inc: Process) -> None:
    addresses = [f"http://testserver/api/v1/processes/{process}/"]
    seen = set(addresses)
    while addresses:
        address = addresses.pop()
        answer = read(f"{address.partition('?')[0]}{lang}")
        _conforms(address, answer)
        for found in _addresses(answer):
            if found.startswith(f"http://testserver/api/v1/processes/{process}/") and found not in seen:
                seen.add(found)
                addresses.append(found)
    assert len(seen) > 20


def _addresses(answer: Any) -> list[str]:
    if isinstance(answer, dict):
        return sum(map(_addresses, answer.values()), [])
    if isinstance(answer, list):
        return sum(map(_addresses, answer), [])
    return [answer] if isinstance(answer, str) and "/api/v1/" in answer and "cursor=" not in answer else []


def _conforms(address: str, answer: Any) -> None:
    response = Client().get(address)
    shape = _shape(address)
    shape.model_validate(answer)
    assert response.status_code == 200


def _shape(address: str) -> Any:
    from django.urls import resolve

    name = resolve(address.removeprefix("http://testserver").partition("?")[0]).url_name
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                if operation.operation_id == name:
                    return operation.response_models[200].model_fields["response"].annotation
    raise AssertionError(name)


def test_it_is_openapi_3_1_with_a_sentence_and_an_example_for_each_address() -> None:
    told = described(api)
    assert told["openapi"].startswith("3.1")
    for path, operations in told["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
            assert operation["description"], path
            assert set(operation["responses"]) == {"200", "304", "400", "404", "406", "422"}, path
            assert "application/problem+json" in operation["responses"]["404"]["content"], path
            assert all(
                "examples" in one["schema"] or "description" in one
                for one in operation["parameters"]
                if one["in"] == "query"
            ), path
