"""Word forms as people fill them in, with a stranger's library."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from docx.oxml.ns import qn
from docx.text.run import Run

from submissions.models import SubmissionVersion

from ..attack.forms import form_of


def downloaded(browser: Client, draft: SubmissionVersion, language: str = "en") -> Any:
    """The form of a draft as python-docx reads it."""
    answer = browser.get(_at("word_form", draft, language))
    assert answer.status_code == 200
    return docx.Document(io.BytesIO(answer.content))


def bytes_of(file: Any) -> bytes:
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


def sent(browser: Client, draft: SubmissionVersion, file: Any, name: str = "Form.docx") -> Any:
    """The answer to a form that is sent back."""
    data = file if isinstance(file, bytes) else bytes_of(file)
    return browser.post(_at("word_report", draft), {"file": SimpleUploadedFile(name, data)})


def taken(browser: Client, draft: SubmissionVersion, report: Any) -> Any:
    """The answer to the button of a report."""
    assert report.status_code == 200
    return browser.post(_at("write", draft), form_of(report.content.decode()) | {"do": "save"})


def lines(report: Any) -> list[tuple[str, str]]:
    """The lines of a report: how each stands, and what the file says."""
    assert report.status_code == 200
    found = re.split('<div class="word-line"', report.content.decode())[1:]
    return [
        (_text(re.findall('<span class="badge.*?</span>', one, re.DOTALL)[0]), _text(" ".join(_words(one))))
        for one in found
    ]


def cell_of(file: Any, tag: str) -> Any:
    """The box whose bookmark begins so."""
    return next(table for table in file.tables if _marked(table, tag)).rows[0].cells[0]


def table_of(file: Any, question: str) -> Any:
    """The table of a question."""
    return next(table for table in file.tables if _marked(table, f"a_{question}"))


def shown_in(cell: Any) -> str:
    """The words of a cell, also those in its controls."""
    return "".join(one.text or "" for one in cell._tc.iter(qn("w:t")))


def write_in(cell: Any, words: str) -> None:
    """Put words in the place of all that stands in a cell, within its control where it has one."""
    runs = list(cell._tc.iter(qn("w:r")))
    if not runs:
        cell.text = words
        return
    for sign in list(cell._tc.iter(qn("w:showingPlcHdr"))):
        sign.getparent().remove(sign)
    for run in runs[1:]:
        run.getparent().remove(run)
    Run(runs[0], cell.paragraphs[0]).text = words


def _at(name: str, draft: SubmissionVersion, language: str = "en") -> str:
    with override(language):
        return reverse(f"submissions:{name}", args=[draft.process.slug, draft.submission.pk])


def _marked(table: Any, tag: str) -> bool:
    return any(one.get(qn("w:name"), "").startswith(tag) for one in table._tbl.iter(qn("w:bookmarkStart")))


def _words(line: str) -> list[str]:
    return re.findall('<div class="word-words".*?</div>', line, re.DOTALL)


def _text(markup: str) -> str:
    return html.unescape(" ".join(re.sub("<[^>]*>", " ", markup).split()))
