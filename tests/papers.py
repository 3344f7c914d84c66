"""Small papers in six languages for the tests of typesetting, and what a PDF says when it is read again."""

from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2
from django.template.loader import render_to_string
from django.utils import translation


@dataclass(frozen=True)
class Item:
    kind: str
    html: str
    label: str = ""
    level: int = 0
    lang: str = ""
    alternative: int = 0
    rank: int = 0
    apart: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    items: tuple["Item", ...] = ()


@dataclass(frozen=True)
class Paper:
    language: str
    title: str
    body: str
    items: list[Item] = field(default_factory=list)
    direction: str = "ltr"
    parent_organization: str = "United Nations"
    organization: str = "United Nations Environment Programme"
    symbol: str = "UNEP/IEG/IGSP/3/2"
    distribution: str = "General"
    date: str = "15 October 2004"
    original_language: str = "English"
    session_line: str = "Third session"
    place_dates: str = "Jimbaran, 2–4 December 2004"
    agenda_line: str = "Item 3 of the provisional agenda"
    agenda_note: str = "UNEP/IEG/IGSP/3/1."
    stars: str = ""
    reissue_note: str = ""
    subtitle: str = "Compilation of proposals"
    author: str = "Note by the Executive Director"
    illustrative_notice: str = "This text is illustrative."
    job_number: str = "K0473101 151004"


def _paper(language: str, title: str, body: str, sentence: str) -> Paper:
    items = [
        Item("heading", title, label="I.", level=1),
        Item("paragraph", f'{sentence}<span class="footnote">UNEP/GC.23/6/Add.1.</span>', label="1."),
        Item(
            "subparagraph",
            f'<span class="bracket">[</span>{sentence}<span class="bracket">]</span>',
            "(a)",
            1,
        ),
    ]
    return Paper(language, title, body, items, direction="rtl" if language == "ar" else "ltr")


PAPERS = {
    paper.language: paper
    for paper in (
        _paper(
            "ar",
            "مشروع الخطة الاستراتيجية",
            "الفريق العامل",
            "تعزيز المؤسسات الوطنية المسؤولة عن الشؤون البيئية",
        ),
        _paper("zh-hans", "战略计划草案", "政府间工作组", "加强各国负责环境事务的国家机构，包括“能力建设”"),
        _paper(
            "en",
            "Draft strategic plan",
            "Working Group",
            "Strengthening the national institutions of countries",
        ),
        _paper(
            "fr",
            "Projet de plan stratégique",
            "Groupe de travail",
            "Renforcer les capacités et l’œuvre des institutions",
        ),
        _paper("ru", "Проект стратегического плана", "Рабочая группа", "Укрепление национальных учреждений"),
        _paper("es", "Proyecto de plan estratégico", "Grupo de trabajo", "Creación de capacidad según la región"),
    )
}


def with_notes(count: int, words: int) -> Paper:
    """Return an English paper: ``count`` paragraphs call a note each, each of ``words`` words or more."""
    filling = "institutions of countries that are responsible for the environment " * (words // 10 + 1)
    note = '<span class="footnote">note{0:03} ' + "with some more words in it " * 6 + "</span>"
    items = [
        Item("paragraph", f"{filling}call{number:03}{note.format(number)} {filling}", label=f"{number}.")
        for number in range(1, count + 1)
    ]
    return replace(PAPERS["en"], items=items)


RECEIPT: dict[str, Any] = {
    "language": "en",
    "direction": "ltr",
    "parent_organization": "United Nations",
    "organization": "United Nations Environment Programme",
    "symbol": "IGSP-2004-0007",
    "number": "IGSP-2004-0007",
    "date": "29 October 2004",
    "party": "African Ministerial Conference on the Environment",
    "call": "Needs and priorities by component",
    "submission_title": "Needs of the region",
    "version": 2,
    "replaces": "IGSP-2004-0004",
    "written_in": "English",
    "filed_by": "Hana",
    "filed_local": "29 October 2004, 17:00 (Africa/Nairobi)",
    "filed_utc": "29 October 2004, 14:00 UTC",
    "late": "Filed after the deadline.",
    "checksum": ["0123abcd", "4567ef89"] * 4,
    "statements": [{"label": "Capacity-building and training", "count": 4}],
    "attachments": [{"name": "needs.pdf", "size": "34 kB", "checksum": ["0123abcd", "4567ef89"] * 4}],
    "check_address": "https://portal.example.org/en/receipts/IGSP-2004-0007/",
}


def page_of(paper: Paper | dict[str, Any], template: str = "papers/document.html") -> str:
    """Return the HTML of a paper in its own language."""
    language = paper.language if isinstance(paper, Paper) else paper["language"]
    with translation.override(language):
        return render_to_string(template, {"paper": paper})


def page_texts(data: bytes) -> list[str]:
    """Return the text of each page of a PDF, as a reader would copy it."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def text_of(data: bytes) -> str:
    """Return the text of a PDF, its pages one after the other."""
    return "\n".join(page_texts(data))
