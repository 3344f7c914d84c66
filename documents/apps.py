from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents and texts")

    def ready(self) -> None:
        from igsp_portal.foundations import audit
        from meetings import panels

        from . import actions, contributions, text_actions

        audit.sentences(actions.SENTENCES)
        audit.sentences(text_actions.SENTENCES)
        panels.links_of_process.append(contributions.links)
        panels.parts_of_process.append(contributions.process_parts)
        panels.panels_of_meeting.append(contributions.meeting_panels)
