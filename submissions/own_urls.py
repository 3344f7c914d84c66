"""One's own pages, in whatever process one acts."""

from django.urls import path

from . import views

app_name = "own"
urlpatterns = [
    path("", views.home, name="home"),
]
