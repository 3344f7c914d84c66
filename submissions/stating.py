"""Statements as a form takes them: rows, each of one question, with the kinds and the places that it offers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.models import TextVersion
from documents.texts import known
from documents.texts.actions import read_draft
from igsp_portal.foundations.forms.counted import Words
from igsp_portal.foundations.forms.inputs import Line
from meetings.models import Component, Process

from .actions import FormChanged, Said
from .fields import (
    CHOSEN,
    STYLED,
    TYPED,
    PlainCheckbox,
    PlainHidden,
    PlainNumber,
    PlainTextarea,
    ReadySelect,
    mark_needed,
    options,
    put_together,
)
from .models import Question, SubmissionVersion, new_key
from .sizes import LONGEST_STATEMENT, MOST_STATEMENTS
from .states import PointsAt

FEWEST_ROWS = 3  # of a form that asks for nothing but statements; of others, one to begin with
ROWS = "statements"  # begins the names of the fields of statements

Choices = list[tuple[Any, Any]]


class ComponentChoices:
    """The components of a process's mandate, grouped as the decision groups them; looked up once for a form.

    Those `among` them alone, where a question names them.
    """

    def __init__(self, process: Process, among: Iterable[Component] = ()) -> None:
        wanted = {component.pk for component in among}
        mandate = Component.objects.of_mandate_at_hand(process)
        self._found = {str(one.pk): one for one in mandate if not wanted or one.pk in wanted}

    def __bool__(self) -> bool:
        return bool(self._found)

    def by_key(self, key: str) -> Component | None:
        return self._found.get(key)

    @cached_property
    def choices(self) -> Choices:
        return [("", _("Choose…")), *((str(top), self._group(top)) for top in self._tops())]

    def named(self) -> Choices:
        """Each component with what it is called in the language in use."""
        return [one for top in self._tops() for one in self._group(top)]

    def _tops(self) -> list[Component]:
        there = {component.pk for component in self._found.values()}
        return [component for component in self._found.values() if component.parent_id not in there]

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


class BlockChoices:
    """The paragraphs of a released text on which a question asks, by their labels; looked up once for a form."""

    def __init__(self, version: TextVersion, among: Iterable[str]) -> None:
        self._version, self._among = version, list(among)

    def __bool__(self) -> bool:
        return True

    def by_key(self, key: str) -> str | None:
        return key if key in self._keys else None

    def html(self, chosen: str) -> str:
        """The choices as HTML, made once for all rows of a form."""
        option = f'<option value="{chosen if chosen in dict(self.choices) else ""}"'
        return self._html.replace(f"{option}>", f"{option} selected>", 1)

    def called(self, key: str) -> str:
        return dict(self.choices).get(key, key)

    def named(self) -> Choices:
        """Each paragraph with what it is called."""
        return self.choices[1:]

    @cached_property
    def choices(self) -> Choices:
        text = self._version.text
        blocks = known.of(read_draft(self._version), text.numbering, [text.original_language])
        numbered = {*blocks.numbers.cited, *blocks.numbers.printed}
        wanted = [key for key in self._keys if self._among or key in numbered]
        return [("", _("Choose…")), *((key, blocks.whole(key)) for key in wanted)]

    @cached_property
    def _keys(self) -> list[str]:
        keys = list(self._version.blocks.order_by("order").values_list("key", flat=True))
        return [key for key in keys if not self._among or key in self._among]

    @cached_property
    def _html(self) -> str:
        return options(self.choices, chosen=None)


class Asked:
    """One question of statements, as the rows of a form ask it. `places` are components or paragraphs, or nothing."""

    def __init__(self, question: Question) -> None:
        self.question, self.key = question, question.key
        self.kinds = question.kinds()
        self.components = (
            ComponentChoices(question.process, question.components.all())
            if question.points_at == PointsAt.COMPONENTS
            else None
        )
        self.blocks = BlockChoices(question.text_version, question.blocks) if question.text_version else None

    def offered(self, kind: str) -> str:
        """The kinds as HTML."""
        return options(self.kinds, kind)


def asked_in(version: SubmissionVersion) -> dict[str, Asked]:
    """The questions of a draft's form that take statements."""
    return {question.key: Asked(question) for question in version.form.asked() if question.takes_statements}


class PlaceField(forms.Field):
    """A component of the mandate, or a paragraph of a text, or none."""

    default_error_messages = forms.ChoiceField.default_error_messages

    def offer(self, places: Any) -> None:
        self.by_key = places.by_key
        self.widget.ready = places.html

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if (place := self.by_key(value)) is None:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})
        return place


