"""Moves of a document: announced, issued in all languages at once, withdrawn."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from documents.library import actions
from documents.library.states import DocumentState
from documents.models import InputDue
from igsp_portal.models import Event


def test_a_document_is_issued_in_all_its_languages_at_once(make_document, post, diego):
    document = make_document(state=DocumentState.PLANNED)
    for language in ("en", "fr"):
        post(document, language)
    with pytest.raises(ValidationError, match="no file in: Arabic, Chinese, Russian, Spanish"):
        actions.issue(document, by=diego)
    missing = actions.issue_in_part(document, by=diego)
    assert missing == ["ar", "zh-hans", "ru", "es"]
    assert document.state == DocumentState.ISSUED
    assert len({file.released_at for file in document.renditions.all()} - {None}) == 1


def test_a_document_to_be_issued_in_two_languages_lacks_none_of_the_others(make_document, post):
    document = make_document(languages=["en", "fr"])
    for language in ("en", "fr"):
        post(document, language)
    assert actions.issue(document, by="test") == []


def test_without_a_file_nothing_is_issued(make_document):
    document = make_document()
    with pytest.raises(ValidationError, match="There is no file to issue"):
        actions.issue(document, by="test")
    document.refresh_from_db()
    assert document.state == DocumentState.PREPARATION


def test_what_another_body_issued_is_recorded_without_a_file_or_a_made_up_day(make_document):
    document = make_document(issued_elsewhere=True)
    actions.issue(document, by="test")
    assert (document.state, document.issued_on) == (DocumentState.ISSUED, None)


def test_an_issue_of_an_earlier_day_is_recorded_without_a_file(make_document, clock):
    clock("2004-10-15T12:00")
    document = make_document()
    actions.issue(document, by="test", on=date(2004, 10, 14))
    assert document.issued_on == date(2004, 10, 14)


def test_an_issue_of_today_needs_a_file(make_document, clock):
    clock("2004-10-15T12:00")
    with pytest.raises(ValidationError, match="no file"):
        actions.issue(make_document(), by="test", on=date(2004, 10, 15))


def test_the_day_of_issue_is_todays_where_none_was_entered(make_document, post, clock):
    clock("2004-10-15T12:00")
    document = make_document(languages=["en"])
    post(document, "en")
    actions.issue(document, by="test")
    assert document.issued_on == date(2004, 10, 15)


def test_a_document_goes_from_preparation_to_awaited_and_back(make_document, diego):
    document = make_document()
    actions.plan(document, by=diego)
    assert document.state == DocumentState.PLANNED
    actions.take_back(document, by=diego)
    assert document.state == DocumentState.PREPARATION
    verbs = [event.verb for event in Event.objects.about(document).order_by("pk")]
    assert verbs == ["created", "document.planned", "document.preparation"]


def test_what_is_issued_cannot_become_awaited_again(issued):
    with pytest.raises(ValidationError, match="A document that is issued cannot become forthcoming"):
        actions.plan(issued, by="test")


def test_what_was_withdrawn_can_be_issued_again_with_its_first_day(issued):
    actions.withdraw(issued, by="test", because="By mistake")
    actions.issue(issued, by="test")
    assert (issued.state, issued.issued_on) == (DocumentState.ISSUED, date(2004, 7, 26))
    assert Event.objects.about(issued)[0].verb == "document.restored"


@pytest.mark.parametrize("because", ["", "  "])
def test_withdrawing_takes_a_reason(issued, because):
    with pytest.raises(ValidationError, match="Give the reason"):
        actions.withdraw(issued, by="test", because=because)


def test_a_document_answers_an_input_once(igsp, make_document, diego):
    due = InputDue.objects.filter(required_input__process=igsp)[0]
    document = make_document()
    assert actions.answer(due, document, by=diego) is True
    assert actions.answer(due, document, by=diego) is False
    assert Event.objects.about(due).filter(verb="input.answered", by=diego).count() == 1
