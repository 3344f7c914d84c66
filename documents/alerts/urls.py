"""The pages of alerts that belong to an address and to no process."""

from django.urls import path

from . import pages

app_name = "alerts"
urlpatterns = [
    path("", pages.mine, name="mine"),
    path("confirm/<str:token>/", pages.confirm, name="confirm"),
    path("confirm/page/<slug:which>/", pages.confirm, name="confirm_page"),
    path("manage/<str:token>/", pages.manage, name="manage"),
    path("manage/page/<slug:which>/", pages.manage, name="manage_page"),
    path("leave/<str:token>/", pages.leave, name="leave"),
]
