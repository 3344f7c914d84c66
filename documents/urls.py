from django.urls import path

from meetings.views import to_process

from .alerts import feeds
from .alerts.pages import ask
from .library import views
from .library.together.pages import documents_zip, together_page
from .search.pages import search_page
from .texts.editor.page import edit_page
from .texts.giving_out.downloads import comparison_docx, package, record_pdf, text_file
from .texts.languages_page import languages_page
from .texts.proposal_pages import proposals_act, proposals_page, proposals_pdf, propose
from .texts.readings.ledger_page import brackets_page
from .texts.readings.pages import as_proposed_page, clean_page, with_proposals_page
from .texts.room.moment_pages import moments_page
from .texts.room.pages import room_now, room_page
from .texts.taking_in.page import import_page
from .texts.views import comparison_page, comparison_pdf, text_page

app_name = "documents"
urlpatterns = [
    path("alerts/", ask, name="alerts"),
    path("feed.atom", feeds.process_feed, name="process_feed"),
    path("meetings/<slug:key>/feed.atom", feeds.meeting_feed, name="meeting_feed"),
    path("meetings/<slug:key>/download/", together_page, name="together"),
    path("meetings/<slug:key>/documents.zip", documents_zip, name="together_zip"),
    path("documents/<slug:key>/feed.atom", feeds.document_feed, name="document_feed"),
    path("documents/", views.library, name="library"),
    path("documents/<slug:key>/", views.document_page, name="document"),
    path("documents/<slug:key>/text/<slug:language>/", views.as_text, name="as_text"),
    path("search/", search_page, name="search"),
    path("inputs/", views.inputs, name="inputs"),
    path("texts/", to_process, name="texts"),
    path("texts/<slug:key>/", text_page, name="text"),
    path("texts/<slug:key>/brackets/", brackets_page, name="brackets"),
    path("texts/<slug:key>/brackets/proposed/<slug:party>/", as_proposed_page, name="as_proposed"),
    path("texts/<slug:key>/brackets/clean/", clean_page, name="clean"),
    path("texts/<slug:key>/brackets/with-proposals/", with_proposals_page, name="with_proposals"),
    path("texts/<slug:key>/moments/", moments_page, name="moments"),
    path("texts/<slug:key>/room/", room_page, name="room"),
    path("texts/<slug:key>/room/now/", room_now, name="room_now"),
    path("texts/<slug:key>/compare/", comparison_page, name="comparison"),
    path("texts/<slug:key>/<row:number>/edit/", edit_page, name="edit"),
    path("texts/<slug:key>/<row:number>/import/", import_page, name="import"),
    path("texts/<slug:key>/<row:number>/languages/", languages_page, name="languages"),
    path("texts/<slug:key>/<row:number>/proposals/", proposals_page, name="proposals"),
    path("texts/<slug:key>/<row:number>/proposals/new/", propose, name="propose"),
    path("texts/<slug:key>/<row:number>/proposals/act/", proposals_act, name="proposals_act"),
    path("texts/<slug:key>/<row:number>/proposals/pdf/", proposals_pdf, name="proposals_pdf"),
    path("texts/<slug:key>/compare/pdf/", comparison_pdf, name="comparison_pdf"),
    path("texts/<slug:key>/compare/docx/", comparison_docx, name="comparison_docx"),
    path("texts/<slug:key>/<row:number>/as/<slug:ending>/", text_file, name="text_file"),
    path("texts/<slug:key>/<row:number>/pdf-a/", record_pdf, name="record_pdf"),
    path("texts/<slug:key>/<row:number>/package/", package, name="package"),
]
