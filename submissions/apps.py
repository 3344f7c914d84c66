from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    name = "submissions"
    verbose_name = _("Calls and submissions")

    def ready(self) -> None:
        from igsp_portal.foundations import audit

        from . import actions

        audit.sentences(actions.SENTENCES)
