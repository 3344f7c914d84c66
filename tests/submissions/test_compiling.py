"""Statements are compiled: in one click, in groups, by each language's alphabet; picked and moved, never reworded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from documents.models import TextVersion
from igsp_portal.models import User
from meetings.models import Participant, Process
from submissions import actions as submitting
from submissions.actions import Said
from submissions.compiling import actions, choosing, content, groups
from submissions.compiling.actions import Placed
from submissions.models import Call, Compilation, Issued, Party, Question, Statement, Submission, SynthesisSentence

from ..cast import given
from .compiling import component, elsewhere, follow, publish, revise


@pytest.fixture
def filed_by_three(call: Call, kenya: Participant, croatia: Participant, farah: User) -> dict[str, Submission]:
    """Kenya on institutions and training, Croatia on institutions, and a forum whose inputs have priority."""
    institutions, capacity = component(call, "institutions"), component(call, "capacity")
    forum = call.process.participants.get(key="amcen")
    said = Said("Posts for monitoring.", institutions, "need", 2), Said("Train the trainers.", capacity, "priority", 1)
    return {
        "ken": publish(call, kenya, *said, by=farah),
        "hrv": publish(call, croatia, Said("Des laboratoires.", institutions, "gap", 1), by=farah, language="fr"),
        "amcen": publish(call, forum, Said("Permanent staff.", institutions, "need", 1), by=farah),
    }


@pytest.fixture
def compilation(filed_by_three: dict[str, Submission], call: Call, igsp: Process, farah: User) -> Compilation:
    return actions.begin(call, by=farah, meeting=igsp.meetings.get(key="wg-3"))


def told(compilation: Compilation, language: str = "en") -> dict[str, list[tuple[str, list[str]]]]:
    """Under each head its parties, each with the words of its statements."""
    with override(language):
        said = content.of(compilation)
    return {
        group["title"]: [(party["name"], [one["words"] for one in party["statements"]]) for party in group["parties"]]
        for group in said["groups"]
    }


def names(compilation: Compilation, language: str) -> list[str]:
    return [party for party, _words in next(iter(list(told(compilation, language).values())[1:]))]


def test_one_click_compiles_all_published_statements_by_component_and_what_has_priority_first(
    compilation: Compilation,
) -> None:
    assert told(compilation) == {
        "Capacity-building and training": [("Kenya", ["Train the trainers."])],
        "Strengthening national institutions responsible for environmental affairs": [
            ("African Ministerial Conference on the Environment", ["Permanent staff."]),
            ("Croatia", ["Des laboratoires."]),
            ("Kenya", ["Posts for monitoring."]),
        ],
    }


def test_parties_stand_in_the_alphabetical_order_of_each_language(compilation: Compilation) -> None:
    orders = {code: names(compilation, code)[1:] for code in ("en", "fr", "es", "ar")}
    assert orders == {
        "en": ["Croatia", "Kenya"],
        "fr": ["Croatie", "Kenya"],
        "es": ["Croacia", "Kenya"],
        "ar": ["كرواتيا", "كينيا"],
    }


def test_what_is_filed_and_not_published_and_what_was_withdrawn_is_left_out(
    filed_by_three: dict[str, Submission], call: Call, farah: User
) -> None:
    submitting.withdraw(filed_by_three["hrv"], by=farah, reason="Sent in error.")
    draft = submitting.revise(filed_by_three["ken"], by=farah)
    said = [Said("Other.", component(call, "capacity"))]
    draft = submitting.save_draft(draft, by=farah, title="New", consent=True, statements=said)
    submitting.file(draft, by=farah)
    words = {statement.words for statement in choosing.published(call)}
    assert words == {"Posts for monitoring.", "Train the trainers.", "Permanent staff."}


def test_where_statements_are_of_no_component_they_stand_under_regions(inc: Process, farah: User) -> None:
    with given():
        QuerySet(Statement).update(component=None)  # of what was filed, by no door
    compilation = actions.begin(inc.calls.get(key="finance"), by=farah)
    assert (compilation.grouped_by, told(compilation)) == (
        "region",
        {
            "Asia-Pacific members": [
                ("Alliance of Atoll States", ["A fund for divers and barges.", "Whoever sells a net marks it."])
            ]
        },
    )


def test_statements_are_left_out_and_moved_and_keep_their_words(compilation: Compilation, farah: User) -> None:
    rows = {row.statement.words: row for row in choosing.rows_of(compilation)}
    group = rows["Posts for monitoring."].group
    actions.arrange(
        compilation,
        [
            Placed(rows["Train the trainers."].statement, group, 1),
            Placed(rows["Permanent staff."].statement, group),
        ],
        by=farah,
    )
    assert list(told(compilation).values()) == [
        [
            ("Kenya", ["Train the trainers."]),
            ("African Ministerial Conference on the Environment", ["Permanent staff."]),
        ]
    ]
    actions.group_anew(compilation, by=farah)
    assert len(told(compilation)) == 2


def test_nothing_but_published_statements_of_its_call_stands_in_a_compilation(
    compilation: Compilation, igsp: Process, farah: User
) -> None:
    with pytest.raises(ValidationError, match="Only published statements"):
        actions.arrange(compilation, [Placed(elsewhere(igsp))], by=farah)
    row = compilation.rows.earliest("pk")
    with pytest.raises(ValidationError, match="no such group"):
        actions.arrange(compilation, [Placed(row.statement, "component-0")], by=farah)
    assert compilation.rows.count() == 4


def test_a_draft_says_what_was_withdrawn_or_revised_and_is_brought_up_to_date(
    compilation: Compilation, filed_by_three: dict[str, Submission], farah: User
) -> None:
    submitting.withdraw(filed_by_three["hrv"], by=farah, reason="Sent in error.")
    institutions = component(compilation.call, "institutions")
    revise(filed_by_three["amcen"], Said("Permanent staff, paid at home.", institutions, "need", 1), by=farah)
    told_of = {one.row.statement.words: one.successor and one.successor.words for one in choosing.changed(compilation)}
    assert told_of == {"Des laboratoires.": None, "Permanent staff.": "Permanent staff, paid at home."}
    with pytest.raises(ValidationError, match="up to date"):
        actions.issue(compilation, by=farah)
    actions.bring_up_to_date(compilation, by=farah)
    assert list(told(compilation).values())[1] == [
        ("African Ministerial Conference on the Environment", ["Permanent staff, paid at home."]),
        ("Kenya", ["Posts for monitoring."]),
    ]
    assert choosing.changed(compilation) == []


@pytest.fixture
def sentence(compilation: Compilation) -> SynthesisSentence:
    """On the statements of institutions of Kenya and of the forum."""
    with given():
        row = compilation.rows.get(statement__words="Posts for monitoring.")
        made = SynthesisSentence.objects.create(compilation=compilation, group=row.group, words="Posts are wanted.")
        made.statements.set([row.statement, compilation.rows.get(statement__words="Permanent staff.").statement])
    return made


def synthesis(compilation: Compilation, language: str = "en") -> list[tuple[str, str, list[str]]]:
    with override(language):
        said = content.of(compilation)
    return [
        (one["words"], one["lang"], sorted(on["party"] for on in one["statements"]))
        for group in said["groups"]
        for one in group["sentences"]
    ]


def test_a_synthesis_is_shown_with_the_statements_that_each_sentence_stands_on(
    sentence: SynthesisSentence, compilation: Compilation
) -> None:
    parties = ["African Ministerial Conference on the Environment", "Kenya"]
    assert synthesis(compilation) == [("Posts are wanted.", "en", parties)]
    words, lang, on = synthesis(compilation, "fr")[0]
    assert (words, lang, len(on)) == ("Posts are wanted.", "en", 2)
    with given():
        made = SynthesisSentence.objects.create(
            compilation=compilation, group=sentence.group, language="fr", words="Il faut des postes."
        )
        made.statements.set(sentence.statements.all()[:1])
    assert [one[0] for one in synthesis(compilation, "fr")] == ["Il faut des postes."]


def test_a_sentence_whose_statements_are_all_left_out_hinders_the_issue(
    sentence: SynthesisSentence, compilation: Compilation, farah: User
) -> None:
    rows = choosing.rows_of(compilation)
    kept = [row for row in rows if row.statement_id not in sentence.statements.values_list("pk", flat=True)]
    actions.arrange(compilation, [Placed(row.statement, row.group) for row in kept], by=farah)
    with pytest.raises(ValidationError, match="stands on no statement"):
        actions.issue(compilation, by=farah)


def test_what_was_issued_never_changes(
    compilation: Compilation, sentence: SynthesisSentence, filed_by_three: dict[str, Submission], farah: User
) -> None:
    before = told(compilation)
    actions.issue(compilation, by=farah)
    submitting.withdraw(filed_by_three["hrv"], by=farah, reason="Sent in error.")
    with given():
        Participant.objects.filter(key="ken").update(name="The Republic of Kenya")
    compilation.refresh_from_db()
    assert (told(compilation), len(choosing.changed(compilation))) == (before, 1)
    for change in _changes(compilation, sentence):
        with given(), pytest.raises(Issued):
            change()
    for refused in (actions.group_anew, actions.bring_up_to_date, actions.issue):
        with pytest.raises(ValidationError, match="has been issued"):
            refused(compilation, by=farah)


def _changes(compilation: Compilation, sentence: SynthesisSentence) -> list[Callable[[], Any]]:
    rows = compilation.rows
    return [
        compilation.save,
        lambda: Compilation.objects.filter(pk=compilation.pk).update(content={}),
        lambda: rows.update(order=1),
        lambda: rows.earliest("pk").delete(),
        lambda: rows.all().delete(),
        sentence.save,
        lambda: compilation.sentences.all().delete(),
        lambda: compilation.rows.bulk_create([rows.earliest("pk")]),
    ]


# What a form asks for


def test_what_is_withheld_or_personal_is_not_compiled(call: Call, kenya: Participant, farah: User) -> None:
    capacity = component(call, "capacity")
    publish(call, kenya, Said("Told to all.", capacity), Said("Told to you.", capacity, withheld=True), by=farah)
    assert [one.words for one in choosing.published(call)] == ["Told to all."]
    with given():
        QuerySet(Question).filter(form__call=call).update(personal=True)
    asked = [one.words for one in choosing.published(call)]
    assert asked == ([] if call.form and call.form.asked() else ["Told to all."])


def test_a_joint_submission_names_its_parties_in_the_proper_order(
    call: Call, kenya: Participant, croatia: Participant, igsp: Process, farah: User
) -> None:
    with given():
        submission = submitting.begin(call, kenya, by=farah)
        draft = submission.draft
        assert draft
        for key, capacity in (("amcen", "in_cooperation"), ("hrv", "on_behalf"), ("com", "on_behalf")):
            Party.objects.create(version=draft, participant=igsp.participants.get(key=key), capacity=capacity)
    said = [Said("Train the trainers.", component(call, "capacity"))]
    draft = submitting.save_draft(draft, by=farah, title="Needs", consent=True, statements=said)
    follow(submitting.file(draft, by=farah).submission, by=farah)
    parties = (
        "Kenya, on behalf of Comoros, Croatia, in cooperation with African Ministerial Conference on the Environment"
    )
    assert [one[0] for group in told(actions.begin(call, by=farah)).values() for one in group] == [parties]


def test_groups_are_of_questions_that_are_asked_not_of_those_being_prepared(
    filed_by_three: dict[str, Submission], compilation: Compilation, call: Call, farah: User
) -> None:
    with given():
        Compilation.objects.filter(pk=compilation.pk).update(grouped_by="question")
        second = submitting.begin_form(call, by=farah)
        second.questions.create(key="wishes", kind="statements", label="Secret wishes", order=1)
    compilation.refresh_from_db()
    assert [str(one) for one in groups.groups(compilation, [])] == ["question-statements", ""]


def test_no_address_offers_what_another_process_compiles(
    compilation: Compilation, inc: Process, farah: User, browser_of: Callable[[User], Client]
) -> None:
    with given():
        other = actions.begin(inc.calls.get(key="finance"), by=farah)
        Compilation.objects.filter(pk=other.pk).update(grouped_by="question")
    page = reverse("admin:submissions_synthesissentence_add")
    offered = []
    for one in (compilation, other):
        form = browser_of(farah).get(page, {"compilation": one.pk}).context["adminform"].form
        offered.append(len(form.fields["group"].choices) > 1)
    assert offered == [True, False]


def test_statements_on_a_text_stand_under_its_articles_and_those_on_questions_under_these(
    inc: Process, farah: User
) -> None:
    call, words = inc.calls.get(key="finance"), ("A fund for divers and barges.", "Whoever sells a net marks it.")
    version = TextVersion.objects.filter(text__process=inc).latest("number")
    with given():  # of what was filed, by no door
        for one, block in zip(words, ("objective", "marking-nets"), strict=True):
            QuerySet(Statement).filter(words=one).update(component=None, text_version=version, block=block)
    compilation = actions.begin(call, by=farah)
    parties = [[(party, said) for party, said in group] for group in told(compilation).values()]
    assert parties == [[("Alliance of Atoll States", [one])] for one in words]
    with override("en"):
        heads = [(group["label"], group["title"]) for group in content.of(compilation)["groups"]]
    assert (compilation.grouped_by, heads) == ("section", [("Article 1", "Objective"), ("Article 3", "Marking")])
    with given():
        Compilation.objects.filter(pk=compilation.pk).update(grouped_by="question")
    compilation.refresh_from_db()
    actions.group_anew(compilation, by=farah)
    assert list(told(compilation)) == ["Statements"]


def test_where_nothing_is_published_the_button_says_so_and_begins_nothing(
    call: Call, farah: User, browser_of: Callable[[User], Client]
) -> None:
    press = reverse("admin:submissions_call_do", args=[call.pk, "compile"])
    said = browser_of(farah).post(press, follow=True).context["messages"]
    assert [str(one) for one in said] == [
        "No submission to this call has been published yet: there is nothing to compile."
    ]
    assert not Compilation.objects.filter(call=call).exists()


def test_meetings_of_one_name_are_told_by_their_dates(
    compilation: Compilation, farah: User, browser_of: Callable[[User], Client]
) -> None:
    page = browser_of(farah).get(reverse("admin:submissions_compilation_change", args=[compilation.pk]))
    offered = [label for _key, label in page.context["adminform"].form.fields["meeting"].choices]
    assert len(offered) == len(set(offered)) > 3
