"""The papers as PDF: what can be read from them again, and what the engine refuses."""

import ctypes
import io
import re
import unicodedata
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from igsp_portal.foundations.paper import pdf
from tests.papers import PAPERS, RECEIPT, Item, Paper, page_of, page_texts, text_of, with_notes

pytestmark = pytest.mark.slow

LANGUAGES = list(PAPERS)


def typeset(paper: Paper) -> bytes:
    return pdf.typeset(page_of(paper), language=paper.language, title=paper.title, author=paper.author)


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    return {language: typeset(paper) for language, paper in PAPERS.items()}


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def plain(html: str) -> str:
    """Letters and digits alone: readers differ in spaces, and set Arabic letters in their joined forms."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", re.sub(r"<[^>]+>", "", html)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_copied_out_again(printed: dict[str, bytes], language: str) -> None:
    text = plain(text_of(printed[language]))
    sentences = [
        PAPERS[language].body,
        *(item.html.split('<span class="footnote')[0] for item in PAPERS[language].items),
    ]
    assert [sentence for sentence in sentences if plain(sentence) not in text] == []


def test_arabic_words_can_be_found_one_by_one(printed: dict[str, bytes]) -> None:
    words = unicodedata.normalize("NFKC", text_of(printed["ar"])).split()
    assert [word for word in PAPERS["ar"].title.split() if word not in words] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_names_its_title_its_author_and_its_language(printed: dict[str, bytes], language: str) -> None:
    document = opened(printed[language])
    said = (str(document.Root.Lang), str(document.docinfo["/Title"]), str(document.docinfo["/Author"]))
    assert said == (language, PAPERS[language].title, PAPERS[language].author)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_for_screen_readers(printed: dict[str, bytes], language: str) -> None:
    document = opened(printed[language])
    assert bool(document.Root.MarkInfo.Marked) is True
    assert {"/H1", "/H2", "/P"} <= kinds(document.Root.StructTreeRoot)
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


FORBIDDEN = {"/JS", "/JavaScript", "/OpenAction", "/AA", "/EF", "/EmbeddedFiles", "/Encrypt"}


def claims(document: pikepdf.Pdf) -> list[str | None]:
    """Which standards a PDF says it keeps: the part and the level of PDF/A, and the part of PDF/UA."""
    with document.open_metadata() as metadata:
        return [metadata.get(name) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_claims_what_it_keeps_for_reading_or_for_the_record(printed: dict[str, bytes], language: str) -> None:
    paper = PAPERS[language]
    data = pdf.typeset(page_of(paper), language=language, title=paper.title, author=paper.author, variant="pdf/a-2a")
    reading, record = opened(printed[language]), opened(data)
    assert (claims(reading), claims(record)) == ([None, None, "1"], ["2", "A", None])
    assert ("/OutputIntents" in reading.Root, text_of(data)) == (False, text_of(printed[language]))
    (intent,) = record.Root.OutputIntents
    assert (str(intent.S), int(intent.DestOutputProfile.N), "/ID" in record.trailer) == ("/GTS_PDFA1", 3, True)
    assert (bool(record.Root.MarkInfo.Marked), str(record.Root.Lang)) == (True, language)
    assert kinds(record.Root.StructTreeRoot) == kinds(reading.Root.StructTreeRoot)
    named = {key for thing in record.objects if isinstance(thing, pikepdf.Dictionary) for key in thing}
    assert named & FORBIDDEN == set()
    assert set(fonts_inside(record).values()) == {(True, True)}
    with record.open_metadata() as metadata:
        assert (metadata["dc:title"], metadata["dc:creator"]) == (paper.title, [paper.author])
    assert (str(record.docinfo["/Title"]), str(record.docinfo["/Author"])) == (paper.title, paper.author)


def fonts_inside(document: pikepdf.Pdf) -> dict[str, tuple[bool, bool]]:
    """Of each font whether it is in the file, and whether its letters can be copied out."""
    fonts = [font for page in document.pages for font in page.Resources.Font.values()]
    return {
        str(font.BaseFont): ("/FontFile2" in font.DescendantFonts[0].FontDescriptor, "/ToUnicode" in font)
        for font in fonts
    }


def kinds(element: Any) -> set[str]:
    """The kinds of structure below an element."""
    found = {str(element.S)} if "/S" in element else set()
    children = element.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            found |= kinds(child)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_projects_own_fonts_are_used_and_all_are_inside(printed: dict[str, bytes], language: str) -> None:
    names = set()
    for page in opened(printed[language]).pages:
        for font in page.Resources.Font.values():
            names.add(str(font.BaseFont).split("+")[-1])
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
    assert {name for name in names if not name.startswith("Paper-")} == set()


def test_the_same_paper_gives_the_same_bytes(printed: dict[str, bytes]) -> None:
    assert {language: typeset(PAPERS[language]) for language in ("ar", "zh-hans", "en")} == {
        language: printed[language] for language in ("ar", "zh-hans", "en")
    }


def test_the_first_page_carries_masthead_and_job_number_and_the_next_the_symbol() -> None:
    paper = with_notes(3, 200)
    first, second = page_texts(typeset(paper))[:2]
    for words in (
        "Distr.: General",
        "Original: English",
        paper.date,
        paper.job_number,
        "* UNEP/IEG/IGSP/3/1.",
    ):
        assert words in re.sub(r"\s+", " ", first)
    assert paper.symbol in second.splitlines()
    assert paper.job_number not in second


@pytest.mark.parametrize("words", [10, 20, 80])
def test_every_note_stands_on_the_page_of_its_call(words: int) -> None:
    texts = page_texts(typeset(with_notes(40, words)))
    pages = {
        mark: {
            f"{number:03}": [n for n, text in enumerate(texts) if f"{mark}{number:03}" in text]
            for number in range(1, 41)
        }
        for mark in ("call", "note")
    }
    assert pages["note"] == pages["call"]
    assert all(len(found) == 1 for found in pages["note"].values())


def test_notes_are_counted_from_one_after_the_asterisk(printed: dict[str, bytes]) -> None:
    text = re.sub(r"\s+", " ", text_of(printed["en"]))
    assert "countries1" in text
    assert "1 UNEP/GC.23/6/Add.1." in text


@pytest.mark.parametrize(("language", "letter"), [("en", "a"), ("fr", "b")])
def test_a_note_is_printed_with_its_own_sign_and_letters_count_for_no_figure(language: str, letter: str) -> None:
    notes = [("1", "NOTEONE"), (letter, "NOTETWO"), ("2", "NOTETHREE")]
    items = [
        Item("paragraph", f'CALL{words}<span class="footnote" data-mark="{mark}">{words}</span>', label=f"{number}.")
        for number, (mark, words) in enumerate(notes, 1)
    ]
    text = unicodedata.normalize("NFKC", text_of(typeset(replace(PAPERS[language], items=items))))
    found = [re.search(rf"CALL{words}\W*(\w)", text) for _mark, words in notes]
    assert [one and one[1] for one in found] == ["1", letter, "2"]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/picture.png",
        "http://127.0.0.1:8000/static/picture.png",
        "file:///etc/passwd",
        "../../igsp_portal/settings.py",
        "paper.css/../../../manage.py",
        "//example.org/picture.png",
        "data:image/png;base64,AAAA",
        "ftp://example.org/picture.png",
    ],
)
def test_a_file_that_is_not_the_projects_own_is_refused(address: str) -> None:
    with pytest.raises(pdf.AddressRefused, match="the portal's own files only"):
        pdf.typeset(f'<p><img src="{address}" alt="">', language="en", title="A paper")


def test_a_missing_file_of_the_project_is_named() -> None:
    with pytest.raises(pdf.PaperFileMissing, match=r"templates/papers/lost\.css"):
        pdf.typeset('<link rel="stylesheet" href="lost.css"><p>Text', language="en", title="A paper")


def test_a_machine_without_the_engine_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_library(name: str) -> None:
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr(ctypes, "CDLL", no_library)
    assert pdf.available() is False
    with pytest.raises(pdf.PdfEngineMissing, match="apt-get install libpango-1.0-0"):
        pdf.typeset("<p>Text", language="en", title="A paper")


def test_an_engine_that_fails_to_load_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    with pytest.raises(pdf.PdfEngineMissing, match="apt-get install"):
        pdf.typeset("<p>Text", language="en", title="A paper")


def test_a_full_disk_is_said_by_the_system_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pdf, "TemporaryDirectory", full)
    with pytest.raises(OSError, match="No space left on device"):
        typeset(PAPERS["en"])


def test_an_attachment_is_inside_and_whole() -> None:
    def with_file() -> bytes:
        return pdf.typeset(
            page_of(PAPERS["en"]),
            language="en",
            title="A paper",
            variant="pdf/a-3a",
            attachments=[("needs.csv", b"region,need\n")],
        )

    data = with_file()
    document = opened(data)
    assert document.attachments["needs.csv"].get_file().read_bytes() == b"region,need\n"
    assert data == with_file()


def test_a_receipt_is_one_page_with_all_that_proves_a_filing() -> None:
    data = pdf.typeset(page_of(RECEIPT, "papers/receipt.html"), language="en", title="Receipt")
    text = re.sub(r"\s+", " ", text_of(data))
    assert len(page_texts(data)) == 1
    for words in ("IGSP-2004-0007", "29 October 2004, 14:00 UTC", "0123abcd 4567ef89", "needs.pdf", "/receipts/"):
        assert words in text
