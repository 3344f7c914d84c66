"""Proposals are made, supported, decided on and carried: each step has its event, and the text says the decision."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from documents.models import Document, Lineage, Proposal, TextVersion
from documents.texts import actions
from documents.texts.models import FrozenText
from documents.texts.states import ProposalKind
from igsp_portal.models import Event, User
from tests.cast import given

from .proposed import keys, party, proposed, reworded, shown, words

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]


def verbs(thing: Any) -> list[str]:
    """What happened to it, the first at the head; what hangs on it included."""
    own = Event.objects.about(thing)
    return [event.verb for event in own.order_by("pk")]


def states(*proposals: Proposal) -> list[str]:
    return [Proposal.objects.get(pk=one.pk).state for one in proposals]


class TestMaking:
    def test_it_keeps_the_words_that_it_quotes_and_whose_it_is(self, plan: TextVersion, amina: User) -> None:
        made = reworded(plan, amina, "Much", "Little")
        made.refresh_from_db()
        assert (made.quoted, made.participant.key, made.state) == (words(plan), "ken", "open")
        event = Event.objects.about(made).get()
        assert (event.verb, event.by, event.party, event.party_sees) == ("proposal.made", amina, "igsp:ken", True)
        assert event.public

    def test_of_what_is_proposed_for_a_draft_the_public_record_says_nothing(
        self, draft: TextVersion, farah: User
    ) -> None:
        assert not Event.objects.about(reworded(draft, farah, "Much", "Little")).get().public

    @pytest.mark.parametrize(
        ("kind", "said", "why"),
        [
            ("wording", {"words": "A [bracket that stays open."}, "never closed.*at character 3"),
            ("wording", {"words": "A note{note:nowhere} that is not there."}, "does not exist"),
            ("wording", {"words": " "}, "Enter the words"),
            ("wording", {"key": "nowhere", "words": "Words."}, "no such paragraph"),
            ("wording", {"key": "", "words": "Words."}, "Choose the paragraph"),
            ("new", {"words": "Words."}, "Choose which kind"),
            ("new", {"words": "Words.", "block_kind": "footnote"}, "Choose which kind"),
            ("move", {"after": "need"}, "into itself"),
            ("move", {"after": "setting"}, "stands there already"),
            ("move", {"after": "nowhere"}, "no block"),
        ],
    )
    def test_what_cannot_stand_is_refused(
        self, kind: str, said: dict[str, str], why: str, plan: TextVersion, amina: User
    ) -> None:
        with pytest.raises(ValidationError, match=why):
            proposed(plan, amina, kind, **said)
        assert not Proposal.objects.exists()

    def test_a_file_with_many_tracked_changes_reads_the_draft_as_often_as_one_with_few(
        self, draft: TextVersion, farah: User
    ) -> None:
        source, counts = actions.Source("draft.docx", "docx", "0" * 64), []
        for many in (1, 6):
            tracked = [
                actions.Tracked(
                    n, "K", party(draft, "ken"), ProposalKind.WORDING, {"key": "need", "words": f"Words {n}."}
                )
                for n in range(many)
            ]
            with CaptureQueriesContext(connection) as queries:
                actions.take_in(draft, lambda there: there, source=source, language="en", by=farah, proposals=tracked)
            counts.append(sum('FROM "documents_wording"' in query["sql"] for query in queries))
        assert (counts[0], Proposal.objects.count()) == (counts[1], 7)

    def test_the_words_as_they_stand_are_no_proposal(self, plan: TextVersion, amina: User) -> None:
        with pytest.raises(ValidationError, match="as it stands"):
            reworded(plan, amina, "Much", "Much")

    def test_it_is_made_on_the_latest_version(
        self, draft: TextVersion, farah: User, amina: User, plan: TextVersion
    ) -> None:
        actions.release(draft, by=farah, typeset=False, exception=True)
        with given():
            Document.objects.filter(text_version=draft).update(state="issued")
        with pytest.raises(ValidationError, match="later version"):
            reworded(plan, amina, "Much", "Little")

    def test_a_participant_of_another_process_proposes_nothing(self, plan: TextVersion, amina: User, inc: Any) -> None:
        stranger = inc.participants.first()
        with pytest.raises(ValidationError, match="another process"):
            actions.propose(plan, stranger, "deletion", by=amina, language="en", key="need")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"words": ""},
            {"key": ""},
            {"block_kind": "text"},
            {"state": "declined", "decided_on": "2004-10-15"},
            {"state": "kept"},
            {"state": "in_brackets", "decided_on": "2004-10-15"},
        ],
    )
    def test_the_database_refuses_what_no_proposal_is(
        self, wrong: dict[str, str], plan: TextVersion, amina: User
    ) -> None:
        made = reworded(plan, amina, "Much", "Little")
        with given(), transaction.atomic(), pytest.raises(IntegrityError):
            Proposal.objects.filter(pk=made.pk).update(**wrong)


class TestSupport:
    def test_others_join_and_leave(self, plan: TextVersion, amina: User, goran: User) -> None:
        made = reworded(plan, amina, "Much", "Little")
        croatia = party(plan, "hrv")
        actions.support(made, croatia, by=goran)
        with pytest.raises(ValidationError, match="supports the proposal already"):
            actions.support(made, croatia, by=goran)
        actions.leave(made, croatia, by=goran)
        with pytest.raises(ValidationError, match="does not support"):
            actions.leave(made, croatia, by=goran)
        actions.support(made, croatia, by=goran)
        assert [row.left_at is None for row in made.supports.all()] == [False, True]
        told = Event.objects.about(made).exclude(verb="proposal.made").order_by("pk")
        assert [(event.verb, event.facts["participant_key"]) for event in told] == [
            ("proposal.supported", "hrv"),
            ("proposal.left", "hrv"),
            ("proposal.supported", "hrv"),
        ]

    def test_nobody_supports_their_own(self, plan: TextVersion, amina: User) -> None:
        with pytest.raises(ValidationError, match="own proposal"):
            actions.support(reworded(plan, amina, "Much", "Little"), party(plan, "ken"), by=amina)

    def test_what_is_decided_is_no_longer_supported(self, plan: TextVersion, amina: User, goran: User) -> None:
        made = reworded(plan, amina, "Much", "Little")
        actions.withdraw(made, by=amina)
        with pytest.raises(ValidationError, match="has been decided"):
            actions.support(made, party(plan, "hrv"), by=goran)


class TestDeciding:
    def test_an_accepted_wording_is_in_the_text(self, draft: TextVersion, farah: User) -> None:
        made = reworded(draft, farah, "Much", "Little")
        actions.accept(made, draft, by=farah, opened_with=shown(draft))
        assert words(draft).startswith("Little is already being done.")
        assert (states(made), verbs(made)) == (["accepted"], ["proposal.made", "proposal.accepted"])
        (taken,) = Event.objects.about(draft).filter(verb="text.proposal_taken")
        assert (taken.facts["key"], taken.facts["proposals"], taken.public) == ("need", [made.pk], False)

    def test_it_takes_up_what_has_been_changed_elsewhere_in_the_paragraph(
        self, draft: TextVersion, farah: User
    ) -> None:
        first, second = (
            reworded(draft, farah, "Much", "Little"),
            reworded(draft, farah, "Too often", "Sometimes", of="hrv"),
        )
        for one in (first, second):
            actions.accept(one, draft, by=farah, opened_with=shown(draft))
        assert words(draft).startswith("Little is already being done. Sometimes, however,")

    def test_what_no_longer_fits_is_accepted_with_other_words_alone(self, draft: TextVersion, farah: User) -> None:
        first, second = reworded(draft, farah, "Much", "Little"), reworded(draft, farah, "Much", "Enough", of="hrv")
        actions.accept(first, draft, by=farah, opened_with=shown(draft))
        with pytest.raises(ValidationError, match="do not stand any more"):
            actions.accept(second, draft, by=farah, opened_with=shown(draft))
        other = words(draft).replace("Little", "Not enough")
        actions.accept(second, draft, by=farah, opened_with=shown(draft), words=other)
        assert (words(draft), states(first, second)) == (other, ["accepted", "in_part"])

    def test_nobody_decides_on_words_they_have_not_seen(self, draft: TextVersion, farah: User) -> None:
        made, seen = reworded(draft, farah, "Much", "Little"), shown(draft)
        actions.word_block(draft, "need", "en", "Other words.", opened_with=seen, by=farah)
        with pytest.raises(actions.WordsChanged) as refused:
            actions.accept(made, draft, by=farah, opened_with=seen, words="Mine.")
        assert (refused.value.theirs, refused.value.by, words(draft)) == ("Other words.", "Farah", "Other words.")
        assert states(made) == ["open"]

    def test_a_new_paragraph_stands_behind_what_stands_under_the_one_it_follows(
        self, draft: TextVersion, farah: User
    ) -> None:
        made = proposed(draft, farah, "new", key="objectives", words="Lakes are kept clean.", block_kind="paragraph")
        actions.accept(made, draft, by=farah, opened_with=shown(draft, "objectives"))
        after = keys(draft)
        assert after[after.index("beneficiaries") - 1] == "lakes-are-kept-clean"

    def test_the_first_paragraph_may_be_new(self, draft: TextVersion, farah: User) -> None:
        made = proposed(draft, farah, "new", key="", words="A preamble.", block_kind="text", language="fr")
        actions.accept(made, draft, by=farah, opened_with=actions.fingerprint(""))
        assert (keys(draft)[0], words(draft, "a-preamble", "fr")) == ("a-preamble", "A preamble.")

    def test_a_deletion_and_a_move_are_made(self, draft: TextVersion, farah: User) -> None:
        gone = proposed(draft, farah, "deletion", key="need")
        elsewhere = proposed(draft, farah, "move", key="terms", after="mandate")
        actions.accept(gone, draft, by=farah, opened_with=shown(draft))
        actions.accept(elsewhere, draft, by=farah, opened_with=shown(draft, "terms"))
        assert "need" not in keys(draft)
        assert keys(draft)[1:3] == ["mandate", "terms"]
        assert states(gone, elsewhere) == ["accepted", "accepted"]

    def test_an_alternative_in_brackets_bears_a_label_of_its_own(self, draft: TextVersion, farah: User) -> None:
        first, second = reworded(draft, farah, "Much", "Little"), reworded(draft, farah, "weight", "force")
        assert actions.put_in_brackets(first, draft, by=farah, opened_with=shown(draft)) == "ken"
        assert actions.put_in_brackets(second, draft, by=farah, opened_with=shown(draft)) == "ken-2"
        assert words(draft).startswith("[Much] [{is:ken}Little] is already")
        assert words(draft).endswith("[weight] [{is:ken-2}force].")
        assert (states(first), Proposal.objects.get(pk=second.pk).label) == (["in_brackets"], "ken-2")

    def test_a_new_paragraph_and_a_deletion_stand_in_brackets_as_a_whole(self, draft: TextVersion, farah: User) -> None:
        new = proposed(draft, farah, "new", words="Lakes [too].", block_kind="paragraph")
        gone = proposed(draft, farah, "deletion", of="hrv")
        actions.put_in_brackets(new, draft, by=farah, opened_with=shown(draft), label="g77")
        actions.put_in_brackets(gone, draft, by=farah, opened_with=shown(draft))
        assert words(draft, "lakes-too") == "[{is:g77}Lakes [too].]"
        assert words(draft).startswith("[{is:hrv}Much is")

    def test_a_move_cannot_stand_in_brackets(self, draft: TextVersion, farah: User) -> None:
        made = proposed(draft, farah, "move", key="terms", after="mandate")
        with pytest.raises(ValidationError, match="cannot stand in brackets"):
            actions.put_in_brackets(made, draft, by=farah, opened_with=shown(draft, "terms"))

    def test_several_are_merged_into_one_wording(self, draft: TextVersion, farah: User) -> None:
        both = [reworded(draft, farah, "Much", "Little"), reworded(draft, farah, "Much", "Enough", of="hrv")]
        actions.merge(both, draft, "Little enough is done.", by=farah, opened_with=shown(draft), reason="Both say so.")
        assert (words(draft), states(*both)) == ("Little enough is done.", ["merged", "merged"])
        assert Event.objects.about(draft).filter(verb="text.proposal_taken").count() == 1
        told = Event.objects.about(both[0]).get(verb="proposal.merged").facts["participants"]
        assert told == f"{both[0].participant}, {both[1].participant}"

    def test_proposals_for_different_paragraphs_are_not_merged(self, draft: TextVersion, farah: User) -> None:
        one, other = reworded(draft, farah, "Much", "Little"), reworded(draft, farah, "two", "2", key="terms")
        with pytest.raises(ValidationError):
            actions.merge([one, other], draft, "Words.", by=farah, opened_with=shown(draft))
        assert states(one, other) == ["open", "open"]

    def test_one_is_kept_and_decided_later_or_declined_with_a_reason(self, plan: TextVersion, farah: User) -> None:
        made = reworded(plan, farah, "Much", "Little")
        actions.keep(made, by=farah, reason="For the contact group.")
        with pytest.raises(ValidationError, match="reason why"):
            actions.decline(made, by=farah, reason=" ")
        actions.decline(made, by=farah, reason="Agreed otherwise.")
        made.refresh_from_db()
        assert (made.state, made.decision, made.decided_on is None) == ("declined", "Agreed otherwise.", False)
        with pytest.raises(ValidationError, match="no longer undecided: declined"):
            actions.keep(made, by=farah)

    def test_a_released_version_takes_nothing_in(self, plan: TextVersion, farah: User, amina: User) -> None:
        made = reworded(plan, amina, "Much", "Little")
        with pytest.raises(FrozenText):
            actions.accept(made, plan, by=farah, opened_with=shown(plan))
        assert states(made) == ["open"]

    def test_a_withdrawal_stands(self, plan: TextVersion, amina: User, farah: User) -> None:
        made = reworded(plan, amina, "Much", "Little")
        actions.withdraw(made, by=amina, reason="We join another.")
        with pytest.raises(ValidationError, match="withdrawn"):
            actions.decline(made, by=farah, reason="No.")
        with pytest.raises(ValidationError, match="withdrawn"):
            actions.reopen(made, by=farah)

    @pytest.mark.parametrize("how", ["accept", "put_in_brackets", "merge"])
    def test_a_decision_is_taken_back_with_what_it_changed(self, how: str, draft: TextVersion, farah: User) -> None:
        both = [reworded(draft, farah, "Much", "Little"), reworded(draft, farah, "Too often", "Sometimes", of="hrv")]
        before = actions.read_draft(draft)
        if how == "merge":
            actions.merge(both, draft, "Words.", by=farah, opened_with=shown(draft))
        else:
            getattr(actions, how)(both[0], draft, by=farah, opened_with=shown(draft))
        both[0].refresh_from_db()
        actions.reopen(both[0], by=farah)
        assert (actions.read_draft(draft), states(*both)) == (before, ["open", "open"])
        actions.accept(both[0], draft, by=farah, opened_with=shown(draft))
        both[0].refresh_from_db()
        actions.reopen(both[0], by=farah)
        assert (actions.read_draft(draft), states(*both)) == (before, ["open", "open"])

    def test_a_decision_is_not_taken_back_by_undoing_in_the_text(self, draft: TextVersion, farah: User) -> None:
        actions.accept(reworded(draft, farah, "Much", "Little"), draft, by=farah, opened_with=shown(draft))
        assert actions.undo(draft, by=farah) is None
        assert words(draft).startswith("Little")


class TestCarrying:
    def test_one_made_on_an_earlier_version_is_accepted_in_the_next(
        self, plan: TextVersion, amina: User, farah: User
    ) -> None:
        made = reworded(plan, amina, "Much", "Little")
        draft = actions.continue_from(plan, by=farah)
        with pytest.raises(ValidationError, match="not been carried"):
            actions.accept(made, draft, by=farah, opened_with=shown(draft))
        (row,) = actions.carry_all(draft, by=farah)
        assert (row.stands, row.key, actions.to_carry(draft)) == (True, "need", [])
        actions.accept(made, draft, by=farah, opened_with=shown(draft))
        assert words(draft).startswith("Little")

    def test_it_is_said_where_its_words_do_not_stand(self, plan: TextVersion, amina: User, farah: User) -> None:
        made, fits = reworded(plan, amina, "Much", "Little"), reworded(plan, amina, "weight", "force")
        draft = actions.continue_from(plan, by=farah)
        there = words(draft).replace("Much", "Everything")
        actions.word_block(draft, "need", "en", there, opened_with=shown(draft), by=farah)
        rows = actions.carry_all(draft, by=farah)
        assert [row.stands for row in rows] == [False, True]
        assert verbs(made) == ["proposal.made", "proposal.not_carried"]
        with pytest.raises(ValidationError, match="do not stand any more"):
            actions.accept(made, draft, by=farah, opened_with=shown(draft))
        actions.accept(fits, draft, by=farah, opened_with=shown(draft))
        assert words(draft) == there.replace("weight", "force")

    def test_it_follows_its_words_into_what_was_split_and_merged(
        self, plan: TextVersion, amina: User, farah: User
    ) -> None:
        late = reworded(plan, amina, "weight", "force")
        early = reworded(plan, amina, "two", "2", key="terms") if "two" in words(plan, "terms") else None
        draft = actions.continue_from(plan, by=farah)
        first, second = words(draft).split(" Needs that ")
        part = actions.split_block(draft, "need", {"en": (first, f"Needs that {second}")}, by=farah)
        rows = {row.proposal_id: row for row in actions.carry_all(draft, by=farah)}
        assert (rows[late.pk].key, rows[late.pk].stands) == (part, True)
        assert early is None or rows[early.pk].key == "terms"
        actions.accept(late, draft, by=farah, opened_with=shown(draft, part))
        assert words(draft, part).endswith("continuity and force.")

    def test_it_goes_with_a_paragraph_that_was_merged_into_another(
        self, plan: TextVersion, amina: User, farah: User
    ) -> None:
        made = reworded(plan, amina, "Much", "Little")
        draft = actions.continue_from(plan, by=farah)
        actions.merge_blocks(draft, "setting", by=farah)
        assert Lineage.objects.filter(version=draft, key="setting", from_key="need").exists()
        (row,) = actions.carry_all(draft, by=farah)
        assert (row.key, row.stands) == ("setting", True)
        actions.accept(made, draft, by=farah, opened_with=shown(draft, "setting"))
        assert "Little is already being done." in words(draft, "setting")

    def test_it_follows_its_words_when_the_draft_it_was_made_on_is_split(self, draft: TextVersion, farah: User) -> None:
        late, early = reworded(draft, farah, "weight", "force"), reworded(draft, farah, "Much", "Little")
        first, second = words(draft).split(" Needs that ")
        part = actions.split_block(draft, "need", {"en": (first, f"Needs that {second}")}, by=farah)
        actions.accept(late, draft, by=farah, opened_with=shown(draft, part))
        actions.accept(early, draft, by=farah, opened_with=shown(draft))
        assert words(draft, part).endswith("continuity and force.")
        assert words(draft).startswith("Little is")

    def test_what_was_deleted_takes_no_proposal(self, plan: TextVersion, amina: User, farah: User) -> None:
        made = reworded(plan, amina, "Much", "Little")
        draft = actions.continue_from(plan, by=farah)
        actions.remove_block(draft, "need", by=farah)
        (row,) = actions.carry_all(draft, by=farah)
        assert (row.key, row.stands) == ("", False)
        with pytest.raises(ValidationError, match="no longer there"):
            actions.accept(made, draft, by=farah, opened_with=actions.fingerprint(""))

    def test_what_is_decided_is_not_carried(self, plan: TextVersion, amina: User, farah: User) -> None:
        actions.withdraw(reworded(plan, amina, "Much", "Little"), by=amina)
        assert actions.carry_all(actions.continue_from(plan, by=farah), by=farah) == []
