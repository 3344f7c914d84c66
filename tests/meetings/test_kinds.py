"""Kinds of participants, bodies, meetings and instruments are the process's own, and so are their names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.text import capfirst

from igsp_portal.foundations.access import Role
from igsp_portal.foundations.language.languages import collation_key
from igsp_portal.models import User
from meetings import rendering
from meetings.kinds import CITED, MANY, BodyKind, InstrumentKind, MeetingKind, ParticipantKind, instrument_of
from meetings.models import Meeting, OwnName, Process

from ..cast import given, with_role
from .folders import load, minimal, refused, six, write

pytestmark = pytest.mark.slow  # two processes are loaded for most

Page = Callable[..., str]


@pytest.fixture
def page(inc: Process, client: Client) -> Page:
    """The words of a page of the negotiating committee."""

    def words(address: str, language: str = "en") -> str:
        answer = client.get(f"/{language}/inc/{address}")
        assert answer.status_code == 200
        text = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2]))
        return re.sub(r"\s+", " ", re.sub("[\u2066-\u2069]", "", text))

    return words


def call_it(process: Process, **own: Any) -> None:
    """Give a kind a name of the process's own."""
    OwnName.objects.create(process=process, **own)


# What the field knows


def test_every_kind_of_participant_has_a_word_for_several_and_every_instrument_one_to_be_cited_by() -> None:
    assert {kind for kind in ParticipantKind if kind not in MANY} == set()
    assert set(InstrumentKind) == set(CITED)


@pytest.mark.parametrize(
    ("symbol", "kind"),
    [
        ("UNEP/EA.5/Res.14", "resolution"),
        ("A/RES/75/290", "resolution"),
        ("S/RES/2504 (2020)", "resolution"),
        ("SS.VII/1", "decision"),
        ("A/REST/1", "decision"),
        ("UNEP/GC.23/Dec.1", "decision"),
    ],
)
def test_a_symbol_says_whether_it_is_of_a_resolution(symbol: str, kind: str) -> None:
    assert instrument_of(symbol) == kind


# What a process calls them


def test_sessions_of_a_negotiating_committee_are_called_so(page: Page) -> None:
    assert "Session of the negotiating committee" in capital(page("meetings/inc-1/"))
    assert "working group" not in page("meetings/inc-1/").casefold()
    assert "Session of the assembly" in capital(page("meetings/assembly/"))


def capital(text: str) -> str:
    """As the style sheet shows the line above a title."""
    return text.replace(" session of", " Session of")


def test_sessions_of_the_working_group_are_still_called_so(client: Client, igsp: Process) -> None:
    assert "<span>working group session</span>" in client.get("/en/igsp/meetings/wg-1/").content.decode()


def test_sessions_of_a_body_of_no_known_kind_are_called_sessions(igsp: Process) -> None:
    with given():
        process = Process.objects.create(slug="rivers", name="Rivers", short_name="Rivers", body="Rivers Panel")
        meetings = [
            Meeting.objects.create(process=process, key=kind, kind=kind, name="A")
            for kind in ("session", "governing_body")
        ]
    assert [meeting.called for meeting in meetings] == ["session", "governing body session"]


def test_a_resolution_is_cited_as_one_by_its_number_with_its_symbol_beside_it(page: Page) -> None:
    mandate = page("").partition("Mandate")[2]
    assert re.findall(r"(Resolution|Decision) (\S+)", mandate.partition("Calendar")[0]) == [
        ("Resolution", "5/14"),
        ("Decision", "INC.4/1"),
        ("Decision", "INC.1/1"),
    ]
    assert "Resolution 5/14 UNOP/OA.5/Res.14" in mandate
    assert "Mandate Resolution 5/14" in page("calls/finance/")


