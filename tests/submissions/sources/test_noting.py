"""What became of statements is noted by a person, follows the paragraphs of a text, and stands once it is released."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from documents.models import TextVersion
from documents.texts import actions as texts
from igsp_portal.models import Event, User
from submissions import actions as submitting
from submissions.models import NotASource, Source, Statement, Submission, SubmissionVersion
from submissions.sources import actions
from submissions.sources.actions import Became
from tests.cast import given

pytestmark = pytest.mark.slow
Noted = Callable[..., Source]


def said(version: TextVersion) -> set[tuple[str, str, str]]:
    """Paragraph, disposition and first word of each statement of which something stands."""
    rows = version.sources.standing()
    return {(row.key, row.disposition, row.statement.words.split()[0]) for row in rows}


def test_a_statement_is_linked_with_who_and_when_and_an_event_that_no_stranger_is_told(
    noted: Noted, posts: Statement, next_plan: TextVersion
) -> None:
    row = noted(posts, key="need", disposition="in_part", note="Posts are named, not their number.")
    assert said(next_plan) == {("need", "in_part", "Permanent")}
    assert (row.confirmed_by_name, row.confirmed_at.isoformat()) == ("Farah", "2004-10-15T12:00:00+00:00")
    event = Event.objects.about(next_plan).get(verb="source.linked")
    assert (event.public, event.party_sees) == (False, False)
    assert event.facts["statement"] == f"{posts.version.filing_number}/1"


def test_no_event_of_a_text_says_a_word_of_a_statement(
    noted: Noted, posts: Statement, trainers: Statement, next_plan: TextVersion, farah: User
) -> None:
    actions.take_back(noted(posts, key="need"), by=farah)
    actions.pass_over(next_plan, "need", [trainers], by=farah)
    verbs = ["source.linked", "source.unlinked", "source.passed_over"]
    told = [event.facts["statement"] for event in Event.objects.about(next_plan).filter(verb__in=verbs).order_by("pk")]
    assert told == [f"{posts.version.filing_number}/{place}" for place in (1, 1, 2)]


def test_said_again_it_takes_the_place_of_what_was_said(noted: Noted, posts: Statement, next_plan: TextVersion) -> None:
    noted(posts, key="need")
    noted(posts, key="terms")
    noted(posts, key="need", disposition="merged")
    assert said(next_plan) == {("need", "merged", "Permanent"), ("terms", "reflected", "Permanent")}
    noted(posts, disposition="not", note="Posts are for Governments to decide on.")
    assert said(next_plan) == {("", "not", "Permanent")}
    noted(posts, key="need")
    assert said(next_plan) == {("need", "reflected", "Permanent")}


@pytest.mark.parametrize(
    ("became", "why"),
    [
        ({"disposition": "not"}, "Say why the statement is not reflected."),
        ({"disposition": "reflected"}, "A statement that is not reflected has no paragraph; every other has one."),
        ({"disposition": "reflected", "key": "no-such"}, "This paragraph is no longer there."),
        ({"disposition": "error", "key": "need", "note": "x"}, "Only what has been released is corrected."),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    noted: Noted, posts: Statement, next_plan: TextVersion, became: dict[str, str], why: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        noted(posts, **became)
    assert refused.value.messages == [why]
    assert said(next_plan) == set()


def test_the_database_refuses_it_too(posts: Statement, next_plan: TextVersion) -> None:
    wrong = Source(version=next_plan, statement=posts, disposition="not", confirmed_by_name="x")
    wrong.confirmed_at = posts.version.filing_time
    with pytest.raises(IntegrityError), transaction.atomic(), given():
        wrong.save()


def test_nothing_is_said_of_what_a_party_is_drafting(
    draft: SubmissionVersion, write: Callable[..., SubmissionVersion], noted: Noted, next_plan: TextVersion
) -> None:
    unfiled = write(draft).statements.first()
    with pytest.raises(ValidationError, match="has not been filed"):
        noted(unfiled, key="need")
    assert said(next_plan) == set()


def test_nor_of_what_was_withdrawn(filed: Submission, posts: Statement, noted: Noted, amina: User) -> None:
    submitting.withdraw(filed, by=amina, reason="Filed by mistake")
    with pytest.raises(ValidationError, match="was withdrawn"):
        noted(Statement.objects.get(pk=posts.pk), key="need")


def test_it_is_taken_back(noted: Noted, posts: Statement, next_plan: TextVersion, farah: User) -> None:
    actions.take_back(noted(posts, key="need"), by=farah)
    assert said(next_plan) == set()
    assert Event.objects.filter(verb="source.unlinked", public=False).count() == 1


def test_what_was_passed_over_is_so_once_until_it_is_linked(
    noted: Noted, posts: Statement, next_plan: TextVersion, farah: User
) -> None:
    actions.pass_over(next_plan, "need", [posts], by=farah)
    actions.pass_over(next_plan, "need", [posts], by=farah)
    assert list(NotASource.objects.values_list("key", "statement", "by_name")) == [("need", posts.pk, "Farah")]
    noted(posts, key="need")
    assert not NotASource.objects.exists()


class TestParagraphsThatChange:
    def test_both_halves_of_a_split_have_them_and_none_once_it_is_taken_back(
        self, noted: Noted, posts: Statement, trainers: Statement, next_plan: TextVersion, farah: User
    ) -> None:
        noted(posts, key="need")
        words = next_plan.blocks.get(key="need").wordings.get(language="en").words
        part = texts.split_block(next_plan, "need", {"en": (words[:20], words[20:])}, by=farah)
        assert said(next_plan) == {("need", "reflected", "Permanent"), (part, "reflected", "Permanent")}
        noted(trainers, key="need")  # said of one half, it is not said of the other
        assert (part, "reflected", "Train") not in said(next_plan)
        texts.undo(next_plan, by=farah)
        assert said(next_plan) == {("need", "reflected", "Permanent"), ("need", "reflected", "Train")}

    def test_the_one_that_others_are_merged_into_has_those_of_all(
        self, noted: Noted, posts: Statement, trainers: Statement, next_plan: TextVersion, farah: User
    ) -> None:
        noted(posts, key="need")
        noted(trainers, key="terms")
        texts.merge_blocks(next_plan, "need", by=farah)
        at_need = {words for key, _how, words in said(next_plan) if key == "need"}
        assert at_need == {"Permanent", "Train"}
        texts.undo(next_plan, by=farah)
        assert said(next_plan) == {("need", "reflected", "Permanent"), ("terms", "reflected", "Train")}

    def test_a_version_begins_with_those_of_the_one_before_it(
        self, noted: Noted, posts: Statement, trainers: Statement, next_plan: TextVersion, farah: User
    ) -> None:
        noted(posts, key="need")
        noted(trainers, disposition="not", note="Not for a plan.")
        with given():
            TextVersion.objects.filter(pk=next_plan.pk).update(state="released", released_at=posts.version.filed_at)
        following = texts.continue_from(TextVersion.objects.get(pk=next_plan.pk), by=farah)
        assert said(following) == {("need", "reflected", "Permanent"), ("", "not", "Train")}
        row = following.sources.get(key="need")
        assert row.confirmed_by_name == "Farah"

    def test_what_was_merged_away_is_not_taken_over_twice_and_what_was_deleted_stays_open(
        self, noted: Noted, posts: Statement, trainers: Statement, next_plan: TextVersion, farah: User
    ) -> None:
        noted(posts, key="terms")
        noted(trainers, key="nature")
        texts.merge_blocks(next_plan, "need", by=farah)
        texts.remove_block(next_plan, "nature", by=farah)
        following = texts.continue_from(next_plan, by=farah)
        assert said(following) == {("need", "reflected", "Permanent"), ("nature", "reflected", "Train")}


class TestVersionsOfASubmission:
    """A statement that is filed again in a new version is the same, and said of once."""

    @pytest.fixture
    def again(
        self, posts: Statement, filed: Submission, write: Callable[..., SubmissionVersion], amina: User
    ) -> Statement:
        later = submitting.file(write(submitting.revise(filed, by=amina)), by=amina)
        return later.statements.get(key=posts.key)

    def test_by_the_next_version_of_a_text(
        self, noted: Noted, posts: Statement, again: Statement, next_plan: TextVersion, farah: User
    ) -> None:
        noted(posts, key="need")
        following = texts.continue_from(next_plan, by=farah)
        noted(again, key="need", version=following)
        with given():
            assert actions.take_over(next_plan, following) == 0
        assert [row.statement for row in following.sources.all()] == [again]

    def test_by_a_paragraph_that_another_is_merged_into(
        self, noted: Noted, posts: Statement, again: Statement, next_plan: TextVersion, farah: User
    ) -> None:
        noted(again, key="need")
        noted(posts, key="terms")
        texts.merge_blocks(next_plan, "need", by=farah)
        assert [row.statement for row in next_plan.sources.filter(key="need")] == [again]


class TestReleased:
    @pytest.fixture
    def released(self, noted: Noted, posts: Statement, next_plan: TextVersion) -> Source:
        row = noted(posts, key="need")
        with given():
            TextVersion.objects.filter(pk=next_plan.pk).update(state="released", released_at=row.confirmed_at)
        return Source.objects.get(pk=row.pk)

    def test_nothing_of_it_is_changed_added_or_taken_back(
        self, released: Source, noted: Noted, trainers: Statement, farah: User
    ) -> None:
        with pytest.raises(ValidationError, match="has been released"):
            noted(trainers, key="need", version=released.version)
        with pytest.raises(ValidationError, match="has been released"):
            actions.take_back(released, by=farah)
        with pytest.raises(ValidationError, match="has been released"), given():
            Source.objects.filter(pk=released.pk).update(note="Other words")
        assert said(released.version) == {("need", "reflected", "Permanent")}

    def test_a_correction_stands_in_its_place_with_its_reason_and_what_was_said_stays(
        self, released: Source, farah: User
    ) -> None:
        became = Became(released.statement, "in_part", "terms", "It is the terms that name posts.")
        row = actions.correct(released, became, by=farah)
        assert said(released.version) == {("terms", "in_part", "Permanent")}
        assert (row.corrects, row.note) == (released, "It is the terms that name posts.")
        event = Event.objects.get(verb="source.corrected")
        assert (event.public, "Permanent" in str(event.facts)) == (True, False)

    def test_a_link_made_in_error_is_no_more(self, released: Source, farah: User) -> None:
        actions.correct(released, Became(released.statement, "error", "need", "Another paragraph was meant."), by=farah)
        assert said(released.version) == set()

    def test_a_correction_has_a_reason_and_is_made_once(self, released: Source, farah: User) -> None:
        with pytest.raises(ValidationError, match="Give the reason for the correction"):
            actions.correct(released, Became(released.statement, "in_part", "need"), by=farah)
        actions.correct(released, Became(released.statement, "in_part", "need", "In part."), by=farah)
        with pytest.raises(ValidationError):
            actions.correct(released, Became(released.statement, "merged", "need", "No."), by=farah)

    def test_what_was_forgotten_is_added_and_known_to_have_come_later(
        self, released: Source, trainers: Statement, farah: User, clock: Callable[[str], None]
    ) -> None:
        clock("2004-10-20T09:00")
        version = TextVersion.objects.get(pk=released.version_id)
        row = actions.add_later(version, Became(trainers, "reflected", "need"), by=farah)
        assert (row.came_later, released.came_later) == (True, False)

    def test_that_it_is_not_reflected_ends_every_link_and_a_link_that_it_is_not(
        self, released: Source, farah: User
    ) -> None:
        version, statement = TextVersion.objects.get(pk=released.version_id), released.statement
        actions.add_later(version, Became(statement, "in_part", "terms"), by=farah)
        actions.add_later(version, Became(statement, "not", note="It is for Governments."), by=farah)
        assert said(version) == {("", "not", "Permanent")}
        with pytest.raises(ValidationError, match="Give the reason for the correction"):
            actions.add_later(version, Became(statement, "reflected", "need"), by=farah)
        actions.add_later(version, Became(statement, "reflected", "need", "It is there after all."), by=farah)
        assert said(version) == {("need", "reflected", "Permanent")}
        assert version.sources.filter(corrects=None).count() == 2

    def test_a_correction_that_it_is_not_reflected_ends_its_other_links(self, released: Source, farah: User) -> None:
        version = TextVersion.objects.get(pk=released.version_id)
        actions.add_later(version, Became(released.statement, "in_part", "terms"), by=farah)
        actions.correct(released, Became(released.statement, "not", note="Read again, it is not."), by=farah)
        assert said(version) == {("", "not", "Permanent")}

    def test_a_link_made_in_error_is_made_anew(self, released: Source, farah: User) -> None:
        version = TextVersion.objects.get(pk=released.version_id)
        actions.correct(released, Became(released.statement, "error", "need", "Another was meant."), by=farah)
        actions.add_later(version, Became(released.statement, "merged", "need", "It was this one."), by=farah)
        assert said(version) == {("need", "merged", "Permanent")}
