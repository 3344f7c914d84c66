"""The message that the library sends: that a document could not be issued at the moment set."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.language.days import moment as words_of
from igsp_portal.foundations.worker import mail
from igsp_portal.models import User
from meetings.models import Membership

from .models import Document

mail.KINDS |= {"not_issued": gettext_lazy("notice that a document could not be issued")}


def write_not_issued(document: Document, refusal: ValidationError) -> None:
    """Tell those who may issue the document that it was not issued at its moment, and why: each once for a moment."""
    moment = document.release_at
    if moment is None:
        return
    held = Membership.objects.in_force().filter(process=document.process)
    held = held.filter(role__in=access.roles_with(Permission.DOCUMENT_ISSUE))
    for user in User.objects.filter(memberships__in=held, is_active=True).distinct().order_by("pk"):
        with translation.override(user.language):
            facts = {
                "document": document,
                "at": words_of(moment, document.process.zone),
                "zone": document.process.zone,
                "reasons": refusal.messages,
                "address": settings.SITE_ADDRESS + reverse("admin:documents_document_change", args=[document.pk]),
            }
            mail.queue(
                letter="not_issued",
                to=user.email,
                language=user.language,
                subject=_("Not issued: %(document)s") % {"document": document},
                body=render_to_string("documents/letters/not_issued.txt", facts),
                once=f"not_issued:{document.pk}:{moment.isoformat()}:{user.pk}",
                process=document.process.slug,
            )
