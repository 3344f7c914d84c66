"""A submission made for or with others: who is named, in which order, who is told, and who reads it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from documents.models import TextVersion
from igsp_portal.foundations import time
from igsp_portal.models import Event, OutgoingMail, User
from meetings.models import Participant, Process
from submissions import actions, coverage, mails, names, papers
from submissions.actions import Said
from submissions.models import Call, Invitation, Source, Submission, SubmissionVersion
from submissions.sources import actions as sources
from submissions.sources import reading, telling
from submissions.sources.actions import Became

from ..attack.forms import form_of
from ..cast import given
from ..library.files import pdf
from .addresses import at

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]
JOINT = "Kenya, on behalf of Comoros, Croatia, in cooperation with African Ministerial Conference on the Environment"


@pytest.fixture
def parties(igsp: Process) -> dict[str, str]:
    return {key: str(igsp.participants.get(key=key).pk) for key in ("hrv", "com", "amcen", "uga")}


@pytest.fixture
def three(parties: dict[str, str]) -> dict[str, list[str]]:
    """Rows in which somebody has named Croatia, the ministerial conference and the Comoros, in this order."""
    return {
        "parties-participant": [parties["hrv"], parties["amcen"], parties["com"], ""],
        "parties-capacity": ["on_behalf", "in_cooperation", "on_behalf", "together"],
    }


@pytest.fixture
def together(
    draft: SubmissionVersion, write: Write, three: Any, amina: User, browser_of: Browser
) -> Callable[..., Submission]:
    """Kenya's draft with its parties, as its focal point fills in the form; filed, published on request."""

    def made(*, farah: User | None = None) -> Submission:
        write(draft)
        browser, address = browser_of(amina), at("write", draft.submission.pk)
        sent = form_of(browser.get(address + "?parties=4").content.decode()) | three | {"do": "save"}
        assert browser.post(address, sent).status_code == 302
        submission = actions.file(draft, by=amina).submission
        return actions.publish(actions.acknowledge(submission, by=farah), by=farah) if farah else submission

    return made


def named(draft: SubmissionVersion) -> list[tuple[str, str]]:
    return [
        (party.participant.key, party.capacity) for party in SubmissionVersion.objects.get(pk=draft.pk).parties.all()
    ]


