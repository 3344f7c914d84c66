"""Who sees what: by page, by symbol, by checksum, in the library and on the session's page alike."""

from datetime import date

import pytest
from django.test import Client

from documents.library import actions
from documents.library.states import Distribution, DocumentState
from documents.models import Document, Rendition
from igsp_portal.foundations.access import Role
from meetings.models import Process
from tests.cast import given, with_role


@pytest.fixture
def doors(igsp, hall):
    """The status with which each door to a document and its English file answers someone's browser."""

    def statuses(browser: Client, document: Document) -> list[int]:
        file = document.renditions.all()[0]
        addresses = [
            document.get_absolute_url(),
            f"/symbol/{document.symbol}",
            f"/symbol/{document.symbol}?lang=en",
            f"/files/{file.sha256}",
        ]
        return [browser.get(address).status_code for address in addresses]

    return statuses


@pytest.fixture
def lists(igsp, hall):
    def listed(browser: Client, document: Document) -> list[bool]:
        pages = [f"/en/igsp/documents/?meeting={hall.key}", hall.get_absolute_url()]
        return [document.symbol in browser.get(page).content.decode() for page in pages]

    return listed


OPEN = [200, 302, 200, 200]
CLOSED = [404, 404, 404, 404]
ANNOUNCED = [200, 302, 404, 404]  # its page is there, its files are not


@pytest.fixture
def embargoed(make_document, post):
    document = make_document("UNEP/TEST/1/7", state=DocumentState.PLANNED)
    post(document, "en")
    return document


@pytest.fixture
def unannounced(make_document, post):
    document = make_document("UNEP/TEST/1/8")
    post(document, "en")
    return document


@pytest.fixture
def restricted(make_document, post):
    document = make_document("UNEP/TEST/1/9", distribution=Distribution.RESTRICTED)
    post(document, "en")
    actions.issue(document, by="test", on=date(2004, 7, 26), exception=True)
    return document


def test_a_stranger_gets_what_is_issued(client, issued, doors, lists):
    assert doors(client, issued) == OPEN
    assert lists(client, issued) == [True, True]


def test_a_stranger_knows_of_an_awaited_document_but_gets_no_file(client, embargoed, doors, lists):
    assert doors(client, embargoed) == ANNOUNCED
    assert lists(client, embargoed) == [True, True]
    assert embargoed.renditions.get().sha256 not in client.get(embargoed.get_absolute_url()).content.decode()


def test_a_stranger_knows_nothing_of_a_document_in_preparation(client, unannounced, doors, lists):
    assert doors(client, unannounced) == CLOSED
    assert lists(client, unannounced) == [False, False]


def test_a_stranger_knows_nothing_of_a_restricted_document(client, restricted, doors, lists):
    assert doors(client, restricted) == CLOSED
    assert lists(client, restricted) == [False, False]


def test_an_account_without_a_role_sees_no_more_than_a_stranger(browser_of, eve, restricted, unannounced, doors):
    assert doors(browser_of(eve), restricted) == CLOSED
    assert doors(browser_of(eve), unannounced) == CLOSED


def test_a_party_to_the_process_gets_what_is_restricted_but_not_what_is_not_issued(
    browser_of, amina, restricted, unannounced, embargoed, doors, lists
):
    assert doors(browser_of(amina), restricted) == OPEN
    assert doors(browser_of(amina), unannounced) == CLOSED
    assert doors(browser_of(amina), embargoed) == ANNOUNCED
    assert lists(browser_of(amina), restricted) == [True, True]


def test_a_party_to_another_process_gets_nothing_restricted(browser_of, restricted, doors):
    with given():
        other = Process.objects.create(slug="other")
    stranger = with_role("Ivan", Role.CLERK, other)
    assert doors(browser_of(stranger), restricted) == CLOSED


def test_the_clerk_sees_everything(browser_of, diego, restricted, unannounced, embargoed, doors, lists):
    for document in (restricted, unannounced, embargoed):
        assert doors(browser_of(diego), document) == OPEN
        assert lists(browser_of(diego), document) == [True, True]


def test_the_page_of_a_withdrawn_document_promises_no_file(client, issued):
    actions.withdraw(issued, by="test", because="By mistake")
    page = client.get(issued.get_absolute_url()).content.decode()
    assert "its files can no longer be downloaded. The reason given: By mistake" in page
    assert [words for words in ("No file is available yet", 'id="files"', "simultaneously") if words in page] == []


def test_the_files_of_a_withdrawn_document_are_no_longer_given_out(client, issued, doors):
    actions.withdraw(issued, by="test", because="By mistake")
    assert doors(client, issued) == [200, 302, 410, 410]


def test_in_a_closed_process_a_stranger_sees_nothing(client, igsp, issued, doors):
    with given():
        Process.objects.filter(pk=igsp.pk).update(is_public=False)
    assert doors(client, issued) == CLOSED


def test_an_input_answered_by_a_restricted_document_is_received_but_its_symbol_is_not_told(
    client, igsp, restricted, browser_of, amina
):
    due = igsp.inputs.get(key="c").due.get()
    actions.answer(due, restricted, by="test")
    page = client.get("/en/igsp/inputs/").content.decode()
    assert "UNEP/TEST/1/9" not in page
    assert "UNEP/TEST/1/9" in browser_of(amina).get("/en/igsp/inputs/").content.decode()


def test_every_file_a_stranger_can_see_is_released(issued, embargoed, unannounced):
    from django.contrib.auth.models import AnonymousUser

    seen = Rendition.objects.visible_to(AnonymousUser())
    assert set(seen) == set(issued.renditions.all())
