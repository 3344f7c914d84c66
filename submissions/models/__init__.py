from .calls import Call
from .parts import Attachment, Statement
from .receipts import Receipt
from .submissions import Frozen, Submission, SubmissionVersion

__all__ = ["Attachment", "Call", "Frozen", "Receipt", "Statement", "Submission", "SubmissionVersion"]
