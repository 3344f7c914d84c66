"""The library of published submissions: narrowed, searched, and taken away as a spreadsheet or as data."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from documents.models import Block, TextVersion
from igsp_portal.foundations.access import Role
from igsp_portal.models import User
from meetings.models import Component, GroupMember, Participant, Process
from submissions import actions
from submissions.actions import Answered, Said
from submissions.models import Call, Option, Question, Submission
from submissions.receiving import actions as receiving
from submissions.states import OptionRole, PointsAt, QuestionKind

from ..cast import given, with_role

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
FORMULA = "=HYPERLINK(1)"
SECRET = "Zebra negotiations."


@pytest.fixture
def on_text(call: Call) -> Question:
    """A question of the call that takes statements on paragraphs of the draft plan; a choice; and personal data."""
    version = TextVersion.objects.get(text__process=call.process, text__key="draft-plan", number=4)
    with given():
        form = call.form
        texts = {"kind": QuestionKind.STATEMENTS, "points_at": PointsAt.TEXT, "text_version": version}
        question = Question.objects.create(form=form, key="plan", order=5, **texts)
        funds = Question.objects.create(
            form=form, key="funds", kind=QuestionKind.CHOICE, label="Are there funds?", order=6
        )
        Option.objects.create(question=funds, role=OptionRole.OPTION, key="no", label="None at all")
        Question.objects.create(form=form, key="phone", kind=QuestionKind.TEXT, label="Phone", order=7, personal=True)
    return question


@pytest.fixture
def paragraph(on_text: Question) -> str:
    """The key of a paragraph of the draft plan."""
    assert on_text.text_version is not None
    return on_text.text_version.blocks.filter(kind="paragraph").order_by("order")[0].key


@pytest.fixture
def kenya_s(
    call: Call,
    on_text: Question,
    paragraph: str,
    kenya: Participant,
    institutions: Component,
    amina: User,
    farah: User,
    django_capture_on_commit_callbacks: Any,
) -> Submission:
    """Kenya's submission, published in part: on a component, on a paragraph, a choice, and what is withheld."""
    draft = actions.begin(call, kenya, by=amina).draft
    assert draft is not None
    said = [
        Said(FORMULA, institutions, "gap", 1),
        Said("Mend the weirs.", text_version=on_text.text_version, block=paragraph, question="plan", rank=2),
        Said(SECRET, institutions, "need", 3, withheld=True),
    ]
    answers = {"funds": Answered(["no"]), "phone": Answered("+254 1")}
    actions.save_draft(draft, by=amina, title="@Needs", consent=True, statements=said, answers=answers)
    with django_capture_on_commit_callbacks(execute=True):
        submission = actions.file(draft, by=amina).submission
        return actions.publish(actions.acknowledge(submission, by=farah), by=farah)


@pytest.fixture
def croatia_s(
    call: Call, kenya_s: Submission, croatia: Participant, institutions: Component, goran: User, farah: User
) -> Submission:
    """Croatia's, published whole, on another component."""
    other = Component.objects.filter(decision=institutions.decision).exclude(
        pk__in=[one.pk for one in institutions.from_above()]
    )
    draft = actions.begin(call, croatia, by=goran).draft
    assert draft is not None
    said = [Said("Keep the sturgeon.", other.filter(items=None)[0])]
    actions.save_draft(draft, by=goran, title="Croatia", language="fr", consent=True, statements=said)
    submission = actions.file(draft, by=goran).submission
    return actions.publish(actions.acknowledge(submission, by=farah), by=farah)


def listed(query: dict[str, str]) -> list[str]:
    """The titles that a stranger is shown of the call of these tests."""
    page = Client().get(reverse("submissions:published", args=["igsp"]), {"call": "needs"} | query)
    return sorted(row["title"] for group in page.context["groups"] for row in group["documents"])


def test_the_library_is_narrowed_by_call_place_group_and_kind(croatia_s: Submission) -> None:
    assert listed({}) == ["@Needs", "Croatia"]
    assert listed({"call": "regional-needs"}) != ["@Needs", "Croatia"]
    assert listed({"region": "africa"}) == ["@Needs"]
    group = croatia_s.participant.regional_group
    assert group is not None
    assert listed({"group": group.key}) == ["Croatia"]
    assert [listed({"kind": kind}) for kind in ("state", "forum")] == [["@Needs", "Croatia"], []]


