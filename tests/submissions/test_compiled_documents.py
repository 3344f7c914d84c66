"""A compilation is issued as a numbered document: its files, its page, the input that it answers, and its admin."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from documents.models import Document
from igsp_portal.foundations.access import Role
from igsp_portal.foundations.paper import pdf, presses
from igsp_portal.models import User
from meetings.models import Participant, Process
from submissions.actions import Said
from submissions.compiling import actions, making
from submissions.compiling.actions import Placed, standing
from submissions.models import Call, Compilation

from ..cast import given, with_role
from .compiling import component, elsewhere, publish

Browser = Callable[[User], Client]


@pytest.fixture
def compilation(call: Call, igsp: Process, kenya: Participant, croatia: Participant, farah: User) -> Compilation:
    """Kenya in Arabic and Croatia in French on institutions, for the third session; the call serves input (e)."""
    with given():
        call.required_input = igsp.inputs.get(key="e")
        call.save()
    on = component(call, "institutions")
    publish(call, kenya, Said("نحتاج إلى مختبرات ووظائف دائمة.", on, "need", 1), by=farah, language="ar")
    publish(call, croatia, Said("Des laboratoires & <des postes>.", on, "gap", 1), by=farah, language="fr")
    return actions.begin(call, by=farah, meeting=igsp.meetings.get(key="wg-3"))


@pytest.fixture
def issued(compilation: Compilation, farah: User) -> Compilation:
    actions.issue(compilation, by=farah)
    making.make_files.func(compilation.pk, farah.pk)
    compilation.refresh_from_db()
    return compilation


def document_of(compilation: Compilation) -> Document:
    assert compilation.document
    return Document.objects.get(pk=compilation.document.pk)


def test_it_is_announced_under_the_next_free_symbol_and_issued_when_its_files_are_made(
    compilation: Compilation, farah: User
) -> None:
    document = actions.issue(compilation, by=farah)
    assert (document.symbol, document.state, document.title) == (
        "UNEP/IEG/IGSP/3/INF/2",
        "planned",
        "Compilation of submissions",
    )
    making.make_files.func(compilation.pk, farah.pk)
    files = document_of(compilation).renditions.values_list("language", "format")
    assert document_of(compilation).state == "issued"
    assert sorted(files) == sorted((code, kind) for code in pdf_languages() for kind in ("docx", "pdf"))
    making.make_files.func(compilation.pk, farah.pk)  # a worker that begins it twice
    assert document_of(compilation).renditions.count() == 12


def pdf_languages() -> list[str]:
    return ["ar", "zh-hans", "en", "fr", "ru", "es"]


def test_it_answers_the_input_that_its_call_serves_for_the_session(issued: Compilation) -> None:
    answered = document_of(issued).answers.values_list("required_input__key", "meeting__key")
    assert list(answered) == [("e", "wg-3")]


def test_a_document_that_was_planned_is_taken_and_keeps_its_symbol(
    compilation: Compilation, igsp: Process, farah: User
) -> None:
    values = {"symbol": "UNEP/IEG/IGSP/3/INF/9", "kind": "information", "title": "Views", "state": "planned"}
    with given():
        planned = Document.objects.create(process=igsp, key="inf-9", **values)
        compilation.document = planned
        compilation.save()
    assert actions.issue(compilation, by=farah) == planned


@pytest.mark.parametrize(
    ("values", "said"),
    [({"meeting": None}, "Select the meeting"), ({"title_ru": ""}, "Write the title in: Russian")],
)
def test_it_is_not_issued_half(compilation: Compilation, farah: User, values: dict[str, Any], said: str) -> None:
    with given():
        for name, value in values.items():
            setattr(compilation, name, value)
        compilation.save()
    with pytest.raises(ValidationError, match=said):
        actions.issue(compilation, by=farah)
    compilation.refresh_from_db()
    assert (compilation.state, compilation.document, compilation.content) == ("draft", None, {})


def test_files_that_cannot_be_made_leave_the_document_awaited_and_can_be_made_again(
    compilation: Compilation, farah: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.issue(compilation, by=farah)
    with monkeypatch.context() as broken:

        def refuse(pages: Any) -> Any:
            raise pdf.PressEnded("x")

        broken.setattr(presses, "typeset_all", refuse)
        making.make_files.func(compilation.pk, farah.pk)
    compilation.refresh_from_db()
    assert (compilation.error, document_of(compilation).state) == ("press_ended", "planned")
    assert compilation in making.waiting("igsp")
    making.make_files.func(compilation.pk, farah.pk)
    compilation.refresh_from_db()
    assert (compilation.error, document_of(compilation).state) == ("", "issued")


def test_the_files_give_each_statement_in_its_own_words_and_language(issued: Compilation) -> None:
    files = {(one.language, one.format): one.file.read() for one in document_of(issued).renditions.all()}
    said = docx.Document(BytesIO(files["en", "docx"]))
    paragraphs = [one.text for one in said.paragraphs]
    assert "نحتاج إلى مختبرات ووظائف دائمة." in paragraphs
    assert "Des laboratoires & <des postes>." in paragraphs
    assert paragraphs.index("Croatia (IGSP-2004-0013)") < paragraphs.index("Kenya (IGSP-2004-0012)")
    arabic = next(one for one in said.paragraphs if one.text.startswith("نحتاج"))._p
    assert arabic.xpath("w:pPr/w:bidi/@w:val") == ["1"]
    assert set(arabic.xpath("w:r/w:rPr/w:lang/@w:bidi")) == {"ar-SA"}
    words = re.sub(r"\s+", " ", text_of(files["en", "pdf"]))
    assert "Des laboratoires & <des postes>." in words
    assert "UNEP/IEG/IGSP/3/INF/2" in words
    assert "Original: Arabic/French" in words


def text_of(data: bytes) -> str:
    import pypdfium2

    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def address(compilation: Compilation, language: str = "en") -> str:
    return f"/{language}/igsp/calls/needs/compilations/{compilation.key}/"


def test_the_page_of_a_draft_is_for_the_secretariat_and_that_of_an_issued_one_for_all(
    compilation: Compilation, farah: User, amina: User, client: Client, browser_of: Browser
) -> None:
    statuses = [b.get(address(compilation)).status_code for b in (client, browser_of(amina), browser_of(farah))]
    assert statuses == [404, 404, 200]
    actions.issue(compilation, by=farah)
    assert client.get(address(compilation)).status_code == 404
    making.make_files.func(compilation.pk, farah.pk)
    assert [client.get(address(compilation, code)).status_code for code in ("en", "ar", "ru")] == [200, 200, 200]


def test_the_page_shows_statements_in_their_own_language_and_leads_to_the_files(
    issued: Compilation, client: Client
) -> None:
    page = client.get(address(issued)).content.decode()
    assert '<p lang="ar" dir="rtl">نحتاج إلى مختبرات ووظائف دائمة.</p>' in page
    assert '<p lang="fr" dir="ltr">Des laboratoires &amp; &lt;des postes&gt;.</p>' in page
    assert page.count('class="file-link') == 12
    assert address(issued) in client.get("/en/igsp/calls/needs/").content.decode()
    assert address(issued) in client.get(document_of(issued).get_absolute_url()).content.decode()


def test_the_page_of_an_issued_one_says_that_a_statement_was_withdrawn_since(
    issued: Compilation, farah: User, client: Client
) -> None:
    from submissions import actions as submitting

    submission = issued.call.submissions.get(participant__key="hrv")
    submitting.withdraw(submission, by=farah, reason="Sent in error.")
    page = client.get(address(issued)).content.decode()
    assert "1 statement in it has been withdrawn or revised" in page
    assert "Des laboratoires &amp; &lt;des postes&gt;." in page


def test_the_illustrative_compilation_is_issued_once_its_files_are_made(igsp: Process, client: Client) -> None:
    (loaded,) = making.waiting("igsp")
    making.make_files.func(loaded.pk)
    document = document_of(loaded)
    assert (document.state, document.illustrative, str(document.issued_on)) == ("issued", True, "2004-10-13")
    said = client.get("/ar/igsp/calls/regional-needs/compilations/regional-needs/").content.decode()
    assert "يُطلب توفير قدرات دائمة" in said
    assert '<p lang="fr" dir="ltr">Des stages de trois mois' in said
    assert making.waiting("igsp") == []


# In the admin site


def press(browser: Client, name: str, thing: Any, move: str) -> Any:
    return browser.post(reverse(f"admin:submissions_{name}_do", args=[thing.pk, move]), follow=True)


def test_a_call_is_compiled_in_one_click_and_issued_in_another(
    compilation: Compilation, farah: User, browser_of: Browser
) -> None:
    call = compilation.call
    page = press(browser_of(farah), "call", call, "compile")
    made = call.compilations.get(key="compilation-2")
    assert page.redirect_chain[-1][0].endswith(f"/submissions/compilation/{made.pk}/change/")
    assert "2 published statements have been compiled." in page.content.decode()
    assert "Select the meeting" in press(browser_of(farah), "compilation", made, "issue").content.decode()
    page = press(browser_of(farah), "compilation", compilation, "issue")
    assert "Issued as UNEP/IEG/IGSP/3/INF/2" in page.content.decode()


def test_statements_are_picked_and_moved_on_a_page_of_their_own(
    compilation: Compilation, farah: User, browser_of: Browser
) -> None:
    page = reverse("admin:submissions_compilation_arrange", args=[compilation.pk])
    shown = browser_of(farah).get(page).content.decode()
    assert "نحتاج إلى مختبرات ووظائف دائمة." in shown
    kenya, croatia = (compilation.rows.get(statement__version__language=code).statement.pk for code in ("ar", "fr"))
    stands = {"stands": standing(compilation.rows.all())}
    given_back = browser_of(farah).post(page, {f"in-{kenya}": "on", f"order-{kenya}": "0", **stands})
    assert (given_back.status_code, compilation.rows.count()) == (400, 2)
    fields = {f"in-{kenya}": "on", f"group-{kenya}": "", f"order-{kenya}": "3", **stands}
    answer = browser_of(farah).post(page, fields)
    assert answer.status_code == 302
    assert list(compilation.rows.values_list("statement", "group", "order")) == [(kenya, "", 3)]
    assert f'name="in-{croatia}"' in browser_of(farah).get(page).content.decode()


def test_what_a_colleague_has_arranged_meanwhile_is_not_overwritten_unseen(
    compilation: Compilation, farah: User, browser_of: Browser
) -> None:
    page = reverse("admin:submissions_compilation_arrange", args=[compilation.pk])
    browser = browser_of(farah)
    kenya, croatia = (compilation.rows.get(statement__version__language=code).statement for code in ("ar", "fr"))

    def fields(shown: Any) -> dict[str, str]:
        (stands,) = re.findall('name="stands" value="([0-9a-f]+)"', shown.content.decode())
        return {f"in-{kenya.pk}": "on", f"group-{kenya.pk}": "", f"order-{kenya.pk}": "3", "stands": stands}

    sent = fields(browser.get(page))
    actions.arrange(compilation, [Placed(croatia)], by="Diego")
    refused = browser.post(page, sent)
    assert "Somebody has arranged this compilation since you opened it." in refused.content.decode()
    assert [row.statement for row in compilation.rows.all()] == [croatia]
    assert f'name="order-{kenya.pk}" value="3"' in refused.content.decode()
    assert browser.post(page, fields(refused)).status_code == 302
    assert [row.statement for row in compilation.rows.all()] == [kenya]


def test_a_sentence_stands_on_statements_of_its_compilation_alone(
    compilation: Compilation, igsp: Process, farah: User, browser_of: Browser
) -> None:
    add = f"{reverse('admin:submissions_synthesissentence_add')}?compilation={compilation.pk}"
    statement = compilation.rows.get(statement__version__language="fr").statement
    strange = elsewhere(igsp)
    form = {"compilation": compilation.pk, "language": "en", "group": "", "order": 0, "words": "Laboratories."}
    for statements, status in (([], 200), ([strange.pk], 200), ([statement.pk], 302)):
        assert browser_of(farah).post(add, {**form, "statements": statements}).status_code == status
    assert [list(one.statements.all()) for one in compilation.sentences.all()] == [[statement]]
    press(browser_of(farah), "synthesissentence", compilation.sentences.get(), "remove")
    assert not compilation.sentences.exists()


def test_who_edits_calls_compiles_and_who_issues_documents_issues(
    compilation: Compilation, igsp: Process, browser_of: Browser
) -> None:
    clerk, editor = (browser_of(with_role(role.value, role, igsp)) for role in (Role.CLERK, Role.EDITOR))
    page = reverse("admin:submissions_compilation_arrange", args=[compilation.pk])
    assert [one.get(page).status_code for one in (clerk, editor)] == [403, 200]
    assert press(editor, "compilation", compilation, "issue").status_code == 403
    assert press(clerk, "compilation", compilation, "issue").status_code == 200
    assert editor.get(page).status_code == 403
