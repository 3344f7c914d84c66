"""An issued document is set again under its own symbol, for technical reasons: with a star, and never by the way."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.language.languages import CODES, LANGUAGES
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker.work import hand_over
from igsp_portal.models import User

from .. import papers, typesetting
from ..models import LanguageVersion, Reissue, TextVersion


def reissue(version: TextVersion, *, languages: Collection[str], reason: str, by: User | str) -> list[Reissue]:
    """Set an issued version again in these languages; the worker makes the files, the earlier ones stay.

    The words are frozen and stay as they are. What the masthead prints of other things is taken as it stands now,
    and the symbol gets a star. Raises ValidationError for a version that is not issued, a language that is not
    released or is being reissued already, and a missing reason.
    """
    if not (version.is_issued and version.document_id):
        raise ValidationError(_("Only an issued document is reissued."))
    asked = [code for code in CODES if code in languages]
    names = ", ".join(LANGUAGES[code].own_name for code in asked)
    with audit.recorded("text.reissued", version, by=by, languages=names, reason=reason.strip()):
        TextVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
        source = papers.manuscript(version, [], marked=True)
        if not asked or not set(asked) <= set(source.languages):
            raise ValidationError({"languages": _("Choose languages in which this version has been released.")})
        made = [_one(source, source.versions[code], reason.strip()) for code in asked]
        hand_over(typesetting.typeset_version, version.pk)
    return made


def _one(source: papers.Manuscript, row: LanguageVersion, reason: str) -> Reissue:
    row.printed = papers.printed(source, row.language)
    row.save(update_fields=["printed"])
    made = Reissue(of=row, at=time.now(), reason=reason)
    made.full_clean()
    made.save(force_insert=True)
    return made
