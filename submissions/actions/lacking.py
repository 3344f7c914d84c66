"""What a draft lacks before it can be filed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.drafts import Draft
from documents.models import Proposal
from documents.texts.actions import read_draft
from documents.texts.actions.proposals import check_proposal
from documents.texts.states import ProposalKind
from meetings.models import Component

from ..answers import opened, too_many_words
from ..models import Question, Statement, SubmissionVersion
from ..states import ANSWERED, Channel, PointsAt, QuestionKind
from . import answering, checking
from .carrying import introduced, not_to_be_filed


def lacking(version: SubmissionVersion) -> list[ValidationError]:
    """What a draft lacks before it can be filed; nothing when it is whole. Times are not asked here.

    The code of each names the field it is missed in, its parameter `place` the statement, counted from 1, its
    parameter `question` the question, its parameter `attachment` the file that was refused.
    """
    if not _says_anything(version):
        return [ValidationError(_("Nothing has been written yet."), code="title")]
    prefetch_related_objects([version.form], "questions__options", "questions__components")
    faults = [] if version.title else [ValidationError(_("The title is missing."), code="title")]
    values = {answer.question: answer.value for answer in version.answers.all()}
    for question in opened(version.form.asked(), values):
        # What came by another way is filed as it came: a letter need not answer all that a form asks.
        if question.required and version.channel == Channel.PORTAL:
            faults += _unanswered(version, question)
        if question.key in values and question.kind in ANSWERED:
            faults += answering.faults(question, values[question.key])
    return faults + list(_lacking_in(version)) + checking.refusals(version)


def _says_anything(version: SubmissionVersion) -> bool:
    """Whether there is anything in a version that would be filed."""
    left = len(not_to_be_filed(version))
    parts = sum(len(part.all()) for part in (version.statements, version.answers, version.attachments))
    return bool(version.title or introduced(version) or parts > left)


def holds_anything(draft: SubmissionVersion) -> bool:
    """Whether somebody has written anything in a draft, also what would not be filed as it stands."""
    parts = (draft.statements, draft.answers, draft.attachments, draft.parties)
    return bool(draft.title or draft.introduction) or any(rows.exists() for rows in parts)


def _unanswered(version: SubmissionVersion, question: Question) -> list[ValidationError]:
    if question.kind == QuestionKind.SECTION:
        return []
    if question.takes_statements:
        return [] if _of(version.statements, question) else [_no_statement(version, question)]
    given = version.attachments if question.kind == QuestionKind.FILE else version.answers
    if _of(given, question):
        return []
    words = _("“%(label)s” is not answered.")
    return [ValidationError(words, code="answer", params={"label": question.called, "question": question.key})]


def _of(rows: object, question: Question) -> bool:
    return any(row.question == question.key for row in rows.all())  # type: ignore[attr-defined]


def _no_statement(version: SubmissionVersion, question: Question) -> ValidationError:
    place = len(version.statements.all()) + 1
    return ValidationError(
        _("Write at least one statement."), code="words", params={"place": place, "question": question.key}
    )


def _lacking_in(version: SubmissionVersion) -> Iterator[ValidationError]:
    """What statements lack: their words, and what their question has them point at, where there is any."""
    questions = {question.key: question for question in version.form.asked()}
    left = not_to_be_filed(version)
    # Their places are those of the rows of the form, which has none for a question that is no longer asked.
    rows = [one for one in version.statements.all() if one.question in questions or one not in left]
    statements = [(place, one) for place, one in enumerate(rows, start=1) if one not in left]
    components = _has_components(version, [one for _place, one in statements])
    blocks = _Blocks()
    for place, statement in statements:
        params = {"place": place}
        if not (statement.words or statement.proposed):
            yield ValidationError(_("Statement %(place)s is empty."), code="words", params=params)
        if version.channel != Channel.PORTAL:
            continue
        question = questions.get(statement.question)
        points_at = question.points_at if question else PointsAt.NOTHING
        if points_at == PointsAt.COMPONENTS and components and statement.component_id is None:
            words = _("Statement %(place)s does not say to which component of the mandate it relates.")
            yield ValidationError(words, code="component", params=params)
        if points_at == PointsAt.TEXT and not statement.block:
            words = _("Statement %(place)s does not say to which paragraph of the text it relates.")
            yield ValidationError(words, code="block", params=params)
        if question:
            yield from _wrong_in(statement, question, place, blocks)


class _Blocks:
    """The paragraphs on which questions ask, and what they say; each text is read once."""

    def __init__(self) -> None:
        self._known: dict[int, set[str]] = {}
        self._drafts: dict[int, Draft] = {}

    def of(self, question: Question) -> set[str]:
        version = question.text_version
        if question.blocks or version is None:
            return set(question.blocks)
        if version.pk not in self._known:
            self._known[version.pk] = set(version.blocks.values_list("key", flat=True))
        return self._known[version.pk]

    def faults(self, statement: Statement) -> list[str]:
        """Why the wording of a statement cannot be proposed for its paragraph; nothing where it can."""
        version: Any = statement.text_version
        if version.pk not in self._drafts:
            self._drafts[version.pk] = read_draft(version)
        draft, language = self._drafts[version.pk], statement.version.language
        proposal = Proposal(version=version, kind=ProposalKind.WORDING, language=language)
        proposal.key, proposal.words = statement.block, statement.proposed
        if not draft.words.get(language):
            return []  # the text is not in that language: it is read as a statement alone
        try:
            check_proposal(proposal, draft, version.text.numbering)
        except ValidationError as refusal:
            return refusal.messages
        return []


def _wrong_in(statement: Statement, question: Question, place: int, blocks: _Blocks) -> Iterator[ValidationError]:
    """What of a statement its question does not offer, and how much too long it is."""
    if statement.kind not in dict(question.kinds()):
        words = _("Statement %(place)s is of a kind that is not asked for. Choose another.")
        yield ValidationError(words, code="kind", params={"place": place})
    offered = {component.pk for component in question.components.all()}
    if offered and statement.component_id is not None and statement.component_id not in offered:
        words = _("Statement %(place)s is on a component that is not asked about. Choose another.")
        yield ValidationError(words, code="component", params={"place": place})
    on_text = question.points_at == PointsAt.TEXT and statement.block
    same = statement.text_version_id == question.text_version_id
    if on_text and not (same and statement.block in blocks.of(question)):
        words = _("Statement %(place)s is on a paragraph that is not asked about. Choose another.")
        yield ValidationError(words, code="block", params={"place": place})
    if on_text and same and statement.proposed:
        for refusal in blocks.faults(statement):
            params = {"place": place, "fault": refusal}
            yield ValidationError(_("Statement %(place)s: %(fault)s"), code="proposed", params=params)
    for fault in too_many_words(statement.words, question.most_words):
        params = {"place": place, "fault": fault.sentence(gettext)}
        yield ValidationError(_("Statement %(place)s: %(fault)s"), code="words", params=params)


def _has_components(version: SubmissionVersion, statements: list[Statement]) -> bool:
    """Whether there are any to point at; asked only where a statement points at none."""
    without = any(statement.component_id is None for statement in statements)
    return without and Component.objects.filter(decision__process=version.process).exists()
