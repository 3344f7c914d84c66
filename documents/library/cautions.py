"""What a document is warned of before it is posted or issued. Nothing here keeps anybody from doing either."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from igsp_portal.foundations import time
from igsp_portal.foundations.language.days import date_format

from .models import Document
from .states import IN_SESSION

# The most words of a document in session, of one of the secretariat, and of any other; footnotes count.
IN_SESSION_WORDS, SECRETARIAT_WORDS, OTHER_WORDS = 3_300, 8_500, 10_700


def cautions(document: Document, *, words: int | None = None, today: date | None = None) -> list[tuple[str, str]]:
    """What there is to warn of, each as a code and a sentence.

    `words` are those of its file, or of its longest, where they were counted; `today` is the day on which it would be
    issued, unless it was.
    """
    found = [_too_long(document, words), _late(document), _issued_late(document, today)]
    return [caution for caution in found if caution]


def of_new_file(document: Document, words: int | None) -> list[str]:
    """What there is to warn of before a file of so many words is posted, in sentences.

    That a document was issued late is past help; one that is not issued would be so today.
    """
    found = cautions(document, words=words, today=_today(document))
    return [says for code, says in found if code == "words" or not document.is_issued]


def standing(document: Document) -> list[str]:
    """What there is to warn of as the document stands, in sentences; its words are those of the original language."""
    counted = [(document.original_language in file.languages, file.words) for file in document.renditions.current()]
    words = max(((original, words) for original, words in counted if words is not None), default=(False, None))[1]
    return [says for _code, says in cautions(document, words=words, today=_today(document))]


def _today(document: Document) -> date | None:
    return None if document.is_issued else time.today(document.process.zone)


def most_words(document: Document) -> int:
    """How many words a document may have without a waiver."""
    if document.kind in IN_SESSION:
        return IN_SESSION_WORDS
    return OTHER_WORDS if document.issued_elsewhere else SECRETARIAT_WORDS


def _too_long(document: Document, words: int | None) -> tuple[str, str] | None:
    most = most_words(document)
    if words is None or words <= most:
        return None
    says = _("The document has %(words)s words; the limit is %(most)s. A longer one needs a waiver.")
    return "words", says % {"words": words, "most": most}


def _first_day(document: Document) -> date | None:
    """The first day announced for its session, where the terms of 10-4-6 hold."""
    meeting: Any = document.meeting
    if meeting is None or document.kind in IN_SESSION or document.kind == "report" or not meeting.announced:
        return None
    first: date = meeting.announced.starts_on
    return first


def _late(document: Document) -> tuple[str, str] | None:
    first, on = _first_day(document), document.submitted_on
    if first is None or on is None or on <= (due := time.submission_due(first)):
        return None
    says = _("The document was submitted later than ten weeks before the session: it was due on %(date)s.")
    return "submitted_late", says % {"date": date_format(due, "DATE_FORMAT")}


def _issued_late(document: Document, today: date | None) -> tuple[str, str] | None:
    first, on = _first_day(document), document.issued_on or today
    if first is None or on is None or on <= (due := time.issue_due(first)):
        return None
    says = _("The document is issued later than six weeks before the session: it was due on %(date)s.")
    return "issued_late", says % {"date": date_format(due, "DATE_FORMAT")}
