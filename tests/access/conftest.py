from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as keys
from django.template.backends.django import Template
from django.test import Client

from documents.models import Document
from igsp_portal.foundations.access import Role
from igsp_portal.models import OutgoingMail, User, WorkerTask
from meetings.models import Component, Process
from submissions import actions
from submissions.actions import Said
from submissions.compiling import actions as compiling
from submissions.models import Grant, Submission, SynthesisSentence
from tests.cast import given, person, with_role
from tests.library.files import pdf

from .people import STAFF, Scene


@pytest.fixture(autouse=True)
def _nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may see a page is decided before it is drawn; drawing a thousand of them is left out. No key is at hand."""
    monkeypatch.setattr(keys, "begin_authentication", lambda user=None: {})
    monkeypatch.setattr(Template, "render", lambda self, context=None, request=None: "")


@pytest.fixture
def scene(igsp: Process, amina: User, boris: User, goran: User, clock: Callable[[str], None]) -> Scene:
    clock("2004-10-15T12:00")
    kenya = igsp.participants.get(key="ken")
    call = igsp.calls.get(key="regional-needs")
    draft = actions.begin(call, kenya, by=amina).draft
    assert draft
    component = Component.objects.get(decision__process=igsp, key="institutions")
    said = [Said("Posts for monitoring.", component)]
    actions.save_draft(draft, by=amina, title="Needs", consent=True, statements=said)
    actions.attach(draft, name="needs.pdf", data=pdf(), by=amina)
    filed = actions.file(draft, by=amina).submission
    compilation = compiling.begin(call, by=amina)
    with given():
        sentence = SynthesisSentence.objects.create(compilation=compilation, words="Posts are wanted.")
        Grant.objects.create(call=call, participant=kenya, until="2004-11-10T12:00Z", reason="The line was down.")
        sentence.statements.set([row.statement for row in compilation.rows.all()])
    with given():
        Document.objects.create(process=igsp, key="secret", symbol="UNEP/IEG/IGSP/9/9", kind="working", title="Secret")
        OutgoingMail.objects.create(
            letter="x", to="x@example.org", language="en", subject="x", created_at="2004-10-01T00:00Z"
        )
    WorkerTask.objects.create(
        args_kwargs={"args": [0], "kwargs": {}}, task_path="a.b", status="FAILED", run_after="2004-10-15T12:00Z"
    )
    people: dict[str, User | None] = {who: with_role(role.value, role, igsp) for who, role in STAFF.items()}
    people |= {"stranger": None, "nobody": person("Eve"), "another party": goran}
    people |= {"focal point": amina, "drafter": boris, "reader": with_role("Rosa", Role.READER, igsp, kenya)}
    people["elsewhere"] = with_role("Else", Role.ADMINISTRATOR, another_process())
    Authenticator.objects.create(user=amina, type="webauthn", data={"name": "Key", "credential": {}})
    Authenticator.objects.create(user=amina, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    published = Submission.objects.published().first()
    assert published
    return Scene(igsp, filed, published, Document.objects.get(key="secret"), people)


def another_process() -> Process:
    process = Process(slug="other", series="UNEP/X", zone="UTC", name="Other", short_name="Other", is_public=False)
    with given():
        process.save()
    return process


@pytest.fixture
def browsers(scene: Scene) -> dict[str, Client]:
    """Everybody's browser."""
    clients = {}
    for who, user in scene.people.items():
        clients[who] = Client(raise_request_exception=True)
        if user:
            clients[who].force_login(user)
    return clients
