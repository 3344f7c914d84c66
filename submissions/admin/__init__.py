"""Calls and submissions in the admin site: calls are written here, submissions are read and moved by buttons."""

from ..compiling.admin import CompilationAdmin, SentenceAdmin
from .calls import CallAdmin
from .submissions import SubmissionAdmin

__all__ = ["CallAdmin", "CompilationAdmin", "SentenceAdmin", "SubmissionAdmin"]
