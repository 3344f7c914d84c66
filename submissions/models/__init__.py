from .calls import Call
from .forms import STATEMENTS, FormFrozen, FormVersion, Option, Question
from .parts import Answer, Attachment, Party, Statement
from .receipts import Receipt
from .sources import NotASource, Source
from .submissions import Frozen, Submission, SubmissionVersion

__all__ = [
    "STATEMENTS",
    "Answer",
    "Attachment",
    "Call",
    "FormFrozen",
    "FormVersion",
    "Frozen",
    "NotASource",
    "Option",
    "Party",
    "Question",
    "Receipt",
    "Source",
    "Statement",
    "Submission",
    "SubmissionVersion",
]
