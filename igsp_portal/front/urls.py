from django.urls import path

from . import off_line, views

app_name = "front"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("account/", views.account, name="account"),
    path("offline/", off_line.kept_here, name="offline"),
    path("files/", views.files, name="files"),
    path("components/", views.components, name="components"),
]
