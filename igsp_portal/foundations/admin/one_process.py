"""The admin shows one process at a time: the one its address names, or the only one in which a person works.

What stands above tells each request which that is (`request.process`), and between which the person may choose
(`request.desks`); here is what follows for rows, choices and rights.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import access
from ..access import Permission

OF_A_PROCESS = ("index", "app_index")  # pages of the site itself that show what is of a process


def chosen(request: HttpRequest) -> Any:
    """The process whose admin pages these are; None where the portal holds none, or none has been chosen."""
    return getattr(request, "process", None)


def desks(request: HttpRequest) -> list[Any]:
    """The processes in whose admin pages the person works."""
    return getattr(request, "desks", [])


def ids(request: HttpRequest, permission: Permission) -> set[int] | None:
    """Ids of the processes whose rows a page shows or offers to a holder of `permission`; None means all."""
    process = chosen(request)
    return _within(access.processes_where(request.user, permission), process and process.pk)


def slugs(request: HttpRequest, permission: Permission) -> set[str] | None:
    """The same by the processes' slugs, as events and letters hold them."""
    process = chosen(request)
    return _within(access.slugs_where(request.user, permission), process and process.slug)


def _within(held: set[Any] | None, only: Any) -> set[Any] | None:
    if only is None:
        return held
    return {only} if held is None or only in held else set()


def may(request: HttpRequest, permission: Permission, process: Any = None) -> bool:
    """Whether the person holds `permission` in `process`; if that is not given, in the one chosen, or else anywhere."""
    return access.may(request.user, permission, process=process or chosen(request))


def elsewhere(request: HttpRequest, view: Any, key: Any, site: Any) -> HttpResponse | None:
    """The way to a process, from a page that is not its own: of a row of another, or without a process to be of."""
    if len(desks(request)) < 2:
        return None
    table = getattr(view, "__self__", site)
    process = None if table is site or key is None else _process_of_row(request, table, key)
    if process and process != chosen(request):
        there = address_in(request, process)
        return HttpResponseRedirect(there, preserve_request=request.method == "POST")
    if chosen(request) is None and (table is not site or view.__name__ in OF_A_PROCESS):
        return _choice(request, site)
    return None


def _process_of_row(request: HttpRequest, table: Any, key: Any) -> Any:
    """The process of the row, if it is one in whose admin pages the person works."""
    try:
        found = table.process_of_row(table.model._meta.pk.to_python(key))
    except (ValidationError, ValueError):
        return None
    return next((process for process in desks(request) if found in (process.pk, process.slug)), None)


def address_in(request: HttpRequest, process: Any) -> str:
    """The address of this page in the admin of `process`."""
    page = request.get_full_path().partition("/admin/")[2]
    return reverse("admin_of_process", args=[process.slug]) + page


def _choice(request: HttpRequest, site: Any) -> HttpResponse:
    """The page on which a process is chosen; it leads on to the page that was asked for."""
    context = {
        **site.each_context(request),
        "title": _("Choose a process"),
        "choices": [(process, address_in(request, process)) for process in desks(request)],
    }
    return TemplateResponse(request, "admin/choose_process.html", context)
