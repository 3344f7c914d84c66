"""Where a text comes from and what became of statements, as parties and the public read it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.db import connection, models
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from documents.models import Document, TextVersion
from igsp_portal.foundations.record import audit
from igsp_portal.models import User
from meetings.models import Participant, Process
from submissions import actions as submitting
from submissions.actions import Said
from submissions.models import Call, Party, Source, Statement, Submission, SubmissionVersion
from submissions.sources import actions, addresses
from submissions.sources.actions import Became
from tests.cast import given

from .conftest import release

pytestmark = pytest.mark.slow
Browser = Callable[[User], Client]
Noted = Callable[..., Source]


class TestOthers:
    @pytest.fixture
    def answered(self, noted: Noted, posts: Statement, trainers: Statement, next_plan: TextVersion) -> TextVersion:
        noted(posts, key="need", note="See its second sentence.")
        noted(trainers, disposition="not", note="Training is for another body.")
        return next_plan

    def test_read_nothing_of_a_draft(
        self, answered: TextVersion, published: Submission, client: Client, amina: User, chen: User, browser_of: Browser
    ) -> None:
        page = addresses.of(answered)
        assert client.get(page).status_code == 404
        assert browser_of(amina).get(page).status_code == 404
        shown = browser_of(amina).get(published.get_absolute_url())
        assert [row["became"] for row in shown.context["became"]] == [[], []]
        assert shown.content.decode().count("Nothing has been said of it yet.") == 2
        # A translator sees the draft, and nothing that was filed.
        assert "Permanent posts" not in browser_of(chen).get(page).content.decode()

    def test_a_party_reads_statement_by_statement_what_became_of_its_own_before_it_is_published(
        self, answered: TextVersion, filed: Submission, amina: User, goran: User, browser_of: Browser, client: Client
    ) -> None:
        version = release(answered)
        page = browser_of(amina).get(filed.get_absolute_url())
        told = [
            (row["place"], one["version"].number, one["paragraph"], one["said"].source.note)
            for row in page.context["became"]
            for one in row["became"]
        ]
        first, second = told
        assert first[0:2] == (1, version.number)
        assert first[3] == "See its second sentence."
        assert first[2]
        assert second == (2, version.number, "", "Training is for another body.")
        for stranger in (client, browser_of(goran)):
            assert "Permanent posts" not in stranger.get(addresses.of(version)).content.decode()
        assert "Permanent posts" in browser_of(amina).get(addresses.of(version)).content.decode()

    def test_so_does_whom_it_names_as_it_stands(
        self, answered: TextVersion, filed: Submission, igsp: Process, goran: User, browser_of: Browser, client: Client
    ) -> None:
        croatia = igsp.participants.get(key="hrv")
        with given():
            models.Model.save(Party(version=filed.standing, participant=croatia), force_insert=True)
        version = release(answered)
        told = [row["became"] for row in browser_of(goran).get(filed.get_absolute_url()).context["became"]]
        assert [len(became) for became in told] == [1, 1]
        read = [
            "Permanent posts" in who.get(addresses.of(version)).content.decode() for who in (browser_of(goran), client)
        ]
        assert read == [True, False]

    def test_what_was_merged_says_with_what(
        self, noted: Noted, posts: Statement, trainers: Statement, published: Submission, client: Client
    ) -> None:
        noted(posts, "merged", key="need")
        version = release(noted(trainers, "merged", key="need").version)
        for address in (addresses.of(version), published.get_absolute_url()):
            page = client.get(address).content.decode()
            for other, place in ((posts, 1), (trainers, 2)):
                link = f'#statement-{other.pk}"><bdi>Kenya</bdi>, statement {place}</a></div>'
                assert page.count(link) == 1

    def test_the_public_reads_paragraph_by_paragraph_what_was_published(
        self, answered: TextVersion, published: Submission, client: Client
    ) -> None:
        version = release(answered)
        page = client.get(addresses.of(version)).content.decode()
        assert '<details id="at-need">' in page
        assert "Permanent posts for monitoring." in page
        assert "Training is for another body." in page
        text = client.get(version.get_absolute_url()).content.decode()
        assert f'<a href="{addresses.of(version)}" rel="nofollow">Where the text comes from</a>' in text

    def test_what_became_of_it_in_a_restricted_document_is_told_to_none_who_may_not_read_that(
        self,
        answered: TextVersion,
        published: Submission,
        igsp: Process,
        client: Client,
        amina: User,
        browser_of: Browser,
    ) -> None:
        version = release(answered)
        document = Document.objects.filter(process=igsp, state="issued", text_version=None)[0]
        with given():
            QuerySet.update(TextVersion.objects.filter(pk=version.pk), document=document)
        address = published.get_absolute_url()
        told = [len(client.get(address).context["became"])]
        with audit.recorded("test", document, by="test"):  # pages that are kept are made anew
            QuerySet.update(Document.objects.filter(pk=document.pk), distribution="restricted")
        told += [len(one.get(address).context["became"] or ()) for one in (client, browser_of(amina))]
        assert told == [2, 0, 2]

    def test_no_way_leads_there_where_there_is_nothing_to_read(
        self, answered: TextVersion, filed: Submission, client: Client
    ) -> None:
        version = release(answered)
        assert addresses.of(version) not in client.get(version.get_absolute_url()).content.decode()

    def test_what_is_withheld_or_withdrawn_is_told_to_no_stranger(
        self, answered: TextVersion, published: Submission, posts: Statement, client: Client, amina: User
    ) -> None:
        version = release(answered)
        with given():
            QuerySet(Statement).filter(pk=posts.pk).update(withheld=True)
        page = client.get(addresses.of(version)).content.decode()
        assert ("Permanent posts" in page, "Train the trainers" in page) == (False, True)
        submitting.withdraw(Submission.objects.get(pk=published.pk), by=amina, reason="Mistaken")
        assert "Train the trainers" not in client.get(addresses.of(version)).content.decode()

    def test_what_was_said_of_a_statement_holds_for_the_version_that_is_filed_next(
        self,
        answered: TextVersion,
        published: Submission,
        write: Callable[..., SubmissionVersion],
        amina: User,
        farah: User,
        farahs: Client,
        client: Client,
        browser_of: Browser,
        posts: Statement,
    ) -> None:
        version = release(answered)
        again = submitting.revise(Submission.objects.get(pk=published.pk), by=amina)
        said = [Said("Lasting posts for monitoring.", posts.component, "need", 1, key=posts.key)]
        submitting.file(write(again, statements=said), by=amina)
        page = browser_of(amina).get(published.get_absolute_url())
        assert [row["statement"].words for row in page.context["became"]] == ["Lasting posts for monitoring."]
        assert farahs.get(addresses.of(version, "unanswered"), {"call": "needs"}).context["statements"] == []
        # The public reads what is published: the earlier version until the new one is.
        assert "Permanent posts" in client.get(addresses.of(version)).content.decode()
        now = Submission.objects.get(pk=published.pk)
        submitting.publish(submitting.acknowledge(now, by=farah), by=farah)
        shown = client.get(addresses.of(version)).content.decode()
        assert ("Permanent posts" in shown, "Lasting posts" in shown) == (False, True)

    def test_a_correction_is_shown_as_such(
        self,
        answered: TextVersion,
        published: Submission,
        farah: User,
        client: Client,
        clock: Callable[[str], None],
    ) -> None:
        version = release(answered)
        clock("2004-10-20T09:00")
        row = version.sources.get(key="need")
        actions.correct(row, Became(row.statement, "in_part", "need", "One sentence only."), by=farah)
        page = client.get(addresses.of(version)).content.decode()
        assert "Entered on 20 October 2004, after this version was released." in page
        assert "Before the correction: reflected." in page

    def test_the_concordance_goes_both_ways_and_is_a_spreadsheet_too(
        self, answered: TextVersion, published: Submission, client: Client
    ) -> None:
        version = release(answered)
        page = client.get(addresses.of(version, "concordance"))
        assert [place["key"] for place in page.context["places"]] == ["need"]
        (party,) = page.context["parties"]
        assert [[one["said"].source.disposition for one in row["became"]] for row in party["statements"]] == [
            ["reflected"],
            ["not"],
        ]
        sheet = client.get(addresses.of(version, "sheet"))
        rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).active.values)
        assert [row[4:] for row in rows[1:]] == [
            ("Permanent posts for monitoring.", "reflected", "See its second sentence."),
            ("Train the trainers.", "not reflected", "Training is for another body."),
        ]

    def test_parties_stand_in_the_order_of_the_readers_alphabet_as_their_filings_name_them(
        self,
        call: Call,
        croatia: Participant,
        published: Submission,
        posts: Statement,
        noted: Noted,
        write: Any,
        amina: User,
        farah: User,
        client: Client,
    ) -> None:
        with given():
            Participant.objects.filter(pk=croatia.pk).update(**{"name_fr": "Égypte"})
        draft = write(submitting.begin(call, croatia, by=amina).draft)
        with given():
            draft.parties.create(participant=call.process.participants.get(key="com"), capacity="on_behalf")
        filed = submitting.file(draft, by=amina)
        submitting.publish(submitting.acknowledge(filed.submission, by=farah), by=farah)
        for statement in (posts, filed.statements.get(words=posts.words)):
            version = noted(statement, key="need").version
        with translation.override("fr"):
            page = client.get(addresses.of(release(version), "concordance"))
        parties = [party["party"] for party in page.context["parties"]]
        assert parties == ["Égypte, au nom de Comores", "Kenya"]

    def test_the_page_costs_the_same_queries_with_one_link_and_with_two(
        self, next_plan: TextVersion, noted: Noted, posts: Statement, trainers: Statement, farahs: Client
    ) -> None:
        costs = []
        for statement, key in ((posts, "need"), (trainers, "terms")):
            noted(statement, key=key)
            farahs.get(addresses.of(next_plan))
            with CaptureQueriesContext(connection) as captured:
                farahs.get(addresses.of(next_plan))
            costs.append(len(captured))
        assert costs[0] == costs[1]
