"""Whether a receipt is genuine: on a page for whoever has its SHA-256, and without the portal."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.forms import limits
from igsp_portal.models import OutgoingMail, User
from meetings.models import Process
from submissions import actions, mails, papers
from submissions.log.publishing import publish_head
from submissions.models import LogEntry, Submission, SubmissionVersion
from submissions.views import log

from ..cast import given
from .addresses import at

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]
NUMBER = "IGSP-2004-0012"


@pytest.fixture(autouse=True)
def _own_key(settings: Any, tmp_path: Path) -> None:
    settings.VAR, settings.SITE_ADDRESS = tmp_path / "var", "https://portal.example"


@pytest.fixture
def sha256(filed: Submission) -> str:
    assert filed.standing
    return filed.standing.sha256


def page(client: Client, sha256: str, number: str = NUMBER) -> str:
    answer = client.get(reverse("verify", args=[number]), {"sha256": sha256})
    assert answer.status_code == 200
    return answer.content.decode()


def get(client: Client, name: str, *args: Any, **query: str) -> Any:
    return client.get(reverse(f"log:{name}", args=args), query)


def test_whoever_has_the_checksum_is_told_that_it_is_genuine_and_nothing_of_the_content(
    sha256: str, filed: Submission, client: Client
) -> None:
    told = page(client, sha256)
    assert "IGSP-2004-0012 was filed with this SHA-256 on 15 October 2004, 12:00:00 UTC. It is entry 12" in told
    assert [words in told for words in ("Kenya", "Needs of Kenya", "Permanent posts")] == [False] * 3


def test_the_checksum_is_taken_as_the_receipt_prints_it(sha256: str, client: Client) -> None:
    assert "Genuine" in page(client, "  ".join(papers.groups(sha256.upper())), NUMBER.lower())


@pytest.mark.parametrize("number", [NUMBER, "IGSP-2004-0001", "IGSP-2004-9999", "x"])
def test_a_wrong_checksum_and_an_unknown_number_are_answered_alike(number: str, sha256: str, client: Client) -> None:
    wrong = sha256 if number != NUMBER else "0" * 64
    told = page(client, wrong, number)
    assert ("Not confirmed" in told, "Genuine" in told) == (True, False)


def test_without_a_checksum_it_is_asked_for(filed: Submission, client: Client) -> None:
    told = page(client, "")
    assert ("Not confirmed" in told, "Genuine" in told, 'name="sha256"' in told) == (False, False, True)


def test_of_a_process_that_is_not_public_nothing_is_confirmed_to_strangers(
    sha256: str, igsp: Process, client: Client, amina: User, browser_of: Browser
) -> None:
    with given():
        Process.objects.filter(pk=igsp.pk).update(is_public=False)
    assert "Not confirmed" in page(client, sha256)
    assert "Genuine" in page(browser_of(amina), sha256)
    names: dict[str, tuple[Any, ...]] = {"checkpoint": (), "key": (), "consistency": (1, 2), "proof": (NUMBER,)}
    asked = [get(client, name, "igsp", *more, sha256=sha256).status_code for name, more in names.items()]
    assert asked == [404] * 4


def test_the_address_on_paper_leads_to_the_page_in_the_readers_language(sha256: str, client: Client) -> None:
    answer = client.get(f"/verify/{NUMBER}/?sha256={sha256}", headers={"accept-language": "fr"}, follow=True)
    assert (answer.status_code, answer.redirect_chain[-1][0]) == (200, f"/fr/verify/{NUMBER}/?sha256={sha256}")


def test_who_asks_without_end_is_asked_to_wait_and_others_are_not(
    sha256: str, client: Client, amina: User, browser_of: Browser
) -> None:
    for _ in range(log.PROOFS.acts):
        assert limits.allows(log.PROOFS, "address:127.0.0.1")
    names: dict[str, tuple[Any, ...]] = {"checkpoint": (), "consistency": (1, 2), "proof": (NUMBER,)}

    def asked(browser: Client) -> list[int]:
        told = [get(browser, name, "igsp", *more, sha256=sha256).status_code for name, more in names.items()]
        return [*told, browser.get(reverse("verify", args=[NUMBER])).status_code]

    assert (asked(client), asked(browser_of(amina))) == ([429] * 4, [200] * 4)
    assert get(client, "key", "igsp").status_code == 200


# Without the portal


def stranger(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """What a stranger sees who runs the program with nothing beside it."""
    script = cwd / "verify.py"
    script.write_bytes((portal.BASE_DIR / "docs" / "verify.py").read_bytes())
    command = [sys.executable, "-I", str(script), *args]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, env={})


@pytest.fixture
def later(filed: Submission, write: Write, amina: User) -> None:
    """Three more filings, after the receipt."""
    for _ in range(3):
        actions.file(write(actions.revise(filed, by=amina)), by=amina)


@pytest.mark.slow
def test_a_stranger_checks_a_receipt_without_the_portal(
    sha256: str, later: None, igsp: Process, client: Client, tmp_path: Path
) -> None:
    answer = get(client, "proof", "igsp", NUMBER, sha256=sha256)
    assert answer["Content-Disposition"] == 'attachment; filename="IGSP-2004-0012.json"'
    proof = json.loads(answer.content)
    assert proof["receipt"] == {"size": 12, "root": LogEntry.objects.get(process=igsp, index=11).root}
    (tmp_path / "proof.json").write_bytes(answer.content)
    done = stranger("proof.json", cwd=tmp_path)
    told = f"{NUMBER} is entry 12 of 15 in portal.example/log/igsp. Compare with the receipt:"
    assert (done.stdout, done.returncode) == (f"{told} 2004-10-15T12:00:00Z {sha256} {proof['receipt']}\n", 0)
    (tmp_path / "head.txt").write_bytes(get(client, "checkpoint", "igsp").content)
    key = get(client, "key", "igsp").content.decode().strip()
    assert stranger("proof.json", "head.txt", key, cwd=tmp_path).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "change", [{"sha256": "0" * 64}, {"filed_at": "2004-10-15T11:00:00Z"}, {"receipt": {"size": 4, "root": "0" * 64}}]
)
def test_a_stranger_sees_that_something_was_changed(
    change: dict[str, Any], sha256: str, later: None, client: Client, tmp_path: Path
) -> None:
    proof = get(client, "proof", "igsp", NUMBER, sha256=sha256).json()
    (tmp_path / "proof.json").write_text(json.dumps(proof | change))
    done = stranger("proof.json", cwd=tmp_path)
    assert (done.stdout, done.returncode) == ("", 1)
    assert "NOT IN THE LOG" in done.stderr


def test_the_program_has_no_more_than_fifty_lines_and_is_given_out_by_the_portal(client: Client) -> None:
    script = get(client, "script").content.decode()
    assert script == (portal.BASE_DIR / "docs" / "verify.py").read_text()
    assert len(script.splitlines()) <= 50


@pytest.mark.parametrize("query", [{}, {"sha256": "0" * 64}])
def test_no_proof_without_the_checksum(query: dict[str, str], filed: Submission, client: Client) -> None:
    assert get(client, "proof", "igsp", NUMBER, **query).status_code == 404


def test_the_proof_of_a_filing_is_in_the_log_of_its_own_process(sha256: str, inc: Process, client: Client) -> None:
    assert get(client, "proof", "inc", NUMBER, sha256=sha256).status_code == 404


@pytest.mark.parametrize(
    ("old", "new", "status"), [(1, 12, 200), (12, 12, 200), (0, 12, 404), (3, 2, 404), (1, 13, 404)]
)
def test_the_growth_of_a_log_is_proved_between_any_two_heads(
    old: int, new: int, status: int, filed: Submission, client: Client
) -> None:
    assert get(client, "consistency", "igsp", old, new).status_code == status


def test_published_heads_stand_on_a_page_and_are_given_as_they_were(
    filed: Submission, igsp: Process, client: Client
) -> None:
    assert "No head has been published yet" in client.get(at("log")).content.decode()
    publish_head.call(igsp.pk)
    head = LogEntry.objects.get(process=igsp, index=11).root
    assert head in client.get(at("log")).content.decode()
    signed = [get(client, "published_checkpoint", "igsp", 12), get(client, "checkpoint", "igsp")]
    assert signed[0].content == signed[1].content
    assert get(client, "published_checkpoint", "igsp", 11).status_code == 404


def test_a_log_without_entries_has_no_checkpoint(client: Client, db: None) -> None:
    with given():
        Process.objects.create(slug="lakes", name="Lakes", short_name="Lakes", body="Lakes", is_public=True)
    assert get(client, "checkpoint", "lakes").status_code == 404


# On receipts


@pytest.mark.slow
def test_receipt_letter_and_paper_bear_the_head_and_the_way_to_verify(
    filed: Submission, sha256: str, amina: User, browser_of: Browser
) -> None:
    version = filed.standing
    assert version is not None
    seen = browser_of(amina).get(at("receipt", filed.pk)).content.decode()
    assert f"Entry 12; head: {version.entry.root}" in seen
    assert f'href="/en/verify/{NUMBER}/?sha256={sha256}"' in seen
    mails.send_receipt.call(version.pk)
    letter = OutgoingMail.objects.filter(letter="receipt").latest("pk").body
    assert f"Entry 12; head: {version.entry.root}" in letter
    assert f"https://portal.example/verify/{NUMBER}/?sha256={sha256}" in letter


def test_the_code_on_paper_leads_to_the_page_that_verifies(filed: Submission, sha256: str) -> None:
    segno = pytest.importorskip("segno")
    assert filed.standing
    paper = papers.receipt_paper(filed.standing)
    made = segno.make(f"https://portal.example/verify/{NUMBER}/?sha256={sha256}", error="m", micro=False)
    drawn = made.svg_inline(border=2, omitsize=True)
    path = drawn[drawn.index("<path") : drawn.index("/>")]
    assert path in paper.code
    assert "<title>QR code that leads to the page on which this receipt is verified</title>" in paper.code
