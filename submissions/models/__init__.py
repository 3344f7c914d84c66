from .calls import Call
from .parts import Attachment, Statement
from .receipts import Receipt
from .sources import NotASource, Source
from .submissions import Frozen, Submission, SubmissionVersion

__all__ = [
    "Attachment",
    "Call",
    "Frozen",
    "NotASource",
    "Receipt",
    "Source",
    "Statement",
    "Submission",
    "SubmissionVersion",
]
