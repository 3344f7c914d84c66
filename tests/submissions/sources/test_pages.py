"""Where a text comes from and what became of statements, as the secretariat says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import TextVersion
from documents.texts import actions as texts
from igsp_portal.models import User
from meetings.models import Component, Process
from submissions import actions as submitting
from submissions.actions import Said
from submissions.models import NotASource, Source, Statement, Submission, SubmissionVersion
from submissions.sources import actions, addresses
from tests.attack.forms import form_of
from tests.cast import given

from .conftest import release

pytestmark = pytest.mark.slow
Browser = Callable[[User], Client]
Noted = Callable[..., Source]


class TestTheSecretariat:
    def test_links_in_bulk_what_is_likely_and_passes_over_what_is_not(
        self, farahs: Client, next_plan: TextVersion, posts: Statement, trainers: Statement
    ) -> None:
        page = addresses.of(next_plan, "paragraph", "need")
        offered = farahs.get(page, {"find": "Kenya"}).context["others"]
        assert {posts.pk, trainers.pk} <= {row["pk"] for row in offered}
        sent = {
            f"as-{posts.pk}": "in_part",
            f"note-{posts.pk}": "Without  their number",
            f"as-{trainers.pk}": "none",
        }
        answer = farahs.post(page, sent, follow=True)
        assert "2 changes saved." in answer.content.decode()
        row = next_plan.sources.get()
        assert (row.statement, row.key, row.disposition, row.note) == (
            posts,
            "need",
            "in_part",
            "Without  their number",
        )
        assert NotASource.objects.get().statement == trainers
        (linked,) = answer.context["linked"]
        assert (linked["pk"], linked["chosen"]) == (posts.pk, "in_part")

    def test_takes_a_link_back(self, farahs: Client, next_plan: TextVersion, noted: Noted, posts: Statement) -> None:
        noted(posts, key="need")
        farahs.post(addresses.of(next_plan, "paragraph", "need"), {f"as-{posts.pk}": "remove"})
        assert not next_plan.sources.exists()

    def test_is_proposed_what_has_rare_words_in_common_and_never_again_what_it_passed_over(
        self, farahs: Client, next_plan: TextVersion, draft: SubmissionVersion, write: Any, farah: User, amina: User
    ) -> None:
        words = next_plan.blocks.get(key="nature").wordings.get(language="en").words
        said = [Said(" ".join(words.split()[:25]), _component(next_plan), "need", 1)]
        filed = submitting.file(write(draft, statements=said), by=amina)
        statement = filed.statements.get()
        page = addresses.of(next_plan, "paragraph", "nature")
        likely = farahs.get(page).context["others"]
        assert likely[0]["pk"] == statement.pk
        assert likely[0]["common"]
        by_statement = farahs.get(addresses.of(next_plan, "statement", statement.pk)).context["others"]
        assert by_statement[0]["name"] == "nature"
        actions.pass_over(next_plan, "nature", [statement], by=farah)
        assert statement.pk not in {row["pk"] for row in farahs.get(page).context["others"]}
        again = farahs.get(addresses.of(next_plan, "statement", statement.pk)).context["others"]
        assert "nature" not in {row["name"] for row in again}

    def test_says_of_a_statement_why_it_is_not_reflected_or_in_which_further_paragraph_it_is(
        self, farahs: Client, next_plan: TextVersion, posts: Statement
    ) -> None:
        page = addresses.of(next_plan, "statement", posts.pk)
        farahs.post(page, {"reason": "Posts are for Governments to decide on."})
        assert [(row.key, row.disposition) for row in next_plan.sources.all()] == [("", "not")]
        farahs.post(page, {"more": "need", "as-it": "merged", "note-it": "", "reason": ""})
        assert [(row.key, row.disposition) for row in next_plan.sources.all()] == [("need", "merged")]

    def test_has_a_list_of_what_nobody_has_answered(
        self, farahs: Client, next_plan: TextVersion, noted: Noted, posts: Statement, trainers: Statement
    ) -> None:
        page = addresses.of(next_plan, "unanswered")
        listed = {row["pk"] for row in farahs.get(page, {"call": "needs"}).context["statements"]}
        assert listed == {posts.pk, trainers.pk}
        noted(posts, key="need")
        noted(trainers, disposition="not", note="Not here.")
        assert farahs.get(page, {"call": "needs"}).context["statements"] == []
        assert farahs.get(page, {"call": "no-such"}).context["statements"] == []

    def test_it_holds_what_only_proposes_wording_and_is_narrowed_by_component_of_one_decision(
        self, farahs: Client, next_plan: TextVersion, posts: Statement, trainers: Statement, igsp: Process
    ) -> None:
        asked = posts.component
        assert asked is not None
        with given():
            QuerySet(Statement).filter(pk=posts.pk).update(words="", proposed="Okapis are monitored.")
            other = igsp.decisions.exclude(pk=asked.decision_id)[0]
            same = Component.objects.create(decision=other, key=asked.key, label="(z)", text="The same key")
            QuerySet(Statement).filter(pk=trainers.pk).update(component=same)
        page = addresses.of(next_plan, "unanswered")
        answer = farahs.get(page, {"call": "needs", "component": f"{asked.decision.key}/{asked.key}"})
        assert [(row["pk"], row["words"]) for row in answer.context["statements"]] == [
            (posts.pk, "Okapis are monitored.")
        ]
        found = farahs.get(addresses.of(next_plan, "paragraph", "need"), {"find": "okapis"}).context["others"]
        assert posts.pk in {row["pk"] for row in found}

    def test_says_on_one_form_that_it_is_reflected_after_all_or_is_not(
        self, farahs: Client, next_plan: TextVersion, noted: Noted, posts: Statement
    ) -> None:
        noted(posts, disposition="not", note="Not for a plan.")
        version = release(next_plan)
        page = addresses.of(version, "statement", posts.pk)
        farahs.post(page, {"more": "need", "as-it": "reflected", "note-it": "Read again.", "reason": ""})
        assert [(row.key, row.note) for row in version.sources.standing()] == [("need", "Read again.")]
        farahs.post(page, {"as-need": "reflected", "note-need": "Read again.", "reason": "It is not."})
        assert [(row.key, row.note) for row in version.sources.standing()] == [("", "It is not.")]

    def test_a_version_that_is_older_than_every_call_says_why_nothing_is_linked(
        self, farahs: Client, plan: TextVersion
    ) -> None:
        why = "This version was released before the first call for submissions opened."
        shown = []
        for year in (2003, 2005):
            with given():
                QuerySet(TextVersion).filter(pk=plan.pk).update(released_at=dt.datetime(year, 1, 1, tzinfo=dt.UTC))
            shown.append(why in farahs.get(addresses.of(plan)).content.decode())
        assert shown == [True, False]

    def test_the_list_costs_the_same_queries_however_long_it_is(
        self, farahs: Client, next_plan: TextVersion, filed: Submission, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page, costs = addresses.of(next_plan, "unanswered"), []
        for shown in (1, 20):
            monkeypatch.setattr("submissions.sources.desk.ON_A_PAGE", shown)
            farahs.get(page)
            with CaptureQueriesContext(connection) as captured:
                farahs.get(page)
            costs.append(len(captured))
        assert costs[0] == costs[1]

    def test_what_is_refused_stays_in_the_form(
        self, farahs: Client, next_plan: TextVersion, noted: Noted, posts: Statement
    ) -> None:
        row = noted(posts, key="need")
        version = release(next_plan)
        page = addresses.of(version, "paragraph", "need")
        answer = farahs.post(page, {f"as-{posts.pk}": "in_part", f"note-{posts.pk}": ""})
        assert (answer.status_code, answer.context["refused"]) == (400, "Give the reason for the correction.")
        assert answer.context["linked"][0]["chosen"] == "in_part"
        farahs.post(page, {f"as-{posts.pk}": "in_part", f"note-{posts.pk}": "Only posts, not their number."})
        (standing,) = version.sources.standing()
        assert (standing.corrects, standing.disposition) == (row, "in_part")

    def test_what_a_colleague_has_said_meanwhile_is_neither_undone_nor_replaced_unseen(
        self, farahs: Client, next_plan: TextVersion, noted: Noted, posts: Statement, trainers: Statement
    ) -> None:
        noted(posts, key="need", note="See its end.")
        page = addresses.of(next_plan, "paragraph", "need")
        opened = form_of(farahs.get(page, {"find": "Kenya"}).content.decode())
        noted(posts, "in_part", key="need", note="Without their number.")
        noted(trainers, key="need", note="See its beginning.")

        def stand() -> dict[int, tuple[str, str]]:
            return {row.statement_id: (row.disposition, row.note) for row in next_plan.sources.all()}

        said = {posts.pk: ("in_part", "Without their number."), trainers.pk: ("reflected", "See its beginning.")}
        assert (farahs.post(page, opened).status_code, stand()) == (302, said)
        mine = opened | {f"as-{posts.pk}": "merged", f"note-{posts.pk}": "With another."}
        refused = farahs.post(page, mine)
        assert (refused.status_code, stand()) == (400, said)
        words = refused.content.decode()
        assert "Somebody has said something else since you opened this page." in words
        assert "<strong>reflected in part</strong> <bdi>Without their number.</bdi>" in words
        again = form_of(words)
        assert (again[f"as-{posts.pk}"], again[f"note-{posts.pk}"]) == (["merged"], ["With another."])
        farahs.post(page, again)
        assert stand() == said | {posts.pk: ("merged", "With another.")}

    def test_nor_is_the_reason_why_a_statement_is_not_reflected(
        self, farahs: Client, next_plan: TextVersion, noted: Noted, posts: Statement
    ) -> None:
        page = addresses.of(next_plan, "statement", posts.pk)
        opened = form_of(farahs.get(page).content.decode())
        noted(posts, "not", note="Not for a plan.")
        reasons = []
        for sent in (opened, opened | {"reason": "Too late."}):
            farahs.post(page, sent)
            reasons.append(next_plan.sources.get().note)
        farahs.post(page, form_of(farahs.get(page).content.decode()) | {"reason": "Too late."})
        assert (reasons, next_plan.sources.get().note) == (["Not for a plan."] * 2, "Too late.")

    def test_finds_the_way_from_the_editor(
        self, farahs: Client, next_plan: TextVersion, noted: Noted, posts: Statement
    ) -> None:
        noted(posts, key="need")
        edit = f"/en/igsp/texts/draft-plan/{next_plan.number}/edit/"
        way = f'<a href="{addresses.of(next_plan, "paragraph", "need")}">1 source</a>'
        assert way in farahs.get(edit).content.decode()
        opened = farahs.get(edit, {"words": "en", "open": "terms"}).content.decode()
        assert f'<a href="{addresses.of(next_plan, "paragraph", "terms")}">0 sources</a>' in opened

    def test_is_told_of_links_whose_paragraph_is_gone(
        self, farahs: Client, next_plan: TextVersion, noted: Noted, posts: Statement, farah: User
    ) -> None:
        noted(posts, key="need")
        assert farahs.get(addresses.of(next_plan)).context["open"] == []
        texts.remove_block(next_plan, "need", by=farah)
        (one,) = farahs.get(addresses.of(next_plan)).context["open"]
        assert one.statement == posts


def _component(version: TextVersion) -> Any:
    return Component.objects.get(decision__process=version.process, key="institutions")
