"""Each page is reached by those in the table, and by nobody when its process, text or account is closed."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from documents.models import TextVersion
from igsp_portal.models import Event, User
from meetings.models import Membership, Process
from tests.cast import given

from .pages import PAGES, filed, reached
from .people import EVERYBODY, RECEIVERS, SOME, Scene, refused

pytestmark = pytest.mark.slow


def test_each_page_is_reached_by_those_in_the_table(scene: Scene, browsers: dict[str, Client]) -> None:
    found = {str(page): reached(page, scene, browsers) for page in PAGES}
    assert found == {str(page): SOME if page.who == EVERYBODY else page.who for page in PAGES}


def test_sending_a_form_changes_nothing_where_one_is_refused(scene: Scene, browsers: dict[str, Client]) -> None:
    # Not the forms for strangers, and the way out: tests/front says what they do.
    pages = [page for page in PAGES if not page.name.startswith(("account_", "mfa_", "admin:logout"))]
    addresses = [(page, reverse(page.name, args=page.args(scene))) for page in pages]  # some make what they name
    before, passed = Event.objects.count(), []
    for page, address in addresses:
        passed += [(str(page), who) for who in EVERYBODY - page.who if not refused(browsers[who].post(address))]
    assert (passed, Event.objects.count()) == ([], before)


def test_a_role_that_has_ended_opens_nothing(scene: Scene, browsers: dict[str, Client]) -> None:
    with given():
        Membership.objects.filter(user=scene.people["administrator"]).update(ended_at="2004-10-01T00:00Z")
    assert browsers["administrator"].get("/en/admin/").status_code in (302, 403)
    assert refused(browsers["administrator"].get(reverse("submissions:receipt", args=filed(scene))))


def test_a_closed_account_is_signed_out(scene: Scene, browsers: dict[str, Client]) -> None:
    with given():
        User.objects.filter(pk=scene.people["administrator"].pk).update(is_active=False)  # type: ignore[union-attr]
    assert refused(browsers["administrator"].get("/en/admin/"))


def test_a_process_that_is_not_public_is_closed_to_strangers(scene: Scene, browsers: dict[str, Client]) -> None:
    with given():
        Process.objects.filter(slug="igsp").update(is_public=False)
    of_process = [
        page for page in PAGES if page.name.startswith(("meetings:", "documents:", "submissions:", "symbol", "cited"))
    ]
    outside = {who: browsers[who] for who in ("stranger", "nobody", "elsewhere")}
    assert [str(page) for page in of_process if reached(page, scene, outside)] == []


def test_a_text_that_is_being_drafted_is_for_the_desk(scene: Scene, browsers: dict[str, Client]) -> None:
    with given():
        version = TextVersion.objects.filter(text__key="draft-plan")
        QuerySet.update(version, state="draft", released_at=None)  # past the model, which takes no release back
    address = reverse("documents:text", args=["igsp", "draft-plan"])
    readers = {who for who, browser in browsers.items() if not refused(browser.get(address))}
    assert readers == RECEIVERS | {"translator"}
