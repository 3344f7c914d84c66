"""Footnotes of a table and of an annex have signs of their own, and say at the end of the page whose they are."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from documents.drafts import Draft, PlannedBlock
from documents.texts import actions
from igsp_portal.models import User
from meetings.models import Process

from .importing import text_of

pytestmark = pytest.mark.slow


def test_notes_with_one_sign_are_told_apart(igsp: Process, farah: User, browser_of: Callable[[User], Client]) -> None:
    version = text_of(igsp)
    kinds = {"first": "paragraph", "shares": "table", "marks": "annex", "second": "text"}
    notes = {"of-text": "In the text.", "of-table": "In the table.", "of-annex": "In the annex."}
    blocks = [PlannedBlock(key, kind) for key, kind in [*kinds.items(), *dict.fromkeys(notes, "footnote").items()]]
    words = {
        "first": "Lakes are kept clean.{note:of-text}",
        "shares": "Lake | Share{note:of-table}\nUpper | 1",
        "marks": "Marks",
        "second": "Nets are marked.{note:of-annex}",
        **notes,
    }
    actions.write_draft(version, Draft(blocks, {"en": words}), by=farah)
    html = browser_of(farah).get("/en/igsp/texts/note/").content.decode()
    listed = re.findall(r'<li id="note-[^"]*">(.*?)</li>', html)
    said = [" ".join(re.sub("<[^>]+>", " ", one).replace("↩", "").split()) for one in listed]
    assert said == ["1 In the text.", "a Table: In the table.", "a Annex I: In the annex."]
