"""The pages of calls and submissions: who sees what, and that nothing written is lost."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from igsp_portal.models import User
from meetings.models import Component, Participant, Process
from submissions import actions
from submissions.models import Attachment, Call, Submission, SubmissionVersion
from submissions.states import SubmissionState

from ..cast import given
from .test_filing import picture

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


def at(name: str, *args: Any) -> str:
    return reverse(f"submissions:{name}", args=["igsp", *args])


def words(version: SubmissionVersion, component: Component, **more: Any) -> dict[str, Any]:
    """What a browser sends from the form."""
    return {
        "title": "Needs of Kenya",
        "language": "en",
        "introduction": "",
        "consent": "on",
        "revision": str(version.revision),
        "statements-TOTAL_FORMS": "2",
        "statements-INITIAL_FORMS": "0",
        "statements-0-component": str(component.pk),
        "statements-0-kind": "need",
        "statements-0-words": "Permanent posts.",
        "statements-0-rank": "1",
        "statements-1-component": "",
        "statements-1-kind": "need",
        "statements-1-words": "",
        "statements-1-rank": "",
        "do": "save",
    } | more


# Who sees what


def test_a_stranger_reads_the_call_with_its_deadline_in_both_times(client: Client, call: Call) -> None:
    page = client.get(at("call", "needs"))
    shown = page.content.decode()
    assert page.status_code == 200
    assert "29 October 2004, 17:00" in shown
    assert "29 October 2004, 14:00" in shown
    assert "14 days left" in shown
    assert "Write the submission" not in shown


def test_the_focal_point_is_offered_to_write(call: Call, amina: User, browser_of: Browser) -> None:
    assert "Write the submission of Kenya" in browser_of(amina).get(at("call", "needs")).content.decode()


def test_a_draft_is_there_for_its_party_alone(
    draft: SubmissionVersion, write: Write, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    write(draft)
    seen = {
        name: [
            browser_of(request.getfixturevalue(name)).get(at(page, draft.submission.pk)).status_code
            for page in ("submission", "write", "file")
        ]
        for name in ("amina", "boris", "goran", "eve", "farah", "diego")
    }
    assert seen == {
        "amina": [200, 200, 200],
        "boris": [200, 200, 200],
        "goran": [404, 404, 404],
        "eve": [404, 404, 404],
        "farah": [404, 404, 404],
        "diego": [404, 404, 404],
    }


def test_what_is_filed_is_read_by_party_and_desk_and_not_by_others(
    filed: Submission, browser_of: Browser, client: Client, request: pytest.FixtureRequest
) -> None:
    address = at("submission", filed.pk)
    seen = {
        name: browser_of(request.getfixturevalue(name)).get(address).status_code
        for name in ("amina", "boris", "farah", "goran", "eve", "chen")
    }
    assert seen == {"amina": 200, "boris": 200, "farah": 200, "goran": 404, "eve": 404, "chen": 404}
    assert client.get(address).status_code == 404


def test_what_is_published_is_read_by_everyone_in_its_own_language(client: Client, published: Submission) -> None:
    page = client.get(at("submission", published.pk)).content.decode()
    assert "Permanent posts for monitoring." in page
    assert "IGSP-2004-0004" in page
    assert "began the submission" not in page


def test_the_receipt_is_for_party_and_desk(
    published: Submission, browser_of: Browser, amina: User, farah: User, goran: User, client: Client
) -> None:
    address = at("receipt", published.pk)
    seen = [browser_of(person).get(address).status_code for person in (amina, farah, goran)]
    assert seen == [200, 200, 404]
    assert client.get(address).status_code == 302


def test_a_withdrawn_submission_leaves_its_trace_and_not_its_words(
    client: Client, published: Submission, amina: User
) -> None:
    actions.withdraw(published, by=amina, reason="Replaced by a regional submission.")
    page = client.get(at("submission", published.pk)).content.decode()
    assert "Replaced by a regional submission." in page
    assert "IGSP-2004-0004" in page
    assert "Permanent posts for monitoring." not in page


def test_the_trace_tells_strangers_nothing_of_a_version_that_was_never_published(
    client: Client, published: Submission, write: Write, amina: User, browser_of: Browser
) -> None:
    draft = actions.revise(published, by=amina)
    write(draft, title="Second thoughts")
    later = actions.file(draft, by=amina)
    actions.withdraw(later.submission, by=amina, reason="It is to be written anew.")
    address = at("submission", published.pk)
    shown = client.get(address).content.decode()
    first = published.published_version
    assert first is not None
    assert [str(words) in shown for words in (first.filing_number, first.sha256)] == [True, True]
    assert [str(words) in shown for words in (later.filing_number, later.sha256)] == [False, False]
    assert later.sha256 in browser_of(amina).get(address).content.decode()


def test_whoever_withdraws_is_told_that_the_reason_is_public(
    published: Submission, amina: User, browser_of: Browser
) -> None:
    page = browser_of(amina).get(at("submission", published.pk)).content.decode()
    assert "where the submission was published, everyone reads it" in page


def test_while_a_new_version_is_drafted_and_filed_the_public_reads_the_published_one(
    client: Client, published: Submission, write: Write, amina: User, farah: User
) -> None:
    draft = actions.revise(published, by=amina)
    write(draft, title="Second thoughts")
    address = at("submission", published.pk)
    assert "Second thoughts" not in client.get(address).content.decode()
    submission = actions.file(draft, by=amina).submission
    assert submission.state == SubmissionState.FILED
    assert "Needs of Kenya" in client.get(address).content.decode()
    actions.publish(actions.acknowledge(submission, by=farah), by=farah)
    assert "Second thoughts" in client.get(address).content.decode()


# Writing


def test_a_focal_point_writes_reviews_and_files(
    call: Call, amina: User, browser_of: Browser, institutions: Component
) -> None:
    browser = browser_of(amina)
    browser.post(at("begin", "needs", "ken"))
    draft = Submission.objects.get(call=call).draft
    assert draft is not None
    pk = draft.submission.pk
    answer = browser.post(at("write", pk), words(draft, institutions, do="review"))
    assert answer["Location"] == at("file", pk)
    review = browser.get(at("file", pk)).content.decode()
    assert "Permanent posts." in review
    draft.refresh_from_db()
    filing = {"version": "1", "revision": str(draft.revision)}
    assert browser.post(at("file", pk), filing)["Location"] == at("receipt", pk) + "?version=1"
    assert browser.post(at("file", pk), filing)["Location"] == at("receipt", pk) + "?version=1"
    assert SubmissionVersion.objects.filed().filter(submission=pk).count() == 1
    assert "IGSP-2004-0004" in browser.get(at("receipt", pk)).content.decode()


def test_a_drafter_writes_but_does_not_file(
    draft: SubmissionVersion, write: Write, boris: User, browser_of: Browser
) -> None:
    revision = write(draft, by=boris).revision
    browser = browser_of(boris)
    answer = browser.post(at("file", draft.submission.pk), {"version": "1", "revision": str(revision)})
    assert answer.status_code == 403
    draft.refresh_from_db()
    assert draft.is_filed is False


def test_one_party_cannot_begin_in_the_name_of_another(call: Call, goran: User, browser_of: Browser) -> None:
    assert browser_of(goran).post(at("begin", "needs", "ken")).status_code == 403
    assert Submission.objects.filter(call=call).count() == 0


def test_another_statement_is_added_by_a_button_and_all_that_was_written_is_saved(
    draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    browser = browser_of(amina)
    answer = browser.post(at("write", draft.submission.pk), words(draft, institutions, do="add"), follow=True)
    assert answer.content.decode().count("statements-2-words") > 0
    assert [s.words for s in draft.statements.all()] == ["Permanent posts."]


def test_a_form_that_cannot_be_saved_comes_back_with_every_word(
    draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    sent = words(draft, institutions, title="T" * 301, **{"statements-0-rank": "many"})
    page = browser_of(amina).post(at("write", draft.submission.pk), sent).content.decode()
    assert "T" * 301 in page
    assert "Permanent posts." in page
    assert 'value="many"' in page


def test_a_refused_file_says_why_and_the_words_are_kept(
    draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    sent = words(draft, institutions, attach=SimpleUploadedFile("virus.pdf", b"MZ not a PDF"))
    page = browser_of(amina).post(at("write", draft.submission.pk), sent).content.decode()
    assert "“virus.pdf”: This is not a PDF, DOCX, XLSX, PNG or JPEG file." in page
    assert "Permanent posts." in page
    draft.refresh_from_db()
    assert draft.title == "Needs of Kenya"


def test_a_file_that_is_too_large_is_refused_unread_and_the_words_are_kept(
    draft: SubmissionVersion,
    amina: User,
    browser_of: Browser,
    institutions: Component,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*args: Any, **more: Any) -> None:
        pytest.fail("It was read.")

    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    monkeypatch.setattr(actions, "attach", never)
    sent = words(draft, institutions, attach=SimpleUploadedFile("Map.png", bytes(2 * 1024 * 1024)))
    page = browser_of(amina).post(at("write", draft.submission.pk), sent).content.decode()
    assert "“Map.png”: The file has 2 MB; at most 1 MB can be taken." in page
    assert "Permanent posts." in page
    draft.refresh_from_db()
    assert draft.title == "Needs of Kenya"


@pytest.mark.parametrize(("figures", "saved_on_it"), [("", 200), ("9" * 10, 409), ("9" * 5000, 200)])
def test_a_number_that_is_none_of_ours_is_refused_politely(
    figures: str,
    saved_on_it: int,
    draft: SubmissionVersion,
    write: Write,
    amina: User,
    browser_of: Browser,
    institutions: Component,
) -> None:
    write(draft)
    draft.refresh_from_db()
    browser, pk = browser_of(amina), draft.submission.pk
    filing = browser.post(at("file", pk), {"version": str(draft.number), "revision": figures})
    saving = browser.post(at("write", pk), words(draft, institutions, detach=figures))
    again = browser.post(at("write", pk), words(draft, institutions, revision=figures))
    opened = browser.get(at("write", pk), {"rows": figures})
    assert [answer.status_code for answer in (filing, saving, again, opened)] == [409, 302, saved_on_it, 200]
    draft.refresh_from_db()
    assert not draft.is_filed


def test_good_files_are_attached_and_taken_off_again_by_the_form(
    draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    sent = [SimpleUploadedFile("Map.png", picture()), SimpleUploadedFile("bad.pdf", b"")]
    page = browser.post(address, words(draft, institutions, attach=sent)).content.decode()
    assert "“bad.pdf”: The file is empty." in page
    assert [a.name for a in draft.attachments.all()] == ["Map.png"]
    draft.refresh_from_db()
    attached = draft.attachments.get()
    browser.post(address, words(draft, institutions, detach=str(attached.pk)))
    assert draft.attachments.count() == 0


def test_a_colleague_s_words_are_not_overwritten_unseen(
    draft: SubmissionVersion, write: Write, amina: User, boris: User, browser_of: Browser, institutions: Component
) -> None:
    opened = draft.revision
    theirs = write(draft, by=boris, title="Written by Boris")
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    answer = browser.post(address, words(draft, institutions, title="Written by Amina", revision=str(opened)))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Boris has changed this draft" in page
    assert "Written by Boris" in page
    assert "Written by Amina" in page
    draft.refresh_from_db()
    assert draft.title == "Written by Boris"
    browser.post(address, words(draft, institutions, title="Both", revision=str(theirs.revision)))
    draft.refresh_from_db()
    assert draft.title == "Both"


def test_the_form_has_no_inline_style_or_script(draft: SubmissionVersion, amina: User, browser_of: Browser) -> None:
    page = browser_of(amina).get(at("write", draft.submission.pk)).content.decode()
    assert [mark for mark in ("style=", "<script", "onclick") if mark in page] == []


def test_components_of_the_mandate_are_offered_in_their_groups(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    page = browser_of(amina).get(at("write", draft.submission.pk)).content.decode()
    assert '<optgroup label="(a) Capacity-building and training">' in page
    assert "(a)(i) Strengthening national institutions" in page


def test_too_many_saves_are_paused(
    draft: SubmissionVersion,
    amina: User,
    browser_of: Browser,
    institutions: Component,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from igsp_portal.foundations import limits

    monkeypatch.setattr(limits, "allows", lambda limit, who: False)
    answer = browser_of(amina).post(at("write", draft.submission.pk), words(draft, institutions))
    assert answer.status_code == 429
    assert answer["Retry-After"] == "3600"


def test_a_limit_counts_for_each_person(settings: Any) -> None:
    from igsp_portal.foundations.limits import Limit, allows

    limit = Limit("try", acts=2, seconds=3600)
    assert [allows(limit, "user:1") for _ in range(3)] == [True, True, False]
    assert allows(limit, "user:2") is True


# Files


def test_an_attachment_is_a_download_that_no_browser_opens_as_a_page(
    draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser
) -> None:
    attached = actions.attach(write(draft), name="خريطة.png", data=picture(), by=amina)
    browser, address = browser_of(amina), at("attachment", attached.pk)
    answer = browser.get(address)
    assert b"".join(answer.streaming_content) == picture()  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "image/png"
    assert browser.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_an_attachment_is_as_closed_as_its_version(
    draft: SubmissionVersion, write: Write, amina: User, farah: User, goran: User, browser_of: Browser, client: Client
) -> None:
    attached = actions.attach(write(draft), name="Map.png", data=picture(), by=amina)
    address = at("attachment", attached.pk)
    readers = (browser_of(amina), browser_of(farah), browser_of(goran), client)
    assert [reader.get(address).status_code for reader in readers] == [200, 404, 404, 404]
    submission = actions.file(draft, by=amina).submission
    assert [reader.get(address).status_code for reader in readers] == [200, 200, 404, 404]
    actions.publish(actions.acknowledge(submission, by=farah), by=farah)
    assert [reader.get(address).status_code for reader in readers] == [200, 200, 200, 200]
    actions.withdraw(submission, by=amina, reason="A mistake.")
    assert [reader.get(address).status_code for reader in readers] == [200, 200, 404, 404]


def test_the_same_file_sent_twice_is_attached_once(draft: SubmissionVersion, amina: User) -> None:
    for name in ("Map.png", "Map again.png"):
        actions.attach(draft, name=name, data=picture(), by=amina)
    assert [a.name for a in Attachment.objects.filter(version=draft)] == ["Map.png"]


def test_the_receipt_is_a_pdf_in_the_language_of_the_page(filed: Submission, amina: User, browser_of: Browser) -> None:
    from igsp_portal.foundations import pdf

    browser, address = browser_of(amina), at("receipt_pdf", filed.pk)
    answer = browser.get(address.replace("/en/", "/fr/"))
    assert answer["Content-Disposition"] == 'attachment; filename="IGSP-2004-0004-FR.pdf"'
    assert "IGSP-2004-0004" in pdf.text(answer.content)
    again = browser.get(address.replace("/en/", "/fr/"), headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_where_no_pdf_can_be_made_the_receipt_page_says_what_is_missing(
    filed: Submission, amina: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from igsp_portal.foundations import pdf

    monkeypatch.setattr(pdf, "available", lambda: False)
    answer = browser_of(amina).get(at("receipt_pdf", filed.pk))
    assert answer.status_code == 503
    assert "the library Pango is missing" in answer.content.decode()
    assert "IGSP-2004-0004" in answer.content.decode()


# Lists


def publish_for(call: Call, parties: list[Participant], write: Write, amina: User, farah: User) -> None:
    for party in parties:
        draft = actions.begin(call, party, by=amina).draft
        assert draft is not None
        submission = actions.file(write(draft), by=amina).submission
        actions.publish(actions.acknowledge(submission, by=farah), by=farah)


@pytest.mark.parametrize("page", ["published", "coverage"])
def test_a_list_costs_the_same_queries_for_one_row_and_for_three(
    page: str, client: Client, call: Call, igsp: Process, write: Write, amina: User, farah: User
) -> None:
    address = at(page, *(["needs"] if page == "coverage" else []))
    counts = []
    for keys in (["ken"], ["uga", "hrv"]):
        publish_for(call, list(igsp.participants.filter(key__in=keys)), write, amina, farah)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_one_s_own_page_costs_the_same_queries_for_one_submission_and_for_three(
    call: Call, igsp: Process, write: Write, amina: User, browser_of: Browser
) -> None:
    from meetings.models import Membership

    browser, counts = browser_of(amina), []
    for keys in (["ken"], ["uga", "hrv"]):
        for party in igsp.participants.filter(key__in=keys):
            with given():
                Membership.objects.get_or_create(process=igsp, user=amina, role="focal_point", participant=party)
            actions.begin(call, party, by=amina)
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("own:home"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_public_sees_counts_and_the_names_of_published_ones_only(
    client: Client, call: Call, igsp: Process, croatia: Participant, write: Write, published: Submission, amina: User
) -> None:
    draft = actions.begin(call, croatia, by=amina).draft
    assert draft is not None
    actions.file(write(draft), by=amina)
    page = client.get(at("coverage", "needs"))
    names = [p["name"] for region in page.context["regions"] for p in region["participants"]]
    filed = {region["name"]: region["filed"] for region in page.context["regions"] if region["filed"]}
    assert names == ["Kenya"]
    assert filed == {"Africa": 1, "Europe": 1}
    assert "Croatia" not in page.content.decode()


def test_the_desk_sees_who_has_and_has_not_filed_but_not_who_is_drafting(
    browser_of: Browser, farah: User, filed: Submission, call: Call, croatia: Participant, amina: User
) -> None:
    actions.begin(call, croatia, by=amina)
    page = browser_of(farah).get(at("coverage", "needs"))
    labels = {p["name"]: str(p["label"]) for region in page.context["regions"] for p in region["participants"]}
    assert (labels["Kenya"], labels["Croatia"], labels["Uganda"]) == ("filed", "not filed", "not filed")
    assert len(labels) == call.addressees().count()


def test_forums_stand_before_governments_in_their_region(browser_of: Browser, farah: User, call: Call) -> None:
    page = browser_of(farah).get(at("coverage", "needs"))
    africa = page.context["regions"][0]
    assert africa["name"] == "Africa"
    assert africa["participants"][0]["name"] == "African Ministerial Conference on the Environment"


def test_the_published_list_can_be_narrowed(client: Client, published: Submission) -> None:
    def titles(query: str) -> list[str]:
        groups = client.get(at("published") + query).context["groups"]
        return [row["symbol"] for group in groups for row in group["documents"]]

    assert titles("?region=africa&kind=state") == ["IGSP-2004-0002", "IGSP-2004-0004"]
    assert titles("?region=europe") == []


@pytest.mark.parametrize("language", ["ar", "zh-hans", "fr", "ru", "es"])
def test_every_page_opens_in_every_language(
    language: str, filed: Submission, write: Write, amina: User, browser_of: Browser
) -> None:
    actions.revise(filed, by=amina)
    addresses = [
        at("call", "needs"),
        at("coverage", "needs"),
        at("published"),
        at("submission", filed.pk),
        at("write", filed.pk),
        at("file", filed.pk),
        at("receipt", filed.pk),
        reverse("own:home"),
    ]
    browser = browser_of(amina)
    statuses = [browser.get(address.replace("/en/", f"/{language}/", 1)).status_code for address in addresses]
    assert statuses == [200] * len(addresses)


def test_the_process_page_shows_the_call_and_its_deadline(client: Client, call: Call) -> None:
    page = client.get(reverse("meetings:process", args=["igsp"])).content.decode()
    assert "Needs of regions and countries" in page
    assert "Deadline for submissions" in page


def test_one_s_own_page_shows_what_happened_to_one_s_submission(
    published: Submission, amina: User, goran: User, browser_of: Browser
) -> None:
    told = "Farah published “Kenya: Needs of regions and countries”, number IGSP-2004-0004"
    assert told in browser_of(amina).get(reverse("own:home")).content.decode()
    assert told not in browser_of(goran).get(reverse("own:home")).content.decode()


def test_a_large_upload_is_refused_with_its_size(draft: SubmissionVersion, amina: User, settings: Any) -> None:
    settings.UPLOAD_LIMIT_BYTES = 20
    with pytest.raises(Exception, match="at most"):
        actions.attach(draft, name="Map.png", data=io.BytesIO(picture()).read(), by=amina)
