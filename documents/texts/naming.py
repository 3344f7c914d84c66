"""Whom the labels of brackets name: a bracket bears the key of the participant that asked for what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import override

from meetings.models import Participant, Process

from .models import TextVersion, Wording

_LABEL = re.compile(r"\{is:([^{}\s]*)\}")
_FURTHER = re.compile(r"-[0-9]+$")  # of a second bracket of the same participant (proposing.free_label)


def named(version: TextVersion) -> dict[str, Participant]:
    """The participants of the process that labels in the version's words name, by the label."""
    worded = Wording.objects.filter(block__version=version, words__contains="{is:").values_list("words", flat=True)
    return named_by(version.process, {label for words in worded for label in _LABEL.findall(words)})


def named_by(process: Process, labels: Iterable[str]) -> dict[str, Participant]:
    """The participants of a process that these labels name, by the label."""
    if not (labels := sorted(labels)):
        return {}
    keys = {label: (label, _FURTHER.sub("", label)) for label in labels}
    rows = Participant.objects.filter(process=process, key__in={key for both in keys.values() for key in both})
    by_key = {row.key: row for row in rows}
    found = {label: by_key.get(own) or by_key.get(base) for label, (own, base) in keys.items()}
    return {label: participant for label, participant in found.items() if participant}


def called(version: TextVersion, participants: Mapping[str, Participant], language: str) -> dict[str, str]:
    """What they are called in `language`, by label; an abbreviation is known in one language, the original's."""
    is_original = language == version.text.original_language
    with override(language):
        return {label: (is_original and one.short_name) or str(one) for label, one in participants.items()}


def names(version: TextVersion, language: str) -> Mapping[str, str]:
    """The names by label: as a release has kept them, or of a draft as they are now."""
    if not version.is_frozen:
        return called(version, named(version), language)
    row = version.languages.filter(language=language).first()
    return row.printed.get("named", {}) if row else {}
