from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import access, audit


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Meetings and participants")

    def ready(self) -> None:
        from . import actions, rules

        access.grants_come_from(rules.grants_of)
        audit.sentences(actions.SENTENCES)