class StatementForm(forms.Form):
    """One statement. A row in which nothing is chosen and nothing written is no statement."""

    key = Line(required=False, max_length=40, validators=[validate_slug], widget=PlainHidden)
    question = Line(required=False, widget=PlainHidden)
    component = PlaceField(label=_("Component of the mandate"), required=False, widget=ReadySelect(CHOSEN))
    block = PlaceField(
        label=pgettext_lazy("statements point at", "Paragraph"), required=False, widget=ReadySelect(CHOSEN)
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=ReadySelect(CHOSEN))
    words = Words(
        label=_("Your text"), required=False, most=LONGEST_STATEMENT, widget=PlainTextarea(TYPED | {"rows": 4})
    )
    proposed = Words(
        label=_("The wording you propose"),
        required=False,
        most=LONGEST_STATEMENT,
        widget=PlainTextarea(TYPED | {"rows": 4}),
    )
    rank = forms.IntegerField(
        label=_("Rank"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("1 is the most important. If left empty, the order of this form is used."),
        widget=PlainNumber(STYLED),
    )
    withheld = forms.BooleanField(
        label=_("Not to be published"), required=False, widget=PlainCheckbox({"class": "form-check-input"})
    )

    BODY = ("key", "question", "component", "block", "kind", "words", "proposed", "rank", "withheld")

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.after = asked, ""
        fields: Any = self.fields
        for name, places in (("component", asked.components), ("block", asked.blocks)):
            if places:
                fields[name].offer(places)
            else:
                del fields[name]
        if not asked.question.proposes:
            del fields["proposed"]
        if asked.question.personal:
            del fields["withheld"]
        if len(asked.kinds) > 1:
            fields["kind"].choices, fields["kind"].widget.ready = asked.kinds, asked.offered
        else:
            del fields["kind"]
        if most := asked.question.most_words:
            fields["words"].widget.attrs["data-most-words"] = most
        mark_needed(self, *(name for name in ("component", "block", "kind", "words") if name in fields))

    def body(self) -> SafeString:
        """All but the mark for removal, which has a place of its own."""
        return put_together(self, *self.BODY)

    def is_empty(self) -> bool:
        data = self.cleaned_data
        return bool(data.get("DELETE")) or not any(data.get(n) for n in ("words", "component", "block", "proposed"))

    def said(self, place: int) -> Said | None:
        """What the row says, once it can be saved; None for an empty row or one marked for removal."""
        data, block = self.cleaned_data, self.cleaned_data.get("block") or ""
        if self.is_empty():
            return None
        return Said(
            data["words"],
            data.get("component"),
            data.get("kind") or self.asked.kinds[0][0],
            data.get("rank") or place,
            key=data.get("key") or "",
            question=self.asked.key,
            text_version=self.asked.question.text_version if block else None,
            block=block,
            proposed=data.get("proposed", ""),
            withheld=bool(data.get("withheld")),
        )


class RowsOfStatements(forms.BaseFormSet):
    """The rows of all questions of a form that take statements; `asked` has these by their keys."""

    def __init__(self, *args: Any, asked: Mapping[str, Asked], **kwargs: Any) -> None:
        self.asked = asked
        super().__init__(*args, **kwargs)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """A row that names no question is of the first."""
        named = ""
        if index is not None:
            sent = self.data.get(f"{self.prefix}-{index}-question", "")
            named = sent if self.is_bound else (self.initial or [])[index]["question"]
        return {"asked": self.asked[named] if named else next(iter(self.asked.values()))}


StatementForms: Any = forms.formset_factory(
    StatementForm,
    formset=RowsOfStatements,
    extra=0,
    can_delete=True,
    max_num=MOST_STATEMENTS,
    absolute_max=MOST_STATEMENTS,
)


def statement_forms(version: SubmissionVersion, asked: Mapping[str, Asked], *, more: Mapping[str, int]) -> Any:
    """The rows as they are saved, and empty ones: of a question, as many in all as `more` has for its key, at least.

    A statement of a question that is no longer asked has no row: it is shown as left over.
    """
    saved = [
        {"key": s.key, "component": s.component_id or "", "words": s.words, "rank": s.rank}
        | {"question": s.question, "block": s.block, "kind": s.kind, "proposed": s.proposed, "withheld": s.withheld}
        for s in version.statements.all()
        if s.question in asked
    ]
    fewest = FEWEST_ROWS if len(version.form.asked()) == 1 else 1
    empty = []
    for key in asked:
        there = sum(row["question"] == key for row in saved)
        empty += [
            {"key": new_key(), "question": key}
            for _row in range(there, min(max(more.get(key, 0), fewest), MOST_STATEMENTS))
        ]
    rows = [*saved, *empty][: max(MOST_STATEMENTS, len(saved))]
    return StatementForms(initial=rows, prefix=ROWS, asked=asked)


def sent_statements(data: Any, asked: Mapping[str, Asked], forms_of: Any = StatementForms) -> Any:
    """The rows as they were sent. Raises FormChanged where one is of a question that is not asked."""
    named = {data.get(f"{ROWS}-{place}-question") for place in range(MOST_STATEMENTS)}
    if named - {None, "", *asked}:
        raise FormChanged
    return forms_of(data, prefix=ROWS, asked=asked)
