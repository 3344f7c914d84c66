"""What changes in texts: words are written and translated, a version is released and from then on frozen."""

from django.utils.translation import gettext_lazy as _

from .deciding import accept, decline, keep, merge, put_in_brackets, reopen
from .documents import may_plan_document, plan_document
from .drafts import continue_from, read_draft, write_draft
from .editing import (
    WordsChanged,
    change_block,
    fingerprint,
    indent_block,
    insert_block,
    last_of,
    merge_blocks,
    move_block,
    removals,
    remove_block,
    replace_words,
    restore,
    split_block,
    undo,
    word_block,
)
from .looking import LOOKED_AT, look
from .proposals import PROPOSED_KINDS, SUPPORTED, carry, carry_all, leave, propose, support, to_carry, withdraw
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
from .taking_in import Source, Tracked, take_in
from .words import check_words, confirm, translations, word

SENTENCES = {
    "text.written": _("%(by)s wrote “%(about)s” in %(languages)s"),
    "text.worded": _("%(by)s wrote the %(language)s wording of block “%(key)s” of “%(about)s”"),
    "text.confirmed": _("%(by)s confirmed the %(language)s translation of block “%(key)s” of “%(about)s”"),
    "text.block_inserted": _("%(by)s inserted a paragraph in “%(about)s”"),
    "text.block_moved": _("%(by)s moved paragraph “%(key)s” of “%(about)s”"),
    "text.block_indented": _("%(by)s moved paragraph “%(key)s” of “%(about)s” to another level"),
    "text.block_changed": _("%(by)s changed the kind of paragraph “%(key)s” of “%(about)s”"),
    "text.block_split": _("%(by)s split paragraph “%(key)s” of “%(about)s”"),
    "text.blocks_merged": _("%(by)s merged paragraph “%(key)s” of “%(about)s” with the next"),
    "text.block_removed": _("%(by)s deleted paragraph “%(key)s” of “%(about)s”"),
    "text.replaced": _("%(by)s replaced “%(wanted)s” with “%(new)s” in the %(language)s wording of “%(about)s”"),
    "text.taken_in": _("%(by)s took the file “%(file)s” into “%(about)s” (%(language)s, SHA-256 %(sha256)s)"),
    "text.pasted_in": _("%(by)s took a pasted text into “%(about)s” (%(language)s, SHA-256 %(sha256)s)"),
    "text.undone": _("%(by)s took back a change of their own to “%(about)s”"),
    "text.restored": _("%(by)s restored paragraph “%(key)s” of “%(about)s”"),
    "text.proposal_taken": _("%(by)s took a proposal of %(participant)s into “%(about)s”"),
    "text.proposal_taken_out": _("%(by)s took a proposal of %(participant)s out of “%(about)s” again"),
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
    "proposal.made": _("%(by)s entered the proposal of %(participant)s"),
    "proposal.supported": _("%(by)s entered the support of %(participant)s"),
    "proposal.left": _("%(by)s entered that %(participant)s no longer supports the proposal"),
    "proposal.withdrawn": _("%(by)s withdrew the proposal of %(participant)s"),
    "proposal.accepted": _("%(by)s accepted the proposal of %(participant)s"),
    "proposal.in_part": _("%(by)s accepted the proposal of %(participant)s in part"),
    "proposal.in_brackets": _("%(by)s put the proposal of %(participant)s in brackets, as an alternative"),
    "proposal.merged": _("%(by)s merged these proposals into one wording: %(participants)s"),
    "proposal.kept": _("%(by)s kept the proposal of %(participant)s, to be decided later"),
    "proposal.declined": _("%(by)s declined the proposal of %(participant)s"),
    "proposal.reopened": _("%(by)s took back the decision on the proposal of %(participant)s"),
    "proposal.carried": _("%(by)s carried the proposal of %(participant)s to version %(number)s"),
    "proposal.not_carried": _(
        "%(by)s carried the proposal of %(participant)s to version %(number)s, where its words do not stand any more"
    ),
}

# Of a draft no stranger sees anything: what changes in one does not make public pages anew.
OF_DRAFTS = [verb for verb in SENTENCES if verb.startswith(("text.block", "text.word", "text.undone", "text.restored"))]
OF_DRAFTS += [
    "text.proposal_taken",
    "text.proposal_taken_out",
    "text.written",
    "text.confirmed",
    "text.replaced",
    "text.taken_in",
    "text.pasted_in",
    "text.continued",
    "text.document_planned",
]

__all__ = [
    "PROPOSED_KINDS",
    "SUPPORTED",
    "accept",
    "carry",
    "carry_all",
    "decline",
    "keep",
    "leave",
    "merge",
    "propose",
    "put_in_brackets",
    "reopen",
    "support",
    "to_carry",
    "withdraw",
    "OF_DRAFTS",
    "LOOKED_AT",
    "SENTENCES",
    "Source",
    "Tracked",
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
    "take_in",
    "translations",
    "typeset_again",
    "word",
    "write_draft",
    "WordsChanged",
    "change_block",
    "fingerprint",
    "indent_block",
    "insert_block",
    "last_of",
    "merge_blocks",
    "move_block",
    "remove_block",
    "removals",
    "replace_words",
    "restore",
    "split_block",
    "undo",
    "word_block",
]
