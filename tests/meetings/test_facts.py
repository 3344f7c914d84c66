"""Every fact of 2004 that this app keeps is loaded. What is expected stands here, not in the files that are read."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Model

from igsp_portal.foundations.language.languages import CODES
from meetings.models import Component, Decision, Letter, Meeting, MeetingDates, Participant, Process, Region


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def meeting(process: Process, key: str) -> Meeting:
    return process.meetings.get(key=key)


# The process and its bodies


def test_the_process_stands_under_the_environment_programme(igsp: Process) -> None:
    assert igsp.organization == "United Nations Environment Programme"
    assert igsp.body == (
        "High-level Open-ended Intergovernmental Working Group on an Intergovernmental Strategic Plan for "
        "Technology Support and Capacity-building"
    )
    assert igsp.parent_body == (
        "Governing Council of the United Nations Environment Programme/Global Ministerial Environment Forum"
    )


def test_the_body_has_its_official_name_in_chinese(igsp: Process) -> None:
    assert getattr(igsp, "body_zh_hans") == (  # noqa: B009 - the field is made by modeltranslation
        "负责拟订政府间技术支持和能力建设战略计划的政府间不限成员名额高级别工作组"
    )


def test_symbols_begin_with_ieg_and_the_misprint_is_kept_beside_it(igsp: Process) -> None:
    assert (igsp.series, igsp.series_aliases) == ("UNEP/IEG/IGSP", ["UNEP/IGE/IGSP"])


def test_the_process_keeps_the_time_of_nairobi_and_is_public(igsp: Process) -> None:
    assert (igsp.zone, igsp.is_public) == ("Africa/Nairobi", True)


def test_the_account_of_the_process_says_how_three_sessions_were_agreed_and_who_guides(igsp: Process) -> None:
    for said in (
        "three sessions",
        "informal consultations in Nairobi, in New York and during the twelfth session of the Commission on "
        "Sustainable Development",
        "next to another intergovernmental meeting, to keep costs low and let everyone take part",
        "The Bureau of the Governing Council gives political guidance",
        "twenty-third session",
    ):
        assert said in igsp.about


# The mandate


def decision(process: Process, key: str) -> Decision:
    return process.decisions.get(key=key)


@pytest.mark.parametrize(
    ("key", "symbol", "adopted", "place", "title"),
    [
        ("ss-vii-1", "SS.VII/1", "2002-02-15", "Cartagena, Colombia", "International environmental governance"),
        (
            "ss-viii-1",
            "SS.VIII/1",
            "2004-03-31",
            "Jeju, Republic of Korea",
            "Implementation of decision SS.VII/1 on international environmental governance",
        ),
    ],
)
def test_a_decision_is_kept_in_its_normal_form(
    igsp: Process, key: str, symbol: str, adopted: str, place: str, title: str
) -> None:
    found = decision(igsp, key)
    assert (found.symbol, found.adopted_on, found.place, found.title) == (symbol, day(adopted), place, title)


def test_there_are_two_decisions(igsp: Process) -> None:
    assert igsp.decisions.count() == 2


def test_each_decision_is_found_by_the_forms_in_which_the_note_cites_it(igsp: Process) -> None:
    forms = {d.symbol: {alias.form for alias in d.aliases.all()} for d in igsp.decisions.all()}
    assert forms == {"SS.VII/1": {"VII/1", "SS.VII/1"}, "SS.VIII/1": {"VIII/1", "SS.VIII/1"}}


def test_it_is_kept_where_each_form_stands(igsp: Process) -> None:
    where = [(alias.form, alias.where) for alias in decision(igsp, "ss-vii-1").aliases.all()]
    assert where == [("VII/1", "1"), ("SS.VII/1", "2")]


def test_the_first_decision_calls_for_the_plan_in_its_appendix(igsp: Process) -> None:
    says = decision(igsp, "ss-vii-1").says
    for said in ("paragraph 34 of its appendix", "developing countries and countries with economies in transition"):
        assert said in says


def test_the_second_decision_founds_the_working_group_and_asks_for_inputs(igsp: Process) -> None:
    says = decision(igsp, "ss-viii-1").says
    for said in (
        "Creates the working group",
        "elements in the report of the Executive Director",
        "in Nairobi or elsewhere",
        "an inventory of the activities of UNEP and other",
        "regional and subregional ministerial environment forums to state their needs",
        "Global Environment Facility",
        "United Nations Development Programme",
        "international financial institutions",
        "United Nations agencies",
        "multilateral environmental agreements",
    ):
        assert said in says


def test_the_mandate_has_its_components_as_a_tree(igsp: Process) -> None:
    components = Component.objects.filter(decision__process=igsp).select_related("parent")
    assert [(c.full_label, c.text) for c in components] == [
        ("(a)", "Capacity-building and training"),
        ("(a)(i)", "Strengthening national institutions responsible for environmental affairs"),
        (
            "(a)(ii)",
            "Implementing multilateral environmental agreements to further the goals of the environmental "
            "dimension of sustainable development",
        ),
        (
            "(b)",
            "Coordination at the national level in respect of the environmental dimension of sustainable development",
        ),
    ]


# The sessions, as announced and as they happened


SESSIONS = {
    "wg-1": [
        ("announced", "2004-06-25", "2004-06-25", "New York"),
        ("actual", "2004-06-25", "2004-06-25", "United Nations Headquarters, New York"),
    ],
    "wg-2": [
        ("announced", "2004-09-06", "2004-09-08", "Nairobi"),
        ("revised", "2004-09-02", "2004-09-04", "Nairobi"),
        ("actual", "2004-09-02", "2004-09-04", "Nairobi"),
    ],
    "wg-3": [
        ("announced", "2004-12-01", "2004-12-03", "Indonesia"),
        ("revised", "2004-12-02", "2004-12-04", "Bali, Indonesia"),
        ("actual", "2004-12-02", "2004-12-04", "Intercontinental Resort, Jimbaran, Bali, Indonesia"),
    ],
}


@pytest.mark.parametrize("key", SESSIONS)
def test_a_session_keeps_every_date_it_was_given(igsp: Process, key: str) -> None:
    history = [
        (dates.basis, dates.starts_on.isoformat(), dates.ends_on.isoformat(), dates.place)
        for dates in meeting(igsp, key).history
    ]
    assert history == SESSIONS[key]


def test_there_are_three_sessions_numbered_and_announced_in_paragraph_6(igsp: Process) -> None:
    sessions = igsp.meetings.filter(kind="session")
    assert [(s.key, s.number, s.paragraph) for s in sessions] == [
        ("wg-1", 1, "6"),
        ("wg-2", 2, "6"),
        ("wg-3", 3, "6"),
    ]


def test_the_first_session_is_back_to_back_with_the_economic_and_social_council(igsp: Process) -> None:
    assert meeting(igsp, "wg-1").back_to_back_with == (
        "Session of the Economic and Social Council opening in New York on 28 June 2004"
    )


def test_every_date_has_its_source(igsp: Process) -> None:
    assert MeetingDates.objects.filter(meeting__process=igsp, source="").count() == 0


def test_the_sources_of_what_happened_are_those_of_record(igsp: Process) -> None:
    sources = [meeting(igsp, key).in_force for key in SESSIONS]
    assert [dates.source for dates in sources if dates] == [
        "Earth Negotiations Bulletin, vol. 16, no. 36",
        "Earth Negotiations Bulletin, vol. 16, no. 37",
        "Earth Negotiations Bulletin, vol. 16, no. 38",
    ]


def test_the_third_session_keeps_the_time_of_bali(igsp: Process) -> None:
    assert meeting(igsp, "wg-3").zone == "Asia/Makassar"


def test_item_3_of_the_first_session_is_the_plan(igsp: Process) -> None:
    assert meeting(igsp, "wg-1").agenda.get(number="3").title == (
        "Preparation of a draft intergovernmental strategic plan for technology support and capacity-building"
    )


def test_what_no_source_tells_of_an_agenda_is_marked_as_illustrative(igsp: Process) -> None:
    attested = meeting(igsp, "wg-1").agenda.filter(illustrative=False).values_list("number", flat=True)
    assert list(attested) == ["1", "3"]


# The consultations between the sessions


CONSULTATIONS = {
    "emg-7": ("inter_agency", "held", "11 (a)", [("2004-04-20", "2004-04-20", "New York")]),
    "cpr-1": ("permanent_representatives", "held", "9", [("2004-05-05", "2004-05-05", "")]),
    "cpr-2": ("permanent_representatives", "held", "9", [("2004-05-19", "2004-05-19", "")]),
    "cpr-3": ("permanent_representatives", "held", "9", [("2004-06-02", "2004-06-02", "")]),
    "experts": ("expert", "held", "12", [("2004-06-17", "2004-06-18", "Geneva")]),
    "civil-society": ("civil_society", "held", "13", [("2004-06-21", "2004-06-22", "Nairobi")]),
    "amcen-10": ("regional", "held", "10", [("2004-06-26", "2004-06-30", "Sirte, Libyan Arab Jamahiriya")]),
    "dar-es-salaam": ("regional", "tentative", "", []),
    "regional-groups": ("regional", "scheduled", "", [("2004-12-01", "2004-12-01", "Bali, Indonesia")]),
    "bureau": ("bureau", "tentative", "4", []),
}


@pytest.mark.parametrize("key", CONSULTATIONS)
def test_a_consultation_is_kept_with_what_is_known_of_it(igsp: Process, key: str) -> None:
    found = meeting(igsp, key)
    days = [(d.starts_on.isoformat(), d.ends_on.isoformat(), d.place) for d in found.history]
    assert (found.kind, found.state, found.paragraph, days) == CONSULTATIONS[key]


def test_the_outcome_goes_to_the_twenty_third_session_of_the_council(igsp: Process) -> None:
    council = meeting(igsp, "gc-23")
    dates = council.in_force
    assert dates is not None
    assert (council.kind, council.number, council.paragraph) == ("governing_body", 23, "14")
    assert (dates.starts_on, dates.ends_on, dates.place) == (day("2005-02-21"), day("2005-02-25"), "Nairobi")


def test_nothing_else_is_in_the_calendar(igsp: Process) -> None:
    keys = set(igsp.meetings.values_list("key", flat=True))
    assert keys == {*SESSIONS, *CONSULTATIONS, "gc-23"}


# The letters


LETTERS = [
    ("2004-05-14", "invitation", "All Governments", "wg-1", "6"),
    (
        None,
        "request",
        "Heads of the United Nations Development Programme and of the secretariat of the Global Environment Facility",
        None,
        "11 (b)",
    ),
    (
        "2004-05-24",
        "invitation",
        "United Nations agencies and secretariats of multilateral environmental agreements",
        None,
        "11 (c)",
    ),
    (
        None,
        "invitation",
        "Other relevant intergovernmental organizations, including the regional development banks",
        None,
        "11 (c)",
    ),
]


def test_the_letters_of_the_executive_director_are_kept(igsp: Process) -> None:
    letters = igsp.letters.select_related("meeting")
    assert [
        (
            letter.sent_on and letter.sent_on.isoformat(),
            letter.purpose,
            letter.to,
            letter.meeting and letter.meeting.key,
            letter.paragraph,
        )
        for letter in letters
    ] == LETTERS


def test_the_letter_to_two_heads_transmits_reports_and_invites(igsp: Process) -> None:
    about = Letter.objects.get(process=igsp, key="undp-gef").about
    assert about == "Transmits the decision, reports progress and invites written inputs"


# Who takes part


NAMED = {
    "cpr": "Committee of Permanent Representatives to the United Nations Environment Programme",
    "bureau": "Bureau of the Governing Council/Global Ministerial Environment Forum",
    "emg": "Environmental Management Group",
    "unep": "United Nations Environment Programme",
    "undp": "United Nations Development Programme",
    "gef": "Global Environment Facility",
    "world-bank": "World Bank",
    "afdb": "African Development Bank",
    "amcen": "African Ministerial Conference on the Environment",
    "civil-society-forum": "Civil Society Forum of the United Nations Environment Programme",
    "expert-group": "Expert group on technology support and capacity-building",
}


def test_those_whom_the_note_names_take_part(igsp: Process) -> None:
    assert dict(igsp.participants.filter(key__in=NAMED).values_list("key", "name")) == NAMED


def test_secretariats_of_environmental_agreements_and_regional_banks_take_part(igsp: Process) -> None:
    secretariats = igsp.participants.filter(kind="convention").values_list("name", flat=True)
    assert [name.startswith("Secretariat") for name in secretariats] == [True] * 9
    banks = igsp.participants.filter(kind="bank").values_list("name", flat=True)
    assert sum("Development Bank" in name or name.startswith("European Bank") for name in banks) == 5


def test_all_governments_of_2004_take_part_with_region_and_group(igsp: Process) -> None:
    states = igsp.participants.filter(kind="state")
    assert states.count() == 191
    assert states.filter(region=None).count() == 0


def test_kenya_stands_in_africa_under_its_own_names(igsp: Process) -> None:
    kenya = igsp.participants.get(key="ken")
    assert (kenya.region and kenya.region.key, kenya.regional_group and kenya.regional_group.key) == (
        "africa",
        "african-states",
    )
    names = [getattr(kenya, f"name_{code.replace('-', '_')}") for code in CODES]
    assert names == ["كينيا", "肯尼亚", "Kenya", "Kenya", "Кения", "Kenya"]


def test_inputs_of_regional_forums_have_priority_and_no_others(igsp: Process) -> None:
    assert set(igsp.participants.filter(priority=True).values_list("kind", flat=True)) == {"forum"}
    assert igsp.participants.filter(kind="forum", priority=False).count() == 0


def test_there_are_six_regions_of_the_programme_and_five_groups_of_states(igsp: Process) -> None:
    schemes = [region.scheme for region in igsp.regions.all()]
    assert (schemes.count("programme_region"), schemes.count("regional_group")) == (6, 5)


# In six languages


TRANSLATED = {
    Process: ["name", "short_name", "organization", "body", "parent_body", "about"],
    Decision: ["title", "place", "says"],
    Component: ["text"],
    Meeting: ["name"],
    Letter: ["to", "about"],
    Region: ["name"],
    Participant: ["name"],
}


@pytest.mark.parametrize("model", TRANSLATED)
def test_names_and_titles_are_there_in_six_languages(igsp: Process, model: type[Model]) -> None:
    columns = [f"{field}_{code.replace('-', '_')}" for field in TRANSLATED[model] for code in CODES]
    rows = model._default_manager.values_list(*columns)
    assert [row for row in rows if not all(row)] == []
    assert len(rows) > 0
