"""What changes in calls and submissions: every function writes rows and their event in one transaction."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .calls import change_call, draft_call_again, give_out, is_before_opening, publish_call, put_call, take_away
from .carrying import asked_of, carry, introduced, left_over, not_to_be_filed, telling
from .clearing import (
    as_it_stands,
    clear,
    clearance_of,
    has_clearing_officer,
    is_required,
    lift_clearance,
    require_clearance,
)
from .drafts import (
    Answered,
    Said,
    attach,
    begin,
    detach,
    discard,
    refuse_too_large,
    refuse_unreadable,
    revise,
    save_draft,
    withhold,
)
from .facts import facts_of
from .filing import file
from .forms import Asking, begin_form, open_form, paragraphs, put_form, touched_by, unfit
from .lacking import lacking, says_anything
from .receiving import acknowledge, publish, recall, withdraw
from .rows import DraftChanged, FormChanged
from .saving import Saved, as_stored, fields_of, save_fields
from .together import comment, mark_done

__all__ = [
    "as_it_stands",
    "as_stored",
    "clear",
    "clearance_of",
    "has_clearing_officer",
    "is_required",
    "lift_clearance",
    "require_clearance",
    "SENTENCES",
    "Answered",
    "Asking",
    "DraftChanged",
    "FormChanged",
    "Said",
    "Saved",
    "acknowledge",
    "asked_of",
    "attach",
    "begin",
    "begin_form",
    "carry",
    "comment",
    "detach",
    "change_call",
    "discard",
    "draft_call_again",
    "facts_of",
    "fields_of",
    "file",
    "give_out",
    "is_before_opening",
    "take_away",
    "telling",
    "lacking",
    "introduced",
    "left_over",
    "not_to_be_filed",
    "open_form",
    "paragraphs",
    "mark_done",
    "publish",
    "recall",
    "publish_call",
    "put_call",
    "put_form",
    "refuse_too_large",
    "refuse_unreadable",
    "revise",
    "says_anything",
    "save_draft",
    "save_fields",
    "touched_by",
    "unfit",
    "withdraw",
    "withhold",
]

# Events of a draft: whether, when and with which files a party writes is its own.
DRAFTING = (
    "submission.begun",
    "submission.saved",
    "submission.attached",
    "submission.detached",
    "submission.file_taken",
    "submission.file_refused",
    "submission.revised",
    "submission.discarded",
    "submission.carried",
    "submission.cleared",
    "clearance.required",
    "clearance.lifted",
    "submission.marked_done",
    "submission.reopened",
    "submission.commented",
)
SENTENCES: dict[str, str | Promise] = {
    "call.published": _("%(by)s published “%(about)s”"),
    "call.moved": _("%(by)s moved the deadline of “%(about)s” from %(earlier)s to %(given)s"),
    "form.begun": _("%(by)s began a new version of the form of “%(about)s”"),
    "form.opened": _("%(by)s took the form of “%(about)s” into use"),
    "submission.carried": _("%(by)s carried the draft of “%(about)s” over to version %(form)s of the form"),
    "call.file_added": _("%(by)s added the file “%(file)s” to “%(about)s”"),
    "call.file_removed": _("%(by)s removed the file “%(file)s” from “%(about)s”"),
    "call.drafted_again": _("%(by)s made “%(about)s” a draft again"),
    "submission.begun": _("%(by)s began the submission “%(about)s”"),
    "submission.saved": _("%(by)s saved the draft of “%(about)s”"),
    "submission.attached": _("%(by)s attached the file “%(file)s” to the draft of “%(about)s”"),
    "submission.detached": _("%(by)s removed the file “%(file)s” from the draft of “%(about)s”"),
    "submission.file_taken": _("%(by)s checked the file “%(file)s” of the draft of “%(about)s”"),
    "submission.file_refused": _("%(by)s refused the file “%(file)s” of the draft of “%(about)s”"),
    "submission.filed": _("%(by)s filed “%(about)s” under the number %(number)s"),
    "submission.revised": _("%(by)s began version %(version)s of “%(about)s”"),
    "submission.discarded": _("%(by)s discarded the draft of “%(about)s”"),
    "submission.cleared": _("%(by)s cleared the draft of “%(about)s” for filing"),
    "clearance.required": _("%(by)s had a second person clear what “%(about)s” files"),
    "clearance.lifted": _("%(by)s no longer had a second person clear what “%(about)s” files"),
    "submission.marked_done": _("%(by)s marked “%(question)s” of the draft of “%(about)s” as done"),
    "submission.reopened": _("%(by)s marked “%(question)s” of the draft of “%(about)s” as not done"),
    "submission.commented": _("%(by)s commented on “%(question)s” of the draft of “%(about)s”"),
    "submission.acknowledged": _("%(by)s acknowledged “%(about)s”, number %(number)s"),
    "submission.published": _("%(by)s published “%(about)s”, number %(number)s"),
    "submission.recalled": _("%(by)s took back “%(about)s”, number %(number)s, to correct it: %(reason)s"),
    "submission.withdrawn": _("%(by)s withdrew “%(about)s”, number %(number)s: %(reason)s"),
}
