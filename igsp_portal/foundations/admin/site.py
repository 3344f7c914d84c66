"""The site: its first page, the order of its parts, and who comes in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import update_wrapper
from typing import Any, NoReturn

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from igsp_portal.models import Event

from ..access import Permission
from ..record import audit
from . import one_process
from .public_page import without_ways_by_number
from .recorded import RecordedAdmin

LATEST = 10


class PortalAdminSite(admin.AdminSite):
    site_title = _("Secretariat area")
    site_header = _("Secretariat area")
    index_title = _("To do")
    enable_nav_sidebar = False  # wide tables need the room

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only pages that write events stand here: those of other packages are left out."""
        if admin_class is not None and issubclass(admin_class, RecordedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list[Any]:
        return without_ways_by_number(super().get_urls())

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The tables in the order of work: floor by floor, by `order`, then as registered; accounts come last."""
        tables: Any = self._registry
        place = {model: (table.order, number) for number, (model, table) in enumerate(tables.items())}
        listed = list(self._build_app_dict(request, app_label).values())
        for app in listed:
            app["models"].sort(key=lambda entry: place[entry["model"]])
        ground = Event._meta.app_label
        return sorted(listed, key=lambda app: (app["app_label"] == ground, place[app["models"][0]["model"]][1]))

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """The first page, with what has failed, what waits and what happened last, for those who may read of it."""
        latest = []
        if one_process.may(request, Permission.RECORD_READ):
            events = self._registry[Event].get_queryset(request)[:LATEST]
            latest = audit.told(events)
        tables: Iterable[Any] = self._registry.values()
        failed = [told for table in tables if (told := table.told_of_failures(request))]
        waiting = [told for table in tables for told in table.told_of_waiting(request)]
        ways = [way for table in tables for way in table.beside(request)]
        context = {"latest": latest, "failed": failed, "waiting": waiting, "ways": ways, **(extra_context or {})}
        return super().index(request, context)

    def has_permission(self, request: HttpRequest) -> bool:
        return one_process.may(request, Permission.DESK)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every page of the site, of the process in its address; where that is not its own, the way there."""
        page = super().admin_view(view, cacheable)

        def in_its_process(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            key = kwargs.get("object_id", kwargs.get("pk"))
            return one_process.elsewhere(request, view, key, self) or page(request, *args, **kwargs)

        return update_wrapper(in_its_process, page)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The way out leads to the pages of the process, the switch to the choice between several."""
        context = super().each_context(request)
        if process := one_process.chosen(request):
            context["site_url"] = process.get_absolute_url()
        if process and len(one_process.desks(request)) > 1:
            context["choice_url"] = reverse("admin:index", urlconf=settings.ROOT_URLCONF)
        return context

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one sign-in for the whole portal; who comes here signed in works for no secretariat."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path())

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> NoReturn:
        """People sign in by code or key: there is no password to change."""
        raise Http404

    password_change_done = password_change
