"""The form in which the secretariat enters what came by another way than the portal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.forms import clocks
from igsp_portal.foundations.forms.counted import Title, Words
from igsp_portal.foundations.forms.fields import DayAndTime
from meetings.models import Component, Participant

from ..actions import Said
from ..fields import PlainFiles, most_files
from ..forms import FilesField
from ..models import Call, Question
from ..sizes import LONGEST_INTRODUCTION, LONGEST_STATEMENT, LONGEST_TITLE, MOST_STATEMENTS
from ..states import Channel

ROWS = {"cols": 80, "dir": "auto"}
MORE = 5  # rows for statements that are shown at once
STATEMENTS = "statements"


class EntryForm(forms.Form):
    """Whose it is, how and when it came, and what it says besides its statements."""

    participant = forms.ModelChoiceField(label=_("Participant"), queryset=Participant.objects.none())
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[(c.value, c.label) for c in Channel if c != Channel.PORTAL]
    )
    received_at = forms.SplitDateTimeField(label=_("Received"), widget=DayAndTime({"aria-label": _("Received")}))
    title = Title(label=_("Title"), most=LONGEST_TITLE, widget=forms.TextInput({"size": 80, "dir": "auto"}))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial=get_language)
    introduction = Words(
        label=_("Introduction"), most=LONGEST_INTRODUCTION, required=False, widget=forms.Textarea(ROWS | {"rows": 4})
    )
    attach = FilesField(label=_("Files"), required=False, help_text=most_files(), widget=PlainFiles())
    consent = forms.BooleanField(
        label=_("It may be published"), required=False, help_text=_("As the participant states in it.")
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        self.fields["participant"].queryset = call.addressees()  # type: ignore[attr-defined]
        self.fields["received_at"].help_text = _("On a clock in %(zone)s. It decides whether it is late.") % {
            "zone": call.zone
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        clocks.read(self, "received_at", self.call.zone)
        return data


class EnteredStatementForm(forms.Form):
    """One statement of it; a row without words is none."""

    component = forms.ModelChoiceField(
        label=_("Component of the mandate"), queryset=Component.objects.none(), required=False
    )
    kind = forms.ChoiceField(label=_("Kind"))
    words = Words(label=_("Text"), most=LONGEST_STATEMENT, required=False, widget=forms.Textarea(ROWS | {"rows": 3}))

    withheld = forms.BooleanField(label=_("Not to be published"), required=False)

    def __init__(self, *args: Any, question: Question, components: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = question.kinds()  # type: ignore[attr-defined]
        self.fields["component"].queryset = components  # type: ignore[attr-defined]


EnteredStatements: Any = forms.formset_factory(
    EnteredStatementForm, extra=MORE, max_num=MOST_STATEMENTS, absolute_max=MOST_STATEMENTS
)


def entered_statements(call: Call, data: Any = None) -> Any:
    """The rows for statements; None where the call asks for none."""
    question = next((one for one in call.form.asked() if one.takes_statements), None)
    if question is None:
        return None
    components = Component.objects.filter(decision__process=call.process_id).select_related(
        "decision", "parent__parent"
    )
    kwargs = {"question": question, "components": components}
    rows = EnteredStatements(data, prefix=STATEMENTS, form_kwargs=kwargs)
    rows.question = question
    return rows


def said_in(rows: Any) -> list[Said]:
    """The statements that the rows hold, in their order."""
    given = [row.cleaned_data for row in rows.forms if row.cleaned_data.get("words")] if rows is not None else []
    return [
        Said(
            data["words"],
            data["component"],
            data["kind"],
            place,
            question=rows.question.key,
            withheld=data["withheld"],
        )
        for place, data in enumerate(given, start=1)
    ]


def with_more_rows(data: Any) -> Any:
    """What was sent, with more rows to fill in."""
    data = data.copy()
    total = data.get(f"{STATEMENTS}-TOTAL_FORMS", "")
    shown = int(total) if total.isdecimal() and len(total) < 4 else 0
    data[f"{STATEMENTS}-TOTAL_FORMS"] = str(min(shown + MORE, MOST_STATEMENTS))
    return data
