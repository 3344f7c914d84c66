"""What a compilation holds besides statements: answers in words and tables, and the files that came, by their names.

All that the public reads under the call when it is issued; in groups as statements have, so that whatever is made of
these is made of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Prefetch
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.languages import LANGUAGES, collation_key

from .. import asking
from ..models import Answer, Attachment, Call, Question, Submission, SubmissionVersion
from ..states import QuestionKind, SubmissionState

COMPILED = (QuestionKind.TEXT, QuestionKind.TABLE)
Group = dict[str, Any]


def published(call: Call) -> list[SubmissionVersion]:
    """The versions under a call that the public reads, each with its answers and files that it reads as well."""
    rows = SubmissionVersion.objects.filter(submission__call=call, submission__published_version=F("pk"))
    rows = rows.exclude(submission__state=SubmissionState.WITHDRAWN)
    answers = Prefetch("answers", Answer.objects.open_to_all(), to_attr="open_answers")
    files = Prefetch("attachments", Attachment.objects.open_to_all(), to_attr="open_files")
    return list(rows.with_party_and_call().select_related("form").prefetch_related(answers, files))


def hold(call: Call) -> None:
    """Keep what was filed under a call as it is to the end of the transaction: neither withdrawn nor published anew."""
    list(Submission.objects.select_for_update(of=("self",)).filter(call=call).order_by("pk").values_list("pk"))


def groups(call: Call, versions: list[SubmissionVersion], party_of: Any) -> list[Group]:
    """A group for each question that is answered in words or a table, then one of the files that came."""
    language = get_language() or "en"

    def place(version: SubmissionVersion) -> tuple[Any, ...]:
        party = version.submission.participant
        return not party.priority, collation_key(party_of(version), language), party.pk

    versions = sorted(versions, key=place)
    questions = Question.objects.filter(form__in=call.forms.in_use(), kind__in=COMPILED).prefetch_related("options")
    latest = {one.key: one for one in questions.order_by("-form__number", "order", "pk")}
    found = [(f"answers-{key}", one.called, list(_answers(one, versions, party_of))) for key, one in latest.items()]
    found.append(("files", _("Files"), list(_files(versions, party_of))))
    return [_group(key, title, parties) for key, title, parties in found if parties]


def gone(call: Call, content: Group) -> int:
    """How many answers and files of what was issued are of versions that the public no longer reads."""
    kept = [group for group in content.get("groups", ()) if group["key"].startswith(("answers-", "files"))]
    if not kept:
        return 0
    there = {version.filing_number for version in published(call)}
    return sum(len(one["statements"]) for group in kept for one in group["parties"] if one["number"] not in there)


def has_any(call: Call) -> bool:
    """Whether there is anything of it to compile."""
    return bool(groups(call, published(call), lambda version: ""))


def _group(key: str, title: str, parties: list[Group]) -> Group:
    return {"key": key, "label": "", "title": title, "sentences": [], "parties": parties}


def _answers(question: Question, versions: list[SubmissionVersion], party_of: Any) -> Iterator[Group]:
    for version in versions:
        for answer in version.open_answers:  # type: ignore[attr-defined]
            if answer.question == question.key and isinstance(answer.value, str) == (question.kind == COMPILED[0]):
                said = asking.text_of(question, answer.value)
                yield _party(version, party_of, [(f"answer-{answer.pk}", _("Answer"), said)])


def _files(versions: list[SubmissionVersion], party_of: Any) -> Iterator[Group]:
    for version in versions:
        files = version.open_files  # type: ignore[attr-defined]
        if files:
            named = [(f"file-{one.pk}", _("File"), f"{one.name} ({filesizeformat(one.size)})") for one in files]
            yield _party(version, party_of, named)


def _party(version: SubmissionVersion, party_of: Any, said: list[tuple[str, str, str]]) -> Group:
    language = LANGUAGES[version.language]
    return {
        "name": party_of(version),
        "number": version.filing_number,
        "address": version.submission.get_absolute_url(),
        "statements": [
            {
                "key": key,
                "kind": kind,
                "cited": version.filing_number,
                "words": words,
                "proposed": "",
                "lang": language.html_lang,
                "dir": language.direction,
            }
            for key, kind, words in said
        ],
    }
