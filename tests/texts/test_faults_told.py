"""What hinders a release is said of a paragraph by its number, and leads to it in the editor."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from documents.models import TextVersion, Wording
from documents.texts import actions
from igsp_portal.models import User

from .at_the_editor import Editor
from .proposed import reworded, shown

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]

MISSING = "In “4” these labels of brackets are missing: {is:ken}."


@pytest.fixture
def in_brackets(draft: TextVersion, farah: User) -> TextVersion:
    """The draft with an alternative of Kenya's in English, which no translation has yet."""
    made = reworded(draft, farah, "Much", "Little")
    actions.put_in_brackets(made, draft, by=farah, opened_with=shown(draft))
    return draft


@pytest.fixture
def desk(farah: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(farah)


def test_a_translation_without_the_labels_of_the_original_is_not_said_to_be_correct(
    in_brackets: TextVersion, desk: Client
) -> None:
    answer = Editor(desk, in_brackets, "fr").press("confirm", "need")
    assert MISSING in answer.content.decode()
    stale = [one.language for one in actions.translations(in_brackets) if one.is_stale]
    assert stale == ["ar", "es", "fr", "ru", "zh-hans"]


@pytest.mark.parametrize("way", ["release", "later"])
def test_the_fault_leads_to_its_paragraph(in_brackets: TextVersion, desk: Client, farah: User, way: str) -> None:
    for one in Wording.objects.filter(block__version=in_brackets, block__key="need").exclude(language="en"):
        labelled = one.words if one.language == "fr" else f"[{{is:ken}}{one.words}]"
        actions.word(one, words=f"{labelled} ", by=farah)
    address = f"/en/admin/documents/textversion/{in_brackets.pk}/"
    if way == "later":
        html = desk.post(f"{address}later/", {"later_fr": ""}).content.decode()
    else:
        html = desk.post(f"{address}do/release/", follow=True).content.decode()
    url = f"/en/igsp/texts/draft-plan/{in_brackets.number}/edit/?words=fr&amp;open=need#need"
    assert html.count(f'<a href="{url}">Français, “4 – [Much] [Little] is') == 1
    assert MISSING in html
