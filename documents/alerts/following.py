"""How the pages of things lead to their feeds and alerts: `request.followed` is what a view shows."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from meetings.models import Meeting, Process

from ..library.models import Document
from ..texts.models import Text


def ways(request: HttpRequest) -> dict[str, str]:
    """The addresses of the feed and of the alerts of what the page shows; of no other page any."""
    thing = getattr(request, "followed", None)
    if thing is None:
        return {}
    slug = thing.process.slug
    asked = f"?{thing._meta.model_name}={thing.key}" if not isinstance(thing, Process) else ""
    found = {"alerts": reverse("documents:alerts", args=[slug]) + asked}
    if feed := _feed(thing, slug, getattr(request, "user", None)):
        found["feed"] = feed
    return found


def _feed(thing: Any, slug: str, user: Any) -> str:
    """The address of its feed, which shows what a stranger may see; "" where that is nothing."""
    if not thing.process.is_public or isinstance(thing, Text):
        return ""
    if isinstance(thing, Process):
        return reverse("documents:process_feed", args=[slug])
    if isinstance(thing, Meeting):
        return reverse("documents:meeting_feed", args=[slug, thing.key])
    known = user is not None and user.is_authenticated
    if known and not Document.objects.visible_to(AnonymousUser()).filter(pk=thing.pk).exists():
        return ""
    return reverse("documents:document_feed", args=[slug, thing.key])
