"""A whole version, read and written at once."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.record import audit
from igsp_portal.models import User

from ... import changes
from ...drafts import Draft, PlannedBlock
from .. import panels
from ..models import Text, TextVersion, Wording
from .applying import COLUMNS, apply
from .made_from import Making
from .marking import carry_marks
from .words import hold, translations


def read_draft(version: TextVersion) -> Draft:
    """The version as it stands, in two queries."""
    rows = version.blocks.order_by("order").values_list(*COLUMNS)
    words: dict[str, dict[str, str]] = {}
    worded = Wording.objects.filter(block__version=version)
    for language, key, text in worded.values_list("language", "block__key", "words"):
        words.setdefault(language, {})[key] = text
    return Draft([PlannedBlock(*row) for row in rows], words)


def write_draft(version: TextVersion, draft: Draft, *, by: User | str) -> bool:
    """Make the version say what `draft` says, as one change; False when it does already.

    A translation whose words stay as they were while the original's changed becomes stale. Raises FrozenText.
    """
    with transaction.atomic():
        hold(version)
        return _write_draft(version, read_draft(version), draft, by=by)


def _write_draft(version: TextVersion, before: Draft, draft: Draft, *, by: User | str) -> bool:
    change = changes.between(before, draft)
    if not change:
        return False
    names = ", ".join(LANGUAGES[code].own_name for code in LANGUAGES if code in draft.words)
    # Of the first words nothing is told but that they are the first: before them there was nothing.
    told = {"text": change} if before.blocks else {"began": True}
    with audit.recorded("text.written", version, by=by, languages=names, blocks=len(draft.blocks), **told):
        apply(version, before, draft, change, Making(translated=True))
    return True


def is_newest(version: TextVersion) -> bool:
    """Whether no other version of its text has followed it."""
    return not version.text.versions.filter(number__gt=version.number).exists()


def continue_from(version: TextVersion, *, by: User | str) -> TextVersion:
    """Begin the next version of a text with the words of this one; stale translations stay stale.

    Raises ValidationError where another has followed it already: each version comes from the one before it.
    """
    following = TextVersion(text=version.text, number=version.number + 1)
    with audit.recorded("text.continued", by=by) as event:
        Text.objects.select_for_update(no_key=True).get(pk=version.text_id)
        if not is_newest(version):
            raise ValidationError(_("A later version has been begun already. Begin the next one from that."))
        following.save()
        event.about_thing = following
        write_draft(following, read_draft(version), by=by)
        stale = {(w.block.key, w.language): w.translated_sha256 for w in translations(version) if w.is_stale}
        copies = [w for w in translations(following) if (w.block.key, w.language) in stale]
        for copy in copies:
            copy.translated_sha256 = stale[copy.block.key, copy.language]
        Wording.objects.bulk_update(copies, ["translated_sha256"])
        carry_marks(version, following)
        for follow in panels.begun_from:
            follow(version, following)
    return following
