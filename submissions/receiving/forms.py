"""The forms of receiving: in the admin site and on the page of a clarification."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.forms import clocks
from igsp_portal.foundations.forms.counted import Words
from igsp_portal.foundations.forms.fields import DayAndTime
from igsp_portal.foundations.forms.inputs import Line

from ..sizes import LONGEST_MESSAGE
from ..states import Verdict

ROWS = {"rows": 8, "cols": 80, "dir": "auto"}


class ScreeningForm(forms.Form):
    """What was found, and the reason that the party reads."""

    verdict = forms.ChoiceField(label=_("Result"), choices=Verdict, widget=forms.RadioSelect)
    reason = Words(
        label=_("Reason"),
        most=LONGEST_MESSAGE,
        required=False,
        help_text=_("The participant reads it, and everybody once the submission is published."),
        widget=forms.Textarea(ROWS),
    )


class NoteForm(forms.Form):
    """A note that nobody outside the secretariat reads."""

    words = Words(
        label=_("Private note"),
        most=LONGEST_MESSAGE,
        help_text=_("Neither the participant nor the public ever reads it."),
        widget=forms.Textarea(ROWS),
    )


class RequestForm(forms.Form):
    """What the party is asked to clarify."""

    words = Words(
        label=_("What is to be clarified"),
        most=LONGEST_MESSAGE,
        help_text=_("It is sent to the participant's focal points. Replies by e-mail come to your address."),
        widget=forms.Textarea(ROWS),
    )


class EmailedAnswerForm(forms.Form):
    """An answer that came to the secretariat by e-mail."""

    words = Words(label=_("Answer"), most=LONGEST_MESSAGE, widget=forms.Textarea(ROWS))
    sender = Line(label=_("Written by"), max_length=200)
    at = forms.SplitDateTimeField(
        label=_("Received"),
        widget=DayAndTime({"aria-label": _("Received")}),
    )
    message_id = Line(
        label=_("Message-ID"),
        max_length=250,
        required=False,
        help_text=_("From the headers of the e-mail, if you have it: the next message then follows it."),
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["at"].help_text = _("On a clock in %(zone)s.") % {"zone": zone}

    def clean_message_id(self) -> str:
        """It stands in angle brackets, which not every program shows."""
        known = str(self.cleaned_data["message_id"]).strip(" <>")
        if known and not re.fullmatch(r"[^\s<>@]+@[^\s<>@]+", known):
            raise ValidationError(_("This is no Message-ID; it has the form <name@host>."))
        return f"<{known}>" if known else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        clocks.read(self, "at", self.zone)
        return data


class AnswerForm(forms.Form):
    """The party's answer."""

    words = Words(
        label=_("Your answer"),
        most=LONGEST_MESSAGE,
        widget=forms.Textarea({"class": "form-control", "rows": 8, "dir": "auto"}),
    )
