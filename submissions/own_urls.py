"""One's own pages, in whatever process one acts."""

from django.urls import path

from . import views
from .inviting import pages as inviting

app_name = "own"
urlpatterns = [
    path("", views.home, name="home"),
    path("people/<row:participant>/", inviting.people, name="people"),
    path("people/<row:participant>/<row:pk>/end/", inviting.end, name="end_role"),
]