def test_the_form_asks_for_parties_only_of_those_who_want_to_name_some(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    alone = form_of(browser.get(address).content.decode())
    assert "parties-participant" not in alone
    answer = browser.post(address, alone | {"do": "join"})
    assert answer["Location"] == f"{address}?parties=1#joint"
    page = browser.get(answer["Location"])
    assert page.context["written"].joint.rows == [("", "on_behalf")]
    offered = [name for _key, name in page.context["written"].joint.participants]
    assert (offered[0], "Kenya" in offered, "Croatia" in offered) == (sorted(offered)[0], False, True)


def test_whom_the_drafter_names_is_kept_and_can_be_taken_off(
    draft: SubmissionVersion, three: Any, amina: User, browser_of: Browser
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    opened = form_of(browser.get(address + "?parties=4").content.decode())
    assert browser.post(address, opened | three | {"do": "save"}).status_code == 302
    assert sorted(named(draft)) == [("amcen", "in_cooperation"), ("com", "on_behalf"), ("hrv", "on_behalf")]
    again = form_of(browser.get(address).content.decode())
    place = again["parties-participant"].index(three["parties-participant"][0])
    again["parties-participant"][place] = ""
    browser.post(address, again | {"do": "save"})
    assert sorted(named(draft)) == [("amcen", "in_cooperation"), ("com", "on_behalf")]


@pytest.mark.parametrize(
    ("keys", "capacity", "said"),
    [
        (["hrv", "hrv"], "together", "A participant is named twice."),
        (["ken"], "together", "Choose participants of this process, other than the one that submits."),
        (["none"], "together", "Choose participants of this process, other than the one that submits."),
        (["hrv"], "leading", "Choose participants of this process, other than the one that submits."),
    ],
)
def test_what_names_nobody_is_said_and_all_else_is_saved(
    keys: list[str], capacity: str, said: str, draft: SubmissionVersion, parties: Any, amina: User, browser_of: Browser
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    ids = parties | {"ken": str(draft.submission.participant_id), "none": "99999999999"}
    rows = {"parties-participant": [ids[key] for key in keys], "parties-capacity": [capacity] * len(keys)}
    opened = form_of(browser.get(address).content.decode())
    page = browser.post(address, opened | rows | {"title": "Together", "do": "save"})
    draft.refresh_from_db()
    assert (page.status_code, said in page.content.decode()) == (200, True)
    assert (draft.title, named(draft)) == ("Together", [])


def test_two_drafters_who_name_others_see_both(
    draft: SubmissionVersion, parties: Any, amina: User, boris: User, browser_of: Browser
) -> None:
    address = at("write", draft.submission.pk)
    opened = {one: form_of(browser_of(one).get(address + "?parties=1").content.decode()) for one in (amina, boris)}
    theirs = opened[boris] | {"parties-participant": parties["hrv"], "parties-capacity": "together", "do": "save"}
    mine = opened[amina] | {"parties-participant": parties["com"], "parties-capacity": "on_behalf", "do": "save"}
    assert browser_of(boris).post(address, theirs).status_code == 302
    page = browser_of(amina).post(address, mine | {"title": "By Amina"})
    body = page.content.decode()
    draft.refresh_from_db()
    assert (page.status_code, "together with Croatia" in body, draft.title) == (409, True, "By Amina")
    assert (named(draft), form_of(body)["parties-participant"]) == ([("hrv", "together")], [parties["com"]])
    assert browser_of(amina).post(address, form_of(body) | {"do": "save"}).status_code == 302
    assert named(draft) == [("com", "on_behalf")]


def test_who_names_nobody_leaves_those_whom_a_colleague_has_named(
    draft: SubmissionVersion, parties: Any, amina: User, boris: User, browser_of: Browser
) -> None:
    address = at("write", draft.submission.pk)
    opened = {one: form_of(browser_of(one).get(address + "?parties=1").content.decode()) for one in (amina, boris)}
    theirs = opened[boris] | {"parties-participant": parties["hrv"], "parties-capacity": "together", "do": "save"}
    browser_of(boris).post(address, theirs)
    assert browser_of(amina).post(address, opened[amina] | {"title": "By Amina", "do": "save"}).status_code == 302
    assert named(draft) == [("hrv", "together")]


def test_the_page_before_the_filing_names_them_in_the_proper_order(
    draft: SubmissionVersion, write: Write, three: Any, amina: User, browser_of: Browser
) -> None:
    write(draft)
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    browser.post(address, form_of(browser.get(address).content.decode()) | three | {"do": "review"})
    assert JOINT in browser.get(at("file", draft.submission.pk)).content.decode()


def test_what_was_filed_names_them_in_the_alphabet_of_each_language(together: Any) -> None:
    version = together().standing
    for code, first, second in (
        ("en", "Comoros", "Croatia"),
        ("fr", "Comores", "Croatie"),
        ("es", "Comoras", "Croacia"),
    ):
        with translation.override(code):
            told = names.of(version)["party"]
            assert (told.index(first) < told.index(second), papers.receipt_paper(version).party) == (True, told)
    assert names.of(version)["party"] == JOINT
    parties = json.loads(version.content)["parties"]
    assert sorted((one["participant"], one["capacity"]) for one in parties) == [
        ("amcen", "in_cooperation"),
        ("com", "on_behalf"),
        ("hrv", "on_behalf"),
    ]
    event = Event.objects.filter(verb="submission.filed").latest("pk")
    assert sorted(event.facts["parties"]) == ["amcen", "com", "hrv"]


def test_pages_library_and_data_name_them(
    together: Any, igsp: Process, farah: User, amina: User, client: Client, browser_of: Browser
) -> None:
    submission = together(farah=farah)
    desk = browser_of(farah)
    for browser, address in (
        (client, submission.get_absolute_url()),
        (client, at("published")),
        (browser_of(amina), at("receipt", submission.pk)),
        (desk, reverse("admin:submissions_submission_change", args=[submission.pk])),
    ):
        assert JOINT in browser.get(address).content.decode(), address
    (told,) = [
        one
        for one in client.get("/api/v1/processes/igsp/submissions/").json()["items"]
        if one["participant"]["key"] == "ken"
    ]
    assert [(one["key"], one["capacity"]) for one in told["parties"]] == [
        (party.participant.key, party.capacity) for party in submission.standing.parties.all()
    ]
    listed = ["Comoros", "Croatia", "African Ministerial Conference on the Environment"]
    exported = client.get(at("published_json")).json()["submissions"]
    named_in = [f"on behalf of {listed[0]}", f"on behalf of {listed[1]}", f"in cooperation with {listed[2]}"]
    assert [one["with"] for one in exported if one["participant"] == "Kenya"] == [named_in]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(at("published_xlsx")).content)).active
    rows = list(sheet.values)
    column = rows[0].index("Joint submission")
    assert {row[column] for row in rows[1:] if row[2] == "Kenya"} == {"; ".join(named_in)}


def test_the_library_finds_it_by_the_place_group_and_kind_of_those_for_whom_it_is_made(
    together: Any, igsp: Process, farah: User, client: Client
) -> None:
    title = together(farah=farah).published_version.title
    croatia, conference = igsp.participants.get(key="hrv"), igsp.participants.get(key="amcen")
    assert croatia.region
    assert croatia.regional_group
    assert (croatia.region.key, croatia.regional_group.key) == ("europe", "eastern-european-states")

    def listed(**query: str) -> bool:
        groups = client.get(at("published"), query).context["groups"]
        return title in {row["title"] for group in groups for row in group["documents"]}

    assert [listed(region=key) for key in ("africa", "europe", "west-asia")] == [True, True, False]
    assert listed(group="eastern-european-states")
    assert [listed(kind="state"), listed(kind=conference.kind)] == [True, False]  # who cooperates submits nothing
    filters = {one["name"]: dict(one["options"]) for one in client.get(at("published")).context["filters"]}
    assert {"africa", "europe"} <= filters["region"].keys()


def test_coverage_counts_those_for_whom_it_is_made_once_and_those_who_cooperate_not(
    together: Any,
    call: Call,
    croatia: Participant,
    write: Write,
    farah: User,
    amina: User,
    client: Client,
    browser_of: Browser,
) -> None:
    def seen(browser: Client) -> tuple[list[list[int]], set[str]]:
        page = browser.get(at("coverage", "needs"))
        rows = [row for group in page.context["matrix"].groups for row in group.rows]
        listed = {one["name"] for region in page.context["regions"] for one in region["participants"] if "url" in one}
        return [[cell.count for cell in row.stages[-2:]] for row in rows if row.stages[-2].count], listed

    submission = together()
    assert seen(client) == ([[2, 0], [1, 0]], set())
    assert coverage.counts(call) == coverage.Counts(call.addressees().count(), 3, 0)
    own = actions.begin(call, croatia, by=amina).draft
    assert own
    actions.file(write(own), by=amina)
    assert coverage.counts(call).filed == 3
    actions.publish(actions.acknowledge(submission, by=farah), by=farah)
    jointly = {"Kenya", "Comoros (joint submission)", "Croatia (joint submission)"}
    assert seen(client) == ([[2, 2], [1, 1]], jointly)
    assert seen(browser_of(farah))[1] == {"Kenya", "Comoros (joint submission)", "Croatia"}
    spoken_to = client.get(at("coverage", "needs") + "?stage=published").context["matrix"].total.components
    assert [cell.count for cell in spoken_to] == [3]


def test_those_for_whom_it_is_made_have_answered_their_invitation(together: Any, call: Call, igsp: Process) -> None:
    with given():
        for key in ("hrv", "amcen"):
            invited = {"emails": ["desk@example.org"], "invited_at": time.now(), "sent_at": time.now()}
            Invitation.objects.create(call=call, participant=igsp.participants.get(key=key), **invited)
    invitations = Invitation.objects.filter(call=call).order_by("pk")
    assert [one.state for one in invitations.with_states()] == ["sent", "sent"]
    together()
    assert [one.state for one in invitations.with_states()] == ["answered", "sent"]


def test_those_named_are_told_once_it_is_filed_and_find_it_on_their_page(
    together: Any, draft: SubmissionVersion, goran: User, browser_of: Browser
) -> None:
    theirs = browser_of(goran)
    assert "Needs of Kenya" not in theirs.get(reverse("own:home")).content.decode()
    submission = together()
    for _time in range(2):
        mails.tell_the_named.call(submission.standing.pk)
    letter = OutgoingMail.objects.get(letter="joint", to=goran.email)
    assert "Kenya has filed a submission in which Croatia is named." in letter.body
    assert JOINT in letter.body
    own = theirs.get(reverse("own:home")).content.decode()
    assert (submission.get_absolute_url() in own, JOINT in own) == (True, True)
    assert theirs.get(submission.get_absolute_url()).status_code == 200


def test_those_named_are_told_of_its_withdrawal(together: Any, amina: User, goran: User) -> None:
    actions.withdraw(together(), by=amina, reason="Sent by mistake.")
    letters = OutgoingMail.objects.filter(letter="withdrawal")
    assert sorted(letters.values_list("to", flat=True)) == [amina.email, goran.email]
    assert "Sent by mistake." in letters.get(to=goran.email).body


def test_those_for_whom_it_counts_are_told_what_became_of_it(
    together: Any, igsp: Process, amina: User, goran: User, farah: User
) -> None:
    standing = together().standing
    version = TextVersion.objects.issued().filter(text__process=igsp).latest("pk")
    key = version.blocks.filter(kind="paragraph")[0].key
    with given():
        for statement in standing.statements.all():
            Source.objects.filter(version=version)._raw_delete("default")
            sources.note(version, [Became(statement, "reflected", key, "As said.")], by=farah, at=version.released_at)
    telling.send_became.call(version.pk)
    told = OutgoingMail.objects.filter(letter="became").values_list("to", flat=True)
    assert sorted(told) == [amina.email, goran.email]


def test_of_what_was_said_before_it_named_them_they_read_nothing(
    draft: SubmissionVersion, write: Write, igsp: Process, amina: User, goran: User, farah: User
) -> None:
    write(draft)
    first = actions.file(draft, by=amina)
    version = TextVersion.objects.issued().filter(text__process=igsp).latest("pk")
    key, dropped = version.blocks.filter(kind="paragraph")[0].key, first.statements.all()[0]
    with given():
        Source.objects.filter(version=version)._raw_delete("default")
    sources.note(version, [Became(dropped, "reflected", key)], by=farah, at=version.released_at)
    second = actions.revise(first.submission, by=amina)
    said = [Said("Said to all of us.", dropped.component)]
    second = actions.save_draft(second, by=amina, title="Ours", consent=True, statements=said)
    with given():
        second.parties.create(participant=igsp.participants.get(key="hrv"), capacity="together")
    kept = actions.file(second, by=amina).statements.get()
    assert [one.statement for one in reading.of_version(version, amina)] == [dropped]
    assert reading.of_version(version, goran) == []
    sources.note(version, [Became(kept, "reflected", key)], by=farah, at=version.released_at)
    assert [one.statement for one in reading.of_version(version, goran)] == [kept]


def test_of_a_draft_and_of_what_no_longer_names_them_they_read_nothing(
    together: Any, draft: SubmissionVersion, write: Write, three: Any, goran: User, amina: User, browser_of: Browser
) -> None:
    write(draft)
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    browser.post(address, form_of(browser.get(address).content.decode()) | three | {"do": "save"})
    theirs = browser_of(goran)
    assert theirs.get(at("submission", draft.submission.pk)).status_code == 404
    file = actions.attach(draft, name="Letter.pdf", data=pdf(), by=amina)
    submission = together()
    assert theirs.get(at("attachment", file.pk)).status_code == 200
    later = actions.revise(submission, by=amina)
    assert sorted(named(later)) == sorted(named(draft))
    alone = form_of(browser.get(address).content.decode()) | {"parties-participant": ["", "", ""], "do": "save"}
    browser.post(address, alone)
    actions.file(later, by=amina)
    assert theirs.get(at("submission", draft.submission.pk)).status_code == 404
    assert theirs.get(at("attachment", file.pk)).status_code == 404
    assert "Needs of Kenya" not in theirs.get(reverse("own:home")).content.decode()
