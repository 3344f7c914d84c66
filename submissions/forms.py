"""The form in which a submission is written: its head, its statements, and files. A draft may lack anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.models import Component, Process

from .actions import MOST_STATEMENTS, Said
from .canonical import tidy_lines
from .models import SubmissionVersion
from .states import StatementKind

FEWEST_ROWS = 3
STATEMENTS = "statements"  # begins the names of the fields of statements
LONGEST_INTRODUCTION = 20_000  # characters; all a form sends together stays below what the server takes
LONGEST_STATEMENT = 5_000

Choices = list[tuple[Any, Any]]


class Words(forms.CharField):
    """Words typed or pasted: no browser cuts them short unseen, the form says by how much they are too long."""

    def to_python(self, value: Any) -> str:
        return tidy_lines(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attributes = super().widget_attrs(widget)
        attributes.pop("maxlength", None)
        return attributes


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files as they were sent; each is judged when it is attached, and refused without hurting the rest."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        return data


class DraftForm(forms.Form):
    """The head of a submission, consent, and files to attach; `revision` says which draft was opened."""

    title = Words(label=_("Title"), max_length=300, required=False, widget=forms.TextInput({"dir": "auto"}))
    language = forms.ChoiceField(
        label=_("Language in which you write"),
        choices=settings.LANGUAGES,
        help_text=_("Your words are kept and published in this language, as you write them."),
    )
    introduction = Words(
        label=_("Introduction"),
        required=False,
        max_length=LONGEST_INTRODUCTION,
        widget=forms.Textarea({"rows": 5, "dir": "auto"}),
        help_text=_("Whom you speak for and what frames your statements. It may be left out."),
    )
    consent = forms.BooleanField(
        label=_("This submission may be published"),
        required=False,
        help_text=_("Without consent only the secretariat reads it."),
    )
    attach = FilesField(
        label=_("Attach files"),
        required=False,
        help_text=_("PDF, DOCX, XLSX, PNG or JPEG. They are sent with whichever button you press."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _mark_needed(self, "title", "language")
        self.head = _helper(Fieldset(_("Your submission"), "title", "language", "introduction", "revision"))
        self.foot = _helper(Fieldset(_("Files and consent"), "attach", "consent"))


class StatementForm(forms.Form):
    """One statement. A row in which nothing is chosen and nothing written is no statement."""

    component = forms.TypedChoiceField(label=_("Component of the mandate"), required=False, empty_value=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=StatementKind.choices, initial=StatementKind.NEED)
    words = Words(
        label=_("Your words"),
        required=False,
        max_length=LONGEST_STATEMENT,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )
    rank = forms.IntegerField(
        label=_("Rank"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("1 is the most important. If empty, the place in this form."),
    )

    def __init__(self, *args: Any, components: ComponentChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if components:
            self._offer(components)
        else:
            del self.fields["component"]
        _mark_needed(self, *(name for name in self.fields if name in ("component", "kind", "words")))
        self.helper = _helper(*self.fields)

    def _offer(self, components: ComponentChoices) -> None:
        field = self.fields["component"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - for the type checker
        field.choices = components.choices
        field.coerce = components.by_key

    def said(self, place: int) -> Said | None:
        """What the row says, once it is valid; None for an empty row or one marked for removal."""
        data = self.cleaned_data
        if data.get("DELETE") or not (data.get("words") or data.get("component")):
            return None
        return Said(data["words"], data.get("component"), data["kind"], data["rank"] or place)


class ComponentChoices:
    """The components of a process's mandate, grouped as the decision groups them; looked up once for a form."""

    def __init__(self, process: Process) -> None:
        self._found = {str(component.pk): component for component in Component.objects.of_mandate(process)}

    def __bool__(self) -> bool:
        return bool(self._found)

    def by_key(self, key: str) -> Component:
        return self._found[key]

    @property
    def choices(self) -> Choices:
        tops = [component for component in self._found.values() if component.parent_id is None]
        return [("", _("Choose…")), *((str(top), self._group(top)) for top in tops)]

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


def statement_forms(process: Process, data: Any = None, *, version: SubmissionVersion, rows: int = 0) -> Any:
    """The rows of the form: those saved with room for more (`rows` in all, at least), or as they were sent."""
    saved = [
        {"component": str(s.component_id or ""), "kind": s.kind, "words": s.words, "rank": s.rank}
        for s in version.statements.all()
    ]
    wanted = min(max(rows, len(saved), FEWEST_ROWS), MOST_STATEMENTS)
    formset = forms.formset_factory(
        StatementForm,
        extra=wanted - len(saved),
        can_delete=True,
        max_num=MOST_STATEMENTS,
        absolute_max=MOST_STATEMENTS,
    )
    return formset(
        data,
        initial=None if data is not None else saved,
        prefix=STATEMENTS,
        form_kwargs={"components": ComponentChoices(process)},
    )


def said_in(formset: Any) -> list[Said]:
    """The statements of a valid set of rows, in their order."""
    rows: Iterable[StatementForm] = formset.forms
    found: list[Said] = []
    for row in rows:
        if said := row.said(place=len(found) + 1):
            found.append(said)
    return found


def draft_form(version: SubmissionVersion, data: Any = None, files: Any = None) -> DraftForm:
    initial = {name: getattr(version, name) for name in ("title", "language", "introduction", "consent", "revision")}
    return DraftForm(data, files, initial=initial)


def with_revision(data: Any, revision: int) -> Any:
    """What was sent, as if it had been written on the draft of that revision."""
    data = data.copy()
    data["revision"] = str(revision)
    return data


class WithdrawForm(forms.Form):
    reason = Words(
        label=_("Reason of the withdrawal"),
        max_length=500,
        help_text=_("It stays on record beside the number; where the submission was published, everyone reads it."),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper("reason")


def place_of(fault: ValidationError) -> str:
    """The id, on the page of the form, of the field in which actions.lacking misses something."""
    if fault.code == "title":
        return "id_title"
    return f"id_{STATEMENTS}-{fault.params['place'] - 1}-{fault.code}"  # type: ignore[index]


def _mark_needed(form: forms.Form, *names: str) -> None:
    """Mark the fields without which nothing is filed, whether or not a draft is saved without them."""
    for name in names:
        field = form.fields[name]
        field.widget.attrs["aria-required"] = "true"
        if not field.required:  # the others have their mark from crispy
            field.label = format_html('{}<span class="asteriskField">*</span>', field.label)


def _helper(*fields: Any) -> FormHelper:
    """Fields inside a form that the template opens and closes; nothing of it is inline style or script."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.include_media = False
    helper.layout = Layout(*fields)
    return helper
