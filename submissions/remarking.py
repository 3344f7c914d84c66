"""Remarks on the paragraphs of a released text, written beside these: the rows of the form, but for their place.

What a paragraph says stands in the field of the wording that is proposed; left as it is, nothing is proposed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any

from django import forms

from documents.texts.models import Wording

from .actions import FormChanged
from .actions.drafts import tidy
from .fields import PlainHidden
from .models import Question, SubmissionVersion, new_key
from .sizes import LONGEST_STATEMENT, MOST_STATEMENTS
from .stating import (
    ROWS,
    Asked,
    PlaceField,
    RowsOfStatements,
    StatementForm,
    sent_statements,
)

WORDS_IN = "words_in"  # names the field that says in which language the words of the text were shown


class Beside(Asked):
    """A question as it is asked beside the text at which it points; the words are in the draft's language.

    Of a form that was sent they are in the `language` in which it was shown: the draft's may be another by now.
    """

    def __init__(self, draft: SubmissionVersion, question: Question, language: str = "") -> None:
        super().__init__(question)
        self.language = language or draft.language

    @cached_property
    def stands(self) -> Mapping[str, str]:
        """What each block says, by its key; nothing where the text is not released in that language.

        What is longer than any wording that can be proposed is left out.
        """
        version, language = self.question.text_version, self.language
        if version is None or not version.languages.released().filter(language=language).exists():
            return {}
        rows = Wording.objects.filter(block__version=version, language=language)
        words = rows.values_list("block__key", "words")
        return {key: said for key, said in words if len(said) <= LONGEST_STATEMENT}


class RemarkForm(StatementForm):
    """One remark. Where nothing is written and no other wording proposed, it is none."""

    block = PlaceField(required=False, widget=PlainHidden)
    rank = forms.IntegerField(required=False, min_value=1, max_value=999, widget=PlainHidden)

    def clean_proposed(self) -> str:
        """The wording, unless it is that of the text."""
        proposed: str = self.cleaned_data["proposed"]
        asked: Any = self.asked
        return "" if tidy(proposed) == tidy(asked.stands.get(self.cleaned_data.get("block"), "")) else proposed

    def is_empty(self) -> bool:
        data = self.cleaned_data
        return bool(data.get("DELETE")) or not (data.get("words") or data.get("proposed"))

    @property
    def at(self) -> str:
        """The key of the block on which it remarks."""
        return str((self.data.get(self.add_prefix("block")) if self.is_bound else self.initial["block"]) or "")

    @property
    def is_new(self) -> bool:
        """Whether nothing of it was saved yet, and it is shown to be written."""
        return not self.is_bound and bool(self.initial.get("new"))


RemarkForms: Any = forms.formset_factory(
    RemarkForm,
    formset=RowsOfStatements,
    extra=0,
    can_delete=True,
    max_num=MOST_STATEMENTS,
    absolute_max=MOST_STATEMENTS,
)


def on_text(draft: SubmissionVersion, key: str) -> Question:
    """The question of a draft's form that points at a text. Raises FormChanged where there is none of that key."""
    question = draft.form.question(key)
    if question is None or not question.takes_statements or question.text_version is None:
        raise FormChanged
    return question


def remark_forms(draft: SubmissionVersion, asked: Beside, blocks: Collection[str], *, at: str) -> Any:
    """The remarks on these blocks as they are saved, and an empty one on the block `at`, if there is room for it."""
    statements = list(draft.statements.all())
    rows = [
        {"key": s.key, "question": s.question, "block": s.block, "kind": s.kind, "words": s.words, "rank": s.rank}
        | {"withheld": s.withheld, "proposed": s.proposed or asked.stands.get(s.block, "")}
        for s in statements
        if s.question == asked.key and s.block in blocks
    ]
    if at in blocks and len(statements) < MOST_STATEMENTS:
        rank = max((s.rank for s in statements), default=0) + 1
        new = {"key": new_key(), "question": asked.key, "block": at, "rank": min(rank, 999), "new": True}
        rows.append(new | {"proposed": asked.stands.get(at, "")})
    return RemarkForms(initial=rows, prefix=ROWS, asked={asked.key: asked})


def sent_remarks(data: Any, asked: Beside) -> Any:
    """The remarks as they were sent. Raises FormChanged where one is of another question."""
    return sent_statements(data, {asked.key: asked}, RemarkForms)
