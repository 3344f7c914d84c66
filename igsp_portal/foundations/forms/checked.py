"""Forms that refuse at the field what saving would refuse after them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _

AT_ONCE = _("Somebody else changed this at the same time. Look at it and save again.")

GIVEN_BACK = "given back"  # the code of a refusal that is said beside any other


class CheckedForm(forms.ModelForm):
    """A form that checks its row whole, as `records` do: Django leaves out what the form itself does not ask for.

    So a symbol in other letter case, or a role held already, is found here and not on saving. What a field of the
    model refuses by itself is refused first, so that `clean` meets nothing but values that each are right.
    """

    refusal: ValidationError | None = None  # why it is not saved though it may be right

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns: Any = {column.name: column for column in self._meta.model._meta.concrete_fields}
        for name, field in self.fields.items():
            own = columns[name].validators if name in columns else []
            field.validators += [validator for validator in own if validator not in field.validators]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and self.has_changed():
            self._check_whole()
        if self.refusal and (not self.errors or self.refusal.code == GIVEN_BACK):
            self._update_errors(self.refusal)

    def _check_whole(self) -> None:
        try:
            self.instance.full_clean(exclude=_yet_to_be_saved(self.instance))
        except ValidationError as error:
            self._update_errors(error)

    def _update_errors(self, errors: ValidationError) -> None:
        """Put each error where it can be corrected: one at a field that is not asked for stands above the form."""
        placed: dict[str, list[ValidationError]] = {}
        for name, found in errors.update_error_dict({}).items():
            for error in found:
                placed.setdefault(self._place(name, error), []).append(error)
        super()._update_errors(ValidationError(placed))  # type: ignore[misc]

    def _place(self, name: str, error: ValidationError) -> str:
        if name == NON_FIELD_ERRORS:
            name = _told_apart_by(self._meta.model).get(str(error.message), name)
        return name if name in self.fields else NON_FIELD_ERRORS


def refusal_of(error: ValidationError | IntegrityError) -> ValidationError:
    """What to tell of a refusal on saving; of two who save at once, the database refuses the second."""
    return error if isinstance(error, ValidationError) else ValidationError(AT_ONCE)


def _yet_to_be_saved(thing: models.Model) -> set[str]:
    """The references to rows that are made on the same page."""
    fields: Any = thing._meta.concrete_fields
    references = [field.name for field in fields if field.is_relation and field.is_cached(thing)]
    there: Any = {name: getattr(thing, name) for name in references}
    return {name for name, other in there.items() if other is not None and other._state.adding}


def _told_apart_by(model: type[models.Model]) -> dict[str, str]:
    """The field by which rows differ that are to be unique, under the sentence that refuses a second of them."""
    unique = [rule for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint) and rule.fields]
    return {str(rule.violation_error_message): rule.fields[-1] for rule in unique}
