"""Whom a call addresses: kinds and regions narrow each other, the members of groups and single names are added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from igsp_portal.foundations.datafiles import gathered
from igsp_portal.models import User
from meetings.models import GroupMember, Participant, Process
from submissions import coverage
from submissions.loading import load_calls
from submissions.models import Call, addressed_by

from ..cast import given
from .addresses import at
from .call_page import filled_in, save

Browser = Callable[[User], Client]


def keys(call: Call) -> set[str]:
    return set(call.addressees().values_list("key", flat=True))


def of(process: Process, **which: Any) -> set[str]:
    return set(process.participants.filter(**which).values_list("key", flat=True))


@pytest.fixture
def address(call: Call) -> Callable[..., Call]:
    """address(kinds, regions=…, groups=…, named=…): the call addressed anew, by keys."""

    def anew(kinds: list[str], **links: list[str]) -> Call:
        with given():
            Call.objects.filter(pk=call.pk).update(addressed=kinds)
            fresh = Call.objects.select_related("process").get(pk=call.pk)
            fresh.regions.set(fresh.process.regions.filter(key__in=links.pop("regions", [])))
            for name in ("groups", "named"):
                getattr(fresh, name).set(fresh.process.participants.filter(key__in=links.pop(name, [])))
        return fresh

    return anew


def test_kinds_and_regions_narrow_each_other(igsp: Process, address: Callable[..., Call]) -> None:
    assert keys(address(["forum"])) == of(igsp, kind="forum")
    assert keys(address(["forum"], regions=["africa", "west-asia"])) == {"amcen", "camre"}
    assert keys(address([], regions=["africa"])) == of(igsp, region__key="africa")
    assert keys(address(["state"], regions=["african-states"])) == of(
        igsp, kind="state", regional_group__key="african-states"
    )


def test_members_of_groups_and_names_are_added_and_nobody_twice(igsp: Process, address: Callable[..., Call]) -> None:
    call = address(["forum"], regions=["africa"], groups=["african-group"], named=["fao", "ken"])
    members = of(igsp, in_groups__group__key="african-group")
    assert "ken" in members
    assert keys(call) == {"amcen", "fao"} | members
    assert coverage.counts(call).addressed == len(members) + 2
    assert keys(address([], named=["fao"])) == {"fao"}


def test_members_are_those_of_the_day(
    inc: Process, call: Call, clock: Callable[[str], None], address: Callable[..., Call]
) -> None:
    group, fiji, peru = (inc.participants.get(key=key) for key in ("atoll-states", "fji", "per"))
    with given():
        GroupMember.objects.filter(group=group, member=peru).update(until=dt.date(2022, 3, 1))
        call = inc.calls.get(key="finance")
        Call.objects.filter(pk=call.pk).update(addressed=[])
        call.groups.set([group])
    found = {}
    for day in ("2021-05-31", "2021-06-01", "2022-03-01", "2022-03-02"):
        clock(f"{day}T12:00")
        found[day] = keys(Call.objects.get(pk=call.pk))
    both = {"fji", "per"}
    assert found == {"2021-05-31": set(), "2021-06-01": both, "2022-03-01": both, "2022-03-02": {fiji.key}}


def test_many_calls_take_as_many_queries_as_one(inc: Process, igsp: Process) -> None:
    counts = []
    for calls in ([inc.calls.get(key="letters")], [*inc.calls.all(), *igsp.calls.all()]):
        with CaptureQueriesContext(connection) as asked:
            addressed_by(calls)
        counts.append(len(asked))
    assert counts == [5, 5]


def test_the_page_and_programs_say_whom_a_call_addresses(address: Callable[..., Call]) -> None:
    address(["forum", "state"], regions=["africa"], groups=["asian-group"], named=["fao"])
    facts = {fact["label"]: fact["value"] for fact in Client().get(at("call", "needs")).context["facts"]}
    assert facts["Addressed to"] == (
        "Regional and subregional forums (Africa) · Governments (Africa) · Members of: Group of Asian States"
        " · Food and Agriculture Organization of the United Nations"
    )
    told = Client().get("/api/v1/processes/igsp/calls/needs/").json()
    assert [told[name] for name in ("addressed", "regions", "groups", "participants")] == [
        ["forum", "state"],
        ["africa"],
        ["asian-group"],
        ["fao"],
    ]


def test_the_secretariat_chooses_them_in_the_admin_site_and_somebody_is_addressed(
    call: Call, igsp: Process, farah: User, browser_of: Browser
) -> None:
    browser = browser_of(farah)
    refused = save(browser, call, addressed=[])
    assert refused.context["adminform"].form.errors == {"addressed": ["Say whom the call addresses."]}
    fao = igsp.participants.get(key="fao")
    assert save(browser, call, addressed=[], named=[fao.pk]).status_code == 302
    assert keys(Call.objects.get(pk=call.pk)) == {"fao"}


FOLDER = """
calls:
  - key: views
    title: {ar: ا, zh-hans: 需, en: Views, fr: Avis, ru: Мнения, es: Opiniones}
    opens: 2004-07-15T09:00
    closes: 2004-10-29T17:00
    %s
