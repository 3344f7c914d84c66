from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents and texts")

    def ready(self) -> None:
        from igsp_portal.foundations.record import audit
        from meetings import panels

        from .alerts import actions as actions_on_alerts
        from .alerts import telling
        from .library import actions, contributions
        from .library import told as told_of_documents
        from .library.panels import forms_of_document, languages_expected, pages_of_document, readings_of_document
        from .library.together import visits
        from .search import following
        from .texts import actions as actions_on_texts
        from .texts import contributions as contributions_of_texts
        from .texts import told as told_of_texts
        from .texts.giving_out import comparison_papers, proposal_papers, record_papers, transmittals

        audit.sentences(actions.SENTENCES)
        audit.sentences(actions_on_texts.SENTENCES)
        audit.quiet(actions_on_texts.OF_DRAFTS)
        audit.sentences(transmittals.SENTENCES)
        for on_request in (comparison_papers, proposal_papers, record_papers):
            audit.sentences(on_request.SENTENCES)
            audit.quiet(on_request.SENTENCES)
        audit.private([actions_on_texts.LOOKED_AT, actions.DOWNLOADED, actions.VISITED])
        told_of_documents.begin()
        told_of_texts.begin()
        following.begin(self)
        audit.sentences(actions_on_alerts.SENTENCES)
        audit.private(actions_on_alerts.PRIVATE)
        audit.followers.append(telling.follow)
        panels.links_of_process.append(contributions.links)
        panels.parts_of_process += [contributions_of_texts.process_parts, contributions.process_parts]
        panels.panels_of_meeting.append(contributions.meeting_panels)
        panels.looks_at_meeting.append(visits.note)
        readings_of_document.append(contributions_of_texts.reading)
        languages_expected.append(contributions_of_texts.expected)
        forms_of_document.append(contributions_of_texts.forms)
        pages_of_document.append(contributions_of_texts.pages)
