"""The forms of calls in the admin site: their versions, and what each of them asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.admin import (
    Button,
    RecordedAdmin,
    RecordedTranslationAdmin,
    RecordedTranslationInline,
)
from igsp_portal.foundations.forms.checked import CheckedForm
from igsp_portal.foundations.language.languages import collation_key, listed
from igsp_portal.foundations.pages.addresses import MOST_FIGURES

from .. import actions, rules
from ..models import Call, FormFrozen, FormVersion, Option, Question
from ..states import OptionRole, QuestionKind
from ..stating import BlockChoices


def _begin(call: Call, *, by: Any) -> str:
    form = actions.begin_form(call, by=by)
    return gettext("Version %(number)s of the form is being prepared. Change its questions, then open it.") % {
        "number": form.number
    }


def begin_button() -> Button:
    """On the page of a call: begins a new version of its form."""
    return Button("begin-form", _("Begin a new version of the form"), Permission.CALL_EDIT, _begin)


def _open(form: FormVersion, *, by: Any) -> Any:
    actions.open_form(form, by=by)
    return _("This version is in use now; drafts are being carried over to it.")


def _state_of(form: FormVersion) -> str:
    if form.opened_at is None:
        return gettext("being prepared")
    return gettext("frozen: submissions have been filed on it") if form.is_frozen else gettext("in use")


def versions_of(call: Call) -> Any:
    """The ways to the versions of a call's form, each with its state; a call that is yet to be made has none."""
    forms = call.forms.all() if call.pk else []
    rows = [
        (
            reverse("admin:submissions_formversion_change", args=[form.pk]),
            gettext("Version %(number)s") % {"number": form.number},
            _state_of(form),
        )
        for form in forms
    ]
    return format_html_join("", '<p><a href="{}">{}</a> · {}</p>', rows) or "–"


def _written_on(form: FormVersion, *, names: bool) -> str:
    """How many drafts a change of the form touches, and with `names` whose they are; nothing where there are none."""
    parties = [draft.submission.participant.name for draft in actions.written_on(form)]
    said = ngettext(
        "%(count)d draft is written on this form and will be filed under what it asks then",
        "%(count)d drafts are written on this form and will be filed under what it asks then",
        len(parties),
    ) % {"count": len(parties)}
    return "" if not parties else f"{said}: {listed(_in_order(parties))}" if names else said


class TellingOfDrafts:
    """For the admin of what a form asks: whoever has changed it is told which drafts that touches, or what is wrong."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            asks: FormVersion = form.instance if isinstance(form.instance, FormVersion) else form.instance.form
            actions.refuse_unanswerable(asks)
            if said := _written_on(asks, names=rules.at_desk(request.user, asks.process)):
                messages.warning(request, said)


@admin.register(FormVersion)
class FormVersionAdmin(TellingOfDrafts, RecordedAdmin):
    """One version of a form: what it asks, what is wrong in it, and which drafts opening it would touch."""

    order = 2
    edits = Permission.CALL_EDIT
    list_display = ("call", "number", "state")
    list_select_related = ("call__process",)
    search_fields = ("call__title",)
    readonly_fields = ("call", "number", "state", "questions", "faults", "drafts", "drafts_counted")
    fields = ("call", "number", "state", "introduction", "questions", "faults", "drafts")
    buttons = (
        Button("open", _("Open this version"), Permission.CALL_EDIT, _open, lambda form: form.opened_at is None),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        forms: Any = super().get_queryset(request)
        return forms.with_frozen()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # one is begun from another, by a button of the call

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.is_frozen)

    @admin.display(description=_("state"))
    def state(self, form: FormVersion) -> str:
        return _state_of(form)

    @admin.display(description=_("questions"))
    def questions(self, form: FormVersion) -> SafeString:
        rows = [
            (reverse("admin:submissions_question_change", args=[q.pk]), q.called, q.get_kind_display())
            for q in form.asked()
        ]
        page = reverse("submissions:asked", args=[form.process.slug, form.call.key])
        seen = format_html('<p><a href="{}?version={}">{}</a></p>', page, form.number, _("As participants see it"))
        asked = format_html("{}<ol>{}</ol>", seen, format_html_join("", '<li><a href="{}">{}</a> · {}</li>', rows))
        if form.is_frozen:
            return asked
        address = f"{reverse('admin:submissions_question_add')}?form={form.pk}"
        return format_html('{}<p><a href="{}">{}</a></p>', asked, address, _("Add a question"))

    @admin.display(description=_("to be mended"))
    def faults(self, form: FormVersion) -> Any:
        found = [said for fault in actions.unfit(form) for said in fault.messages]
        items = format_html_join("", "<li>{}</li>", ([said] for said in found))
        return format_html("<ul>{}</ul>", items) if items else "–"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who drafts is known to those who read what was filed, to others how many."""
        names = obj is not None and rules.at_desk(request.user, obj.process)
        return [*self.fields[:-1], "drafts" if names else "drafts_counted"]

    @admin.display(description=_("drafts on earlier versions"))
    def drafts(self, form: FormVersion) -> str:
        """Whose they are, and how many: never what they say."""
        parties = {draft.submission.participant.name for draft in actions.touched_by(form)}
        return f"{self.drafts_counted(form)}: {listed(_in_order(parties))}" if parties else "–"

    @admin.display(description=_("drafts on earlier versions"))
    def drafts_counted(self, form: FormVersion) -> str:
        count = actions.touched_by(form).count()
        said = ngettext("%(count)d draft is carried over", "%(count)d drafts are carried over", count)
        return said % {"count": count} if count else "–"


