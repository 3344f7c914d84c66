"""The table of the admin site: who opens each of its lists, and who changes what is in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from documents.models import Rendition

from .people import NOBODY, RECEIVERS, SECRETARIAT, Scene

PEOPLE_EDITORS = {"administrator", "elsewhere"}
RECORD_READERS = {"administrator", "auditor", "elsewhere"}
PROCESS_EDITORS = {"administrator", "editor", "elsewhere"}
READERS = {*SECRETARIAT, "elsewhere"}
SUBMISSION_READERS = {*RECEIVERS, "elsewhere"}
DOCUMENT_EDITORS = {"administrator", "editor", "clerk", "elsewhere"}
TEXT_EDITORS = {"administrator", "editor", "translator", "elsewhere"}

# Of each table: who opens its list, and who adds rows and changes them. "elsewhere" is in an admin site too,
# but sees there nothing of this process (test_the_desk_of_one_process_is_closed_to_the_desk_of_another).
TABLES: dict[str, tuple[set[str], set[str]]] = {
    "igsp_portal.user": (PEOPLE_EDITORS, PEOPLE_EDITORS),
    "igsp_portal.event": (RECORD_READERS, NOBODY),
    "igsp_portal.outgoingmail": (RECORD_READERS, NOBODY),
    "igsp_portal.workertask": (PEOPLE_EDITORS, NOBODY),
    "meetings.process": (READERS, PROCESS_EDITORS),
    "meetings.decision": (READERS, PROCESS_EDITORS),
    "meetings.component": (READERS, PROCESS_EDITORS),
    "meetings.meeting": (READERS, PROCESS_EDITORS),
    "meetings.letter": (READERS, PROCESS_EDITORS),
    "meetings.region": (READERS, PEOPLE_EDITORS),
    "meetings.participant": (READERS, PEOPLE_EDITORS),
    "meetings.membership": (PEOPLE_EDITORS, PEOPLE_EDITORS),
    "documents.document": (READERS, DOCUMENT_EDITORS),
    "documents.rendition": (READERS, NOBODY),
    "documents.requiredinput": (READERS, DOCUMENT_EDITORS),
    "documents.text": (READERS, TEXT_EDITORS),
    "documents.textversion": (READERS, TEXT_EDITORS),
    "documents.block": (READERS, NOBODY),
    "documents.wording": (READERS, NOBODY),
    "documents.glossaryterm": (READERS, TEXT_EDITORS),
    "submissions.call": (READERS, PROCESS_EDITORS),
    "submissions.grant": (SUBMISSION_READERS, PROCESS_EDITORS),
    "submissions.invitation": (SUBMISSION_READERS, PEOPLE_EDITORS),
    "submissions.formversion": (READERS, PROCESS_EDITORS),
    "submissions.question": (READERS, PROCESS_EDITORS),
    "submissions.submission": (SUBMISSION_READERS, NOBODY),
    "submissions.compilation": (SUBMISSION_READERS, PROCESS_EDITORS),
    "submissions.synthesissentence": (SUBMISSION_READERS, PROCESS_EDITORS),
}
# Tables whose rows come from elsewhere: nobody adds one in the admin site by hand.
NEVER_ADDED_BY_HAND = {"meetings.process", "submissions.formversion", "submissions.compilation"}
# Addresses of one table beyond those that every table has.
MORE_AT_THE_DESK = {
    "admin:documents_document_post": {"administrator", "editor", "clerk"},
    "admin:documents_document_post_many": {"administrator", "editor", "clerk"},
    "admin:documents_document_post_preview": {"administrator", "editor", "clerk"},  # each their own files
    "admin:documents_document_withdraw": {"administrator", "clerk"},
    "admin:documents_rendition_take_back": {"administrator", "editor", "clerk"},
    "admin:documents_glossaryterm_csv": SECRETARIAT,
    "admin:documents_glossaryterm_import": {"administrator", "editor", "translator"},
    "admin:documents_glossaryterm_tbx": SECRETARIAT,
    "admin:documents_textversion_language": {"administrator"},
    "admin:documents_textversion_later": {"administrator"},
    "admin:documents_textversion_reissue": {"administrator"},
    "admin:documents_textversion_transmit": {"administrator"},
    "admin:submissions_compilation_arrange": {"administrator", "editor"},
    "admin:submissions_submission_received_json": RECEIVERS,
    "admin:submissions_submission_received_xlsx": RECEIVERS,
    **dict.fromkeys(
        (f"admin:submissions_submission_{act}" for act in ("screen", "notes", "ask", "answered", "enter", "withdraw")),
        {"administrator", "editor"},
    ),
    "admin:submissions_call_invite": {"administrator"},
    "admin:submissions_call_addressees": {"administrator"},
    "admin:submissions_invitation_xlsx": RECEIVERS,
}
# Accounts, events, letters and tasks of no process are seen by each who may see such at all.
OF_NO_PROCESS = {"igsp_portal.user", "igsp_portal.event", "igsp_portal.outgoingmail", "igsp_portal.workertask"}
STANDARD = ("changelist", "add", "history", "delete", "change", "do")
# The address of an object in Django's old form, which only leads to the present one; what is under no address.
OLD_FORM, NOTHING = "admin:<path:object_id>/", "admin:(?P<url>.*)$"


def at_desk(label: str, page: str, scene: Scene) -> str:
    name = f"admin:{label.replace('.', '_')}_{page}"
    if page in ("changelist", "add"):
        return reverse(name)
    row = row_of(label, scene)
    return reverse(name, args=[row.pk, "nothing"] if page == "do" else [row.pk])


def row_of(label: str, scene: Scene) -> Any:
    """A row of this process, or for people and letters any."""
    model = next(m for m in admin.site._registry if m._meta.label_lower == label)
    if label == "igsp_portal.user":
        return scene.people["another party"]
    if label == "submissions.submission":
        return scene.filed
    if label == "documents.rendition":
        return Rendition.objects.first() or pytest.skip("no file has been typeset in the tests' process")
    row = model.objects.order_by("pk").first()  # type: ignore[attr-defined]
    assert row, label
    return row
