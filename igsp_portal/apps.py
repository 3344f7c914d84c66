from typing import Any

from allauth.usersessions.apps import UserSessionsConfig
from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.management import call_command
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.urls import register_converter
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.record import entered  # noqa: F401 - before any model is made

ACTORS = {
    "portal": _("The portal"),
    "demo": _("The demonstration"),
    "reader": _("A reader"),
    **{command: format_lazy("{} ({})", _("An operator"), command) for command in ("load_process", "reseal")},
}


class PortalConfig(AppConfig):
    name = "igsp_portal"
    verbose_name = _("Accounts, mail and record of events")

    def ready(self) -> None:
        from .foundations.files.database import close_to_others
        from .foundations.pages.addresses import RowNumber
        from .foundations.record import audit

        register_converter(RowNumber, "row")
        post_migrate.connect(make_cache_table, sender=self)
        connection_created.connect(close_to_others)
        audit.actors(ACTORS)


class PortalAdminConfig(AdminConfig):
    default_site = "igsp_portal.foundations.admin.PortalAdminSite"


class BrowsersConfig(UserSessionsConfig):
    """The account library's list of the browsers in which a person is signed in, kept by ours (front/browsers.py)."""

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in

        from igsp_portal.front import browsers

        user_logged_in.connect(browsers.note)


def make_cache_table(using: str, **kwargs: Any) -> None:
    """Make the table of the cache after every `migrate`, where one is wanted and there is none.

    It is no migration: a portal that has used a shared cache and goes back to the table would never get it.
    """
    from igsp_portal.foundations.pages import shared_cache

    call_command("createcachetable", database=using, verbosity=0)
    shared_cache.forgets(using)
