"""A technical administrator, and one row of everything that the admin site shows."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from documents.library import actions
from documents.models import Document
from igsp_portal.models import OutgoingMail, User, WorkerTask
from meetings.models import Process
from submissions.models import Compilation, Grant, SynthesisSentence
from tests.cast import given, person
from tests.library.files import pdf


@pytest.fixture
def root(igsp: Process) -> User:
    """A technical administrator."""
    return person("Root", is_superuser=True)


@pytest.fixture
def at_root(root: User, browser_of: Any) -> Client:
    return browser_of(root)


@pytest.fixture
def every_row(igsp: Process, farah: User, amina: User, tmp_path: Any, settings: Any) -> None:
    """One row at least of every model that the admin site shows."""
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": store}
    document = Document.objects.filter(process=igsp).first()
    assert document
    actions.post_rendition(document, language="en", name="a.pdf", file=BytesIO(pdf()), by="test")
    with given():
        OutgoingMail.objects.create(
            letter="x", to="x@example.org", language="en", subject="x", created_at="2004-10-01T00:00Z"
        )
        call = igsp.calls.get(key="regional-needs")
        call.forms.create(number=2)  # in preparation
        party = igsp.participants.get(key="ken")
        Grant.objects.create(call=call, participant=party, until="2004-11-20T00:00Z", reason="Late translation.")
        compilation = Compilation.objects.create(call=call, key="a", title="All")
        SynthesisSentence.objects.create(compilation=compilation, words="Posts are wanted.")
    WorkerTask.objects.create(
        args_kwargs={"args": [0], "kwargs": {}}, task_path="a.b", status="FAILED", run_after="2004-10-15T12:00Z"
    )
