"""The form in which statements are picked, left out and moved. Their words are shown, and are no field of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.languages import LANGUAGES

from ..models import Compilation, Statement
from ..pointing import Pointing
from . import choosing
from .actions import Placed, standing
from .content import cited, in_order_of, kind_of, party_of
from .groups import groups, keys_of

MOST = 9_999  # the last place


@dataclass(frozen=True, slots=True)
class Line:
    """A statement as the form shows it, with its three fields."""

    party: str
    cited: str
    kind: str
    on: str
    words: str
    proposed: str
    lang: str
    dir: str
    chosen: Any
    group: Any
    order: Any


class ArrangeForm(forms.Form):
    """For each statement that the call offers or the compilation holds: whether it is in, under which head, and where.

    A place left empty is that of the alphabet.
    """

    def __init__(self, compilation: Compilation, data: Any = None) -> None:
        self.compilation = compilation
        rows = {row.statement_id: row for row in choosing.rows_of(compilation)}
        offered = {one.pk: one for one in choosing.published(compilation.call)}
        self.statements = {**{pk: row.statement for pk, row in rows.items()}, **offered}
        self.heads = groups(compilation, self.statements.values())
        self._rows = rows
        self._pointing = Pointing(self.statements.values())
        super().__init__(data)
        self.stands = standing(rows.values())  # what is sent back is compared with it
        keys = keys_of(compilation.grouped_by, self.statements.values())
        choices = [(key, str(head)) for key, head in self.heads.items()]
        for pk, statement in self.statements.items():
            row, name = rows.get(pk), f"{party_of(statement.version)}, {cited(statement)}"
            group = row.group if row else keys[pk]
            self.fields[f"in-{pk}"] = forms.BooleanField(required=False, initial=row is not None)
            self.fields[f"group-{pk}"] = forms.ChoiceField(
                choices=choices, required=False, initial=group if group in self.heads else ""
            )
            self.fields[f"order-{pk}"] = forms.IntegerField(
                required=False, min_value=1, max_value=MOST, initial=row.order if row else None
            )
            for part, label in (("in", _("in the compilation")), ("group", _("group")), ("order", _("place"))):
                self.fields[f"{part}-{pk}"].widget.attrs["aria-label"] = f"{name}: {label}"

    @property
    def placed(self) -> list[Placed]:
        """What was chosen, of a form that is valid."""
        data = self.cleaned_data
        return [
            Placed(statement, data[f"group-{pk}"], data[f"order-{pk}"])
            for pk, statement in self.statements.items()
            if data[f"in-{pk}"]
        ]

    def groups(self) -> list[tuple[str, list[Line]]]:
        """Each head with the lines of what stands under it; what was left out stands where it would stand."""
        by_group: dict[str, list[Any]] = {key: [] for key in self.heads}
        for pk, statement in self.statements.items():
            by_group[self.initial_of(f"group-{pk}")].append(self._rows.get(pk) or _LeftOut(statement))
        language = get_language() or "en"
        return [
            (str(self.heads[key]), [self._line(row.statement) for row in in_order_of(language, rows)])
            for key, rows in by_group.items()
            if rows
        ]

    def initial_of(self, name: str) -> str:
        """Under which head it stands as long as nothing is saved."""
        return str(self.fields[name].initial or "")

    def _line(self, statement: Statement) -> Line:
        language = LANGUAGES[statement.version.language]
        return Line(
            party_of(statement.version),
            cited(statement),
            kind_of(statement),
            self._pointing.on(statement),
            statement.words,
            statement.proposed,
            language.html_lang,
            language.direction,
            *(self[f"{part}-{statement.pk}"] for part in ("in", "group", "order")),
        )


@dataclass(frozen=True, slots=True)
class _LeftOut:
    statement: Statement
    order: int | None = None
