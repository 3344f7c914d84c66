"""What the secretariat finds of a filing: the party reads the reason, and nobody else ever the private note."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from igsp_portal.models import Event, OutgoingMail, User
from submissions import actions
from submissions.models import PrivateNote, Screening, Submission, SubmissionVersion
from submissions.receiving import actions as receiving
from submissions.states import Verdict

from ..attack.forms import form_of
from ..cast import given

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
REASON = "The second statement is cut short."
SECRET = "Zanzibar: the ministry has not cleared this."


def admin_page(act: str, submission: Submission) -> str:
    return reverse(f"admin:submissions_submission_{act}", args=[submission.pk])


def screened(browser: Client, submission: Submission, verdict: str, reason: str = "") -> int:
    return browser.post(admin_page("screen", submission), {"verdict": verdict, "reason": reason}).status_code


def state_of(submission: Submission) -> str:
    return Submission.objects.values_list("state", flat=True).get(pk=submission.pk)


def test_what_is_accepted_is_acknowledged_and_the_party_told(
    filed: Submission, farah: User, browser_of: Browser
) -> None:
    assert screened(browser_of(farah), filed, "accepted", "Complete.") == 302
    letter = OutgoingMail.objects.get(letter="screening")
    assert (letter.to, letter.subject) == ("amina@example.org", "Accepted: IGSP-2004-0012")
    assert "Reason: Complete." in letter.body
    assert state_of(filed) == "acknowledged"


def test_what_is_returned_says_why_and_until_when_a_new_version_can_be_filed(
    filed: Submission, farah: User, amina: User, browser_of: Browser
) -> None:
    assert screened(browser_of(farah), filed, "returned", REASON) == 302
    screened(browser_of(farah), filed, "returned", REASON)  # by a double click
    assert Screening.objects.filter(version__submission=filed).count() == 1
    letter = OutgoingMail.objects.get(letter="screening")
    next_step = "You can file a new version until 29 October 2004, 17:00 (Africa/Nairobi)."
    assert (letter.subject, REASON in letter.body, next_step in letter.body) == ("Returned: IGSP-2004-0012", True, True)
    page = browser_of(amina).get(filed.get_absolute_url()).content.decode()
    for words in ("The secretariat returned this submission", REASON, next_step, "Write a new version"):
        assert words in page
    assert state_of(filed) == "returned"


@pytest.mark.parametrize(
    ("at", "hard", "said"),
    [
        ("2004-11-02T12:00", None, "You can still file a new version; it will be marked as late."),
        ("2004-11-02T12:00", "2004-11-01T12:00Z", "The call is closed: write to the secretariat"),
    ],
)
def test_after_the_deadline_a_party_is_told_what_it_still_can_do(
    at: str,
    hard: str | None,
    said: str,
    filed: Submission,
    farah: User,
    amina: User,
    browser_of: Browser,
    clock: Callable,
) -> None:
    with given():
        type(filed.call).objects.filter(pk=filed.call_id).update(hard_closes_at=hard)
    receiving.screen(filed, by=farah, verdict=Verdict.RETURNED, reason=REASON)
    clock(at)
    assert said in browser_of(amina).get(filed.get_absolute_url()).content.decode()


def test_a_new_version_of_what_was_returned_stands_without_the_reason(
    filed: Submission, write: Callable[..., SubmissionVersion], farah: User, amina: User, browser_of: Browser
) -> None:
    receiving.screen(filed, by=farah, verdict=Verdict.RETURNED, reason=REASON)
    actions.file(write(actions.revise(filed, by=amina), title="Anew"), by=amina)
    page = browser_of(amina).get(filed.get_absolute_url()).content.decode()
    assert state_of(filed) == "filed"
    assert "The secretariat returned this submission" not in page


@pytest.mark.parametrize("verdict", ["returned", "clarify"])
def test_whoever_returns_it_or_asks_gives_a_reason(
    verdict: str, filed: Submission, farah: User, browser_of: Browser
) -> None:
    assert screened(browser_of(farah), filed, verdict, "  ") == 400
    assert (state_of(filed), Screening.objects.filter(version__submission=filed).count()) == ("filed", 0)


def test_what_was_published_or_withdrawn_is_not_examined(
    published: Submission, farah: User, browser_of: Browser
) -> None:
    browser = browser_of(farah)
    assert screened(browser, published, "returned", REASON) == 403
    actions.withdraw(published, by=farah, reason="Asked.")
    assert screened(browser, published, "accepted") == 403
    with pytest.raises(ValidationError, match="Only what was filed"):
        receiving.screen(published, by=farah, verdict=Verdict.ACCEPTED)


def test_what_was_returned_by_mistake_is_accepted_after_all(filed: Submission, farah: User) -> None:
    receiving.screen(filed, by=farah, verdict=Verdict.RETURNED, reason=REASON)
    receiving.screen(filed, by=farah, verdict=Verdict.ACCEPTED)
    subjects = OutgoingMail.objects.filter(letter="screening").order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == ["Returned: IGSP-2004-0012", "Accepted: IGSP-2004-0012"]
    assert state_of(filed) == "acknowledged"


def test_a_stranger_reads_the_reason_once_the_version_is_published(filed: Submission, farah: User) -> None:
    receiving.screen(filed, by=farah, verdict=Verdict.ACCEPTED, reason="Published with thanks.")
    assert Client().get(filed.get_absolute_url()).status_code == 404
    actions.publish(filed, by=farah)
    assert "Published with thanks." in Client().get(filed.get_absolute_url()).content.decode()


def test_a_returned_version_changes_nothing_of_the_one_that_is_published(
    published: Submission, write: Callable[..., SubmissionVersion], farah: User, amina: User
) -> None:
    actions.file(write(actions.revise(published, by=amina), title="Anew"), by=amina)
    receiving.screen(published, by=farah, verdict=Verdict.RETURNED, reason=REASON)
    page = Client().get(published.get_absolute_url()).content.decode()
    assert ("Needs of Kenya" in page, "returned" in page, REASON in page) == (True, False, False)


def test_the_history_of_the_party_tells_each_result(
    filed: Submission, farah: User, amina: User, browser_of: Browser
) -> None:
    receiving.screen(filed, by=farah, verdict=Verdict.CLARIFY, reason=REASON)
    receiving.screen(filed, by=farah, verdict=Verdict.RETURNED, reason=REASON)
    page = browser_of(amina).get(filed.get_absolute_url()).content.decode()
    for words in ("needs clarification", "asked for a clarification of", "Farah returned"):
        assert words in page


def test_a_note_is_kept_on_a_page_of_its_own_in_the_secretariat(
    filed: Submission, farah: User, diego: User, amina: User, browser_of: Browser
) -> None:
    browser, page = browser_of(farah), admin_page("notes", filed)
    assert browser.post(page, {"words": SECRET}).status_code == 302
    assert SECRET in browser.get(page).content.decode()
    assert [browser_of(other).get(page).status_code for other in (diego, amina)] == [403, 302]


def test_a_private_note_is_in_no_page_event_letter_export_or_search(
    filed: Submission, farah: User, amina: User, browser_of: Browser
) -> None:
    receiving.write_note(filed, by=farah, words=SECRET)
    receiving.screen(filed, by=farah, verdict=Verdict.ACCEPTED, reason="Fine.")
    actions.publish(filed, by=farah)
    inside, outside = browser_of(farah), Client()
    pages = [
        browser_of(amina).get(filed.get_absolute_url()),
        browser_of(amina).get(reverse("submissions:clarification", args=["igsp", filed.pk])),
        browser_of(amina).get(reverse("own:home")),
        outside.get(filed.get_absolute_url()),
        outside.get(reverse("api:submission", args=["igsp", filed.pk])),
        outside.get(reverse("documents:search", args=["igsp"]), {"q": "Zanzibar"}),
        inside.get(filed.get_absolute_url()),
        inside.get(reverse("admin:submissions_submission_change", args=[filed.pk])),
        inside.get(reverse("admin:submissions_submission_history", args=[filed.pk])),
        inside.get(reverse("admin:igsp_portal_event_changelist")),
    ]
    assert [page.status_code for page in pages] == [200] * len(pages)
    assert [SECRET in page.content.decode() for page in pages] == [False] * len(pages)
    written = [*Event.objects.values_list("facts", flat=True), *OutgoingMail.objects.values_list("body", flat=True)]
    assert PrivateNote.objects.get().words == SECRET
    assert "Zanzibar" not in json.dumps(written, default=str)


def test_a_note_changes_nothing_that_the_public_or_the_party_is_told(published: Submission, farah: User) -> None:
    before = Event.objects.filter(public=True).count()
    receiving.write_note(published, by=farah, words=SECRET)
    note = Event.objects.order_by("pk").last()
    assert note is not None
    assert (note.verb, note.party_sees, note.public) == ("submission.noted", False, False)
    assert Event.objects.filter(public=True).count() == before


def test_illustrative_submissions_are_examined_without_letters(
    filed: Submission, farah: User, browser_of: Browser
) -> None:
    with given():
        Submission.objects.filter(pk=filed.pk).update(illustrative=True)
    assert screened(browser_of(farah), filed, "clarify", REASON) == 302
    assert OutgoingMail.objects.filter(letter__in=["screening", "clarification"]).count() == 0


@pytest.mark.parametrize(
    ("act", "said"),
    [("screen", {"verdict": "returned", "reason": REASON}), ("notes", {"words": SECRET}), ("ask", {"words": "Which?"})],
)
def test_what_was_said_of_a_version_is_not_said_of_one_that_was_filed_meanwhile(
    act: str,
    said: dict[str, str],
    filed: Submission,
    write: Callable[..., SubmissionVersion],
    amina: User,
    farah: User,
    browser_of: Browser,
) -> None:
    page, browser = admin_page(act, filed), browser_of(farah)
    opened = form_of(browser.get(page).content.decode()) | said
    actions.file(write(actions.revise(filed, by=amina), title="Other needs"), by=amina)
    refused = browser.post(page, opened)
    words = refused.content.decode()
    assert refused.status_code == 400
    assert "A new version has been filed since you opened this page. Read it before you go on." in words
    again = form_of(words)
    assert {name: again[name] for name in said} == {name: [value] for name, value in said.items()}
    assert state_of(filed) == "filed"
    assert browser.post(page, again).status_code == 302