def test_a_decision_is_cited_by_its_symbol_as_each_language_prints_it(igsp: Process) -> None:
    decision = igsp.decisions.get(key="ss-vii-1")
    found = {}
    for code in ("en", "ar", "zh-hans"):
        with translation.override(code):
            found[code] = re.sub(r"<[^>]+>|[\u2066-\u2069]", "", decision.cited_in(igsp))
    assert found["en"] == "Decision SS.VII/1"
    assert "د.إ-7/1" in found["ar"]
    assert "SS.VII/1" in found["zh-hans"]


def test_groups_of_states_come_first_where_the_process_says_so_and_states_are_called_as_it_does(page: Page) -> None:
    words = page("participants/")
    heads = ["Groups of States 2", "Members of the committee", "Regional and subregional forums 1", "Organizations 1"]
    places = [words.find(head) for head in heads]
    assert places == sorted(places)
    assert -1 not in places
    assert "civil society" not in words
    assert "Governments" not in words


def test_an_own_name_is_read_in_each_language(inc: Process, client: Client) -> None:
    several = {"ar": "أعضاء لجنة التفاوض", "zh-hans": "谈判委员会各成员", "en": "Members of the committee"}
    read = {code: name in client.get(f"/{code}/inc/participants/").content.decode() for code, name in several.items()}
    assert read == dict.fromkeys(several, True)


def test_an_own_name_that_a_language_lacks_gives_way_to_the_usual_one(inc: Process) -> None:
    with given():
        call_it(inc, of="participant", kind="forum", one_en="basin council", many_en="basin councils")
    for code, one in (("en", "basin council"), ("fr", "instance régionale")):
        with translation.override(code):
            name = Process.objects.get(pk=inc.pk).names.one(ParticipantKind.FORUM)
            assert (name == "basin council") == (one == "basin council")


def test_the_kind_of_a_body_is_named_in_each_reader_s_language_on_the_same_process(inc: Process) -> None:
    read = {}
    for code in ("ar", "fr"):
        with translation.override(code):
            read[code] = inc.names.one(MeetingKind.SESSION) == str(BodyKind.NEGOTIATING_COMMITTEE.label)
    assert read == {"ar": True, "fr": True}


def test_a_plural_that_no_page_would_say_is_refused(igsp: Process) -> None:
    refused = {}
    for of, kind in (("participant", "bank"), ("meeting", "session"), ("meeting", "expert"), ("instrument", "other")):
        try:
            OwnName(process=igsp, of=of, kind=kind, many="several").full_clean()
        except ValidationError as refusal:
            refused[kind] = list(refusal.message_dict)
    assert refused == {"expert": ["many"], "other": ["many"]}


def test_states_are_listed_by_region_and_all_others_by_their_names(igsp: Process) -> None:
    lists = rendering.participants(igsp)

    def many(kind: str) -> str:
        return capfirst(names_of(igsp, kind))

    forums = next([p["name"] for p in found["members"]] for found in lists if found["kind"] == many("forum"))
    assert forums == sorted(forums, key=lambda name: collation_key(name, "en"))
    states = [found["region"] for found in lists if found["kind"] == many("state")]
    assert len(set(states)) == len(states) > 1


def names_of(process: Process, kind: str) -> str:
    return process.names.many(ParticipantKind(kind))


def test_the_symbol_of_an_instrument_stands_where_its_own_name_marks_it(igsp: Process) -> None:
    with given():
        call_it(igsp, of="instrument", kind="decision", one_en="Ruling no. {symbol} of the Court")
        call_it(igsp, of="instrument", kind="resolution", one_en="Act")
    names = Process.objects.get(pk=igsp.pk).names
    assert names.cite(InstrumentKind.DECISION, "7") == "Ruling no. 7 of the Court"
    assert names.cite(InstrumentKind.RESOLUTION, "<7>") == "Act &lt;7&gt;"
    assert names.cite(InstrumentKind.OTHER, "Doha 1") == "Doha 1"


def test_a_kind_is_named_only_once_and_as_what_it_is(igsp: Process) -> None:
    with pytest.raises(ValidationError) as refusal:
        OwnName(process=igsp, of="participant", kind="forum").full_clean()
    assert refusal.value.messages == ["There is already a name for this kind."]
    with pytest.raises(ValidationError) as refusal:
        OwnName(process=igsp, of="participant", kind="regional").full_clean()
    assert refusal.value.message_dict == {"kind": ["This is not a kind of: participant."]}


