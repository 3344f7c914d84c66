"""Nobody is told of what they may not see when the message is written."""

from __future__ import annotations

from typing import Any

import pytest

from documents.library import actions as library
from documents.library.states import Distribution
from documents.models import Document
from igsp_portal.models import User
from meetings.models import Membership, Process

from ..cast import given

NOOR = "noor@example.org"


class TestWhoMaySee:
    """Nobody is told of what they may not see when the message is written."""

    @pytest.fixture
    def restricted(self, paper: Document) -> Document:
        with given():
            Document.objects.filter(pk=paper.pk).update(distribution=Distribution.RESTRICTED)
        paper.refresh_from_db()
        return paper

    def test_a_restricted_document_is_told_to_members_alone(
        self, alert: Any, restricted: Document, amina: User, eve: User, work: Any
    ) -> None:
        alert(NOOR)
        alert(amina.email, None, amina)
        alert(eve.email, None, eve)
        library.issue(restricted, by="Diego")
        assert [letter.to for letter in work(days=2)] == [[amina.email]]

    def test_whoever_confirmed_as_a_stranger_is_told_what_strangers_see(
        self, alert: Any, restricted: Document, amina: User, work: Any
    ) -> None:
        alert(amina.email)
        library.issue(restricted, by="Diego")
        assert work(days=2) == []

    @pytest.mark.parametrize("change", ["role ended", "account closed", "address changed"])
    def test_whoever_has_lost_the_right_is_not_told(
        self, alert: Any, restricted: Document, amina: User, work: Any, change: str
    ) -> None:
        alert(amina.email, None, amina)
        library.issue(restricted, by="Diego")
        with given():
            if change == "role ended":
                Membership.objects.filter(user=amina).update(ended_at="2004-10-15T12:01Z")
            elif change == "account closed":
                User.objects.filter(pk=amina.pk).update(is_active=False)
            else:
                User.objects.filter(pk=amina.pk).update(email="other@example.org")
        assert work(days=2) == []

    def test_a_process_that_was_closed_is_not_told_of(
        self, alert: Any, paper: Document, igsp: Process, work: Any
    ) -> None:
        alert(NOOR)
        library.issue(paper, by="Diego")
        with given():
            Process.objects.filter(pk=igsp.pk).update(is_public=False)
        assert work(days=2) == []
