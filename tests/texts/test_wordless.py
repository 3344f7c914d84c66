"""An article that has a number and no title is whole: in the original, in every translation, and on every way out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from documents.models import TextVersion, Wording
from documents.texts import actions, papers
from documents.texts.giving_out import exports
from documents.texts.rendering import contents
from documents.texts.waiting import told
from igsp_portal.models import User
from meetings.models import Process
from tests.cast import given

from .importing import Importer, blocks, text_of

pytestmark = pytest.mark.slow
Browser = Callable[[User], Client]
TREATY = "Article 1\n\n1. The Parties shall meet.\n\nArticle 2\n\n1. The Parties shall report.\n\n"
FRENCH = {"1": "Les Parties se réunissent.", "2": "Les Parties font rapport."}


@pytest.fixture
def treaty(igsp: Process, farah: User, browser_of: Browser) -> TextVersion:
    """Two articles without titles, as they are taken in."""
    version = text_of(igsp, numbering={"headings": [{"label": "article"}]})
    importer = Importer(browser_of(farah), version)
    importer.paste(TREATY)
    assert importer.press("write").status_code == 302
    assert [(kind, words) for kind, _level, words in blocks(version)] == [
        ("heading", ""),
        ("paragraph", "The Parties shall meet."),
        ("heading", ""),
        ("paragraph", "The Parties shall report."),
    ]
    return version


def address(version: TextVersion, name: str, *more: str) -> str:
    return reverse(f"documents:{name}", args=[version.process.slug, version.text.key, version.number, *more])


def at(version: TextVersion, browser: Client, language: str = "en") -> tuple[list[tuple[str, bool]], str]:
    """Whether each block lacks words in a language, and how many of those wanted are there."""
    page = browser.get(address(version, "edit"), {"words": language}).context
    [own] = [one for one in page["languages"] if one["code"] == language]
    return [(row["label"], row["missing"]) for row in page["rows"]], f"{own['there']}/{own['wanted']}"


def translate(version: TextVersion, by: User) -> None:
    paragraphs = version.blocks.filter(kind="paragraph").order_by("order")
    for key, words in zip(paragraphs.values_list("key", flat=True), FRENCH.values(), strict=True):
        actions.word_block(version, key, "fr", words, opened_with=actions.fingerprint(""), by=by)


def heading(version: TextVersion) -> str:
    return version.blocks.filter(kind="heading").order_by("order").values_list("key", flat=True)[0]


def press(version: TextVersion, browser: Client, do: str, key: str, language: str = "en", **typed: str) -> int:
    there = Wording.objects.filter(block__version=version, block__key=key, language=language).first()
    sent = {"opened_with": actions.fingerprint(there.words if there else ""), "language": language, **typed}
    page = browser.get(address(version, "edit"), {"words": language, "open": key}).context["opened"]
    sent |= {"original_with": page["original_with"]} if page else {}
    return browser.post(address(version, "edit"), {"do": do, "key": key, **sent}).status_code


def test_articles_without_titles_are_whole_in_the_original_and_in_a_translation(
    treaty: TextVersion, farah: User, browser_of: Browser
) -> None:
    whole = [("Article 1", False), ("1.", False), ("Article 2", False), ("2.", False)]
    assert at(treaty, browser_of(farah)) == (whole, "2/2")
    translate(treaty, farah)
    assert at(treaty, browser_of(farah), "fr")[1] == "2/2"
    assert papers.manuscript(treaty).whole == ["en", "fr"]
    assert [said for said, _way in told({treaty.process.pk}) if str(treaty) in said] == []
    actions.release(treaty, by=farah, exception=True)
    treaty.refresh_from_db()
    page = browser_of(farah).get(treaty.get_absolute_url())
    exported = exports.export(treaty, "fr", "html").decode()
    assert '<span class="n">Article premier</span> </h2>' in exported
    assert ("Article 1" in page.text, "not complete" in page.text) == (True, False)
    paper = papers.paper(papers.manuscript(treaty), "en")
    assert [(one["label"], one["text"]) for one in contents(paper)] == [("Article 1", ""), ("Article 2", "")]


def test_a_title_is_taken_from_its_article_and_comes_back(
    treaty: TextVersion, farah: User, browser_of: Browser
) -> None:
    key, browser = heading(treaty), browser_of(farah)
    assert press(treaty, browser, "save", key, words="Meetings") == 302
    translate(treaty, farah)
    assert at(treaty, browser, "fr")[1] == "2/3"
    assert press(treaty, browser, "save", key, "fr", words="Réunions") == 302
    titled = actions.read_draft(treaty)
    assert press(treaty, browser, "save", key, words="") == 302
    assert [at(treaty, browser, code)[1] for code in ("en", "fr")] == ["2/2", "2/2"]
    assert key not in actions.read_draft(treaty).words["fr"]
    assert press(treaty, browser, "save", key, words="") == 302
    actions.undo(treaty, by=farah)
    assert actions.read_draft(treaty) == titled
    assert [one for one in actions.translations(treaty) if one.is_stale] == []


def test_a_title_that_a_new_file_leaves_out_is_gone_in_every_language(
    treaty: TextVersion, farah: User, browser_of: Browser
) -> None:
    key, browser = heading(treaty), browser_of(farah)
    without = exports.export(treaty, "en", "json")
    translate(treaty, farah)
    press(treaty, browser, "save", key, words="Meetings")
    press(treaty, browser, "save", key, "fr", words="Réunions")
    importer = Importer(browser, treaty)
    importer.send(without, "treaty.json")
    assert importer.press("write").status_code == 302
    assert [at(treaty, browser, code)[1] for code in ("en", "fr")] == ["2/2", "2/2"]
    assert key not in actions.read_draft(treaty).words["fr"]


def test_words_are_needed_where_a_number_names_nothing(igsp: Process, farah: User, browser_of: Browser) -> None:
    version, browser = text_of(igsp, numbering="roman"), browser_of(farah)
    assert press(version, browser, "insert", "", kind="heading", new_words="") == 400
    assert press(version, browser, "insert", "", kind="heading", new_words="Meetings") == 302
    key = heading(version)
    opened = actions.fingerprint("Meetings")
    sent = {"do": "save", "key": key, "language": "en", "words": "", "opened_with": opened}
    refused = browser.post(address(version, "edit"), sent)
    says = '<div class="notice notice-late" role="alert"><p>Enter the words of this paragraph, or delete it.</p></div>'
    assert (refused.status_code, says in refused.text) == (400, True)


def test_an_article_is_inserted_by_its_number_alone(treaty: TextVersion, farah: User, browser_of: Browser) -> None:
    last = treaty.blocks.order_by("-order")[0].key
    assert press(treaty, browser_of(farah), "insert", last, kind="heading", new_words="") == 302
    assert at(treaty, browser_of(farah))[0][-1] == ("Article 3", False)
    assert press(treaty, browser_of(farah), "insert", last, kind="paragraph", new_words="") == 400


def test_a_refused_release_names_the_paragraphs(treaty: TextVersion, farah: User) -> None:
    translate(treaty, farah)
    last = treaty.blocks.order_by("-order")[0]
    with given():
        Wording.objects.get(block=last, language="fr").delete()
    with pytest.raises(ValidationError) as refused:
        actions.release(treaty, by=farah, exception=True)
    assert refused.value.messages[1] == "No wording is given for: “2 – The Parties shall report.”."
    with given():
        Wording.objects.get(block=last, language="en").delete()
    with pytest.raises(ValidationError) as refused:
        actions.release(treaty, by=farah, exception=True)
    assert refused.value.messages[0] == "Some blocks of this version have no wording in the original language."
    assert refused.value.messages[1].startswith("No wording is given for: ")


@pytest.mark.parametrize("ending", ["docx", "xml", "json"])
def test_it_goes_out_by_its_number_alone_and_comes_in_again(
    ending: str, treaty: TextVersion, farah: User, igsp: Process, browser_of: Browser
) -> None:
    data, kept = exports.export(treaty, "en", ending), actions.read_draft(treaty)
    back = text_of(igsp, "back", numbering=treaty.text.numbering)
    importer = Importer(browser_of(farah), back)
    importer.send(data, f"treaty.{ending}")
    assert importer.press("write").status_code == 302
    assert (blocks(back), actions.read_draft(back).words) == (blocks(treaty), kept.words)
