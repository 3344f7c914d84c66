"""Writing: begun, and saved as often as one likes."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from igsp_portal.foundations import time
from igsp_portal.foundations.forms.given_back import SIGNED_IN_SINCE, gives_back, words_page
from igsp_portal.foundations.forms.kept_words import take
from igsp_portal.foundations.forms.limits import Limit, limited
from igsp_portal.foundations.forms.unavailable import passes
from igsp_portal.foundations.language.languages import listed
from igsp_portal.foundations.pages.arrival import arrival
from meetings.models import Participant

from .. import actions, pages, papers, rules, shown
from ..actions import FormChanged, Saved
from ..merging import mark
from ..models import SubmissionVersion, with_questions_at_hand
from ..sizes import MOST_STATEMENTS
from ..written import Written, as_saved, as_sent, clash
from . import attaching, beside, colleagues
from .attaching import whole_number
from .found import call_or_404, own_version

SAVES = Limit("save", acts=600, seconds=3600)  # a form saves itself every fifteen seconds at most
ACTS = Limit("file", acts=60, seconds=3600)


@require_POST
@limited(ACTS)
def begin(request: HttpRequest, process: str, key: str, participant: str) -> HttpResponse:
    """Open the submission of a participant one drafts for; the one there is, when there is one."""
    call = call_or_404(request, process, key)
    party = get_object_or_404(Participant, process=call.process, key=participant)
    party.process = call.process
    if not rules.may_write(request.user, party):
        raise PermissionDenied
    try:
        language = get_language() or "en"
        submission = actions.begin(call, party, by=request.user, language=language, at=arrival(request))  # type: ignore[arg-type]
    except ValidationError as refusal:
        return refused(request, refusal, to=call.get_absolute_url())
    return redirect("submissions:write", process, submission.pk)


@gives_back(
    in_its_form=True,
    title=gettext_lazy("Title"),
    introduction=gettext_lazy("Introduction"),
    words=gettext_lazy("Your text"),
    proposed=gettext_lazy("The wording you propose"),
    number=gettext_lazy("Answer"),
    cell=gettext_lazy("Answer"),
)
@require_http_methods(["GET", "HEAD", "POST"])
@limited(SAVES)
def write(request: HttpRequest, process: str, pk: int, question: str = "") -> HttpResponse:
    """The form, or the text on which a `question` of it asks, with the remarks on it beside its paragraphs.

    Whatever button is pressed, and whatever is wrong, all that was written is saved or shown again.
    """
    if request.method == "POST":
        return _written(request, process, pk, question)
    if take(request):
        return _given_back(request, process, pk, question)
    draft = own_draft(request, process, pk)
    if draft is None:
        return redirect("submissions:submission", process, pk)
    read_whole(draft)
    if question:
        return beside.opened(request, draft, question)
    rows = whole_number(request.GET.get("rows", "")) or 0
    parties = whole_number(request.GET.get("parties", "")) or 0
    return _form_page(request, as_saved(draft, more={request.GET.get("of", ""): rows}, parties=parties))


def _written(request: HttpRequest, process: str, pk: int, question: str) -> HttpResponse:
    draft = _draft_still(request, process, pk)
    try:
        return _saved(request, draft, question) if draft else _ended(request)
    except FormChanged as changed:
        return _ended(request, changed.messages[0])


def _given_back(request: HttpRequest, process: str, pk: int, question: str) -> HttpResponse:
    """What was written before one had to sign in again, in the form; nothing of it is saved yet."""
    draft = _draft_still(request, process, pk)
    if draft is None:
        return _ended(request)
    try:
        sent = _sent(request, draft, question)
        return _again(request, draft, sent, [str(SIGNED_IN_SINCE)], saved=None, status=200)
    except FormChanged as changed:
        return _ended(request, changed.messages[0])


def _sent(request: HttpRequest, draft: SubmissionVersion, question: str) -> Written:
    """What was sent, read as the draft's form asks it. Raises FormChanged where another version of it was shown."""
    if request.POST.get("form", str(draft.form.number)) != str(draft.form.number):
        raise FormChanged
    return as_sent(with_questions(draft), request.POST, to_show=False, beside=question)


def _draft_still(request: HttpRequest, process: str, pk: int) -> SubmissionVersion | None:
    try:
        return own_draft(request, process, pk)
    except Http404:  # discarded, and with it the submission
        return None


def _ended(request: HttpRequest, why: str = "") -> HttpResponse:
    """A colleague ended the draft while one wrote, or its form was changed: one's words, to be taken over."""
    why = why or _("This draft has been filed or discarded in the meantime.")
    if is_asked_by_script(request):
        return JsonResponse({"said": why, "whole": False, "gone": True}, status=409)
    return words_page(request, status=409, why=why)


