"""Published submissions as the search has them: what each is called, and its own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import get_language

from documents.finding.cutting import DOCUMENT, TITLE, indexed
from documents.search.models import Entry, Place
from documents.search.sources import Shown, Source, Written
from igsp_portal.foundations import time
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.models import Event

from .models import Answer, Question, Statement, Submission
from .receiving.library import NAME
from .states import QuestionKind

# Drafts are saved every second on the night of a deadline: only what opens or closes a submission is followed.
FOLLOWED = {"submission.published", "submission.closed", "submission.withdrawn", "loaded"}


def touched(event: Event) -> Iterable[int]:
    """The submission that was published or withdrawn, or whose publication ended."""
    is_one = event.about_type == "submissions.submission" and event.verb in FOLLOWED
    return [int(event.about_key)] if is_one else ()


def every() -> Iterable[int]:
    """Published submissions in the order of their publication."""
    return Submission.objects.published().order_by("published_at", "pk").values_list("pk", flat=True)


def written(rows: Sequence[int]) -> Iterator[Written]:
    """What the public reads of each: a title in each language that names it, and its own words."""
    published = Submission.objects.published().select_related("call__process", "participant", "published_version")
    statements = Prefetch("published_version__statements", Statement.objects.open_to_all())
    asked = Question.objects.filter(form=OuterRef("version__form"), key=OuterRef("question"), kind=QuestionKind.TEXT)
    answers = Prefetch("published_version__answers", Answer.objects.open_to_all().filter(Exists(asked)))
    found = published.prefetch_related(statements, answers).in_bulk(rows)
    for row in rows:
        if submission := found.get(row):
            yield from _written(submission)


def _written(submission: Submission) -> Iterator[Written]:
    version = submission.published_version
    assert version is not None  # noqa: S101 - published ones have one
    for code in CODES:
        title = " · ".join(filter(None, (_party(submission, code), _call(submission, code), version.title)))
        yield Written(_entry(submission, Place.TITLE, code, title=title), [DOCUMENT, *indexed(title, TITLE)])
    above = [word for code in CODES for word in (*indexed(_party(submission, code), TITLE), TITLE)]
    above += indexed(version.title, TITLE)
    for at, words in _texts(version):
        entry = _entry(submission, Place.PARAGRAPH, version.language, at=at, text=words)
        yield Written(entry, [*indexed(words), *above])


def _texts(version: Any) -> Iterator[tuple[str, str]]:
    """Each text, with the anchor under which the page shows it."""
    if version.introduction:
        yield "introduction", version.introduction
    for statement in version.statements.all():
        for words in filter(None, (statement.words, statement.proposed)):
            yield f"statement-{statement.pk}", words
    for answer in version.answers.all():
        yield f"answer-{answer.pk}", answer.value


def _party(submission: Submission, code: str) -> str:
    return getattr(submission.participant, f"name_{code.replace('-', '_')}", None) or ""


def _call(submission: Submission, code: str) -> str:
    return getattr(submission.call, f"title_{code.replace('-', '_')}", None) or ""


def _entry(submission: Submission, place: Place, language: str, **values: Any) -> Entry:
    process, at = submission.call.process, submission.published_at
    day = at.astimezone(time.named_zone(process.zone)).date() if at else None
    found = {"process": process, "source": NAME, "row": submission.pk, "kind": NAME, "on": day}
    return Entry(**found, place=place, language=language, **values)


def visible(user: Any) -> Q:
    """Entries of submissions of which `user` may read what is published."""
    return Q(Exists(Submission.objects.visible_to(user).published().filter(pk=OuterRef("row"))))


def shown(rows: Sequence[int], user: Any) -> dict[int, Shown]:
    """Submissions as they are headed among what was found: by who sent them."""
    found = Submission.objects.visible_to(user).published().filter(pk__in=rows)
    related = found.select_related("call__process", "participant", "published_version")
    return {submission.pk: _shown(submission) for submission in related}


def _shown(submission: Submission) -> Shown:
    reader = get_language() or "en"
    return Shown(
        url=submission.get_absolute_url(),
        title=submission.participant.name,
        kind=str(Submission._meta.verbose_name),
        meta=[submission.call.title],
        language="" if _party(submission, reader) else "en",
    )


def address(entry: Entry, thing: Shown) -> str:
    """The statement on the page of the submission."""
    return f"{thing.url}#{entry.at}" if entry.at else thing.url


SOURCE = Source(NAME, touched, every, written, visible, shown, address, {NAME: Submission._meta.verbose_name})
