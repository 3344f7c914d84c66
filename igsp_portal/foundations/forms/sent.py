"""What a person sent by a form of ours, to be shown again: all but its files and what proves who they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

OF_THE_SESSION = "csrfmiddlewaretoken"  # each page has its own
FORM_OF = "form_of"  # to whom the form was shown (kept_words)
SECRETS = frozenset({"code", "credential", "password", "password1", "password2"})


class NoFiles(FileUploadHandler):
    """Reads past the files of a form: what a stranger sends is kept nowhere."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


def sent_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of the portal sent the form."""
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in (here, *settings.CSRF_TRUSTED_ORIGINS)


def is_small(request: HttpRequest) -> bool:
    """Whether it announces no more than one file may have; the words in it are limited by Django besides."""
    announced = request.headers.get("Content-Length", "")
    return announced.isdecimal() and int(announced) <= settings.UPLOAD_LIMIT_BYTES


def labels_of(request: HttpRequest) -> dict[str, Any] | None:
    """The labels of the fields that hold words, where the view names them (given_back.gives_back)."""
    return getattr(request.resolver_match and request.resolver_match.func, "gives_back", None)


def fields(request: HttpRequest, labels: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Every value that was sent and is no secret. Without `labels`, words are known by what they are."""
    return [
        {"name": name, "value": value, "label": _label(name, value, labels)}
        for name, values in request.POST.lists()
        for value in values
        if name == FORM_OF or not is_ours(name)
    ]


def is_ours(name: str) -> bool:
    """Whether a field was put there by the portal, or holds a secret: it is no word of a person's, to be given back."""
    return name in (OF_THE_SESSION, FORM_OF) or is_secret(name)


def is_secret(name: str) -> bool:
    """Whether a field of this name holds what proves who somebody is."""
    return name.rpartition("-")[2] in SECRETS


def _label(name: str, value: str, labels: Mapping[str, Any] | None) -> Any:
    if labels is not None:
        return labels.get(name.rpartition("-")[2])
    typed = not name.startswith("_") and name != FORM_OF and not value.isdecimal() and value != "on"
    return name.replace("_", " ").replace("-", " ").strip().capitalize() if typed else None
