"""The secretariat's admin site, where every change writes its event and states move by buttons alone."""

from .inlines import RecordedInline, RecordedTranslationInline
from .recorded import Button, RecordedAdmin, RecordedTranslationAdmin
from .site import PortalAdminSite

__all__ = [
    "Button",
    "PortalAdminSite",
    "RecordedAdmin",
    "RecordedInline",
    "RecordedTranslationAdmin",
    "RecordedTranslationInline",
]