def test_a_group_has_its_own_submissions_and_those_of_its_members_on_the_day_of_the_filing(
    croatia_s: Submission, kenya: Participant, croatia: Participant
) -> None:
    with given():
        group = Participant.objects.create(process=kenya.process, key="like-minded", kind="forum", name="Like-minded")
        GroupMember.objects.create(group=group, member=kenya, since="2004-01-01")
        GroupMember.objects.create(group=group, member=croatia, until="2004-10-14")
    assert listed({"group": "like-minded"}) == ["@Needs"]
    assert listed({"group": "ken"}) == []
    page = Client().get(reverse("submissions:published", args=["igsp"]))
    (offered,) = [one["options"] for one in page.context["filters"] if one["name"] == "group"]
    assert ("like-minded", "Like-minded") in offered


def test_the_lists_cost_as_much_with_one_submission_as_with_two(
    kenya_s: Submission, croatia: Participant, institutions: Component, goran: User, farah: User
) -> None:
    addresses = [reverse(f"submissions:published{ending}", args=["igsp"]) for ending in ("", "_xlsx", "_json")]

    def costs() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                Client().get(address, {"call": "needs"})
            found.append(len(asked))
        return found

    costs()
    before = costs()
    draft = actions.begin(kenya_s.call, croatia, by=goran).draft
    assert draft is not None
    said = [Said("Sturgeon.", institutions), Said("Eel.", institutions)]
    filed = actions.file(actions.save_draft(draft, by=goran, title="C", consent=True, statements=said), by=goran)
    actions.publish(actions.acknowledge(filed.submission, by=farah), by=farah)
    costs()
    assert costs() == before


def test_the_library_is_narrowed_by_component_with_those_below_it(
    croatia_s: Submission, institutions: Component
) -> None:
    decision, top = institutions.decision.key, institutions.from_above()[0]
    assert listed({"component": f"{decision}/{institutions.key}"}) == ["@Needs"]
    assert "@Needs" in listed({"component": f"{decision}/{top.key}"})
    assert listed({"component": f"{decision}/nothing"}) == []


def test_the_library_is_narrowed_by_kind_of_statement_which_it_offers_with_counts(
    croatia_s: Submission, kenya_s: Submission
) -> None:
    assert [listed({"statement": kind}) for kind in ("gap", "need", "no-such")] == [
        ["@Needs"],
        ["@Needs", "Croatia"],
        [],
    ]
    with given():
        others = Submission.objects.published().exclude(pk__in=[croatia_s.pk, kenya_s.pk])
        others.update(published_version=None, published_at=None, state="acknowledged")
    page = Client().get(reverse("submissions:published", args=["igsp"]))
    offered = {one["name"]: [name for _key, name in one["options"]] for one in page.context["filters"]}
    assert offered["statement"] == ["need (2)", "gap (1)"]
    # Two components of one part, which holds what is said on both.
    assert sorted(name[-3:] for name in offered["component"]) == ["(1)", "(1)", "(2)"]


def test_kinds_of_a_form_are_offered_by_its_own_names(inc: Process) -> None:
    page = Client().get(reverse("submissions:published", args=["inc"]))
    offered = [name for one in page.context["filters"] if one["name"] == "statement" for name in one["options"]]
    assert ("amendment", "amendment (1)") in offered


def test_the_library_is_narrowed_by_paragraph_which_it_offers_by_its_words(
    croatia_s: Submission, paragraph: str
) -> None:
    assert listed({"article": f"draft-plan/{paragraph}"}) == ["@Needs"]
    page = Client().get(reverse("submissions:published", args=["igsp"]), {"article": f"draft-plan/{paragraph}"})
    (offered,) = [one["options"] for one in page.context["filters"] if one["name"] == "article"]
    blocks = list(kenya_block(paragraph).version.blocks.order_by("order"))
    above = [one.key for one in blocks[: [one.key for one in blocks].index(paragraph)] if one.kind == "heading"][-1:]
    assert [value for value, _name in offered] == [f"draft-plan/{key}" for key in [*above, paragraph]]
    assert paragraph not in offered[-1][1]


def kenya_block(key: str) -> Block:
    return Block.objects.get(version__text__key="draft-plan", version__number=4, key=key)


def test_the_library_is_narrowed_by_article_with_what_stands_under_it(inc: Process) -> None:
    page = reverse("submissions:published", args=["inc"])

    def found(key: str) -> int:
        groups = Client().get(page, {"article": f"chairs-text/{key}"}).context["groups"]
        return sum(len(group["documents"]) for group in groups)

    keys = ("marking", "article-marking", "part-two", "register", "article-terms", "nothing")
    assert [found(key) for key in keys] == [1, 1, 1, 0, 0, 0]
    (offered,) = [one["options"] for one in Client().get(page).context["filters"] if one["name"] == "article"]
    under = ["part-one", "article-objective", "objective", "part-two", "article-marking", "marking"]
    assert [value for value, _name in offered] == [f"chairs-text/{key}" for key in under]


