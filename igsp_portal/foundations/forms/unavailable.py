"""What people get while the disk takes nothing or the database is away: a 503 that says so, with what they sent.

The page asks nothing of either: not who reads it, nor which process they are in.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import Error, InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.middleware.csrf import get_token
from django.template import loader
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from . import sent

RETRY_SECONDS = 60
DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO})
SQLITE_ERROR = 1  # a statement that is wrong, as of a table that is not there
READ_ONLY = "25006"  # PostgreSQL's, of a server that follows another; no OperationalError to its driver
TOO_COMPLEX = "54"


def unavailable(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """The page for a fault that passes, with all that was sent; None for any other fault."""
    if not passes(error):
        return None
    with translation.override(translation.get_language_from_request(request, check_path=True)):
        content = loader.render_to_string("503.html", _context(request))
    response = HttpResponse(content, status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    add_never_cache_headers(response)
    return response


def passes(error: BaseException | None) -> bool:
    """Whether an error, or one that led to it, comes of a disk or a database that may be well again in a minute."""
    return any(_of_disk(each) or _of_database(each) for each in _led_to(error))


def _led_to(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _of_disk(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno in DISK


def _of_database(error: BaseException) -> bool:
    """Not every OperationalError passes: SQLite's includes statements that are wrong, PostgreSQL's too long ones."""
    if not isinstance(error, Error):
        return False
    state = getattr(error.__cause__, "sqlstate", None) or ""
    if isinstance(error, InternalError):
        return state == READ_ONLY
    wrong = getattr(error.__cause__, "sqlite_errorcode", None) == SQLITE_ERROR or state.startswith(TOO_COMPLEX)
    return isinstance(error, InterfaceError | OperationalError) and not wrong


def _context(request: HttpRequest) -> dict[str, Any]:
    """What was sent; it can be sent again as it is, unless a secret was among it."""
    fields = _fields(request) if request.method == "POST" and sent.sent_from_here(request) else []
    if not fields:
        return {"sent": request.method == "POST", "address": request.get_full_path()}
    return {
        "sent": True,
        "address": request.get_full_path(),
        "fields": fields,
        "whole": not any(sent.is_secret(name) for name in request.POST),
        "csrf_token": get_token(request),
    }


def _fields(request: HttpRequest) -> list[dict[str, Any]]:
    """A form that was not read yet is read now, past its files; a stranger's, only where it is small."""
    if not hasattr(request, "_files"):
        if not sent.is_small(request) and not request.COOKIES:
            return []
        request.upload_handlers = [sent.NoFiles(request)]
    try:
        return sent.fields(request, sent.labels_of(request) or None)
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        return []
