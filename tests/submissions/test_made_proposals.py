"""Wordings that a published submission proposes are proposals on the text, as others make them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from documents.models import Proposal, TextVersion
from documents.texts import actions as texts
from igsp_portal.models import Event, User
from meetings.models import Participant, Process
from submissions import actions
from submissions.actions import Said
from submissions.models import Call, MadeProposal, Party, Statement, Submission, SubmissionVersion
from submissions.states import Capacity, PointsAt, QuestionKind

from ..cast import given
from .questions import ask

pytestmark = pytest.mark.slow

Publish = Callable[..., Submission]


@pytest.fixture
def text(igsp: Process) -> TextVersion:
    """The newest released version of the draft plan, for which nothing is proposed yet."""
    versions = TextVersion.objects.released().filter(text__process=igsp, text__key="draft-plan")
    return versions.select_related("text__process").latest("number")


@pytest.fixture
def draft(call: Call, text: TextVersion, kenya: Any, amina: User) -> SubmissionVersion:
    more: dict[str, Any] = {"points_at": PointsAt.TEXT, "text_version": text, "proposes": True}
    with given():
        call.form.questions.all().delete()
    ask(call.form, "remarks", QuestionKind.STATEMENTS, label="Remarks", kinds=["wording"], **more)
    ask(call.form, "secret", QuestionKind.STATEMENTS, label="Secret", kinds=["wording"], personal=True, **more)
    version = actions.begin(call, kenya, by=amina).draft
    assert version is not None
    return version


@pytest.fixture
def remark(text: TextVersion) -> Callable[..., Said]:
    """remark("need", "Words.") proposes these words for a paragraph."""

    def said(key: str, proposed: str, words: str = "It is urgent.", **more: Any) -> Said:
        on: dict[str, Any] = {"question": "remarks", "kind": "wording", "text_version": text, "block": key}
        return Said(words, proposed=proposed, **{"key": f"on-{key}", **on, **more})

    return said


@pytest.fixture
def filed(amina: User) -> Callable[..., Submission]:
    """Save these statements and file them."""

    def made(draft: SubmissionVersion, *said: Said, **more: Any) -> Submission:
        values: dict[str, Any] = {"title": "On the plan", "consent": True, "statements": list(said)} | more
        return actions.file(actions.save_draft(draft, by=amina, **values), by=amina).submission

    return made


@pytest.fixture
def publish(filed: Callable[..., Submission], farah: User) -> Publish:
    def made(draft: SubmissionVersion, *said: Said, **more: Any) -> Submission:
        return actions.publish(actions.acknowledge(filed(draft, *said, **more), by=farah), by=farah)

    return made


@pytest.fixture
def again(publish: Publish, amina: User) -> Publish:
    """File and publish a further version."""

    def made(submission: Submission, *said: Said) -> Submission:
        return publish(actions.revise(submission, by=amina), *said)

    return made


def proposals(text: TextVersion) -> list[tuple[str, str, str, str]]:
    rows = Proposal.objects.filter(version=text, participant__key="ken").order_by("pk")
    return [(row.key, row.words, row.reason, row.state) for row in rows]


def test_it_is_made_when_the_submission_is_published_and_not_before(
    draft: SubmissionVersion,
    text: TextVersion,
    remark: Callable[..., Said],
    filed: Callable[..., Submission],
    farah: User,
    client: Client,
) -> None:
    submission = actions.acknowledge(filed(draft, remark("need", "Needs are met without delay.")), by=farah)
    page = reverse("documents:proposals", args=["igsp", "draft-plan", text.number])
    assert (proposals(text), "without delay" in client.get(page).content.decode()) == ([], False)
    actions.publish(submission, by=farah)
    assert proposals(text) == [("need", "Needs are met without delay.", "It is urgent.", "open")]
    shown = client.get(page).content.decode()
    assert "<ins" in shown
    assert "without delay" in shown
    made = Proposal.objects.get(version=text, participant__key="ken")
    own = client.get(submission.get_absolute_url()).content.decode()
    assert f'<a href="{page}#proposal-{made.pk}" rel="nofollow">The proposal on the text</a>' in own
    assert Event.objects.filter(verb="proposal.made", about_key=str(made.pk)).count() == 1


def test_what_is_withheld_personal_or_the_same_as_the_text_is_none(
    draft: SubmissionVersion, text: TextVersion, remark: Callable[..., Said], publish: Publish
) -> None:
    publish(
        draft,
        remark("need", "Withheld.", withheld=True),
        remark("terms", "Personal.", question="secret"),
        remark("nature", "", words="No wording."),
    )
    assert proposals(text) == []


def test_a_wording_that_cannot_stand_is_told_before_it_is_filed(
    draft: SubmissionVersion, text: TextVersion, remark: Callable[..., Said], amina: User
) -> None:
    there = text.blocks.get(key="terms").wordings.get(language="en").words
    said = [remark("need", "Needs [are met."), remark("terms", there)]
    saved = actions.save_draft(draft, by=amina, title="On the plan", consent=True, statements=said)
    faults = actions.lacking(SubmissionVersion.objects.get(pk=saved.pk))
    assert [fault.code for fault in faults] == ["proposed", "proposed"]
    assert "These are the words of the text as it stands." in faults[1].messages[0]


def test_the_further_parties_of_a_joint_submission_support_it(
    draft: SubmissionVersion, text: TextVersion, remark: Callable[..., Said], publish: Publish, again: Publish
) -> None:
    others = Participant.objects.filter(process=text.process, key__in=["hrv", "amcen"]).order_by("key")
    with given():
        for party in others:
            Party.objects.create(version=draft, participant=party, capacity=Capacity.TOGETHER)
    said = remark("need", "Needs are met.")
    submission = publish(draft, said)
    made = Proposal.objects.get(version=text, participant__key="ken")
    supporting = made.supports.filter(left_at=None).order_by("participant__key")
    assert list(supporting.values_list("participant__key", flat=True)) == ["amcen", "hrv"]
    revised = actions.revise(submission, by=User.objects.get(name="Amina"))
    with given():
        Party.objects.filter(version=revised, participant__key="hrv").delete()
    publish(revised, said)
    assert list(supporting.values_list("participant__key", flat=True)) == ["amcen"]
    assert Proposal.objects.filter(version=text, participant__key="ken").count() == 1


def test_who_cooperates_or_has_left_is_made_no_supporter(
    draft: SubmissionVersion,
    text: TextVersion,
    remark: Callable[..., Said],
    publish: Publish,
    again: Publish,
    farah: User,
) -> None:
    croatia, amcen = (Participant.objects.get(process=text.process, key=key) for key in ("hrv", "amcen"))
    with given():
        Party.objects.create(version=draft, participant=amcen, capacity=Capacity.IN_COOPERATION)
        Party.objects.create(version=draft, participant=croatia, capacity=Capacity.TOGETHER)
    said = remark("need", "Needs are met.")
    submission = publish(draft, said)
    made = Proposal.objects.get(version=text, participant__key="ken")
    assert [support.participant.key for support in made.supports.all()] == ["hrv"]
    texts.leave(made, croatia, by=farah)
    again(submission, said)
    assert [(support.participant.key, bool(support.left_at)) for support in made.supports.all()] == [("hrv", True)]


def test_strangers_read_no_more_of_it_than_of_the_submission(
    draft: SubmissionVersion,
    text: TextVersion,
    remark: Callable[..., Said],
    publish: Publish,
    again: Publish,
    amina: User,
    goran: User,
    farah: User,
    client: Client,
    browser_of: Callable[[User], Client],
) -> None:
    page = reverse("documents:proposals", args=["igsp", "draft-plan", text.number])
    words = ("Of need.", "Of terms.", "Of nature.", "Left early.")

    def read(browser: Client) -> list[str]:
        shown = [one.proposal.words for place in browser.get(page).context["places"] for one in place.items]
        return [said for said in words if said in shown]

    keys = ("need", "terms", "nature")
    need, terms, nature = (remark(key, f"Of {key}.") for key in keys)
    early = replace(remark("need", "Left early."), key="early")
    submission = publish(draft, need, terms, nature, early)
    texts.withdraw(Proposal.objects.get(words="Left early."), by=amina, reason="Not now")
    assert read(client) == list(words)  # its party withdrew it from the text alone: the submission says it still
    again(submission, need, remark("terms", "Of terms.", withheld=True), early)
    assert read(client) == ["Of need.", "Left early."]
    actions.withdraw(Submission.objects.get(pk=submission.pk), by=amina, reason="Mistaken")
    assert (read(client), read(browser_of(goran))) == ([], [])
    assert "Mistaken" not in client.get(page).content.decode()
    assert (read(browser_of(amina)), read(browser_of(farah))) == (list(words), list(words))


def test_a_version_that_is_published_later_takes_its_place(
    draft: SubmissionVersion, text: TextVersion, remark: Callable[..., Said], publish: Publish, again: Publish
) -> None:
    same, changed, gone = (remark(key, f"Of {key}.") for key in ("need", "terms", "nature"))
    submission = publish(draft, same, changed, gone)
    again(submission, same, remark("terms", "Other terms."))
    assert [(key, words, state) for key, words, _why, state in proposals(text)] == [
        ("need", "Of need.", "open"),
        ("terms", "Of terms.", "withdrawn"),
        ("nature", "Of nature.", "withdrawn"),
        ("terms", "Other terms.", "open"),
    ]
    kept = MadeProposal.objects.filter(statement__key="on-need").values_list("proposal", flat=True)
    assert (len(kept), len(set(kept))) == (2, 1)


def test_it_is_withdrawn_with_the_submission_unless_it_was_decided(
    draft: SubmissionVersion,
    text: TextVersion,
    remark: Callable[..., Said],
    publish: Publish,
    again: Publish,
    amina: User,
    farah: User,
    browser_of: Callable[[User], Client],
) -> None:
    submission = publish(draft, remark("need", "Of need."), remark("terms", "Of terms."))
    declined = Proposal.objects.get(key="need", participant__key="ken")
    pages = {amina: submission.get_absolute_url()}
    pages[farah] = reverse("admin:submissions_submission_withdraw", args=[submission.pk])

    def told() -> list[bool]:
        stays = "What it proposes for a text and has been decided stays on record and public, with its reason."
        return [stays in browser_of(who).get(page).content.decode() for who, page in pages.items()]

    before = told()
    texts.decline(declined, by=farah, reason="Not now.")
    assert (before, told()) == ([False] * 2, [True] * 2)
    submission = actions.withdraw(submission, by=amina, reason="Mistaken")
    assert [(key, state) for key, _words, _why, state in proposals(text)] == [
        ("need", "declined"),
        ("terms", "withdrawn"),
    ]
    assert Proposal.objects.get(key="terms", participant__key="ken").decision == "Mistaken"
    assert list(Proposal.objects.visible_to(AnonymousUser()).filter(participant__key="ken", version=text)) == [declined]
    again(submission, remark("terms", "Of terms."))
    assert [(key, state) for key, _words, _why, state in proposals(text)][2:] == [("terms", "open")]


def test_it_is_withdrawn_when_the_publication_ends_and_the_next_one_makes_it_once(
    draft: SubmissionVersion,
    text: TextVersion,
    remark: Callable[..., Said],
    filed: Callable[..., Submission],
    publish: Publish,
    again: Publish,
    amina: User,
    farah: User,
) -> None:
    said = remark("need", "Of need.")
    submission = publish(draft, said)
    filed(actions.revise(submission, by=amina), said, consent=False)
    submission = actions.close(submission, by=farah)
    assert [state for *_said, state in proposals(text)] == ["withdrawn"]
    assert Proposal.objects.get(version=text, participant__key="ken").decision.startswith("The publication")
    again(submission, said)
    assert [(words, state) for _key, words, _why, state in proposals(text)] == [
        ("Of need.", "withdrawn"),
        ("Of need.", "open"),
    ]


def test_none_is_made_on_a_version_that_another_has_followed(
    draft: SubmissionVersion,
    text: TextVersion,
    remark: Callable[..., Said],
    filed: Callable[..., Submission],
    farah: User,
    amina: User,
    browser_of: Callable[[User], Client],
) -> None:
    submission = actions.acknowledge(filed(draft, remark("need", "Of need.")), by=farah)
    later = texts.continue_from(text, by=farah)
    with given():
        released = dt.datetime(2004, 10, 15, 11, tzinfo=dt.UTC)
        QuerySet(TextVersion).filter(pk=later.pk).update(state="released", released_at=released)
    published = actions.publish(submission, by=farah)
    assert (published.state, proposals(text)) == ("published", [])
    assert published.published_version is not None
    told = f"no proposal on the text of {published.published_version.filing_number}/1 in"
    inside = reverse("admin:submissions_submission_history", args=[published.pk])
    assert told in browser_of(amina).get("/en/my/").content.decode()
    assert told in browser_of(farah).get(inside).content.decode()


def test_of_a_data_folder_they_are_made_on_the_day_of_the_publication(inc: Process) -> None:
    statements = Statement.objects.filter(version__submission__call__process=inc).exclude(proposed="")
    rows = statements.filter(version__submission__published_version__isnull=False)
    made = MadeProposal.objects.filter(statement__in=rows).select_related("proposal")
    assert [row.proposal.words for row in made] == [row.proposed for row in rows]
    assert [row.proposal.made_at.date() for row in made] == [row.version.filing_time.date() for row in rows]
    assert len(made) > 0
