from django.urls import path

from meetings.views import to_process

from . import views

app_name = "submissions"
urlpatterns = [
    path("calls/", to_process, name="calls"),
    path("calls/<slug:key>/", views.call_page, name="call"),
    path("calls/<slug:key>/coverage/", views.coverage_page, name="coverage"),
    path("calls/<slug:key>/begin/<slug:participant>/", views.begin, name="begin"),
    path("submissions/", views.published, name="published"),
    path("submissions/attachments/<row:pk>/", views.attachment, name="attachment"),
    path("submissions/<row:pk>/", views.submission_page, name="submission"),
    path("submissions/<row:pk>/write/", views.write, name="write"),
    path("submissions/<row:pk>/discard/", views.discard, name="discard"),
    path("submissions/<row:pk>/file/", views.review, name="file"),
    path("submissions/<row:pk>/revise/", views.revise, name="revise"),
    path("submissions/<row:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("submissions/<row:pk>/clarification/", views.clarification, name="clarification"),
    path("submissions/<row:pk>/receipt/", views.receipt, name="receipt"),
    path("submissions/<row:pk>/receipt.pdf", views.receipt_pdf, name="receipt_pdf"),
]
