"""Every door of the portal on one screen."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from documents.library import views as library
from igsp_portal.front import views as front

# Addresses that are the same in every language: to be cited, printed and kept.
urlpatterns: list[URLPattern | URLResolver] = [
    path("symbol/<path:symbol>", library.by_symbol, name="symbol"),
    path("files/<str:sha256>", library.rendition_file, name="rendition"),
    path("healthz", front.health, name="health"),
    path("robots.txt", front.robots, name="robots"),
]

if settings.DEMO:
    urlpatterns += i18n_patterns(path("demo/", include("igsp_portal.front.demo_urls")))

urlpatterns += i18n_patterns(
    path("", include("igsp_portal.front.urls")),
    path("accounts/", include("igsp_portal.front.account_urls")),
    path("admin/", admin.site.urls),
    path("my/", include("submissions.own_urls")),
    path("<slug:process>/", include("meetings.urls")),
    path("<slug:process>/", include("documents.urls")),
    path("<slug:process>/", include("submissions.urls")),
)

handler400 = "igsp_portal.front.views.bad_request"
handler403 = "igsp_portal.front.views.forbidden"
handler404 = "igsp_portal.front.views.not_found"
handler500 = "igsp_portal.front.views.server_error"
