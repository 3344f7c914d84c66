"""Every door of the portal on one screen."""

from functools import cache
from typing import Any

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from documents.alerts.feeds import portal_feed
from documents.library import views as library
from documents.search.pages import search_everywhere
from igsp_portal.api.site import addresses as api_addresses
from igsp_portal.front import off_line
from igsp_portal.front import views as front
from submissions.views import log

ADMIN = admin.site.urls

# Addresses that are the same in every language: to be cited, printed and kept.
urlpatterns: list[URLPattern | URLResolver] = [
    path("symbol/<path:symbol>", library.by_symbol, name="symbol"),
    path("documents/<slug:process>/<str:cited>", library.by_key, name="cited"),
    path("files/<str:sha256>", library.rendition_file, name="rendition"),
    path("log/", include("submissions.log_urls")),
    path("api/v1/", include((api_addresses(), "api"))),
    path("healthz", front.health, name="health"),
    path("robots.txt", front.robots, name="robots"),
    path("favicon.ico", front.favicon, name="favicon"),
    path("sw.js", off_line.service_worker, name="service_worker"),
]

if settings.DEMO:
    urlpatterns += i18n_patterns(path("demo/", include("igsp_portal.front.demo_urls")))

urlpatterns += i18n_patterns(
    path("", include("igsp_portal.front.urls")),
    path("feed.atom", portal_feed, name="feed"),
    path("accounts/", include("igsp_portal.front.account_urls")),
    path("alerts/", include("documents.alerts.urls")),
    path("admin/", ADMIN),
    path("<slug:process>/admin/", front.admin_of_process, name="admin_of_process"),
    path("<slug:process>/admin/<path:page>", front.admin_of_process, name="admin_of_process"),
    path("my/", include("submissions.own_urls")),
    path("search/", search_everywhere, name="search"),
    path("verify/<str:number>/", log.verification, name="verify"),
    path("<slug:process>/", include("meetings.urls")),
    path("<slug:process>/", include("documents.urls")),
    path("<slug:process>/", include("submissions.urls")),
)

handler400 = "igsp_portal.front.views.bad_request"
handler403 = "igsp_portal.front.views.forbidden"
handler404 = "igsp_portal.front.views.not_found"
handler500 = "igsp_portal.front.views.server_error"


class InAdminOf:
    """The same doors for a request to the admin of one process, where the admin's addresses all name it."""

    handler400, handler403, handler404, handler500 = handler400, handler403, handler404, handler500

    def __init__(self, slug: str) -> None:
        self.urlpatterns: list[Any] = [*i18n_patterns(path(f"{slug}/admin/", ADMIN)), *urlpatterns]


in_admin_of = cache(InAdminOf)
