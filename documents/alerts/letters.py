"""The letters: a request to confirm an alert, and what there is to tell. Both hold addresses that open something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from igsp_portal.foundations.language.languages import isolated
from igsp_portal.foundations.worker import mail

from . import tokens
from .audience import Reader
from .models import News
from .wording import Said

mail.KINDS |= {
    "alert": gettext_lazy("e-mail alert"),
    "alert_confirmation": gettext_lazy("confirmation of an e-mail alert"),
}
MOST = 50  # things told one by one in a letter
mail.PATIENT |= {"alert"}


def write_confirmation(target: Any, *, email: str, language: str, wish: dict[str, Any]) -> None:
    """Ask the owner of an address whether they want the alert that somebody asked for."""
    with override(language):
        facts = {"target": isolated(str(target)), "address": tokens.address(tokens.CONFIRM, **wish)}
        mail.queue(
            letter="alert_confirmation",
            to=email,
            language=language,
            subject=_("Confirm your e-mail alert: %(target)s") % {"target": facts["target"]},
            body=render_to_string("documents/letters/alert_confirmation.txt", facts | _sender()),
            secret=True,
        )


def write_alert(reader: Reader, told: Sequence[tuple[News, Said | None]]) -> None:
    """Tell one address, in its language, all there is to tell it now."""
    news = [(one, said) for one, said in told if said]
    alerts = reader.alerts_on(one.pk for one, _said in news)
    with override(reader.language):
        leave = tokens.address(tokens.LEAVE, alerts=sorted(alert.pk for alert in alerts))
        facts: dict[str, Any] = {
            "process": news[0][0].process,
            "page": settings.SITE_ADDRESS + news[0][0].process.get_absolute_url(),
            "said": [said for _news, said in news[:MOST]],
            "more": max(0, len(news) - MOST),
            "alerts": [isolated(str(alert)) for alert in alerts],
            "leave": leave,
            "manage": tokens.address(tokens.MANAGE, email=reader.email),
        }
        mail.queue(
            letter="alert",
            to=reader.email,
            language=reader.language,
            subject=_subject(news[0][0], [said for _news, said in news]),
            body=render_to_string("documents/letters/alert.txt", facts | _sender()),
            secret=True,
            process=news[0][0].process.slug,
            once=f"alert:{news[0][0].pk}:{reader.whom}",
            unsubscribe=leave,
        )


def _subject(first: News, said: Sequence[Said]) -> str:
    process = isolated(str(first.process))
    if len(said) == 1:
        return f"{said[0].what} – {said[0].name} ({process})"
    changes = ngettext("%(count)s change", "%(count)s changes", len(said)) % {"count": len(said)}
    return f"{changes} ({process})"


def _sender() -> dict[str, str]:
    return {"portal": settings.PORTAL_NAME, "site": settings.SITE_ADDRESS}
