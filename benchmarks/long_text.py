"""A text of as many paragraphs as wanted, in six languages: those of the draft plan, over and over."""

from __future__ import annotations

from typing import Any

from benchmarks.papers import version as plan

BY = "benchmark"
COLUMNS = ("ar", "zh_hans", "en", "fr", "ru", "es")  # of a title


def draft(paragraphs: int) -> Any:
    """So many paragraphs, keyed `paragraph-0` and on, worded in six languages."""
    from documents.drafts import Draft, PlannedBlock
    from documents.models import Wording

    said: dict[str, list[str]] = {}
    rows = Wording.objects.filter(block__version=plan(), block__kind="paragraph").order_by("block__order")
    for language, words in rows.values_list("language", "words"):
        if "{" not in words:
            said.setdefault(language, []).append(words)
    keys = [f"paragraph-{number}" for number in range(paragraphs)]
    words = {code: {key: of[n % len(of)] for n, key in enumerate(keys)} for code, of in said.items()}
    return Draft([PlannedBlock(key, "paragraph") for key in keys], words)


def version(key: str, paragraphs: int, *, document: Any = None) -> Any:
    """A draft version of a text of the plan's process, with so many paragraphs, to be issued as `document`."""
    from documents.models import Text, TextVersion
    from documents.texts import actions
    from igsp_portal.foundations.record import records

    titles = {f"title_{code}": f"{paragraphs}" for code in COLUMNS}
    text = records.create(Text(process=plan().process, key=key, original_language="en", **titles), by=BY)
    made = records.create(TextVersion(text=text, number=1, document=document), by=BY)
    actions.write_draft(made, draft(paragraphs), by=BY)
    return made
