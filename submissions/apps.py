from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    name = "submissions"
    verbose_name = _("Calls and submissions")

    def ready(self) -> None:
        from igsp_portal.foundations import audit
        from meetings import panels as slots

        from . import actions, panels

        audit.sentences(actions.SENTENCES)
        audit.private(actions.DRAFTING)
        slots.parts_of_process.append(panels.process_parts)
        slots.links_of_process.append(panels.links)
