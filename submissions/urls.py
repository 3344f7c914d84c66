from django.urls import path

from meetings.views import to_process

from . import views
from .compiling import pages as compiling
from .inviting import pages as inviting
from .sources import desk
from .sources import views as sources
from .views import log

VERSION = "texts/<slug:key>/<row:number>"

app_name = "submissions"
urlpatterns = [
    path("calls/", to_process, name="calls"),
    path("calls/<slug:key>/", views.call_page, name="call"),
    path("calls/<slug:key>/form/", views.asked, name="asked"),
    path("calls/<slug:key>/coverage/", views.coverage_page, name="coverage"),
    path("calls/<slug:key>/files/<row:pk>/", views.call_file, name="call_file"),
    path("calls/<slug:key>/begin/<slug:participant>/", views.begin, name="begin"),
    path("calls/<slug:key>/compilations/<slug:compilation>/", compiling.compilation_page, name="compilation"),
    path("invitations/<str:token>/", inviting.arrive, name="invitation"),
    path("invitations/page/<slug:which>/", inviting.invitation, name="invitation_page"),
    path("submissions/", views.published, name="published"),
    path("submissions/published.xlsx", views.published_xlsx, name="published_xlsx"),
    path("submissions/published.json", views.published_json, name="published_json"),
    path("submissions/attachments/<row:pk>/", views.attachment, name="attachment"),
    path("submissions/<row:pk>/", views.submission_page, name="submission"),
    path("submissions/<row:pk>/write/", views.write, name="write"),
    path("submissions/<row:pk>/write/<slug:question>/", views.write, name="remarks"),
    path("submissions/<row:pk>/form.docx", views.word_form, name="word_form"),
    path("submissions/<row:pk>/word/", views.word_report, name="word_report"),
    path("submissions/<row:pk>/discard/", views.discard, name="discard"),
    path("submissions/<row:pk>/file/", views.review, name="file"),
    path("submissions/<row:pk>/clear/", views.clear, name="clear"),
    path("submissions/<row:pk>/revise/", views.revise, name="revise"),
    path("submissions/<row:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("submissions/<row:pk>/clarification/", views.clarification, name="clarification"),
    path("log/", log.log_page, name="log"),
    path("submissions/<row:pk>/receipt/", views.receipt, name="receipt"),
    path("submissions/<row:pk>/filed.json", views.filed_json, name="filed_json"),
    path("submissions/<row:pk>/receipt.pdf", views.receipt_pdf, name="receipt_pdf"),
    path(f"{VERSION}/sources/", sources.sources_page, name="sources"),
    path(f"{VERSION}/sources/concordance/", sources.concordance_page, name="sources_concordance"),
    path(f"{VERSION}/sources/concordance.xlsx", sources.concordance_sheet, name="sources_sheet"),
    path(f"{VERSION}/sources/unanswered/", desk.unanswered_page, name="sources_unanswered"),
    path(f"{VERSION}/sources/paragraph/<slug:block>/", desk.paragraph_page, name="sources_paragraph"),
    path(f"{VERSION}/sources/statement/<row:pk>/", desk.statement_page, name="sources_statement"),
]
