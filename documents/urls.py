from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("documents/", views.library, name="library"),
    path("documents/<slug:key>/", views.document_page, name="document"),
    path("inputs/", views.inputs, name="inputs"),
    path("texts/<slug:key>/", views.text_page, name="text"),
]
