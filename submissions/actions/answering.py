"""An answer judged by its question: what submissions/answers.py finds, in the reader's words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.faults import Fault

from .. import answers
from ..models import Question
from ..states import ANSWERED


def kept(question: Question, value: Any, language: str) -> Any:
    """The answer as it is kept, its numbers read as `language` writes them; the empty text for none.

    Raises ValidationError, which names the question, for what is no answer to such a question at all.
    """
    if question.kind not in ANSWERED:
        raise _refusal(question, Fault(answers.NO_ANSWER))
    try:
        return answers.kept(question.asks(), value, language)
    except Fault as fault:
        raise _refusal(question, fault) from fault


def faults(question: Question, value: Any) -> list[ValidationError]:
    """What has to be mended in an answer that is kept before it is filed; nothing where it can be filed."""
    return [_refusal(question, fault) for fault in answers.faults(question.asks(), value)]


def _refusal(question: Question, fault: Fault) -> ValidationError:
    """A fault with the question to which it belongs: `question` is its key, `fault` the sentence alone."""
    params = {"label": question.called, "question": question.key, "fault": fault.sentence(gettext)}
    return ValidationError(_("“%(label)s”: %(fault)s"), code="answer", params=params)