# Where the rows of groups of States stand


def test_parties_of_no_region_stand_under_their_regional_group_or_their_kind(inc: Process, client: Client) -> None:
    page = client.get("/en/inc/calls/finance/coverage/")
    rows = [(row["name"], row["addressed"]) for row in page.context["regions"]]
    assert rows == [
        ("African members", 1),
        ("Asia-Pacific members", 2),
        ("North Sea", 1),
        ("Groups of States", 1),
        ("Members of the committee", 2),
    ]


def test_published_submissions_of_groups_of_states_are_found_under_their_kind(inc: Process, client: Client) -> None:
    page = client.get("/en/inc/submissions/")
    assert [(group["region"], [row["kind"] for row in group["documents"]]) for group in page.context["groups"]] == [
        ("Asia-Pacific members", ["group of States"]),
        ("North Sea", ["member of the committee"]),
        ("Members of the committee", ["member of the committee"]),
    ]
    offered = {of["name"]: of["options"] for of in page.context["filters"]}
    assert offered["kind"] == [("group_of_states", "groups of States"), ("state", "members of the committee")]
    narrowed = client.get("/en/inc/submissions/?region=asia-pacific-group&kind=group_of_states")
    assert len(narrowed.context["groups"]) == 1
    offered = {of["name"]: of["options"] for of in narrowed.context["filters"]}
    assert offered["region"] == [("asia-pacific-group", "Asia-Pacific members"), ("north-sea", "North Sea")]
    assert client.get("/en/inc/submissions/?region=african-group").context["groups"] == []


# No sentence supposes the first process


FOREIGN = {
    "en": ["working group", "civil society or", "outside the list", "the list of required inputs", "the note", "plan"],
    "ar": ["للفريق العامل", "الفريق العامل", "مجتمع مدني", "عن القائمة", "الخطة"],
    "zh-hans": ["工作组", "民间社会", "清单以外", "计划"],
}
ADDRESSES = ("inputs/", "meetings/inc-3/", "calls/finance/", "calls/finance/coverage/", "submissions/", "participants/")


def test_no_page_speaks_of_a_working_group_a_list_a_plan_or_a_note(page: Page) -> None:
    found = [
        (address, language, words)
        for language, foreign in FOREIGN.items()
        for address in (*ADDRESSES, "")
        for words in foreign
        if words in page(address, language).casefold()
    ]
    assert found == []


def test_inputs_without_letters_are_one_table_and_those_of_a_list_two(
    inc: Process, igsp: Process, client: Client
) -> None:
    without = client.get("/en/inc/inputs/").context
    assert (len(without["table"]["rows"]), without["others"]) == (2, None)
    lettered = client.get("/en/igsp/inputs/").context
    assert (len(lettered["table"]["rows"]), bool(lettered["others"])) == (8, True)


def test_about_the_portal_names_no_process_of_its_own(client: Client, igsp: Process, settings: Any) -> None:
    settings.PORTAL_TODAY = dt.date(2025, 3, 1)
    text = client.get("/en/about/").content.decode()
    assert [
        words for words in ("2004", "IGSP", "the plan") if words in text.partition("<main")[2].partition("</main")[0]
    ] == []


# From the folder


def named(**kinds: Any) -> dict[str, Any]:
    files = minimal()
    files["process.yaml"] |= kinds
    return files


