"""The forms of the admin site by their addresses, as they would be sent, and what they complain of."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse


def address(thing: Any, page: str = "change") -> str:
    name = thing._meta.model_name
    return reverse(f"admin:meetings_{name}_{page}", args=[] if page in ("add", "changelist") else [thing.pk])


def move(thing: Any, name: str) -> str:
    return reverse(f"admin:meetings_{thing._meta.model_name}_do", args=[thing.pk, name])


def fields(html: str) -> dict[str, str]:
    """What the page's form would send if nothing were changed."""
    form = html[html.index('id="meeting_form"') :] if 'id="meeting_form"' in html else html
    found: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]+>", form):
        named, kind = re.search(r'name="([^"]+)"', tag), re.search(r'type="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if named and not (kind and kind[1] in ("submit", "checkbox") and "checked" not in tag):
            found[named[1]] = unescape(value[1]) if value else "on" if kind and kind[1] == "checkbox" else ""
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def filled(browser: Client, thing: Any, **changed: str) -> dict[str, str]:
    page = browser.get(address(thing))
    assert page.status_code == 200
    return fields(page.content.decode()) | changed


def problems(response: Any) -> list[str]:
    form = response.context["adminform"].form
    formsets = [fs.formset for fs in response.context["inline_admin_formsets"]]
    return [*form.errors.values(), *(e for fs in formsets for e in [*fs.errors, fs.non_form_errors()] if e)]
