"""A list is filtered by what its page declares, whoever asks: no column that it does not show can be read from it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from django.contrib import admin
from django.template.backends.django import Template
from django.test import Client, RequestFactory
from django.urls import reverse

from documents.models import TextVersion
from igsp_portal.foundations.access import Role
from igsp_portal.models import OutgoingMail, User
from meetings.models import Membership, Process
from tests.cast import given, with_role

from .forms import links_of

pytestmark = pytest.mark.slow

LOOKUPS = ["", "exact", "iexact", "contains", "icontains", "startswith", "istartswith", "endswith", "regex", "iregex"]
LOOKUPS += ["in", "gt", "gte", "lt", "lte", "range", "isnull", "isempty", "year", "month", "day", "year__gte", "date"]
LOOKUPS += ["id", "id__exact", "id__in", "pk", "pk__in"]
PROBES = ["startswith", "regex", "in", "range", "contains"]


def one(*columns: str) -> set[str]:
    """What a filter of a column reads: one of its values, or that there is none."""
    return {lookup for column in columns for lookup in (column, f"{column}__exact", f"{column}__isnull")}


def row(*references: str) -> set[str]:
    """What a filter of a reference reads."""
    return {lookup for name in references for lookup in (f"{name}__id__exact", f"{name}__isnull")}


# What each list filters by, as its page declares it: the entries beside the list, and the days above it.
DECLARED: dict[str, set[str]] = {
    "igsp_portal.user": one("is_active", "language"),
    "igsp_portal.event": one("process", "about_type", "verb") | {"at__year", "at__month", "at__day"},
    "igsp_portal.outgoingmail": one("state", "letter", "language"),
    "igsp_portal.workertask": set(),  # its one filter is no column: ?state=
    "meetings.process": set(),
    "meetings.decision": row("process"),
    "meetings.component": set(),
    "meetings.meeting": row("process") | one("kind", "state"),
    "meetings.letter": row("process") | one("purpose"),
    "meetings.region": row("process") | one("scheme"),
    "meetings.participant": row("process", "region", "regional_group") | one("kind"),
    "meetings.membership": row("process") | one("role"),
    "documents.document": row("process", "meeting") | one("state", "kind", "distribution"),
    "documents.rendition": one("language", "format") | {"superseded_by__isempty"},
    "documents.requiredinput": row("process"),
    "documents.text": row("process") | one("illustrative"),
    "documents.textversion": row("text") | one("state"),
    "documents.glossaryterm": row("process") | one("checked"),
    "documents.block": row("version") | one("kind"),
    "documents.wording": row("block__version") | one("language"),
    "submissions.compilation": row("call") | one("state"),
    "submissions.synthesissentence": row("compilation") | one("language"),
    "submissions.grant": row("call"),
    "submissions.call": row("process") | one("stage"),
    "submissions.invitation": row("call", "participant__region", "participant__regional_group")
    | one("participant__kind"),
    "submissions.formversion": set(),
    "submissions.question": set(),
    "submissions.submission": row("participant__region", "call") | one("state", "participant__kind"),
}


def columns(model: Any, depth: int = 2) -> Iterator[str]:
    """Every way from `model` to a column, over so many references and back from them."""
    yield "pk"
    for field in model._meta.get_fields():
        yield field.name
        if getattr(field, "attname", field.name) != field.name:
            yield field.attname
        if field.is_relation and field.related_model and depth:
            yield from (f"{field.name}__{column}" for column in columns(field.related_model, depth - 1))


def list_of(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def asked_by(user: User) -> Any:
    request = RequestFactory().get("/en/admin/")
    request.user = user
    return request


def allowed(page: Any, request: Any) -> set[str]:
    """Every lookup of the list's model, two references away, that its address may filter by."""
    lookups = {f"{column}__{lookup}" if lookup else column for column in columns(page.model) for lookup in LOOKUPS}
    return {lookup for lookup in lookups if page.lookup_allowed(lookup, "x", request)}


def test_no_list_is_filtered_by_a_column_that_its_page_does_not_declare(root: User) -> None:
    request = asked_by(root)
    found = {model._meta.label_lower: allowed(page, request) for model, page in admin.site._registry.items()}
    assert found == DECLARED


STAFF = [Role.ADMINISTRATOR, Role.EDITOR, Role.CLERK, Role.TRANSLATOR, Role.CHAIR, Role.AUDITOR]


@pytest.mark.parametrize("role", STAFF)
def test_every_column_is_closed_to_those_who_open_the_list(
    role: Role, igsp: Process, browser_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Template, "render", lambda self, context=None, request=None: "")
    browser = browser_of(with_role(role.value, role, igsp))
    found: dict[str, int] = {}
    for model in admin.site._registry:
        address = list_of(model)
        if status(browser, address) == 200:
            found |= {name: status(browser, name) for name in probes(address, model)}
    assert len(found) > 150
    assert {address: code for address, code in found.items() if code != 400} == {}