def test_a_folder_names_kinds_and_loads_again_without_a_change(igsp: Process, tmp_path: Path) -> None:
    kinds = [
        {"of": "participant", "kind": "organization", "one": six("union"), "many": six("unions"), "order": 1},
        {"of": "meeting", "kind": "working_group", "one": six("gathering")},
    ]
    folder = write(tmp_path / "rivers", named(kinds=kinds, body_kind="commission"))
    load(folder)
    assert load(folder) == "Rivers strategy: 0 changes made"
    process = Process.objects.get(slug="rivers")
    assert process.names.one(ParticipantKind.ORGANIZATION) == "union"
    assert process.names.many(ParticipantKind.ORGANIZATION) == "unions"
    assert process.names.one(MeetingKind.SESSION) == "gathering"
    assert process.names.place(ParticipantKind.ORGANIZATION) < process.names.place(ParticipantKind.STATE)
    assert process.decisions.get().kind == "decision"


def test_a_kind_of_meeting_by_its_earlier_word_is_a_session(igsp: Process, tmp_path: Path) -> None:
    files = minimal()
    for meeting in files["meetings.yaml"]["meetings"]:
        meeting["kind"] = "working_group"
    load(write(tmp_path / "rivers", files))
    assert {meeting.kind for meeting in Process.objects.get(slug="rivers").meetings.all()} == {"session"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kinds": [{"of": "planet", "kind": "state"}]}, "“planet” is not one of: participant, meeting, instrument."),
        (
            {"kinds": [{"of": "instrument", "kind": "state"}]},
            "“state” is not one of: decision, resolution, recommendation, ",
        ),
        ({"kinds": [{"of": "meeting", "kind": "session"}] * 2}, "“session” is already the “kind” of another entry, "),
        (
            {"kinds": [{"of": "meeting", "kind": "session", "one": {"en": "x"}}]},
            "“one” lacks: ar, zh-hans, fr, ru, es.",
        ),
        ({"body_kind": "club"}, "“club” is not one of: working_group, negotiating_committee, "),
    ],
)
def test_a_wrong_kind_is_named_by_its_line(wrong: dict[str, Any], said: str, igsp: Process, tmp_path: Path) -> None:
    *lines, _count = refused(write(tmp_path / "rivers", named(**wrong)))
    assert len(lines) == 1
    assert re.match(rf"rivers/process\.yaml:\d+: {re.escape(said)}", lines[0])


# At the admin site


def test_the_form_of_a_process_offers_names_for_kinds(
    igsp: Process, farah: User, browser_of: Callable[[User], Client]
) -> None:
    form = browser_of(farah).get(f"/en/igsp/admin/meetings/process/{igsp.pk}/change/")
    (names,) = form.context["inline_admin_formsets"]
    assert [own.key for own in names.formset.queryset] == ["participant forum", "participant state"]
    assert dict(form.context["adminform"].form.fields["body_kind"].choices)["conference_of_parties"] == (
        "meeting of the Conference of the Parties"
    )


def test_lists_and_forms_offer_kinds_as_the_process_calls_them(
    inc: Process, browser_of: Callable[[User], Client]
) -> None:
    browser = browser_of(with_role("Ilse", Role.ADMINISTRATOR, inc))
    listed = browser.get("/en/inc/admin/meetings/participant/")
    kinds = next(spec for spec in listed.context["cl"].filter_specs if spec.title == "kind")
    assert [str(choice["display"]) for choice in kinds.choices(listed.context["cl"])] == [
        *("All", "intergovernmental or inter-agency body", "regional or subregional forum", "group of States"),
        *("organization", "member of the committee"),
    ]
    assert "member of the committee" in listed.content.decode().partition('id="result_list"')[2]
    for page, field in (("participant", "kind"), ("call", "addressed")):
        app = "submissions" if page == "call" else "meetings"
        form = browser.get(f"/en/inc/admin/{app}/{page}/add/").context["adminform"].form
        assert dict(form.fields[field].choices)["state"] == "member of the committee"


def test_own_names_cost_one_query_however_many(inc: Process, eve: User, browser_of: Callable[[User], Client]) -> None:
    browser = browser_of(eve)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get("/en/inc/submissions/")
        return len(queries)

    before = asked()
    with given():
        for kind in ("forum", "body", "organization"):
            call_it(inc, of="participant", kind=kind, one="x")
    assert asked() == before
