"""Sign-in by role, at one click: in demonstrations only, which never listen beyond loopback."""

from django.urls import path

from . import demo

app_name = "demo"
urlpatterns = [
    path("", demo.choose, name="choose"),
    path("<slug:key>/", demo.enter, name="enter"),
]
