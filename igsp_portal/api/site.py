"""The API and its addresses. Its views are closed unless opened by name, as pages are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from documents.library.api import router as library
from documents.texts.api import router as texts
from igsp_portal.foundations.api.problems import Refused, problem, refused
from meetings.api import router as meetings
from submissions.api import router as submissions
from submissions.calls_api import router as calls

from . import description

api = NinjaAPI(
    title="Read API of the portal for intergovernmental processes",
    version="1",
    description=description.ABOUT,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
for router in (description.router, meetings, library, texts, calls, submissions):
    api.add_router("", router)


@api.exception_handler(ValidationError)
def _wrong_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return refused([(str(wrong["loc"][-1]), _said(wrong)) for wrong in error.errors])


def _said(wrong: dict[str, Any]) -> str:
    """What is wrong with a value, as a sentence begins and without the words of whoever found it."""
    said = str(wrong["msg"]).removeprefix("Value error, ")
    return said[:1].lower() + said[1:]


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return refused([(error.name, error.detail)])


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, str(error))


@api.exception_handler(HttpError)
def _wrong(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, error.message)


def addresses() -> list[URLPattern]:
    """The addresses of the API, each view with the door of the function that it was declared from."""
    return [path("openapi.json", description.view_of(api), name="openapi"), *_opened()]


def _opened() -> Iterator[URLPattern]:
    patterns: list[Any] = api.urls[0]
    views = [view for router in api._get_bound_routers() for view in router.path_operations.values()]
    for pattern, view in zip(patterns, views, strict=False):  # the last is an address of ninja's own
        declared = [operation.view_func for operation in view.operations]
        pattern.callback.open_to_all = all(getattr(one, "open_to_all", False) for one in declared)
        yield pattern
