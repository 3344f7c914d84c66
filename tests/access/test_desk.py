"""The admin site is opened by those in the table, and that of each process for it alone."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.record import records
from igsp_portal.foundations.worker import mail
from igsp_portal.models import Event, OutgoingMail, User
from tests.cast import person

from .desk import NEVER_ADDED_BY_HAND, OF_NO_PROCESS, TABLES, at_desk, row_of
from .people import EVERYBODY, NOBODY, Scene, refused

pytestmark = pytest.mark.slow


def test_each_table_of_the_desk_is_opened_by_those_in_the_table(scene: Scene, browsers: dict[str, Client]) -> None:
    opened = {
        label: tuple(
            {who for who, browser in browsers.items() if not refused(browser.get(at_desk(label, page, scene)))}
            for page in ("changelist", "add")
        )
        for label in TABLES
    }
    assert opened == {
        label: (reads, NOBODY if label in NEVER_ADDED_BY_HAND else edits) for label, (reads, edits) in TABLES.items()
    }


def test_an_object_is_changed_by_those_in_the_table(scene: Scene, browsers: dict[str, Client]) -> None:
    """A form with nothing in it is answered with its faults by whoever may send it."""
    sent = {
        label: {who for who, browser in browsers.items() if _sends(browser, at_desk(label, "change", scene))}
        for label in TABLES
        if label != "documents.rendition"
    }
    assert {label: who - TABLES[label][1] for label, who in sent.items()} == dict.fromkeys(sent, set())
    assert {label for label, who in sent.items() if "elsewhere" in who} == set()


def _sends(browser: Client, address: str) -> bool:
    answer = browser.post(address)
    if answer.status_code == 302:  # Django's way to say that there is no such object
        return not refused(answer) and not answer["Location"].endswith("/admin/")
    return not refused(answer)


def test_the_desk_of_one_process_is_closed_to_the_desk_of_another(scene: Scene, browsers: dict[str, Client]) -> None:
    request = browsers["elsewhere"].get("/en/about/").wsgi_request
    seen = []
    for model, model_admin in admin.site._registry.items():
        label = model._meta.label_lower
        if label in OF_NO_PROCESS or label == "documents.rendition":
            continue
        if model_admin.get_queryset(request).filter(pk=row_of(label, scene).pk).exists():
            seen.append(label)
        for page in ("change", "history", "delete", "do"):
            answer = browsers["elsewhere"].get(at_desk(label, page, scene))
            if not refused(answer) and answer.status_code != 302:
                seen.append(f"{label} {page}")
    assert seen == []


def test_nothing_is_deleted_at_the_desk(scene: Scene, browsers: dict[str, Client]) -> None:
    removable = {
        label
        for label in TABLES
        if label != "documents.rendition"
        and not refused(browsers["administrator"].get(at_desk(label, "delete", scene)))
    }
    assert removable == set()


def test_a_move_is_never_made_by_a_link(scene: Scene, browsers: dict[str, Client]) -> None:
    address = reverse("admin:submissions_submission_do", args=[scene.filed.pk, "acknowledge"])
    assert browsers["administrator"].get(address).status_code == 403


def test_a_move_is_made_by_those_alone_who_may(scene: Scene, browsers: dict[str, Client]) -> None:
    address = reverse("admin:submissions_submission_do", args=[scene.filed.pk, "acknowledge"])
    others = EVERYBODY - {"administrator", "editor"}
    assert [who for who in others if not refused(browsers[who].post(address))] == []
    scene.filed.refresh_from_db()
    assert scene.filed.state == "filed"


def test_an_administrator_cannot_become_a_technical_one(scene: Scene, browsers: dict[str, Client]) -> None:
    root = person("Root", is_superuser=True)
    address = reverse("admin:igsp_portal_user_change", args=[root.pk])
    answer = browsers["administrator"].post(
        address, {"email": "taken@example.org", "language": "en", "is_active": "on"}
    )
    root.refresh_from_db()
    assert (answer.status_code, root.email) == (403, "root@example.org")


def test_an_administrator_cannot_take_an_account_of_another_process(scene: Scene, browsers: dict[str, Client]) -> None:
    address = reverse("admin:igsp_portal_user_change", args=[scene.people["focal point"].pk])  # type: ignore[union-attr]
    answer = browsers["elsewhere"].post(address, {"email": "taken@example.org", "language": "en", "is_active": "on"})
    assert answer["Location"].endswith("/admin/")  # Django's way to say that there is no such object
    assert not User.objects.filter(email="taken@example.org").exists()


def test_the_record_of_another_process_is_not_read(scene: Scene, browsers: dict[str, Client]) -> None:
    request = browsers["elsewhere"].get("/en/about/").wsgi_request
    rows = admin.site._registry[Event].get_queryset(request)
    assert Event.objects.filter(process="igsp").exists()
    assert not rows.filter(process="igsp").exists()


def test_what_happens_to_accounts_is_read_by_those_who_manage_them(scene: Scene, browsers: dict[str, Client]) -> None:
    """Neither the change of an account nor a letter with its code belongs to a process."""
    goran, eve = scene.people["another party"], scene.people["nobody"]
    for account in (goran, eve):
        assert account
        records.change(account, by="test", values={"language": "fr"})
        mail.queue(letter="login_code", to=account.email.upper(), language="en", subject="Your code", body="1")
    seen = {}
    for who in ("administrator", "auditor", "elsewhere"):
        request = browsers[who].get("/en/about/").wsgi_request
        events = admin.site._registry[Event].get_queryset(request).filter(process="")
        letters = admin.site._registry[OutgoingMail].get_queryset(request).filter(process="")
        seen[who] = ({event.about_label for event in events}, {letter.to for letter in letters})
    assert seen == {
        "administrator": ({"Goran", "Eve"}, {"GORAN@EXAMPLE.ORG", "EVE@EXAMPLE.ORG"}),
        "auditor": (set(), set()),
        "elsewhere": ({"Eve"}, {"EVE@EXAMPLE.ORG"}),  # who may yet be given a role there
    }
