from django.urls import path

from . import views

app_name = "submissions"
urlpatterns = [
    path("calls/<slug:key>/", views.call_page, name="call"),
    path("calls/<slug:key>/coverage/", views.coverage_page, name="coverage"),
    path("calls/<slug:key>/begin/<slug:participant>/", views.begin, name="begin"),
    path("submissions/", views.published, name="published"),
    path("submissions/attachments/<int:pk>/", views.attachment, name="attachment"),
    path("submissions/<int:pk>/", views.submission_page, name="submission"),
    path("submissions/<int:pk>/write/", views.write, name="write"),
    path("submissions/<int:pk>/discard/", views.discard, name="discard"),
    path("submissions/<int:pk>/file/", views.review, name="file"),
    path("submissions/<int:pk>/revise/", views.revise, name="revise"),
    path("submissions/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("submissions/<int:pk>/receipt/", views.receipt, name="receipt"),
    path("submissions/<int:pk>/receipt.pdf", views.receipt_pdf, name="receipt_pdf"),
]