def test_the_library_is_searched_within_what_is_chosen_and_never_in_what_is_withheld(croatia_s: Submission) -> None:
    assert [listed({"q": words}) for words in ("weirs", "Zebra", "nowhere")] == [["@Needs"], [], []]
    assert listed({"q": "weirs", "region": "europe"}) == []


def test_a_choice_that_fits_nothing_says_so(kenya_s: Submission) -> None:
    page = Client().get(reverse("submissions:published", args=["igsp"]), {"call": "needs", "kind": "forum"})
    assert "Nothing published fits this choice" in page.content.decode()


def test_the_page_of_a_submission_leads_to_the_same_in_its_language(croatia_s: Submission) -> None:
    address = croatia_s.get_absolute_url()
    french = address.replace("/en/", "/fr/")
    assert f'<a href="{french}" lang="fr" hreflang="fr">' in Client().get(address).content.decode()
    assert f'<a href="{french}" lang="fr" hreflang="fr">français' not in Client().get(french).content.decode()


def sheet_of(data: bytes) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))


def test_what_is_published_is_taken_away_as_a_spreadsheet_in_which_no_word_is_a_formula(kenya_s: Submission) -> None:
    answer = Client().get(reverse("submissions:published_xlsx", args=["igsp"]), {"call": "needs"})
    assert answer["Content-Disposition"] == 'attachment; filename="igsp-published.xlsx"'
    head, *rows = sheet_of(answer.content)
    said = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(row["Part"], row["Text"]) for row in said] == [
        ("Statement", FORMULA),
        ("Statement", "Mend the weirs."),
        ("Answer", "None at all"),
    ]
    assert {(row["Number"], row["Participant"], row["Title"]) for row in said} == {
        ("IGSP-2004-0012", "Kenya", "@Needs")
    }
    assert said[0]["Kind"] == "gap"
    assert said[1]["Paragraph"].startswith("Draft")
    book = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert {cell.data_type for row in book.iter_rows() for cell in row if cell.value in (FORMULA, "@Needs")} == {"s"}


def test_what_is_published_is_taken_away_as_data_without_what_is_withheld_or_personal(kenya_s: Submission) -> None:
    answer = Client().get(reverse("submissions:published_json", args=["igsp"]), {"call": "needs"})
    (one,) = answer.json()["submissions"]
    assert [statement["words"] for statement in one["statements"]] == [FORMULA, "Mend the weirs."]
    assert one["answers"] == [{"question": "Are there funds?", "answer": "None at all"}]
    body = answer.content.decode()
    assert [words in body for words in (SECRET, "+254", "filed_by", '"state"')] == [False] * 4


def test_the_secretariat_takes_away_all_that_was_received_but_no_private_note_and_no_draft(
    kenya_s: Submission,
    call: Call,
    croatia: Participant,
    goran: User,
    farah: User,
    diego: User,
    browser_of: Browser,
) -> None:
    receiving.write_note(kenya_s, by=farah, words="Quokka note.")
    draft = actions.begin(call, croatia, by=goran).draft
    assert draft is not None
    actions.save_draft(draft, by=goran, title="Narwhal draft")
    data = browser_of(diego).get(reverse("admin:submissions_submission_received_json"))
    one = next(one for one in data.json()["submissions"] if one["participant"] == "Kenya" and one["title"] == "@Needs")
    assert [(s["words"], s["withheld"]) for s in one["statements"]] == [
        (FORMULA, False),
        ("Mend the weirs.", False),
        (SECRET, True),
    ]
    assert (one["state"], one["filed_by"], one["channel"]) == ("published", "Amina", "this portal")
    sheet = browser_of(farah).get(reverse("admin:submissions_submission_received_xlsx")).content
    words = " ".join(str(cell) for row in sheet_of(sheet) for cell in row)
    for body in (data.content.decode(), words):
        assert [said in body for said in (SECRET, "+254 1", "Quokka", "Narwhal")] == [True, True, False, False]
    actions.withdraw(kenya_s, by=farah, reason="At the request of Kenya.")
    data = browser_of(diego).get(reverse("admin:submissions_submission_received_json"))
    assert SECRET not in data.content.decode()


def test_only_the_secretariat_of_the_process_takes_away_what_was_received(
    kenya_s: Submission, amina: User, chen: User, inc: Any, browser_of: Browser
) -> None:
    address = reverse("admin:submissions_submission_received_json")
    elsewhere = browser_of(with_role("Ines", Role.ADMINISTRATOR, inc)).get(address)
    assert "igsp" not in elsewhere.content.decode().lower()
    assert [browser_of(user).get(address).status_code for user in (amina, chen)] == [302, 403]
