"""An issued document is set again under its own symbol only by a reissue, with a reason and a star."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from documents.models import Reissue, Rendition, TextVersion
from documents.texts import actions, papers, rendering, typesetting
from igsp_portal.models import Event, User
from tests.papers import PAPERS, page_of

pytestmark = pytest.mark.slow
WHY = "Figures in paragraph 12 were cut off"


@pytest.fixture
def issued(plan: TextVersion, quick_engine: list[str], clock: Callable[[str], None]) -> TextVersion:
    """The plan with its files, on the day after its session began."""
    typesetting.typeset(plan)
    clock("2004-12-03T09:00")
    return plan


def printed(version: TextVersion, language: str) -> str:
    source = papers.manuscript(TextVersion.objects.get(pk=version.pk))
    return rendering.print_page(papers.paper(source, language))


def test_a_reissue_prints_the_star_and_keeps_the_earlier_file(issued: TextVersion, farah: User) -> None:
    earlier = Rendition.objects.current().get(document=issued.document, language="fr")
    (row,) = actions.reissue(issued, languages=["fr"], reason=WHY, by=farah)
    (file,) = typesetting.typeset(issued)
    row.refresh_from_db()
    earlier.refresh_from_db()
    assert (row.rendition, earlier.superseded_by) == (file, file)
    assert Client().get(earlier.get_absolute_url()).status_code == 200
    assert "UNEP/IEG/IGSP/3/4*</strong>" in printed(issued, "fr")
    assert "3/4*</strong>" not in printed(issued, "en")
    assert Event.objects.get(verb="text.reissued").facts["reason"] == WHY


def test_the_page_bears_the_star_with_its_note(issued: TextVersion, farah: User) -> None:
    actions.reissue(issued, languages=["en"], reason=WHY, by=farah)
    page = Client().get("/en/igsp/texts/draft-plan/").text
    assert '<a class="asterisk" href="#reissue-note">*</a>' in page
    assert "* Reissued for technical reasons on 3 December 2004." in page


def test_the_note_to_the_agenda_bears_one_star_more_than_the_symbol() -> None:
    marks = re.findall(r'data-mark="([*]+)"', page_of(replace(PAPERS["en"], stars="**", reissue_note="Reissued.")))
    assert marks == ["**", "***"]


def test_a_second_reissue_prints_two_stars(issued: TextVersion, farah: User) -> None:
    for _time in range(2):
        actions.reissue(issued, languages=["en"], reason=WHY, by=farah)
        typesetting.typeset(TextVersion.objects.get(pk=issued.pk))
    assert "UNEP/IEG/IGSP/3/4**</strong>" in printed(issued, "en")


@pytest.mark.parametrize(
    ("languages", "reason", "says"),
    [(["fr"], " ", "reason"), ([], WHY, "Choose languages"), (["de"], WHY, "Choose languages")],
)
def test_a_reissue_says_why_and_in_what(
    issued: TextVersion, farah: User, languages: list[str], reason: str, says: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.reissue(issued, languages=languages, reason=reason, by=farah)
    assert says in str(refused.value)
    assert not Reissue.objects.exists()


def test_what_is_not_issued_is_not_reissued(draft: TextVersion, farah: User) -> None:
    with pytest.raises(ValidationError, match="Only an issued document is reissued"):
        actions.reissue(draft, languages=["fr"], reason=WHY, by=farah)


def test_a_language_is_reissued_one_at_a_time(issued: TextVersion, farah: User) -> None:
    actions.reissue(issued, languages=["fr"], reason=WHY, by=farah)
    with pytest.raises(ValidationError, match="being typeset already"):
        actions.reissue(issued, languages=["fr", "en"], reason=WHY, by=farah)
    assert Reissue.objects.count() == 1


def test_the_administrator_reissues_on_a_page_that_asks_why(
    issued: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    address = reverse("admin:documents_textversion_reissue", args=[issued.pk])
    browser = browser_of(farah)
    assert browser.post(address, {"languages": ["ar"]}).status_code == 400
    assert browser.post(address, {"languages": ["ar"], "reason": WHY}).status_code == 302
    assert [row.of.language for row in Reissue.objects.all()] == ["ar"]
