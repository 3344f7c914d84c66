"""What changes in texts: words are written and translated, a version is released and from then on frozen."""

from django.utils.translation import gettext_lazy as _

from .documents import may_plan_document, plan_document
from .drafts import continue_from, read_draft, write_draft
from .looking import LOOKED_AT, look
from .reissuing import reissue
from .releasing import (
    expect_language,
    lacking_in_words,
    lacks_printed,
    release,
    release_lacking,
    release_language,
    typeset_again,
)
from .words import check_words, confirm, translations, word

SENTENCES = {
    "text.written": _("%(by)s wrote “%(about)s” in %(languages)s"),
    "text.worded": _("%(by)s wrote the %(language)s wording of a block of “%(version)s”: %(about)s"),
    "text.confirmed": _("%(by)s confirmed the %(language)s translation of a block of “%(version)s”: %(about)s"),
    "text.document_planned": _("%(by)s planned to issue “%(about)s” as %(document)s"),
    "text.continued": _("%(by)s began “%(about)s” from the previous version"),
    "text.released": _("%(by)s released “%(about)s” in %(languages)s"),
    "text.released_lacking": _("%(by)s released “%(about)s” in %(languages)s as an exception, without: %(lacking)s"),
    "text.released_in_part": _(
        "%(by)s released “%(about)s” in %(languages)s as an exception; to follow later: %(later)s"
    ),
    "text.language_released": _("%(by)s released “%(about)s” in %(languages)s, after the other languages"),
    "text.language_expected": _("%(by)s entered when the language version “%(about)s” is expected"),
    "text.reissued": _("%(by)s reissued “%(about)s” for technical reasons in %(languages)s: %(reason)s"),
    LOOKED_AT: _("%(by)s noted that somebody looked at “%(about)s”"),
    "text.printed_anew": _("%(by)s updated the details on the first page of “%(about)s”"),
    "text.typeset": _("%(by)s typeset “%(about)s” in %(languages)s"),
    "text.typesetting_failed": _("%(by)s could not typeset “%(about)s”"),
}

__all__ = [
    "LOOKED_AT",
    "SENTENCES",
    "check_words",
    "confirm",
    "continue_from",
    "expect_language",
    "lacking_in_words",
    "lacks_printed",
    "look",
    "may_plan_document",
    "plan_document",
    "read_draft",
    "reissue",
    "release",
    "release_language",
    "release_lacking",
    "translations",
    "typeset_again",
    "word",
    "write_draft",
]
