"""Calls and submissions in the admin site: calls are written here, submissions are read and moved by buttons."""

from ..compiling.admin import CompilationAdmin, SentenceAdmin
from ..inviting.admin import InvitationAdmin
from .calls import CallAdmin
from .forms import FormVersionAdmin, QuestionAdmin
from .grants import GrantAdmin
from .submissions import SubmissionAdmin

__all__ = [
    "CallAdmin",
    "CompilationAdmin",
    "FormVersionAdmin",
    "GrantAdmin",
    "InvitationAdmin",
    "QuestionAdmin",
    "SentenceAdmin",
    "SubmissionAdmin",
]
