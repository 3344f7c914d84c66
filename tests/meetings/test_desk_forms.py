"""The forms of people in the admin site: refused in words where it was typed, and read by those alone who may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.access import Role
from igsp_portal.foundations.forms.checked import CheckedForm
from igsp_portal.models import User
from meetings.models import Membership, Process

from ..cast import with_role

Browser = Callable[[User], Client]


@pytest.fixture
def chair(igsp: Process) -> User:
    return with_role("Kim", Role.CHAIR, igsp)


def test_every_form_of_the_desk_checks_its_row_whole() -> None:
    pages = admin.site._registry.values()
    forms = [page.form for page in pages] + [rows.form for page in pages for rows in page.inlines]
    assert [form for form in forms if not issubclass(form, CheckedForm)] == []


@pytest.mark.slow
def test_a_role_held_already_is_refused_at_the_form(
    farah: User, amina: User, igsp: Process, browser_of: Browser
) -> None:
    kenya = igsp.participants.get(key="ken")
    sent = {"process": igsp.pk, "user": amina.pk, "role": "focal_point", "participant": kenya.pk}
    page = browser_of(farah).post(reverse("admin:meetings_membership_add"), sent)
    assert page.status_code == 200
    assert page.context["adminform"].form.errors == {"role": ["This person already holds this role."]}
    assert Membership.objects.of(amina).count() == 1


@pytest.mark.slow
def test_a_role_at_the_desk_held_already_is_refused_at_the_form(
    farah: User, diego: User, igsp: Process, browser_of: Browser
) -> None:
    sent = {"process": igsp.pk, "user": diego.pk, "role": "clerk", "participant": ""}
    page = browser_of(farah).post(reverse("admin:meetings_membership_add"), sent)
    assert page.status_code == 200
    assert page.context["adminform"].form.errors == {"role": ["This person already holds this role."]}


@pytest.mark.slow
@pytest.mark.parametrize("who", ["chair", "chen"])
def test_who_acts_for_a_participant_is_read_by_those_alone_who_give_roles(
    request: pytest.FixtureRequest, amina: User, igsp: Process, browser_of: Browser, who: str
) -> None:
    browser = browser_of(request.getfixturevalue(who))
    page = browser.get(reverse("admin:meetings_participant_change", args=[igsp.participants.get(key="ken").pk]))
    assert page.status_code == 200
    assert amina.email not in page.content.decode()
    assert "Amina" not in page.content.decode()
    assert browser.get(reverse("admin:meetings_membership_changelist")).status_code == 403


@pytest.mark.slow
def test_an_account_is_made_by_whoever_gives_roles(farah: User, browser_of: Browser) -> None:
    sent = {"email": "lu@example.org", "name": "Lu", "language": "en", "is_active": "on"}
    page = browser_of(farah).post(reverse("admin:igsp_portal_user_add"), sent)
    assert page.status_code == 302, page.context["adminform"].form.errors
    assert User.objects.get(name="Lu").has_usable_password() is False
