"""A version is given out as Word, Akoma Ntoso, HTML and JSON; a comparison as a DOCX with tracked changes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.exchange import akn_in, as_json, docx_in
from documents.exchange.reading import draft as draft_of
from documents.models import TextVersion
from documents.texts import actions
from documents.texts.giving_out import exports
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.models import User

from .proposed import reworded, shown, words

pytestmark = pytest.mark.slow
PLAN = "igsp/texts/draft-plan"


def file(language: str, number: int, ending: str, **headers: str) -> object:
    return Client().get(f"/{language}/{PLAN}/{number}/as/{ending}/", headers=headers)


@pytest.mark.parametrize("language", ["ar", "zh-hans", "en", "fr", "ru", "es"])
def test_what_goes_out_as_word_comes_back_the_same(plan: TextVersion, language: str) -> None:
    answer = file(language, plan.number, "docx")
    back = draft_of(docx_in.read(answer.content, language))  # type: ignore[attr-defined]
    kept = actions.read_draft(plan)
    assert (back.blocks, back.words[language]) == (kept.blocks, kept.words[language])


def test_what_goes_out_as_akoma_ntoso_comes_back_the_same(plan: TextVersion) -> None:
    back = draft_of(akn_in.read(file("fr", plan.number, "xml").content, "fr"))  # type: ignore[attr-defined]
    kept = actions.read_draft(plan)
    assert (back.blocks, back.words["fr"]) == (kept.blocks, kept.words["fr"])


def test_json_holds_every_language_that_is_released(plan: TextVersion) -> None:
    answer = file("en", plan.number, "json")
    assert as_json.read(answer.content) == actions.read_draft(plan)  # type: ignore[attr-defined]
    assert list(json.loads(answer.content)["words"]) == ["ar", "zh-hans", "en", "fr", "ru", "es"]  # type: ignore[attr-defined]


def test_a_file_says_what_it_is(plan: TextVersion) -> None:
    answer = file("ar", plan.number, "docx")
    assert answer["Content-Disposition"] == 'attachment; filename="UNEP_IEG_IGSP_3_4-AR.docx"'  # type: ignore[index]
    assert (answer["Content-Language"], answer["X-Robots-Tag"]) == ("ar", "noindex, nofollow")  # type: ignore[index]
    assert file("ar", plan.number, "docx", **{"If-None-Match": answer["ETag"]}).status_code == 304  # type: ignore[attr-defined,index]


@pytest.mark.parametrize(("number", "ending"), [(4, "exe"), (99, "docx"), (5, "docx")])
def test_what_is_not_there_or_not_released_is_not_given_out(draft: TextVersion, number: int, ending: str) -> None:
    assert file("en", number, ending).status_code == 404  # type: ignore[attr-defined]


def test_a_language_that_follows_later_is_in_no_file(draft: TextVersion, farah: User) -> None:
    actions.release(draft, later={"ru": None}, by=farah, typeset=False)
    assert list(json.loads(exports.export(draft, "en", "json"))["words"]) == ["ar", "zh-hans", "en", "fr", "es"]


def test_no_file_tells_a_language_that_follows_later_beside_one_that_has_it(plan: TextVersion, farah: User) -> None:
    earlier = actions.continue_from(plan, by=farah)
    actions.release(earlier, later={"ru": None}, by=farah)
    actions.release(actions.continue_from(earlier, by=farah), by=farah)
    answers = {
        form: [Client().get(f"/{code}/{PLAN}/compare/{form}?from=5&to=6").status_code for code in ("ru", "fr")]
        for form in ("docx/", "pdf/")
    }
    assert answers == {"docx/": [404, 200], "pdf/": [404, 202]}


def test_a_released_version_is_made_once(plan: TextVersion) -> None:
    file("es", plan.number, "docx")
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            file("es", plan.number, "docx")
        counts.append(len(queries))
    assert counts[0] == counts[1] < 12


def test_changes_bear_the_names_and_times_that_the_record_has_for_those_who_may_know_them(
    plan: TextVersion, farah: User, clock: Callable[..., None], browser_of: Callable[[User], Client]
) -> None:
    clock("2004-10-10T22:30")
    draft = actions.continue_from(plan, by=farah)
    clock("2004-10-14T09:30")
    there = words(draft, "terms")
    actions.word_block(draft, "terms", "en", f"{there} More.", opened_with=shown(draft, "terms"), by=farah)
    clock("2004-10-15T08:00")
    made = reworded(draft, farah, "Much", "Little")
    actions.accept(made, draft, by=farah, opened_with=shown(draft))

    def by(browser: Client) -> set[tuple[str, str]]:
        answer = browser.get(f"/en/{PLAN}/compare/docx/?from=4&to=5")
        body = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
        return set(re.findall(r'w:author="([^"]*)" w:date="([^"]*)"', body))

    assert by(browser_of(farah)) == {("Farah", "2004-10-14T09:30:00Z"), ("Kenya", "2004-10-15T08:00:00Z")}
    assert 'date="2004-10-11" name="version"' in exports.export(draft, "en", "xml").decode()
    later = dict.fromkeys(code for code in CODES if code != "en")
    actions.release(draft, by=farah, typeset=False, exception=True, later=later)
    assert {author for author, _date in by(Client())} == {draft.process.name[:60], "Kenya"}


def test_a_comparison_is_a_docx_whose_changes_accepted_and_rejected_are_the_two(plan: TextVersion) -> None:
    answer = Client().get(f"/en/{PLAN}/compare/docx/?from=2&to=4")
    assert answer.status_code == 200
    body = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    assert ("<w:ins " in body, "<w:del " in body) == (True, True)
    kept = {number: actions.read_draft(plan.text.versions.get(number=number)) for number in (2, 4)}
    for choice, number in (("accept", 4), ("reject", 2)):
        back = draft_of(docx_in.read(answer.content, "en", choice))  # type: ignore[arg-type]
        spoken = [back.words["en"].get(block.key, "") for block in back.blocks]
        assert spoken == [kept[number].words["en"].get(block.key, "") for block in kept[number].blocks]
