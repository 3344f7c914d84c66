"""What a call asks, as all may read it before they begin; a version being prepared, as its makers see it."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.models import Component

from ..models import Call, FormVersion, Question
from ..states import OptionRole, PointsAt, QuestionKind
from ..written import only_if
from .found import call_or_404


@open_to_all
def asked(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The questions of a call's form with what they offer; `?version=` also of one being prepared, to its makers."""
    call = call_or_404(request, process, key)
    form = _version(request, call)
    questions = form.asked()
    has_components = Component.objects.filter(decision__process=call.process).exists()
    prefetch_related_objects([q for q in questions if q.text_version_id], "text_version__text")
    context = {
        "call": call,
        "form": form,
        "asks": [asks(form, question, has_components=has_components) for question in questions],
        "prepared": form.opened_at is None,
    }
    return render(request, "submissions/asked.html", context)


def _version(request: HttpRequest, call: Call) -> FormVersion:
    number = request.GET.get("version", "")
    if not number:
        return call.form
    versions = call.forms.with_questions()
    if not access.may(request.user, Permission.CALL_EDIT, process=call.process):
        versions = versions.in_use()
    form = next((version for version in versions if str(version.number) == number), None)
    if form is None:
        raise Http404
    return form


def asks(form: FormVersion, question: Question, *, has_components: bool) -> dict[str, Any]:
    """One question with what it offers: answers, columns and rows, kinds of statements, and what these point at.

    `has_components` is whether the mandate has any.
    """
    called = {role: [option.called for option in question.offered(role)] for role in OptionRole}
    on = question.points_at
    components = question.components.all() if on == PointsAt.COMPONENTS else ()
    return {
        "question": question,
        "is_section": question.kind == QuestionKind.SECTION,
        "only_if": only_if(form, question),
        "options": called[OptionRole.OPTION],
        "columns": called[OptionRole.COLUMN],
        "rows": called[OptionRole.ROW],
        "kinds": [name for _key, name in question.kinds()] if question.takes_statements else [],
        "components": [str(component) for component in components],
        "all_components": on == PointsAt.COMPONENTS and not components and has_components,
        "text": question.text_version,
        "paragraphs": len(question.blocks or ()),
    }
