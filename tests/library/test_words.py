"""The words of files: read page by page after posting, put right, counted, and forgotten by nobody else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from documents.library import actions
from documents.models import Document, PageText, Rendition
from igsp_portal.foundations.files import page_words
from igsp_portal.foundations.paper import pdf as papers
from igsp_portal.models import Event
from tests.cast import given

from .files import WORD, pdf

Post = Callable[..., Rendition]
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def with_text(*pages: str) -> bytes:
    """A PDF with a text layer, in Helvetica: a page for each."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>")
    objects.append("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    for n, words in enumerate(pages):
        lines = " ".join(f"({line}) Tj 0 -14 Td" for line in words.split("\n"))
        drawn = f"BT /F1 12 Tf 72 720 Td {lines} ET"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {5 + 2 * n} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream")
    made, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj {body} endobj\n"
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    made += "".join(f"{place:010} 00000 n \n" for place in places)
    return f"{made}trailer <</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()


def word_file(body: str, notes: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{WORD}"/></Types>')
        archive.writestr("word/document.xml", f"<w:document {NS}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/footnotes.xml", f"<w:footnotes {NS}>{notes}</w:footnotes>")
    return made.getvalue()


def post_bytes(document: Document, data: bytes, name: str = "x.pdf", language: str = "en") -> Rendition:
    return actions.post_rendition(document, language=language, name=name, file=BytesIO(data), by="test")


def words_of(rendition: Rendition) -> dict[int, str]:
    actions.read_words.call(rendition.pk)
    rendition.refresh_from_db()
    return dict(PageText.objects.filter(sha256=rendition.sha256).values_list("number", "words"))


def test_the_words_of_a_pdf_are_read_page_by_page_and_counted(make_document: Any) -> None:
    file = post_bytes(make_document(), with_text("Needs of the region", "", "Dams and weirs"))
    assert words_of(file) == {1: "Needs of the region", 3: "Dams and weirs"}
    assert file.words == 7
    event = Event.objects.about(file.document)[0]
    assert (event.verb, event.by_label, event.facts["words"]) == ("file.read", "portal", 7)


def test_words_cut_at_the_end_of_a_line_are_whole(make_document: Any) -> None:
    file = post_bytes(make_document(), with_text("The inter-\ngovernmental group met in Addis-\nAbaba"))
    assert words_of(file) == {1: "The intergovernmental group met in Addis-Ababa"}


def test_a_file_of_pictures_has_no_words_and_says_so(make_document: Any) -> None:
    file = post_bytes(make_document(), pdf())
    assert (words_of(file), file.words) == ({}, 0)


def test_the_words_of_a_word_file_are_those_of_its_paragraphs_tables_and_notes(make_document: Any) -> None:
    def paragraph(words: str) -> str:
        return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"

    deleted = "<w:p><w:del><w:r><w:delText>never</w:delText></w:r></w:del></w:p>"
    cell = f"<w:tc>{paragraph('Kenya')}</w:tc>"
    body = f"{paragraph('Needs of the region')}{deleted}<w:tbl><w:tr>{cell}</w:tr></w:tbl>"
    file = post_bytes(make_document(), word_file(body, paragraph("See SS.VII/1")), "x.docx")
    (words,) = words_of(file).values()
    assert (words.split(), file.words) == (["Needs", "of", "the", "region", "Kenya", "See", "SS.VII/1"], 7)


@pytest.mark.slow
@pytest.mark.skipif(not papers.available(), reason="no PDF can be made here")
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ar", "تعزيز الأساس العلمي لا بالإجماع في UNEP/GC.23/6 لله"),
        ("zh-Hans", "加强联合国环境规划署的科学基础"),
        ("ru", "Укрепление научной базы Программы Организации Объединённых Наций"),
        ("fr", "L’efficacité du financement, l’œuvre et l’affluence"),
    ],
)
def test_what_was_typeset_is_read_as_it_was_written(make_document: Any, language: str, sentence: str) -> None:
    direction = "rtl" if language == "ar" else "ltr"
    page = f'<html lang="{language}" dir="{direction}"><body><p>{sentence}</p></body></html>'
    file = post_bytes(make_document(), papers_of(page))
    assert "".join(" ".join(words_of(file).values()).split()) == "".join(sentence.split())


def papers_of(html: str) -> bytes:
    from weasyprint import HTML

    return bytes(HTML(string=html).write_pdf())


def test_all_rows_of_the_same_bytes_have_their_count(make_document: Any, post: Post) -> None:
    document = make_document()
    data = with_text("Needs")
    both = actions.post_rendition(document, language="en", also_in=["fr"], name="x.pdf", file=BytesIO(data), by="test")
    post(document, "en")
    words_of(both)
    assert set(document.renditions.filter(sha256=both.sha256).values_list("words", flat=True)) == {1}


def test_a_file_is_read_once_and_what_was_taken_back_never(make_document: Any, monkeypatch: Any) -> None:
    document = make_document()
    first, second = post_bytes(document, with_text("One")), post_bytes(document, with_text("Two"), language="fr")
    words_of(first)
    actions.take_back_file(second, by="test", because="By mistake")
    monkeypatch.setattr(page_words, "words", lambda *given: pytest.fail("read again"))
    actions.read_words.call(first.pk)
    actions.read_words.call(second.pk)
    assert list(PageText.objects.values_list("words", flat=True)) == ["One"]


def test_files_that_are_there_already_are_read_by_a_command(make_document: Any) -> None:
    file = post_bytes(make_document(), with_text("Needs of the region"))
    call_command("read_words", stdout=(told := StringIO()))
    assert told.getvalue() == "UNEP/TEST/1/1 (en, PDF): 4\n"
    assert words_of(file) == {1: "Needs of the region"}
    call_command("read_words", stdout=(told := StringIO()))
    assert told.getvalue() == ""


def test_all_files_in_a_language_are_read_anew_by_a_command(make_document: Any) -> None:
    document = make_document()
    english = post_bytes(document, with_text("Needs"))
    french = post_bytes(document, with_text("Besoins"), language="fr")
    words_of(english), words_of(french)
    with given():
        PageText.objects.update(words="Damaged")
    call_command("read_words", again="fr", stdout=(told := StringIO()))
    assert told.getvalue() == "UNEP/TEST/1/1 (fr, PDF): 1\n"
    assert (words_of(english), words_of(french)) == ({1: "Damaged"}, {1: "Besoins"})


def test_a_file_that_is_not_there_is_said_by_the_command(make_document: Any) -> None:
    file = post_bytes(make_document(), with_text("Needs"))
    Path(file.file.path).unlink()
    call_command("read_words", stdout=StringIO(), stderr=(told := StringIO()))
    assert "UNEP/TEST/1/1 (en, PDF)" in told.getvalue()


def test_a_posting_hands_the_reading_to_the_worker(make_document: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        file = post_bytes(make_document(), with_text("Needs of the region"))
    file.refresh_from_db()
    assert file.words == 4


def test_of_a_file_that_takes_too_much_what_was_read_is_kept(tmp_path: Path, monkeypatch: Any) -> None:
    """A reader that is ended leaves whole lines and the half of one."""
    monkeypatch.setattr(
        page_words.subprocess,
        "run",
        lambda *given, **about: page_words.subprocess.CompletedProcess([], -9, b'"One"\n"Two"\n"Thr'),
    )
    with (tmp_path / "x").open("wb+") as file:
        assert list(page_words.words(file, "pdf")) == ["One", "Two"]