def probes(address: str, model: Any) -> list[str]:
    """A lookup for each column, another one each time."""
    return [f"{address}?{name}__{probe}=1" for name, probe in zip(columns(model, 0), cycle(PROBES), strict=False)]


def status(browser: Client, address: str) -> int:
    return browser.get(address).status_code


def test_a_code_that_waits_to_be_sent_cannot_be_read_letter_by_letter(farah: User, browser_of: Any) -> None:
    with given():
        OutgoingMail.objects.create(
            letter="login_code", to=farah.email, language="en", subject="x", body="73", created_at="2004-10-01T00:00Z"
        )
    lists = reverse("admin:igsp_portal_outgoingmail_changelist")
    asked = [f"{lists}?to__exact={farah.email}&body__regex=^{digit}" for digit in (7, 8)]
    assert [status(browser_of(farah), address) for address in asked] == [400, 400]


def one_of_each(links: list[str]) -> list[str]:
    """One link for each filter of a list."""
    return list({link.partition("=")[0]: link for link in links if link.startswith("?")}.values())


def test_every_filter_that_a_list_offers_can_be_followed(every_row: None, at_root: Client) -> None:
    """Also those to which other pages lead: the failed letters of the first page, the words of a version."""
    pages = [list_of(model) for model in admin.site._registry]
    found = {page: links_of(at_root.get(page).content.decode()) for page in pages}
    followed = [page + link for page, links in found.items() for link in one_of_each(links)]
    followed += [link for link in links_of(at_root.get(reverse("admin:index")).content.decode()) if "?" in link]
    version: Any = TextVersion.objects.first()
    version = reverse("admin:documents_textversion_change", args=[version.pk])
    followed += [link for link in links_of(at_root.get(version).content.decode()) if "?" in link]
    assert len(followed) > 40
    assert {address: code for address in followed if (code := status(at_root, address)) != 200} == {}


@pytest.mark.parametrize("day", ["9999", "0", "-1", "x", "9999&at__month=12", "9999&at__month=12&at__day=31", "1e3"])
def test_a_day_that_no_calendar_has_leads_back_to_the_list(at_root: Client, igsp: Process, day: str) -> None:
    answer = at_root.get(reverse("admin:igsp_portal_event_changelist") + f"?at__year={day}")
    assert (answer.status_code, answer["Location"]) == (302, "/en/admin/igsp_portal/event/?e=1")


def test_a_list_is_sorted_by_the_columns_that_it_shows_and_no_other(at_root: Client) -> None:
    sorted_as = {}
    for model in admin.site._registry:
        answer: Any = at_root.get(list_of(model))
        shown = answer.context_data["cl"]
        for name in shown.list_display:
            by = shown.get_ordering_field(name)
            if by not in (None, name):
                sorted_as[f"{model._meta.label_lower} {name}"] = str(by)
    assert sorted_as == {
        "igsp_portal.outgoingmail kind": "letter",
        "documents.rendition served": "language",
        "documents.rendition released": "released_at",
        "meetings.meeting called": "kind",
        "meetings.membership person": "Lower(Coalesce(NullIf(F(user__name), Value('')), F(user__email)))",
        "meetings.participant called": "kind",
        "submissions.call closes": "closes_at",
        "submissions.grant until_there": "until",
        "submissions.invitation came_to": "state",
        "submissions.invitation opened": "opened_at",
        "submissions.invitation party": "participant__name",
        "submissions.invitation region": "participant__region",
        "submissions.invitation sent": "sent_at",
        "submissions.submission region": "participant__region",
    }


@pytest.mark.parametrize("column", ["email", "password", "name"])
def test_no_row_is_found_by_another_column_than_its_key(farah: User, browser_of: Any, column: str) -> None:
    row = reverse("admin:igsp_portal_user_change", args=[farah.email])
    asked = [f"{address}?_to_field={column}&_popup=1" for address in (list_of(User), row)]
    assert [status(browser_of(farah), address) for address in asked] == [400, 400]


def test_the_roles_of_people_stand_in_the_order_of_the_names_that_are_shown(igsp: Process, at_root: Client) -> None:
    people = {"Zoe": "a@example.org", "adam": "z@example.org", "": "m@example.org", "Bea": "b@example.org"}
    with given():
        for name, email in people.items():
            user = User.objects.create_user(email, name=name)
            Membership.objects.create(process=igsp, user=user, role=Role.READER, participant=igsp.participants.first())
    address = reverse("admin:meetings_membership_changelist")
    rows = at_root.get(address, {"o": "0"}).context["cl"].result_list
    assert [str(row.user) for row in rows if row.role == Role.READER] == ["adam", "Bea", "m@example.org", "Zoe"]


def test_no_list_sorts_by_a_column_of_an_account() -> None:
    """A reference in a list is sorted as the rows are to which it leads: accounts by addresses, which are not shown."""
    shown = [
        f"{model._meta.label_lower}.{name}"
        for model, page in admin.site._registry.items()
        for name in page.list_display
        if name in {field.name for field in model._meta.fields} and model._meta.get_field(name).related_model is User
    ]
    assert shown == []
