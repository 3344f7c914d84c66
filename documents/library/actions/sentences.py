"""How the events of the library are told."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "document.begun": _("%(by)s began “%(about)s”, which follows “%(document)s”"),
    "document.planned": _("%(by)s announced “%(about)s” as forthcoming"),
    "document.preparation": _("%(by)s returned “%(about)s” to preparation"),
    "document.issued": _("%(by)s issued “%(about)s”"),
    "document.issued_in_part": _("%(by)s issued “%(about)s” as an exception, without: %(without)s"),
    "document.restored": _("%(by)s reissued “%(about)s” after its withdrawal"),
    "document.withdrawn": _("%(by)s withdrew “%(about)s”: %(because)s"),
    "document.symbol_kept": _("%(by)s gave “%(about)s” a new symbol; %(symbol)s still leads to it"),
    "file.posted": _("%(by)s posted a file of “%(about)s” (%(language)s, %(format)s)"),
    "file.replaced": _("%(by)s replaced a file of “%(about)s” (%(language)s, %(format)s)"),
    "file.held": _("%(by)s posted a file of “%(about)s” (%(language)s, %(format)s), available from %(moment)s"),
    "file.not_given_out": _("%(by)s took back a file of “%(about)s” (%(language)s, %(format)s): %(because)s"),
    "file.taken_back": _("%(by)s took back a file of “%(about)s” (%(language)s, %(format)s): %(because)s"),
    "document.not_issued": _("%(by)s could not issue “%(about)s” at the moment set: %(reason)s"),
    "documents.downloaded": _("%(by)s noted that somebody downloaded documents of “%(about)s”"),
    "file.read": _("%(by)s read the words of a file of “%(about)s” (%(language)s, %(format)s)"),
    "input.answered": _("%(by)s recorded that %(document)s answers “%(about)s”"),
}
