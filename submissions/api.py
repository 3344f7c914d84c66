"""Published submissions, as programs read them."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from igsp_portal.foundations.api.addresses import LISTS_OF_PROCESS, Addresses
from igsp_portal.foundations.api.answers import answer
from igsp_portal.foundations.api.asked import Asked, AskedOfChanges
from igsp_portal.foundations.api.pages import Changing, Shown, changing_page
from igsp_portal.foundations.api.reading import reads
from igsp_portal.foundations.api.shapes import Address, ChangingPage, Code, InLang, MomentUTC, Words
from igsp_portal.foundations.api.words import words
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.api import process_asked
from meetings.kinds import ParticipantKind
from meetings.models import Component, Process

from .models import Answer, Attachment, Party, Statement, Submission, SubmissionVersion
from .states import Capacity, FileState, QuestionKind

router = Router(tags=["Published submissions"])
LISTS_OF_PROCESS.append("submissions")
LIST = "processes/{slug:process}/submissions/"


class PartyShape(Schema):
    """The participant that filed it."""

    key: str = Field(examples=["ken"])
    kind: ParticipantKind
    name: Words
    name_lang: InLang = None


class FurtherPartyShape(PartyShape):
    """A further party of a joint submission, and how it takes part."""

    capacity: Capacity


class CallShape(Schema):
    """The call that it answers."""

    page: Address
    key: str
    title: Words
    title_lang: InLang = None


class StatementShape(Schema):
    """One statement, in the language of the submission."""

    kind: str = Field(description="As the form of the call names it.", examples=["need"])
    component: str | None = Field(description="The component of the mandate, by its label.", examples=["(a)(i)"])
    paragraph: str | None = Field(description="The paragraph of a text on which it is, as text/version/key.")
    rank: int = Field(description="1 is the most important.")
    words: str
    proposed: str = Field(description="The wording it proposes for the paragraph.")


class AnswerShape(Schema):
    """An answer to a question of the call other than statements and files; personal data is left out."""

    question: str = Field(description="The key of the question.")
    kind: QuestionKind
    label: Words
    label_lang: InLang = None
    value: str | list[str] | list[list[str]] = Field(
        description="A text; a number in figures; the keys chosen; the rows of a table, each with its cells."
    )


class AttachmentShape(Schema):
    """A file that came with it."""

    file: Address
    name: str
    media_type: str
    size: int = Field(description="In bytes.")
    sha256: str


class SubmissionShape(Schema):
    """A published submission: the version that the public reads, as it was filed."""

    address: Address
    page: Address
    process: Address
    number: str = Field(description="Its filing number.", examples=["IGSP-2004-0007"])
    call: CallShape
    participant: PartyShape
    parties: list[FurtherPartyShape] = Field(
        description="The further parties of a joint submission, in the order of its canonical form."
    )
    language: Code
    title: str
    introduction: str
    answers: list[AnswerShape]
    statements: list[StatementShape]
    attachments: list[AttachmentShape]
    filed_at: MomentUTC
    published_at: MomentUTC
    late: bool
    sha256: str = Field(description="Over its content and files, as the receipt has it.")
    illustrative: bool


class Submissions(ChangingPage):
    """A page of published submissions."""

    items: list[SubmissionShape]


@reads(router, LIST, shape=Submissions, name="submissions", summary="Published submissions of a process")
@open_to_all
def submissions(request: HttpRequest, process: str, asked: Query[AskedOfChanges]) -> HttpResponse:
    """What was published of what participants filed; what was withdrawn is gone."""
    found, at = process_asked(request, process), Addresses(request)
    listed = Changing(
        f"submissions of {found.pk}",
        _published(request.user, found),
        lambda rows: _shown(rows, found, at, asked.language),
        kind="submission",
        process=found.slug,
        address=lambda key: at.api("submission", found.slug, key),
    )
    return changing_page(request, asked, listed)


@reads(router, LIST + "{row:pk}/", shape=SubmissionShape, name="submission", summary="One published submission")
@open_to_all
def one_submission(request: HttpRequest, process: str, pk: int, asked: Query[Asked]) -> HttpResponse:
    """A published submission, in the version that the public reads."""
    found = process_asked(request, process)
    rows = _published(request.user, found).filter(pk=pk)
    for shown in _shown(rows, found, Addresses(request), asked.language).values():
        return answer(shown)
    raise Http404("There is no such submission, or it is not published.")


def _published(user: Any, process: Process) -> QuerySet[Submission]:
    return Submission.objects.published().visible_to(user).filter(call__process=process)


def _shown(rows: QuerySet[Submission], process: Process, at: Addresses, language: str | None) -> Shown:
    found = rows.select_related("call", "participant", "published_version").prefetch_related(
        Prefetch("published_version__answers", Answer.objects.open_to_all()),
        Prefetch("published_version__statements", Statement.objects.open_to_all().select_related("text_version__text")),
        Prefetch("published_version__attachments", Attachment.objects.open_to_all()),
        "published_version__form__questions",
        "published_version__parties__participant",
    )
    components = {component.pk: component for component in Component.objects.of_mandate(process)}
    shown: Shown = {}
    for submission in found:
        submission.call.process = submission.participant.process = process
        shown[submission.pk] = _submission_shown(submission, components, at, language)
    return shown


def _submission_shown(
    submission: Submission, components: dict[int, Component], at: Addresses, language: str | None
) -> dict[str, Any]:
    version: Any = submission.published_version
    call, party, slug = submission.call, submission.participant, submission.process.slug
    return {
        "address": at.api("submission", slug, submission.pk),
        "page": at(submission.get_absolute_url()),
        "process": at.api("process", slug),
        "number": version.filing_number,
        "call": {"page": at(call.get_absolute_url()), "key": call.key, **words(call, "title", language)},
        "participant": {"key": party.key, "kind": party.kind, **words(party, "name", language)},
        "parties": [_party_shown(one, language) for one in version.parties.all()],
        "language": version.language,
        "title": version.title,
        "introduction": version.introduction,
        "answers": _answers_shown(version, language),
        "statements": [_statement_shown(statement, components) for statement in version.statements.all()],
        "attachments": [
            _attachment_shown(attached, slug, at)
            for attached in version.attachments.all()
            if attached.state != FileState.REFUSED
        ],
        "filed_at": version.filed_at,
        "published_at": submission.published_at,
        "late": version.late,
        "sha256": version.sha256,
        "illustrative": submission.illustrative,
    }


def _party_shown(one: Party, language: str | None) -> dict[str, Any]:
    named = one.participant
    return {
        "key": named.key,
        "kind": named.kind,
        **words(named, "name", language),
        "capacity": one.capacity,
    }


def _answers_shown(version: SubmissionVersion, language: str | None) -> list[dict[str, Any]]:
    """The answers in the order of the form."""
    given = {answer.question: answer.value for answer in version.answers.all()}
    return [
        {
            "question": question.key,
            "kind": question.kind,
            **words(question, "label", language),
            "value": given[question.key],
        }
        for question in version.form.asked()
        if question.key in given
    ]


def _statement_shown(statement: Statement, components: dict[int, Component]) -> dict[str, Any]:
    component, text = components.get(statement.component_id or 0), statement.text_version
    return {
        "key": statement.key,
        "question": statement.question,
        "kind": statement.kind,
        "component": component.full_label if component else None,
        "paragraph": f"{text.text.key}/{text.number}/{statement.block}" if text else None,
        "rank": statement.rank,
        "words": statement.words,
        "proposed": statement.proposed,
    }


def _attachment_shown(attached: Attachment, slug: str, at: Addresses) -> dict[str, Any]:
    return {
        "file": at(reverse("submissions:attachment", args=[slug, attached.pk])),
        "name": attached.name,
        "media_type": attached.media_type,
        "size": attached.size,
        "sha256": attached.sha256,
    }
