"""The page of a call in the admin site, as a person fills it in and saves it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.urls import reverse

from submissions.models import Call


def filled_in(browser: Client, address: str) -> dict[str, Any]:
    """What the page at `address` would send if nothing on it were changed."""
    context = browser.get(address).context
    data: dict[str, Any] = {}
    for name, value in context["adminform"].form.initial.items():
        if isinstance(value, dt.datetime):
            data |= {f"{name}_0": f"{value:%Y-%m-%d}", f"{name}_1": f"{value:%H:%M:%S}"}
        elif value:
            data[name] = [getattr(one, "pk", one) for one in value] if isinstance(value, list) else value
    for inline in context["inline_admin_formsets"]:
        for form in (inline.formset.management_form, *inline.formset.initial_forms):
            for field in form:
                value = field.value()
                if value is not None and value is not False:
                    data[field.html_name] = value
    return data


def save(browser: Client, call: Call, **said: Any) -> Any:
    """Save the page of a call as it stands, but for what is `said`; in the time of its zone."""
    address = reverse("admin:submissions_call_change", args=[call.pk])
    return browser.post(address, filled_in(browser, address) | said)
