"""The log of filings for programs: the same addresses in every language."""

from django.urls import path

from .views import log

app_name = "log"
urlpatterns = [
    path("verify.py", log.script, name="script"),
    path("<slug:process>/checkpoint", log.checkpoint, name="checkpoint"),
    path("<slug:process>/checkpoint/<row:size>", log.published_checkpoint, name="published_checkpoint"),
    path("<slug:process>/key", log.key, name="key"),
    path("<slug:process>/proof/<str:number>", log.proof, name="proof"),
    path("<slug:process>/consistency/<row:old>/<row:new>", log.consistency, name="consistency"),
]
