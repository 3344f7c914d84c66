from django.urls import path

from . import views

app_name = "meetings"
urlpatterns = [
    path("", views.process_page, name="process"),
    path("calendar.ics", views.process_calendar, name="calendar"),
    path("meetings/", views.to_process, name="meetings"),
    path("meetings/<slug:key>/", views.meeting_page, name="meeting"),
    path("meetings/<slug:key>/calendar.ics", views.meeting_calendar, name="meeting_calendar"),
    path("participants/", views.participants, name="participants"),
]
