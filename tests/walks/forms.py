"""Every form by which the admin site adds a row, sent with all it can hold but for one thing that may be left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.record.within import way_to_process
from igsp_portal.models import Event
from meetings.models import Process
from submissions.models import FormVersion

from ..access.desk import OF_NO_PROCESS
from ..cast import person
from ..library.files import pdf
from .walk import failure

OF_A_LANGUAGE = re.compile("_(?:ar|zh_hans|en|fr|ru|es)$")  # the columns of one text are left out together
WHOLE = "nothing"
PUBLISHING = ("plan", "publish", "issue", "release", "scheduled", "held")
Sent = dict[str, Any]


@dataclass
class Answers:
    """What the forms said: which rows they made, what they refused, and where the portal failed."""

    left_out: list[str] = field(default_factory=list)
    made: list[models.Model] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def fill_in(browser: Client, process: Process) -> Answers:
    """Send the form of each table whole, and once without each of its optional fields."""
    answers = Answers()
    for model in admin.site._registry:
        address = f"{model._meta.app_label}/{model._meta.model_name}/add/"
        page = browser.get(reverse("admin_of_process", args=[process.slug]) + address)
        like = fullest(model, process)
        if page.status_code == 200 and like:
            _send_each(browser, page, like, answers)
    return answers


def press(browser: Client, process: Process, rows: Iterable[models.Model]) -> list[str]:
    """Make public what can be: press the buttons that announce, issue, release and confirm; what failed."""
    failed = []
    for row in rows:
        offered = {button.name for button in getattr(admin.site._registry[type(row)], "buttons", ())}
        for button in (name for name in PUBLISHING if name in offered):
            address = f"{row._meta.app_label}/{row._meta.model_name}/{row.pk}/do/{button}/"
            answer = browser.post(reverse("admin_of_process", args=[process.slug]) + address)
            failed += [f"{address}: {failure(answer)}"] if answer.status_code not in (302, 403) else []
    return failed


def send_unchanged(user: Any, process: Process) -> dict[str, str]:
    """Send the form of the fullest row of each table as it stands; where that was refused or changed something."""
    browser = Client(raise_request_exception=False)
    browser.force_login(user)
    wrong = {}
    for model in admin.site._registry:
        row = fullest(model, process) if model._meta.label_lower not in OF_NO_PROCESS else None
        if row and (why := _sent_unchanged(browser, process, row)):
            wrong[row._meta.label_lower] = why
    return wrong


def _sent_unchanged(browser: Client, process: Process, row: Any) -> str:
    address = f"{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"
    page = browser.get(reverse("admin_of_process", args=[process.slug]) + address)
    if page.status_code != 200 or not page.context["has_change_permission"]:
        return "" if page.status_code in (200, 403) else failure(page)
    sent = _sent(page.context["adminform"].form)
    for formset in (inline.formset for inline in page.context["inline_admin_formsets"]):
        for form in (formset.management_form, *formset.forms):
            sent |= _sent(form)
    before = Event.objects.count()
    answer = browser.post(page.request["PATH_INFO"], sent)
    if answer.status_code != 302:
        return " ".join(_errors(answer.context)) if answer.status_code == 200 else failure(answer)
    return " ".join(event.verb for event in Event.objects.order_by("pk")[before:])


def fullest(model: Any, process: Process) -> Any:
    """The row of the process that lacks least; of several, the first."""
    way = way_to_process(model)
    rows = model._default_manager.filter(**{way: process.pk}) if way else model._default_manager.all()
    columns = [column.attname for column in model._meta.concrete_fields]
    return max(
        rows.order_by("pk"), key=lambda row: sum(getattr(row, c) not in (None, "", []) for c in columns), default=None
    )


def _send_each(browser: Client, page: Any, like: Any, answers: Answers) -> None:
    form = type(page.context["adminform"].form)(instance=like)
    inlines = {inline.formset: _rows(inline, like) for inline in page.context["inline_admin_formsets"]}
    optional = {WHOLE: [], **_optional(form)}
    for rows in inlines.values():
        optional |= _optional(rows[0]) if rows else {}
    for name, fields in optional.items() if len(optional) > 1 else ():
        label, place = f"{like._meta.model_name} without {name}", len(answers.left_out)
        sent = _of_its_own(_sent(form), place)
        for formset, rows in inlines.items():
            sent |= {f"{formset.prefix}-TOTAL_FORMS": len(rows), f"{formset.prefix}-INITIAL_FORMS": 0}
            sent |= {field: value for row in rows for field, value in _of_its_own(_sent(row), place).items()}
        answers.left_out.append(label)
        _send(browser, page.request["PATH_INFO"], label, _without(sent, fields), type(like), answers)


def _optional(form: forms.BaseForm) -> dict[str, list[str]]:
    """The names under which each optional thing is sent: a text under one for each language."""
    found: dict[str, list[str]] = defaultdict(list)
    for bound in form:
        if not bound.field.required and not bound.is_hidden and bound.name != "DELETE":
            found[OF_A_LANGUAGE.sub("", bound.html_name)] += _names(bound)
    return found


def _names(bound: forms.BoundField) -> list[str]:
    widget = bound.field.widget
    if isinstance(widget, forms.MultiWidget):
        return [f"{bound.html_name}_{place}" for place in range(len(widget.widgets))]
    return [bound.html_name]


def _rows(inline: Any, like: Any) -> list[forms.BaseForm]:
    """The rows that stand on the page of `like`, as new ones, where rows can be added."""
    formset = inline.formset
    if not inline.has_add_permission:
        return []
    found = formset.model._default_manager.filter(**{formset.fk.name: like})
    rows = [formset.form(instance=row, prefix=f"{formset.prefix}-{place}") for place, row in enumerate(found)]
    for row in rows:
        row.fields.pop(formset.fk.name, None)
    return rows


def _sent(form: forms.BaseForm) -> Sent:
    """What a browser sends of a form as it stands."""
    sent: Sent = {}
    for bound in form:
        widget, value = bound.field.widget, bound.value()
        if isinstance(bound.field, forms.FileField) and bound.field.required:
            sent[bound.html_name] = SimpleUploadedFile("form.pdf", pdf())  # no stored file is typed again
        elif isinstance(widget, forms.MultiWidget):
            sent |= dict(zip(_names(bound), [_typed(part) for part in widget.decompress(value) or ()], strict=True))
        elif isinstance(widget, forms.CheckboxInput):
            sent |= {bound.html_name: "on"} if value else {}
        elif isinstance(value, list):
            sent[bound.html_name] = [_typed(one) for one in value]
        else:
            sent[bound.html_name] = _typed(value)
    return sent


def _typed(value: Any) -> str:
    return "" if value is None else str(getattr(value, "pk", value))


def _of_its_own(sent: Sent, place: int) -> Sent:
    """The same with new names wherever only one row may have a name."""
    new = {
        "key": lambda: f"form-{place}",
        "slug": lambda: f"form-{place}",
        "symbol": lambda: f"LEFT/FORM/{place + 1}",
        "email": lambda: f"form{place}@example.org",
        "user": lambda: person(f"form-{place}").pk,
        "number": lambda: place + 1,
        "document": lambda: "",  # a text is issued as one document
        "form": lambda: FormVersion.objects.get(opened_at=None).pk,  # the others are frozen
        "past": lambda: "on",  # a deadline that is over is confirmed
    }
    named = {name: new[name]() for name in new if name in sent}
    aliases = {name: f"LEFT/{name.upper()}/{place + 1}" for name in sent if re.fullmatch("aliases-[0-9]-symbol", name)}
    keys = {name: f"left-{name}-{place}" for name in sent if re.fullmatch("former_keys-[0-9]-key", name)}
    return sent | named | aliases | keys


def _without(sent: Sent, names: Iterable[str]) -> Sent:
    """Nothing chosen and nothing ticked is not sent at all; an empty field is sent empty."""
    kept = {name: value for name, value in sent.items() if name not in names}
    return kept | {name: "" for name in names if isinstance(sent.get(name), str) and sent[name] != "on"}


def _send(browser: Client, address: str, label: str, sent: Sent, model: Any, answers: Answers) -> None:
    answer = browser.post(address, sent)
    if answer.status_code == 302:
        answers.made.append(model._default_manager.order_by("pk").last())
    elif answer.status_code == 200:
        answers.refused[label] = " ".join(_errors(answer.context))
    else:
        answers.failed.append(f"{label}: {failure(answer)}")


def _errors(context: Any) -> list[str]:
    return [str(error) for error in context["errors"]]
