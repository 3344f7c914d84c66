"""Make files of documents for a process folder, from the portal's own words.

Run by hand when words change, from the project's folder; nothing of the portal imports it:

    PORTAL_VAR=$(mktemp -d) python igsp_portal/processes/make_files.py igsp

It reads illustrations/igsp/*.yaml, sets each document in each of its languages as the portal sets a text, with the
masthead that igsp/documents.yaml and igsp/meetings.yaml give it, and writes igsp/files/UNEP_IEG_IGSP_1_1-EN.pdf, or
with `file: first-issue` igsp/files/first-issue-EN.pdf. The same words give the same bytes. Every paper says that it is
illustrative.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


def make(process: Any, words: Path, to: Path) -> list[Path]:
    """Write the files of one document, whose words are in the file `words`; `process` is loaded."""
    from documents.filenames import file_name
    from documents.texts import papers, rendering
    from igsp_portal.foundations.paper import pdf

    given = yaml.safe_load(words.read_text())
    document = process.documents.get(key=given["document"])
    source = _manuscript(process, document, given)
    written = []
    for language in given["languages"]:
        path = to / file_name(given.get("file") or document.symbol or document.key, language, "pdf")
        path.write_bytes(pdf.typeset(**rendering.page(papers.composed(source, language))))
        written.append(path)
    return written


def _manuscript(process: Any, document: Any, given: dict[str, Any]) -> Any:
    from documents.texts.models import Block, Text, TextVersion
    from documents.texts.papers import Manuscript

    entries = [*_agenda(process, given), *given.get("blocks", ())]
    blocks = [
        Block(key=f"block-{place}", kind=entry.get("kind", "paragraph"), level=1, order=place)
        for place, entry in enumerate(entries)
    ]
    words = {
        language: {block.key: entry[language].strip() for block, entry in zip(blocks, entries, strict=True)}
        for language in given["languages"]
    }
    text = Text(process=process, original_language="en", illustrative=True, numbering="roman")
    version = TextVersion(text=text, document=document, number=1)
    counts = dict.fromkeys(words, len(blocks))
    return Manuscript(version=version, blocks=blocks, counts=counts, wanted=len(blocks), words=words)


def _agenda(process: Any, given: dict[str, Any]) -> list[dict[str, str]]:
    """The items of a session's agenda, one a paragraph, where the file names a session."""
    if "agenda" not in given:
        return []
    items = process.meetings.get(key=given["agenda"]).agenda.all()
    return [
        {language: getattr(item, f"title_{language.replace('-', '_')}") for language in given["languages"]}
        for item in items
    ]


def main(name: str) -> None:
    sys.path.insert(0, str(HERE.parent.parent))
    os.environ |= {"DJANGO_SETTINGS_MODULE": "igsp_portal.settings", "DATABASE_URL": "sqlite://:memory:"}
    os.environ |= {"PORTAL_SECRET_KEY": "for-making-files-alone", "SOURCE_DATE_EPOCH": "1086048000"}
    import django

    django.setup()
    from django.core.management import call_command

    from documents.library import loading_files
    from meetings.models import Process

    loading_files.load_files = lambda *args, **options: None  # they are made below
    call_command("migrate", verbosity=0)
    call_command("load_process", name, no_papers=True, verbosity=0)
    to = HERE / name / "files"
    to.mkdir(exist_ok=True)
    for words in sorted((HERE / "illustrations" / name).glob("*.yaml")):
        for path in make(Process.objects.get(slug=name), words, to):
            print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main(*sys.argv[1:])
