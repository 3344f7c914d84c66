"""Files of other programs come in by the page: LibreOffice's, made here from its own format and from HTML, and Word's
as python-docx has them."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from django.test import Client

from documents.exchange import docx_in
from documents.models import Proposal
from documents.texts import actions
from igsp_portal.models import User
from meetings.models import Process
from tests.exchange.counted import vanished

from .importing import Importer, text_of

pytestmark = pytest.mark.slow
Browser = Callable[[User], Client]
SOURCES = Path(__file__).parent / "office"
IS_THERE = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


@pytest.fixture
def importer(igsp: Process, farah: User, browser_of: Browser) -> Importer:
    return Importer(browser_of(farah), text_of(igsp, numbering="articles"))


def converted(name: str, folder: Path, *more: str) -> bytes:
    """A source as LibreOffice writes it for Word."""
    home = f"-env:UserInstallation=file://{folder}/home"
    convert = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(SOURCES / name)]
    subprocess.run(["soffice", "--headless", home, *more, *convert], check=True, timeout=120, capture_output=True)
    return whole((folder / name).with_suffix(".docx").read_bytes())


def whole(data: bytes) -> bytes:
    """A file, each word of which its reading takes over or tells of."""
    assert not vanished(data, docx_in.read(data, "en"))
    return data


def written(importer: Importer) -> list[tuple[Any, ...]]:
    """Kind, level and words of each block once all is written."""
    assert importer.press("write").status_code == 302
    draft = actions.read_draft(importer.version)
    words = draft.words["en"]
    return [(block.kind, block.level, words.get(block.key, "")) for block in draft.blocks]


@IS_THERE
def test_a_treaty_of_libreoffice_with_notes_tables_and_tracked_changes(importer: Importer, tmp_path: Path) -> None:
    importer.send(converted("treaty.fodt", tmp_path), changes="propose")
    assert [(one["place"], one["says"]) for one in importer.page.context["settle"]["remarked"]] == [
        (22, "This footnote is left out with the line that calls it."),
        (8, "A footnote that Croatia adds is not entered with the change: “In writing.”"),
        (11, "Cells of this table are joined; their words are in the first of them."),
    ]
    assert written(importer) == [
        ("heading", 1, "General"),
        ("heading", 2, "Aims"),
        ("paragraph", 1, "Each Party may keep [its] lakes *clean*{note:footnote-2}:"),
        ("footnote", 1, "See annex."),
        ("subparagraph", 1, "all of them;"),
        ("subparagraph", 1, "the deep ones:"),
        ("subparagraph", 2, "at 10³ m;"),
        ("paragraph", 1, "Parties report."),
        ("heading", 2, "Means"),
        ("paragraph", 1, "Costs are shared as follows:"),
        ("table", 1, "Item | Cost\nNets | 10 \\| 12\nAll |"),
        ("text", 1, "Words without number{note:footnote-4}."),
        ("footnote", 1, "At the end."),
        ("text", 1, "Nobody pays for the nets."),
        ("text", 1, "Somebody does."),
    ]
    found = Proposal.objects.on(importer.version).order_by("pk")
    assert [(one.participant.key, one.kind, one.quoted, one.words) for one in found] == [
        (
            "ken",
            "wording",
            "Each Party may keep [its] lakes *clean*{note:footnote-2}:",
            "Each Party shall keep [its] lakes *clean*{note:footnote-2}:",
        ),
        ("hrv", "wording", "Parties report.", "Parties report each year."),
        ("hrv", "deletion", "Nobody pays for the nets.", ""),
        ("hrv", "new", "Somebody does.", "A new paragraph at last."),
    ]


@IS_THERE
def test_lists_within_lists_of_libreoffice_keep_their_levels(importer: Importer, tmp_path: Path) -> None:
    importer.send(converted("lists.html", tmp_path, "--infilter=HTML (StarWriter)"))
    assert written(importer) == [
        ("heading", 1, "Plan"),
        ("paragraph", 1, "One is done:"),
        ("subparagraph", 1, "sub one;"),
        ("subparagraph", 1, "sub two:"),
        ("subparagraph", 2, "deep one;"),
        ("subparagraph", 2, "deep two;"),
        ("paragraph", 1, "Two is done:"),
        ("subparagraph", 1, "dot one;"),
        ("subparagraph", 2, "dot deep one;"),
        ("subparagraph", 2, "dot deep two;"),
        ("subparagraph", 1, "dot two."),
        ("paragraph", 1, "H₂O is kept at 10³ m."),
        ("heading", 1, "More"),
        ("paragraph", 1, "Typed paragraph:"),
        ("subparagraph", 1, "first;"),
        ("subparagraph", 1, "second;"),
        ("subparagraph", 1, "third."),
        ("paragraph", 1, "Next typed paragraph."),
    ]


def test_a_file_of_python_docx_has_the_lists_and_headings_of_word(importer: Importer) -> None:
    made = docx.Document()
    made.add_heading("Elements of a plan", 0)
    made.add_heading("Aims", 1)
    for style, words in (
        ("List Number", "The Conference decided:"),
        ("List Bullet", "to act:"),
        ("List Bullet 2", "at once;"),
        ("List Bullet", "to pay."),
        ("List Number", "It asked for:"),
        ("List Number 2", "funds;"),
        ("List Number 2", "nets."),
        ("List Number", "It closed."),
    ):
        made.add_paragraph(words, style=style)
    table = made.add_table(rows=2, cols=3)
    for place, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {place}"
    table.cell(0, 0).merge(table.cell(0, 1))
    made.add_heading("Annex", 1)
    made.add_paragraph("Words of the annex.")
    data = io.BytesIO()
    made.save(data)
    importer.send(whole(data.getvalue()))
    assert written(importer) == [
        ("heading", 1, "Aims"),
        ("paragraph", 1, "The Conference decided:"),
        ("subparagraph", 1, "to act:"),
        ("subparagraph", 2, "at once;"),
        ("subparagraph", 1, "to pay."),
        ("paragraph", 1, "It asked for:"),
        ("subparagraph", 1, "funds;"),
        ("subparagraph", 1, "nets."),
        ("paragraph", 1, "It closed."),
        ("table", 1, "cell 0 cell 1 |  | cell 2\ncell 3 | cell 4 | cell 5"),
        ("annex", 1, ""),
        ("text", 1, "Words of the annex."),
    ]
