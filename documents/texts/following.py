"""The way on from a version: to the draft that follows it, or to where that is begun."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from .models import TextVersion


def draft(version: TextVersion) -> TextVersion | None:
    """The draft that follows a version; None where none does."""
    newest = _newest(version)
    return None if newest.is_frozen or newest.pk == version.pk else newest


def draft_after(version: TextVersion) -> dict[str, str] | None:
    """The way to the editor of the draft that follows a version; None where none does."""
    newest = draft(version)
    if newest is None:
        return None
    address = reverse("documents:edit", args=[version.process.slug, version.text.key, newest.number])
    return {"url": address, "label": _("Edit version %(number)s") % {"number": newest.number}}


def way(version: TextVersion) -> dict[str, str]:
    """The same; and where no draft follows, the way to the page of the newest version, on which the next is begun."""
    address = reverse("admin:documents_textversion_change", args=[_newest(version).pk])
    return draft_after(version) or {"url": address, "label": _("Begin the next version")}


def _newest(version: TextVersion) -> TextVersion:
    return version.text.versions.latest("number")