"""


def test_a_folder_says_whom_a_call_addresses(igsp: Process, tmp_path: Path) -> None:
    def load(said: str) -> list[str]:
        (tmp_path / "calls.yaml").write_text(FOLDER.removeprefix("\n") % said)
        with gathered() as mistakes:
            load_calls(tmp_path, igsp, by="test")
        return [mistake.message for mistake in mistakes.found]

    assert load("state: draft") == ["Say whom the call addresses."]
    assert load("participants: [fao, nobody]") != []
    assert igsp.calls.filter(key="views").count() == 0
    assert load("participants: [fao]\n    groups: [asian-group]") == []
    assert keys(igsp.calls.get(key="views")) == {"fao"} | of(igsp, in_groups__group__key="asian-group")
    assert load("addressed: [forum]\n    regions: [africa]") == []
    assert keys(igsp.calls.get(key="views")) == {"amcen"}


# Groups and their members


def test_a_group_has_members_of_its_process_once_and_no_government_has_any(igsp: Process, inc: Process) -> None:
    group, kenya = igsp.participants.get(key="african-group"), igsp.participants.get(key="ken")
    wrong: list[dict[str, Any]] = [
        {"group": group, "member": kenya},
        {"group": group, "member": group},
        {"group": kenya, "member": group},
        {"group": group, "member": inc.participants.get(key="ken")},
        {"group": group, "member": igsp.participants.get(key="fao"), "since": "2004-02-01", "until": "2004-01-01"},
    ]
    for values in wrong:
        with pytest.raises(ValidationError):
            GroupMember(**values).full_clean()


def test_members_are_entered_on_the_page_of_their_group(igsp: Process, farah: User, browser_of: Browser) -> None:
    group, fao = (igsp.participants.get(key=key) for key in ("group-of-77", "fao"))
    page, browser = reverse("admin:meetings_participant_change", args=[group.pk]), browser_of(farah)
    rows = {"members-TOTAL_FORMS": 1, "members-0-member": fao.pk, "members-0-group": group.pk}
    answer = browser.post(page, filled_in(browser, page) | rows)
    assert answer.status_code == 302, answer.context["errors"]
    assert [row.member for row in group.members.all()] == [fao]


def test_the_page_of_participants_names_the_members_of_a_group(inc: Process, client: Client) -> None:
    page = client.get("/en/inc/participants/").content.decode()
    group, members = page.partition("<summary>Alliance of Atoll States</summary>")[::2]
    assert members.partition("</details>")[0].strip() == "<ul><li>Fiji</li><li>Peru</li></ul>"
    assert "<h2>Groups of States " in group + members


def test_kinds_are_headed_by_a_capital(igsp: Process, client: Client) -> None:
    heads = [group["kind"] for group in client.get("/en/igsp/participants/").context["groups"]]
    assert [head for head in heads if head[0].islower()] == []
    assert {"Regional groups", "Negotiating groups"} <= set(heads)


def test_a_participant_may_be_member_of_several_groups(igsp: Process) -> None:
    kenya = Participant.objects.get(process=igsp, key="ken")
    with given():
        GroupMember.objects.create(group=igsp.participants.get(key="group-of-77"), member=kenya)
    assert set(kenya.in_groups.values_list("group__key", flat=True)) == {"african-group", "group-of-77"}
