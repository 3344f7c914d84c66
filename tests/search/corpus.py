"""A small library in six languages: what stands in it is written out here, so that each answer can be told by hand."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from documents.library.states import DocumentKind, DocumentState
from documents.models import (
    Block,
    Document,
    LanguageVersion,
    PageText,
    Rendition,
    SymbolAlias,
    Text,
    TextVersion,
    Wording,
)
from documents.search import indexing
from documents.search.sources import SOURCES
from meetings.models import AgendaItem, Decision, Meeting, Process
from tests.cast import given

ISSUED_AT = datetime(2004, 3, 1, tzinfo=UTC)

# symbol or designation: kind, session, day of issue, titles by language, pages by language
LIBRARY: dict[str, dict[str, Any]] = {
    "UNEP/LAKES/1/1": {
        "kind": DocumentKind.AGENDA,
        "session": 1,
        "on": "2004-03-01",
        "titles": {
            "en": "Provisional agenda",
            "fr": "Ordre du jour provisoire",
            "ar": "جدول الأعمال المؤقّت",
            "zh-hans": "临时议程",
            "ru": "Предварительная повестка дня",
            "es": "Programa provisional",
        },
        "pages": {
            "en": ["Opening of the session and election of officers.", "Other matters and closure of the session."],
            "fr": ["Ouverture de la session et élection du Bureau.", "Questions diverses et clôture de la session."],
            "ar": ["افتتاح الدورة وانتخاب أعضاء المكتب", "مسائل أخرى واختتام الدورة"],
            "zh-hans": ["会议开幕和选举主席团成员", "其他事项和会议闭幕"],
            "ru": ["Открытие сессии и выборы должностных лиц.", "Прочие вопросы и закрытие сессии."],
            "es": ["Apertura del período de sesiones y elección de la Mesa.", "Otros asuntos y clausura."],
        },
    },
    "UNEP/LAKES/1/2": {
        "kind": DocumentKind.WORKING,
        "session": 1,
        "on": "2004-03-02",
        "job": "K0471234",
        "author": "Note by the secretariat",
        "titles": {
            "en": "Draft plan for the protection of lakes",
            "fr": "Projet de plan pour la protection des lacs",
            "ar": "مشروع خطة حماية البحيرات",
            "zh-hans": "湖泊保护计划草案",
            "ru": "Проект плана охраны озёр",
            "es": "Proyecto de plan para la protección de los lagos",
        },
        "pages": {
            "en": [
                "The plan rests on capacity-building and on the co-opera-\ntion of riparian States.",
                "Costs are estimated at 25,000 dollars; see decision SS.VII/1 and document UNEP/GC.88/6/Add.1.",
                "The naïve reader may consult the Chair’s summary.",
            ],
            "fr": [
                "Le plan repose sur l’environnement lacustre et le renforcement des capacités.",
                "L'élaboration d’un cadre stratégique; cœur de l'œuvre commune.",
            ],
            "ar": [
                "تقوم الخُطَّة على حماية البيئة وبناء القدرات",
                "وتُقدَّر التكاليف بمبلغ ٢٥٠٠٠ دولار، والمياه النقية أولويّـــة",
            ],
            "zh-hans": ["本计划草案以能力建设和技术支持为基础。", "第3条规定了水质标准，费用为２５０００美元。"],
            "ru": [
                "План опирается на укрепление потенциала и сотрудничество.",
                "Её расходы оценены; учёт ведётся отдельно.",
            ],
            "es": [
                "El plan se basa en la creación de capacidad.",
                "Los niños y el señor Peña participan en la acción.",
            ],
        },
    },
    "UNEP/LAKES/1/INF/2": {
        "kind": DocumentKind.INFORMATION,
        "session": 1,
        "on": "2004-03-03",
        "titles": {"en": "Water quality: a survey", "fr": "Qualité de l’eau : enquête", "ru": "Качество воды"},
        "pages": {
            "en": ["A survey of nutrients, phosphates and plastics in forty lakes.", "", "Planet-wide planning."],
            "fr": ["Enquête sur les phosphates dans quarante lacs."],
        },
    },
    "UNEP/LAKES/1/L.3": {
        "kind": DocumentKind.LIMITED,
        "session": 1,
        "on": "2004-03-10",
        "titles": {"en": "Chair’s summary", "fr": "Résumé du Président", "es": "Resumen de la Presidencia"},
        "pages": {"en": ["The summary reflects the plan and the views of all."]},
    },
    "UNEP/LAKES/2/1": {
        "kind": DocumentKind.WORKING,
        "session": 2,
        "on": "2005-05-04",
        "titles": {"en": "Revised plan for lakes", "ar": "الخطة المنقحة للبحيرات", "zh-hans": "湖泊计划订正本"},
        "pages": {
            "en": ["Revised costs and a timetable."],
            "ar": ["جدول زمني وتكاليف منقحة للبيئة"],
            "zh-hans": ["时间表和费用。\n水生态\n系统"],
        },
    },
    "UNEP/LAKES/2/1/Add.1": {
        "kind": DocumentKind.WORKING,
        "session": 2,
        "on": "2005-05-05",
        "titles": {"en": "Revised plan for lakes: budget"},
        "pages": {"en": ["The budget for 2006-2007 in tables."]},
    },
    "UNEP/GC.88/6/Add.1": {
        "kind": DocumentKind.WORKING,
        "session": None,
        "on": "2004-12-20",
        "titles": {"en": "Report of the Executive Director", "es": "Informe del Director Ejecutivo"},
        "pages": {"en": ["The report on lakes was noted."]},
        "aliases": ["UNEP/GC.88/6/Ad.1"],
    },
    "Non-paper 3": {
        "kind": DocumentKind.OTHER,
        "session": 2,
        "on": "2005-05-06",
        "titles": {"en": "Fisheries"},
        "pages": {"en": ["Ideas on inland fisheries and aquaculture."]},
    },
}
# Not to be found by the public: title, words of its only page.
HIDDEN = {
    "UNEP/LAKES/2/7": (DocumentState.PREPARATION, "general", "Zebra mussels", "Zebra mussels invade."),
    "UNEP/LAKES/2/8": (DocumentState.ISSUED, "restricted", "Quagga mussels", "Quagga mussels invade."),
    "UNEP/LAKES/2/9": (DocumentState.WITHDRAWN, "general", "Marble trout", "Marble trout return with the otter."),
    "UNEP/LAKES/2/10": (DocumentState.PLANNED, "general", "Forthcoming atlas", "An atlas with secret beavers."),
}
# A text issued as UNEP/LAKES/2/5, and one that is no document.
PARAGRAPHS = {
    "en": {
        "title": "Principles",
        "p-1": "Every [riparian] State protects its *wetlands*.",
        "p-2": "The polluter pays.",
    },
    "fr": {
        "title": "Principes",
        "p-1": "Tout État [riverain] protège ses *zones humides*.",
        "p-2": "Le pollueur paie.",
    },
    "zh-hans": {"title": "原则", "p-1": "各[沿岸]国应保护其湿地。", "p-2": "污染者付费。"},
}
LOOSE = {"en": {"title": "Glossary", "p-1": "Limnology is the study of inland waters."}}


def make_corpus() -> Process:
    """The process “lakes” with its library, indexed."""
    with given():
        process = Process.objects.create(
            slug="lakes",
            **dict.fromkeys(("name_en", "short_name_en", "body_en"), "Lakes"),
            is_public=True,
            series="UNEP/LAKES",
            series_aliases=["UNEP/LKS"],
        )
        sessions = {n: _session(process, n) for n in (1, 2)}
        for name, facts in LIBRARY.items():
            _document(process, sessions, name, facts)
        for symbol, (state, distribution, title, words) in HIDDEN.items():
            facts = {
                "kind": "working",
                "session": 2,
                "on": "2005-06-01",
                "titles": {"en": title},
                "pages": {"en": [words]},
            }
            _document(process, sessions, symbol, facts, state=state, distribution=distribution)
        issued_as = _document(
            process,
            sessions,
            "UNEP/LAKES/2/5",
            {
                "kind": "working",
                "session": 2,
                "on": "2005-05-10",
                "titles": {"en": "Principles of conduct"},
                "pages": {},
            },
        )
        _text(process, "principles", PARAGRAPHS, issued_as)
        _text(process, "glossary", LOOSE, None)
        Decision.objects.create(process=process, key="ss7-1", symbol="SS.VII/1", **_titled("Lakes first"))
    put_lakes()
    return process


def _titled(title: str) -> Any:
    return {"title_en": title}


def put_lakes() -> None:
    """Index what there is of the process, as the worker would."""
    documents = Document.objects.filter(process__slug="lakes").order_by("pk").values_list("pk", flat=True)
    versions = TextVersion.objects.filter(text__process__slug="lakes").values_list("pk", flat=True)
    for name, rows in (("document", documents), ("text", versions)):
        indexing.put(SOURCES[name], list(rows))


def _session(process: Process, number: int) -> Meeting:
    values: Any = {"kind": "session", "number": number, "name_en": f"Session {number}", "order": number}
    meeting = Meeting.objects.create(process=process, key=f"s-{number}", **values)
    AgendaItem.objects.create(meeting=meeting, number="4", **_titled("Plan"))
    return meeting


def _document(
    process: Process, sessions: dict[int, Meeting], name: str, facts: dict[str, Any], **values: Any
) -> Document:
    named: Any = {"author_en": facts.get("author", "")}
    named |= {"symbol": name} if "/" in name else {"designation_en": name}
    document = Document(
        process=process,
        key=name.lower().replace("/", "-").replace(".", "-").replace(" ", "-"),
        kind=facts["kind"],
        meeting=sessions.get(facts["session"]),
        issued_on=date.fromisoformat(facts["on"]),
        job_number=facts.get("job", ""),
        **{f"title_{code.replace('-', '_')}": title for code, title in facts["titles"].items()},
        **{"state": DocumentState.ISSUED, **named, **values},
    )
    document.save()
    if document.kind == DocumentKind.WORKING and document.meeting:
        document.agenda_items.add(document.meeting.agenda.get())
    for alias in facts.get("aliases", []):
        SymbolAlias(document=document, symbol=alias).save()
    for language, pages in facts["pages"].items():
        _file(document, language, pages)
    return document


def _file(document: Document, language: str, pages: list[str]) -> None:
    sha256 = hashlib.sha256(f"{document.key} {language}".encode()).hexdigest()
    released = ISSUED_AT if document.state != DocumentState.PLANNED else None
    file = Rendition(document=document, language=language, sha256=sha256, size=1, pages=len(pages))
    file.posted_at, file.released_at, file.file.name = ISSUED_AT, released, f"renditions/{sha256}.pdf"
    file.save()
    for number, words in enumerate(pages, 1):
        if words:
            PageText.objects.create(sha256=sha256, number=number, words=words)


def _text(process: Process, key: str, words: dict[str, dict[str, str]], document: Document | None) -> None:
    text = Text.objects.create(
        process=process, key=key, **{f"title_{code.replace('-', '_')}": said["title"] for code, said in words.items()}
    )
    version = TextVersion.objects.create(text=text, number=1, document=document)
    for order, block_key in enumerate(name for name in words["en"] if name != "title"):
        block = Block.objects.create(version=version, key=block_key, order=order, kind="paragraph")
        for code, said in words.items():
            Wording.objects.create(block=block, language=code, words=said[block_key])
    for code in words:
        LanguageVersion.objects.create(version=version, language=code, released_at=ISSUED_AT)
    version.state, version.released_at = "released", ISSUED_AT
    version.save()
