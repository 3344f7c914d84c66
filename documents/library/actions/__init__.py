"""What changes in the library: every function writes rows and their event in one transaction."""

from .downloading import DOWNLOADED, note_download
from .further import begin_further, following
from .issuing import answer, change, issue, issue_in_part, keep_symbol, number, plan, take_back, withdraw
from .posting import POSTABLE, SameFile, TakenIn, discard, post_rendition, post_taken_in, taken_in
from .reading_words import read_again, read_already, read_words, unread
from .sentences import SENTENCES
from .taking_back import take_back_file
from .timed import await_release, issue_when_due, release_when_due
from .visiting import VISITED, note_visit

__all__ = [
    "DOWNLOADED",
    "POSTABLE",
    "SENTENCES",
    "SameFile",
    "TakenIn",
    "VISITED",
    "answer",
    "await_release",
    "begin_further",
    "change",
    "discard",
    "following",
    "issue",
    "issue_in_part",
    "issue_when_due",
    "keep_symbol",
    "note_download",
    "note_visit",
    "number",
    "plan",
    "post_rendition",
    "post_taken_in",
    "read_again",
    "read_already",
    "read_words",
    "release_when_due",
    "take_back",
    "take_back_file",
    "taken_in",
    "unread",
    "withdraw",
]
