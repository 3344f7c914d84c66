"""Submissions in the admin site: they are read here, and moved by buttons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.admin import Button, RecordedAdmin
from igsp_portal.foundations.admin.searching import having
from igsp_portal.foundations.forms.given_back import gives_back
from igsp_portal.foundations.language.days import moment
from igsp_portal.models import Event
from meetings.admin import KindFilter

from .. import actions, mails, names, pages, papers, rules, shown
from ..forms import WithdrawForm
from ..models import Screening, Submission, SubmissionVersion
from ..pointing import Pointing
from ..receiving.admin import BUTTONS, Receiving
from ..receiving.entry_admin import Entering
from ..states import RECEIVED, SubmissionState, Verdict

EARLIER_IS_PUBLIC = _(
    "The participant does not consent to the publication of this version. An earlier one is public, and stays so until"
    " the secretariat ends its publication or a new version is published."
)
# Where the search looks in what was filed.
FILED_WORDS = ("submission__participant__name", "filing_number", "title", "introduction", "statements__words")


class StateFilter(admin.ChoicesFieldListFilter):
    """The states of what was filed: drafts are not listed."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        return (choice for choice in super().choices(changelist) if choice["display"] != SubmissionState.DRAFT.label)


class LateFilter(admin.SimpleListFilter):
    """By the version that stands, as the column beside it."""

    title = _("late")
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("late")), ("0", _("on time"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if self.value() not in ("0", "1"):
            return queryset
        filed = SubmissionVersion.objects.filed().filter(submission=models.OuterRef("pk")).order_by("-number")
        return queryset.alias(standing_late=models.Subquery(filed.values("late")[:1])).filter(
            standing_late=self.value() == "1"
        )


def _acknowledge(submission: Submission, *, by: Any) -> str:
    acknowledged = actions.acknowledge(submission, by=by)
    told = gettext("Acknowledged; an e-mail to the participant's focal points has been queued.")
    said = told if _is_told(acknowledged) else gettext("Acknowledged. Nobody was written to.")
    return f"{said} {gettext('It can be published now.')}" if _may_publish(acknowledged) else said


def _is_told(submission: Submission) -> bool:
    """Whether anybody is written to of what becomes of it."""
    return not submission.illustrative and bool(mails.recipients(_standing(submission)))


def _publish(submission: Submission, *, by: Any) -> Promise:
    actions.publish(submission, by=by)
    return _("Published: anyone can now read it.")


def _close(submission: Submission, *, by: Any) -> Promise:
    actions.close(submission, by=by)
    return _("The public reads it no more.")


def _may_withdraw(user: Any, submission: Submission) -> bool:
    return rules.may_receive(user, submission.process) and submission.state in RECEIVED


def _withdraw(request: HttpRequest, submission: Submission, reason: str) -> None:
    try:
        actions.withdraw(submission, by=request.user, reason=reason)  # type: ignore[arg-type]
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        told = _("Withdrawn; an e-mail with the reason to the participant's focal points has been queued.")
        untold = _("Withdrawn; its number and the reason remain on record.")
        messages.success(request, told if _is_told(submission) else untold)


def _may_publish(submission: Submission) -> bool:
    standing = submission.standing
    if submission.state != SubmissionState.ACKNOWLEDGED or not (standing and standing.consent):
        return False
    found = Screening.objects.latest_of(standing)
    return found is None or found.verdict != Verdict.CLARIFY


@admin.register(Submission)
class SubmissionAdmin(Entering, Receiving, RecordedAdmin):
    """What was filed. Drafts are the party's own and do not show."""

    order = 5
    reads = Permission.SUBMISSION_READ
    list_display = ("participant", "region", "call", "state", "late", "filed_at", "number")
    list_filter = (("state", StateFilter), LateFilter, ("participant__kind", KindFilter), "participant__region", "call")
    list_select_related = ("participant__region", "participant__regional_group", "call__process")
    search_fields = ("participant__name",)
    search_help_text = _("Participant, number, title or text")
    none_yet = _("Nothing has been filed yet. What participants file appears here; their drafts do not.")
    fieldsets = (
        (None, {"fields": ("participant", "region", "call", "state", "illustrative")}),
        (
            _("Filing"),
            {
                "fields": (
                    "number",
                    "joint",
                    "filed_at",
                    "late",
                    "filed_by",
                    "sender",
                    "language",
                    "consent",
                    "publication",
                    "sha256",
                )
            },
        ),
        (_("What was filed"), {"fields": ("title", "introduction", "answers", "statements", "attachments")}),
        (
            _("Follow-up"),
            {"fields": ("screenings", "acknowledged_at", "published_at", "withdrawn_at", "withdrawal_reason")},
        ),
        (_("History"), {"fields": ("history",)}),
    )
    buttons = (
        Button(
            "acknowledge",
            _("Acknowledge"),
            Permission.SUBMISSION_RECEIVE,
            _acknowledge,
            lambda submission: submission.state == SubmissionState.FILED,
        ),
        Button("publish", _("Publish"), Permission.SUBMISSION_RECEIVE, _publish, _may_publish),
        Button(
            "close",
            _("End the publication of the earlier version"),
            Permission.SUBMISSION_RECEIVE,
            _close,
            lambda submission: submission.consent_is_taken_back,
        ),
        *BUTTONS,
    )
    change_form_template = "submissions/admin/submission.html"

    def get_urls(self) -> list[URLPattern]:
        withdraw = path(
            "<row:pk>/withdraw/", self.admin_site.admin_view(self.withdraw), name="submissions_submission_withdraw"
        )
        return [withdraw, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        submission = context.get("original")
        context["may_withdraw"] = submission and _may_withdraw(request.user, submission)
        return super().render_change_form(request, context, *args, **kwargs)

    @gives_back(reason=_("Reason for the withdrawal"))
    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page that asks for the reason of a withdrawal, which the party is told."""
        submission = get_object_or_404(self.get_queryset(request), pk=pk)
        if not _may_withdraw(request.user, submission):
            raise PermissionDenied
        form = WithdrawForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            _withdraw(request, submission, form.cleaned_data["reason"])
            return redirect("admin:submissions_submission_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Withdraw at the participant's request"),
            "subtitle": str(submission),
            "submission": submission,
            "has_decided": actions.has_decided(submission),
            "opts": self.opts,
            "form": form,
        }
        status = 400 if form.errors else 200
        return TemplateResponse(request, "submissions/admin/withdraw.html", context, status=status)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request).exclude(state=SubmissionState.DRAFT)
        return rows.prefetch_related(
            "versions__statements__component__parent__parent__parent",
            "versions__attachments",
            "versions__form__questions__options",
        )

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Also by what was filed; never by what a party is still drafting."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        if not search_term:
            return found, distinct
        filed = having(search_term, SubmissionVersion.objects.filed(), FILED_WORDS, "submission")
        return found | queryset.filter(pk__in=filed), True

    @admin.display(description=_("region"), ordering="participant__region")
    def region(self, submission: Submission) -> str:
        return str(submission.participant.place or "")

    @admin.display(description=_("filing number"))
    def number(self, submission: Submission) -> str:
        return str(_standing(submission).filing_number)

    @admin.display(description=_("Joint submission"))
    def joint(self, submission: Submission) -> str:
        """As it names its parties; of one alone, nothing."""
        standing = _standing(submission)
        return str(names.of(standing)["party"]) if standing.parties.exists() else "–"

    @admin.display(description=_("late"))
    def late(self, submission: Submission) -> str:
        """In words: a red cross for "not late" would read as an alarm."""
        return gettext("late") if _standing(submission).late else gettext("on time")

    @admin.display(description=_("filed"))
    def filed_at(self, submission: Submission) -> str:
        filed = _standing(submission).filed_at
        return f"{moment(filed, seconds=True)} UTC" if filed else ""

    @admin.display(description=_("filed by"))
    def filed_by(self, submission: Submission) -> str:
        """With a note where the call was not addressed to the participant."""
        standing = _standing(submission)
        unasked = gettext("The call was not addressed to this participant.") if rules.is_unasked(standing) else ""
        return " · ".join(filter(None, (papers.filed_by_words(standing), unasked)))

    @admin.display(description=_("sender's e-mail address"))
    def sender(self, submission: Submission) -> str:
        return _standing(submission).sender or "–"

    @admin.display(description=_("language"))
    def language(self, submission: Submission) -> str:
        return _standing(submission).get_language_display()

    @admin.display(description=_("consent to publication"), boolean=True)
    def consent(self, submission: Submission) -> bool:
        return _standing(submission).consent

    @admin.display(description=_("publication"))
    def publication(self, submission: Submission) -> str:
        """Why there is no button to publish it, where the party's consent is what it wants for."""
        if _standing(submission).consent:
            return "–"
        if submission.consent_is_taken_back:
            return str(EARLIER_IS_PUBLIC)
        return gettext("It may not be published: the participant did not consent.")

    @admin.display(description="SHA-256")
    def sha256(self, submission: Submission) -> str:
        return _standing(submission).sha256

    @admin.display(description=_("title"))
    def title(self, submission: Submission) -> str:
        return _standing(submission).title

    @admin.display(description=_("introduction"))
    def introduction(self, submission: Submission) -> str:
        return _standing(submission).introduction

    @admin.display(description=_("answers"))
    def answers(self, submission: Submission) -> str:
        """In the order of the form; what is never published is marked."""
        rows = shown.in_words(_standing(submission))
        items = format_html_join("", '<li>{}{}<br><span dir="auto">{}</span></li>', rows)
        return format_html('<ul class="plain">{}</ul>', items) if rows else "–"

    @admin.display(description=_("statements"))
    def statements(self, submission: Submission) -> str:
        version = _standing(submission)
        statements = version.statements.all()
        pointing, proposed = Pointing(statements), _("Wording proposed:")
        rows = [
            (s.rank, pointing.on(s), version.form.kind_of(s), s.words, proposed if s.proposed else "", s.proposed)
            for s in statements
        ]
        said = '<li>{}. {} · {}<br><span dir="auto">{}</span><br>{} <span dir="auto">{}</span></li>'
        items = format_html_join("", said, rows)
        return format_html('<ul class="plain">{}</ul>', items)

    @admin.display(description=_("attachments"))
    def attachments(self, submission: Submission) -> str:
        found = [pages.attachment_row(a) for a in _standing(submission).attachments.all()]
        items = format_html_join(
            "", '<li><a href="{}">{}</a> ({})</li>', ((a["url"], a["name"], a["size"]) for a in found)
        )
        return format_html('<ul class="plain">{}</ul>', items) if found else "–"

    def events_of(self, thing: Submission) -> models.QuerySet[Event]:
        return pages.events_of(thing, own=False)

    @admin.display(description=_("what happened"))
    def history(self, submission: Submission) -> str:
        rows = ((line["when"], line["what"]) for line in pages.submission_history(submission, own=False))
        return format_html('<ul class="plain">{}</ul>', format_html_join("", "<li>{}: {}</li>", rows))


def _standing(submission: Submission) -> SubmissionVersion:
    """The version that stands; what the secretariat sees has one."""
    standing = submission.standing
    assert standing is not None  # noqa: S101 - drafts do not show
    return standing
