"""Each released version as PDF/A: made by the worker for whoever asks first, of the paper as it was frozen."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from documents.library import actions as library
from documents.models import Document, RecordPaper, TextVersion
from documents.texts import actions, papers, typesetting
from documents.texts.giving_out import record_papers
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import User
from tests.cast import given

from ..library.files import docx
from ..papers import text_of

pytestmark = pytest.mark.slow

CODES = ["ar", "zh-hans", "en", "fr", "ru", "es"]


def address(version: TextVersion, language: str = "en") -> str:
    return f"/{language}/igsp/texts/{version.text.key}/{version.number}/pdf-a/"


def the_document(version: TextVersion) -> Document:
    assert version.document
    return version.document


def tiles(version: TextVersion) -> list[dict[str, Any]]:
    """The files on the page of the document as which a version is issued."""
    return Client().get(the_document(version).get_absolute_url()).context["tiles"]


def make() -> None:
    """Do the worker's part."""
    for row in RecordPaper.objects.all():
        record_papers.make_record_paper.call(row.pk)


def test_nobody_waits_while_it_is_made_and_it_is_made_once(
    plan: TextVersion, queued: None, quick_engine: list[str]
) -> None:
    stamp = audit.stamp()
    answers = [Client().get(address(plan, "fr")) for _asked in range(2)]
    assert ([answer.status_code for answer in answers], quick_engine) == ([202, 202], [])
    make()
    answers = [Client().get(address(plan, "fr")) for _asked in range(2)]
    assert [(answer.status_code, answer["Content-Type"]) for answer in answers] == [(200, "application/pdf")] * 2
    assert answers[0]["Content-Disposition"] == 'inline; filename="UNEP_IEG_IGSP_3_4-FR-PDFA.pdf"'
    assert (answers[0]["Content-Language"], answers[0]["X-Robots-Tag"]) == ("fr", "noindex, nofollow")
    assert (quick_engine, audit.stamp()) == (["fr"], stamp)


def test_it_says_that_it_is_for_the_record_and_holds_what_was_issued(plan: TextVersion, queued: None) -> None:
    Client().get(address(plan, "es"))
    make()
    data = Client().get(address(plan, "es")).content
    with pikepdf.open(io.BytesIO(data)) as file, file.open_metadata() as said:
        claims = [said.get(f"pdfaid:{name}") for name in ("part", "conformance")] + [said.get("pdfuaid:part")]
    assert claims == ["2", "A", None]
    (issued,) = [one for one in typesetting._print(list(typesetting._changed(plan)), None) if one.language == "es"]
    assert text_of(data) == text_of(issued.data)


def test_every_released_version_has_one_in_each_of_its_languages(
    plan: TextVersion, note: TextVersion, queued: None
) -> None:
    versions = [*TextVersion.objects.filter(text=plan.text), note]
    answers = {
        (v.text.key, v.number, code): Client().get(address(v, code)).status_code for v in versions for code in CODES
    }
    readable = {(v.text.key, v.number, code) for v in versions for code in papers.manuscript(v, []).languages}
    assert answers == {which: 202 if which in readable else 404 for which in answers}


def test_a_draft_has_none_for_anybody(
    draft: TextVersion, farah: User, browser_of: Callable[[User], Client], queued: None
) -> None:
    assert [browser.get(address(draft)).status_code for browser in (browser_of(farah), Client())] == [404, 404]
    assert not RecordPaper.objects.exists()


def test_a_language_that_follows_later_has_none_until_it_is_there(
    draft: TextVersion, farah: User, browser_of: Callable[[User], Client], queued: None
) -> None:
    actions.release(draft, by=farah, typeset=False, exception=True, later={"fr": None})
    browser = browser_of(farah)  # others wait until it is issued
    assert [browser.get(address(draft, code)).status_code for code in ("en", "fr")] == [202, 404]


def test_a_restricted_one_is_given_to_whoever_may_read_the_text(
    plan: TextVersion, farah: User, browser_of: Callable[[User], Client], queued: None
) -> None:
    with given():
        Document.objects.filter(pk=the_document(plan).pk).update(distribution="restricted")
    assert [browser.get(address(plan)).status_code for browser in (browser_of(farah), Client())] == [202, 404]


def test_what_changes_beside_a_version_leaves_it_as_it_is(
    plan: TextVersion, farah: User, queued: None, quick_engine: list[str]
) -> None:
    Client().get(address(plan))
    make()
    records.change(plan.text, by=farah, values={"title_en": "Another title"})
    records.change(the_document(plan), by=farah, values={"job_number": "K0412345"})
    assert (Client().get(address(plan)).status_code, quick_engine) == (200, ["en"])


def test_a_reissue_is_for_the_record_too(plan: TextVersion, farah: User, queued: None, quick_engine: list[str]) -> None:
    typesetting.typeset(plan)
    Client().get(address(plan))
    make()
    actions.reissue(plan, languages=["en"], reason="A line was cut off", by=farah)
    assert Client().get(address(plan)).status_code == 202
    version = TextVersion.objects.get(pk=plan.pk)
    assert record_papers.page(papers.manuscript(version), "en")["title"].startswith("UNEP/IEG/IGSP/3/4* – ")


def test_one_that_is_broken_is_told_of_and_made_anew(
    plan: TextVersion, queued: None, quick_engine: list[str], store: Path
) -> None:
    Client().get(address(plan))
    make()
    (file,) = store.glob("record/*/*")
    file.write_bytes(b"broken")
    told = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify", stdout=told, stderr=told)
    assert "it is made anew when it is next asked for" in told.getvalue()
    assert Client().get(address(plan)).status_code == 202


def test_the_page_of_a_text_offers_it_with_its_other_forms(
    draft: TextVersion, plan: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    shown = [browser_of(farah).get(version.get_absolute_url()) for version in (plan, draft)]
    forms = [[form["name"] for form in answer.context["forms"]] for answer in shown]
    usual = ["Word (DOCX)", "Akoma Ntoso (XML)", "HTML", "JSON"]
    assert forms == [[*usual, "PDF for archives (PDF/A)"], usual]


def test_beside_each_pdf_of_a_document_stand_its_other_forms(plan: TextVersion, quick_engine: list[str]) -> None:
    typesetting.typeset(plan)
    others = {tile["html_lang"]: [(one["format"], one["url"]) for one in tile["others"]] for tile in tiles(plan)}
    there = {"ar": "ar", "zh-Hans": "zh-hans", "en": "en", "fr": "fr", "ru": "ru", "es": "es"}
    assert others == {
        html_lang: [
            ("DOCX", f"/{code}/igsp/texts/draft-plan/4/as/docx/"),
            ("PDF/A", address(plan, code)),
            ("Text", f"/en/igsp/documents/draft-plan/text/{code}/"),
        ]
        for html_lang, code in there.items()
    }


def test_where_a_file_for_word_was_posted_the_portal_offers_no_second_one(
    plan: TextVersion, farah: User, quick_engine: list[str]
) -> None:
    typesetting.typeset(plan)
    library.post_rendition(the_document(plan), language="fr", name="x.docx", file=io.BytesIO(docx()), by=farah)
    files = tiles(plan)
    french = [[one["format"] for one in tile["others"]] for tile in files if tile["html_lang"] == "fr"]
    assert french == [["PDF/A", "Text"], []]
    assert [tile["format"] for tile in files if tile["html_lang"] == "fr"] == ["PDF", "DOCX"]
