from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents and texts")

    def ready(self) -> None:
        from igsp_portal.foundations import audit

        from . import actions

        audit.sentences(actions.SENTENCES)
