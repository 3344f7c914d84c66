"""How a view of the API is declared: closed unless opened by name, in one language, with its problems described."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar, get_args

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import Router

from .asked import Asked
from .problems import Refused
from .shapes import Problem

View = TypeVar("View", bound=Callable[..., Any])
PROBLEMS = frozenset({400, 404, 406, 422})


def reads(router: Router, path: str, *, shape: Any, name: str, summary: str) -> Callable[[View], View]:
    """Give a view an address. It takes `asked`, with what may be asked; anything else is refused by name."""

    def declared(view: View) -> View:
        known = _parameters(view)

        @functools.wraps(view)
        def reading(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            for parameter in set(request.GET) - known:
                raise Refused(parameter[:60], f"there is no such parameter; there are: {', '.join(sorted(known))}")
            with override(kwargs["asked"].language or "en"):
                return view(request, *args, **kwargs)

        reading.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
        responses = {200: shape, PROBLEMS: Problem}
        router.get(path, response=responses, url_name=name, operation_id=name, summary=summary)(reading)
        return view

    return declared


def _parameters(view: Callable[..., Any]) -> set[str]:
    annotation = inspect.signature(view, eval_str=True).parameters["asked"].annotation
    shape = next(found for found in (annotation, *get_args(annotation)) if isinstance(found, type))
    assert issubclass(shape, Asked)  # noqa: S101 - a fault of ours, found at the start
    return set(shape.model_fields)
