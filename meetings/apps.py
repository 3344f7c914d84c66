from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Meetings and participants")

    def ready(self) -> None:
        from igsp_portal.foundations import access
        from igsp_portal.foundations.record import audit

        from . import actions, panels, rules, told

        access.grants_come_from(rules.grants_of, rules.people_of)
        audit.sentences(actions.SENTENCES)
        panels.links_of_process.append(_links)
        told.begin()


def _links(process: Any) -> Iterator[Any]:
    from .panels import ProcessLink

    yield ProcessLink(_("Overview"), reverse("meetings:process", args=[process.slug]), order=10)
    yield ProcessLink(_("Participants"), reverse("meetings:participants", args=[process.slug]), order=90)
