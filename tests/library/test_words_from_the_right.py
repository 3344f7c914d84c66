"""The words of Arabic files: each with its marks, in the order in which a person reads them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import AnonymousUser

from documents.filenames import file_name
from documents.finding import Asked
from documents.library import actions
from documents.library.states import DocumentState
from documents.search.answers import Narrowed, answer
from igsp_portal.foundations.files import page_words
from igsp_portal.foundations.language.characters import as_read, folded
from igsp_portal.foundations.paper import pdf as papers

PROCESSES = Path(page_words.__file__).parents[2] / "processes"
OWN = PROCESSES / "igsp"
SYMBOLS = {each["key"]: each["symbol"] for each in yaml.safe_load((OWN / "documents.yaml").read_text())["documents"]}
GIVEN = [yaml.safe_load(each.read_text()) for each in sorted((PROCESSES / "illustrations" / "igsp").glob("*.yaml"))]
ARABIC = [each for each in GIVEN if "ar" in each["languages"]]
typeset = pytest.mark.skipif(not papers.available(), reason="no PDF can be made here")
VOWELLED = "إِنَّ الدُّوَلَ الأَعْضَاءَ تُؤَكِّدُ أَهَمِّيَّةَ التَّعَاوُنِ الدَّوْلِيِّ وَتَدْعُو إِلَى تَعْزِيزِهِ"


def own_file(given: dict[str, Any]) -> bytes:
    return (OWN / "files" / file_name(given.get("file") or SYMBOLS[given["document"]], "ar", "pdf")).read_bytes()


def read(data: bytes) -> str:
    return "\n".join(as_read(page) for page in page_words.of_pdf(data))


def made(body: str, style: str = "") -> str:
    """What is read of an Arabic page as the portal sets it."""
    page = f'<html lang="ar" dir="rtl"><head><style>{style}</style><title>ا</title></head><body>{body}</body></html>'
    return read(papers.typeset(page, language="ar", title="ا"))


@pytest.mark.parametrize("given", ARABIC, ids=lambda given: given.get("file") or given["document"])
def test_the_portals_own_files_are_read_word_by_word_in_order(given: dict[str, Any]) -> None:
    left = folded(read(own_file(given)))
    for block in given.get("blocks", ()):
        _before, written, left = left.partition(folded(block["ar"]))
        assert written == folded(block["ar"])


def test_a_masthead_is_read_from_the_right_column_by_column() -> None:
    given = next(each for each in ARABIC if each["document"] == "needs-and-gaps")
    assert read(own_file(given)).split("\n")[:5] == [
        "الأمم المتحدة",
        "UNEP/IEG/IGSP/1/3",
        "برنامج الأمم المتحدة للبيئة",
        "التوزيع: عام",
        "الأصل: بالإنكليزية",
    ]


@pytest.mark.parametrize("typed", ["«يقصد بالاحتياجات»", "«تُبنى عليها القرارات»", "مدربون على إدارة", "ما يُقصَد"])
def test_words_printed_with_marks_are_found_with_and_without_them(
    make_document: Any, django_capture_on_commit_callbacks: Any, typed: str
) -> None:
    given = next(each for each in ARABIC if each["document"] == "needs-and-gaps")
    with django_capture_on_commit_callbacks(execute=True):
        document = make_document(state=DocumentState.ISSUED, languages=["ar"])
        actions.post_rendition(document, language="ar", name="x.pdf", file=BytesIO(own_file(given)), by="test")
    found = answer(Asked.of(typed), AnonymousUser(), Narrowed()).found
    assert [each.first.key for each in found] == [document.key]


@typeset
@pytest.mark.slow
@pytest.mark.parametrize(
    "sentence",
    [
        VOWELLED,
        f"{VOWELLED} {folded(VOWELLED)}",
        "تذكر عدة أقاليم (UNEP/GC.23/6) عام 2004، وكذلك (الفقرة 3) من «خطة العمل».",
        "البرنامج (United Nations Environment Programme) والمقرر د.إ-7/1 لله",
        "الجدول ٢٠٠٤/٢٠٠٥ والمادة 3(أ) من UNEP/IEG/IGSP/1/3.",
        "1 - UNEP هو البرنامج",
    ],
)
def test_a_sentence_is_read_as_it_was_written(sentence: str) -> None:
    assert folded(made(f"<p>{sentence}</p>", "body { font-size: 9pt }")) == folded(sentence)


@typeset
@pytest.mark.slow
def test_what_stands_side_by_side_is_read_from_the_right() -> None:
    row = "<tr><td>الدولة</td><td>عام 2003</td><td>عام 2004</td></tr>"
    assert made(f"<table style='width: 100%'>{row}</table>").split() == ["الدولة", "عام", "2003", "عام", "2004"]


@typeset
@pytest.mark.slow
def test_arabic_words_within_others_leave_those_in_their_order() -> None:
    sentence = "The word كِتَاب (book) is Arabic, as are the terms العمل الدولي of the plan."
    assert made(f"<p dir='ltr' lang='en'>{sentence}</p>") == sentence


@typeset
@pytest.mark.slow
def test_letters_of_which_a_file_says_nothing_are_told_by_its_font() -> None:
    """So another typesetter leaves those that bear a mark wherever they stand."""
    from weasyprint import HTML

    data = HTML(string=f'<html lang="ar" dir="rtl"><body><p>{VOWELLED}</p></body></html>').write_pdf()
    assert folded(read(data)) == folded(VOWELLED)
