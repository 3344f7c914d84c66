"""The form in which the secretariat enters what came by another way than the portal: the party's own, and its arrival.

It is filled in before there is a draft: the questions are asked of one that nobody has written.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.forms import clocks
from igsp_portal.foundations.forms.fields import DayAndTime
from igsp_portal.foundations.forms.inputs import Address
from igsp_portal.foundations.pages.addresses import MOST_FIGURES
from meetings.models import Participant

from ..actions import FormChanged
from ..fields import CHOSEN, STYLED
from ..joining import HOW, WHO
from ..models import Call, Submission, SubmissionVersion
from ..models.calls import addressed_by
from ..sizes import MOST_PARTIES, MOST_STATEMENTS
from ..states import Capacity, Channel, QuestionKind
from ..stating import ROWS
from ..written import Written, as_saved, as_sent
from .entry import Arrival

ALL_FILES = "attach"  # the field of the files that answer no question
WITHHOLD = "withhold-"  # begins the name of the field beside it, for files that are not to be published
NOBODY = 0  # the id of a row that is not there


class WhoeverFiled(forms.ModelChoiceField):
    """A participant of the process; of one that the call does not address, the list says so."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Participant.objects.none(), **kwargs)
        self.addressed: set[int] = set()

    def label_from_instance(self, participant: Participant) -> str:
        if participant.pk in self.addressed:
            return participant.name
        return _("%(participant)s (not addressed by this call)") % {"participant": participant.name}


class EntryForm(forms.Form):
    """Whose it is, by which way and when it came, and from whom."""

    participant = WhoeverFiled(label=_("Participant"), widget=forms.Select(CHOSEN))
    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=[(c.value, c.label) for c in Channel if c != Channel.PORTAL],
        widget=forms.Select(CHOSEN),
    )
    received_at = forms.SplitDateTimeField(
        label=_("Received"), widget=DayAndTime(STYLED | {"aria-label": _("Received")})
    )
    sender = Address(
        label=_("Sender's e-mail address"),
        required=False,
        widget=forms.EmailInput(STYLED),
        help_text=_("Receipt and acknowledgement go there if the participant has no focal point."),
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        asked: Any = self.fields["participant"]
        asked.queryset = Participant.objects.filter(process=call.process_id)
        asked.addressed = addressed_by([call])[call.pk]
        self.fields["received_at"].help_text = _("On a clock in %(zone)s. It decides whether it is late.") % {
            "zone": call.zone
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        clocks.read(self, "received_at", self.call.zone)
        return data

    @property
    def arrival(self) -> Arrival:
        data = self.cleaned_data
        return Arrival(Channel(data["channel"]), data["received_at"], data["sender"])


def to_write(call: Call) -> Written:
    """The party's form with nothing in it."""
    return as_saved(_draft_of_nobody(call), more={})


def as_entered(call: Call, data: QueryDict) -> Written:
    """The party's form as the secretariat has filled it in. Raises FormChanged where another version was shown."""
    draft = _draft_of_nobody(call, data.get("participant", ""))
    if data.get("form", str(draft.form.number)) != str(draft.form.number):
        raise FormChanged
    return as_sent(draft, data, to_show=True)


def _draft_of_nobody(call: Call, participant: str = "") -> SubmissionVersion:
    """A draft with no row behind it, of the participant that was chosen, if one was."""
    own = int(participant) if participant.isdecimal() and len(participant) <= MOST_FIGURES else NOBODY
    submission = Submission(pk=NOBODY, call=call, participant_id=own)
    return SubmissionVersion(
        pk=NOBODY, submission=submission, form=call.form, number=1, language=get_language() or "en"
    )


def files_of(call: Call) -> dict[str, str]:
    """The fields in which files are sent, each with the key of the question that they answer, or none."""
    asked = [question.key for question in call.form.asked() if question.kind == QuestionKind.FILE]
    return {f"{ALL_FILES}-{key}": key for key in asked} or {ALL_FILES: ""}


def with_more_rows(data: QueryDict, do: str, written: Written) -> QueryDict:
    """What was sent, with the row that a button of the party's form adds: of a question's statements, or of parties."""
    data = data.copy()
    if do == "join":
        if len(data.getlist(WHO)) < MOST_PARTIES:
            data.appendlist(WHO, "")
            data.appendlist(HOW, Capacity.ON_BEHALF.value)
        return data
    place = len(written.rows())
    key = next((part["question"].key for part in written.parts() if part.get("add") == do), "")
    if key and place < MOST_STATEMENTS:
        data[f"{ROWS}-{place}-question"] = key
        data[f"{ROWS}-TOTAL_FORMS"] = str(place + 1)
    return data
