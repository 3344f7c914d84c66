"""Fields of the forms in which a party writes: how much they hold is said beside them.

Their widgets are put together without a template. A form of sixty statements has three hundred of them, and on the
night of a deadline every page of it is asked for again with each save.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from igsp_portal.foundations.forms.counted import in_figures

from .sizes import MOST_ATTACHMENTS

PLACE = "{id}"  # where the id of a field comes in its frame
STYLED = {"class": "form-control"}
TYPED = STYLED | {"dir": "auto"}
CHOSEN = {"class": "form-select"}


def _files() -> str:
    count, size = in_figures(MOST_ATTACHMENTS), filesizeformat(settings.UPLOAD_LIMIT_BYTES)
    return _("At most %(count)s files, of up to %(size)s each.") % {"count": count, "size": size}


most_files = lazy(_files, str)


class PlainInput(forms.TextInput):
    """An input of one line."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = self.format_value(value)
        said = {} if shown is None else {"value": shown}
        return mark_safe(f"<input{_attributes(self, attrs, type=self.input_type, name=name, **said)}>")


class PlainNumber(PlainInput):
    input_type = "number"


class PlainHidden(PlainInput):
    input_type = "hidden"


class PlainCheckbox(forms.CheckboxInput):
    """A box to tick."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        own = {"type": "checkbox", "name": name, "checked": self.check_test(value)}
        return mark_safe(f"<input{_attributes(self, attrs, **own)}>")


class PlainFiles(forms.FileInput):
    """Files to be sent, several at a time; what was sent before is told elsewhere."""

    allow_multiple_selected = True

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return mark_safe(f"<input{_attributes(self, attrs, type='file', name=name, multiple=True)}>")


class PlainTextarea(forms.Textarea):
    """An input of several lines; browsers leave out the line break before its words."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = escape(self.format_value(value) or "")
        return mark_safe(f"<textarea{_attributes(self, attrs, name=name)}>\n{shown}</textarea>")


class PlainSelect(forms.Select):
    """A list to choose one thing from, some of them in groups."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        html = options(self.choices, "" if value is None else str(value))
        return mark_safe(f"<select{_attributes(self, attrs, name=name)}>{html}</select>")


class ReadySelect(forms.Widget):
    """The same where many lists offer the same: `ready` has the options as HTML, with the chosen one marked."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.ready: Callable[[str], str] = str

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        html = self.ready("" if value is None else str(value))
        return mark_safe(f"<select{_attributes(self, attrs, name=name)}>{html}</select>")


def options(choices: Iterable[Any], chosen: str | None) -> str:
    """The options of a list, and the groups they stand in, as HTML."""
    return "".join(_options(choices, chosen))


def put_together(form: forms.BaseForm, *names: str, after: Mapping[str, str] | None = None) -> SafeString:
    """Fields one under the other, each with its label, what is amiss, its help, and what comes `after` it."""
    more = after or {}
    return mark_safe("".join(_group(form[name]) + more.get(name, "") for name in names if name in form.fields))


def mark_needed(form: forms.Form, *names: str) -> None:
    """Mark the fields without which nothing is filed, whether or not a draft is saved without them."""
    for name in names:
        field = form.fields[name]
        field.widget.attrs["aria-required"] = "true"
        if not field.required:  # the others have their mark from the template
            field.label = format_html('{}<span class="asteriskField">*</span>', field.label)


def _group(field: forms.BoundField) -> str:
    if field.is_hidden:
        return str(field)
    if field.errors:
        return render_to_string("submissions/field.html", {"field": field, "id": field.auto_id, "widget": field})
    before, after = (part.replace(PLACE, str(field.auto_id)) for part in _frame(field))
    return f"{before}{field}{after}"


def _frame(field: forms.BoundField) -> tuple[str, str]:
    """What stands around a field in which nothing is amiss: the same in every row, so it is made once."""
    key = (type(field.form), field.name, get_language())
    if key not in _frames:
        html = render_to_string("submissions/field.html", {"field": field, "id": PLACE, "widget": PLACE * 2})
        before, _widget, after = html.partition(PLACE * 2)
        _frames[key] = (before, after)
    return _frames[key]


_frames: dict[tuple[type, str, str | None], tuple[str, str]] = {}


def _attributes(widget: forms.Widget, attrs: Any, **own: Any) -> str:
    """The attributes of a widget as HTML; those that are merely there or not have no value."""
    found = own | widget.attrs | (attrs or {})
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in found.items()
        if value is not False
    )


def _options(choices: Iterable[Any], chosen: str | None) -> Iterator[str]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield f'<optgroup label="{escape(str(value))}">{options(label, chosen)}</optgroup>'
        else:
            selected = " selected" if str(value) == chosen else ""
            yield f'<option value="{escape(str(value))}"{selected}>{escape(str(label))}</option>'
