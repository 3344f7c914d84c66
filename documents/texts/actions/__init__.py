"""What changes in texts: words are written and translated, a version is released and from then on frozen."""

from django.utils.translation import gettext_lazy as _

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
    "text.undone": _("%(by)s took back a change of their own to “%(about)s”"),
    "text.restored": _("%(by)s restored paragraph “%(key)s” of “%(about)s”"),
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

# Of a draft no stranger sees anything: what changes in one does not make public pages anew.
OF_DRAFTS = [verb for verb in SENTENCES if verb.startswith(("text.block", "text.word", "text.undone", "text.restored"))]
OF_DRAFTS += ["text.written", "text.confirmed", "text.replaced", "text.continued", "text.document_planned"]

__all__ = [
    "OF_DRAFTS",
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
