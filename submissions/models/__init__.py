from .calls import Call
from .parts import Attachment, Statement
from .submissions import Frozen, Submission, SubmissionVersion

__all__ = ["Attachment", "Call", "Frozen", "Statement", "Submission", "SubmissionVersion"]
