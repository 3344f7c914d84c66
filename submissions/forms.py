"""The form in which a submission is written: its head, its statements, and files. A draft may lack anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from igsp_portal.foundations.forms.counted import Title, Words
from igsp_portal.foundations.forms.inputs import Line
from meetings.models import Component, Process

from .actions import Said
from .fields import (
    PlainCheckbox,
    PlainFiles,
    PlainHidden,
    PlainInput,
    PlainNumber,
    PlainSelect,
    PlainTextarea,
    ReadySelect,
    most_files,
    options,
    put_together,
)
from .models import SubmissionVersion
from .sizes import (
    LONGEST_INTRODUCTION,
    LONGEST_REASON,
    LONGEST_STATEMENT,
    LONGEST_TITLE,
    MOST_ATTACHMENTS,
    MOST_STATEMENTS,
)
from .states import StatementKind

FEWEST_ROWS = 3
MAY_LACK = frozenset({"component", "rank"})  # what a statement of a draft is saved without
STATEMENTS = "statements"  # begins the names of the fields of statements

Choices = list[tuple[Any, Any]]

STYLED = {"class": "form-control"}
TYPED = STYLED | {"dir": "auto"}
CHOSEN = {"class": "form-select"}


class FilesField(forms.FileField):
    """Several files as they were sent; each is judged when it is attached, and refused without hurting the rest."""

    widget = PlainFiles(STYLED)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"data-files": MOST_ATTACHMENTS, "data-bytes": settings.UPLOAD_LIMIT_BYTES}

    def clean(self, data: Any, initial: Any = None) -> Any:
        return data


class DraftForm(forms.Form):
    """The head of a submission, consent, and files to attach; `revision` says which draft was opened."""

    SAVED = ("title", "language", "introduction", "consent", "revision")

    title = Title(label=_("Title"), most=LONGEST_TITLE, required=False, widget=PlainInput(TYPED))
    language = forms.ChoiceField(
        label=_("Language in which you write"),
        choices=settings.LANGUAGES,
        widget=PlainSelect(CHOSEN),
        help_text=_("Your text is kept and published in this language, as you wrote it."),
    )
    introduction = Words(
        label=_("Introduction"),
        required=False,
        most=LONGEST_INTRODUCTION,
        widget=PlainTextarea(TYPED | {"rows": 5}),
        help_text=_("On whose behalf you write and the context of your statements. Optional."),
    )
    consent = forms.BooleanField(
        label=_("This submission may be published"),
        required=False,
        help_text=_("Without your consent it is not published and is read within the secretariat alone."),
        widget=PlainCheckbox({"class": "form-check-input"}),
    )
    attach = FilesField(
        label=_("Attach files"),
        required=False,
        help_text=format_lazy(
            "{} {}", _("PDF, DOCX, XLSX, PNG or JPEG. They are sent with any of the buttons."), most_files()
        ),
    )
    revision = forms.IntegerField(widget=PlainHidden)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _mark_needed(self, "title", "language")

    def head(self) -> SafeString:
        return put_together(self, "title", "language", "introduction", "revision")

    def foot(self) -> SafeString:
        return put_together(self, "attach", "consent")


class ComponentChoices:
    """The components of a process's mandate, grouped as the decision groups them; looked up once for a form."""

    def __init__(self, process: Process) -> None:
        self._found = {str(component.pk): component for component in self._read(process)}

    def _read(self, process: Process) -> Iterable[Component]:
        return Component.objects.of_mandate(process)

    def __bool__(self) -> bool:
        return bool(self._found)

    def by_key(self, key: str) -> Component | None:
        return self._found.get(key)

    @cached_property
    def choices(self) -> Choices:
        tops = [component for component in self._found.values() if component.parent_id is None]
        return [("", _("Choose…")), *((str(top), self._group(top)) for top in tops)]

    def html(self, chosen: str) -> str:
        """The choices as HTML, made once for all rows of a form."""
        option = f'<option value="{chosen if chosen in self._found else ""}"'
        return self._html.replace(f"{option}>", f"{option} selected>", 1)

    @cached_property
    def _html(self) -> str:
        return options(self.choices, chosen=None)

    def _group(self, top: Component) -> Choices:
        below = list(self._below(top))
        whole = pgettext_lazy("component of a mandate", "%(label)s as a whole") if below else None
        first = str(whole) % {"label": top.full_label} if whole else str(top)
        return [(str(top.pk), first), *((str(c.pk), str(c)) for c in below)]

    def _below(self, above: Component) -> Iterator[Component]:
        for component in self._found.values():
            if component.parent_id == above.pk:
                yield component
                yield from self._below(component)


class ComponentKeys(ComponentChoices):
    """The same where nothing is shown: which components there are, without what they are called."""

    def _read(self, process: Process) -> Iterable[Component]:
        return Component.objects.filter(decision__process=process).only("pk").order_by()


