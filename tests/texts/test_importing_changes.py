"""What delegations send back on the issued text: their tracked changes come in as proposals, the text stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from documents.exchange import docx_out
from documents.models import Proposal, TextVersion
from documents.texts import actions
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User
from tests.attack.forms import form_of, links_of
from tests.exchange.foreign import file, mark, p, put_in
from tests.submissions.test_filing import in_threads, refuse_memory

from .at_proposals import article, at, page, post, read_aloud
from .importing import Importer, address, facts
from .proposed import shown, words
from .tracked import Tracked

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]
Browser = Callable[[User], Client]

NEED = "need"


@pytest.fixture
def importer(plan: TextVersion, farah: User, browser_of: Browser) -> Importer:
    """Farah before the page by which files come into the released version."""
    return Importer(browser_of(farah), plan)


def issued(version: TextVersion, language: str = "en") -> Tracked:
    """The file that readers have of a version."""
    with override("en"):
        address = reverse("documents:text_file", args=["igsp", "draft-plan", version.number, "docx"])
    answer = Client().get(address.replace("/en/", f"/{language}/", 1))
    assert answer.status_code == 200
    return Tracked(answer.content)


def of(version: TextVersion, language: str = "en") -> Tracked:
    """The file of a version that has not been released."""
    return Tracked(docx_out.write(actions.read_draft(version), language, facts(version, language)))


def made(version: TextVersion) -> list[tuple[str, str, str, str]]:
    rows = Proposal.objects.filter(version=version).order_by("pk")
    return [(one.participant.key, one.kind, one.key, one.words) for one in rows]


def lost(importer: Importer) -> list[str]:
    return [one["lost"] for one in importer.page.context["proposals"]["all"]]


def some(version: TextVersion, key: str = NEED, language: str = "en") -> str:
    """Plain words from the middle of a paragraph."""
    runs = re.split(r"[^\w ]+", words(version, key, language))
    longest = max(runs, key=len).strip().split()
    return " ".join(longest[1:4])


def test_the_issued_file_comes_back_from_several_and_one_proposal_is_accepted_in_the_draft(
    importer: Importer, plan: TextVersion, farah: User
) -> None:
    old, before = some(plan), actions.read_draft(plan)
    sent = issued(plan).reworded("Kenya", old, "what Kenya says")
    sent.reworded("Ana Kovač", some(plan, "terms"), "what Croatia says")
    sent.added("Ana Kovač", words(plan, NEED)[:25], "A new paragraph of Croatia.").deleted(
        "Kenya", words(plan, "mandate")[:25]
    )
    browser = importer.browser
    import_url = address(plan)
    assert import_url in links_of(browser.get(at(plan)).text)
    importer.page = browser.get(import_url)
    assert form_of(importer.page.text)["changes"] == ["only"]
    importer.send(sent.data, "Inputs.docx", changes="only")
    assert importer.page.context["plan"].open_authors == ["Ana Kovač"]
    assert importer.press("write", author_1="hrv").status_code == 302
    assert importer.page["Location"] == at(plan)
    assert sorted(made(plan), key=lambda one: one[1:3]) == [
        ("ken", "deletion", "mandate", ""),
        ("hrv", "new", NEED, "A new paragraph of Croatia."),
        ("ken", "wording", NEED, words(plan).replace(old, "what Kenya says")),
        ("hrv", "wording", "terms", words(plan, "terms").replace(some(plan, "terms"), "what Croatia says")),
    ]
    assert actions.read_draft(plan) == before
    first = Proposal.objects.get(version=plan, key=NEED, kind="wording")
    card = read_aloud(article(page(plan), first))
    assert ("Kenya" in card, "Tracked change by Kenya" in card) == (True, True)
    draft = actions.continue_from(plan, by=farah)
    post(browser, draft, "carry")
    answer = post(browser, draft, "accept", first, opened_with=shown(draft))
    assert answer.status_code == 302
    assert words(draft) == words(plan).replace(old, "what Kenya says")


def test_the_record_says_that_proposals_were_entered_and_not_that_the_text_was_written(
    importer: Importer, plan: TextVersion
) -> None:
    importer.send(issued(plan).reworded("Kenya", some(plan), "what Kenya says").data, "Inputs.docx", changes="only")
    importer.press("write")
    event = Event.objects.about(plan).latest("pk")
    told = audit.in_words(event)
    assert told.startswith(f"Farah entered what the file “Inputs.docx” proposes for “{plan}” (English, SHA-256 ")
    assert (event.public, list(event.facts["entered"])) == (False, [Proposal.objects.get(version=plan).pk])


def test_in_each_language_that_is_released(importer: Importer, plan: TextVersion) -> None:
    old = some(plan, language="fr")
    importer.send(issued(plan, "fr").reworded("Kenya", old, "ce que dit le Kenya").data, "plan.docx", changes="only")
    importer.press("write")
    ((_party, _kind, key, said),) = made(plan)
    assert (key, said) == (NEED, words(plan, language="fr").replace(old, "ce que dit le Kenya"))
    assert Proposal.objects.get(version=plan).language == "fr"


def test_on_a_draft_that_has_gone_on_the_changes_are_carried_and_no_word_goes_back(
    into_plan: Importer, draft: TextVersion, plan: TextVersion, farah: User
) -> None:
    old = some(plan)
    sent = issued(plan).reworded("Kenya", old, "what Kenya says").reworded("Kenya", some(plan, "terms"), "other terms")
    now = f"{words(draft)} More words."
    actions.word_block(draft, NEED, "en", now, opened_with=shown(draft), by=farah)
    gone_on = actions.fingerprint(words(draft, "terms"))
    actions.word_block(draft, "terms", "en", "Nothing of the old.", opened_with=gone_on, by=farah)
    before = actions.read_draft(draft)
    into_plan.send(sent.data, "plan.docx", changes="only")
    assert sorted(lost(into_plan)) == ["", "The words that this change concerns do not stand in the text any more."]
    assert into_plan.press("write").status_code == 302
    assert made(draft) == [("ken", "wording", NEED, now.replace(old, "what Kenya says"))]
    assert actions.read_draft(draft) == before


def test_what_no_longer_fits_is_named_with_its_line_and_the_rest_is_entered(
    into_plan: Importer, draft: TextVersion, plan: TextVersion, farah: User
) -> None:
    sent = issued(plan).added("Croatia", words(plan, "terms")[:25], "Behind what is gone.")
    sent.deleted("Kenya", words(plan, "terms")[:25]).reworded("Kenya", some(plan), "what Kenya says")
    sent.reworded("Kenya", some(plan, "mandate"), "what the text says now")
    said = words(draft, "mandate").replace(some(plan, "mandate"), "what the text says now")
    opened = actions.fingerprint(words(draft, "mandate"))
    actions.word_block(draft, "mandate", "en", said, opened_with=opened, by=farah)
    actions.remove_block(draft, "terms", by=farah)
    into_plan.send(sent.data, "plan.docx", changes="only")
    remarked = [one["says"] for one in into_plan.page.context["settle"]["remarked"]]
    assert sorted(remarked) == [
        "The paragraph that this proposal concerns is no longer there.",
        "The paragraph that this proposal concerns is no longer there.",
        "The text says so already.",
    ]
    assert into_plan.press("write").status_code == 302
    assert [row[2] for row in made(draft)] == [NEED]


def test_a_line_that_fits_no_paragraph_is_given_one_by_a_person(importer: Importer, plan: TextVersion) -> None:
    end = words(plan)[-60:-1]
    body = p("A beginning of which the text knows nothing. ", end, put_in("Kenya", ", as agreed"), ".")
    importer.send(file(p("Title", style="Titre") + body), "retyped.docx", changes="only")
    ((place, _take),) = [(name[:-5], take) for name, take in form_of(importer.page.text).items() if "-take" in name]
    assert lost(importer) == ["The paragraph that this proposal concerns is no longer there."]
    importer.press("look", **{f"block_{place}": NEED})
    assert lost(importer) == [""]
    importer.press("write")
    assert made(plan) == [("ken", "wording", NEED, f"{words(plan)[:-1]}, as agreed.")]


def test_what_cannot_be_a_proposal_is_named_and_hinders_no_other(importer: Importer, plan: TextVersion) -> None:
    body = p(f"1. {words(plan)[:-1]}", put_in("Kenya", ", as agreed"), ".")
    body += p(put_in("Kenya", "Annex I. Maps"), mark=mark("Kenya"))
    importer.send(file(body), "retyped.docx", changes="only")
    assert lost(importer) == ["Choose which kind of paragraph is proposed.", ""]
    assert importer.press("write").status_code == 302
    assert [row[1:3] for row in made(plan)] == [("wording", NEED)]


def test_a_second_press_enters_nothing_twice(importer: Importer, plan: TextVersion) -> None:
    importer.send(issued(plan).reworded("Kenya", some(plan), "what Kenya says").data, "plan.docx", changes="only")
    before, answers = importer.page, []
    for _press in range(2):
        importer.page = before
        answers.append(importer.press("write").status_code)
    assert (answers, importer.says(), len(made(plan))) == ([302, 409], "This has been entered already.", 1)


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_enter_everything_once(
    importer: Importer, plan: TextVersion, farah: User, browser_of: Browser
) -> None:
    refuse_memory()
    importer.send(issued(plan).reworded("Kenya", some(plan), "what Kenya says").data, "plan.docx", changes="only")
    sent, browsers = form_of(importer.page.text) | {"do": ["write"]}, iter([browser_of(farah), browser_of(farah)])
    answers = in_threads(2, lambda: next(browsers).post(address(plan), sent).status_code)
    assert (sorted(answers), len(made(plan))) == ([302, 409], 1)


def test_a_file_with_many_changes_asks_no_more_of_the_database_before_they_are_entered(
    importer: Importer, plan: TextVersion
) -> None:
    sent, counts = issued(plan), []
    importer.browser.get(address(plan))
    for key in (NEED, "terms", "mandate"):
        sent.reworded("Kenya", some(plan, key), "other words")
        with CaptureQueriesContext(connection) as queries:
            importer.send(sent.data, "plan.docx", changes="only")
        counts.append(len(queries))
    assert counts == counts[:1] * 3


def test_one_press_takes_a_file_back_from_the_released_version(importer: Importer, plan: TextVersion) -> None:
    importer.send(issued(plan).reworded("Kenya", some(plan), "what Kenya says").data, "plan.docx", changes="only")
    importer.press("write")
    there = importer.browser.get(at(plan)).text
    assert "Take back my last change" in there
    edit = address(plan).replace("/import/", "/edit/")
    importer.browser.post(edit, {"do": "undo", "key": "", "language": "en"})
    assert (made(plan), "Take back my last change" in importer.browser.get(at(plan)).text) == ([], False)


@pytest.mark.parametrize("changes", ["accept", "reject", "propose"])
def test_of_a_released_language_nothing_but_changes_comes_in(
    changes: str, importer: Importer, plan: TextVersion
) -> None:
    importer.send(issued(plan).data, "plan.docx", changes=changes)
    assert (importer.page.status_code, importer.says()) == (
        400,
        "In this language nothing can be written in this version any more.",
    )


def test_a_file_without_changes_is_refused(importer: Importer, plan: TextVersion) -> None:
    importer.send(issued(plan).data, "plan.docx", changes="only")
    assert (importer.page.status_code, importer.says()) == (400, "The file has no tracked changes.")


def test_where_nothing_can_be_entered_nothing_is_said_to_be(importer: Importer, plan: TextVersion) -> None:
    importer.send(issued(plan).reworded("Kenya", some(plan), "what Kenya says").data, "plan.docx", changes="only")
    refused: Any = importer.press("write", without="0-entered")
    assert (refused.status_code, importer.says(), made(plan)) == (400, "Nothing changed.", [])


def test_a_version_that_has_been_superseded_takes_no_changes(
    importer: Importer, plan: TextVersion, farah: User
) -> None:
    earlier = plan.text.versions.get(number=plan.number - 1)
    there = importer.browser.get(address(earlier))
    assert "its words are frozen" in there.text
    assert address(earlier) not in links_of(importer.browser.get(at(earlier)).text)
