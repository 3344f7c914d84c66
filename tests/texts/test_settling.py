"""Proposals in brackets are settled once these are, in the version where they were put or a later one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from documents.models import Proposal, TextVersion
from documents.texts import actions
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.models import User

from .proposed import keys, proposed, reworded, shown, words
from .test_ledger_page import page as html_of
from .test_ledger_page import read, table
from .test_proposal_pages import article, page, post
from .test_proposals import states, verbs

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]

TEXT = "/en/igsp/texts/draft-plan/"


@pytest.fixture
def desk(farah: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(farah)


@pytest.fixture
def released(draft: TextVersion, farah: User) -> tuple[Proposal, TextVersion]:
    """Kenya’s proposal in brackets in a released version, and the draft that follows."""
    made = reworded(draft, farah, "Much", "Little")
    actions.put_in_brackets(made, draft, by=farah, opened_with=shown(draft))
    later = dict.fromkeys(code for code in CODES if code != "en")
    actions.release(draft, by=farah, typeset=False, exception=True, later=later)
    draft.refresh_from_db()
    return made, actions.continue_from(draft, by=farah)


class TestAfterTheRelease:
    def test_one_in_brackets_goes_on_to_the_next_version_and_is_accepted_there(
        self, released: tuple[Proposal, TextVersion], desk: Client
    ) -> None:
        made, following = released
        assert post(desk, following, "carry").status_code == 302
        html = article(page(following, desk), made)
        assert ['value="accept"' in html, 'value="decline"' in html, 'value="keep"' in html] == [True, True, False]
        assert post(desk, following, "accept", made, opened_with=shown(following)).status_code == 302
        assert (words(following)[:14], states(made)) == ("Little is alre", ["accepted"])
        assert verbs(made)[-2:] == ["proposal.carried", "proposal.accepted"]

    def test_it_is_declined_there_and_leaves_the_text_as_it_stood_before(
        self, released: tuple[Proposal, TextVersion], desk: Client
    ) -> None:
        made, following = released
        post(desk, following, "carry")
        before = words(following).replace("[Much] [{is:ken}Little]", "Much")
        assert post(desk, following, "decline", made, opened_with=shown(following)).status_code == 409
        post(desk, following, "decline", made, opened_with=shown(following), reason="Agreed otherwise.")
        assert (words(following), states(made)) == (before, ["declined"])

    def test_where_the_drafter_has_settled_the_brackets_it_is_said_what_became_of_it(
        self, released: tuple[Proposal, TextVersion], desk: Client, farah: User
    ) -> None:
        made, following = released
        there = words(following).replace("[Much] [{is:ken}Little]", "Something")
        actions.word_block(following, "need", "en", there, opened_with=shown(following), by=farah)
        (row,) = actions.carry_all(following, by=farah)
        assert (row.key, row.stands) == ("need", False)
        assert "As proposed by Kenya" not in read(ledger(following, desk))
        post(desk, following, "part", made, opened_with=shown(following), words=there)
        assert (words(following), states(made)) == (there, ["in_part"])

    @pytest.mark.parametrize(("now", "accepted"), [("Something", False), ("Much", False), ("Little", True)])
    def test_one_whose_brackets_are_gone_is_accepted_where_the_text_says_so(
        self, now: str, accepted: bool, released: tuple[Proposal, TextVersion], desk: Client, farah: User
    ) -> None:
        made, following = released
        there = words(following).replace("[Much] [{is:ken}Little]", now)
        actions.word_block(following, "need", "en", there, opened_with=shown(following), by=farah)
        actions.carry_all(following, by=farah)
        html = article(page(following, desk), made)
        assert ('value="accept"' in html, "do not stand here any more" in read(html)) == (accepted, True)
        answer = post(desk, following, "accept", made, opened_with=shown(following))
        assert answer.status_code == (302 if accepted else 409)
        assert (words(following), states(made)) == (there, ["accepted" if accepted else "in_brackets"])

    def test_a_new_paragraph_that_was_deleted_since_is_accepted_with_words_alone(
        self, draft: TextVersion, desk: Client, farah: User
    ) -> None:
        made = proposed(draft, farah, "new", words="Lakes are kept clean.", block_kind="paragraph")
        actions.put_in_brackets(made, draft, by=farah, opened_with=shown(draft))
        actions.remove_block(draft, "lakes-are-kept-clean", by=farah)
        before, nothing = keys(draft), actions.fingerprint("")
        html = article(page(draft, desk), made)
        assert ('value="accept"' in html, ">\nLakes are kept clean.</textarea>" in html) == (False, True)
        answer = post(desk, draft, "accept", made, opened_with=nothing)
        assert (answer.status_code, keys(draft), states(made)) == (409, before, ["in_brackets"])
        assert "do not stand any more. Accept it with other words, or decline it." in read(answer.content.decode())
        post(desk, draft, "part", made, opened_with=nothing, words="Lakes are kept.")
        (new,) = set(keys(draft)) - set(before)
        assert (words(draft, new), states(made)) == ("Lakes are kept.", ["in_part"])
        assert keys(draft)[keys(draft).index("need") + 1] == new

    @pytest.mark.parametrize("kind", ["new", "wording"])
    def test_one_whose_place_is_gone_too_is_declined_alone(
        self, kind: str, draft: TextVersion, desk: Client, farah: User
    ) -> None:
        said = {"words": "Lakes are kept clean.", **({"block_kind": "paragraph"} if kind == "new" else {})}
        made = proposed(draft, farah, kind, **said)
        actions.put_in_brackets(made, draft, by=farah, opened_with=shown(draft))
        for key in ("need", *(("lakes-are-kept-clean",) if kind == "new" else ())):
            actions.remove_block(draft, key, by=farah)
        before, nothing = keys(draft), actions.fingerprint("")
        for do in ("accept", "part"):
            answer = post(desk, draft, do, made, opened_with=nothing, words="Words.")
            assert (answer.status_code, keys(draft), states(made)) == (409, before, ["in_brackets"])
        post(desk, draft, "decline", made, opened_with=nothing, reason="It is gone.")
        assert (keys(draft), states(made)) == (before, ["declined"])

    def test_the_brackets_of_the_earlier_version_go_on_saying_whose_they_were(
        self, released: tuple[Proposal, TextVersion], desk: Client, farah: User
    ) -> None:
        made, following = released
        actions.carry_all(following, by=farah)
        post(desk, following, "accept", made, opened_with=shown(following))
        rows = table(ledger(following, desk, version_shown=following.number - 1), "open")
        assert [row[3] for row in rows if "Little" in row[1]] == ["Kenya"]

    def test_a_decision_on_it_is_taken_back_to_the_brackets(
        self, released: tuple[Proposal, TextVersion], desk: Client, farah: User
    ) -> None:
        made, following = released
        actions.carry_all(following, by=farah)
        assert "Take the decision back" not in article(page(following, desk), made)
        bracketed = words(following)
        for do in ("accept", "decline"):
            post(desk, following, do, made, opened_with=shown(following), reason="So agreed.")
            assert "Take the decision back" in article(page(following, desk), made)
            assert post(desk, following, "reopen", made).status_code == 302
            assert (words(following), states(made)) == (bracketed, ["in_brackets"])

    def test_on_the_released_version_nothing_is_decided(
        self, released: tuple[Proposal, TextVersion], draft: TextVersion, desk: Client
    ) -> None:
        made, _following = released
        draft.refresh_from_db()
        html = article(page(draft, desk), made)
        assert [f'value="{do}"' in html for do in ("accept", "decline", "reopen")] == [False, False, False]
        assert post(desk, draft, "decline", made, opened_with=shown(draft), reason="No.").status_code == 409
        assert states(made) == ["in_brackets"]


class TestInTheSameVersion:
    def test_a_new_paragraph_and_a_deletion_are_settled_as_a_whole(self, draft: TextVersion, farah: User) -> None:
        new = proposed(draft, farah, "new", words="Lakes are kept clean.", block_kind="paragraph")
        gone = proposed(draft, farah, "deletion", key="mandate")
        before = words(draft, "mandate")
        for one, key in ((new, "need"), (gone, "mandate")):
            actions.put_in_brackets(one, draft, by=farah, opened_with=shown(draft, key))
        new.refresh_from_db()
        assert (new.taken_key, words(draft, new.taken_key)) == (
            "lakes-are-kept-clean",
            "[{is:ken}Lakes are kept clean.]",
        )
        for one, key in ((new, new.taken_key), (gone, "mandate")):
            actions.decline(one, by=farah, reason="No.", version=draft, opened_with=shown(draft, key))
        assert ("lakes-are-kept-clean" in keys(draft), words(draft, "mandate")) == (False, before)
        for one in (new, gone):
            actions.reopen(one, by=farah)
        assert states(new, gone) == ["in_brackets", "in_brackets"]
        for one, key in ((new, new.taken_key), (gone, "mandate")):
            actions.accept(one, draft, by=farah, opened_with=shown(draft, key))
        assert (words(draft, "lakes-are-kept-clean"), "mandate" in keys(draft)) == ("Lakes are kept clean.", False)

    def test_what_has_been_decided_is_not_put_in_brackets(self, draft: TextVersion, farah: User) -> None:
        made = reworded(draft, farah, "Much", "Little")
        actions.accept(made, draft, by=farah, opened_with=shown(draft))
        with pytest.raises(ValidationError, match="no longer undecided"):
            actions.put_in_brackets(made, draft, by=farah, opened_with=shown(draft))

    def test_brackets_are_settled_in_words_that_were_seen(self, draft: TextVersion, farah: User) -> None:
        made = reworded(draft, farah, "Much", "Little")
        actions.put_in_brackets(made, draft, by=farah, opened_with=shown(draft))
        seen, there = shown(draft), words(draft).replace("already", "now")
        actions.word_block(draft, "need", "en", there, opened_with=seen, by=farah)
        with pytest.raises(actions.WordsChanged):
            actions.decline(made, by=farah, reason="No.", version=draft, opened_with=seen)
        assert (words(draft), states(made)) == (there, ["in_brackets"])


class TestWhoseBracketsAre:
    def test_the_same_label_in_another_paragraph_is_nobodys(
        self, draft: TextVersion, farah: User, desk: Client
    ) -> None:
        made = reworded(draft, farah, "Much", "Little")
        actions.put_in_brackets(made, draft, by=farah, opened_with=shown(draft), label="a")
        other = "[{is:a}Terms] and more."
        actions.word_block(draft, "terms", "en", other, opened_with=shown(draft, "terms"), by=farah)
        rows = table(ledger(draft, desk), "open")
        assert [row[3:4] for row in rows if "Little" in row[1] or "Terms" in row[1]] == [["Kenya"], [""]]
        read_as_kenya = read(html_of(f"{TEXT}brackets/proposed/ken/?version={draft.number}", desk))
        assert "[ Terms ] and more." in read_as_kenya

    def test_it_goes_with_its_words_into_a_paragraph_that_is_split_off(
        self, draft: TextVersion, farah: User, desk: Client
    ) -> None:
        made = reworded(draft, farah, "weight", "force")
        actions.put_in_brackets(made, draft, by=farah, opened_with=shown(draft))
        first, second = words(draft).split(" Needs that ")
        actions.split_block(draft, "need", {"en": (first, f"Needs that {second}")}, by=farah)
        assert [row[3] for row in table(ledger(draft, desk), "open") if "force" in row[1]] == ["Kenya"]

    def test_a_new_paragraph_in_brackets_is_its_proponents(self, draft: TextVersion, farah: User, desk: Client) -> None:
        made = proposed(draft, farah, "new", words="Lakes are kept clean.", block_kind="paragraph")
        actions.put_in_brackets(made, draft, by=farah, opened_with=shown(draft))
        assert [row[3] for row in table(ledger(draft, desk), "open") if "Lakes" in row[1]] == ["Kenya"]

    def test_as_its_proponent_reads_it_what_was_to_go_is_gone(
        self, draft: TextVersion, farah: User, desk: Client
    ) -> None:
        made = proposed(draft, farah, "deletion", key="mandate")
        actions.put_in_brackets(made, draft, by=farah, opened_with=shown(draft, "mandate"))
        html = html_of(f"{TEXT}brackets/proposed/ken/?version={draft.number}", desk)
        assert ('id="need"' in html, 'id="mandate"' in html) == (True, False)


class TestNewParagraphs:
    ORDER = (("alpha", "paragraph"), ("point", "subparagraph"), ("beta", "paragraph"))

    def proposed(self, draft: TextVersion, farah: User) -> list[Proposal]:
        """Behind one paragraph: one, a subparagraph of it, and another."""
        return [
            proposed(draft, farah, "new", key="need", words=f"{name.title()}.", block_kind=kind)
            for name, kind in self.ORDER
        ]

    @pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (0, 2, 1), (2, 0, 1)])
    def test_several_behind_one_stand_in_the_order_in_which_they_were_proposed(
        self, order: tuple[int, ...], draft: TextVersion, farah: User
    ) -> None:
        made = self.proposed(draft, farah)
        for place in order:
            actions.accept(made[place], draft, by=farah, opened_with=shown(draft))
        there = keys(draft)
        expected = ["alpha", "point", "beta"] if order != (2, 1, 0) else ["point", "alpha", "beta"]
        assert there[there.index("need") + 1 :][:3] == expected

    def test_so_they_do_as_their_proponent_reads_them(self, draft: TextVersion, farah: User, desk: Client) -> None:
        first, *_others = self.proposed(draft, farah)

        def places() -> list[int]:
            html = html_of(f"{TEXT}brackets/proposed/ken/?version={draft.number}", desk)
            return [html.index(words) for words in ("Alpha.", "Point.", "Beta.")]

        assert places() == sorted(places())
        actions.put_in_brackets(first, draft, by=farah, opened_with=shown(draft))
        assert places() == sorted(places())

    def test_one_proposed_when_another_stood_there_goes_where_it_was_said(
        self, draft: TextVersion, farah: User
    ) -> None:
        for name in ("Early", "Late"):
            made = proposed(draft, farah, "new", words=f"{name}.", block_kind="paragraph")
            actions.accept(made, draft, by=farah, opened_with=shown(draft))
        there = keys(draft)
        assert there[there.index("need") + 1 :][:2] == ["late", "early"]


def ledger(version: TextVersion, desk: Client, *, version_shown: int = 0) -> str:
    return html_of(f"{TEXT}brackets/?version={version_shown or version.number}", desk)
