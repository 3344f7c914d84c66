"""Rows on the page of their owner."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils.functional import Promise
from modeltranslation.admin import TranslationInlineModelAdmin

from ..access import Permission
from ..forms.checked import CheckedForm
from ..forms.fields import named
from . import one_process
from .public_page import PublicPage
from .references import References, of_one_process


class NamedFields(BaseInlineFormSet):
    """Rows in a table, whose fields have no label and no help but in the head of their column: they are told by it."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            named(field, str(field.label or ""), f"{self.prefix}-{name}-help")


class RecordedInline(PublicPage, References, admin.TabularInline):
    """Rows on their owner's page; `reads` and `edits` name the permissions, `one_more` the link that adds a row."""

    form = CheckedForm
    formset: type[BaseInlineFormSet[Any, Any, ModelForm[Any]]] = NamedFields
    template = "admin/portal_tabular.html"
    extra = 0
    one_more: str | Promise = ""
    reads: Permission = Permission.DESK

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        of_one_process(formset.form, obj)
        return formset

    def _may(self, request: HttpRequest, obj: Any, permission: Permission | None) -> bool:
        return permission is not None and one_process.may(request, permission, getattr(obj, "process", None))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj, self.reads)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj, self.edits)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj, self.edits)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj, self.edits)


class RecordedTranslationInline(RecordedInline, TranslationInlineModelAdmin):
    """The same for a model with short texts in six languages, one under the other: six columns are too wide."""

    formset: type[BaseInlineFormSet[Any, Any, ModelForm[Any]]] = BaseInlineFormSet
    template = "admin/edit_inline/stacked.html"