def is_asked_by_script(request: HttpRequest) -> bool:
    """Whether the form saves itself (static/saving.js)."""
    return request.headers.get("Accept") == "application/json"


def _saved(request: HttpRequest, draft: SubmissionVersion, question: str) -> HttpResponse:
    written = _sent(request, draft, question)
    saved: Saved | None = None
    problems: list[str] = []
    try:
        saved = _save(request, draft, written)
    except FormChanged:
        raise
    except ValidationError as refusal:
        problems = refusal.messages
    if is_asked_by_script(request) and saved:
        attaching.withhold(request, draft)
        return _told(request, written, saved)
    status = 409 if saved and saved.clashes else 200
    try:
        problems += attaching.take(request, draft)
    except (OSError, DatabaseError) as error:
        if not saved or not passes(error):
            raise
        problems.append(_("The portal could not store your files. Attach them again in a few minutes."))
        status = 503
    if saved:
        problems += colleagues.act(request, draft)
    if saved and written.is_whole and not problems and not saved.clashes:
        return _next(request, saved.draft, written)
    return _again(request, draft, written, problems, saved=saved, status=status)


def _told(request: HttpRequest, written: Written, saved: Saved) -> HttpResponse:
    """What a form that saves itself is told: what is stored now, and what of it is not as it was sent."""
    sent, theirs = written.sent(), {}
    marks = {prefix: mark(saved.now.get(name)) for name, prefix in written.prefixes().items() if name in sent}
    if saved.clashes and (stored := fresh(request, saved.draft)):
        shown = as_sent(stored, written.data, to_show=True, beside=written.beside)
        by, names = saved.earlier, shown.prefixes()
        theirs = {names[name]: clash(shown, name, saved.now.get(name), by=by) for name in saved.clashes}
    if theirs:
        said = _("A colleague has changed the same answers. Both are shown; all else has been saved.")
    elif not written.is_whole:
        said = _("Some of it cannot be saved as it is. Correct what is marked when you save by the button.")
    else:
        said = _("Saved at %(time)s") % {"time": f"{time.now():%H:%M} UTC"}
    facts = {"said": said, "whole": not theirs and written.is_whole, "revision": saved.draft.revision}
    marks |= {f"withhold-{pk}": mark(withheld) for pk, withheld in attaching.withheld(request, saved.draft)}
    return JsonResponse({**facts, "was": marks, "theirs": theirs}, status=409 if theirs else 200)


def _save(request: HttpRequest, draft: SubmissionVersion, written: Written) -> Saved:
    expected = whole_number(request.POST.get("revision", ""))
    sent, seen, by = written.sent(), written.seen(), request.user
    return actions.save_fields(draft, by=by, sent=sent, seen=seen, expected=expected)  # type: ignore[arg-type]


def _next(request: HttpRequest, draft: SubmissionVersion, written: Written) -> HttpResponse:
    process, pk, do = draft.process.slug, draft.submission.pk, request.POST.get("do", "")
    if do == "review":
        _tell_of_cleaning(request, written)
        return redirect("submissions:file", process, pk)
    address = reverse("submissions:write", args=[process, pk])
    if do == "join":
        rows = max(len(written.joint.rows) if written.joint else 0, draft.parties.count())
        return redirect(f"{address}?parties={rows + 1}#joint")
    if way := beside.way(draft, do, of=written.beside):
        _tell_of_cleaning(request, written)
        return redirect(way)
    if do.startswith("add") and (question := _to_add_to(draft, do)):
        rows = _rows_of(request, question, first=do == "add") + 1
        place = draft.statements.filter(question=question).count() + 1
        return redirect(f"{address}?of={question}&rows={rows}#{question}-{place}")
    messages.success(request, _("The draft has been saved. Nothing has been filed yet."))
    _tell_of_cleaning(request, written)
    if written.beside and do == "save":
        address = beside.address(draft, written.beside, part=request.GET.get("part", ""))
    if key := colleagues.acted_on(draft, do):
        address += f"#question-{key}"
    return redirect(address)


def _tell_of_cleaning(request: HttpRequest, written: Written) -> None:
    """Say in which fields marks were left out that nobody sees, or signs that no other font has."""
    if fields := written.cleaned():
        said = _("Marks that came with pasted words and that nobody sees have been removed in: %(fields)s.")
        messages.info(request, said % {"fields": listed(fields)})


def _to_add_to(draft: SubmissionVersion, do: str) -> str:
    """The question to which the button adds a statement: the first, or the one it names."""
    keys = [question.key for question in draft.form.asked() if question.takes_statements]
    named = do.removeprefix("add-") if do != "add" else "".join(keys[:1])
    return named if named in keys else ""


