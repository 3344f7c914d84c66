"""One file that serves several languages of one document, such as a bilingual list of participants."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from documents.library import actions, rules
from documents.library.actions import SameFile
from documents.models import Document, Rendition
from igsp_portal.models import Event

from .files import pdf

Post = Callable[..., Rendition]


def current(document: Document) -> dict[str, str]:
    """Which file (by the words that tell it from others) is current in which languages."""
    return {file.sha256[:8]: " ".join(file.languages) for file in document.renditions.current()}


@pytest.fixture
def both(make_document: Any, post: Post) -> Rendition:
    """The list of participants, in English and French."""
    return post(make_document(state="planned", languages=["en", "fr"]), "fr", "both", also_in=["en"])


def test_it_is_on_record_in_all_its_languages_in_their_order(both: Rendition) -> None:
    assert (both.language, both.also_in, both.languages) == ("en", ["fr"], ["en", "fr"])
    event = Event.objects.about(both.document)[0]
    assert event.facts["language"] == "English, Français"


def test_none_of_its_languages_is_missing_and_the_document_is_issued(both: Rendition) -> None:
    assert rules.missing_languages(both.document, [both]) == []
    assert actions.issue(both.document, by="test") == []


def test_it_is_found_and_listed_in_each_of_its_languages(both: Rendition, client: Client) -> None:
    actions.issue(both.document, by="test")
    for code in ("en", "fr"):
        answer = client.get(f"/symbol/UNEP/TEST/1/1?lang={code}")
        assert (answer.status_code, answer.headers["Content-Language"]) == (200, "en, fr")
        assert 'filename="UNEP_TEST_1_1-EN-FR.pdf"' in answer.headers["Content-Disposition"]
    assert client.get("/symbol/UNEP/TEST/1/1?lang=es").status_code == 404
    page = client.get(both.document.get_absolute_url()).content.decode()
    assert [f"/symbol/UNEP/TEST/1/1?lang={code}" in page for code in ("en", "fr", "es")] == [True, True, False]


def test_it_replaces_the_files_of_all_its_languages(make_document: Any, post: Post) -> None:
    document = make_document()
    english, french, spanish = (post(document, code) for code in ("en", "fr", "es"))
    both = post(document, "en", "both", also_in=["fr"])
    english.refresh_from_db()
    french.refresh_from_db()
    assert (english.superseded_by, french.superseded_by) == (both, both)
    assert current(document) == {both.sha256[:8]: "en fr", spanish.sha256[:8]: "es"}
    assert Event.objects.about(document)[0].facts["supersedes"] == f"{english.sha256}, {french.sha256}"


def test_a_file_of_one_of_its_languages_leaves_it_the_other(both: Rendition, post: Post, client: Client) -> None:
    actions.issue(both.document, by="test")
    english = post(both.document, "en", "reissue")
    assert current(both.document) == {english.sha256[:8]: "en", both.sha256[:8]: "fr"}
    given = {code: client.get(f"/symbol/UNEP/TEST/1/1?lang={code}").headers["ETag"] for code in ("en", "fr")}
    assert given == {"en": f'"{english.sha256}"', "fr": f'"{both.sha256}"'}
    french = post(both.document, "fr", "reissue")
    assert current(both.document) == {english.sha256[:8]: "en", french.sha256[:8]: "fr"}
    links = [f'</files/{file.sha256}>; rel="latest-version"' for file in (english, french)]
    assert client.get(f"/files/{both.sha256}").headers["Link"] == ", ".join(links)


def test_a_file_can_be_said_to_serve_one_more_language(make_document: Any, post: Post) -> None:
    document = make_document()
    english = post(document, "en", "list")
    data = pdf(f"{document} en list")
    both = actions.post_rendition(document, language="en", also_in=["fr"], name="x.pdf", file=BytesIO(data), by="test")
    assert (both.sha256, current(document)) == (english.sha256, {english.sha256[:8]: "en fr"})
    with pytest.raises(SameFile):
        actions.post_rendition(document, language="en", also_in=["fr"], name="x.pdf", file=BytesIO(data), by="test")


def test_one_file_alone_is_current_in_a_language_whatever_is_posted(make_document: Any, post: Post) -> None:
    document = make_document()
    for place, codes in enumerate(("en", "en fr", "fr es", "es", "ar en", "ar", "en fr es ar", "fr")):
        first, *others = codes.split()
        post(document, first, str(place), also_in=others)
        served = [code for file in document.renditions.current() for code in file.languages]
        assert len(served) == len(set(served))
