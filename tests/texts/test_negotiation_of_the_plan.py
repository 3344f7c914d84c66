"""By whom the brackets of the plan are, what was proposed for it, and what became of that."""

from __future__ import annotations

import datetime as dt

import pytest

from documents.models import TextVersion
from documents.texts import actions
from igsp_portal.models import User

from .test_ledger_page import page, table

pytestmark = pytest.mark.slow


def of(plan: TextVersion, number: int) -> TextVersion:
    return plan.text.versions.get(number=number)


def test_brackets_of_the_compilation_are_groups_own(plan: TextVersion) -> None:
    rows = table(page("/en/igsp/texts/draft-plan/brackets/?version=3"), "open")
    assert len([row for row in rows if len(row) > 3 and row[3]]) >= 20
    kinds = of(plan, 3).attributions.values_list("participant__kind", flat=True)
    assert set(kinds) <= {"regional_group", "negotiating_group"}


def test_proposals_on_the_building_blocks_were_decided(plan: TextVersion) -> None:
    states = sorted(of(plan, 2).proposals.values_list("state", flat=True))
    assert states == ["accepted", "accepted", "declined", "in_brackets", "in_brackets", "in_part", "kept", "merged",
                      "merged", "withdrawn"]  # fmt: skip


def test_what_was_decided_is_what_the_compilation_says(plan: TextVersion) -> None:
    words = actions.read_draft(of(plan, 3)).words["en"]
    proposals = of(plan, 2).proposals
    taken = proposals.filter(state="accepted").exclude(words="").values_list("words", flat=True)
    assert [said for said in taken if said not in words.values()] == []
    declined = proposals.filter(state="declined").values_list("key", "words", "quoted")
    assert [words[key] == quoted for key, _said, quoted in declined] == [True]
    labels = proposals.filter(state="in_brackets").values_list("label", "taken_key", "taken_in__number")
    assert sorted(labels) == [("best", "best-techniques", 3), ("not", "conditions", 3)]
    assert [key for label, key, _number in labels if f"[{{is:{label}}}" not in words[key]] == []
    rows = table(page("/en/igsp/texts/draft-plan/brackets/?version=3"), "open")
    said = {row[1]: row[3] for row in rows if row[1] in ("[ best available ]", "[ not ]")}
    assert said == {
        "[ best available ]": "Group of Western European and other States",
        "[ not ]": "Group of 77 and China",
    }


def test_proposals_on_the_clean_text_are_open_and_two_touch_the_same_words(plan: TextVersion) -> None:
    found = list(plan.proposals.order_by("pk").values_list("kind", "key", "language", "state"))
    assert found == [
        ("wording", "additional", "en", "open"),
        ("wording", "additional", "en", "open"),
        ("new", "division", "en", "open"),
        ("deletion", "country-teams", "en", "open"),
        ("move", "south-south", "en", "open"),
        ("wording", "training", "fr", "open"),
    ]
    html = page("/en/igsp/texts/draft-plan/4/proposals/")
    assert html.count("Another proposal changes the same words.") == 2


def test_they_were_made_while_their_version_was_the_newest(plan: TextVersion, farah: User) -> None:
    for number, until in ((2, dt.date(2004, 9, 17)), (4, dt.date(2004, 10, 15))):
        of_version = of(plan, number)
        assert of_version.released_at
        days = of_version.proposals.values_list("made_at__date", "decided_on")
        assert all(of_version.released_at.date() < made <= (decided or made) < until for made, decided in days)