def _rows_of(request: HttpRequest, question: str, *, first: bool) -> int:
    """How many rows of a question were sent; those that name none are of the first."""
    rows = [key.removesuffix("words") for key in request.POST if re.fullmatch("statements-[0-9]+-words", key)]
    named = [request.POST.get(f"{row}question", "") for row in rows]
    return sum(name == question or (first and not name) for name in named)


def _again(
    request: HttpRequest,
    draft: SubmissionVersion,
    sent: Written,
    problems: list[str],
    *,
    saved: Saved | None,
    status: int,
) -> HttpResponse:
    """The form once more with all that was sent; beside what a colleague has changed too, what stands there now."""
    stored = fresh(request, draft)
    if stored is None:
        return _ended(request)
    if stored.form_id != draft.form_id:
        raise FormChanged
    knows = request.POST.get("revision") == str(draft.revision)
    data = with_revision(sent.data, stored.revision) if saved or knows else sent.data
    written, now = as_sent(stored, data, to_show=True, beside=sent.beside), actions.fields_of(stored)
    taken = set(sent.sent()) if saved else set()
    renewed = taken - _left_as_shown(stored, sent, now) if saved else taken
    shown = {name: mark(now.get(name)) for name in written.prefixes() if name in renewed or (knows and not saved)}
    by = saved.earlier if saved else ""
    clashes = {name: clash(written, name, now.get(name), by=by) for name in (saved.clashes if saved else [])}
    written.say(written.seen() | shown if saved else shown | written.seen(), clashes)
    whole = saved and not saved.clashes and set(sent.prefixes()) <= taken
    extra = {"saved": bool(whole), "clashes": bool(clashes), "by": by or _("Somebody")}
    return _form_page(request, written, problems=problems, status=status, **extra)


def _left_as_shown(stored: SubmissionVersion, sent: Written, now: dict[str, Any]) -> set[str]:
    """The fields that somebody left as they were shown: saved again, they do not replace what a colleague wrote."""
    seen = sent.seen()
    return {
        name for name, value in actions.as_stored(stored, sent.sent(), now).items() if mark(value) == seen.get(name)
    }


def _form_page(
    request: HttpRequest, written: Written, *, problems: list[str] | None = None, status: int = 200, **extra: Any
) -> HttpResponse:
    draft = written.draft
    if written.beside:
        return beside.page(request, written, problems=problems or [], status=status, **extra)
    comments = colleagues.comments_on(draft)
    places = colleagues.places(draft, written.data, comments)
    attachments: dict[str, list[Any]] = {}
    for attachment in draft.attachments.all():
        attachments.setdefault(attachment.question, []).append(pages.attachment_row(attachment))
    context = {
        "submission": draft.submission,
        "draft": draft,
        "written": written,
        "form": written.form,
        "formset": written.formset,
        "parts": [
            part | {"attachments": attachments.get(part["question"].key, []), "place": places.get(part["question"].key)}
            for part in beside.marked(request.user, written.parts())
        ],
        "is_whole": not written.form.is_bound or written.is_whole,
        "left_over": shown.left_over(draft),
        "left_comments": colleagues.left_comments(draft, comments),
        "most_statements": MOST_STATEMENTS,
        "problems": problems or [],
        "attachments": attachments.get("", []),
        "deadline": papers.deadline(draft.submission.call, time.now()),
        "saved_words": pages.saved_words(draft),
        "may_file": rules.may_file(request.user, draft.submission.participant),
        **extra,
    }
    return render(request, "submissions/write.html", context, status=status)


def with_revision(data: Any, revision: int) -> Any:
    """What was sent, as if it had been written on the draft of that revision."""
    data = data.copy()
    data["revision"] = str(revision)
    return data


def own_draft(request: HttpRequest, process: str, pk: int) -> SubmissionVersion | None:
    return own_version(request, process, pk, to_show=request.method != "POST", filed_at=None)


def fresh(request: HttpRequest, version: SubmissionVersion) -> SubmissionVersion | None:
    """The draft as it is stored now; None when it has been filed or discarded."""
    try:
        draft = own_version(
            request, version.process.slug, version.submission.pk, to_show=True, pk=version.pk, filed_at=None
        )
    except Http404:
        return None
    return read_whole(draft) if draft else None


def read_whole(draft: SubmissionVersion) -> SubmissionVersion:
    prefetch_related_objects([draft], "statements", "answers", "attachments", "parties__participant")
    return with_questions(draft)


def with_questions(draft: SubmissionVersion) -> SubmissionVersion:
    """The draft with what its form asks at hand."""
    draft.form.call = draft.submission.call
    with_questions_at_hand(draft.form)
    return draft


def refused(request: HttpRequest, refusal: ValidationError, *, to: str) -> HttpResponse:
    """Back to a page, which says why the move was refused."""
    for message in refusal.messages:
        messages.error(request, message)
    return redirect(to)
