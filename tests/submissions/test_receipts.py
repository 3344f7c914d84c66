"""Receipts: who opens them, on a page and as a PDF."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.paper import pdf
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, OutgoingMail, User
from submissions import actions, mails, papers, rendering
from submissions.models import Receipt, Submission, SubmissionVersion

from ..disks import room_for
from ..papers import text_of
from .addresses import at

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


def test_the_receipt_is_for_party_and_desk(
    published: Submission, browser_of: Browser, amina: User, farah: User, goran: User, client: Client
) -> None:
    address = at("receipt", published.pk)
    seen = [browser_of(person).get(address).status_code for person in (amina, farah, goran)]
    assert seen == [200, 200, 404]
    assert client.get(address).status_code == 302


def test_the_receipt_is_a_pdf_in_the_language_of_the_page(filed: Submission, amina: User, browser_of: Browser) -> None:
    browser, address = browser_of(amina), at("receipt_pdf", filed.pk)
    answer = browser.get(address.replace("/en/", "/fr/"))
    assert answer["Content-Disposition"] == 'attachment; filename="IGSP-2004-0012-FR.pdf"'
    assert "IGSP-2004-0012" in text_of(answer.content)
    again = browser.get(address.replace("/en/", "/fr/"), headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_where_no_pdf_can_be_made_the_receipt_page_says_what_is_missing(
    filed: Submission, amina: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "available", lambda: False)
    answer = browser_of(amina).get(at("receipt_pdf", filed.pk))
    assert answer.status_code == 503
    assert "the library Pango is missing" in answer.content.decode()
    assert "IGSP-2004-0012" in answer.content.decode()


def test_what_was_filed_is_given_to_party_and_desk_with_the_checksum_of_the_receipt(
    published: Submission, browser_of: Browser, amina: User, farah: User, goran: User, client: Client
) -> None:
    address, version = at("filed_json", published.pk), published.versions.get()
    for person in (amina, farah):
        answer = browser_of(person).get(f"{address}?version=1")
        assert hashlib.sha256(answer.content).hexdigest() == version.sha256
        assert answer["Content-Disposition"] == 'attachment; filename="IGSP-2004-0012.json"'
    assert browser_of(goran).get(address).status_code == 404
    assert client.get(address).status_code == 302


def test_nobody_else_is_told_the_salt(published: Submission, client: Client) -> None:
    version = published.versions.get()
    open_to_all = ["/api/v1/processes/igsp/submissions/", at("submission", published.pk), at("published_json")]
    for address in [*open_to_all, f"/verify/{version.filing_number}/?sha256={version.sha256}"]:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200
        assert version.salt not in answer.content.decode()
    proof = client.get(reverse("log:proof", args=["igsp", version.filing_number]), {"sha256": version.sha256})
    assert version.salt not in proof.content.decode()


@pytest.mark.parametrize(
    ("consent", "words"),
    [(True, "It may be published."), (False, "It may not be published and is read within the secretariat alone.")],
)
def test_the_receipt_says_whether_publication_was_consented_to(
    consent: bool, words: str, draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser
) -> None:
    version = actions.file(write(draft, consent=consent), by=amina)
    page = browser_of(amina).get(at("receipt", version.submission.pk)).content.decode()
    paper = render_to_string("papers/receipt.html", {"paper": papers.receipt_paper(version)})
    mails.send_receipt.call(version.pk)
    letter = OutgoingMail.objects.filter(letter="receipt").latest("pk").body
    assert [words in text for text in (page, paper, letter)] == [True, True, True]


def test_only_who_has_just_filed_is_told_that_a_letter_is_on_its_way(
    draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser
) -> None:
    browser, pk = browser_of(amina), draft.submission.pk
    filing = {"version": "1", "revision": str(write(draft).revision)}
    pages = [browser.post(at("file", pk), filing, follow=True), browser.get(at("receipt", pk))]
    told = "The submission has been filed. The receipt is on its way by e-mail"
    shown = [page.content.decode() for page in pages]
    assert [told in page for page in shown] == [True, False]
    assert ["<h1>Receipt of a submission</h1>" in page for page in shown] == [True, True]


def test_the_portal_and_not_the_person_wrote_the_letters_of_what_a_person_did(filed: Submission, farah: User) -> None:
    actions.withdraw(actions.acknowledge(filed, by=farah), by=farah, reason="A mistake.")
    assert [audit.in_words(event) for event in Event.objects.filter(verb="mail.queued").order_by("pk")] == [
        "The portal wrote the message “Received: IGSP-2004-0012 → amina@example.org”",
        "The portal wrote the message “Withdrawn: IGSP-2004-0012 → amina@example.org”",
    ]


# Kept


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """An engine that sets receipts in no time, each as the last of these bytes."""
    sets = [b"%PDF-1.7\n" + b"receipt " * 2000]
    monkeypatch.setattr(pdf, "typeset", lambda html, **about: sets[-1])
    return sets


def verified() -> str:
    said = io.StringIO()
    try:
        call_command("verify", stdout=said, stderr=said)
    except CommandError as error:
        said.write(str(error))
    return said.getvalue().splitlines()[-1]


def test_a_receipt_that_the_disk_had_no_room_for_is_given_out_whole_once_there_is(
    filed: Submission, amina: User, browser_of: Browser, engine: list[bytes]
) -> None:
    browser, address = browser_of(amina), at("receipt_pdf", filed.pk)
    with room_for(4096):
        assert browser.get(address).status_code == 503
    answer = browser.get(address)
    assert (answer.status_code, answer.content) == (200, engine[0])
    assert browser.get(address).content == engine[0]
    assert verified().startswith("All is as recorded")


def test_a_receipt_is_set_once(filed: Submission, amina: User, browser_of: Browser, engine: list[bytes]) -> None:
    browser, address = browser_of(amina), at("receipt_pdf", filed.pk)
    first = browser.get(address).content
    engine.append(b"another")
    assert browser.get(address).content == first


def kept(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "receipts").glob("*/*"))


def test_a_broken_receipt_is_found_and_made_anew(
    filed: Submission,
    amina: User,
    browser_of: Browser,
    engine: list[bytes],
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    browser, address = browser_of(amina), at("receipt_pdf", filed.pk)
    browser.get(address)
    (file,) = kept(tmp_path)
    file.write_bytes(engine[0][:4096])
    assert verified().startswith("Not as recorded: 1")
    engine.append(b"set by a later release of the engine")
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.get(address).content == engine[1]
    assert verified().startswith("All is as recorded")
    assert [file.read_bytes() for file in kept(tmp_path)] == [engine[1]]
    event = Event.objects.latest("pk")
    assert (event.verb, event.public, event.facts["sha256"], event.facts["earlier_sha256"]) == (
        "receipt.made_anew",
        False,
        *(hashlib.sha256(data).hexdigest() for data in reversed(engine)),
    )
    about = "Kenya: Needs of regions and countries"
    said = f"The portal made the receipt of “{about}” again (English): the stored one was damaged"
    assert audit.in_words(event) == said


def test_a_broken_receipt_is_not_mailed(filed: Submission, amina: User, engine: list[bytes], tmp_path: Path) -> None:
    version = filed.standing
    assert version is not None
    rendering.receipt_pdf(version, "en")
    kept(tmp_path)[0].write_bytes(engine[0][:4096])
    mails.send_receipt.call(version.pk)
    letter = OutgoingMail.objects.get(letter="receipt")
    assert letter.attachment.read() == engine[0]


def test_a_receipt_in_another_style_takes_the_place_of_the_earlier(
    filed: Submission,
    engine: list[bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    version = filed.standing
    assert version is not None
    rendering.receipt_pdf(version, "en")
    engine.append(b"in another style")
    monkeypatch.setattr(pdf, "PAPERS", tmp_path)
    (tmp_path / "paper.css").write_text("p { color: black }")
    with django_capture_on_commit_callbacks(execute=True):
        assert rendering.receipt_pdf(version, "en") == engine[1]
    assert [file.read_bytes() for file in kept(tmp_path)] == [engine[1]]
    assert Receipt.objects.filter(version=version).count() == 1


def test_of_two_that_set_a_receipt_at_once_both_give_it_out(
    filed: Submission, engine: list[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    version = filed.standing
    assert version is not None

    def meanwhile(html: str, **about: str) -> bytes:
        monkeypatch.setattr(pdf, "typeset", lambda html, **about: engine[0])
        rendering.receipt_pdf(version, "en")
        return engine[0]

    monkeypatch.setattr(pdf, "typeset", meanwhile)
    assert rendering.receipt_pdf(version, "en") == engine[0]
    assert [file.read_bytes() for file in kept(tmp_path)] == [engine[0]]