class ComponentField(forms.Field):
    """A component of the mandate, or none."""

    default_error_messages = forms.ChoiceField.default_error_messages

    def offer(self, components: ComponentChoices) -> None:
        self.by_key = components.by_key
        self.widget.ready = components.html

    def to_python(self, value: Any) -> Component | None:
        if value in self.empty_values:
            return None
        if (component := self.by_key(value)) is None:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})
        return component


class StatementForm(forms.Form):
    """One statement. A row in which nothing is chosen and nothing written is no statement."""

    key = Line(required=False, max_length=40, validators=[validate_slug], widget=PlainHidden)
    component = ComponentField(label=_("Component of the mandate"), required=False, widget=ReadySelect(CHOSEN))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=StatementKind.choices, initial=StatementKind.NEED, widget=PlainSelect(CHOSEN)
    )
    words = Words(
        label=_("Your text"), required=False, most=LONGEST_STATEMENT, widget=PlainTextarea(TYPED | {"rows": 4})
    )
    rank = forms.IntegerField(
        label=_("Rank"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("1 is the most important. If left empty, the order of this form is used."),
        widget=PlainNumber(STYLED),
    )

    def __init__(self, *args: Any, components: ComponentChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if components:
            self.fields["component"].offer(components)  # type: ignore[attr-defined]
        else:
            del self.fields["component"]
        _mark_needed(self, *(name for name in self.fields if name in ("component", "kind", "words")))

    def body(self) -> SafeString:
        """All but the mark for removal, which has a place of its own."""
        return put_together(self, "key", "component", "kind", "words", "rank")

    def said(self, place: int) -> Said | None:
        """What the row says, once it is valid; None for an empty row or one marked for removal."""
        data = self.cleaned_data
        if data.get("DELETE") or not (data.get("words") or data.get("component")):
            return None
        return Said(
            data["words"], data.get("component"), data["kind"], data.get("rank") or place, data.get("key") or ""
        )


StatementForms: Any = forms.formset_factory(
    StatementForm, extra=0, can_delete=True, max_num=MOST_STATEMENTS, absolute_max=MOST_STATEMENTS
)


def statement_forms(version: SubmissionVersion, *, rows: int = 0) -> Any:
    """The rows of the form as they are saved, with room for more: `rows` in all, at least."""
    saved = [
        {"key": s.key, "component": s.component_id or "", "kind": s.kind, "words": s.words, "rank": s.rank}
        for s in version.statements.all()
    ]
    components = ComponentChoices(version.process)
    formset = StatementForms(initial=saved, prefix=STATEMENTS, form_kwargs={"components": components})
    formset.extra = min(max(rows, len(saved), FEWEST_ROWS), MOST_STATEMENTS) - len(saved)
    return formset


def sent_statements(version: SubmissionVersion, data: Any, *, to_show: bool) -> Any:
    """The rows as they were sent: `to_show` with the names of what can be chosen, else to be read alone."""
    components = (ComponentChoices if to_show else ComponentKeys)(version.process)
    return StatementForms(data, prefix=STATEMENTS, form_kwargs={"components": components})


def can_be_saved(formset: Any) -> bool:
    """Whether a draft can hold what the rows say: all that is amiss in them is what it may lack."""
    amiss = {name for errors in formset.errors for name in errors}
    return not formset.non_form_errors() and amiss <= MAY_LACK


def said_in(formset: Any) -> list[Said]:
    """The statements of a set of rows that can be saved, in their order, without what is amiss."""
    rows: Iterable[StatementForm] = formset.forms
    found: list[Said] = []
    for row in rows:
        if said := row.said(place=len(found) + 1):
            found.append(said)
    return found


def draft_form(version: SubmissionVersion) -> DraftForm:
    """The head of a submission as it is saved."""
    return DraftForm(initial={name: getattr(version, name) for name in DraftForm.SAVED})


def with_revision(data: Any, revision: int) -> Any:
    """What was sent, as if it had been written on the draft of that revision."""
    data = data.copy()
    data["revision"] = str(revision)
    return data


class WithdrawForm(forms.Form):
    reason = Words(
        label=_("Reason for the withdrawal"),
        most=LONGEST_REASON,
        help_text=_("It remains on record with the number; if the submission was published, anyone can read it."),
        widget=PlainTextarea(TYPED | {"rows": 3}),
    )

    def body(self) -> SafeString:
        return put_together(self, "reason")


def place_of(fault: ValidationError) -> str:
    """The id, on the page of the form, of the field in which actions.lacking misses something."""
    if fault.code == "title":
        return "id_title"
    if fault.code == "attachment":
        return f"detach-{fault.params['attachment']}"  # type: ignore[index]
    return f"id_{STATEMENTS}-{fault.params['place'] - 1}-{fault.code}"  # type: ignore[index]


def _mark_needed(form: forms.Form, *names: str) -> None:
    """Mark the fields without which nothing is filed, whether or not a draft is saved without them."""
    for name in names:
        field = form.fields[name]
        field.widget.attrs["aria-required"] = "true"
        if not field.required:  # the others have their mark from the template
            field.label = format_html('{}<span class="asteriskField">*</span>', field.label)
