"""The admin site: documents found by symbol, moved by buttons, and files posted on a page of their own."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.library import actions
from documents.library.states import DocumentState
from documents.models import Document
from igsp_portal.foundations.access import Role
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event
from meetings.models import AgendaItem, Meeting, Process
from tests.cast import given, with_role

from .files import pdf

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(browser_of, diego):
    return browser_of(diego)


def change(document):
    return reverse("admin:documents_document_change", args=[document.pk])


def press(browser, document, move):
    browser.post(reverse("admin:documents_document_do", args=[document.pk, move]))
    document.refresh_from_db()
    return document.state


def send(browser, document, data, name="paper.pdf", language="fr"):
    address = reverse("admin:documents_document_post", args=[document.pk])
    return browser.post(address, {"language": language, "file": SimpleUploadedFile(name, data)}, follow=True)


@pytest.mark.parametrize(
    "typed", ["unep/test/1/1", "UNEP / TEST / 1 / 1", "About UNEP 1/1", "unep_test_1_1", "d'un bilan", "حاله"]
)
def test_documents_are_found_by_symbol_and_title(desk, issued, make_document, typed):
    make_document("UNEP/TEST/2/3")
    with given():
        Document.objects.filter(pk=issued.pk).update(**{"title_fr": "À propos d’un bilan", "title_ar": "حالة"})
    page = desk.get(reverse("admin:documents_document_changelist"), {"q": typed})
    assert issued in page.context["cl"].result_list


@pytest.mark.parametrize("typed", ["1/1", "unep_test_1_1", "d'un bilan"])
def test_other_documents_are_not_found(desk, issued, make_document, typed):
    other = make_document("UNEP/TEST/2/3")
    with given():
        Document.objects.filter(pk=issued.pk).update(**{"title_fr": "À propos d’un bilan"})
    page = desk.get(reverse("admin:documents_document_changelist"), {"q": typed})
    assert other not in page.context["cl"].result_list


@pytest.mark.parametrize("typed", ["жираф", "*", "UNEP жираф", "’"])
def test_words_that_no_document_has_find_none(desk, issued, typed):
    page = desk.get(reverse("admin:documents_document_changelist"), {"q": typed})
    assert list(page.context["cl"].result_list) == []


@pytest.mark.parametrize("model", ["document", "rendition", "requiredinput"])
@pytest.mark.parametrize("language", ["ar", "zh-hans", "en", "fr", "ru", "es"])
def test_the_desk_has_lists_in_every_language(desk, issued, model, language):
    assert desk.get(f"/{language}/admin/documents/{model}/").status_code == 200


@pytest.mark.parametrize(("role", "offered"), [(Role.AUDITOR, 0), (Role.TRANSLATOR, 0), (Role.CLERK, 1)])
def test_posting_is_offered_to_whoever_may_post(browser_of, igsp, issued, role, offered):
    page = browser_of(with_role("Ivan", role, igsp)).get(change(issued))
    assert (page.status_code, page.text.count("Post a file")) == (200, offered)


def test_a_document_issued_without_a_file_is_not_said_to_have_public_files(desk, make_document):
    document = make_document("UNEP/TEST/1/8", issued_on=date(2004, 9, 1))
    said = desk.post(reverse("admin:documents_document_do", args=[document.pk, "issue"]), follow=True)
    assert [str(message) for message in said.context["messages"]] == [
        "Recorded as issued: the document is now public. The portal holds no file of it."
    ]


def test_the_page_of_a_document_lists_its_files_and_leads_to_posting(desk, issued):
    page = desk.get(change(issued)).content.decode()
    assert "UNEP_TEST_1_1-AR.pdf" in page
    assert reverse("admin:documents_document_post", args=[issued.pk]) in page


def test_the_state_is_moved_by_buttons(desk, make_document, post):
    document = make_document(languages=["en"])
    post(document, "en")
    moves = [press(desk, document, move) for move in ("plan", "issue")]
    actions.withdraw(document, by="test", because="By mistake")
    assert [*moves, press(desk, document, "restore")] == ["planned", "issued", "issued"]


def test_a_document_is_withdrawn_on_a_page_of_its_own_with_a_reason(desk, issued):
    address = reverse("admin:documents_document_withdraw", args=[issued.pk])
    assert desk.post(reverse("admin:documents_document_do", args=[issued.pk, "withdraw"])).status_code == 403
    assert 'href="../withdraw/"' in desk.get(change(issued)).text
    assert (desk.get(address).status_code, desk.post(address, {"reason": " "}).status_code) == (200, 400)
    issued.refresh_from_db()
    assert issued.state == DocumentState.ISSUED
    told = desk.post(address, {"reason": "It has another session's annex"}, follow=True)
    issued.refresh_from_db()
    assert (issued.state, "marked as withdrawn" in told.text) == (DocumentState.WITHDRAWN, True)
    event = Event.objects.about(issued)[0]
    assert audit.in_words(event) == "Diego withdrew “UNEP/TEST/1/1”: It has another session's annex"
    again = desk.post(address, {"reason": "Again"})
    assert (again.status_code, "cannot become withdrawn" in again.text) == (400, True)


@pytest.mark.parametrize(("role", "status"), [(Role.AUDITOR, 403), (Role.EDITOR, 403), (Role.CLERK, 200)])
def test_who_may_not_issue_does_not_withdraw(browser_of, igsp, issued, role, status):
    address = reverse("admin:documents_document_withdraw", args=[issued.pk])
    assert browser_of(with_role("Ivan", role, igsp)).get(address).status_code == status


def test_the_button_says_why_nothing_was_issued(desk, make_document):
    document = make_document()
    address = reverse("admin:documents_document_do", args=[document.pk, "issue"])
    assert "There is no file to issue" in desk.post(address, follow=True).content.decode()


def test_a_language_without_a_file_is_named_and_the_exception_is_offered_and_recorded(desk, make_document, post):
    document = make_document(state=DocumentState.PLANNED, languages=["en", "fr"])
    assert "issue-in-part" not in desk.get(change(document)).content.decode()
    post(document, "en")
    assert press(desk, document, "issue") == DocumentState.PLANNED
    page = desk.get(change(document)).content.decode()
    assert "there is no file in: French." in page
    assert "Issue as an exception, in the languages available" in page
    assert press(desk, document, "issue-in-part") == DocumentState.ISSUED
    event = Event.objects.about(document)[0]
    assert (event.verb, event.facts["missing"]) == ("document.issued_in_part", ["fr"])
    assert audit.in_words(event).endswith("as an exception, without: Français")


def test_a_paper_set_after_its_day_of_issue_shows_that_day_and_the_moment_it_was_posted(
    desk, make_document, post, clock
):
    clock("2004-10-15T12:07")
    document = make_document(issued_on=date(2004, 10, 11), state=DocumentState.ISSUED)
    post(document, "en", released=datetime(2004, 10, 10, 21, tzinfo=UTC))
    page = desk.get(change(document)).content.decode()
    assert "15 October 2004, 12:07 UTC" in page
    assert '<td class="field-released">' in page
    assert "11 October 2004" in page
    assert "21:00" not in page


def test_the_state_cannot_be_typed(desk, make_document):
    document = make_document()
    desk.post(change(document), {"state": "issued"})
    document.refresh_from_db()
    assert document.state == DocumentState.PREPARATION


def test_a_file_is_posted_on_its_page(desk, make_document):
    document = make_document()
    page = send(desk, document, pdf())
    assert [file.language for file in document.renditions.all()] == ["fr"]
    assert "It becomes available when the document is issued" in page.content.decode()


def test_a_refused_file_is_said_with_what_to_do(desk, make_document):
    document = make_document()
    page = send(desk, document, b"not a PDF")
    assert page.status_code == 400
    assert "This is not a PDF or DOCX file." in page.content.decode()
    assert document.renditions.count() == 0


def test_the_page_for_posting_says_how_the_files_stand(desk, make_document, post):
    document = make_document()
    post(document, "en")
    page = desk.get(reverse("admin:documents_document_post", args=[document.pk]))
    assert "awaiting issue" in page.content.decode()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(desk, make_document, settings):
    settings.POSTING_LIMIT_BYTES = 100
    assert "the limit is 100" in send(desk, make_document(), pdf()).content.decode()


def test_the_same_file_twice_is_refused_with_where_it_is(desk, make_document):
    send(desk, make_document(), pdf())
    page = send(desk, make_document("UNEP/TEST/1/2"), pdf(), language="en")
    assert "UNEP/TEST/1/1 in French" in page.content.decode()


@pytest.mark.parametrize("who", ["chen", "amina", "eve"])
def test_who_may_not_post_is_not_let_in(request, browser_of, make_document, who):
    document = make_document()
    response = send(browser_of(request.getfixturevalue(who)), document, pdf())
    assert document.renditions.count() == 0
    assert response.status_code in (403, 200)  # 200: the page on which one signs in


def test_who_may_not_issue_is_offered_no_button(browser_of, chen, make_document, post):
    document = make_document(state=DocumentState.PLANNED)
    post(document, "en")
    assert press(browser_of(chen), document, "issue") == DocumentState.PLANNED


def test_a_document_is_made_at_the_desk(desk, igsp):
    fields = {
        "process": igsp.pk,
        "symbol": "unep/desk/1",
        "key": "desk-1",
        "kind": "working",
        "distribution": "general",
        "original_language": "en",
        "languages": ["fr", "en"],
        "title_en": "Made at the desk",
        **{f"title_{code}": "…" for code in ("ar", "zh_hans", "fr", "ru", "es")},
    }
    for prefix in ("renditions", "links", "aliases", "former_keys", "relations"):
        fields |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    response = desk.post(reverse("admin:documents_document_add"), fields)
    assert response.status_code == 302, response.context["adminform"].errors
    document = Document.objects.get(key="desk-1")
    assert (document.state, document.languages) == (DocumentState.PREPARATION, ["en", "fr"])


def test_filters_name_nothing_of_other_processes(igsp, make_document, diego, browser_of):
    make_document()
    with given():
        hidden = Process.objects.create(slug="hidden", name="Hidden", short_name="Hidden", body="Body", is_public=False)
        for number in (1, 2):
            values: Any = {"kind": "session", "number": number, "name_en": f"Secret session {number}"}
            Meeting.objects.create(process=hidden, key=f"s{number}", **values)
    page = browser_of(diego).get(reverse("admin:documents_document_changelist")).content.decode()
    assert "Ninth session" in page
    assert "Secret session" not in page


def test_agenda_items_of_other_processes_are_not_offered(igsp, diego, browser_of):
    with given():
        hidden = Process.objects.create(slug="hidden", name="Hidden", short_name="Hidden", body="Body", is_public=False)
        meeting = Meeting.objects.create(process=hidden, key="s", kind="session", number=1, name="Secret")
        AgendaItem.objects.create(meeting=meeting, number="1", title="Secret item")
    page = browser_of(diego).get(reverse("admin:documents_document_add")).content.decode()
    assert "Secret item" not in page
