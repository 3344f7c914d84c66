from .call_files import CallFile
from .calls import Call, CallDates, addressed_by
from .clarifications import Clarification
from .clearances import Clearance, ClearingRule
from .compilations import Compilation, CompiledStatement, Issued, SynthesisSentence
from .forms import STATEMENTS, FormFrozen, FormVersion, Option, Question, with_questions_at_hand
from .grants import Grant
from .invitations import Invitation, Reminder
from .log import Checkpoint, LogEntry
from .parts import Answer, Attachment, Party, Statement, new_key
from .proposals import MadeProposal
from .receipts import Receipt
from .screenings import PrivateNote, Screening
from .sources import NotASource, Source
from .submissions import Frozen, Submission, SubmissionVersion
from .together import Comment, DoneMark

__all__ = [
    "STATEMENTS",
    "Answer",
    "Attachment",
    "Call",
    "Checkpoint",
    "Clarification",
    "Clearance",
    "ClearingRule",
    "CallDates",
    "CallFile",
    "Compilation",
    "CompiledStatement",
    "Comment",
    "DoneMark",
    "FormFrozen",
    "FormVersion",
    "Frozen",
    "Grant",
    "Invitation",
    "LogEntry",
    "Issued",
    "MadeProposal",
    "NotASource",
    "Option",
    "Party",
    "PrivateNote",
    "Question",
    "Receipt",
    "Reminder",
    "Screening",
    "Source",
    "Statement",
    "Submission",
    "SubmissionVersion",
    "new_key",
    "SynthesisSentence",
    "addressed_by",
    "with_questions_at_hand",
]
