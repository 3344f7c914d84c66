"""Forms for texts: their numbering, releases language by language, reissues, and proposals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.forms.counted import Words
from igsp_portal.foundations.forms.fields import PlainJSON
from igsp_portal.foundations.language.languages import CODES, LANGUAGES

from ..library.models import Document
from .actions import PROPOSED_KINDS
from .models import Reissue
from .states import LEVELLED, ProposalKind

LONGEST_PROPOSAL, LONGEST_REASON = 20_000, 4_000


class NumberingInput(PlainJSON):
    """The numbering of a text: a usual one by its bare name, any other as JSON."""

    def to_python(self, value: Any) -> Any:
        bare = isinstance(value, str) and value.strip().isalpha()
        return value.strip() if bare else super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        bare = isinstance(value, str) and value.isalpha()
        return value if bare else super().prepare_value(value)


def _choices(codes: list[str]) -> list[tuple[str, Any]]:
    return [choice for choice in settings.LANGUAGES if choice[0] in codes]


class LaterForm(forms.Form):
    """Which languages follow later, and when: a box and a day for each; and one for a first page that `lacks` words."""

    def __init__(self, codes: list[str], data: Any = None, initial: Any = None, *, lacks: bool = False) -> None:
        super().__init__(data, initial=initial)
        names = dict(settings.LANGUAGES)
        self.codes = [code for code in CODES if code in codes]
        for code in self.codes:
            says = _("%(language)s follows later")
            self.fields[f"later_{code}"] = forms.BooleanField(
                label=capfirst(says % {"language": names[code]}), required=False
            )
            self.fields[f"expected_{code}"] = forms.DateField(
                label=capfirst(_("expected on")), required=False, widget=forms.DateInput(attrs={"type": "date"})
            )

        if lacks:
            says = _("Release as an exception, without the missing details")
            self.fields["lacking"] = forms.BooleanField(label=says, required=False)

    def later(self) -> dict[str, Any]:
        """The languages that follow, each with its day or None."""
        data = self.cleaned_data
        return {code: data.get(f"expected_{code}") for code in self.codes if data.get(f"later_{code}")}


class LanguageForm(forms.Form):
    """One language of a released version: to be released now, or the day on which it is expected."""

    language = forms.ChoiceField(label=capfirst(_("language")))
    expected_on = forms.DateField(
        label=capfirst(_("expected on")),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave empty where it is not known. Not needed to release the language."),
    )

    def __init__(self, codes: list[str], data: Any = None) -> None:
        super().__init__(data)
        self.fields["language"].choices = _choices(codes)  # type: ignore[attr-defined]


def with_title(document: Document) -> str:
    """A document as it is chosen among others: by its symbol and its title."""
    return " – ".join(filter(None, (document.symbol, document.title)))


class TransmitForm(forms.Form):
    """Under which cover note a version is transmitted."""

    note = forms.ModelChoiceField(
        label=capfirst(_("cover note, issued as")),
        queryset=Document.objects.none(),
        help_text=_("A planned document with a symbol. Its files are made with the package."),
    )

    def __init__(self, notes: Any, data: Any = None) -> None:
        super().__init__(data)
        field: Any = self.fields["note"]
        field.queryset, field.label_from_instance = notes, with_title


class ReissueForm(forms.ModelForm):
    """In which languages an issued document is set again, and why."""

    languages = forms.MultipleChoiceField(label=capfirst(_("languages")), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Reissue
        fields = ["reason"]

    def __init__(self, codes: list[str], data: Any = None) -> None:
        super().__init__(data)
        self.fields["languages"].choices = _choices(codes)  # type: ignore[attr-defined]


class ProposalForm(forms.Form):
    """What is proposed for a block in one language, in whose name, and why; as much of it as the kind asks for."""

    participant = forms.ChoiceField(label=_("Proposed by"))
    block_kind = forms.ChoiceField(label=_("Kind of paragraph"))
    level = forms.ChoiceField(
        label=capfirst(_("level")),
        choices=[(number, number) for number in range(1, 6)],
        help_text=_("Of a heading or a subparagraph: 1 is the highest."),
    )
    after = forms.ChoiceField(label=_("To stand behind"), required=False)
    words = Words(label=_("Words proposed"), most=LONGEST_PROPOSAL, widget=forms.Textarea(attrs={"rows": 9}))
    reason = Words(
        label=_("Reason"),
        most=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Optional. It is shown with the proposal."),
    )

    def __init__(
        self, kind: str, language: str, *, parties: Iterable[Any], places: Any, data: Any = None, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        for name in _UNASKED[ProposalKind(kind)]:
            del self.fields[name]
        self._offer("participant", [(party.key, str(party)) for party in parties])
        self._offer("after", places)
        self._offer("block_kind", [(one.value, capfirst(one.label)) for one in PROPOSED_KINDS])
        if "words" in self.fields:
            known = LANGUAGES[language]
            self.fields["words"].widget.attrs |= {"lang": known.html_lang, "dir": known.direction}

    def _offer(self, name: str, choices: Any) -> None:
        if name in self.fields:
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What is proposed, once the form is valid: all but in whose name."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "participant"}
        if "level" in data:
            data["level"] = int(data["level"]) if data["block_kind"] in LEVELLED else 1
        return data

    def refuse(self, refusal: Any) -> None:
        """Show at its field what was refused, or above the form where it is of none that is asked."""
        for name, messages in getattr(refusal, "error_dict", {None: refusal.messages}).items():
            self.add_error(name if name in self.fields else None, messages)


_UNASKED: dict[ProposalKind, tuple[str, ...]] = {
    ProposalKind.WORDING: ("block_kind", "level", "after"),
    ProposalKind.NEW: ("after",),
    ProposalKind.DELETION: ("block_kind", "level", "after", "words"),
    ProposalKind.MOVE: ("block_kind", "level", "words"),
}
