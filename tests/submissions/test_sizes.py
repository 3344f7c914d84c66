"""How much a submission holds is said beside the field before anybody is refused, by the same number everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Length
from django.test import Client
from django.urls import reverse
from django.utils import translation

from igsp_portal.models import User
from submissions import actions, sizes
from submissions.actions import Said
from submissions.forms import DraftForm, WithdrawForm
from submissions.models import Statement, Submission, SubmissionVersion
from submissions.stating import StatementForm

from ..cast import given
from .addresses import at

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


def helps(page: str) -> dict[str, str]:
    """The help beside each field of a page, by the field's id."""
    return dict(re.findall(r'<div class="form-text" id="id_([\w-]+)_helptext">(.*?)</div>', page))


def test_each_field_of_the_form_says_how_much_it_holds(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    page = browser_of(amina).get(at("write", draft.submission.pk)).content.decode()
    said = {name: text[text.index("At most") :] for name, text in helps(page).items() if "At most" in text}
    assert said == {
        "title": "At most 300 characters.",
        "introduction": "At most 20,000 characters.",
        **{f"statements-{place}-words": "At most 5,000 characters." for place in range(3)},
        "attach": "At most 10 files, of up to 20.0\xa0MB each.",
    }
    assert "A submission may have at most 60 statements." in page


def test_a_number_is_written_as_the_reader_s_language_writes_it() -> None:
    for language, figures in {"en": "5,000", "fr": "5\xa0000", "ar": "5000"}.items():
        with translation.override(language):
            assert figures in str(StatementForm.base_fields["words"].help_text)


@pytest.mark.parametrize("door", ["party", "desk"])
def test_whoever_withdraws_is_told_how_long_a_reason_may_be(
    door: str, filed: Submission, amina: User, farah: User, browser_of: Browser
) -> None:
    desk = reverse("admin:submissions_submission_withdraw", args=[filed.pk])
    person, address = (amina, at("submission", filed.pk)) if door == "party" else (farah, desk)
    assert "At most 500 characters." in browser_of(person).get(address).content.decode()


def longest(field: Any) -> int | None:
    """What the model holds in a column, by its width or by the constraint that the database keeps."""
    if isinstance(field, models.CharField):
        return field.max_length
    rules: list[Any] = [r for r in field.model._meta.constraints if isinstance(r, models.CheckConstraint)]
    return next(r.condition.rhs for r in rules if getattr(r.condition, "lhs", None) == Length(field.name))


@pytest.mark.parametrize(
    ("form", "model", "name", "column", "most"),
    [
        (DraftForm, SubmissionVersion, "title", "title", sizes.LONGEST_TITLE),
        (DraftForm, SubmissionVersion, "introduction", "introduction", sizes.LONGEST_INTRODUCTION),
        (StatementForm, Statement, "words", "words", sizes.LONGEST_STATEMENT),
        (WithdrawForm, Submission, "reason", "withdrawal_reason", sizes.LONGEST_REASON),
    ],
)
def test_form_model_and_database_hold_the_same(form: Any, model: Any, name: str, column: str, most: int) -> None:
    asked = form.base_fields[name]
    assert (asked.max_length, asked.widget.attrs["data-most"], longest(model._meta.get_field(column))) == (most,) * 3


def test_a_statement_of_the_full_length_is_saved_and_one_character_more_is_refused_everywhere(
    draft: SubmissionVersion, write: Write
) -> None:
    full = "и" * sizes.LONGEST_STATEMENT
    assert write(draft, statements=[Said(full)]).statements.get().words == full
    with pytest.raises(ValidationError, match="at most 5000 characters"):
        write(draft, statements=[Said(full + "и")])
    with given(), transaction.atomic(), pytest.raises(IntegrityError, match="statement_not_too_long"):
        Statement.objects.create(version=draft, words=full + "и")
    with given(), transaction.atomic(), pytest.raises(IntegrityError, match="introduction_not_too_long"):
        SubmissionVersion.objects.filter(pk=draft.pk).update(introduction="и" * (sizes.LONGEST_INTRODUCTION + 1))


@pytest.mark.parametrize(("written", "offered"), [(59, True), (60, False)])
def test_no_statement_more_is_offered_than_a_submission_holds(
    written: int, offered: bool, draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser
) -> None:
    write(draft, statements=[Said(f"Words {n}") for n in range(written)])
    page = browser_of(amina).get(at("write", draft.submission.pk)).content.decode()
    assert ('value="add"' in page) is offered


def test_a_reason_that_is_too_long_comes_back_whole_and_nothing_is_withdrawn(
    filed: Submission, amina: User, browser_of: Browser
) -> None:
    reason = "и" * (sizes.LONGEST_REASON + 1)
    answer = browser_of(amina).post(at("withdraw", filed.pk), {"reason": reason})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert f">\n{reason}</textarea>" in page
    assert "(it has 501)" in page
    assert Submission.objects.get(pk=filed.pk).is_withdrawn is False
    with pytest.raises(ValidationError, match="at most 500 characters"):
        actions.withdraw(filed, by=amina, reason=reason)
