"""A bracket that bears the key of a participant says by name whose it is, in what people read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from documents.models import LanguageVersion, TextVersion
from documents.texts import actions, papers, rendering
from documents.texts.giving_out import exports
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import records
from igsp_portal.models import User

from .proposed import party, reworded, shown, words

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]

TEXT = "/en/igsp/texts/draft-plan/"


@pytest.fixture
def released(draft: TextVersion, farah: User) -> TextVersion:
    """The draft with two alternatives of Kenya's and a label that names nobody, released in English."""
    for old, new in (("Much", "Little"), ("weight", "force")):
        actions.put_in_brackets(reworded(draft, farah, old, new), draft, by=farah, opened_with=shown(draft))
    labelled = f"[{{is:best}}{words(draft, 'terms')}]"
    actions.word_block(draft, "terms", "en", labelled, opened_with=shown(draft, "terms"), by=farah)
    release(draft, farah)
    return draft


def release(version: TextVersion, by: User) -> None:
    later = dict.fromkeys(code for code in CODES if code != "en")
    actions.release(version, by=by, typeset=False, exception=True, later=later)
    version.refresh_from_db()


def change(row: Any, by: User, **values: Any) -> None:
    records.change(row, by=by, verb="text.changed", values=values)


def labels(html: str) -> list[str]:
    return [one.strip() for one in re.findall(r'<sup class="bracket-label">([^<]*)</sup>', html)]


def on_paper(version: TextVersion) -> str:
    source = papers.manuscript(TextVersion.objects.get(pk=version.pk))
    return rendering.print_page(papers.paper(source, "en"))


def test_the_page_the_paper_and_the_file_name_the_participant(
    released: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    expected = ["Kenya", "Kenya"]
    html = browser_of(farah).get(f"{TEXT}?version={released.number}").content.decode()
    assert (labels(html), labels(on_paper(released))) == (expected, expected)
    file = exports.export(released, "en", "html").decode()
    assert (file.count("<b>[</b><sup>Kenya </sup>"), "best</sup>" in file) == (2, False)


def test_a_comparison_names_it_too(
    released: TextVersion, plan: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    html = browser_of(farah).get(f"{TEXT}compare/?from={plan.number}&to={released.number}").content.decode()
    assert labels(html) == ["Kenya", "Kenya"]


def test_who_is_renamed_later_is_called_as_before_in_what_was_released(released: TextVersion, farah: User) -> None:
    before = on_paper(released)
    change(party(released, "ken"), farah, name_en="Republic of Kenya")
    assert on_paper(released) == before


def test_an_abbreviation_stands_where_there_is_one(draft: TextVersion, farah: User) -> None:
    change(party(draft, "ken"), farah, short_name="KE")
    actions.put_in_brackets(reworded(draft, farah, "Much", "Little"), draft, by=farah, opened_with=shown(draft))
    assert labels(on_paper(draft)) == ["KE"]


def test_a_label_that_names_nobody_is_not_printed(released: TextVersion, farah: User) -> None:
    row = LanguageVersion.objects.get(version=released, language="en")
    change(row, farah, printed={name: said for name, said in row.printed.items() if name != "named"})
    assert labels(on_paper(released)) == []


def test_the_card_of_a_proposal_names_the_participant_too(
    draft: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    for old, new, label in (("Much", "Little", ""), ("weight", "force", "hrv"), ("need", "want", "best")):
        made = reworded(draft, farah, old, new)
        actions.put_in_brackets(made, draft, by=farah, label=label, opened_with=shown(draft))
    html = browser_of(farah).get(f"{TEXT}{draft.number}/proposals/").content.decode()
    assert re.findall(r"Label of the brackets:</strong> <bdi>([^<]*)</bdi>", html) == ["Kenya", "Croatia", "best"]


def test_a_place_is_named_by_its_words_where_the_reader_has_none_in_their_language(
    draft: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    key = actions.insert_block(draft, "text", after="need", words={"en": "Behind the need."}, by=farah)
    reworded(draft, farah, "Behind", "Beside", key=key)
    html = browser_of(farah).get(f"/fr{TEXT[3:]}{draft.number}/proposals/").content.decode()
    assert '-name">Behind the need.</h2>' in html


def test_a_place_that_is_gone_is_named_by_the_words_that_are_quoted(
    draft: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    key = actions.insert_block(draft, "text", after="need", words={"en": "Behind the need."}, by=farah)
    reworded(draft, farah, "Behind", "Beside", key=key)
    actions.remove_block(draft, key, by=farah)
    html = browser_of(farah).get(f"{TEXT}{draft.number}/proposals/").content.decode()
    assert '-name">Behind the need.</h2>' in html
