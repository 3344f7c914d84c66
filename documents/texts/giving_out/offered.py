"""In which forms a version is offered, and at which addresses, to those who may see it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from ...library.states import FileFormat
from ..models import TextVersion, Transmittal
from . import exports


def forms(version: TextVersion, user: Any) -> list[dict[str, str]]:
    """The version in the reader's language as files to work on or to keep, and the package it was transmitted in."""
    found = [{"url": _address("text_file", version, form.ending), "name": form.name} for form in exports.FORMS.values()]
    if version.is_frozen:
        found.append({"url": _address("record_pdf", version), "name": record_name()})
    packages = Transmittal.objects.visible_to(user).filter(version=version, made_at__isnull=False)
    if packages.exists():
        found.append({"url": _address("package", version), "name": _("Package as transmitted (ZIP)")})
    return found


def record_name() -> str:
    """What a version for the record is called, in a list and while it is being made."""
    return _("PDF for archives (PDF/A)")


def beside(version: TextVersion) -> dict[str, list[dict[str, str]]]:
    """What stands beside the PDF of each released language of a version: the same to work on, and for the record."""
    return {language: _beside(version, language) for language in _released(version)}


def pages(version: TextVersion) -> dict[str, str]:
    """The address at which each released language of a version is read over a poor line: its first part."""
    found = {}
    for language in _released(version):
        with override(language):
            found[language] = f"{version.get_absolute_url()}&part=1"
    return found


def _beside(version: TextVersion, language: str) -> list[dict[str, str]]:
    with override(language):
        return [
            {"format": FileFormat.DOCX.label, "url": _address("text_file", version, "docx")},
            {"format": "PDF/A", "url": _address("record_pdf", version)},
        ]


def _released(version: TextVersion) -> list[str]:
    return list(version.languages.released().values_list("language", flat=True))


def _address(name: str, version: TextVersion, *form: str) -> str:
    return reverse(f"documents:{name}", args=[version.process.slug, version.text.key, version.number, *form])