def _in_order(parties: Iterable[str]) -> list[str]:
    """Names by the alphabet of the reader's language."""
    language = get_language() or "en"
    return sorted(parties, key=lambda name: collation_key(name, language))


class QuestionForm(CheckedForm):
    """A question, whose condition and paragraphs are chosen by what they are called."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form = getattr(self.instance, "form_id", None) or self.initial.get("form") or self.data.get("form")
        field: Any = self.fields.get("form")
        known = field.queryset if field else FormVersion.objects.all()  # where it is asked for, of this process alone
        typed = str(form or "")
        of = known.filter(pk=typed) if typed.isdecimal() and len(typed) <= MOST_FIGURES else FormVersion.objects.none()
        earlier = Question.objects.filter(form__in=of, kind=QuestionKind.CHOICE)
        choices = [question for question in earlier if question.pk != self.instance.pk]
        options = [(o.key, o.called) for q in choices for o in q.offered(OptionRole.OPTION)]
        self._choose("shown_if", [(question.key, question.called) for question in choices])
        self._choose("shown_if_option", list(dict(options).items()))
        if "blocks" in self.fields:
            self._offer_paragraphs()

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        if name in self.fields:
            old = self.fields[name]
            stored = getattr(self.instance, name)
            kept = [(stored, stored)] if stored and stored not in dict(choices) else []
            offered = [("", "–"), *choices, *kept]
            self.fields[name] = forms.ChoiceField(label=old.label, choices=offered, required=False)

    def _offer_paragraphs(self) -> None:
        version = self.instance.text_version
        self.fields["blocks"] = forms.MultipleChoiceField(
            label=self.fields["blocks"].label,
            choices=BlockChoices(version, actions.paragraphs(version)).choices[1:],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("All numbered ones, if none is chosen."),
        )


class OptionInline(RecordedTranslationInline):
    """What a question offers: answers, kinds of statements, columns and rows."""

    model = Option
    one_more = _("Add an answer, a kind, a column or a row")
    edits = Permission.CALL_EDIT

    def _may(self, request: HttpRequest, obj: Any, permission: Permission | None) -> bool:
        frozen = permission == self.edits and obj is not None and obj.form.is_frozen
        return super()._may(request, obj, permission) and not frozen


@admin.register(Question)
class QuestionAdmin(TellingOfDrafts, RecordedTranslationAdmin):
    order = 3
    form = QuestionForm
    edits = Permission.CALL_EDIT
    may_remove = True
    part_of = "form"
    list_display = ("called", "form", "kind", "order")
    list_select_related = ("form__call__process",)
    search_fields = ("key", "label")
    autocomplete_fields = ("components",)
    inlines = (OptionInline,)
    fieldsets = (
        (None, {"fields": ("form", "frozen", "key", "order", "kind", "label", "help", "required")}),
        (_("Answer"), {"fields": ("most_words", "several", "personal", "shown_if", "shown_if_option")}),
        (_("Statements"), {"fields": ("points_at", "components", "text_version", "blocks", "proposes")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "frozen", *(["form"] if obj else [])]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Paragraphs are asked for once the text is known in which they stand."""
        shown = super().get_fieldsets(request, obj)
        left_out = () if obj and obj.text_version else ("blocks",)
        return [
            (name, {**options, "fields": [field for field in options["fields"] if field not in left_out]})
            for name, options in shown
        ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.form.is_frozen)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and self._is_needed(obj))

    def _is_needed(self, question: Question) -> bool:
        """Whether it was answered, or opens another, or is the only one, in the form by which a published call asks."""
        form = question.form
        if form.is_written_on:
            return True
        opens = form.questions.filter(shown_if=question.key).exists()
        alone = not form.questions.exclude(pk=question.pk).exists()
        return form.opened_at is not None and not form.call.is_draft and (opens or alone)

    @admin.display(description=_("can be changed"))
    def frozen(self, question: Question) -> str:
        if question.pk and question.form.is_frozen:
            return str(FormFrozen().messages[0])
        touched = _written_on(question.form, names=False) if question.pk else ""
        return " · ".join(filter(None, [gettext("yes, until something is filed on this form"), touched]))

    @admin.display(description=_("question"))
    def called(self, question: Question) -> str:
        return question.called
